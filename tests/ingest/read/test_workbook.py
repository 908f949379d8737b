"""Workbooks: true row numbers, true names, nothing turned into nothing."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest

from retention.errors import RetentionError
from retention.ingest.read import formats
from retention.ingest.read.cells import Cells
from retention.ingest.read.formats import Request
from tests import refusals

moment = dt.datetime.fromisoformat

HEADER = ["Order ID", "Date", "Customer", "Amount"]
FIRST = [1001, moment("2025-01-05"), "ann@example.com", 100]
SECOND = [1002, moment("2025-01-06 10:30"), "bob@example.com", 50.5]

ODS_CONTENT = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Orders"><table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>{}
</table:table></office:spreadsheet></office:body></office:document-content>"""


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet(rows: Sequence[Sequence[object]], *, first_row: int = 1, first_column: int = 1) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            book.active.cell(first_row + i, first_column + j, value)
    return book


def read(book: openpyxl.Workbook | bytes, **choices: object) -> Cells:
    data = book if isinstance(book, bytes) else saved(book)
    return formats.read(data, Request(**choices)).cells


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook with some of its XML replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            target.writestr(name, text)
    return buffer.getvalue()


def values(cells: Cells, column: str) -> list[object]:
    return cells.table.column(column).to_pylist()


def test_types_and_row_numbers() -> None:
    cells = read(sheet([HEADER, FIRST, SECOND]))
    assert values(cells, "Order ID") == [1001.0, 1002.0]
    assert values(cells, "Date") == [FIRST[1], SECOND[1]]
    assert (cells.header_row, cells.rows.to_pylist()) == (1, [2, 3])


def test_a_table_that_starts_further_down_and_right() -> None:
    cells = read(sheet([[*HEADER, None], [*FIRST, "late"], [None] * 5, [*SECOND, None]], first_row=5, first_column=3))
    assert cells.table.column_names == [*HEADER, "Column G"]
    assert (cells.header_row, cells.rows.to_pylist()) == (5, [6, 8])


def test_titles_above_the_header() -> None:
    rows = [["Shop Ltd"], ["Period:", "January"], [], HEADER, FIRST, SECOND, ["Total", None, None, 150.5]]
    cells = read(sheet(rows, first_row=2))
    assert cells.table.column_names == HEADER
    assert (cells.header_row, cells.rows.to_pylist()) == (5, [6, 7, 8])
    assert values(cells, "Amount") == [100.0, 50.5, 150.5]


def test_titles_in_a_column_of_their_own() -> None:
    rows = [["Report"], [None, *HEADER], [None, *FIRST], [None, *SECOND]]
    cells = read(sheet(rows))
    assert cells.table.column_names == HEADER
    assert cells.rows.to_pylist() == [3, 4]


def test_no_header() -> None:
    cells = read(sheet([FIRST, SECOND], first_row=3))
    assert cells.table.column_names == ["Column A", "Column B", "Column C", "Column D"]
    assert (cells.header_row, cells.rows.to_pylist()) == (0, [3, 4])


def test_a_chosen_header_row() -> None:
    book = sheet([HEADER, ["number", "day", "who", "sum"], FIRST], first_row=2)
    assert read(book, header_row=3).table.column_names == ["number", "day", "who", "sum"]
    assert read(book, header_row=3).rows.to_pylist() == [4]
    assert read(book, header_row=0).rows.to_pylist() == [2, 3, 4]


def test_mixed_columns_lose_nothing() -> None:
    mixed: list[object] = ["05.01.2025", moment("2025-01-06"), 45664, 1.25, True, dt.time(10, 30), None, "x"]
    rows = [[index + 1, value, "a@b.c", 1] for index, value in enumerate(mixed)]
    assert values(read(sheet([HEADER, *rows])), "Date") == [
        "05.01.2025",
        "2025-01-06 00:00:00",
        "45664",
        "1.25",
        "true",
        "10:30:00",
        None,
        "x",
    ]


def test_a_late_text_in_a_column_of_numbers_is_kept() -> None:
    rows = [[index, moment("2025-01-05"), "a@b.c", 1] for index in range(1200)]
    cells = read(sheet([HEADER, *rows, ["INV-7", *FIRST[1:]]]))
    assert values(cells, "Order ID")[-2:] == ["1199", "INV-7"]


def test_durations_beside_dates_and_times_of_day() -> None:
    rows = [["Date", "Time", "Worked"], [moment("2025-01-05"), dt.time(19, 24, 56), dt.timedelta(hours=30)]]
    cells = read(sheet([*rows, [moment("2025-01-06"), dt.time(7, 0), dt.timedelta(hours=1, seconds=5)]]))
    assert values(cells, "Time") == ["19:24:56", "07:00:00"]
    assert values(cells, "Worked") == ["30:00:00", "01:00:05"]
    combined = read(sheet([["Customer", "Date"], ["ann", moment("2025-01-05")], ["bob", dt.timedelta(hours=2)]]))
    assert values(combined, "Date")[0] == "2025-01-05 00:00:00"


def test_error_cells_and_blanks_are_missing() -> None:
    book = sheet([HEADER, FIRST, [1002, SECOND[1], "  ", "#N/A"], SECOND])
    book.active["D3"].data_type = "e"
    cells = read(book)
    assert values(cells, "Amount") == [100.0, None, 50.5]
    assert values(cells, "Customer") == ["ann@example.com", None, "bob@example.com"]


def test_names_as_written() -> None:
    header = ["Sum", "Sum", "Tel", "Tel_1", 2024, None, "Customer\n(e-mail) "]
    rows = [[1, 2, "+1555", "+1556", 5, "x", "ann@example.com"], [1, 2, "+1557", "+1558", 6, "y", "bob@example.com"]]
    assert read(sheet([header, *rows])).table.column_names == [
        "Sum",
        "Sum (2)",
        "Tel",
        "Tel_1",
        "2024",
        "Column F",
        "Customer (e-mail)",
    ]


def test_merged_values_belong_to_every_row_they_cover() -> None:
    rows = [
        ["Customer", "Order ID", "Amount"],
        ["ann", 1, 10],
        [None, 2, 20],
        ["bob", 3, 30],
        [None, 4, 40],
        [None, 5, 50],
    ]
    book = sheet([["Report"], *rows])
    book.active.merge_cells("A3:A4")
    book.active.merge_cells("A5:A7")
    book.active.merge_cells("A1:C1")
    assert values(read(book), "Customer") == ["ann", "ann", "bob", "bob", "bob"]


def test_everything_in_column_a() -> None:
    lines = ["Order ID;Date;Customer;Amount", '1001;2025-01-05;"ann; smith";100.00', "1002;2025-01-06;bob;50.50"]
    cells = read(sheet([[line] for line in lines], first_row=2))
    assert cells.table.column_names == HEADER
    assert values(cells, "Customer") == ["ann; smith", "bob"]
    assert (cells.header_row, cells.rows.to_pylist(), cells.separator) == (2, [3, 4], ";")


def test_formulas_never_calculated() -> None:
    with pytest.raises(RetentionError) as refused:
        read(sheet([HEADER, [*FIRST[:3], "=1+1"], [*SECOND[:3], "=2+2"]]))
    assert (refused.value.code, refused.value.details) == ("formulas_never_calculated", {"columns": ["Amount"]})
    for unneeded in ("zzz", "Margin", "Маржа", "Category"):
        cells = read(sheet([[*HEADER, unneeded], [*FIRST, "=1+1"], [*SECOND, "=2+2"]]))
        assert [issue.code for issue in cells.issues] == ["formulas_never_calculated"]


def test_a_wrong_dimension_and_a_last_formatted_row() -> None:
    book = sheet([HEADER, FIRST, SECOND])
    book.active.cell(1_048_576, 1).number_format = "0.00"
    data = saved(book)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    dimension = xml[xml.index("<dimension") : xml.index("/>", xml.index("<dimension")) + 2]
    cells = read(edited(data, "xl/worksheets/sheet1.xml", dimension, '<dimension ref="A1:B2"/>'))
    assert cells.rows.to_pylist() == [2, 3]
    assert cells.table.column_names == HEADER


def test_dates_since_1904() -> None:
    book = sheet([HEADER, FIRST])
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert values(read(book), "Date") == [FIRST[1]]


def test_open_document_with_blank_rows_above() -> None:
    texts = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>' for name in HEADER
    )
    first = (
        '<table:table-cell office:value-type="float" office:value="1001"/><table:table-cell office:value-type="date" '
        'office:date-value="2025-01-05"/><table:table-cell office:value-type="string"><text:p>ann</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="100"/>'
    )
    rows = f"<table:table-row>{texts}</table:table-row><table:table-row>{first}</table:table-row>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS_CONTENT.format(rows))
        archive.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis"/>')
    cells = read(buffer.getvalue())
    assert cells.table.column_names == HEADER
    assert (cells.header_row, cells.rows.to_pylist()) == (4, [5])


@pytest.mark.parametrize(("rows", "code"), [([HEADER], "header_only"), ([], "empty_file")])
def test_nothing_below_the_header(rows: list[list[object]], code: str) -> None:
    with pytest.raises(RetentionError, check=refusals.code(code)):
        read(sheet(rows))


def test_a_damaged_part() -> None:
    data = bytearray(saved(sheet([HEADER, *([FIRST, SECOND] * 200)])))
    start = data.index(b"xl/worksheets/sheet1.xml") + 200
    data[start : start + 400] = bytes(400)
    with pytest.raises(RetentionError, check=refusals.code("damaged")):
        read(bytes(data))


def test_a_header_of_two_rows_keeps_dates_and_numbers() -> None:
    units = ["number", "day", "e-mail", "USD"]
    cells = read(sheet([["Report"], HEADER, units, *[FIRST, SECOND] * 3], first_row=2, first_column=2))
    assert cells.table.column_names == ["Order ID number", "Date day", "Customer e-mail", "Amount USD"]
    assert cells.table.column(1)[1].as_py() == SECOND[1]
    assert cells.table.column(3).to_pylist()[:2] == [100.0, 50.5]
    assert cells.rows.to_pylist()[0] == 5
