"""Typed spreadsheet columns brought to the four kinds a raw table knows: text, float64, bool, datetime64."""

import dataclasses
import datetime as dt

import pyarrow as pa
import pyarrow.compute as pc

from retention.ingest.read.cells import TEXT, Cells

# Excel keeps a time of day as a fraction of day 0, which readers show as one of these days.
TIME_ONLY = r"^1899-12-3[01][ T]"
FIRST_REAL_DAY = dt.datetime.fromisoformat("1900-01-02")


def plain(cells: Cells) -> Cells:
    """The same cells with every column as text, float64, bool or datetime64[us]."""
    columns = [_plain(column) for column in cells.table.columns]
    return dataclasses.replace(cells, table=pa.table(columns, names=cells.table.column_names))


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        if pc.any(pc.starts_with(column, "1899-12-3"), min_count=0).as_py():
            return pc.replace_substring_regex(column, TIME_ONLY, "")
        return column
    if pa.types.is_integer(column.type):
        return column.cast(pa.float64())
    if pa.types.is_date(column.type):
        return column.cast(pa.timestamp("us"))
    if pa.types.is_timestamp(column.type):
        return _moment(column)
    return _rest(column)


def _rest(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Durations become text such as 30:00:00; columns without a value, and booleans with gaps, become text too."""
    if pa.types.is_duration(column.type):
        return pa.chunked_array([pa.array([_clock(v) for v in column.cast(pa.int64()).to_pylist()], TEXT)])
    unknown = pa.types.is_null(column.type) or (pa.types.is_boolean(column.type) and column.null_count)
    return column.cast(TEXT) if unknown else column


def _moment(column: pa.ChunkedArray) -> pa.ChunkedArray:
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
    columns = [[_text(value) for value in column.to_pylist()] for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _text(value: object) -> str | None:
    if value is None:
        return None
    return f"{value:.15g}" if isinstance(value, float) else str(value)
