"""What fastexcel does not tell about an .xlsx, taken from its XML: hidden sheets, first cell, merges, formulas."""

import html
import posixpath
import re
import zipfile
from dataclasses import dataclass

from retention.ingest.read import limits
from retention.ingest.read.archive import read_start

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
