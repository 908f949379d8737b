#!/usr/bin/env python3
"""Bring the lists of pinned packages up to date, together, with their reasons and for every supported computer.

    .venv/bin/python tools/update_requirements.py [--check] [--package NAME]

pip chooses the newest versions of what is asked for that go together and are published for every supported Python on
Linux, macOS and Windows. What they bring along is listed anew: packages that nothing needs any more go, new ones come,
and one that only some computers need says which. Needs a network. The lists change together or not at all; install and
test afterwards with `start.py test --all`.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

try:
    from packaging.markers import Marker
except ModuleNotFoundError:
    sys.exit(
        "Run this with the project's own Python, which start.py makes: .venv/bin/python tools/update_requirements.py"
    )
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.resolution import COMPUTERS, PYTHONS, Computer, Package, Unresolved, resolve, where_needed

LISTS = ("requirements.txt", "requirements-dev.txt", "requirements-engines.txt")
"""What the app needs, and two that are installed on top of it."""
BROUGHT = "# Brought along by those"
_PIN = re.compile(r"(?P<pin>[A-Za-z0-9][^#]*?)(?P<space>\s*)(?P<reason>#.*)?$")


@dataclass(frozen=True)
class Pin:
    """A line of a list: what is required, where its reason begins, and the reason."""

    required: Requirement
    column: int
    reason: str

    @property
    def name(self) -> str:
        return canonicalize_name(self.required.name)

    def written(self, version: str, marker: Marker | None) -> str:
        """The line with another version; its reason stays in its column as long as there is room."""
        text = f"{self.required.name}=={version}" + (f"; {marker}" if marker else "")
        return f"{text:<{max(self.column, len(text) + 2)}}{self.reason}".rstrip()


def pin(line: str) -> Pin | None:
    """The package of a line; None for headings and blank lines."""
    found = _PIN.match(line)
    if found is None:
        return None
    required = Requirement(found["pin"])
    return Pin(required, len(found["pin"] + found["space"]) if found["reason"] else 0, found["reason"] or "")


def pins(lines: Iterable[str]) -> list[Pin]:
    return [found for line in lines if (found := pin(line))]


def asked_and_brought(text: str) -> tuple[list[str], list[str]]:
    """The lines down to the second heading, and those below it."""
    head, _, tail = text.partition(f"{BROUGHT}\n")
    return head.splitlines(), tail.splitlines()


def updated(texts: Mapping[str, str], package: str | None = None) -> dict[str, str]:
    """The lists with the newest versions, by name as in `texts`.

    `package`: the only one to update; everything else keeps its version. Raises Unresolved.
    """
    blocks = {name: asked_and_brought(text) for name, text in texts.items()}
    asked = {name: [_open(found.required) for found in pins(head)] for name, (head, _) in blocks.items()}
    every = [requirement for requirements in asked.values() for requirement in requirements]
    present = {found.name: found for blocks_of in blocks.values() for block in blocks_of for found in pins(block)}
    kept = {name: _version(found) for name, found in present.items() if package not in {None, name}}
    found = resolve(every, kept)
    needed = where_needed(every, found)
    homes = _homes(asked, found)
    return {
        name: _list(
            blocks[name][0], [found[key] for key, home in homes.items() if home == name], found, needed, present
        )
        for name in texts
    }


def _open(required: Requirement) -> Requirement:
    """The requirement of any version."""
    return Requirement(re.sub(r"==[^;\s]+", "", str(required)))


def _version(found: Pin) -> str:
    return next(iter(found.required.specifier)).version


def _homes(asked: Mapping[str, Sequence[Requirement]], found: Mapping[str, Package]) -> dict[str, str]:
    """The list in which each package brought along stands: the app's if it needs it or both others do."""
    first, *others = asked
    given = {canonicalize_name(requirement.name) for requirements in asked.values() for requirement in requirements}
    reached = {name: set(where_needed(requirements, found)) for name, requirements in asked.items()}
    homes = {}
    for key in sorted(found):
        if key not in given:
            of = [name for name in others if key in reached[name]]
            homes[key] = first if key in reached[first] or len(of) != 1 else of[0]
    return homes


def _list(
    head: Sequence[str],
    brought: Sequence[Package],
    found: Mapping[str, Package],
    needed: Mapping[str, frozenset[Computer]],
    present: Mapping[str, Pin],
) -> str:
    """One list as text."""
    lines = []
    for line in head:
        known = pin(line)
        lines.append(known.written(found[known.name].version, known.required.marker) if known else line)
    below = []
    for package in brought:
        key = canonicalize_name(package.name)
        known = present.get(key) or Pin(Requirement(package.name), 0, "")
        below.append(known.written(package.version, _marker(key, needed[key], known, found)))
    return "\n".join([*lines, BROUGHT, *below]) + "\n"


def _marker(key: str, computers: frozenset[Computer], known: Pin, found: Mapping[str, Package]) -> Marker | None:
    """What says on which computers a package is needed: the words of its pin, of those who need it, or our own.

    Raises Unresolved where no such words say it.
    """
    if computers == COMPUTERS:
        return None
    needs = [need.marker for package in found.values() for need in package.needs if canonicalize_name(need.name) == key]
    words = [marker for marker in (known.required.marker, *needs) if marker and "extra" not in str(marker)]
    for marker in (*words, _of_computers(computers)):
        told = Requirement(f"{key}; {marker}")
        if {computer for computer in COMPUTERS if computer.meets(told)} == computers:
            return marker
    raise Unresolved(f"ERROR: {key} is needed on some computers only: pin it by hand with a marker that says on which")


def _of_computers(computers: frozenset[Computer]) -> Marker:
    """The marker of some systems and of the Pythons from one on or before one; it may name more than the computers."""
    systems, pythons = ({getattr(one, part) for one in computers} for part in ("system", "python"))
    others = sorted({one.system for one in COMPUTERS} - systems)
    words = [" or ".join(f'sys_platform == "{system}"' for system in sorted(systems))] if others else []
    if len(others) == 1:
        words = [f'sys_platform != "{others[0]}"']
    first, *later = (python for python in PYTHONS if python in pythons)
    if first != PYTHONS[0]:
        words.append(f'python_version >= "{first}"')
    elif (last := PYTHONS.index([first, *later][-1])) + 1 < len(PYTHONS):
        words.append(f'python_version < "{PYTHONS[last + 1]}"')
    return Marker(" and ".join(words))


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """What differs between two states of the lists, a line for each package."""
    old, new = ({found.name: (name, found) for name, text in texts.items() for found in pins(text.splitlines())}
                for texts in (before, after))  # fmt: skip
    lines = []
    for key in sorted({*old, *new}):
        if key not in new:
            lines.append(f"- {key} {_version(old[key][1])} ({old[key][0]})")
        elif key not in old:
            lines.append(f"+ {key} {_version(new[key][1])} ({new[key][0]})")
        elif old[key][0] != new[key][0] or str(old[key][1].required) != str(new[key][1].required):
            (where, was), (there, now) = old[key], new[key]
            lines.append(f"  {was.required} → {now.required}" + (f" (to {there})" if there != where else ""))
    return lines


def _write(texts: Mapping[str, str], home: Path) -> None:
    """Replace the lists once all of them are written, so that they always belong together."""
    with tempfile.TemporaryDirectory(dir=home) as drafts:
        for name, text in texts.items():
            (Path(drafts) / name).write_text(text, encoding="utf-8", newline="\n")
        for name in texts:
            (Path(drafts) / name).replace(home / name)


def main(words: Sequence[str], home: Path) -> int:
    """Update or check the lists in a folder. 0: done, or nothing to do; 1: `--check` found something, or pip failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if something would change")
    parser.add_argument("--package", metavar="NAME", help="update this one only, and what must change with it")
    options = parser.parse_args(words)
    before = {name: (home / name).read_text(encoding="utf-8") for name in LISTS}
    package = options.package and canonicalize_name(options.package)
    if package and package not in {found.name for text in before.values() for found in pins(text.splitlines())}:
        parser.error(f"there is no package {options.package} in {', '.join(LISTS)}")
    try:
        after = updated(before, package)
    except Unresolved as failure:
        print(f"Nothing was changed: {failure}", file=sys.stderr)
        return 1
    print("\n".join(changes(before, after)) if after != before else "Everything is up to date.")
    if options.check:
        return int(after != before)
    _write(after, home)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parent.parent))
