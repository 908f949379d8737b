"""The project's own Python environment, .venv: made, filled with the pinned packages, repaired, or left as it is.

Standard library only, and only syntax that Python 3.6 can read (see start.py).
"""

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

NO_WHEELS = ("pyspark",)
"""Published as source only; everything else comes ready-made, so that nobody needs a compiler."""

OFFLINE = re.compile("ConnectionError|ResolutionError|TimeoutError|ProxyError|SSLError|unreachable|name resolution")


class StartError(Exception):
    """What is missing and the way out, in one sentence for the person at the keyboard."""


def venv_python(home: Path) -> Path:
    """Where the Python of the project's own environment is, made or not."""
    return home / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wanted_stamp(home: Path, lists: "tuple[str, ...]") -> "dict[str, str]":
    """What a finished environment is stamped with: its Python, and the digest of each list of packages."""
    stamp = {name: hashlib.sha256((home / name).read_bytes()).hexdigest() for name in lists}
    return {"python": f"{sys.implementation.cache_tag}-{sys.platform}", **stamp}


def read_stamp(home: Path) -> "dict[str, str]":
    """The stamp of the last finished installation; empty when none was finished, or it cannot be read."""
    file = home / ".venv" / "installed.json"
    try:
        stamp = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # interrupted before or while writing: the environment is made anew
        return {}
    return {str(name): str(value) for name, value in stamp.items()} if isinstance(stamp, dict) else {}


def prepare(home: Path, lists: "tuple[str, ...]") -> Path:
    """The environment's Python, with every package of `lists` installed; does nothing when nothing changed.

    The stamp is taken away before the first change and written after the last, so that an interrupted
    installation has none and the next start makes a clean one.
    """
    python, want, have = venv_python(home), wanted_stamp(home, lists), read_stamp(home)
    usable = python.exists() and have.get("python") == want["python"]
    outdated = [name for name in lists if not usable or have.get(name) != want[name]]
    if not outdated:
        return python
    stamp = home / ".venv" / "installed.json"
    if usable:
        stamp.unlink()
    else:
        have = {}
        make_venv(home)
    install(python, home, outdated)
    stamp.write_text(json.dumps({**have, **want}, indent=1), encoding="utf-8")
    return python


def make_venv(home: Path) -> None:
    """An empty environment in .venv, in place of whatever is there. Raises StartError when it cannot be made."""
    if any(importlib.util.find_spec(module) is None for module in ("venv", "ensurepip")):
        version = ".".join(map(str, sys.version_info[:2]))
        raise StartError(
            f"This Python {version} cannot make virtual environments: install its venv module"
            f" (on Debian and Ubuntu `sudo apt install python{version}-venv`) and start again."
        )
    try:
        tempfile.TemporaryFile(dir=home).close()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(home)) from error
    print("Making .venv", flush=True)
    # Started from inside .venv, the Python that made it must do the work: this one is about to be replaced.
    base = getattr(sys, "_base_executable", None) or sys.executable
    command = [base, "-m", "venv", "--clear", str(home / ".venv")]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
    if done.returncode:
        reason = done.stdout.strip().split("\n")[-1]
        raise StartError(
            f"The folder .venv could not be made ({reason}): delete it, or move the project, and start again."
        )


def install_command(python: Path, home: Path, lists: "list[str]") -> "list[str]":
    """The pip command for `lists`. They are complete, so nothing that they do not pin may come along."""
    quiet = ["--no-input", "--disable-pip-version-check", "--no-warn-script-location", "--progress-bar", "off"]
    exact = ["--no-deps", "--only-binary", ":all:", "--no-binary", ",".join(NO_WHEELS)]
    files = [word for name in lists for word in ("-r", str(home / name))]
    return [str(python), "-m", "pip", "install", *quiet, *exact, *files]


def install(python: Path, home: Path, lists: "list[str]") -> None:
    """Install the packages of `lists`, counting them as they come. Raises StartError with the reason when pip fails."""
    total = sum("==" in line for name in lists for line in (home / name).read_text(encoding="utf-8").splitlines())
    print(f"Installing {total} packages from {', '.join(lists)}: takes a minute or two, this once", flush=True)
    log: list[str] = []
    environment = {**os.environ, "PIP_USER": "0", "PYTHONUTF8": "1"}
    command = install_command(python, home, lists)
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    ) as pip:
        for line in pip.stdout or ():
            log.append(line.strip())
            if sys.stdout.isatty() and line.startswith("Collecting "):
                seen = sum(entry.startswith("Collecting ") for entry in log)
                print(f"\r{seen}/{total} {line.split()[1]:<60.60}", end="", flush=True)
    if sys.stdout.isatty():
        print("\r" + " " * 70, end="\r")
    if pip.returncode:
        raise StartError(why_pip_failed(log))


def why_pip_failed(log: "list[str]") -> str:
    """pip's many lines as one sentence with the way out."""
    text = "\n".join(log)
    if OFFLINE.search(text):
        return "The packages could not be downloaded: check the internet connection (or the proxy) and start again."
    if "No space left on device" in text:
        return "The disk is full: free about 2 GB and start again."
    if "No matching distribution found for " in text:
        package = text.split("No matching distribution found for ")[1].split()[0]
        version = ".".join(map(str, sys.version_info[:2]))
        return (
            f"{package} is not published for Python {version} on this machine: start with another Python, 3.11 to 3.14."
        )
    reason = next((line[7:].rstrip(".") for line in reversed(log) if line.startswith("ERROR: ")), "no reason given")
    return f"The packages could not be installed ({reason}): delete the folder .venv and start again."
