"""Parquet: one table with types of its own, brought to those that a raw table knows."""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from retention.errors import FileError
from retention.ingest.read import cells as parsed
from retention.ingest.read import limits
from retention.ingest.read.cells import TEXT, Cells

# Whole numbers beyond this are identifiers, which a float would round.
MOST_EXACT = 2**53
INDEX = "__index_level_"  # how pandas names a column of row numbers
NESTING = 4


def read(data: bytes) -> Cells:
    """The cells of a Parquet file, its rows numbered from 1. Moments with a zone become text in UTC (`…Z`).

    Raises RetentionError `damaged`, `empty_file`, `too_many_columns`, `table_too_large`.
    """
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        _refuse_too_large(file.metadata.num_rows, len(file.schema))
        table = file.read()
        for _ in range(NESTING):
            table = table.flatten()
        columns = [_simple(column) for column in table.columns]
    except (pa.ArrowException, ValueError, NotImplementedError, OSError) as error:
        raise FileError("damaged") from error
    names = [None if name.startswith(INDEX) else name for name in table.column_names]
    kept = [index for index, name in enumerate(names) if name is not None]
    table = pa.table([columns[index] for index in kept], names=parsed.names([names[index] for index in kept]))
    cells = Cells(table=table, rows=pa.arange(1, table.num_rows + 1), header_row=0)
    cells = parsed.in_four_types(parsed.without_empty_columns(parsed.without_blank_rows(cells)))
    if not cells.table.num_rows or not cells.table.num_columns:
        raise FileError("header_only" if kept else "empty_file")
    return cells


def _refuse_too_large(rows: int, columns: int) -> None:
    if columns > limits.COLUMNS:
        raise FileError("too_many_columns", columns=columns, limit=limits.COLUMNS)
    if rows * columns > limits.TABLE_CELLS:
        raise parsed.table_too_large()


def _simple(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as text, numbers, dates or yes/no; lists as they are shown."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _simple(column.cast(kind.value_type))
    if pa.types.is_timestamp(kind):
        moments = column.cast(pa.timestamp("us", kind.tz), safe=False)
        return moments if kind.tz is None else _in_utc(moments)
    if pa.types.is_nested(kind):
        return pa.chunked_array([pa.array([None if cell is None else str(cell) for cell in column.to_pylist()], TEXT)])
    if pa.types.is_integer(kind) and _has_long(column):
        return column.cast(TEXT)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return column.cast(pa.float64())
    return (
        column if pa.types.is_boolean(kind) or pa.types.is_date(kind) or pa.types.is_null(kind) else column.cast(TEXT)
    )


def _has_long(column: pa.ChunkedArray) -> bool:
    return bool(pc.any(pc.greater(pc.abs(column.cast(pa.float64(), safe=False)), MOST_EXACT), min_count=0).as_py())


def _in_utc(moments: pa.ChunkedArray) -> pa.ChunkedArray:
    plain = moments.cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us"))
    return pc.strftime(plain.cast(pa.timestamp("s"), safe=False), format="%Y-%m-%dT%H:%M:%SZ").cast(TEXT)
