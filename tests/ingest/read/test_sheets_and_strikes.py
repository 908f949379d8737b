"""Workbooks that hide something in plain sight: rows struck through, another year's orders under another header."""

import io

import openpyxl
import pytest
from openpyxl.styles import Font

from retention.errors import Undecided
from retention.ingest.mapping import Choices
from retention.ingest.read.raw import RawTable
from tests.made_up.rights import File
from tests.made_up.verdict import read_here


def read(book: openpyxl.Workbook, **choices: str) -> RawTable:
    content = io.BytesIO()
    book.save(content)
    return read_here(File("orders.xlsx", content.getvalue()), Choices(**choices))


def test_rows_struck_through_are_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Date", "Customer", "Total"])
    for n in range(9):
        sheet.append([f"2025-01-{n + 1:02d}", f"c{n % 3}", n])
        if n in (2, 5):
            for cell in sheet[sheet.max_row]:
                cell.font = Font(strike=True)
    sheet["C9"].font = Font(strike=True)  # one cell put right by hand
    (issue,) = [issue for issue in read(book).issues if issue.code == "struck_rows"]
    assert (issue.rows, [example.row for example in issue.examples]) == (2, [4, 7])


def test_a_book_without_strikes_tells_of_none() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Date", "Customer", "Total"])
    book.active.append(["2025-01-01", "ann", 5])
    assert not read(book).issues


def test_another_years_orders_under_another_header_are_asked_about() -> None:
    book = openpyxl.Workbook()
    book.active.title = "2024"
    book.active.append(["Дата", "Клиент", "Сумма"])
    other = book.create_sheet("2025")
    other.append(["Order", "Customer", "Date", "Total"])
    for n in range(9):
        book.active.append([f"2024-01-{n + 1:02d}", f"c{n % 3}", n])
        other.append([n, f"c{n % 3}", f"2025-01-{n + 1:02d}", n])
    with pytest.raises(Undecided) as asked:
        read(book)
    (question,) = asked.value.questions
    assert (question.code, question.options) == ("sheet", ("2024", "2025"))
    assert list(read(book, sheet="2025").frame) == ["Order", "Customer", "Date", "Total"]
