"""Sheets as a workbook: openpyxl writes heading, widths and formats, the rows follow the pattern of its first one.

Cell by cell openpyxl takes 30 µs for each, three minutes for a million rows of six columns (docs/decisions.md); put
together as whole columns by Arrow the same rows take seconds.
"""

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from retention.ingest.values.texts import harmless
from retention.sheets.sheet import Kind, Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook

FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.NUMBER: "#,##0.00",
    Kind.MONEY: "#,##0.00",
    Kind.SHARE: "0.0%",
    Kind.DAY: "mm-dd-yy",  # the code under which Excel shows a day as the computer's country writes it
}
"""Number formats as a workbook names them: Excel shows each with the marks of its own language."""
MOST_ROWS = 1_048_576 - 1
"""Rows of a sheet below its heading; what is more goes on the next sheet."""
LONGEST_TEXT = 32_767
"""Characters of a cell."""
LONGEST_TITLE = 31
"""Characters of the name of a sheet."""
AT_ONCE = 50_000
"""Rows put together in one step, so that a large table takes little memory."""
SAMPLE = 200
"""Rows by which a column's width is chosen."""
NARROWEST, WIDEST = 8, 60
DAY_WIDTH = 12
ZERO = dt.date(1899, 12, 30)
"""The day that a workbook numbers 0."""
NOT_IN_XML = "[\ufffe\uffff]"
FIRST_ROW, ROW_ENDS = b'<row r="2"', b"</row>"
STYLE = re.compile(rb'<c r="([A-Z]+)2"(?: s="(\d+)")?')
DIMENSION = re.compile(rb'<dimension ref="[^"]*" ?/>')


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an .xlsx with frozen, filterable headings; texts that would run as formulas are neutralised.

    A table of more rows than a sheet can hold goes on on further sheets, numbered after its title.
    """
    from openpyxl import Workbook  # here, because the first page waits for imports, and few visits end in a workbook

    parts = [part for sheet in sheets for part in _parts(_neutralised(sheet))]
    book = Workbook()
    book.remove(book.worksheets[0])
    for part in parts:
        _begin(book, part)
    begun = io.BytesIO()
    book.save(begun)
    return _completed(begun, parts)


def _neutralised(sheet: Sheet) -> Sheet:
    """The sheet with texts and headings in which nothing runs and every character can be stored."""
    titles = harmless(pd.DataFrame({"title": [column.title for column in sheet.columns]}))["title"]
    columns = [type(column)(title=title, kind=column.kind) for title, column in zip(titles, sheet.columns, strict=True)]
    rows = sheet.rows.set_axis(range(sheet.rows.shape[1]), axis="columns").reset_index(drop=True)
    texts = [place for place, column in enumerate(columns) if column.kind is Kind.TEXT]
    safe = rows.drop(columns=texts).join(harmless(rows[texts]))[list(rows.columns)]
    return Sheet(title=sheet.title, columns=tuple(columns), rows=safe)


def _parts(sheet: Sheet) -> Iterator[Sheet]:
    """The sheet cut to what one can hold."""
    for number, start in enumerate(range(0, max(len(sheet.rows), 1), MOST_ROWS), start=1):
        title = sheet.title[:LONGEST_TITLE] if number == 1 else f"{sheet.title[: LONGEST_TITLE - 4]} {number}"
        yield Sheet(title=title, columns=sheet.columns, rows=sheet.rows.iloc[start : start + MOST_ROWS])


def _begin(book: "Workbook", sheet: Sheet) -> None:
    """A sheet of the book with heading, widths, and a first row as the pattern of the others."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(sheet.title)
    for place, column in enumerate(sheet.columns, start=1):
        head, first = page.cell(1, place, column.title), page.cell(2, place)
        head.data_type, head.font = "s", Font(bold=True)
        is_text = column.kind in (Kind.TEXT, Kind.FLAG)
        head.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left" if is_text else "right")
        first.number_format = FORMATS.get(column.kind, "General")
        first.value = 0
        page.column_dimensions[get_column_letter(place)].width = _width(
            column.title, column.kind, sheet.rows, place - 1
        )
    page.freeze_panes = "B2"
    page.auto_filter.ref = _reference(sheet)


def _reference(sheet: Sheet) -> str:
    """The cells of a sheet, such as A1:C20."""
    from openpyxl.utils import get_column_letter

    return f"A1:{get_column_letter(max(len(sheet.columns), 1))}{len(sheet.rows) + 1}"


def _width(title: str, kind: Kind, rows: pd.DataFrame, place: int) -> int:
    """As wide as the longest word of the heading and the longest of the first cells, within reason."""
    heading = max(map(len, title.split()), default=0)
    if kind is Kind.DAY:
        return max(DAY_WIDTH, heading + 2)
    cells = rows.iloc[:SAMPLE, place].dropna()
    if kind is Kind.TEXT:
        longest = max((len(str(cell)) for cell in cells), default=0)
    else:
        longest = max((len(f"{cell:,.2f}") for cell in cells if isinstance(cell, int | float)), default=0)
    return min(max(longest + 2, heading + 3, NARROWEST), WIDEST)


def _completed(begun: io.BytesIO, parts: Sequence[Sheet]) -> bytes:
    """The book with the rows of each sheet in the place of the pattern."""
    made = io.BytesIO()
    with ZipFile(begun) as pattern, ZipFile(made, "w", ZIP_DEFLATED, compresslevel=1) as book:
        for name in pattern.namelist():
            found = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            if found is None:
                book.writestr(name, pattern.read(name))
                continue
            sheet, page = parts[int(found[1]) - 1], pattern.read(name)
            before, _row, rest = page.partition(FIRST_ROW)
            after = rest.partition(ROW_ENDS)[2]
            styles = {letters: int(style or 0) for letters, style in STYLE.findall(page)}
            with book.open(name, "w", force_zip64=True) as file:
                file.write(DIMENSION.sub(f'<dimension ref="{_reference(sheet)}"/>'.encode(), before))
                for written in _rows(sheet, list(styles.values())):
                    file.write(written)
                file.write(after)
    return made.getvalue()


def _rows(sheet: Sheet, styles: Sequence[int]) -> Iterator[memoryview]:
    """The rows of a sheet as a workbook keeps them, some thousands at a time."""
    from openpyxl.utils import get_column_letter

    for start in range(0, len(sheet.rows), AT_ONCE):
        part = sheet.rows.iloc[start : start + AT_ONCE]
        numbers = pa.array(range(start + 2, start + 2 + len(part))).cast(pa.large_string())
        pieces: list[Any] = ['<row r="', numbers, '">']
        for place, column in enumerate(sheet.columns):
            pieces.append(
                _cells(part.iloc[:, place], column.kind, get_column_letter(place + 1), styles[place], numbers)
            )
        pieces.append("</row>")
        joined = pc.binary_join_element_wise(*(_large(piece) for piece in pieces), pa.scalar("", pa.large_string()))
        yield memoryview(joined.buffers()[2])


def _large(piece: Any) -> Any:  # noqa: ANN401 - a text or an array of texts, as Arrow joins them
    return pa.scalar(piece, pa.large_string()) if isinstance(piece, str) else piece


def _cells(cells: pd.Series, kind: Kind, letters: str, style: int, numbers: pa.LargeStringArray) -> pa.LargeStringArray:
    """The cells of one column, those without a value without content."""
    values, type_of = _values(cells, kind)
    opened, closed = ('<is><t xml:space="preserve">', "</t></is>") if type_of == "inlineStr" else ("<v>", "</v>")
    named = f'" s="{style}"' + (f' t="{type_of}"' if type_of else "")
    inside = pc.binary_join_element_wise(*map(_large, (f"{named}>{opened}", values, f"{closed}</c>", "")))
    filled = pc.fill_null(inside, f'" s="{style}"/>')
    return pc.binary_join_element_wise(*map(_large, (f'<c r="{letters}', numbers, filled, "")))


def _values(cells: pd.Series, kind: Kind) -> tuple[pa.LargeStringArray, str]:
    """The values of cells as a workbook writes them, and what it calls their type: nothing for numbers."""
    if kind is Kind.TEXT:
        return _texts(cells), "inlineStr"
    if kind is Kind.FLAG:
        flags = pa.array(cells.astype("boolean"), from_pandas=True)
        return flags.cast(pa.int8()).cast(pa.large_string()), "b"
    if kind is Kind.DAY:
        days = (pd.to_datetime(cells).dt.normalize() - pd.Timestamp(ZERO)).dt.days
        return pa.array(days.astype("Int64"), from_pandas=True).cast(pa.large_string()), ""
    numbers = pa.array(cells, from_pandas=True)
    if pa.types.is_floating(numbers.type):
        numbers = pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, numbers.type))
    return numbers.cast(pa.large_string()), ""


def _texts(cells: pd.Series) -> pa.LargeStringArray:
    """Texts as XML holds them."""
    objects = cells.astype(object)
    texts = pa.array(objects.where(objects.notna(), None).map(str, na_action="ignore"), pa.large_string())
    texts = pc.replace_substring_regex(pc.utf8_slice_codeunits(texts, 0, LONGEST_TEXT), NOT_IN_XML, "\ufffd")
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        texts = pc.replace_substring(texts, sign, name)
    return texts
