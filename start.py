#!/usr/bin/env python3
"""Start the app, or run every test, with nothing but Python: `python3 start.py`, `python3 start.py test`.

Standard library only, and only syntax that Python 3.6 can read: an older Python must get as far as being told so.
"""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import webbrowser
from pathlib import Path

from environment import StartError, prepare

OLDEST = (3, 11)
HOST = "127.0.0.1"
"""The app answers this machine only: customer data is nobody else's business."""
EVERYWHERE = "0.0.0.0"
HERE = ("localhost", HOST)
PORT = 8501
START_SECONDS = 60
STOP_SECONDS = 5

APP = ("requirements.txt",)
TEST = ("requirements.txt", "requirements-dev.txt")
ENGINES = "requirements-engines.txt"

RUFF_FORMAT, RUFF_CHECK = ("ruff", "format", "--check", "."), ("ruff", "check", ".")
# import-linter has a command, but no module that Python could run.
IMPORTS = ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache")
CHECKS = {"format": RUFF_FORMAT, "lint": RUFF_CHECK, "imports": IMPORTS}
TYPES = ("mypy",)
# Each worker takes one file of tests after the other: one more than processors, because tests with a browser or a child
# wait a good part of their time, and four at most, because more would need more memory than time.
WORKERS = min((os.cpu_count() or 1) + 1, 4)
TESTS = ("pytest", "-n", str(WORKERS), "--dist=loadfile", "--no-loadscope-reorder")
# What a change must pass in minutes; Spark and a real browser take as long as everything else together.
QUICK = ("-m", "not spark and not browser")


def too_old(version: "tuple[int, ...]") -> "str | None":
    """The refusal for a Python before 3.11; None for one that will do."""
    if tuple(version[:2]) >= OLDEST:
        return None
    need, have = (".".join(map(str, numbers)) for numbers in (OLDEST, version[:2]))
    return f"Python {need} or newer is needed and this is {have}: install one, then run it as `python{need} start.py`."


def taken(port: int) -> bool:
    """Whether some program listens on `port` already. Raises StartError for a port this user may not have."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((HOST, port)) == 0:
            return True
    try:
        socket.create_server((HOST, port)).close()
    except PermissionError as error:
        raise StartError(f"Port {port} is reserved on this machine: start with `--port {PORT}`.") from error
    except OSError:
        return True
    return False


def healthy(port: int) -> bool:
    """Whether the app on `port` is ready for visitors."""
    return answers_ok(port, "/_stcore/health", patience=1)


def answers_ok(port: int, path: str, *, patience: int) -> bool:
    """Whether the app on `port` says ok to `path` within `patience` seconds."""
    connection = http.client.HTTPConnection(HOST, port, timeout=patience)
    try:
        connection.request("GET", path)
        return connection.getresponse().read() == b"ok"
    except (OSError, http.client.HTTPException):  # not listening yet, or not a web server at all
        return False
    finally:
        connection.close()


def app_command(python: Path, home: Path, port: int, hosts: "tuple[str, ...]" = ()) -> "list[str]":
    """How the app is started: for this machine only, or for everybody who asks for one of `hosts`."""
    options = [("port", port), ("address", EVERYWHERE if hosts else HOST), ("headless", "true")]
    options += [("allowedHosts", name) for name in (*hosts, *HERE) if hosts]
    return [str(python), "-m", "streamlit", "run", str(home / "app.py"), *(f"--server.{k}={v}" for k, v in options)]


def show(port: int, *, browser: bool) -> None:
    """Say where the app is, and open it there when there is a screen to open it on."""
    print(f"The app is at http://localhost:{port} (Ctrl+C ends it)", flush=True)
    screen = sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if browser and screen:
        webbrowser.open(f"http://localhost:{port}")


def run_app(python: Path, home: Path, *, port: int, browser: bool, hosts: "tuple[str, ...]" = ()) -> int:
    """Run the app until it ends or Ctrl+C; when it runs on this port already, just show it."""
    running = home / ".venv" / f"running-{port}"
    if taken(port):
        if not (running.exists() and healthy(port)):
            other = next((candidate for candidate in range(port + 1, 65536) if not taken(candidate)), PORT)
            raise StartError(f"Port {port} is taken by another program: start with `--port {other}`.")
        show(port, browser=browser)
        return 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    running.touch()
    # Streamlit's own greeting goes to stdout; what goes wrong goes to stderr, which stays.
    # Several processors make small models wait for each other, as do Arrow's huge pages, which have to be emptied.
    alone = {"OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"} | os.environ
    command = app_command(python, home, port, hosts)
    app = subprocess.Popen(command, cwd=str(home), stdout=subprocess.DEVNULL, env=alone)
    try:
        wait_until_healthy(app, port)
        show(port, browser=browser)
        return app.wait()
    finally:
        running.unlink(missing_ok=True)
        stop(app)


def wait_until_healthy(app: "subprocess.Popen[bytes]", port: int, *, patience: int = START_SECONDS) -> None:
    """Wait until the app has run once. Raises StartError when it ended, or took longer than `patience` seconds."""
    deadline = time.monotonic() + patience
    while not healthy(port):
        if app.poll() is not None:
            raise StartError(f"The app ended before it was ready (code {app.returncode}): the lines above say why.")
        if time.monotonic() > deadline:
            raise StartError(f"The app was not ready after {patience} seconds: close other programs and start again.")
        time.sleep(0.05)
    # Until its first run Streamlit takes the folder `pages` for addresses of its own, and would meet a bookmark of
    # /retention with "Page not found". The first run also loads what every page needs, so no visitor waits for that.
    answers_ok(port, "/_stcore/script-health-check", patience=patience)


def stop(app: "subprocess.Popen[bytes]") -> None:
    """End the app: politely first, then for good."""
    app.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        app.wait(STOP_SECONDS)
    app.kill()
    app.wait()


def checks(*, engines: bool, deep: bool) -> "dict[str, tuple[str, ...]]":
    """Every check by its name, as the words after `python -m`, or after `python` where they begin with `-c`."""
    tests = TESTS + (() if engines else QUICK) + (("--deep",) if deep else ())
    return dict(CHECKS, tests=tests, types=TYPES)


def running(python: Path, words: "tuple[str, ...]") -> "list[str]":
    """How a check is started."""
    return [str(python), *(words if words[0] == "-c" else ("-m", *words))]


def run_checks(python: Path, home: Path, *, engines: bool, deep: bool) -> int:
    """Run every check even when one fails, then say which passed. 0 only when all did."""
    # Tests start hundreds of processes, and each would compile the package anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    passed = {}
    # Types keep one processor busy for half a minute, most of which the others can use; what they say waits its turn.
    with tempfile.TemporaryFile() as said:
        types = subprocess.Popen(running(python, TYPES), cwd=str(home), stdout=said, stderr=subprocess.STDOUT)
        try:
            for name, words in checks(engines=engines, deep=deep).items():
                print(f"\n== {name}: {' '.join(words)}", flush=True)
                if words != TYPES:
                    passed[name] = subprocess.call(running(python, words), cwd=str(home)) == 0
            passed["types"] = types.wait() == 0
        finally:
            types.kill()
            types.wait()
        said.seek(0)
        print(said.read().decode(errors="replace"), end="")
    print("\n== summary")
    for name, good in passed.items():
        print(f"{name:<8}{'ok' if good else 'FAILED'}")
    return 0 if all(passed.values()) else 1


def port_number(text: str) -> int:
    if not (text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text} is not a port: choose a number from 1024 to 65535")
    return int(text)


def cannot_use(error: OSError, home: Path) -> str:
    """What the system refused (no permission, disk full, a file gone), and the way out."""
    where = error.filename or home
    return f"Cannot use {where} ({error.strerror}): give yourself permission, or put the project in a folder of yours."


def arguments(words: "list[str]") -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="start.py", description="Start the app, or run every test.")
    parser.add_argument("what", nargs="?", choices=("app", "test"), default="app", help="app (default) or test")
    parser.add_argument(
        "--all", action="store_true", help="with a browser and the heavy engines: Polars, DuckDB, Spark, databases"
    )
    parser.add_argument("--deep", action="store_true", help="search many times as long for inputs that break a law")
    parser.add_argument("--port", type=port_number, default=PORT, help=f"port of the app (default {PORT})")
    opened = "let other machines ask, by this name (without it only this machine can); may be given several times"
    parser.add_argument("--host", action="append", default=[], metavar="NAME", help=opened)
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")
    return parser.parse_args(words)


def main(words: "list[str]", home: Path) -> int:
    """Do what `words` ask in the project at `home`; return the exit code."""
    refusal = too_old(sys.version_info[:3])
    if refusal:
        print(refusal, file=sys.stderr)
        return 1
    asked = arguments(words)
    lists = (TEST if asked.what == "test" else APP) + ((ENGINES,) if asked.all else ())
    try:
        python = prepare(home, lists)
        if asked.what == "test":
            return run_checks(python, home, engines=asked.all, deep=asked.deep)
        return run_app(python, home, port=asked.port, browser=not asked.no_browser, hosts=tuple(asked.host))
    except StartError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except OSError as error:
        print(cannot_use(error, home), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0 if asked.what == "app" else 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parent))
