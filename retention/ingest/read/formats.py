"""What a file is, decided by its bytes, and from those bytes to the cells of one table."""

import dataclasses
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retention.errors import FileError, Issue, RetentionError, Undecided
from retention.ingest.read import archive, limits
from retention.ingest.read.encoding import wide_encoding

if TYPE_CHECKING:
    from retention.ingest.read.cells import Cells
    from retention.ingest.read.workbook_file import Parser, SheetEntry

SNIFF_BYTES = 64 * 1024

# First bytes of things that are not tables; the value is the `found` detail of the refusal.
NOT_TABLES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"RIFF", "picture"),
    (b"{\\rtf", "document"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"BZh", "archive"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3", "database"),
    (b"MIME-Version:", "web archive"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)

# What is no character has one of these categories.
_NO_CHARACTER = ("Cn", "Co", "Cs")

BLANK = b"\xef\xbb\xbf\x00 \t\r\n\x0b\x0c"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SPREADSHEETML = b"urn:schemas-microsoft-com:office:spreadsheet"
MARKUP = re.compile(
    rb"\s*+(?:<!--.*?-->\s*+)?<(?:!doctype|html|head|meta|body|table|div|style|\?xml)", re.IGNORECASE | re.DOTALL
)


def _no_report(_: int) -> None:
    """Report to no one."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was chosen about a file; None leaves it to the evidence. `report` is called with each sheet's rows."""

    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None
    separator: str | None = None
    report: Callable[[int], None] = _no_report


@dataclass(frozen=True, kw_only=True)
class Found:
    """The table, the kind of file it came from, and among which visible sheets it was chosen."""

    format: str
    cells: "Cells"
    sheet: str | None = None
    sheets: tuple[str, ...] = ()


def read(data: bytes, request: Request, *, path: str | None = None, nesting: int = limits.NESTING) -> Found:
    """The table in some bytes; `path` is where they come from, which spares workbooks a copy.

    Raises RetentionError with the codes of every step, Undecided when several sheets could be meant.
    """
    found = identify(data)
    if found == "gz":
        return _unpacked(_inside(archive.gunzipped(data), request, nesting))
    if found == "zip":
        opened = archive.opened(data)
        found = archive.of_zip(opened)
        if found == "archive":
            return _archive(opened, request, nesting)
        return _workbook(found, _source(found, data, path), request, opened if found in ("xlsx", "xlsm") else None)
    if found == "ole":
        found = of_ole(data)
        return _workbook(found, _source(found, data, path), request, None)
    if found in ("html", "spreadsheetml"):
        return _markup(found, data, request)
    from retention.ingest.read import text

    cells = text.read(data, header_row=request.header_row, encoding=request.encoding, separator=request.separator)
    return Found(format="csv", cells=cells)


def _source(found: str, data: bytes, path: str | None) -> str | bytes:
    """The path, which the parser reads without a copy, unless its name would make it expect another format."""
    return path if path and path.lower().endswith(f".{found}") else data


def _archive(opened: zipfile.ZipFile, request: Request, nesting: int) -> Found:
    """The table in an archive: of its only file, or of its files as if they were a workbook's sheets."""
    names = archive.members(opened)
    if len(names) == 1:
        return _unpacked(_inside(archive.read_start(opened, names[0], limits.FILE_BYTES), request, nesting))
    one = dataclasses.replace(request, sheet=None, report=_no_report)  # members are told of, not their sheets
    formats: dict[str, str] = {}

    def read_member(name: str) -> "Cells":
        try:
            found = _inside(archive.read_start(opened, name, limits.FILE_BYTES), one, nesting)
        except Undecided as undecided:  # a workbook whose own sheets have to be chosen among
            raise FileError("several_files", names=names[:20]) from undecided
        formats[name] = found.format
        return found.cells

    name, cells = _one_of(names, names, read_member, request)
    return _unpacked(
        Found(format=formats.get(name, next(iter(formats.values()))), cells=cells, sheet=name, sheets=tuple(names))
    )


def _unpacked(found: Found) -> Found:
    """The table with the note that it was taken out of an archive."""
    others = (issue for issue in found.cells.issues if issue.code != "unpacked")  # an archive in an archive
    issues = (Issue("unpacked", found.cells.table.num_rows), *others)
    return dataclasses.replace(found, cells=dataclasses.replace(found.cells, issues=issues))


def _inside(data: bytes, request: Request, nesting: int) -> Found:
    if nesting <= 1:
        raise FileError("not_a_table", found="archive")
    return read(data, request, nesting=nesting - 1)


def _workbook(found: str, source: str | bytes, request: Request, opened: zipfile.ZipFile | None) -> Found:
    from retention.ingest.read.workbook_file import Parser

    parser = Parser(source)
    entries = {entry.name: entry for entry in _entries(parser, opened)}
    visible = [name for name, entry in entries.items() if entry.visible]
    first = request.sheet if request.sheet in entries else next(iter(visible or entries), None)
    if first is not None:
        parser.begin(first)
    from retention.ingest.read.workbook import Workbook  # loads pyarrow while the sheet is being parsed

    workbook = Workbook(parser, opened)
    name, cells = _one_of(
        list(entries), visible, lambda name: workbook.read(entries[name], header_row=request.header_row), request
    )
    return Found(format=found, cells=cells, sheet=name, sheets=tuple(visible))


def _entries(parser: "Parser", opened: zipfile.ZipFile | None) -> "list[SheetEntry]":
    """The sheets in their order; without an .xlsx's XML each is opened to see whether it is hidden."""
    from retention.ingest.read import workbook_file

    if opened is not None:
        entries = {entry.name: entry for entry in workbook_file.sheets(opened)}
        return [entries.get(name, workbook_file.SheetEntry(name, True, "")) for name in parser.names]
    if len(parser.names) == 1:
        return [workbook_file.SheetEntry(parser.names[0], True, "")]
    return [workbook_file.SheetEntry(name, parser.is_visible(name), "") for name in parser.names]


def _markup(found: str, data: bytes, request: Request) -> Found:
    from retention.ingest.read import markup, named_columns

    decoded = markup.decoded(data, encoding=request.encoding)
    if found == "html":
        cells = named_columns.of_records(markup.html_table(decoded.text).rows, header_row=request.header_row)
        return Found(format="html", cells=_encoded(cells, decoded.encoding))
    grids = {grid.name: grid for grid in markup.spreadsheetml(decoded.text)}
    visible = [name for name, grid in grids.items() if grid.visible]
    name, cells = _one_of(
        list(grids),
        visible,
        lambda name: named_columns.of_records(grids[name].rows, header_row=request.header_row),
        request,
    )
    return Found(format="xml", cells=_encoded(cells, decoded.encoding), sheet=name, sheets=tuple(visible))


def _encoded(cells: "Cells", encoding: str) -> "Cells":
    return dataclasses.replace(cells, encoding=encoding)


def _one_of(
    names: Sequence[str], visible: Sequence[str], read_sheet: "Callable[[str], Cells]", request: Request
) -> "tuple[str, Cells]":
    """The chosen sheet, or of the visible ones with records the one whose header names most columns of orders."""
    from retention.ingest.read import workbook

    if request.sheet is not None and request.sheet != workbook.ALL:
        if request.sheet not in names:
            raise FileError("no_such_sheet", sheet=request.sheet, sheets=list(names))
        return request.sheet, read_sheet(request.sheet)
    found: dict[str, Cells] = {}
    refusals: list[RetentionError] = []
    for name in visible or names:
        try:
            found[name] = read_sheet(name)
            request.report(found[name].table.num_rows)
        except RetentionError as refusal:
            if refusal.code not in ("empty_file", "header_only", "not_a_table"):
                raise
            refusals.append(refusal)
    if not found:
        raise max(refusals, key=lambda refusal: refusal.code != "empty_file", default=FileError("empty_file"))
    return workbook.choose(found, sheet=request.sheet)


def identify(data: bytes) -> str:
    """The kind of a file's bytes: `zip`, `gz`, `ole`, `html`, `spreadsheetml` or `text`.

    Raises RetentionError `empty_file`, or `not_a_table` with `found` (pdf, picture, document, json …).
    """
    head = data[:SNIFF_BYTES]
    if not head.strip(BLANK) and not data.strip(BLANK):
        raise FileError("empty_file")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"\x1f\x8b"):
        return "gz"
    if head.startswith(OLE):
        return "ole"
    for magic, found in NOT_TABLES:
        if head.startswith(magic) and (magic != b"BM" or b"\x00" in head[:32]):
            raise FileError("not_a_table", found=found)
    return _of_text(head)


def _of_text(head: bytes) -> str:
    plain = _without_wide_characters(head).lstrip(b"\xef\xbb\xbf \t\r\n")
    if MARKUP.match(plain):
        if SPREADSHEETML in plain:
            return "spreadsheetml"
        return "html"
    if plain.startswith((b'{"', b"[{", b"{\n", b"{\r")):
        raise FileError("not_a_table", found="json")
    if _is_binary(plain):
        raise FileError("not_a_table", found="binary")
    return "text"


def _without_wide_characters(head: bytes) -> bytes:
    """UTF-16 written as UTF-8, so that markup, JSON and control characters show as what they are."""
    wide = _wide_encoding(head)
    if wide is None:
        return head
    text = head[: len(head) // 2 * 2].decode(wide, errors="replace").removeprefix("\ufeff")
    return "".join(map(_or_control, text)).encode("utf-8", errors="replace")


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 by its mark, or by zeros in one byte of two: separators, digits and line ends are ASCII."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return encoding
    return wide_encoding(head)


def _or_control(character: str) -> str:
    """A character, or a control character in place of what no alphabet has (numbers read as UTF-16)."""
    return "\x01" if character > "\xff" and unicodedata.category(character) in _NO_CHARACTER else character


def _is_binary(plain: bytes) -> bool:
    """Control characters no text holds, one in fifty or more."""
    if plain.startswith((b"\x09\x00", b"\x09\x02", b"\x09\x04")):
        return True
    strange = sum(plain.count(bytes([code])) for code in (*range(1, 9), *range(14, 26), 28, 29, 30, 31))
    return strange * 50 > len(plain)


def of_ole(data: bytes) -> str:
    """What an OLE container holds: `xls`.

    Raises RetentionError `password` for an encrypted workbook, `not_a_table` for another document.
    Only looks for stream names: the directory itself is left to the parser, which runs under limits.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise FileError("password")
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        return "xls"
    if any(name.encode("utf-16-le") in data for name in ("WordDocument", "PowerPoint Document", "__substg1.0_")):
        raise FileError("not_a_table", found="document")
    return "xls"
