"""What a workbook's cells are marked with besides their values: hidden or struck through, currencies in formats.

A sheet's own XML (or its records in an .xlsb, the content of an .ods) is gone through once more, which the parser does
not tell of; where that would take long, only if the workbook has a filter or formats of more than one currency.
"""

import dataclasses
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import pyarrow as pa

from retention.errors import Example, FileError, Issue
from retention.ingest.currencies import CURRENCY_OF
from retention.ingest.read import limits
from retention.ingest.read.archive import FAULTS, read_start
from retention.ingest.read.cells import EXAMPLES, TEXT, Cells
from retention.ingest.read.number_formats import currency_of
from retention.ingest.read.workbook_parts import SPACE, attributes, column_index, records, wide_text, xml

# A format that only one of several cells has, perhaps a total's, says nothing of the others.
MOST_CELLS = 0.5
# So many cells of a row are struck through on purpose: the order is off, or done.
STRUCK_CELLS = 2

STYLES_BYTES = 8 * limits.MIB
PIECE_BYTES = 4 * limits.MIB
LONGEST_TAG = 4096
NUMBER_FORMAT = re.compile(rb"<" + SPACE + rb"numFmt\s[^<>]*+>")
CELL_FORMATS = re.compile(rb"<" + SPACE + rb"cellXfs\b[^<>]*+>")
FORMAT = re.compile(rb"<" + SPACE + rb"xf\b[^<>]*+>")
FORMAT_ID = re.compile(rb"""\bnumFmtId=["'](\d{1,9})["']""")
FONT_ID = re.compile(rb"""\bfontId=["'](\d{1,9})["']""")
FONTS = re.compile(rb"<" + SPACE + rb"fonts\b[^<>]*+>(?:(?!</?" + SPACE + rb"fonts\b).)*+", re.DOTALL)
FONT = re.compile(rb"<" + SPACE + rb"font(?:/>|>(?:(?!</?" + SPACE + rb"font\b).)*+)", re.DOTALL)
STRIKE = re.compile(rb"<" + SPACE + rb"""strike(?!\s[^<>]{0,20}val=["'](?:0|false))[^<>]{0,40}>""")
STYLED_CELL = re.compile(
    rb"<" + SPACE + rb"""c\sr=["']([A-Z]{1,3})(\d{1,7})["']\s(?:(?!\bs=)[^<>])*+\bs=["'](\d{1,6})["']"""
)
HIDDEN_ROW = re.compile(
    rb"<"
    + SPACE
    + rb"""row\s(?:(?!\br=)[^<>])*+\br=["'](\d{1,7})["'](?:(?!\bhidden=)[^<>])*+\bhidden=["'](?:1|true)["']"""
)
COLUMN = re.compile(rb"<" + SPACE + rb"col\s[^<>]*+>")
FILTER = b"_FilterDatabase"
HIDES = (b'hidden="1"', b'hidden="true"', b"hidden='1'")

# Records of an .xlsb: a format, the formats of cells, a row, a column's width, and cells of any kind.
FORMAT_RECORD, STYLES_BEGIN, STYLES_END, STYLE_RECORD = 0x2C, 0x269, 0x26A, 0x2F
ROW_RECORD, COLUMN_RECORD, LAST_CELL_RECORD = 0x00, 0x3C, 0x0B
ROW_FLAGS_AT, ROW_IS_HIDDEN = 11, 0x10
COLUMN_FLAGS_AT, COLUMN_IS_HIDDEN = 16, 0x01


@dataclass(frozen=True)
class Marks:
    """What some cells of a sheet are marked with, by 0-based column and by row number.

    `currencies` holds the ISO code of the cells that have one in their format, `throughout` that of columns in which
    all have the same; rows and columns that nobody sees are `hidden_rows` and `hidden_columns`, rows several of whose
    cells are struck through `struck_rows`. `first_column` is the leftmost one with a cell, None where somebody else
    knows. `unseen`: nobody has looked.
    """

    currencies: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    throughout: Mapping[int, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    first_column: int | None = None
    unseen: bool = False


def told(cells: Cells, marks: Marks, first_column: int) -> Cells:
    """The cells with a column of currencies behind them for each column whose formats name some.

    Rows and columns that are hidden stay in, and are told by the issues `hidden_rows` and `hidden_columns` (how many
    columns), or it is told that nobody looked for any (`marks_unseen`).
    """
    first = first_column if marks.first_column is None else marks.first_column
    table = cells.table
    for place, (name, column) in enumerate(zip(cells.table.column_names, cells.table.columns, strict=True)):
        codes = _codes(marks, first + place, cells.rows, column)
        if codes is not None and CURRENCY_OF.format(name) not in table.column_names:
            table = table.append_column(CURRENCY_OF.format(name), codes)
    return dataclasses.replace(cells, table=table, issues=(*cells.issues, *_hidden(cells, marks, first)))


def _codes(marks: Marks, column: int, rows: pa.Array, values: pa.ChunkedArray) -> pa.Array | None:
    """The currency of each of a column's filled cells; None where hardly any has one, or all are dates or yes/no."""
    found = marks.currencies.get(column, {})
    code = marks.throughout.get(column)
    if not (found or code) or pa.types.is_temporal(values.type) or pa.types.is_boolean(values.type):
        return None
    filled = values.is_valid().to_pylist()
    codes = [found.get(row, code) if known else None for row, known in zip(rows.to_pylist(), filled, strict=True)]
    named = {code for code in codes if code}
    enough = len(named) > 1 or sum(map(bool, codes)) >= MOST_CELLS * max(sum(filled), 1)
    return pa.array(codes, TEXT) if named and enough else None


def _hidden(cells: Cells, marks: Marks, first_column: int) -> Iterator[Issue]:
    if marks.unseen:
        yield Issue("marks_unseen", cells.table.num_rows)
    for code, marked in (("hidden_rows", marks.hidden_rows), ("struck_rows", marks.struck_rows)):
        rows = [row for row in cells.rows.to_pylist() if row in marked] if marked else []
        if rows:
            found = tuple(Example(row) for row in rows[:EXAMPLES])
            yield Issue(code, len(rows), found, details={"stretches": _stretches(rows)})
    names = [
        name for place, name in enumerate(cells.table.column_names) if first_column + place in marks.hidden_columns
    ]
    if names:
        found = tuple(Example(cells.header_row, name) for name in names[:EXAMPLES])
        yield Issue("hidden_columns", len(names), found, details={"columns": names})


def _stretches(rows: list[int]) -> list[list[int]]:
    """Ascending numbers as the first and last of each stretch without a gap."""
    gaps = [(end, start) for end, start in pairwise(rows) if start > end + 1]
    starts, ends = [rows[0], *(start for _, start in gaps)], [*(end for end, _ in gaps), rows[-1]]
    return [[first, last] for first, last in zip(starts, ends, strict=True)]


def of_xlsx(archive: zipfile.ZipFile, part: str) -> Marks:
    """The marks of a sheet of an .xlsx."""
    styles = read_start(archive, "xl/styles.xml", STYLES_BYTES)
    formats, striking = _xlsx_currencies(styles), _striking(styles)
    info = archive.NameToInfo.get(part)
    if info is None:
        return Marks()
    is_large = info.file_size > limits.SHEET_XML_BYTES
    filtered = not is_large or FILTER in read_start(archive, "xl/workbook.xml", STYLES_BYTES)
    several = len(set(formats.values())) > 1
    pieces = _pieces(archive, part)
    first = next(pieces, b"")
    hidden_columns = frozenset(_hidden_columns(first))
    seen = [first] if is_large and not filtered and not several else _and(first, pieces)
    currencies: dict[int, dict[int, str]] = {}
    hidden_rows: set[int] = set()
    struck: Counter[int] = Counter()
    for piece in seen:
        if any(sign in piece for sign in HIDES):
            hidden_rows.update(int(row) for row in HIDDEN_ROW.findall(piece))
        if formats:
            _add_currencies(currencies, piece, formats)
        if striking:
            struck.update(int(row) for _, row, style in STYLED_CELL.findall(piece) if style in striking)
    struck_rows = frozenset(row for row, cells in struck.items() if cells >= STRUCK_CELLS)
    if is_large and not several:
        most = MOST_CELLS * first.count(b"row ")
        throughout = {column: next(iter(rows.values())) for column, rows in currencies.items() if len(rows) >= most}
        return Marks({}, throughout, frozenset(hidden_rows), hidden_columns, struck_rows)
    return Marks(currencies, {}, frozenset(hidden_rows), hidden_columns, struck_rows)


def _xlsx_currencies(styles: bytes) -> dict[bytes, str]:
    """ISO code by the number of each format of cells that names a currency."""
    codes = {}
    for tag in NUMBER_FORMAT.findall(styles):
        found = attributes(tag)
        code = currency_of(found.get("formatCode", ""))
        if code is not None:
            codes[found.get("numFmtId", "")] = code
    begin = CELL_FORMATS.search(styles)
    if begin is None or not codes:
        return {}
    ids = (FORMAT_ID.search(tag) for tag in FORMAT.findall(styles, begin.end()))
    named = ((number, codes.get(found[1].decode()) if found else None) for number, found in enumerate(ids))
    return {str(number).encode(): code for number, code in named if code}


def _striking(styles: bytes) -> frozenset[bytes]:
    """The numbers of the formats of cells whose font strikes the text through."""
    begin, fonts = CELL_FORMATS.search(styles), FONTS.search(styles)
    if begin is None or fonts is None or b"strike" not in fonts[0]:
        return frozenset()
    struck = {str(n).encode() for n, font in enumerate(FONT.findall(fonts[0])) if STRIKE.search(font)}
    ids = (FONT_ID.search(tag) for tag in FORMAT.findall(styles, begin.end()))
    return frozenset(str(n).encode() for n, found in enumerate(ids) if found and found[1] in struck)


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The XML of a sheet, piece by piece, none of which ends inside a tag."""
    rest = b""
    try:
        with archive.open(part) as stream:
            while piece := stream.read(PIECE_BYTES):
                piece = rest + piece
                end = max(piece.rfind(b"<"), len(piece) - LONGEST_TAG)
                rest = piece[end:]
                yield piece[:end]
    except FAULTS as error:
        raise FileError("damaged") from error
    yield rest


def _and(first: bytes, others: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _add_currencies(found: dict[int, dict[int, str]], piece: bytes, formats: Mapping[bytes, str]) -> None:
    for letters, row, style in STYLED_CELL.findall(piece):
        code = formats.get(style)
        if code is not None:
            found.setdefault(column_index(letters), {})[int(row)] = code


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for tag in COLUMN.findall(xml[: xml.find(b"<sheetData")]):
        column = attributes(tag)
        if column.get("hidden") in ("1", "true") and column.get("min", "").isdecimal():
            last = column.get("max", "")
            most = int(last[:6]) if last.isdecimal() else 0
            yield from range(int(column["min"][:6]) - 1, min(most, limits.SHEET_COLUMNS))


def of_xlsb(archive: zipfile.ZipFile, part: str) -> Marks:
    """The marks of a sheet of an .xlsb, none where that is larger than people make by hand."""
    formats = _xlsb_currencies(read_start(archive, "xl/styles.bin", STYLES_BYTES))
    currencies: dict[int, dict[int, str]] = {}
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    row, leftmost = 0, limits.SHEET_COLUMNS
    for kind, body in records(xml(archive, part)):
        if kind == ROW_RECORD:
            row = _number(body, 0) + 1
            if _has_flag(body, ROW_FLAGS_AT, ROW_IS_HIDDEN):
                hidden_rows.add(row)
        elif kind <= LAST_CELL_RECORD:
            column = _number(body, 0)
            leftmost = min(leftmost, column)
            code = formats.get(int.from_bytes(body[4:7], "little"))
            if code is not None:
                currencies.setdefault(column, {})[row] = code
        elif kind == COLUMN_RECORD and _has_flag(body, COLUMN_FLAGS_AT, COLUMN_IS_HIDDEN):
            hidden_columns.update(range(_number(body, 0), min(_number(body, 4) + 1, limits.SHEET_COLUMNS)))
    return Marks(currencies, {}, frozenset(hidden_rows), frozenset(hidden_columns), first_column=leftmost)


def _number(body: bytes, place: int) -> int:
    return int.from_bytes(body[place : place + 4], "little")


def _has_flag(body: bytes, place: int, flag: int) -> bool:
    return len(body) > place and bool(body[place] & flag)


def _xlsb_currencies(styles: bytes) -> dict[int, str]:
    """ISO code by the number of each format of cells that names a currency."""
    codes: dict[int, str] = {}
    found: dict[int, str] = {}
    number: int | None = None
    for kind, body in records(styles):
        if kind == FORMAT_RECORD:
            code = currency_of(wide_text(body[2:])[0])
            if code is not None:
                codes[int.from_bytes(body[:2], "little")] = code
        elif kind in (STYLES_BEGIN, STYLES_END):
            number = 0 if kind == STYLES_BEGIN else None
        elif kind == STYLE_RECORD and number is not None:
            code = codes.get(int.from_bytes(body[2:4], "little"))
            if code is not None:
                found[number] = code
            number += 1
    return found
