"""Parsed cells on their way to the parent: an Arrow table, the file's row numbers, and what was noticed.

Named columns, rows without those that are blank or repeat the header, columns of one of the four types a raw table
knows: text, float64, bool, datetime64.
"""

import dataclasses
import datetime as dt
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from retention.errors import Example, FileError, Issue, RetentionError
from retention.ingest.read import limits

TEXT = pa.large_string()
EXAMPLES = 5

# Up to so many cells a table is made as it is; beyond, columns that only one record in so many reaches are made from
# their texts.
SPARSE_FROM_CELLS = 4_000_000
SPARSE_ONE_IN = 16
# Excel keeps a time of day as a fraction of day 0, which readers show as one of these days.
TIME_ONLY = r"^1899-12-3[01][ T]"
FIRST_REAL_DAY = dt.datetime.fromisoformat("1900-01-02")
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


def names(header: Sequence[str | None], *, columns: Iterable[int] | None = None) -> list[str]:
    """Column names from header cells: trimmed, `Column C` where empty, `Name (2)` where repeated.

    `columns` are their positions in the sheet, 0 for A; without them the first is A.
    """
    taken: set[str] = set()
    counts: dict[str, int] = {}  # the last number each repeated name got: smaller ones are taken
    result = []
    for column, cell in zip(itertools.count() if columns is None else columns, header, strict=False):
        base = " ".join((cell or "").split()) or f"Column {column_letter(column)}"
        name, count = base, counts.get(base, 1)
        while name in taken:
            count += 1
            name = f"{base} ({count})"
        counts[base] = count
        taken.add(name)
        result.append(name)
    return result


def without_blank_rows(cells: Cells) -> Cells:
    """The cells without the rows in which no cell holds anything but blanks."""
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
    """The cells without rows that repeat the header (page breaks), which become an issue."""
    same: pa.ChunkedArray | None = None
    for column, text in zip(cells.table.columns, header, strict=False):
        if not text or not text.strip():
            continue
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
    """The cells without columns that have neither a name of their own nor a value; empty ones are text."""
    keep = [
        index
        for index, (name, column) in enumerate(zip(cells.table.column_names, cells.table.columns, strict=True))
        if column.null_count < len(column) or not UNNAMED.fullmatch(name)
    ]
    columns = [cells.table.column(index) for index in keep]
    if len(keep) == cells.table.num_columns and not any(pa.types.is_null(column.type) for column in columns):
        return cells
    texts = [column.cast(TEXT) if pa.types.is_null(column.type) else column for column in columns]
    names = [cells.table.column_names[index] for index in keep]
    return dataclasses.replace(cells, table=pa.table(texts, names=names))


def from_records(records: Sequence[Sequence[str | None]], width: int) -> list[pa.Array]:
    """Text columns of records cut or padded to `width`; empty texts become missing.

    Columns that only a few records reach, and those without any text, have the type null.
    Raises RetentionError `table_too_large`.
    """
    common = _common_width(records, width)
    gap = (None,) * common
    exact = [record if len(record) == common else (*record[:common], *gap[len(record) :]) for record in records]
    columns = [pa.array(values, TEXT) for values in zip(*exact, strict=True)]
    columns = [pc.if_else(pc.equal(column, ""), pa.scalar(None, TEXT), column) for column in columns]
    return columns + _further_right(records, common, width)


def _common_width(records: Sequence[Sequence[str | None]], width: int) -> int:
    """The width itself; of a wide table in which few records reach so far, how far the others do."""
    if len(records) * width <= SPARSE_FROM_CELLS:
        return width
    lengths = sorted(min(len(record), width) for record in records)
    return lengths[len(lengths) - 1 - len(lengths) // SPARSE_ONE_IN]


def _further_right(records: Sequence[Sequence[str | None]], common: int, width: int) -> list[pa.Array]:
    """The columns from `common` on, made from the few texts there are."""
    texts: dict[int, dict[int, str]] = {}
    for row, record in enumerate(records):
        for index in range(common, min(len(record), width)):
            if text := record[index]:
                texts.setdefault(index, {})[row] = text
    rows = range(len(records))
    if (common + len(texts)) * len(rows) > limits.TABLE_CELLS:
        raise table_too_large()
    return [
        pa.array(list(map(texts[index].get, rows)), TEXT) if index in texts else pa.nulls(len(rows))
        for index in range(common, width)
    ]


def table_too_large() -> RetentionError:
    """The refusal of a table that a small file asks for, and no memory could hold."""
    return FileError("table_too_large", limit=f"{limits.TABLE_CELLS:,}")


def in_four_types(cells: Cells) -> Cells:
    """The cells with every column as text, float64, bool or datetime64[us]."""
    columns = [_one_of_four_types(column) for column in cells.table.columns]
    return dataclasses.replace(cells, table=pa.table(columns, names=cells.table.column_names))


def _one_of_four_types(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        if pc.any(pc.starts_with(column, "1899-12-3"), min_count=0).as_py():
            return pc.replace_substring_regex(column, TIME_ONLY, "")
        return column
    if pa.types.is_integer(column.type):
        return column.cast(pa.float64())
    if pa.types.is_date(column.type):
        return column.cast(pa.timestamp("us"))
    if pa.types.is_timestamp(column.type):
        return _date_or_time(column)
    return _other_types(column)


def _other_types(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Durations become text such as 30:00:00; columns without a value, and booleans with gaps, become text too."""
    if pa.types.is_duration(column.type):
        return pa.chunked_array([pa.array([_clock(v) for v in column.cast(pa.int64()).to_pylist()], TEXT)])
    unknown = pa.types.is_null(column.type) or (pa.types.is_boolean(column.type) and column.null_count)
    return column.cast(TEXT) if unknown else column


def _date_or_time(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of dates; one that holds nothing but times of day becomes text such as 19:24:56."""
    latest = pc.max(column)
    if latest.is_valid and latest.as_py() < FIRST_REAL_DAY:
        return pc.strftime(column.cast(pa.timestamp("s"), safe=False), format="%H:%M:%S").cast(TEXT)
    return column.cast(pa.timestamp("us"))


def _clock(milliseconds: int | None) -> str | None:
    if milliseconds is None:
        return None
    seconds = abs(milliseconds) // 1000
    sign = "-" if milliseconds < 0 else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def texts(table: pa.Table) -> list[list[str | None]]:
    """A few rows as texts, for looking at: `1001`, `12.5`, `2025-01-05 00:00:00`."""
    columns = [[as_text(value) for value in column.to_pylist()] for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def as_text(value: object) -> str | None:
    """A cell's value as a person would type it: `1001`, `12.5`; missing stays missing."""
    if value is None:
        return None
    return f"{value:.15g}" if isinstance(value, float) else str(value)
