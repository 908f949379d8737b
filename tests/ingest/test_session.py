"""Files brought together: their questions, what was decided about them, and the orders they make."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from retention.errors import ColumnError, Undecided
from retention.ingest.mapping import Choices
from retention.ingest.read.raw import Layout, RawTable
from retention.ingest.session import ImportSession

OPEN_DAYS = ["03/04/2024", "05/06/2024", "07/08/2024"]
DAY_FIRST = ["13/04/2024", "25/06/2024", "17/08/2024"]


def file(name: str, days: list[str]) -> RawTable:
    cells = {"Customer": ["ann", "bob", "ann"], "Date": days, "Total": ["10", "20", "30"]}
    frame = pd.DataFrame(cells, dtype="str")
    return RawTable(name=name, frame=frame, rows=np.arange(2, 5), layout=Layout(format="csv"))


def test_an_open_question_keeps_orders_back_until_it_is_decided() -> None:
    session = ImportSession.of([file("orders.csv", OPEN_DAYS)])
    assert [question.code for question in session.open_questions] == ["date_order"]
    assert session.joined().orders is None
    with pytest.raises(Undecided):
        _ = session.tables
    orders = session.decided(date_order="mdy").orders
    assert orders is not None
    assert orders.frame["date"].dt.month.tolist() == [3, 5, 7]


def test_a_file_with_the_same_columns_answers() -> None:
    session = ImportSession.of([file("april.csv", OPEN_DAYS), file("later.csv", DAY_FIRST)]).joined()
    assert session.open_questions == ()
    assert session.orders is not None
    assert session.orders.frame["date"].dt.day.tolist() == [3, 13, 5, 25, 7, 17]
    assert session.has_several_parts


def test_a_file_that_cannot_be_used_keeps_its_problem_and_the_others_count(tmp_path: Path) -> None:
    good, bad = tmp_path / "orders.csv", tmp_path / "customers.csv"
    good.write_text("Customer,Date,Total\nann,2024-01-05,10\nbob,2024-01-06,20\n")
    bad.write_text("Customer,Town\nann,Riga\nbob,Oslo\n")
    session = ImportSession.read(good, bad, tmp_path / "missing.csv")
    problems = [document.problem and document.problem.code for document in session.documents]
    assert problems == [None, "no_date_column", "no_such_file"]
    assert [document.name for document in session.usable] == ["orders.csv"]
    assert session.orders is not None
    assert len(session.orders.frame) == 2


def test_each_answer_to_a_question_is_shown_with_the_cells_it_reads() -> None:
    (document,) = ImportSession.of([file("orders.csv", OPEN_DAYS)]).documents
    shown = document.readings(document.questions[0])
    assert shown["cell"].tolist() == OPEN_DAYS
    assert shown["row"].tolist() == [2, 3, 4]
    assert shown["dmy"].dt.month.tolist() == [4, 6, 8]
    assert shown["mdy"].dt.month.tolist() == [3, 5, 7]


def test_the_preview_shows_the_first_rows_as_they_were_understood() -> None:
    (document,) = ImportSession.of([file("orders.csv", DAY_FIRST)], Choices(order="")).documents
    assert document.preview["customer"].tolist() == ["ann", "bob", "ann"]
    assert document.preview["amount"].tolist() == [10.0, 20.0, 30.0]
    assert document.preview["date"].dt.day.tolist() == [13, 25, 17]


def test_a_column_of_one_file_that_was_chosen_leaves_the_others_alone() -> None:
    till, web = file("till.csv", DAY_FIRST), file("web.csv", DAY_FIRST)
    web.frame.columns = ["Contact", "Day", "Sum"]
    ((_, of_till), (_, of_web)) = ImportSession.of([till, web], Choices(customer="Contact")).tables
    assert (of_till.customer, of_web.customer) == ("Customer", "Contact")
    with pytest.raises(ColumnError):
        ImportSession.of([till, web], Choices(customer="Nobody"))


def test_further_columns_are_kept_in_the_files_that_have_them() -> None:
    session = ImportSession.of([file("orders.csv", DAY_FIRST)], keep=["Total", "Shop"])
    ((_, mapping),) = session.tables
    assert mapping.further == ("Total",)


def test_another_decision_is_another_fingerprint() -> None:
    session = ImportSession.of([file("orders.csv", OPEN_DAYS)])
    fingerprints = {session.decided(date_order=order).fingerprint for order in ("dmy", "mdy")}
    assert len(fingerprints) == 2
