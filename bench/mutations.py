"""Damaged files for bench/fuzz.py: exports written here, then changed at random places, each by its own seed."""

import csv
import datetime as dt
import gzip
import io
import json
import random
import sys
import tarfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests import open_documents
from tests.old_workbooks import Rows, xls, xlsb
from tests.open_documents import Fault, Hidden, Money

Mutation = Callable[[random.Random, bytes], bytes]

WORDS = (
    *(b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'""', b"'", b",", b";", b"\t", b"|", b"\r", b"\n", b"sep=;\n"),
    *(b"=1+1", b"-1", b"1e999", b"nan", b"#N/A", b"7,9123E+10", b"0", b"99999999999999999999", b"31.02.2024", b"10%"),
    *(b"<table>", b"</table>", b"<td rowspan=9999999 colspan=99999>", b"<!ENTITY a 'aaaaaaaaaa'>", b"&a;", b"&#0;"),
    *(
        b'r="XFD1048576"',
        b'r="A1"',
        b'<c r="A0"><v>1</v></c>',
        b'ref="A1:XFD1048576"',
        b"<f>1/0</f>",
        b't="s"',
        b"</row>",
    ),
    *(
        b"\xf0\x9f\x98\x80",
        b"\xe2\x80\x8f",
        b"\x1b[31m",
        b"\xd0",
        b"\x00\x00\x00\xff",
        b"\xff" * 8,
        b"\x7f\xff\xff\xff",
    ),
    *(b'{"a":', b"[[[[", b"NaN", b"\\ud800", b'office:currency="EUR"', b'table:visibility="filter"', b' hidden="1"'),
    *(b'table:number-rows-repeated="9999999"', b'table:number-columns-repeated="16384"', b'formatCode="[$"', b"<!--"),
    *("Итого".encode(), "Дата".encode("cp1251"), b"Customer ID", b"E-mail", b"Total", b"Refund", b"Cancelled"),
)
PIECES = (1, 2, 4, 16, 200, 5000)


@cache
def corpus() -> tuple[bytes, ...]:
    """One small shop's orders in every kind of file."""
    draw = random.Random(1)
    day = dt.datetime(2024, 1, 1, 9, 30)  # noqa: DTZ001 - a till's local time
    rows: list[list[str | float | dt.datetime | bool | None]] = [
        [
            f"{1000 + n}",
            day + dt.timedelta(days=3 * n),
            f"user{draw.randrange(9)}@example.com",
            n % 7 * 12.5,
            "Cup, tall",
        ]
        for n in range(40)
    ]
    header = ["Order ID", "Date", "Customer e-mail", "Amount", "Product"]
    table: Rows = [["Report"], [], header, *rows, ["Total", None, None, 999.0, None]]
    lines = [[str(cell) if cell is not None else "" for cell in row] for row in table]
    texts = [_delimited(lines, mark) for mark in (",", ";", "\t", "|")]
    wide = [texts[1].encode(name) for name in ("utf-16", "cp1251", "utf-8-sig")]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines)
    html = f"<html><meta charset=utf-8><table>{cells}</table></html>".encode()
    records = [dict(zip(lines[2], line, strict=True)) for line in lines[3:]]
    documents = [
        header,
        *([*row[:3], Money(float(row[3] or 0), "EUR" if n % 3 else "USD"), row[4]] for n, row in enumerate(rows)),
    ]
    documents += [Hidden(["9", day, "x@example.com", Fault("#NAME?"), "Cup"])]
    return (
        *(text.encode() for text in texts),
        *wide,
        html,
        _spreadsheetml(lines),
        _workbook({"Orders": table}),
        _workbook({"Cover": [["Shop"]], "Jan": table[2:20], "Feb": [header, *rows[20:]]}),
        xls({"Orders": table}),
        xlsb(table),
        _shown(table),
        open_documents.ods({"Orders": documents}),
        open_documents.ods({"Orders": documents}, indent="\n  "),
        open_documents.fods({"Orders": documents}),
        json.dumps(lines[2:]).encode(),
        json.dumps({"orders": records}, indent=1).encode(),
        "\n".join(map(json.dumps, records)).encode(),
        _parquet(lines),
        _tar({"jan.csv": texts[0].encode()}),
        gzip.compress(_tar({"jan.csv": texts[0].encode(), "feb.csv": texts[1].encode()})),
        gzip.compress(texts[0].encode()),
        _zipped({"jan.csv": texts[0].encode(), "feb.csv": texts[0].encode()}),
    )


def _delimited(lines: list[list[str]], separator: str) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator).writerows(lines)
    return buffer.getvalue()


def _spreadsheetml(lines: list[list[str]]) -> bytes:
    cell = '<Cell ss:MergeDown="0"><Data ss:Type="String">{}</Data></Cell>'
    rows = "".join(f"<Row>{''.join(cell.format(text) for text in line)}</Row>" for line in lines)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    page = f'<Worksheet ss:Name="Orders"><Table>{rows}</Table></Worksheet>'
    return f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{page}</Workbook>'.encode()


def _workbook(sheets: dict[str, Rows]) -> bytes:
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
        page.merge_cells("A1:C1")
    book.remove(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _shown(table: Rows) -> bytes:
    """A workbook with currencies in its formats, hidden rows and columns, and errors."""
    book = openpyxl.Workbook()
    for row in table:
        book.active.append(list(row))
    for place in range(4, len(table)):
        cell = book.active.cell(place, 4)
        cell.number_format = "0.00 [$€-407]" if place % 3 else '"$"0.00'
        book.active.row_dimensions[place].hidden = place % 5 == 0
    book.active.column_dimensions["E"].hidden = True
    book.active.cell(9, 5, "#NAME?").data_type = "e"
    book.active.cell(10, 4, "#SPILL!").data_type = "e"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _parquet(lines: list[list[str]]) -> bytes:
    buffer = io.BytesIO()
    columns = zip(*lines[2:], strict=False)
    pq.write_table(pa.table({name: cells for name, *cells in columns}), buffer)
    return buffer.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def _zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def mutated(seed: int) -> bytes:
    """A file of the corpus with one to eight changes; of a zip, half the time inside its members."""
    draw = random.Random(seed)
    data = draw.choice(corpus())
    inside = data.startswith(b"PK") and draw.random() < 0.7
    change = _inside if inside else _changed
    for _ in range(draw.choice((1, 1, 2, 3, 8))):
        data = change(draw, data)
    return data


def _inside(draw: random.Random, data: bytes) -> bytes:
    """A zip with one member changed, packed again so that its checksum fits."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    likely = [
        name
        for name in members
        if "sheet" in name or "workbook" in name or "styles" in name or "content" in name or "." not in name
    ]
    name = draw.choice(likely or list(members))
    members[name] = _changed(draw, members[name])
    return _zipped(members)


def _changed(draw: random.Random, data: bytes) -> bytes:
    place, size = draw.randrange(len(data) + 1), draw.choice(PIECES)
    return draw.choice(_MUTATIONS)(draw, data, place, size)


def _flip(draw: random.Random, data: bytes, place: int, size: int) -> bytes:
    changed = bytearray(data)
    for _ in range(size if size < PIECES[-2] else 1):
        if changed:
            changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _cut(_: random.Random, data: bytes, place: int, size: int) -> bytes:
    return data[:place] + data[place + size :]


def _truncate(_: random.Random, data: bytes, place: int, __: int) -> bytes:
    return data[:place]


def _insert(draw: random.Random, data: bytes, place: int, _: int) -> bytes:
    return data[:place] + draw.choice(WORDS) * draw.choice((1, 1, 1, 3, 200)) + data[place:]


def _overwrite(draw: random.Random, data: bytes, place: int, _: int) -> bytes:
    word = draw.choice(WORDS)
    return data[:place] + word + data[place + len(word) :]


def _repeat(draw: random.Random, data: bytes, place: int, size: int) -> bytes:
    return data[:place] + data[place : place + size] * draw.choice((2, 3, 50)) + data[place + size :]


def _exchange(draw: random.Random, data: bytes, place: int, size: int) -> bytes:
    """Every one of some bytes replaced by another: a separator, a digit, a bracket."""
    if not data:
        return data
    old = data[min(place, len(data) - 1)]
    return data.replace(bytes([old]), draw.choice(WORDS)[:2], size)


def _splice(draw: random.Random, data: bytes, place: int, size: int) -> bytes:
    other = draw.choice(corpus())
    start = draw.randrange(len(other))
    return data[:place] + other[start : start + size] + data[place:]


_MUTATIONS = (_flip, _flip, _cut, _truncate, _insert, _insert, _overwrite, _repeat, _exchange, _splice)
