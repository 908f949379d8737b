"""Which packages the asked ones need, in which version, and on which computers: pip decides, this keeps the account."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from environment import NO_WHEELS

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
"""What start.py supports, from its oldest on."""
ALONE = frozenset({"lifetimes"})
"""Asked for the files in their wheel and never run, so that nothing they need comes along."""
_MOST_TRIES = 20
# Wheels pip is asked for on each system, and what markers know it by.
_SYSTEMS = {
    "linux": (
        [f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17)] + ["manylinux2014_x86_64"],
        "Linux",
        "x86_64",
    ),
    "darwin": (["macosx_15_0_arm64"], "Darwin", "arm64"),
    "win32": (["win_amd64"], "Windows", "AMD64"),
}
_MISSING = re.compile(r"No matching distribution found for ([\w.-]+)==(\S+)")


class Unresolved(Exception):
    """Why pip found no answer, in its own words, and the package it could not find, as far as it names one."""

    def __init__(self, log: str) -> None:
        reasons = [line.removeprefix("ERROR: ") for line in log.splitlines() if line.startswith("ERROR: ")]
        super().__init__(reasons[-1] if reasons else "pip gave no reason")
        missing = _MISSING.search(log)
        self.missing = missing and (canonicalize_name(missing[1]), missing[2])


@dataclass(frozen=True)
class Computer:
    """One Python on one system that the project supports."""

    python: str
    system: str

    def meets(self, requirement: Requirement, extra: str = "") -> bool:
        """Whether a requirement of a package counts here, for this extra of it or for none."""
        _, name, machine = _SYSTEMS[self.system]
        about = {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "nt" if self.system == "win32" else "posix",
            "platform_machine": machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": name,
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": self.system,
        }
        marker = requirement.marker
        return marker is None or marker.evaluate({**about, "extra": extra})


COMPUTERS = frozenset(Computer(python, system) for python, system in product(PYTHONS, _SYSTEMS))


@dataclass(frozen=True)
class Package:
    """One version of a package, and what it declares to need."""

    name: str
    version: str
    needs: tuple[Requirement, ...] = ()


def resolve(asked: Sequence[Requirement], kept: Mapping[str, str]) -> dict[str, Package]:
    """The newest versions that go together and exist for every supported computer, by canonical name.

    `asked`: without versions. `kept`: canonical name → version that must not change.
    Raises Unresolved.
    """
    limits = [f"{name}=={version}" for name, version in kept.items()]
    seen: set[tuple[Computer, str, str]] = set()
    for _try in range(_MOST_TRIES):
        found = _resolved(asked, limits)
        gone = _unpublished(found, asked, seen)
        if gone is None:
            return found
        limits.append(f"{gone[0]}!={gone[1]}")
    raise Unresolved(f"ERROR: no versions exist for every computer after {_MOST_TRIES} tries ({', '.join(limits)})")


def where_needed(asked: Sequence[Requirement], found: Mapping[str, Package]) -> dict[str, frozenset[Computer]]:
    """On which computers each package is needed, found or not; a package that none needs is not among them."""
    taken = _taken(asked, found)
    return {name: frozenset(computer for computer, _ in places) for name, places in taken.items()}


def _taken(asked: Sequence[Requirement], found: Mapping[str, Package]) -> dict[str, set[tuple[Computer, str]]]:
    """Each needed package with the computers that need it, once for itself and once for each extra."""
    taken: dict[str, set[tuple[Computer, str]]] = {}
    waiting = [(requirement, {(computer, "") for computer in COMPUTERS}) for requirement in asked]
    while waiting:
        requirement, places = waiting.pop()
        here = {computer for computer, extra in places if computer.meets(requirement, extra)}
        name = canonicalize_name(requirement.name)
        now = taken.setdefault(name, set()) | {
            (computer, extra) for computer in here for extra in ("", *requirement.extras)
        }
        if now != taken[name] and name in found:
            waiting += [(need, now) for need in found[name].needs]
        taken[name] = now
    return {name: places for name, places in taken.items() if places}


def ask_pip(wanted: Iterable[str], limits: Iterable[str], computer: Computer, *options: str) -> list[Package]:
    """What pip would install for `wanted` on a computer, asked without installing. Raises Unresolved."""
    print(f"Asking pip for Python {computer.python} on {computer.system}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", *options]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "wanted.txt").write_text("\n".join(wanted), encoding="utf-8")
        (folder / "limits.txt").write_text("\n".join(limits), encoding="utf-8")
        if "--no-binary" not in options:  # which pip allows for its own computer only
            tags = [word for tag in _SYSTEMS[computer.system][0] for word in ("--platform", tag)]
            command += ["--only-binary", ":all:", "--python-version", computer.python, *tags]
            command += ["--target", str(folder / "nothing")]
        files = ["-r", str(folder / "wanted.txt"), "-c", str(folder / "limits.txt")]
        done = subprocess.run(
            [*command, *files, "--report", str(folder / "report.json")],
            env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
        if done.returncode:
            raise Unresolved(done.stderr)
        return packages_of(json.loads((folder / "report.json").read_text(encoding="utf-8")))


def packages_of(report: Mapping[str, Any]) -> list[Package]:
    """The packages of a report as `pip install --report` writes it."""
    every = (item["metadata"] for item in report["install"])
    return [
        Package(one["name"], one["version"], tuple(map(Requirement, one.get("requires_dist", ())))) for one in every
    ]


def _resolved(asked: Sequence[Requirement], limits: Sequence[str]) -> dict[str, Package]:
    """One answer of pip's for all together, then what only other computers need, until nothing is missing."""
    oldest = Computer(PYTHONS[0], "linux")
    found: dict[str, Package] = {}
    together = []
    for requirement in asked:
        name = canonicalize_name(requirement.name)
        if name not in {*NO_WHEELS, *ALONE}:
            together.append(_plain(requirement))
            continue
        options = ("--no-deps", *(("--no-binary", name) if name in NO_WHEELS else ()))
        package = ask_pip([_plain(requirement)], limits, oldest, *options)[0]
        found[name] = replace(package, needs=()) if name in ALONE else package
        together += [_plain(need) for need in found[name].needs if oldest.meets(need)]
    _add(found, ask_pip(together, limits, oldest))
    while missing := _missing_needs(asked, found):
        computer, needs = missing
        pins = [f"{name}=={package.version}" for name, package in found.items()]
        _add(found, ask_pip(needs, [*limits, *pins], computer))
    needed = where_needed(asked, found)
    return {name: package for name, package in found.items() if name in needed}


def _add(found: dict[str, Package], packages: Iterable[Package]) -> None:
    found |= {canonicalize_name(package.name): package for package in packages}


def _missing_needs(asked: Sequence[Requirement], found: Mapping[str, Package]) -> tuple[Computer, list[str]] | None:
    """A computer that needs packages nobody has looked up yet, with these needs."""
    taken = _taken(asked, found)
    everywhere = {(computer, "") for computer in COMPUTERS}
    needs = [(requirement, everywhere) for requirement in asked]
    needs += [(need, taken[name]) for name in taken if name in found for need in found[name].needs]
    for computer in sorted(COMPUTERS, key=lambda one: (one.python, one.system)):
        missing = [
            _plain(need)
            for need, places in needs
            if canonicalize_name(need.name) not in found
            and any(here == computer and computer.meets(need, extra) for here, extra in places)
        ]
        if missing:
            return computer, missing
    return None


def _unpublished(
    found: Mapping[str, Package], asked: Sequence[Requirement], seen: set[tuple[Computer, str, str]]
) -> tuple[str, str] | None:
    """A package, with its version, that is not published for one of the computers that need it.

    The oldest and the newest Python stand for those between. `seen`: what is known to be published; grows.
    """
    needed = where_needed(asked, found)
    for python, system in product((PYTHONS[-1], PYTHONS[0]), _SYSTEMS):
        computer = Computer(python, system)
        here = {
            (computer, name, package.version)
            for name, package in found.items()
            if computer in needed[name] and name not in {*NO_WHEELS, *ALONE}
        }
        new = sorted(f"{name}=={version}" for _, name, version in here - seen)
        try:
            if new:
                ask_pip(new, (), computer, "--no-deps")
        except Unresolved as failure:
            if failure.missing is None:
                raise
            return failure.missing
        seen |= here
    return None


def _plain(requirement: Requirement) -> str:
    """The requirement without its marker: pip would hold it against the computer it runs on."""
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    return f"{requirement.name}{extras}{requirement.specifier}"
