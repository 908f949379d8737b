"""OpenDocument sheets written tag by tag: .ods as LibreOffice or another program saves it, and flat .fods."""

import datetime as dt
import html
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

KIND = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


@dataclass(frozen=True)
class Fault:
    """A cell that holds an error, with the number 0 behind it as some programs write it."""

    name: str
    as_number: bool = False


@dataclass(frozen=True)
class Money:
    """An amount in a currency, which only its cell's tag names."""

    amount: float
    currency: str


@dataclass(frozen=True)
class Hidden:
    """A row that nobody sees."""

    cells: "Sequence[Cell]"
    why: str = "filter"


Cell = str | float | dt.datetime | bool | Fault | Money | None
Sheets = Mapping[str, Sequence[Sequence[Cell] | Hidden]]


def ods(sheets: Sheets, *, indent: str = "", manifest: bool = True) -> bytes:
    """An .ods; `indent` stands before each tag that may have it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("content.xml", content("office:document-content", sheets, indent=indent))
        if manifest:
            archive.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
    return buffer.getvalue()


def fods(sheets: Sheets, *, indent: str = "\n  ", encoding: str = "utf-8") -> bytes:
    """A flat .fods."""
    return content(f'office:document office:mimetype="{KIND}"', sheets, indent=indent, encoding=encoding)


def content(root: str, sheets: Sheets, *, indent: str, encoding: str = "utf-8") -> bytes:
    """The XML of some sheets in an element."""
    tables = "".join(_table(name, rows, indent) for name, rows in sheets.items())
    body = f"<office:body>{indent}<office:spreadsheet>{tables}{indent}</office:spreadsheet>{indent}</office:body>"
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<{root} {SPACES} {CALC}>{body}</{root.split(maxsplit=1)[0]}>'
    return text.encode(encoding)


def _table(name: str, rows: Sequence[Sequence[Cell] | Hidden], indent: str) -> str:
    lines = "".join(_row(row, indent) for row in rows)
    return f'{indent}<table:table table:name="{html.escape(name)}">{lines}{indent}</table:table>'


def _row(row: Sequence[Cell] | Hidden, indent: str) -> str:
    seen = f' table:visibility="{row.why}"' if isinstance(row, Hidden) else ""
    cells = row.cells if isinstance(row, Hidden) else row
    inside = "".join(indent + _cell(cell, indent) for cell in cells)
    return f"{indent}<table:table-row{seen}>{inside}{indent}</table:table-row>"


def _cell(cell: Cell, indent: str) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return _tag('office:value-type="string"', cell, indent)
    return _tag(*_value(cell), indent)


def _value(cell: float | dt.datetime | bool | Fault | Money) -> tuple[str, str]:
    """The attributes of a cell that is no text, and what it shows."""
    if isinstance(cell, Fault):
        kind = 'office:value-type="float" office:value="0"' if cell.as_number else 'office:value-type="string"'
        said = "" if cell.as_number else ' office:string-value="" calcext:value-type="error"'
        return f'table:formula="of:=FOO()" {kind}{said}', cell.name
    if isinstance(cell, Money):
        kind = f'office:value-type="currency" office:currency="{cell.currency}" office:value="{cell.amount!r}"'
        return kind, f"{cell.amount:.2f} €"
    if isinstance(cell, bool):
        return f'office:value-type="boolean" office:boolean-value="{str(cell).lower()}"', str(cell)
    if isinstance(cell, dt.datetime):
        return f'office:value-type="date" office:date-value="{cell.isoformat()}"', cell.isoformat()
    return f'office:value-type="float" office:value="{cell!r}"', f"{cell:.2f}"


def _tag(attributes: str, text: str, indent: str) -> str:
    paragraph = f"<text:p>{html.escape(text)}</text:p>"
    return f"<table:table-cell {attributes}>{indent}{paragraph}{indent}</table:table-cell>"
