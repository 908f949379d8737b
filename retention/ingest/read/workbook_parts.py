"""What the parser does not tell about a workbook, from the parts of its zip.

Sheets that are hidden or hold no cells, the first cell, merged ranges, formulas, and errors that the parser does not
know. Nothing here needs pyarrow (`workbook_file` says why).
"""

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from retention.ingest.read import limits
from retention.ingest.read.archive import read_start

# No part of these goes beyond the next `<`, or back once it has matched: files are made to have no end.
SPACE = rb"(?:\w++:)?+"
SHEET = re.compile(rb"<" + SPACE + rb"sheet\s[^<>]*+>")
RELATION = re.compile(rb"<" + SPACE + rb"Relationship\s[^<>]*+>")
ATTRIBUTE = re.compile(rb"""(?<![\w:-])([\w:-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
CELL = rb"<" + SPACE + rb"""c\s(?:(?!\br=["'][A-Z]{1,3}\d{1,7}["'])[^<>])*+\br=["']([A-Z]{1,3})(\d{1,7})["']"""
FILLED_CELL = re.compile(
    CELL + rb"[^<>/]*+>(?:(?!</?" + SPACE + rb"c[\s>]).)*?<" + SPACE + rb"(?:v|t)\b[^<>]*+>[^<]", re.DOTALL
)
MERGE = re.compile(rb"<" + SPACE + rb"""mergeCell\s[^<>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
FORMULA = re.compile(
    CELL + rb"[^<>]*+>\s*+<" + SPACE + rb"f\b[^<>]*+>(?:(?<=/>)|[^<]*+</" + SPACE + rb"f>)\s*+"
    rb"(<" + SPACE + rb"v\s*+/>|<" + SPACE + rb"v>\s*+</" + SPACE + rb"v>|</" + SPACE + rb"c>)"
)
# A cell that holds an error, up to the error's name, of which the parser knows only the oldest.
ERROR_CELL = re.compile(
    rb"(<" + SPACE + rb"""c\s[^<>]*?\bt=["']e["'][^<>]*+>\s*+"""
    rb"(?:<" + SPACE + rb"f\b[^<>]*+>(?:(?<=/>)|[^<]*+</" + SPACE + rb"f>)\s*+)?<" + SPACE + rb"v>)[^<]*+"
)
KNOWN_ERROR = rb"\1#N/A"
# Sheets without cells, by the last word of their relation's type.
WITHOUT_CELLS = frozenset({"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})
BUNDLE_SHEET = 0x9C  # the record of a sheet in an .xlsb's workbook
WORKBOOK_BYTES = 8 * limits.MIB
START_BYTES = 256 * 1024
STATE_BYTES, NO_TEXT = 4, 0xFFFFFFFF


@dataclass(frozen=True)
class SheetEntry:
    """A sheet of a workbook: its name, whether people see it, the part that holds it, and whether it has cells."""

    name: str
    visible: bool
    part: str
    is_table: bool = True


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
    targets = _targets(archive, "xl/_rels/workbook.xml.rels")
    entries = []
    for tag in SHEET.findall(workbook):
        sheet = attributes(tag)
        key = next((value for name, value in sheet.items() if name.endswith(":id")), "")
        entries.append(
            SheetEntry(sheet.get("name", ""), sheet.get("state", "visible") == "visible", *targets.get(key, ("", True)))
        )
    return entries


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, bool]]:
    """By the key of each relation of a workbook, the part it leads to and whether that may hold cells."""
    found = {}
    for tag in RELATION.findall(read_start(archive, part, WORKBOOK_BYTES)):
        relation = attributes(tag)
        target = posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        found[relation.get("Id", "")] = (target, kind not in WITHOUT_CELLS)
    return found


def binary_sheets(archive: zipfile.ZipFile) -> list[SheetEntry]:
    """The sheets of an .xlsb in their order."""
    targets = _targets(archive, "xl/_rels/workbook.bin.rels")
    entries = []
    for kind, body in records(read_start(archive, "xl/workbook.bin", WORKBOOK_BYTES)):
        if kind == BUNDLE_SHEET and len(body) > STATE_BYTES:
            key, rest = wide_text(body[8:])
            state = int.from_bytes(body[:STATE_BYTES], "little")
            entries.append(SheetEntry(wide_text(rest)[0], state == 0, *targets.get(key, ("", True))))
    return entries


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part of an .xlsb: type and body."""
    place = 0
    while place < len(data):
        kind, place = _seven_bits(data, place, at_most=2)
        size, place = _seven_bits(data, place, at_most=4)
        yield kind, data[place : place + size]
        place += size


def _seven_bits(data: bytes, place: int, *, at_most: int) -> tuple[int, int]:
    """A number written in seven bits of each byte, the lowest first, and the place behind it.

    The eighth bit says that more follow.
    """
    number = 0
    for index, byte in enumerate(data[place : place + at_most]):
        number |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            return number, place + index + 1
    return number, place + at_most


def wide_text(data: bytes) -> tuple[str, bytes]:
    """A text that begins with the number of its UTF-16 units, and what follows it; a length of -1 is no text."""
    length = int.from_bytes(data[:4], "little")
    size = 2 * length if length != NO_TEXT else 0
    return data[4 : 4 + size].decode("utf-16-le", errors="replace"), data[4 + size :]


def without_errors(archive: zipfile.ZipFile) -> bytes | None:
    """A copy of an .xlsx in which all errors in cells are `#N/A`; None where it has none that could be found.

    Sheets larger than people make by hand stay as they are.
    """
    parts = {name: xml(archive, name) for name in archive.namelist() if name.startswith("xl/worksheets/")}
    changed = {name: ERROR_CELL.sub(KNOWN_ERROR, sheet) for name, sheet in parts.items() if sheet}
    if all(changed[name] == parts[name] for name in changed):
        return None
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as copy:
        for name in archive.namelist():
            copy.writestr(name, changed.get(name) or read_start(archive, name, limits.INFLATED_BYTES))
    return buffer.getvalue()


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag."""
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
