"""Names of persons on some rows of files, and how many different persons they can be."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from retention.ingest.mapping import Mapping
from retention.ingest.values import identifiers, stand_ins
from retention.ingest.values.texts import to_arrow

# So many names of one contact are compared with each other; more are several persons' without looking.
_MOST_COMPARED = 40
# Among so many contacts with several names, and this share of all with several rows, the column names no buyers but
# what was bought or who got it.
_TOO_MANY = 10
_NO_BUYERS = 0.3
_SEVERAL_ROWS = 3
_SHORTEST_SLIP = 4


class Names(NamedTuple):
    """Names on some rows: `codes` (-1: none) number the different ones, `plain` and `shown` are their texts.

    Plain texts are without case, marks and punctuation; the shown one is as first written.
    """

    codes: np.ndarray
    plain: Sequence[str]
    shown: Sequence[str]


def read_names(tables: Sequence[tuple[pd.DataFrame, Mapping]], rows: np.ndarray) -> Names:
    """The names on some rows (positions in all tables together, ascending); stand-ins for anybody are none."""
    texts, start = [], 0
    for table, mapping in tables:
        here = rows[(rows >= start) & (rows < start + len(table))] - start
        texts.append(_written(table, mapping, here))
        start += len(table)
    codes, shown = pd.factorize(pd.concat(texts, ignore_index=True))
    plain = stand_ins.plain(to_arrow(pd.Series(shown, dtype="str")))
    united, distinct = pd.factorize(np.array(plain.to_pylist(), dtype=object))
    first = np.zeros(len(distinct), dtype="int64")
    first[united[::-1]] = np.arange(len(united))[::-1]
    return Names(np.append(united, -1)[codes], list(distinct), list(np.asarray(shown, dtype=object)[first]))


def _written(table: pd.DataFrame, mapping: Mapping, rows: np.ndarray) -> pd.Series:
    columns = mapping.contacts.get("name", ())
    if not columns or not len(rows):
        return pd.Series(None, index=range(len(rows)), dtype="str")
    first, *others = (identifiers.as_text(table[name].iloc[rows]).fillna("") for name in columns)
    whole = first.str.cat(pd.concat(others, axis=1), sep=" ") if others else first
    return identifiers.customers(whole, "name").astype("str").reset_index(drop=True)


def under_several(labels: np.ndarray, names: Names, size: int, *, several: int) -> np.ndarray:
    """For each of `size` labels, whether at least so many different persons' names stand on its rows.

    `labels` and `names.codes` belong together row by row; -1 is none. Two names can be one person's where the words of
    the shorter are in the longer, as initials, or one slip of the pen apart (`A. Lee`, `Ann Leee`).
    """
    known = (labels >= 0) & (names.codes >= 0)
    pairs = pd.unique(labels[known].astype("int64") * (len(names.plain) + 1) + names.codes[known])
    label, name = pairs // (len(names.plain) + 1), pairs % (len(names.plain) + 1)
    counts = np.bincount(label, minlength=size)
    found = counts >= several
    order = np.argsort(label, kind="stable")
    starts = np.searchsorted(label[order], np.flatnonzero(found))
    for place, start in zip(np.flatnonzero(found), starts, strict=True):
        if counts[place] <= _MOST_COMPARED:
            written = (names.plain[code] for code in name[order[start : start + counts[place]]])
            found[place] = len(different(written, several)) >= several
    return found


def different(written: Iterable[str], most: int) -> list[str]:
    """Names of different persons among some plain ones, the longest of each; at most so many are looked for."""
    kept: list[str] = []
    for name in sorted(written, key=lambda each: (-len(each.split()), each)):
        if not any(_same(name, other) for other in kept):
            kept.append(name)
        if len(kept) >= most:
            break
    return kept


def _same(short: str, long: str) -> bool:
    """Whether each word of a name has its own in a longer one: equal, an initial of the other, or one slip apart."""
    left = long.split()
    for word in short.split():
        match = next((each for each in left if _alike(word, each)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _alike(one: str, other: str) -> bool:
    if one == other or (1 in (len(one), len(other)) and one[:1] == other[:1]):
        return True
    return min(len(one), len(other)) >= _SHORTEST_SLIP and one_slip(one, other)


def one_slip(left: str, right: str) -> bool:
    """Whether one letter was left out, added, mistaken, or two neighbours swapped. Digits do not slip.

    False for equal texts.
    """
    if left == right or [c for c in left if c.isdigit()] != [c for c in right if c.isdigit()]:
        return False
    short, long = sorted((left, right), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) == len(long):
        swapped = short[start + 1 : start + 2] + short[start : start + 1] + short[start + 2 :]
        return short[start + 1 :] == long[start + 1 :] or swapped == long[start:]
    return len(long) - len(short) == 1 and short[start:] == long[start + 1 :]


def name_buyers(labels: np.ndarray, names: Names, size: int) -> bool:
    """Whether a column of names tells who bought rather than what, or who got it: most contacts have one, or two.

    `labels` (e-mails, phones) and `names.codes` are of all rows. Where many names stand under several contacts each,
    or many contacts have several names, the names are first names, products or receivers.
    """
    known = (labels >= 0) & (names.codes >= 0)
    pairs = pd.unique(labels[known].astype("int64") * (len(names.plain) + 1) + names.codes[known])
    label, name = pairs // (len(names.plain) + 1), pairs % (len(names.plain) + 1)
    rows = np.bincount(labels[known], minlength=size) >= _SEVERAL_ROWS
    wide = np.bincount(label, minlength=size) >= _SEVERAL_ROWS
    # A shop's own contact stands under names of buyers who have contacts of their own as well.
    few = wide.sum() <= _NO_BUYERS * len(np.unique(label))
    everywhere = np.bincount(name[~wide[label]] if few else name, minlength=len(names.plain)) > 1
    many = wide.sum() >= _TOO_MANY and wide.sum() > _NO_BUYERS * rows.sum()
    return not many and everywhere.sum() <= _NO_BUYERS * len(everywhere)
