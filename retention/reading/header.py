"""Which row holds the column names: evidence shared by every kind of file."""

import re
from collections import Counter
from collections.abc import Sequence

from retention.headers import roles

Row = Sequence[str | None]

NUMBER = re.compile(
    r"[-+−(]?\s*[\d$€£¥₽₴₸]+[\d\s.,'’\u00a0\u202f\u2009]*[)%-]?\s*(?:%|[$€£¥₽₴₸]|[A-Za-zА-Яа-я]{1,4}\.?)?", re.UNICODE
)
DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[T\s,].*)?|\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?")
LONG_LABEL = 120


def kind(cell: str | None) -> str:
    """What a cell's text looks like: `empty`, `number`, `date`, `contact` or `label`."""
    text = (cell or "").strip()
    if not text:
        return "empty"
    if DATE.fullmatch(text):
        return "date"
    if NUMBER.fullmatch(text):
        return "number"
    if "@" in text or len(text) > LONG_LABEL or not any(letter.isalpha() or letter in "#№" for letter in text):
        return "contact"
    return "label"


def find(top: Sequence[Row]) -> int | None:
    """Index of the header among the first rows of a sheet, None when the table has no header.

    A header has a label over most columns, labels where the cells below are numbers, dates or e-mails, and
    names known from the dictionary. Titles and filters above it fill few columns; data rows have values
    where their own column has values. The first of equally good rows wins.
    """
    kinds = [[kind(cell) for cell in row] for row in top]
    width = max((sum(k != "empty" for k in row) for row in kinds), default=0)
    if not width:
        return None
    columns = _column_kinds(kinds)
    scores = [_score(row, kinds[i], columns, width) for i, row in enumerate(top)]
    best = max(range(len(top)), key=lambda i: (scores[i], -i))
    if scores[best] > 0:
        return best
    return _plain(kinds, columns, width)


def _column_kinds(kinds: Sequence[Sequence[str]]) -> list[str]:
    """The most frequent kind of each column, empty cells aside."""
    result = []
    for index in range(max(map(len, kinds))):
        counts = Counter(row[index] for row in kinds if index < len(row) and row[index] != "empty")
        result.append(counts.most_common(1)[0][0] if counts else "empty")
    return result


def _score(row: Row, kinds: Sequence[str], columns: Sequence[str], width: int) -> float:
    filled = sum(k != "empty" for k in kinds)
    labels = sum(k == "label" for k in kinds)
    if filled * 2 < width or labels * 2 < filled:
        return 0.0
    named = sum(1 for cell, k in zip(row, kinds, strict=True) if k == "label" and roles(str(cell)))
    above = sum(k == "label" and column not in ("label", "empty") for k, column in zip(kinds, columns, strict=False))
    values = sum(k not in ("label", "empty") and k == column for k, column in zip(kinds, columns, strict=False))
    return 2.0 * named + above - 2.0 * values


def _plain(kinds: Sequence[Sequence[str]], columns: Sequence[str], width: int) -> int | None:
    """Without evidence: the first wide row is the header if it is all labels, else there is none."""
    first = next(i for i, row in enumerate(kinds) if sum(k != "empty" for k in row) * 2 >= width)
    has_values = any(k not in ("label", "empty") for k in kinds[first])
    return None if has_values else first
