"""Days no order can have been placed on: stand-ins for no date, days to come, years of no calendar of ours."""

import datetime as dt
import random

import pytest

from retention.errors import RetentionError
from retention.ingest.rules import Rules
from tests import refusals
from tests.ingest.clean.test_clean import left_out, orders_of, table

HEAD = "Order,Customer,Date,Amount"
STAND_INS = ("1970-01-01", "1970-01-01 00:00:00", "1969-12-31 19:00:00", "1900-01-01", "1899-12-30", "0001-01-01")
TODAY = dt.date(2025, 6, 30)


def rows_of(days: list[str]) -> list[str]:
    return [f"{number},c{number % 4},{day},10" for number, day in enumerate(days)]


def usual(draw: random.Random, count: int) -> list[str]:
    return [str(dt.date(2024, 1, 1) + dt.timedelta(days=draw.randrange(540))) for _ in range(count)]


@pytest.mark.few(8)
@pytest.mark.parametrize("stand_in", STAND_INS)
@pytest.mark.parametrize("share", [0.1, 0.2, 0.4, 0.7])
def test_a_day_written_for_none_is_no_date_however_often(stand_in: str, share: float) -> None:
    draw = random.Random(f"{stand_in} {share}")
    days = usual(draw, 40)
    places = draw.sample(range(40), int(40 * share))
    for place in places:
        days[place] = stand_in
    orders = orders_of(table(HEAD, *rows_of(days)))
    assert left_out(orders) == {"date_out_of_range": [place + 2 for place in sorted(places)]}
    assert orders.first_date.year == 2024


def test_days_that_are_none_are_set_aside_too() -> None:
    days = ["0000-00-00", "1900-01-00", "2024-05-01", "2024-05-02"]
    assert left_out(orders_of(table(HEAD, *rows_of(days)))) == {"date_unreadable": [2, 3]}


def test_orders_of_a_shop_that_was_there_in_those_years_stay() -> None:
    draw = random.Random("1970")
    days = [str(dt.date(1969, 6, 1) + dt.timedelta(days=draw.randrange(500))) for _ in range(30)] + ["1970-01-01"] * 3
    assert orders_of(table(HEAD, *rows_of(days))).rows_set_aside == 0
    turn = ["1999-12-30", "1999-12-31", "2000-01-01", "2000-01-03"]
    assert orders_of(table(HEAD, *rows_of(turn))).rows_set_aside == 0


def test_a_file_of_nothing_but_stand_ins_has_no_orders() -> None:
    with pytest.raises(RetentionError, check=refusals.code("no_orders")):
        orders_of(table(HEAD, *rows_of(["1970-01-01"] * 8)))


@pytest.mark.parametrize("late", [1, 5, 39])
def test_what_is_dated_after_today_is_set_aside(late: int) -> None:
    draw = random.Random(late)
    days = usual(draw, 40)
    places = draw.sample(range(40), late)
    for place in places:
        days[place] = str(TODAY + dt.timedelta(days=draw.randrange(1, 200)))
    expected = {"after_today": [place + 2 for place in sorted(places)]}
    orders = orders_of(table(HEAD, *rows_of(days)), today=TODAY)
    assert left_out(orders) == expected
    assert orders.last_date <= orders.as_of <= TODAY
    assert orders.rows_read == orders.rows_used + orders.rows_set_aside
    assert orders_of(table(HEAD, *rows_of(days))).rows_set_aside == 0
    counted = orders_of(table(HEAD, *rows_of(days)), today=TODAY, rules=Rules(future_dates=True))
    assert counted.rows_set_aside == 0


def test_today_itself_until_its_last_second_counts() -> None:
    days = ["2025-06-30", "2025-06-30 23:59:59", "2025-07-01 00:00:00"]
    assert left_out(orders_of(table(HEAD, *rows_of(days)), today=TODAY)) == {"after_today": [4]}


def test_what_lies_after_today_is_told_before_what_lies_after_the_last_day() -> None:
    days = ["2025-05-01", "2025-06-15", "2025-07-15"]
    orders = orders_of(table(HEAD, *rows_of(days)), today=TODAY, as_of=dt.date(2025, 6, 1))
    assert left_out(orders) == {"after_today": [4], "after_as_of": [3]}


@pytest.mark.parametrize(("cell", "named"), [("1403-05-12", "1403"), ("25/05/1446", "1446"), ("2984-01-05", "2984")])
def test_dates_of_another_calendar_are_refused_by_name(cell: str, named: str) -> None:
    with pytest.raises(RetentionError, check=refusals.code("dates_in_no_year")) as caught:
        orders_of(table(HEAD, *rows_of([cell] * 5)))
    assert "“Date”" in str(caught.value)
    assert named in str(caught.value)


def test_buddhist_years_are_read_and_said() -> None:
    orders = orders_of(table(HEAD, *rows_of(["31/12/2566", "29/2/2567", "22/1/2567"])))
    assert (orders.first_date, orders.last_date) == (dt.date(2023, 12, 31), dt.date(2024, 2, 29))
    assert [(issue.code, issue.rows) for issue in orders.issues] == [("dates_buddhist", 3)]
