"""A workbook before its cells are looked at: the parser (fastexcel), and what the parser does not tell about an .xlsx.

Hidden sheets, the first cell, merged ranges and formulas come from the XML. The parser begins the first sheet while
everything else is still being loaded. Nothing here needs pyarrow: its import takes as long as parsing a small sheet,
and the parser works without Python's lock, so both go on at the same time.
"""

import html
import logging
import posixpath
import re
import zipfile
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import fastexcel

from retention.errors import FileError, RetentionError
from retention.ingest.read import limits
from retention.ingest.read.archive import read_start

if TYPE_CHECKING:
    import pyarrow as pa


# It warns of each column without a cell, of which sheets have many.
logging.getLogger("fastexcel").setLevel(logging.ERROR)

# No part of these goes beyond the next `<`, or back once it has matched: files are made to have no end.
SPACE = rb"(?:\w++:)?+"
SHEET = re.compile(rb"<" + SPACE + rb"sheet\s[^<>]*+>")
RELATION = re.compile(rb"<" + SPACE + rb"Relationship\s[^<>]*+>")
ATTRIBUTE = re.compile(rb"""(?<![\w:])([\w:]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
CELL = rb"<" + SPACE + rb"""c\s(?:(?!\br=["'][A-Z]{1,3}\d{1,7}["'])[^<>])*+\br=["']([A-Z]{1,3})(\d{1,7})["']"""
FILLED_CELL = re.compile(
    CELL + rb"[^<>/]*+>(?:(?!</?" + SPACE + rb"c[\s>]).)*?<" + SPACE + rb"(?:v|t)\b[^<>]*+>[^<]", re.DOTALL
)
MERGE = re.compile(rb"<" + SPACE + rb"""mergeCell\s[^<>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
FORMULA = re.compile(
    CELL + rb"[^<>]*+>\s*+<" + SPACE + rb"f\b[^<>]*+>(?:(?<=/>)|[^<]*+</" + SPACE + rb"f>)\s*+"
    rb"(<" + SPACE + rb"v\s*+/>|<" + SPACE + rb"v>\s*+</" + SPACE + rb"v>|</" + SPACE + rb"c>)"
)
WORKBOOK_BYTES = 8 * limits.MIB
START_BYTES = 256 * 1024


class Parser:
    """An open workbook, worked on by one thread at a time. Raises RetentionError `damaged` or `password`."""

    def __init__(self, source: str | bytes) -> None:
        try:
            self._reader = fastexcel.read_excel(source)
        except fastexcel.FastExcelError as error:
            raise _refusal(error) from error
        self.names: list[str] = self._reader.sheet_names
        self._pool = ThreadPoolExecutor(1)
        self._begun: dict[str, Future[pa.RecordBatch]] = {}

    def is_visible(self, name: str) -> bool:
        """Whether people see a sheet."""
        return self._reader.load_sheet(name, n_rows=1).visible == "visible"

    def begin(self, name: str) -> None:
        """Start parsing a sheet in the background, its first used row as the header."""
        self._begun[name] = self._pool.submit(self._load, name, 0)

    def parse(
        self,
        name: str,
        *,
        header_row: int | None,
        skip_rows: int | None = None,
        n_rows: int | None = None,
        dtypes: fastexcel.DType | None = None,
    ) -> "pa.RecordBatch":
        """One sheet; types come from all its rows, and where fastexcel cannot unite them everything is text."""
        if header_row == 0 and name in self._begun:
            return self._begun.pop(name).result()
        return self._pool.submit(self._load, name, header_row, skip_rows, n_rows, dtypes).result()

    def _load(
        self,
        name: str,
        header_row: int | None,
        skip_rows: int | None = None,
        n_rows: int | None = None,
        dtypes: fastexcel.DType | None = None,
    ) -> "pa.RecordBatch":
        try:
            return self._reader.load_sheet(
                name,
                header_row=header_row,
                skip_rows=skip_rows,
                n_rows=n_rows,
                dtypes=dtypes,
                schema_sample_rows=None,
                whitespace_as_null=True,
                eager=True,
            )
        except fastexcel.UnsupportedColumnTypeCombinationError:
            return self._load(name, header_row, skip_rows, n_rows, "string")
        except fastexcel.FastExcelError as error:
            raise _refusal(error) from error


def _refusal(error: fastexcel.FastExcelError) -> RetentionError:
    """A code without the parser's own words, which speak of programs and may hold cells."""
    return FileError("password" if "password" in str(error).split("\nContext")[0].lower() else "damaged")


@dataclass(frozen=True)
class SheetEntry:
    """A sheet of a workbook: its name, whether people see it, and the part that holds it."""

    name: str
    visible: bool
    part: str


@dataclass(frozen=True)
class Merge:
    """A merged range, 0-based and inclusive."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


def sheets(archive: zipfile.ZipFile) -> list[SheetEntry]:
    """The sheets of an .xlsx in their order."""
    workbook = read_start(archive, "xl/workbook.xml", WORKBOOK_BYTES)
    targets = {}
    for tag in RELATION.findall(read_start(archive, "xl/_rels/workbook.xml.rels", WORKBOOK_BYTES)):
        relation = _attributes(tag)
        targets[relation.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip(
            "/"
        )
    entries = []
    for tag in SHEET.findall(workbook):
        sheet = _attributes(tag)
        key = next((value for name, value in sheet.items() if name.endswith(":id")), "")
        entries.append(
            SheetEntry(sheet.get("name", ""), sheet.get("state", "visible") == "visible", targets.get(key, ""))
        )
    return entries


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode(): html.unescape((double or single).decode("utf-8", errors="replace"))
        for name, double, single in ATTRIBUTE.findall(tag)
    }


def start(archive: zipfile.ZipFile, part: str) -> tuple[int, int] | None:
    """0-based row and column of the first filled cell, None if the XML's start does not tell.

    The column is the leftmost among the sheet's first rows.
    """
    head = read_start(archive, part, START_BYTES)
    found = [(int(row) - 1, column_index(letters)) for letters, row in FILLED_CELL.findall(head)]
    return (found[0][0], min(column for _, column in found)) if found else None


def column_index(letters: bytes) -> int:
    """0 for A, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def merges(xml: bytes) -> list[Merge]:
    """Merged ranges that cover more than one row."""
    found = [
        Merge(int(top) - 1, int(bottom) - 1, column_index(left), column_index(right))
        for left, top, right, bottom in MERGE.findall(xml[max(xml.rfind(b"</sheetData>"), 0) :])
    ]
    return [merge for merge in found if merge.last_row > merge.first_row]


def uncalculated(xml: bytes) -> set[int]:
    """Columns (0-based) in which formulas stand without a cached value."""
    return {column_index(letters) for letters, _, _ in FORMULA.findall(xml)}


def xml(archive: zipfile.ZipFile, part: str) -> bytes:
    """A sheet's whole XML, empty when it is larger than people format by hand."""
    info = archive.NameToInfo.get(part)
    if info is None or info.file_size > limits.SHEET_XML_BYTES:
        return b""
    return read_start(archive, part, limits.SHEET_XML_BYTES)
