"""Which of several sheets holds the orders."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping

import pyarrow as pa

from retention.errors import Issue, Question, Undecided
from retention.ingest.headers import told_of_orders
from retention.ingest.read.cells import TEXT, Cells, as_text

ALL = "*"


def choose(found: Mapping[str, Cells], *, sheet: str | None = None) -> tuple[str, Cells]:
    """The name and the cells of the sheet to use; `*` joins the sheets that share the best one's header.

    Among visible sheets with records the one whose header names most of customer, date, amount and order
    wins. Raises Undecided when several with the same header or equally telling ones remain.
    """
    best = max(told_of_orders(cells.table.column_names) for cells in found.values())
    names = [name for name, cells in found.items() if told_of_orders(cells.table.column_names) == best]
    groups = defaultdict(list)
    for name in names:
        groups[_signature(found[name])].append(name)
    largest = max(groups.values(), key=lambda group: sum(found[name].table.num_rows for name in group))
    if sheet == ALL and len(largest) > 1:
        return ALL, joined({name: found[name] for name in largest})
    if sheet == ALL or len(names) == 1:
        return largest[0], found[largest[0]]
    options = (*found, ALL) if len(largest) > 1 else tuple(found)
    rows = {name: cells.table.num_rows for name, cells in found.items()}
    raise Undecided((Question("sheet", options, {"rows": rows, "same_header": largest if len(largest) > 1 else []}),))


def _signature(cells: Cells) -> tuple[str, ...]:
    return tuple(sorted(name.casefold() for name in cells.table.column_names))


def joined(found: Mapping[str, Cells]) -> Cells:
    """Sheets one below the other, columns matched by name; where their types differ the column is text.

    Row numbers stay those of each sheet, which `parts` tells.
    """
    parts = list(found.values())
    first = parts[0]
    spelling = {name.casefold(): name for name in first.table.column_names}
    tables = [part.table.rename_columns([spelling[n.casefold()] for n in part.table.column_names]) for part in parts]
    tables = [table.select(first.table.column_names) for table in tables]
    columns = [_one_type(same) for same in zip(*(table.columns for table in tables), strict=True)]
    table = pa.table(columns, names=first.table.column_names)
    issues = tuple(_within(issue, name) for name, part in found.items() for issue in part.issues)
    counts = tuple((name, part.table.num_rows) for name, part in found.items())
    rows = pa.concat_arrays([part.rows for part in parts])
    return dataclasses.replace(first, table=table, rows=rows, issues=issues, parts=counts)


def _within(issue: Issue, sheet: str) -> Issue:
    """An issue whose examples tell on which sheet they stand."""
    examples = tuple(dataclasses.replace(example, file=sheet) for example in issue.examples)
    return dataclasses.replace(issue, examples=examples)


def _one_type(columns: tuple[pa.ChunkedArray, ...]) -> pa.ChunkedArray:
    """Columns one below the other, as text where their types differ."""
    if len({column.type for column in columns}) > 1:
        columns = tuple(_as_text(column) for column in columns)
    return pa.chunked_array([chunk for column in columns for chunk in column.chunks], columns[0].type)


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(map(as_text, column.to_pylist()), TEXT)])
