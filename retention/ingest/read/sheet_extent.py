"""What a workbook's cells cover beyond themselves: merged values, and formulas that were never calculated."""

import dataclasses
from typing import TYPE_CHECKING

import pyarrow as pa

from retention.errors import FileError, Issue
from retention.ingest.headers import roles
from retention.ingest.mapping import ROLES
from retention.ingest.read import sheetxml
from retention.ingest.read.cells import Cells

if TYPE_CHECKING:
    from retention.ingest.read.workbook import Loaded


# Without what these columns hold orders cannot be read; nobody misses a margin or a weight.
_NEEDED = frozenset(ROLES) | {"customer_id", "customer_name", "given_name", "family_name", "email", "phone"}


def completed(cells: Cells, xml: bytes, loaded: "Loaded") -> Cells:
    """The same cells with vertically merged values on every row they cover.

    A column of nothing but uncalculated formulas becomes an issue, or, where its name is one orders need,
    RetentionError `formulas_never_calculated` with `columns`.
    """
    if not xml:
        return cells
    return _with_formulas_checked(_unmerged(cells, xml, loaded), xml, loaded)


def _unmerged(cells: Cells, xml: bytes, loaded: "Loaded") -> Cells:
    table = cells.table
    filled: dict[int, list[object]] = {}
    for merge in sheetxml.merges(xml):
        index, top = merge.first_column - loaded.first_column, merge.first_row - loaded.first_row
        if not 0 <= index < table.num_columns or not 0 <= top < table.num_rows:
            continue
        values = filled.setdefault(index, table.column(index).to_pylist())
        for row in range(top + 1, min(merge.last_row - loaded.first_row + 1, len(values))):
            values[row] = values[top]
    columns = [
        pa.array(filled[index], column.type) if index in filled else column
        for index, column in enumerate(table.columns)
    ]
    return dataclasses.replace(cells, table=pa.table(columns, names=table.column_names))


def _with_formulas_checked(cells: Cells, xml: bytes, loaded: "Loaded") -> Cells:
    empty = [i for i, column in enumerate(cells.table.columns) if column.null_count == len(column)]
    if not empty and cells.table.num_columns:
        return cells
    formulas = sheetxml.uncalculated(xml)
    columns = [cells.table.column_names[i] for i in empty if i + loaded.first_column in formulas]
    if formulas and (not cells.table.num_columns or any(roles(name) & _NEEDED for name in columns)):
        raise FileError("formulas_never_calculated", columns=columns)
    if not columns:
        return cells
    issue = Issue("formulas_never_calculated", cells.table.num_rows, details={"columns": columns})
    return dataclasses.replace(cells, issues=(*cells.issues, issue))
