"""Choices about a file, remembered on this computer for the next file with the same header.

Nothing is written unless the caller asks, and never a cell, a file's name or a customer: only a digest of the
header, how the file is laid out, the columns chosen and how their cells are written.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import platformdirs

from retention.ingest.headers import caseless
from retention.ingest.mapping import KINDS, Choices
from retention.settings import read_all

_FILE = "remembered choices.json"


def folder() -> Path:
    """Where the choices are kept: the system's own folder for a user's application data. It may not exist yet."""
    return Path(platformdirs.user_data_dir("retention", appauthor=False))


def signature(columns: Iterable[str]) -> str:
    """A digest of a header: equal for the same names in any order and case, and nothing can be read from it."""
    names = sorted(map(caseless, columns))
    return hashlib.blake2b(json.dumps(names).encode(), digest_size=16).hexdigest()


def remember(columns: Iterable[str], choices: Choices, *, within: Path | None = None) -> Path:
    """Keep the choices for files with this header; returns the file they are in.

    Choices that are all open forget the header instead. `within`: another folder. Raises OSError where the
    folder cannot be written.
    """
    every = {**remembered(within=within)}
    every.pop(signature(columns), None)
    if choices != Choices():
        every[signature(columns)] = choices
    return _write(every, within or folder())


def recall(columns: Iterable[str], *, within: Path | None = None) -> Choices | None:
    """The choices kept for files with this header, columns as this file spells them; None if there are none."""
    spelled = {caseless(name): name for name in columns}
    kept = remembered(within=within).get(signature(spelled))
    if kept is None:
        return None

    def here(name: str) -> str:
        return spelled.get(caseless(name), name)

    changed: dict[str, Any] = {role: here(name) for role, name in kept.columns.items()}
    changed |= {role: tuple(map(here, names)) for role, names in kept.several.items()}
    return replace(kept, **changed)


def remembered(*, within: Path | None = None) -> Mapping[str, Choices]:
    """Everything that is kept: signature of a header → choices. What is no such file counts as empty."""
    path = (within or folder()) / _FILE
    if not path.is_file():
        return MappingProxyType({})
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):  # somebody else's file, or one cut short: there is nothing in it to use
        return MappingProxyType({})
    entries = kept.items() if isinstance(kept, dict) else ()
    return MappingProxyType({key: as_choices(kept) for key, kept in entries if isinstance(kept, dict)})


def as_choices(kept: Mapping[str, Any]) -> Choices:
    """The choices in one entry of the file; what is no valid choice is left out."""
    found: dict[str, Any] = read_all(KINDS, kept)[0]
    if "header_row" in found:
        found["header_row"] = str(found["header_row"])
    return Choices(**found)


def forget(header: str, *, within: Path | None = None) -> None:
    """Drop what is kept under one signature; nothing happens if nothing is."""
    every = {key: choices for key, choices in remembered(within=within).items() if key != header}
    _write(every, within or folder())


def erase(*, within: Path | None = None) -> None:
    """Drop everything, the folder too unless something else is in it."""
    place = within or folder()
    (place / _FILE).unlink(missing_ok=True)
    if place.is_dir() and not any(place.iterdir()):
        place.rmdir()


def _write(every: Mapping[str, Choices], place: Path) -> Path:
    """Replace the file as a whole, so that a crash leaves the old one."""
    place.mkdir(parents=True, exist_ok=True)
    plain = {
        key: {name: value for name, value in asdict(choices).items() if value is not None}
        for key, choices in every.items()
    }
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=place, delete=False) as file:
        json.dump(plain, file, ensure_ascii=False, indent=1)
    os.replace(file.name, place / _FILE)
    return place / _FILE
