"""Parsed cells on their way to the parent: an Arrow table, the file's row numbers, and what was noticed."""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from retention.errors import Example, Issue

TEXT = pa.large_string()
EXAMPLES = 5
UNNAMED = re.compile(r"Column [A-Z]+( \(\d+\))?")


@dataclass(frozen=True, kw_only=True)
class Cells:
    """One sheet or text file: named columns, one row per record, `rows` its row numbers in the file.

    `parts` names what was joined, each with its number of records, in order.
    """

    table: pa.Table
    rows: pa.Array
    header_row: int
    issues: tuple[Issue, ...] = ()
    separator: str | None = None
    encoding: str | None = None
    parts: tuple[tuple[str, int], ...] = ()


def column_letter(index: int) -> str:
    """The letters a spreadsheet shows above column `index` (0 is A, 26 is AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def names(header: Sequence[str | None], *, first_column: int = 0) -> list[str]:
    """Column names from header cells: trimmed, `Column C` where empty, `Name (2)` where repeated."""
    taken: set[str] = set()
    result = []
    for index, cell in enumerate(header):
        base = " ".join((cell or "").split()) or f"Column {column_letter(first_column + index)}"
        name, count = base, 1
        while name in taken:
            count += 1
            name = f"{base} ({count})"
        taken.add(name)
        result.append(name)
    return result


def without_blank_rows(cells: Cells) -> Cells:
    """The same cells without the rows in which no cell holds anything but blanks."""
    blank: pa.ChunkedArray | None = None
    for column in cells.table.columns:
        empty = _empty(column)
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank, min_count=0).as_py():
            return cells
    return cells if blank is None else _keeping(cells, pc.invert(blank))


def _empty(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_large_string(column.type) and not pa.types.is_string(column.type):
        return pc.is_null(column)
    return pc.fill_null(pc.equal(pc.utf8_trim_whitespace(column), ""), True)


def _keeping(cells: Cells, mask: pa.ChunkedArray) -> Cells:
    return dataclasses.replace(
        cells, table=cells.table.filter(mask), rows=cells.rows.filter(pa.chunked_array(mask).combine_chunks())
    )


def without_repeated_headers(cells: Cells, header: Sequence[str | None]) -> Cells:
    """The same cells without rows that repeat the header (page breaks), which become an issue."""
    same: pa.ChunkedArray | None = None
    for name, text in zip(cells.table.column_names, header, strict=False):
        if not text or not text.strip():
            continue
        column = cells.table.column(name)
        if not pa.types.is_large_string(column.type) and not pa.types.is_string(column.type):
            return cells
        equal = pc.fill_null(pc.equal(column, text), False)
        same = equal if same is None else pc.and_(same, equal)
        if not pc.any(same, min_count=0).as_py():
            return cells
    if same is None:
        return cells
    found = cells.rows.filter(same.combine_chunks()).to_pylist()
    issue = Issue("repeated_header", len(found), tuple(Example(row) for row in found[:EXAMPLES]))
    return dataclasses.replace(_keeping(cells, pc.invert(same)), issues=(*cells.issues, issue))


def without_empty_columns(cells: Cells) -> Cells:
    """The same cells without columns that have neither a name of their own nor a value."""
    keep = [
        name
        for name, column in zip(cells.table.column_names, cells.table.columns, strict=True)
        if column.null_count < len(column) or not UNNAMED.fullmatch(name)
    ]
    return cells if len(keep) == cells.table.num_columns else dataclasses.replace(cells, table=cells.table.select(keep))


def from_records(records: Sequence[Sequence[str | None]], width: int) -> list[pa.Array]:
    """Text columns of records cut or padded to `width`; empty texts become missing."""
    gap = (None,) * width
    exact = [record if len(record) == width else (*record[:width], *gap[len(record) :]) for record in records]
    columns = [pa.array(values, TEXT) for values in zip(*exact, strict=True)]
    return [pc.if_else(pc.equal(column, ""), pa.scalar(None, TEXT), column) for column in columns]
