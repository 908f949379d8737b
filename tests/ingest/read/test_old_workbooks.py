"""Excel's binary workbooks, .xls and .xlsb."""

import datetime as dt

import pytest

from retention.errors import RetentionError, Undecided
from retention.ingest.read import formats
from retention.ingest.read.formats import Found, Request
from tests.old_workbooks import Cell, xls, xlsb

moment = dt.datetime.fromisoformat
HEADER: list[Cell] = ["Номер", "Дата", "Клиент", "Сумма"]
FIRST: list[Cell] = ["00123", moment("2025-01-05"), "Анна Белова", 100.0]
SECOND: list[Cell] = ["00124", moment("2025-01-06 10:30"), "Bob", 50.5]
RECORDS = [dict(zip(map(str, HEADER), row, strict=True)) for row in (FIRST, SECOND)]


def read(data: bytes, **choices: str) -> Found:
    return formats.read(data, Request(**choices))  # type: ignore[arg-type]


def test_a_binary_workbook_of_excel_97() -> None:
    found = read(xls({"Продажи": [["Отчёт"], [], HEADER, FIRST, SECOND]}))
    assert (found.format, found.sheet, found.cells.header_row) == ("xls", "Продажи", 3)
    assert found.cells.table.to_pylist() == RECORDS
    assert found.cells.rows.to_pylist() == [4, 5]


def test_a_hidden_sheet_is_not_the_default() -> None:
    book = xls({"Old": [HEADER, FIRST], "Now": [HEADER, SECOND]}, hidden=["Old"])
    assert (read(book).sheet, read(book).cells.table.to_pylist()) == ("Now", RECORDS[1:])
    assert read(book, sheet="Old").cells.table.to_pylist() == RECORDS[:1]


def test_a_sheet_per_month_is_asked_about() -> None:
    with pytest.raises(Undecided) as asked:
        read(xls({"Jan": [HEADER, FIRST], "Feb": [HEADER, SECOND]}))
    assert asked.value.questions[0].options == ("Jan", "Feb", "*")


def test_a_binary_workbook_of_today() -> None:
    found = read(xlsb([HEADER, FIRST, SECOND]))
    assert (found.format, found.sheet) == ("xlsb", "Orders")
    assert found.cells.table.to_pylist() == RECORDS


@pytest.mark.parametrize("data", [xls({"A": [HEADER, FIRST]})[:2000], xlsb([HEADER, FIRST])[:-100]])
def test_a_workbook_cut_short_is_refused(data: bytes) -> None:
    with pytest.raises(RetentionError) as refused:
        read(data)
    assert refused.value.code == "damaged"


@pytest.mark.parametrize("hidden", [[], ["Chart"]])
def test_sheets_of_charts_are_passed_over(hidden: list[str]) -> None:
    found = read(xlsb([HEADER, FIRST, SECOND], charts=["Chart", "Diagramă"], hidden=hidden))
    assert (found.sheet, found.sheets) == ("Orders", ("Orders",))
    assert found.cells.table.to_pylist() == RECORDS


def test_a_hidden_sheet_is_read_where_there_is_no_other() -> None:
    assert read(xlsb([HEADER, FIRST], hidden=["Orders"])).sheet == "Orders"
