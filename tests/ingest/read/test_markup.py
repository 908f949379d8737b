"""HTML tables and Excel-2003 XML under the name .xls."""

import pytest

from retention.errors import RetentionError
from retention.ingest.read import formats, markup
from retention.ingest.read.formats import Found, Request

PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={}"></head><body>
<table><tr><td>menu</td></tr></table>
<table border=1><tr><th>Номер</th><th>Покупатель</th><th>Сумма</th></tr>
<tr><td>0001</td><td rowspan=2>Анна<br>Смирнова</td><td>1&nbsp;234,50</td></tr>
<tr><td>0002</td><td>50,50</td></tr>
<tr><td colspan=2>Итого</td><td>1&nbsp;285,00</td></tr></table></body></html>"""

WORKBOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">{}</Workbook>"""
SHEET = """<Worksheet ss:Name="Orders"><Table>
<Row ss:Index="3"><Cell><Data ss:Type="String">Customer</Data></Cell><Cell><Data ss:Type="String">Order ID</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="String">Date</Data></Cell></Row>
<Row><Cell ss:MergeDown="1"><Data ss:Type="String">Ann</Data></Cell><Cell><Data ss:Type="Number">1</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="DateTime">2025-01-05T00:00:00.000</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="Number">2</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="DateTime">1899-12-31T10:30:00.000</Data></Cell></Row></Table></Worksheet>"""
HIDDEN = """<Worksheet ss:Name="Old"><Table><Row><Cell><Data ss:Type="String">Customer</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>"""


def read(text: str, encoding: str = "utf-8") -> Found:
    return formats.read(text.encode(encoding), Request())


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8", "koi8-r"])
def test_the_largest_table_of_a_page(encoding: str) -> None:
    found = read(PAGE.format(encoding).replace("&nbsp;", " "), encoding)
    assert (found.format, found.cells.header_row, found.cells.rows.to_pylist()) == ("html", 1, [2, 3, 4])
    assert found.cells.table.to_pydict() == {
        "Номер": ["0001", "0002", "Итого"],
        "Покупатель": ["Анна Смирнова", "Анна Смирнова", None],
        "Сумма": ["1 234,50", "50,50", "1 285,00"],
    }


def test_no_break_spaces_stay() -> None:
    assert read(PAGE.format("utf-8")).cells.table.column("Сумма")[0].as_py() == "1\u00a0234,50"


def test_a_page_without_a_table() -> None:
    with pytest.raises(RetentionError) as refused:
        read("<html><body>Please log in</body></html>")
    assert refused.value.details == {"found": "web page"}


def test_spans_have_an_end() -> None:
    grid = markup.html_table("<table><tr><td colspan=99999999999>a</td></tr><tr><td colspan=x>b</td></tr></table>")
    assert [len(row) for row in grid.rows] == [markup.MAX_SPAN, 1]


def test_excel_2003_xml() -> None:
    found = read(WORKBOOK.format(HIDDEN + SHEET))
    assert (found.format, found.sheet, found.sheets) == ("xml", "Orders", ("Orders",))
    assert (found.cells.header_row, found.cells.rows.to_pylist()) == (3, [4, 5])
    assert found.cells.table.to_pydict() == {
        "Customer": ["Ann", "Ann"],
        "Order ID": ["1", "2"],
        "Date": ["2025-01-05 00:00:00", "10:30:00"],
    }


def test_entities_are_not_resolved() -> None:
    laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    text = WORKBOOK.format(SHEET).replace("?>\n<Workbook", f"?>\n{laughs}<Workbook").replace("Ann", "Ann&f;&a;")
    assert read(text).cells.table.column("Customer")[0].as_py() in ("Ann", "Ann&f;&a;")


def test_numbers_that_are_none_count_as_absent() -> None:
    cell = '<Cell ss:Index="²" ss:MergeDown="x" ss:MergeAcross="99999999999999"><Data ss:Type="String">{}</Data></Cell>'
    rows = "".join(f"<Row ss:Index='²'>{cell.format(text)}</Row>" for text in ("Order", "1"))
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    page = f'<Worksheet ss:Name="A"><Table>{rows}</Table></Worksheet>'
    (grid,) = markup.spreadsheetml(f'<Workbook xmlns="{space}" xmlns:ss="{space}">{page}</Workbook>')
    assert grid.rows == [["Order"], ["1"]]
    grid = markup.html_table("<table><tr><td colspan='²' rowspan='-3'>Order</td></tr></table>")
    assert grid.rows == [["Order"]]


def test_a_page_of_nothing_but_openings_is_damaged() -> None:
    with pytest.raises(RetentionError) as refused:
        markup.html_table("<html\t<meta charset=utf-8\t<table\t<tr\t<td\tOrder ID</td\t<td\tDate</td")
    assert refused.value.code == "damaged"
