"""Customers and periods: what counts as activity, what only as money, and what not at all."""

import datetime as dt

import pandas as pd
import pytest

from retention.activity import NEVER, Activity, activity, fetch
from retention.activity.pandas_engine import _numbers
from retention.analysis.money.two_periods import TwoPeriods
from retention.errors import RetentionError
from retention.periods import Calendar, Days, Grain, Timeline, Window
from tests.refusals import code
from tests.shops import random_shop, worked_example

MONTHS = Calendar()


def table(done: Activity) -> pd.DataFrame:
    return done.named(fetch(done.table.sort("customer", "period")))


def shop(*rows: tuple[str | None, str, float | None], **columns: list[object]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer", "date", "amount"])
    return frame.assign(date=pd.to_datetime(frame["date"], format="ISO8601"), **columns)


def test_one_row_per_customer_and_month() -> None:
    orders = shop(("ann", "2024-01-31 23:59", 5.0), ("ann", "2024-01-01", 2.0), ("ann", "2024-03-01", 1.0))
    done = activity(orders, timeline=MONTHS)
    january = 2024 * 12
    columns = ["customer", "period", "orders", "revenue", "first", "previous", "before", "total"]
    assert table(done)[columns].to_numpy().tolist() == [
        ["ann", january, 2, 7.0, january, NEVER, 0, 3],
        ["ann", january + 2, 1, 1.0, january, january, 2, 3],
    ]
    assert [period.label for period in done.periods] == ["2024-01", "2024-02", "2024-03"]


def test_refunds_are_money_and_never_activity() -> None:
    rows = (("ann", "2024-01-05", 50.0), ("ann", "2024-02-05", -20.0), ("ann", "2024-03-05", 30.0))
    months = table(activity(shop(*rows), timeline=MONTHS))
    assert months["orders"].tolist() == [1, 0, 1]
    assert months["revenue"].tolist() == [50.0, -20.0, 30.0]
    assert months["previous"].tolist() == [NEVER, NEVER, 2024 * 12]
    told = table(activity(shop(*rows, purchase=[True, False, True]), timeline=MONTHS))
    pd.testing.assert_frame_equal(months, told)


def test_a_customer_with_refunds_only_is_no_customer_of_any_period() -> None:
    months = table(activity(shop(("ann", "2024-01-05", 5.0), ("bob", "2024-01-06", -5.0)), timeline=MONTHS))
    assert months.set_index("customer").loc["bob", ["orders", "first"]].tolist() == [0, NEVER]


def test_an_unknown_amount_is_an_order_without_money() -> None:
    months = table(activity(shop(("ann", "2024-01-05", None), ("ann", "2024-01-06", 4.0)), timeline=MONTHS))
    assert months[["orders", "revenue"]].to_numpy().tolist() == [[2, 4.0]]


def test_rows_without_customer_or_date_are_left_out() -> None:
    orders = shop((None, "2024-01-05", 1.0), ("ann", "2024-01-06", 1.0), ("bob", "", 1.0))
    assert table(activity(orders, timeline=MONTHS))["customer"].tolist() == ["ann"]


def test_the_future_is_unknown() -> None:
    done = activity(worked_example(), timeline=MONTHS, as_of=dt.date(2024, 7, 15))
    assert table(done)["orders"].sum() == 9
    assert done.periods[-1].label == "2024-07"


def test_without_an_as_of_date_the_last_quarter_is_unfinished() -> None:
    quarters = Calendar(grain=Grain.QUARTER)
    open_end, told = (activity(worked_example(), timeline=quarters, as_of=day) for day in (None, dt.date(2024, 12, 31)))
    assert (open_end.covered - open_end.last, told.covered - told.last) == (-1, 0)


def test_dates_may_be_pythons_own_or_of_any_time_zone() -> None:
    orders = random_shop(2)
    days = orders.assign(date=orders["date"].dt.normalize())
    pd.testing.assert_frame_equal(
        table(activity(days.assign(date=days["date"].dt.date), timeline=MONTHS)), table(activity(days, timeline=MONTHS))
    )
    local = orders["date"].dt.tz_localize("America/New_York", ambiguous=True, nonexistent="shift_forward")
    pd.testing.assert_frame_equal(
        table(activity(orders.assign(date=local), timeline=MONTHS)), table(activity(orders, timeline=MONTHS))
    )


def test_numbers_too_large_to_be_packed_are_sorted_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = table(activity(random_shop(1), timeline=MONTHS))
    monkeypatch.setattr("retention.activity.pandas_engine._PACKED_BITS", 0)
    pd.testing.assert_frame_equal(counted, table(activity(random_shop(1), timeline=MONTHS)))


SIDE_BY_SIDE = TwoPeriods((dt.date(2024, 1, 1), dt.date(2024, 1, 31)), (dt.date(2024, 2, 1), dt.date(2024, 2, 1)))
TIMELINES = [
    *(MONTHS, Calendar.of("week"), Calendar.of("quarter", calendar="4-4-5"), Days()),
    *(SIDE_BY_SIDE, Window(dt.date(2024, 3, 5), dt.date(2024, 3, 5))),
]


@pytest.mark.parametrize("timeline", TIMELINES)
@pytest.mark.parametrize("around", [(dt.date(2024, 1, 20), 30), (dt.date(2023, 2, 27), 674)])
def test_each_day_is_of_the_period_the_calendar_says(timeline: Timeline, around: tuple[dt.date, int]) -> None:
    """Over every stretch of a few weeks, wherever it begins and ends, and over one of two years."""
    start, days = around
    stretches = [(0, days)] if days > 99 else [(first, last) for last in range(days) for first in range(last + 1)]
    told = [timeline.number_of(start + dt.timedelta(days=each)) for each in range(days + 1)]
    begin = (start - dt.date(1970, 1, 1)).days
    for first, last in stretches:
        assert _numbers(timeline, begin + first, begin + last).tolist() == told[first : last + 1]


def test_whether_money_is_known_at_all() -> None:
    assert activity(shop(("ann", "2024-01-05", None), ("bob", "2024-01-05", 0.0)), timeline=MONTHS).money
    assert not activity(shop(("ann", "2024-01-05", None)), timeline=MONTHS).money


@pytest.mark.parametrize("customer", ["str", "object", "category", "string[pyarrow]"])
def test_customers_may_be_text_of_any_kind(customer: str) -> None:
    orders = random_shop(1)
    before = orders.copy(deep=True)
    kind = orders.assign(customer=orders["customer"].astype(customer))
    pd.testing.assert_frame_equal(
        table(activity(kind, timeline=MONTHS)), table(activity(orders, timeline=MONTHS)), check_dtype=False
    )
    pd.testing.assert_frame_equal(orders, before)


def test_what_cannot_be_counted_is_refused() -> None:
    orders = worked_example()
    with pytest.raises(RetentionError, check=code("missing_columns")) as missing:
        activity(orders.drop(columns="customer"), timeline=MONTHS)
    assert missing.value.details["columns"] == ("customer",)
    with pytest.raises(RetentionError, check=code("not_a_date")):
        activity(orders.assign(date="soon"), timeline=MONTHS)
    with pytest.raises(RetentionError, check=code("nothing_bought")):
        activity(orders, timeline=MONTHS, as_of=dt.date(2023, 1, 1))
    with pytest.raises(RetentionError, check=code("no_purchases")):
        activity(orders.head(0), timeline=MONTHS)
    early = shop(("ann", "0024-01-05", 1.0))
    with pytest.raises(RetentionError, check=code("date_out_of_reach")) as refused:
        activity(early, timeline=MONTHS)
    assert refused.value.details["date"] == dt.date(24, 1, 5)
