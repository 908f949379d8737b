"""Workbooks made by opening a CSV with the wrong separator: every record sits in column A as one text."""

import dataclasses
import itertools
from collections.abc import Sequence

from retention.errors import Issue
from retention.ingest.read import dialect as dialects
from retention.ingest.read import named_columns
from retention.ingest.read.cells import Cells
from retention.ingest.read.records import SPACES, records

ENOUGH = 0.8


def split(lines: Sequence[str | None], *, first_row: int, header_row: int | None = None) -> Cells | None:
    """The table written in one column of texts, None when no separator runs through 80% of them.

    `lines` are the column's cells from row `first_row` on. Adds the issue `one_column_split`.
    """
    filled = [line for line in lines if line]
    dialect = dialects.detect("\n".join(filled))
    if dialect.separator == SPACES:
        return None
    table = list(itertools.dropwhile(lambda line: dialect.separator not in line, filled))  # without titles
    if len(table) < 2 or sum(dialect.separator in line for line in table) < ENOUGH * len(table):
        return None
    found = [[cell for record in records(line or "", dialect) for cell in record] for line in lines]
    cells = named_columns.of_records(found, first_row=first_row, header_row=header_row)
    issue = Issue("one_column_split", cells.table.num_rows, details={"separator": dialect.separator})
    return dataclasses.replace(cells, separator=dialect.separator, issues=(*cells.issues, issue))
