"""What the cells of an .xls are marked with besides their values: hidden rows and columns, currencies in formats.

The parser tells neither; xlrd, slower by ten times, goes through the sheet once more for them alone.
"""

import io
import struct
from collections.abc import Iterator
from pathlib import Path

import xlrd
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet

from retention.ingest.read import limits
from retention.ingest.read.number_formats import currency_of
from retention.ingest.read.workbook_marks import Marks

# What xlrd says of a file that the parser could read: it checks little of what it takes records to hold.
FAULTS = (
    *(xlrd.XLRDError, CompDocError, struct.error, RecursionError, LookupError),
    *(ValueError, TypeError, AttributeError, AssertionError, ArithmeticError),
)
EMPTY = frozenset((xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK))


def of_xls(source: str | bytes, name: str) -> Marks:
    """The marks of a sheet; `unseen` of a file too large to look at twice, or one that xlrd cannot follow."""
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    if len(data) > limits.OLD_WORKBOOK_BYTES:
        return Marks(unseen=True)
    try:
        book = xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
        )
        sheet = book.sheet_by_name(name)
    except FAULTS:
        return Marks(unseen=True)
    return _marks(sheet, _currencies(book))


def _currencies(book: Book) -> dict[int, str]:
    """ISO code by the number of each format of cells that names a currency.

    Of formats the file itself writes: for others xlrd takes those of an American Excel.
    """
    named = {written.format_key: currency_of(written.format_str) for written in book.format_list}
    found = ((number, named.get(style.format_key)) for number, style in enumerate(book.xf_list))
    return {number: code for number, code in found if code is not None}


def _marks(sheet: Sheet, formats: dict[int, str]) -> Marks:
    hidden_rows = frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
    hidden_columns = frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden)
    currencies: dict[int, dict[int, str]] = {}
    for row, column, style in _styled(sheet) if formats else ():
        if style in formats:
            currencies.setdefault(column, {})[row + 1] = formats[style]
    return Marks(currencies, {}, hidden_rows, hidden_columns, first_column=_leftmost(sheet))


def _styled(sheet: Sheet) -> Iterator[tuple[int, int, int]]:
    """Row, column and format of each cell, all from 0."""
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            yield row, column, cell.xf_index


def _leftmost(sheet: Sheet) -> int:
    """The first column with a value."""
    first = (
        next((place for place, kind in enumerate(sheet.row_types(row)) if kind not in EMPTY), None)
        for row in range(sheet.nrows)
    )
    return min((place for place in first if place is not None), default=0)
