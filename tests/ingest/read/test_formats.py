"""Which of a file's sheets or members is read."""

import io
import zipfile

import openpyxl
import pytest

from retention.errors import RetentionError, Undecided
from retention.ingest.read import formats
from retention.ingest.read.formats import Found, Request
from tests import refusals

HEADER = ["Order ID", "Date", "Customer", "Amount"]
JANUARY = [[1, "2025-01-05", "ann", 10], [2, "2025-01-06", "bob", 20]]
FEBRUARY = [[3, "2025-02-05", "ann", "30 lei"]]


def book(*, hidden: tuple[str, ...] = (), **sheets: list[list[object]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        target = made.create_sheet(name)
        for row in rows:
            target.append(row)
        target.sheet_state = "hidden" if name in hidden else "visible"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def read(data: bytes, sheet: str | None = None) -> Found:
    return formats.read(data, Request(sheet=sheet))


def test_hidden_sheets_are_no_default_but_can_be_chosen() -> None:
    data = book(hidden=("old",), old=[HEADER, *FEBRUARY], orders=[HEADER, *JANUARY])
    assert (read(data).sheet, read(data).sheets) == ("orders", ("orders",))
    assert read(data, "old").cells.table.num_rows == 1


def test_covers_and_lists_are_passed_over() -> None:
    prices = [["Product", "Price"], *([f"p{i}", i] for i in range(50))]
    data = book(Cover=[["Sales of 2025"]], Prices=prices, Empty=[], Orders=[HEADER, *JANUARY])
    assert read(data).sheet == "Orders"


def test_one_sheet_per_month_is_asked_about() -> None:
    data = book(Cover=[["Sales"]], Jan=[HEADER, *JANUARY], Feb=[HEADER, *FEBRUARY])
    with pytest.raises(Undecided) as asked:
        read(data)
    (question,) = asked.value.questions
    assert (question.code, question.options) == ("sheet", ("Jan", "Feb", "*"))
    assert question.details == {"rows": {"Jan": 2, "Feb": 1}, "same_header": ["Jan", "Feb"]}


def test_all_months_joined() -> None:
    found = read(
        book(Prices=[["Product"], ["x"]], Jan=[HEADER, *JANUARY], Feb=[HEADER[::-1], *(r[::-1] for r in FEBRUARY)]), "*"
    )
    assert found.sheet == "*"
    assert found.cells.table.column("Order ID").to_pylist() == [1.0, 2.0, 3.0]
    assert found.cells.table.column("Amount").to_pylist() == ["10", "20", "30 lei"]
    assert found.cells.rows.to_pylist() == [2, 3, 2]
    assert found.cells.parts == (("Jan", 2), ("Feb", 1))


def test_months_in_one_archive_are_offered_like_sheets() -> None:
    text = "Order ID,Date,Customer,Amount\n{},2025-01-05,ann,5\n"
    months = {"jan.csv": text.format(1), "feb.csv": text.format(2), "read me.pdf": "%PDF-1.7", "empty.csv": ""}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in months.items():
            archive.writestr(name, content)
    with pytest.raises(Undecided) as asked:
        read(buffer.getvalue())
    assert asked.value.questions[0].options == ("jan.csv", "feb.csv", "*")
    joined = read(buffer.getvalue(), "*")
    assert joined.cells.table.column("Order ID").to_pylist() == ["1", "2"]
    assert (joined.cells.parts, joined.format) == ((("jan.csv", 1), ("feb.csv", 1)), "csv")
    assert joined.cells.issues[0].code == "unpacked"
    assert read(buffer.getvalue(), "feb.csv").cells.table.column("Order ID").to_pylist() == ["2"]


def test_an_archive_of_pictures_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.png", b"\x89PNG")
        archive.writestr("b.png", b"\x89PNG")
    with pytest.raises(RetentionError, check=refusals.code("not_a_table")):
        read(buffer.getvalue())


def test_all_of_a_single_sheet_is_that_sheet() -> None:
    assert read(book(orders=[HEADER, *JANUARY]), "*").sheet == "orders"


def test_equally_telling_sheets_are_asked_about() -> None:
    data = book(shop=[HEADER, *JANUARY], web=[["Order no", "Day", "E-mail", "Total"], *FEBRUARY])
    with pytest.raises(Undecided) as asked:
        read(data)
    assert asked.value.questions[0].options == ("shop", "web")


def test_a_sheet_that_is_not_there() -> None:
    with pytest.raises(RetentionError) as refused:
        read(book(orders=[HEADER, *JANUARY]), "Orders 2")
    assert (refused.value.code, refused.value.details) == ("no_such_sheet", {"sheet": "Orders 2", "sheets": ["orders"]})


def test_no_sheet_with_records() -> None:
    with pytest.raises(RetentionError, check=refusals.code("header_only")):
        read(book(orders=[HEADER], empty=[]))
