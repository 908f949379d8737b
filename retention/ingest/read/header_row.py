"""Which row holds the column names: evidence shared by every kind of file."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from retention.ingest.headers import is_known, names_a_date

Row = Sequence[str | None]

NUMBER = re.compile(
    r"[-+−(]?\s*+[\d$€£¥₽₴₸]++[\d\s.,'’\u00a0\u202f\u2009]*+[)%-]?\s*+(?:%|[$€£¥₽₴₸]|[A-Za-zА-Яа-я]{1,4}\.?)?",
    re.UNICODE,
)
DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[T\s,].*)?|\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm])?")
LONG_LABEL = 120

# A header of several rows: hardly more than three, and records enough below to tell words from values.
DEEPEST = 3
FEWEST_BELOW = 3
FEWEST_LABELS = 2


def cell_type(cell: str | None) -> str:
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
    types = [[cell_type(cell) for cell in row] for row in top]
    width = max((sum(k != "empty" for k in row) for row in types), default=0)
    if not width:
        return None
    columns = _column_types(types)
    scores = [_score(row, types[i], columns, width) for i, row in enumerate(top)]
    best = max(range(len(top)), key=lambda i: (scores[i], -i))
    if scores[best] > 0:
        return best
    return _without_evidence(types, columns, width)


def depth(top: Sequence[Row], at: int) -> int:
    """How many rows the header at an index has: 1, or more where units or second halves of names stand below.

    A further row has words over at least two columns of numbers, dates or contacts, a value over none, and
    fills half the columns.
    """
    types = [[cell_type(cell) for cell in row] for row in top]
    rows = 1
    while rows < DEEPEST and len(top) > at + rows + FEWEST_BELOW:
        columns = _column_types(types[at + rows + 1 :])
        below = list(zip(types[at + rows], columns, strict=False))
        over_values = [k for k, column in below if column in ("number", "date", "contact")]
        filled = sum(k != "empty" for k, _ in below)
        is_value = any(k in ("number", "date") or k == column != "label" for k, column in below if k != "empty")
        same = [*top[at + rows]] == [*top[at + rows - 1]]
        if is_value or same or over_values.count("label") < FEWEST_LABELS or filled * 2 < len(columns):
            break
        rows += 1
    return rows


def lacks_first(top: Sequence[Row], at: int) -> bool:
    """Whether the first column has no cell in the header at an index, as R writes the names of rows.

    Every row has one cell more than the header, and what the header calls a date stands one column further on.
    """
    header, below = top[at], [row for row in top[at + 1 :] if any(row)]
    if not below or any(len(row) != len(header) + 1 for row in below):
        return False
    columns = _column_types([[cell_type(cell) for cell in row] for row in below])
    dates = [index for index, cell in enumerate(header) if names_a_date(cell or "")]
    return bool(dates) and all(columns[i] != "date" == columns[i + 1] for i in dates)


def joined(rows: Sequence[Row]) -> list[str | None]:
    """The names that one or several rows of a header spell from top to bottom."""
    names = []
    for cells in itertools.zip_longest(*rows):
        words = [cell.strip() for cell in cells if cell and cell.strip()]
        names.append(" ".join(dict.fromkeys(words)) or None)
    return names


def _column_types(types: Sequence[Sequence[str]]) -> list[str]:
    """The most frequent kind of each column, empty cells aside."""
    result = []
    for index in range(max(map(len, types))):
        counts = Counter(row[index] for row in types if index < len(row) and row[index] != "empty")
        result.append(counts.most_common(1)[0][0] if counts else "empty")
    return result


def _score(row: Row, types: Sequence[str], columns: Sequence[str], width: int) -> float:
    filled = sum(k != "empty" for k in types)
    labels = sum(k == "label" for k in types)
    if filled * 2 < width or labels * 2 < filled:
        return 0.0
    named = sum(1 for cell, k in zip(row, types, strict=True) if k == "label" and is_known(str(cell)))
    above = sum(k == "label" and column not in ("label", "empty") for k, column in zip(types, columns, strict=False))
    values = sum(k not in ("label", "empty") and k == column for k, column in zip(types, columns, strict=False))
    return 2.0 * named + above - 2.0 * values


def _without_evidence(types: Sequence[Sequence[str]], columns: Sequence[str], width: int) -> int | None:
    """Without evidence: the first wide row is the header if it is all labels, else there is none."""
    first = next(i for i, row in enumerate(types) if sum(k != "empty" for k in row) * 2 >= width)
    has_values = any(k not in ("label", "empty") for k in types[first])
    return None if has_values else first
