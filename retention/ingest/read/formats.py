"""From a file's bytes to the cells of one table, whatever the file is."""

import dataclasses
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from retention.errors import FileError, Issue, RetentionError, Undecided
from retention.ingest.read import archive, limits
from retention.ingest.read.identify import identify, of_ole

if TYPE_CHECKING:
    from retention.ingest.read.cells import Cells
    from retention.ingest.read.workbook_file import Parser
    from retention.ingest.read.workbook_marks import Marks
    from retention.ingest.read.workbook_parts import SheetEntry


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
    if found in ("gz", "tar"):
        return _packed(found, data, request, nesting)
    if found == "zip":
        opened = archive.opened(data)
        found = archive.of_zip(opened)
        if found == "archive":
            return _archive(archive.of_files(opened), request, nesting)
        return _workbook(found, _source(found, data, path), request, opened)
    if found == "ole":
        found = of_ole(data)
        return _workbook(found, _source(found, data, path), request, None)
    return _single(found, data, request)


def _packed(found: str, data: bytes, request: Request, nesting: int) -> Found:
    if found == "tar":
        return _archive(archive.of_tar(data), request, nesting)
    return _unpacked(_inside(archive.gunzipped(data), request, nesting))


def _single(found: str, data: bytes, request: Request) -> Found:
    """The table of a file that is all text, or Parquet."""
    if found in ("html", "spreadsheetml"):
        return _markup(found, data, request)
    if found == "fods":
        from retention.ingest.read import open_document

        packed = open_document.packed(data)
        return _workbook(found, packed, request, archive.opened(packed))
    if found == "json":
        from retention.ingest.read import json_table

        return Found(format=found, cells=json_table.read(data))
    if found == "parquet":
        from retention.ingest.read import parquet

        return Found(format=found, cells=parquet.read(data))
    from retention.ingest.read import text

    cells = text.read(data, header_row=request.header_row, encoding=request.encoding, separator=request.separator)
    return Found(format="csv", cells=cells)


def _source(found: str, data: bytes, path: str | None) -> str | bytes:
    """The path, which the parser reads without a copy, unless its name would make it expect another format."""
    return path if path and path.lower().endswith(f".{found}") else data


def _archive(inside: archive.Members, request: Request, nesting: int) -> Found:
    """The table in an archive: of its only file, or of its files as if they were a workbook's sheets."""
    names = inside.names
    if len(names) == 1:
        return _unpacked(_inside(inside.read(names[0]), request, nesting))
    one = dataclasses.replace(request, sheet=None, report=_no_report)  # members are told of, not their sheets
    formats: dict[str, str] = {}

    def read_member(name: str) -> "Cells":
        try:
            found = _inside(inside.read(name), one, nesting)
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
    from retention.ingest.read import open_document
    from retention.ingest.read.workbook_file import Parser
    from retention.ingest.read.workbook_parts import without_errors

    if found == "ods" and opened is not None:
        source = open_document.readable(opened) or source
    is_xlsx = found in ("xlsx", "xlsm")
    parser = Parser(source, repaired=partial(without_errors, opened) if is_xlsx and opened else None)
    entries = {entry.name: entry for entry in _entries(found, parser, opened)}
    visible = [name for name, entry in entries.items() if entry.visible]
    first = request.sheet if request.sheet in entries else next(iter(visible or entries), None)
    if first is not None:
        parser.begin(first)
    from retention.ingest.read.workbook import Workbook  # loads pyarrow while the sheet is being parsed

    workbook = Workbook(parser, opened if is_xlsx else None, marks=partial(_marks, found, opened, source))
    name, cells = _one_of(
        list(entries), visible, lambda name: workbook.read(entries[name], header_row=request.header_row), request
    )
    return Found(format=found, cells=cells, sheet=name, sheets=tuple(visible))


def _marks(found: str, opened: zipfile.ZipFile | None, source: str | bytes, entry: "SheetEntry") -> "Marks":
    """What a sheet's cells are marked with."""
    from retention.ingest.read import open_document_marks, workbook_marks

    if opened is None:
        from retention.ingest.read import old_workbook_marks

        return old_workbook_marks.of_xls(source, entry.name)
    if found in ("ods", "fods"):
        return open_document_marks.of_ods(opened, entry.name)
    return (workbook_marks.of_xlsb if found == "xlsb" else workbook_marks.of_xlsx)(opened, entry.part)


def _entries(found: str, parser: "Parser", opened: zipfile.ZipFile | None) -> "list[SheetEntry]":
    """The sheets in their order, without charts; of .xls and .ods each is opened to see whether it is hidden."""
    from retention.ingest.read import workbook_parts

    if opened is not None and found not in ("ods", "fods"):
        told = workbook_parts.binary_sheets(opened) if found == "xlsb" else workbook_parts.sheets(opened)
        entries = {entry.name: entry for entry in told}
        known = [entries.get(name, workbook_parts.SheetEntry(name, True, "")) for name in parser.names]
        return [entry for entry in known if entry.is_table]
    if len(parser.names) == 1:
        return [workbook_parts.SheetEntry(parser.names[0], True, "")]
    return [workbook_parts.SheetEntry(name, parser.is_visible(name), "") for name in parser.names]


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
