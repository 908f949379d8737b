"""Files of two systems that both number their customers 1, 2, 3 …: one number, different people.

Nothing but names, e-mails and phones can tell. Where those of most numbers that two files share contradict each other,
the later file's customers are counted on their own.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from retention.ingest.clean.names import different, read_names
from retention.ingest.mapping import Mapping as Columns

Table = tuple[pd.DataFrame, Columns]
# So many shared numbers have to be told of, and this part of them has to be of different people.
_FEWEST, _MOST_DIFFER = 3, 0.5
# Numbers that were counted up fill this part of the stretch they lie in; long ones drawn by chance hardly meet.
_DENSE = 0.02
_MOST_COMPARED, _MOST_ROWS, _SAMPLE = 200, 10_000, 5000
_LAST_DIGITS = re.compile(r"(\d{1,15})\D*$")
_LATIN = re.compile(r"[a-z]")


@dataclass(frozen=True, eq=False)
class Numbering:
    """Customers and contacts, with the numbers of a later system told from an earlier one's; `apart`: on which rows."""

    customer: pd.Series
    contacts: dict[str, pd.Series]
    apart: np.ndarray


def by_system(
    tables: Sequence[Table],
    names: Sequence[str],
    customer: pd.Series,
    contacts: Mapping[str, pd.Series],
    kinds: Iterable[str],
) -> Numbering:
    """Numbers that files give to different people, written with the later file's name behind: `17 · till.csv`.

    `kinds` says what the customers' own column of each table holds, `names` what the files are called. A file whose
    people agree with an earlier one's counts as of its system, one of whom nothing can be told as of the first.
    """
    ends = np.cumsum([len(table) for table, _ in tables])
    number, found = contacts.get("number"), Numbering(customer, dict(contacts), np.zeros(len(customer), dtype=bool))
    sides: list[tuple[_Side, str]] = []
    for (table, _), end, name, kind in zip(tables, ends, names, kinds, strict=True):
        cells, rows = customer if kind == "number" else number, np.arange(end - len(table), end)
        if cells is not None:
            side = _Side(tables, contacts, rows, cells)
            system = _system_of(side, sides) or name
            if sides and system != sides[0][1]:
                found = _renamed(found, side.rows, system, own_column=kind == "number")
            sides.append((side, system))
    return found


def _system_of(side: "_Side", earlier: Sequence[tuple["_Side", str]]) -> str | None:
    """The system of the first earlier file whose people agree, else of the first that may; None: all contradict."""
    unclear = None
    for other, system in earlier:
        contradicts = _are_different(other, side)
        if contradicts is False:
            return system
        unclear = system if contradicts is None and unclear is None else unclear
    return unclear


def _renamed(found: Numbering, rows: np.ndarray, name: str, *, own_column: bool) -> Numbering:
    """The numbers on some rows with the system's name behind."""
    column = found.customer if own_column else found.contacts["number"]
    codes, labels = column.cat.codes.to_numpy().astype("int64"), column.cat.categories
    changed = np.unique(codes[rows])
    places = np.zeros(len(labels), dtype="int64")
    places[changed] = len(labels) + np.arange(len(changed))
    codes[rows] = places[codes[rows]]
    told_apart = pd.Index([f"{label} · {name}" for label in labels[changed]], dtype=labels.dtype)
    united, every = pd.factorize(labels.append(told_apart))  # another file of this system has the same
    values = pd.Categorical.from_codes(np.append(united, -1)[codes], categories=every).remove_unused_categories()
    renamed = pd.Series(values, index=column.index, name=column.name)
    apart = found.apart.copy()
    apart[rows] = True
    if own_column:
        return Numbering(renamed, found.contacts, apart)
    return Numbering(found.customer, {**found.contacts, "number": renamed}, apart)


class _Side:
    """One file's numbers, and who stands beside each."""

    def __init__(
        self, tables: Sequence[Table], contacts: Mapping[str, pd.Series], rows: np.ndarray, cells: pd.Series
    ) -> None:
        codes = cells.cat.codes.to_numpy()[rows]
        self.tables, self.contacts, self.rows = tables, contacts, rows[codes >= 0]
        used, self.places = np.unique(codes[codes >= 0], return_inverse=True)
        self.labels = [str(label) for label in cells.cat.categories[used]]

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """The place of each number among the labels."""
        return {label: place for place, label in enumerate(self.labels)}

    @cached_property
    def is_counted(self) -> bool:
        """Whether the numbers were counted up, so that another system's can be the same by nature."""
        step = max(1, len(self.labels) // _SAMPLE)
        found = (_LAST_DIGITS.search(label) for label in self.labels[::step])
        digits = np.unique([int(each[1]) for each in found if each])
        return len(digits) > 1 and len(digits) * step >= _DENSE * (int(digits[-1]) - int(digits[0]) + 1)

    def people(self, wanted: Sequence[str]) -> list[dict[str, set[str]]]:
        """Of each number the names, e-mails and phones beside it."""
        order = {self.place_of[label]: turn for turn, label in enumerate(wanted)}
        chosen = np.flatnonzero(np.isin(self.places, list(order)))[:_MOST_ROWS]
        rows, places = self.rows[chosen], self.places[chosen]
        names = read_names(self.tables, rows)
        texts = {"name": [names.plain[code] if code >= 0 else "" for code in names.codes]}
        for kind in {"email", "phone"} & self.contacts.keys():
            texts[kind] = self.contacts[kind].iloc[rows].astype("object").fillna("").tolist()
        found: list[dict[str, set[str]]] = [{kind: set() for kind in texts} for _ in wanted]
        for kind, cells in texts.items():
            for place, cell in zip(places, cells, strict=True):
                if cell:
                    found[order[int(place)]][kind].add(str(cell))
        return found


def _are_different(one: _Side, other: _Side) -> bool | None:
    """Whether the people behind most numbers that two files share contradict each other; None where nothing tells."""
    shared = sorted(one.place_of.keys() & other.place_of.keys())[:_MOST_COMPARED]
    if len(shared) < _FEWEST or not (one.is_counted and other.is_counted):
        return None
    pairs = zip(one.people(shared), other.people(shared), strict=True)
    told = [verdict for left, right in pairs if (verdict := _differ(left, right)) is not None]
    return sum(told) > _MOST_DIFFER * len(told) if len(told) >= _FEWEST else None


def _differ(left: Mapping[str, set[str]], right: Mapping[str, set[str]]) -> bool | None:
    """Whether what is known of a number in two files is of different people; None where nothing can be compared."""
    verdicts = [
        _no_name_fits(left["name"], right["name"]) if kind == "name" else left[kind].isdisjoint(right[kind])
        for kind in left
        if left[kind] and right[kind]
    ]
    known = [verdict for verdict in verdicts if verdict is not None]
    return all(known) if known else None


def _no_name_fits(left: set[str], right: set[str]) -> bool | None:
    """Whether no name can be one person's with one of the others; None where they are of two alphabets."""
    pairs = [(one, other) for one in left for other in right if bool(_LATIN.search(one)) == bool(_LATIN.search(other))]
    return all(len(different(pair, 2)) > 1 for pair in pairs) if pairs else None
