"""What the cells of an OpenDocument sheet are marked with besides their values: hidden rows, columns, currencies."""

import re
import zipfile
from collections.abc import Iterator, Mapping

from retention.ingest.currencies import code_of
from retention.ingest.read import limits
from retention.ingest.read.archive import read_start
from retention.ingest.read.workbook_marks import Marks
from retention.ingest.read.workbook_parts import attributes

TAG = re.compile(rb"<(/?)(table:(?:table|table-column|table-row|(?:covered-)?+table-cell))(?=[\s/>])([^<>]*+)>")
VALUES = frozenset(
    {"office:value", "office:string-value", "office:date-value", "office:time-value", "office:boolean-value"}
)
SIGNS = (b"office:currency=", b'table:visibility="')


def of_ods(archive: zipfile.ZipFile, name: str) -> Marks:
    """The marks of a sheet, none where the document is larger than people make by hand.

    Repeated rows and columns are followed as far as a sheet goes.
    """
    if archive.NameToInfo["content.xml"].file_size > limits.SHEET_XML_BYTES:
        return Marks()
    content = read_start(archive, "content.xml", limits.SHEET_XML_BYTES)
    if not any(sign in content for sign in SIGNS):
        return Marks()
    walk = _Walk()
    for kind, tag in _tags(content, name):
        walk.step[kind](tag)
    return walk.marks()


def _tags(content: bytes, name: str) -> Iterator[tuple[bytes, Mapping[str, str]]]:
    """The tags of one sheet's columns, rows and cells, with their attributes."""
    inside = False
    for closing, kind, rest in TAG.findall(content):
        if kind == b"table:table":
            inside = not closing and attributes(rest).get("table:name") == name
        elif inside and not closing:
            yield kind, attributes(rest)


class _Walk:
    """A walk over the tags of a sheet that knows in which row and column it is."""

    def __init__(self) -> None:
        self.step = {
            b"table:table-column": self._column,
            b"table:table-row": self._row,
            b"table:table-cell": self._cell,
            b"table:covered-table-cell": self._cell,
        }
        self._first, self._last, self._place, self._described = 0, 0, 0, 0
        self._left = limits.TABLE_CELLS
        self._leftmost = limits.SHEET_COLUMNS
        self._currencies: dict[int, dict[int, str]] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()

    def marks(self) -> Marks:
        """What was found; no currencies where a few tags claim more cells than any table has."""
        currencies = self._currencies if self._left >= 0 else {}
        hidden = frozenset(self._hidden_rows), frozenset(self._hidden_columns)
        return Marks(currencies, {}, *hidden, first_column=self._leftmost)

    def _column(self, tag: Mapping[str, str]) -> None:
        first, self._described = self._described, self._described + _repeated(tag, "columns")
        if _is_hidden(tag):
            self._hidden_columns.update(range(first, min(self._described, limits.SHEET_COLUMNS)))

    def _row(self, tag: Mapping[str, str]) -> None:
        self._first, self._last = self._last + 1, self._last + _repeated(tag, "rows")
        self._place = 0
        if _is_hidden(tag):
            self._hidden_rows.update(range(self._first, min(self._last, limits.SHEET_ROWS) + 1))

    def _cell(self, tag: Mapping[str, str]) -> None:
        first, self._place = self._place, self._place + _repeated(tag, "columns")
        if VALUES & tag.keys() or tag.get("office:value-type") == "string":
            self._leftmost = min(self._leftmost, first)
        code = code_of(tag.get("office:currency", ""))
        if code is None:
            return
        columns = range(first, min(self._place, limits.SHEET_COLUMNS))
        rows = range(self._first, min(self._last, limits.SHEET_ROWS) + 1)
        self._left -= len(columns) * len(rows)
        if self._left >= 0:
            for column in columns:
                self._currencies.setdefault(column, {}).update(dict.fromkeys(rows, code))


def _is_hidden(tag: Mapping[str, str]) -> bool:
    return tag.get("table:visibility", "visible") != "visible"


def _repeated(tag: Mapping[str, str], what: str) -> int:
    """How often a row, a column or a cell is repeated: once where that is no number."""
    text = tag.get(f"table:number-{what}-repeated", "1")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(limits.SHEET_ROWS)) else 1
