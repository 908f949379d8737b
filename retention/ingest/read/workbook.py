"""Workbooks: .xlsx .xlsm .xlsb .xls .ods → cells, through fastexcel; which of several sheets holds the orders.

Every load parses the whole sheet again, so a sheet is loaded once, with its first used row as the header, and a
second time only when that row turns out not to be one. Then merged values are written on every row they cover, and
formulas that were never calculated are looked for.
"""

import dataclasses
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from retention.errors import FileError, Issue, Question, Undecided
from retention.ingest.headers import is_needed, order_columns_named
from retention.ingest.read import cells as parsed
from retention.ingest.read import header_row as headers
from retention.ingest.read import limits, named_columns, workbook_marks, workbook_parts
from retention.ingest.read.cells import TEXT, Cells, as_text
from retention.ingest.read.workbook_file import Parser
from retention.ingest.read.workbook_marks import Marks
from retention.ingest.read.workbook_parts import SheetEntry

UNNAMED = "__UNNAMED__"
REPEATED = re.compile(r"(.+)_\d+")

ALL = "*"
# Sheets whose headers name so many of the four columns of orders, and that have so many rows beside the best one's,
# may be orders of another year.
_ENOUGH_NAMED = 3
_MANY = 0.2


@dataclass(frozen=True)
class Loaded:
    """A sheet as fastexcel gives it: header texts, the batch below them, and the 0-based place of its first cell."""

    header: list[str | None]
    table: pa.Table
    first_row: int
    first_column: int


class Workbook:
    """An open workbook; `archive` is its zip when it is an .xlsx, `marks` tells what cells are marked with."""

    def __init__(
        self, parser: Parser, archive: zipfile.ZipFile | None, *, marks: Callable[[SheetEntry], Marks]
    ) -> None:
        self.parser = parser
        self.archive = archive
        self.marks = marks

    def read(self, entry: SheetEntry, *, header_row: int | None = None) -> Cells:
        """The table of one sheet. Raises RetentionError `empty_file`, `header_only`, `formulas_never_calculated`."""
        loaded = self._load(entry, header_row=header_row)
        split = self._split(loaded, header_row)
        if split is not None:
            return split
        first = loaded.first_row + 1
        rows = pa.arange(first, first + loaded.table.num_rows)
        columns = range(loaded.first_column, loaded.first_column + loaded.table.num_columns)
        table = loaded.table.rename_columns(parsed.names(loaded.header, columns=columns))
        has_header = any(loaded.header)
        cells = Cells(table=table, rows=rows, header_row=loaded.first_row if has_header else 0)
        cells = _completed(cells, self._xml(entry, cells), loaded)
        cells = workbook_marks.told(cells, self.marks(entry), loaded.first_column)
        cells = parsed.without_repeated_headers(parsed.without_blank_rows(cells), loaded.header)
        cells = parsed.without_empty_columns(parsed.in_four_types(cells))
        if not cells.table.num_rows:
            raise FileError("header_only" if has_header else "empty_file", sheet=entry.name)
        return cells

    def _split(self, loaded: Loaded, header_row: int | None) -> Cells | None:
        """The table in a sheet whose only column holds whole records, else None."""
        if loaded.table.num_columns != 1 or not pa.types.is_string(loaded.table.column(0).type):
            return None
        lines = (
            [*loaded.header, *loaded.table.column(0).to_pylist()]
            if any(loaded.header)
            else loaded.table.column(0).to_pylist()
        )
        first_row = loaded.first_row + 1 - (len(lines) - loaded.table.num_rows)
        return named_columns.of_one_column(lines, first_row=first_row, header_row=header_row)

    def _xml(self, entry: SheetEntry, cells: Cells) -> bytes:
        """The sheet's XML where merges or formulas could matter: only if cells are missing."""
        if self.archive is None or not any(column.null_count or not len(column) for column in cells.table.columns):
            return b""
        return workbook_parts.xml(self.archive, entry.part)

    def _load(self, entry: SheetEntry, *, header_row: int | None) -> Loaded:
        table = self._parse(entry.name, header_row=0)
        if not table.num_columns:
            return Loaded([], table, 0, 0)
        header = self._header(entry.name, table, None)
        first_row, first_column = self._start(entry, table)
        top = [header, *parsed.texts(table.slice(0, limits.HEADER_SEARCH_ROWS))]
        chosen = max(header_row - 1 - first_row, 0) if header_row else None
        at = headers.find(top) if header_row is None else chosen
        rows = headers.depth(top, at) if at is not None else 1
        if at == 0 and rows == 1:
            return Loaded(header, table, first_row + 1, first_column)
        if at is None:
            whole = self._parse(entry.name, header_row=None)
            return Loaded([None] * whole.num_columns, whole, first_row, first_column)
        last = first_row + at + rows - 1
        below = self._parse(entry.name, header_row=last)
        left_out = _columns_without_cells(table, at - 1) if at else 0  # columns that only the rows above use
        names = self._header(entry.name, below, last)
        if rows > 1:
            names = headers.joined([*(row[left_out:] for row in top[at : at + rows - 1]), names])
        return Loaded(names, below, last + 1, first_column + left_out)

    def _parse(self, name: str, *, header_row: int | None) -> pa.Table:
        return pa.Table.from_batches([self.parser.parse(name, header_row=header_row)])

    def _top(self, name: str, *, skip_rows: int | None, n_rows: int | None) -> list[list[str | None]]:
        """Some rows from a 0-based row of the sheet on, as texts."""
        batch = self.parser.parse(name, header_row=None, skip_rows=skip_rows, n_rows=n_rows, dtypes="string")
        return parsed.texts(pa.Table.from_batches([batch]))

    def _header(self, name: str, table: pa.Table, header_index: int | None) -> list[str | None]:
        """Header texts as written: fastexcel numbers repeated ones (`Sum_1`), which a header may also truly be."""
        names: list[str | None] = [None if text.startswith(UNNAMED) else text for text in table.column_names]
        matches = [REPEATED.fullmatch(text) for text in table.column_names]
        written = set(names)
        if not any(match and match.group(1) in written for match in matches):
            return names
        row = self._top(name, skip_rows=header_index, n_rows=1)[0]
        return row if len(row) == len(names) else names

    def _start(self, entry: SheetEntry, table: pa.Table) -> tuple[int, int]:
        """0-based row and column of the sheet's first used cell."""
        if self.archive is not None:
            start = workbook_parts.start(self.archive, entry.part)
            if start is not None:
                return start
        for n_rows in (limits.HEADER_SEARCH_ROWS, None):  # the parser may have to go through the whole sheet again
            top = self._top(entry.name, skip_rows=0, n_rows=n_rows)
            first = next((index for index, row in enumerate(top) if any(row)), None)
            if first is not None:
                return first, 0
        return 0, 0


def choose(found: Mapping[str, Cells], *, sheet: str | None = None) -> tuple[str, Cells]:
    """The name and the cells of the sheet to use; `*` joins the sheets that share the best one's header.

    Among visible sheets with records the one whose header names most of customer, date, amount and order
    wins. Raises Undecided when several with the same header or equally telling ones remain.
    """
    best = max(order_columns_named(cells.table.column_names) for cells in found.values())
    names = [name for name, cells in found.items() if order_columns_named(cells.table.column_names) == best]
    groups = defaultdict(list)
    for name in names:
        groups[_signature(found[name])].append(name)
    largest = max(groups.values(), key=lambda group: sum(found[name].table.num_rows for name in group))
    rows = {name: cells.table.num_rows for name, cells in found.items()}
    others = [name for name in found if name not in names and _lists_orders_too(found[name], rows[names[0]])]
    if sheet == ALL and len(largest) > 1:
        return ALL, joined({name: found[name] for name in largest})
    if sheet == ALL or (len(names) == 1 and not others):
        return largest[0], found[largest[0]]
    options = (*found, ALL) if len(largest) > 1 else tuple(found)
    raise Undecided((Question("sheet", options, {"rows": rows, "same_header": largest if len(largest) > 1 else []}),))


def _lists_orders_too(cells: Cells, rows: int) -> bool:
    """Whether a sheet under a header of its own may hold further orders: who bought, when, how much; not a few rows."""
    return order_columns_named(cells.table.column_names) >= _ENOUGH_NAMED and cells.table.num_rows >= _MANY * rows


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


def _columns_without_cells(table: pa.Table, first_row: int) -> int:
    """How many columns on the left are empty from a row on."""
    count = 0
    for column in table.columns:
        rest = column.slice(first_row)
        if rest.null_count < len(rest):
            break
        count += 1
    return count


def _completed(cells: Cells, xml: bytes, loaded: Loaded) -> Cells:
    """The cells with vertically merged values on every row they cover.

    A column of nothing but uncalculated formulas becomes an issue, or, where its name is one orders need,
    RetentionError `formulas_never_calculated` with `columns`.
    """
    if not xml:
        return cells
    return _with_formulas_checked(_unmerged(cells, xml, loaded), xml, loaded)


def _unmerged(cells: Cells, xml: bytes, loaded: Loaded) -> Cells:
    table = cells.table
    filled: dict[int, list[object]] = {}
    for merge in workbook_parts.merges(xml):
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


def _with_formulas_checked(cells: Cells, xml: bytes, loaded: Loaded) -> Cells:
    empty = [i for i, column in enumerate(cells.table.columns) if column.null_count == len(column)]
    if not empty and cells.table.num_columns:
        return cells
    formulas = workbook_parts.uncalculated(xml)
    columns = [cells.table.column_names[i] for i in empty if i + loaded.first_column in formulas]
    if formulas and (not cells.table.num_columns or any(map(is_needed, columns))):
        raise FileError("formulas_never_calculated", columns=columns)
    if not columns:
        return cells
    issue = Issue("formulas_never_calculated", cells.table.num_rows, details={"columns": columns})
    return dataclasses.replace(cells, issues=(*cells.issues, issue))


def _signature(cells: Cells) -> tuple[str, ...]:
    return tuple(sorted(name.casefold() for name in cells.table.column_names))


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
