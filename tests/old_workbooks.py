"""Workbooks in Excel's binary formats, written byte by byte: .xls (BIFF8 in an OLE container) and .xlsb."""

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class BinaryFault:
    """A cell that holds an error, by the error's number."""

    code: int


Cell = str | float | dt.datetime | bool | BinaryFault | None
Rows = Sequence[Sequence[Cell]]

SECTOR = 512
END, FAT_SECTOR, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
# Number formats of the two styles used: general, and Excel's built-in date.
FORMATS = (0, 14)
OWN_FORMATS = 164  # from this number on, Excel's formats are a workbook's own
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - what Excel counts from


def serial(moment: dt.datetime) -> float:
    """A date as Excel stores it: days since its epoch."""
    return (moment - EPOCH) / dt.timedelta(days=1)


@dataclass(frozen=True)
class Shown:
    """How a workbook shows its cells: the number format of some, by row and column from 0, and what it hides."""

    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()


def xls(sheets: dict[str, Rows], *, hidden: Sequence[str] = (), shown: Shown = Shown()) -> bytes:
    """An .xls with the rows of each sheet from A1 on."""
    return _ole("Workbook", _biff(sheets, hidden, shown))


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _biff(sheets: dict[str, Rows], hidden: Sequence[str], shown: Shown) -> bytes:
    own = sorted(set(shown.formats.values()))
    numbers = (*FORMATS, *range(OWN_FORMATS, OWN_FORMATS + len(own)))
    texts = [
        struct.pack("<HHB", OWN_FORMATS + i, len(code), 1) + code.encode("utf-16-le") for i, code in enumerate(own)
    ]
    styles = b"".join([_record(0x041E, text) for text in texts])
    styles += b"".join(_record(0x00E0, struct.pack("<HH16x", 0, number)) for number in numbers)
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + styles
    pages = [_biff_sheet(rows, shown, own) for rows in sheets.values()]
    names = [struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name in sheets]
    place = len(start) + sum(4 + 6 + len(name) for name in names) + 4
    entries = []
    for name, coded, page in zip(sheets, names, pages, strict=True):
        entries.append(_record(0x0085, struct.pack("<IBB", place, int(name in hidden), 0) + coded))
        place += len(page)
    return b"".join([start, *entries, _record(0x000A), *pages])


def _biff_sheet(rows: Rows, shown: Shown, own: Sequence[str]) -> bytes:
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    widths = [_record(0x007D, struct.pack("<HHHHHH", c, c, 2304, 0, 1, 0)) for c in shown.hidden_columns]
    heights = [_record(0x0208, struct.pack("<HHHH4xI", row, 0, 256, 255, 0x20)) for row in shown.hidden_rows]
    cells = []
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            code = shown.formats.get((i, j))
            style = len(FORMATS) + own.index(code) if code is not None else int(isinstance(value, dt.datetime))
            if value is not None:
                cells.append(_biff_cell(struct.pack("<HHH", i, j, style), value))
    return b"".join([start, *widths, *heights, *cells, _record(0x000A)])


def _biff_cell(head: bytes, value: Cell) -> bytes:
    if isinstance(value, str):
        return _record(0x0204, head + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    if isinstance(value, bool):
        return _record(0x0205, head + struct.pack("<BB", value, 0))
    if isinstance(value, BinaryFault):
        return _record(0x0205, head + struct.pack("<BB", value.code, 1))
    return _record(0x0203, head + struct.pack("<d", serial(value) if isinstance(value, dt.datetime) else value))


def _ole(name: str, stream: bytes) -> bytes:
    """A compound file with one stream, long enough to need no mini stream."""
    stream += b"\0" * (max(4096, -(-len(stream) // SECTOR) * SECTOR) - len(stream))
    used = len(stream) // SECTOR
    fats = next(count for count in range(1, 100) if count * (SECTOR // 4) >= used + count + 1)
    chain = [*range(1, used), END, *[FAT_SECTOR] * fats, END]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(fats * SECTOR, b"\xff")
    entries = _entry("Root Entry", 5, END, 0, child=1) + _entry(name, 2, 0, len(stream)) + 2 * _entry("", 0, 0, 0)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<16xHHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, fats, used + fats, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", *range(used, used + fats), *[FREE] * (109 - fats))
    return header + stream + fat + entries


def _entry(name: str, kind: int, start: int, size: int, *, child: int = FREE) -> bytes:
    coded = name.encode("utf-16-le").ljust(64, b"\0")
    length = 2 * len(name) + 2 if name else 0
    links = struct.pack("<HBBIII", length, kind, 1, FREE, FREE, child)
    return coded + links + struct.pack("<16xI8x8xIQ", 0, start, size)


def xlsb(
    rows: Rows,
    *,
    sheet: str = "Orders",
    charts: Sequence[str] = (),
    hidden: Sequence[str] = (),
    shown: Shown = Shown(),
) -> bytes:
    """An .xlsb with one sheet, its rows from A1 on, behind sheets that hold nothing but a chart."""
    sheets = [*charts, sheet]
    own = sorted(set(shown.formats.values()))
    numbers = (*FORMATS, *range(OWN_FORMATS, OWN_FORMATS + len(own)))
    named = b"".join(_part(0x2C, struct.pack("<H", OWN_FORMATS + i) + _wide(code)) for i, code in enumerate(own))
    styles = b"".join(_part(0x2F, struct.pack("<HH12x", 0, number)) for number in numbers)
    bundles, links = b"", ""
    for number, name in enumerate(sheets, start=1):
        bundles += _part(0x9C, struct.pack("<II", int(name in hidden), number) + _wide(f"rId{number}") + _wide(name))
        kind = "chartsheet" if name in charts else "worksheet"
        links += f'<Relationship Id="rId{number}" Type="{RELATION}/{kind}" Target="{kind}s/sheet{number}.bin"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", bundles + _part(0x90) + _part(0x84))
        archive.writestr("xl/_rels/workbook.bin.rels", f"<Relationships>{links}</Relationships>")
        archive.writestr("xl/styles.bin", named + _part(0x269, struct.pack("<I", len(numbers))) + styles + _part(0x26A))
        for number in range(1, len(sheets)):
            archive.writestr(f"xl/chartsheets/sheet{number}.bin", _part(0x81) + _part(0x82))
        archive.writestr(f"xl/worksheets/sheet{len(sheets)}.bin", _xlsb_sheet(rows, shown, own))
    return buffer.getvalue()


def _xlsb_sheet(rows: Rows, shown: Shown, own: Sequence[str]) -> bytes:
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    widths = b"".join(_part(0x3C, struct.pack("<IIIIH", c, c, 2304, 0, 1)) for c in shown.hidden_columns)
    parts = [_part(0x81), _part(0x94, size), _part(0x186) + widths + _part(0x187) if widths else b"", _part(0x91)]
    for place, row in enumerate(rows):
        flags = 0x10 if place in shown.hidden_rows else 0
        parts.append(_part(0x00, struct.pack("<I7xB5x", place, flags)))
        for column, value in enumerate(row):
            code = shown.formats.get((place, column))
            style = len(FORMATS) + own.index(code) if code is not None else int(isinstance(value, dt.datetime))
            if value is not None:
                parts.append(_xlsb_cell(struct.pack("<II", column, style), value))
    return b"".join([*parts, _part(0x92), _part(0x82)])


def _xlsb_cell(head: bytes, value: Cell) -> bytes:
    if isinstance(value, str):
        return _part(0x06, head + _wide(value))
    if isinstance(value, bool):
        return _part(0x04, head + struct.pack("<B", value))
    if isinstance(value, BinaryFault):
        return _part(0x03, head + struct.pack("<B", value.code))
    return _part(0x05, head + struct.pack("<d", serial(value) if isinstance(value, dt.datetime) else value))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _part(kind: int, body: bytes = b"") -> bytes:
    """A record: its type and its length are numbers of seven bits a byte, the lowest first."""
    return b"".join(map(_seven_bits, (kind, len(body)))) + body


def _seven_bits(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])
