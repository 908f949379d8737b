"""From a block of texts, its header somewhere at the top, to named columns.

Of a workbook made by opening a CSV with the wrong separator every record sits in column A as one text: it is cut here.
"""

import dataclasses
import itertools
from collections.abc import Sequence

import pyarrow as pa

from retention.errors import FileError, Issue
from retention.ingest.read import cells as parsed
from retention.ingest.read import header_row as headers
from retention.ingest.read import limits
from retention.ingest.read.cells import Cells
from retention.ingest.read.records import detect, records

# A separator runs through this share of the lines of a table in one column.
ENOUGH = 0.8


def name_columns(
    table: pa.Table,
    *,
    rows: pa.Array,
    at: int | None,
    separator: str | None = None,
) -> Cells:
    """Cells of a table of texts whose header is its row `at` (None: it has none), blank and repeated rows dropped.

    The table's columns are named by their positions in the file, `rows` are the row numbers there.
    Raises RetentionError `header_only` when no record is left.
    """
    header: list[str | None] = [None] * table.num_columns
    skipped = 0
    if at is not None:
        top = parsed.texts(table.slice(0, max(limits.HEADER_SEARCH_ROWS, at + 1)))
        skipped = min(at + headers.depth(top, at), len(top)) if at < len(top) else at + 1
        header = headers.joined(top[at:skipped]) or header
    body = table.slice(skipped).rename_columns(parsed.names(header, columns=[int(name) for name in table.column_names]))
    cells = Cells(
        table=body,
        rows=rows.slice(skipped),
        header_row=0 if at is None else rows[0].as_py() + at,
        separator=separator,
    )
    cells = parsed.without_repeated_headers(parsed.without_blank_rows(cells), header)
    cells = parsed.without_empty_columns(cells)
    if not cells.table.num_rows:
        raise FileError("header_only", columns=[name for name in header if name])
    return cells


def of_records(records: Sequence[Sequence[str | None]], *, first_row: int = 1, header_row: int | None = None) -> Cells:
    """Cells of records of any length, the first of which is row `first_row` of its file.

    `header_row` is the header's row number if somebody chose it, 0 for "no header".
    Raises RetentionError `empty_file` when no cell holds anything, `header_only`.
    """
    width = max(map(len, records), default=0)
    if not any(map(any, records)):
        raise FileError("empty_file")
    at = (
        headers.find(records[: limits.HEADER_SEARCH_ROWS])
        if header_row is None
        else header_index(header_row, first_row)
    )
    # Blank records are dropped before a table is made of them; those above and around the header it is found by.
    first = max(limits.HEADER_SEARCH_ROWS, (at or 0) + 1)
    kept = [index for index, record in enumerate(records) if index < first or any(record)]
    table = parsed.from_records([records[index] for index in kept], width)
    rows = pa.array([first_row + index for index in kept], pa.int64())
    return name_columns(pa.table(table, names=[str(index) for index in range(width)]), rows=rows, at=at)


def header_index(header_row: int, first_row: int) -> int | None:
    """Position of a chosen header among the records, None for "no header"."""
    return header_row - first_row if header_row >= first_row else None


def of_one_column(lines: Sequence[str | None], *, first_row: int, header_row: int | None = None) -> Cells | None:
    """The table written in one column of texts, None when no separator runs through 80% of them.

    `lines` are the column's cells from row `first_row` on. Adds the issue `one_column_split`.
    """
    filled = [line for line in lines if line]
    dialect = detect("\n".join(filled))
    if dialect.by_blanks:
        return None
    table = list(itertools.dropwhile(lambda line: dialect.separator not in line, filled))  # without titles
    if len(table) < 2 or sum(dialect.separator in line for line in table) < ENOUGH * len(table):
        return None
    found = [[cell for record in records(line or "", dialect) for cell in record] for line in lines]
    cells = of_records(found, first_row=first_row, header_row=header_row)
    issue = Issue("one_column_split", cells.table.num_rows, details={"separator": dialect.separator})
    return dataclasses.replace(cells, separator=dialect.separator, issues=(*cells.issues, issue))
