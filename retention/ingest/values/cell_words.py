"""What the words of a cell say in any language: yes or no, a total below a table."""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from retention.ingest.values.texts import Texts, tidy

# Words of people, then numbers, ticks and the truth values of programs and spreadsheets.
_YES = frozenset(
    [
        *("yes", "y", "да", "д", "так", "т", "da", "d", "иә", "ja", "oui", "sí", "si", "sì", "tak", "evet"),
        *("1", "1.0", "true", "t", "истина", "adevarat", "adevărat", "x", "х", "v", "+", "✓", "✔"),
    ]
)
_NO = frozenset(
    [
        *("no", "n", "нет", "н", "ні", "nu", "жоқ", "nein", "non", "nie", "hayır", "hayir"),
        *("0", "0.0", "false", "f", "ложь", "хибність", "fals"),
    ]
)

_NUMBERS = frozenset(["0", "0.0", "1", "1.0"])

# Labels of total rows, matched against the whole start of a cell.
_TOTAL = re.compile(
    r"^(?:\W*(?:(?:grand|sub)?[ -]?totals?|sum|итого|всего|итог|общий итог|оборот|разом|усього|всього|підсумок"
    r"|total(?:ul)? (?:general|facturi|comenzi)|subtotal|барлығы|жиыны)\b"
    r"|.{1,80}\s(?:итог|итого|всего|разом|усього|всього|підсумок|total)\W*$)",
    re.IGNORECASE,
)
# What all of these hold, for looking through many texts at once.
_HOLDS_TOTAL = "total|sum|итог|всего|оборот|разом|усього|всього|підсумок|барлығы|жиыны"
_TOTAL_ALONE = re.compile(r"\W*(?:(?:grand|sub)?[ -]?total|итого|всего|разом|усього|всього|subtotal)\W*", re.IGNORECASE)


# Signs that stand for hidden letters and digits.
_MASKED = r"[*•●]{2}|[^\W\d][*•●]+(?:\s|$)|\d[xX]{4,}\d|[*•●]@"


def masked(texts: pa.LargeStringArray) -> np.ndarray:
    """Which identifiers are hidden in part (`A*** B***`, `4441 11** **** 1037`), so that each may be of several."""
    if not pc.any(pc.match_substring_regex(texts, r"[*•●]|[xX]{4}")).as_py():
        return np.zeros(len(texts), dtype=bool)
    return np.asarray(pc.match_substring_regex(texts, _MASKED).fill_null(False).to_numpy(zero_copy_only=False))


def yes_or_no(column: pd.Series) -> pd.Series:
    """Yes or no by cell, as nullable booleans; missing where a cell is empty.

    A filled cell that is neither word (a date, a reason) counts as yes.
    """
    texts = Texts.of(column, coded=True)
    words = [None if cell is None else tidy(cell) for cell in texts.cells.to_pylist()]
    said = np.array([-1 if word is None else int(word not in _NO) for word in words], dtype="int8")
    rows = texts.spread(said, -1)
    found = pd.arrays.BooleanArray(rows == 1, rows == -1)
    return pd.Series(found, index=column.index, name=column.name)


def say_yes_or_no(column: pd.Series) -> bool:
    """Whether the filled cells are nothing but yes and no, and not the same on every row.

    Either both occur, or one of them does beside empty cells. A total below the table is no word of the column.
    """
    texts = Texts.of(column, coded=True)
    words = {tidy(cell) for cell in texts.cells.to_pylist() if cell is not None}
    words = {word for word in words if not _TOTAL.match(word)}
    if not words or not words <= _YES | _NO:
        return False
    both = bool(words & _YES) and bool(words & _NO)
    return both or (bool(column.isna().any()) and not words <= _NUMBERS)


def is_yes(text: str) -> bool:
    """Whether a text is a word for yes and nothing else."""
    return tidy(text) in _YES


def is_total(text: str) -> bool:
    """Whether a text is a word for a total and nothing else."""
    return bool(_TOTAL_ALONE.fullmatch(text))


def may_be_totals(texts: pa.Array) -> np.ndarray:
    """By text, whether it begins or ends with a word for a total: `Total Ann`, `Итого за январь`."""
    likely = pc.match_substring_regex(texts, _HOLDS_TOTAL, ignore_case=True)
    places = np.flatnonzero(pc.fill_null(likely, False).to_numpy(zero_copy_only=False))
    found = np.zeros(len(texts), dtype=bool)
    found[places] = [bool(_TOTAL.match(text)) for text in texts.take(pa.array(places)).to_pylist()]
    return found


def total_rows(table: pd.DataFrame) -> np.ndarray:
    """Rows one of whose texts begins or ends with a word for a total."""
    texts = table.select_dtypes(include=["object", "string"])
    found = np.zeros(len(texts), dtype=bool)
    for name in texts.columns:
        found |= texts[name].astype("str").str.match(_TOTAL).fillna(False).to_numpy(dtype=bool)
    return found
