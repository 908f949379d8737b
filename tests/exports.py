"""Reports of a random shop as files of every kind and dialect."""

import csv
import datetime as dt
import gzip
import html
import io
import json
import random
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import openpyxl
from hypothesis import strategies as st

from tests import open_documents
from tests.old_workbooks import xls, xlsb
from tests.reports import ENCODINGS, Cell, Order, Style, expected, random_orders, sheet, sizes, styles


@dataclass(frozen=True)
class Export:
    """A file and the orders it must give: order number → customer, day, money."""

    name: str
    data: bytes
    orders: dict[str, tuple[str, dt.date, float]]
    style: object


@st.composite
def text_exports(draw: st.DrawFn) -> Export:
    """A delimited text in any dialect, perhaps packed."""
    style = draw(styles())
    orders = random_orders(random.Random(draw(st.integers(0, 2**32))), style, size=draw(sizes(style)))
    encoding = draw(st.sampled_from(ENCODINGS[style.language]))
    separator = draw(st.sampled_from((",", ";", "\t", "|")))
    line_end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    quoting = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC)))
    padded = draw(st.booleans())
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, quoting=quoting, lineterminator=line_end)
    rows = sheet(orders, style, typed=False)
    width = max(map(len, rows))
    for row in rows:
        writer.writerow([*row, *[""] * (width - len(row))] if padded else row)
    text = buffer.getvalue()
    announced = draw(st.booleans()) and encoding != "utf-16-le"
    data = ((f"sep={separator}{line_end}" if announced else "") + text).encode(encoding, errors="replace")
    packed = draw(st.sampled_from(("", "", "", "zip", "gz", "tar.gz")))
    details = (style, encoding, separator, line_end, quoting, padded, announced, packed)
    if "?" in data.decode(encoding):  # a sign this encoding does not have: no file of this shop
        data = text.encode("utf-8")
    return Export("orders.csv", _packed(data, packed), expected(orders, style), details)


def _packed(data: bytes, packed: str) -> bytes:
    if packed == "gz":
        return gzip.compress(data)
    if packed == "tar.gz":
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
            entry = tarfile.TarInfo("export/orders.csv")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        return buffer.getvalue()
    if packed == "zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as target:
            target.writestr("export/orders.csv", data)
        return buffer.getvalue()
    return data


@st.composite
def workbook_exports(draw: st.DrawFn) -> Export:
    """A workbook of any format: cells typed or all text, the table anywhere, perhaps other sheets around it."""
    style = draw(styles())
    orders = random_orders(random.Random(draw(st.integers(0, 2**32))), style, size=draw(sizes(style)))
    typed = draw(st.booleans())
    down, right = draw(st.integers(0, 3)), draw(st.integers(0, 2))
    rows: list[list[Cell]] = [[] for _ in range(down)]
    rows += [[None] * right + row for row in sheet(orders, style, typed=typed)]
    cover = draw(st.sampled_from(("", "", "cover", "hidden")))
    sheets: dict[str, list[list[Cell]]] = {"Orders": rows}
    if cover:
        sheets = {"About": [["Shop", "Report"], ["Owner", "Olga"]], **sheets}
    kind = draw(st.sampled_from(("xlsx", "xlsx", "xls", "xlsb", "html", "xml", "ods", "fods", "json")))
    data = _book(kind, sheets, ["About"] if cover == "hidden" else [])
    return Export("orders.xls", data, expected(orders, style), (style, typed, down, right, cover, kind))


def _book(kind: str, sheets: dict[str, list[list[Cell]]], hidden: Sequence[str]) -> bytes:
    if kind == "xls":
        return xls(sheets, hidden=hidden)
    if kind == "xlsx":
        return _xlsx(sheets, hidden)
    return SINGLE[kind](sheets["Orders"])


def _xlsx(sheets: dict[str, list[list[Cell]]], hidden: Sequence[str]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        page.sheet_state = "hidden" if name in hidden else "visible"
        for i, row in enumerate(rows, start=1):
            for j, value in enumerate(row, start=1):
                page.cell(i, j, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _page(rows: list[list[Cell]]) -> bytes:
    lines = ("".join(f"<td>{html.escape(_shown(cell))}</td>" for cell in row) for row in rows)
    table = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<html><meta charset=utf-8><body><table>{table}</table></body></html>".encode()


def _spreadsheetml(rows: list[list[Cell]]) -> bytes:
    cells = ("".join(_data(cell) for cell in row) for row in rows)
    table = "".join(f"<Row>{line}</Row>" for line in cells)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    page = f'<Worksheet ss:Name="Orders"><Table>{table}</Table></Worksheet>'
    return f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{page}</Workbook>'.encode()


def _shown(cell: Cell) -> str:
    return "" if cell is None else f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _data(cell: Cell) -> str:
    if isinstance(cell, dt.datetime):
        return f'<Cell><Data ss:Type="DateTime">{cell.isoformat()}.000</Data></Cell>'
    kind = "Number" if isinstance(cell, float) else "String"
    return f'<Cell><Data ss:Type="{kind}">{html.escape(_shown(cell))}</Data></Cell>'


SINGLE: dict[str, Callable[[list[list[Cell]]], bytes]] = {
    "xlsb": xlsb,
    "html": _page,
    "xml": _spreadsheetml,
    "ods": lambda rows: open_documents.ods({"Orders": rows}, indent="\n "),
    "fods": lambda rows: open_documents.fods({"Orders": rows}),
    "json": lambda rows: json.dumps(rows, default=str).encode(),
}
"""Kinds of files that hold one table."""


@st.composite
def halves(draw: st.DrawFn) -> tuple[Export, Export]:
    """Two exports of one shop in one style that overlap, each with the orders of both."""
    style = replace(draw(styles()), sequence="oldest first", refunds=False)
    style = replace(style, layout="orders") if style.layout.startswith("by") else style
    orders = random_orders(random.Random(draw(st.integers(0, 2**32))), style, size=draw(st.integers(12, 40)))
    third = len(orders) // 3
    files = (_text(orders[: 2 * third], style), _text(orders[third:], style))
    everything = expected(orders, style)
    return Export("a.csv", files[0], everything, style), Export("b.csv", files[1], everything, style)


def _text(orders: Sequence[Order], style: Style) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";").writerows(sheet(orders, style, typed=False))
    return buffer.getvalue().encode()
