"""Several files of one shop: what one proves about its dates and numbers holds for the others."""

import numpy as np
import pandas as pd
import pytest

from retention.errors import Undecided
from retention.ingest.columns import map_files
from retention.ingest.mapping import Choices, Mapping
from retention.ingest.read.raw import Layout, RawTable

EARLY = ["01/02/2024", "03/02/2024", "02/02/2024"]
DAY_FIRST = ["21/01/2024", "03/02/2024", "02/02/2024"]
MONTH_FIRST = ["01/21/2024", "03/02/2024", "02/02/2024"]


def shop(days: list[str], *, amounts: tuple[str, str, str] = ("1", "2", "3"), paid: str = "Total") -> RawTable:
    columns = {"Order": ["1", "2", "3"], "Date": days, "Client": ["ann a", "bob b", "ann a"], paid: amounts}
    frame = pd.DataFrame(columns, dtype="str")
    return RawTable(name="f", frame=frame, rows=np.arange(2, 5), layout=Layout(format="csv"))


def orders_of_days(*files: RawTable, chosen: str | None = None) -> list[str | None]:
    found = map_files([(raw, Choices(date_order=chosen)) for raw in files])
    return [each.date_order if isinstance(each, Mapping) else "ask" for each in found]


def test_one_file_tells_how_the_other_writes_its_dates() -> None:
    assert orders_of_days(shop(EARLY), shop(DAY_FIRST)) == ["dmy", "dmy"]
    assert orders_of_days(shop(MONTH_FIRST), shop(EARLY)) == ["mdy", "mdy"]


def test_a_file_with_other_columns_tells_nothing() -> None:
    assert orders_of_days(shop(EARLY), shop(DAY_FIRST, paid="Amount")) == ["ask", "dmy"]


def test_files_that_contradict_each_other_leave_the_third_to_a_person() -> None:
    files = shop(DAY_FIRST), shop(MONTH_FIRST), shop(EARLY)
    assert orders_of_days(*files) == ["dmy", "mdy", "ask"]
    assert orders_of_days(*files, chosen="dmy") == ["dmy", "mdy", "dmy"]


def test_a_choice_holds_where_a_file_stands_alone() -> None:
    assert orders_of_days(shop(MONTH_FIRST), chosen="dmy") == ["dmy"]


def test_one_file_tells_the_decimal_mark_of_the_other() -> None:
    sure, unsure = shop(DAY_FIRST, amounts=("1.234,50", "2", "3")), shop(DAY_FIRST, amounts=("1.234", "2.500", "3.100"))
    found = map_files([(unsure, Choices()), (sure, Choices())])
    assert [each.decimal for each in found if isinstance(each, Mapping)] == [",", None]


def test_other_questions_stay_open() -> None:
    columns = {"Order": ["1", "2"], "Date": ["2024-01-02", "2024-02-03"], "Client": ["a a", "b b"]}
    frame = pd.DataFrame(columns | {"Total": ["5", "6"], "Amount": ["50", "61"]}, dtype="str")
    raw = RawTable(name="f", frame=frame, rows=np.arange(2, 4), layout=Layout(format="csv"))
    (found,) = map_files([(raw, Choices())])
    assert isinstance(found, Undecided)
    assert [question.code for question in found.questions] == ["amount"]


@pytest.mark.parametrize("chosen", ["dmy", "mdy"])
def test_a_choice_answers_what_no_file_tells(chosen: str) -> None:
    assert orders_of_days(shop(EARLY), shop(EARLY), chosen=chosen) == [chosen, chosen]
