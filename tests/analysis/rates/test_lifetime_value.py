"""Simple lifetime value, by hand."""

import datetime as dt
import math

import pandas as pd
import pytest

from retention.analysis.rates import simple_lifetime_value

TWO_YEARS = pd.DataFrame(
    {
        "customer": ["a", "b", "c", "d", "a", "a", "e"],
        "date": pd.to_datetime(["2023-01-01", "2023-03-01", "2023-04-01", "2023-05-01"] + ["2024-02-01"] * 3),
        "amount": [10.0, 10.0, 10.0, 10.0, 20.0, 20.0, 50.0],
    }
)


def test_order_value_times_orders_a_year_times_years() -> None:
    worth = simple_lifetime_value(TWO_YEARS, margin=0.5, as_of=dt.date(2024, 12, 31))
    assert (worth.order_value, worth.orders_per_year, worth.yearly_crr) == (30, 1.5, 0.25)
    assert worth.expected_years == pytest.approx(4 / 3)
    assert worth.value == pytest.approx(30 * 1.5 * 4 / 3 * 0.5)


@pytest.mark.parametrize(("begins", "known"), [("2023-01-01", True), ("2023-01-03", True), ("2023-01-04", False)])
def test_two_years_may_begin_after_a_usual_quiet_stretch(begins: str, known: bool) -> None:
    """A shop with a sale every third day goes two days without one."""
    days = pd.date_range(begins, "2024-12-31", freq="3D")
    orders = (
        pd.DataFrame({"customer": [*"abc"] * (len(days) // 3 + 1), "amount": 1.0}).head(len(days)).assign(date=days)
    )
    worth = simple_lifetime_value(orders, as_of=dt.date(2024, 12, 31))
    assert math.isnan(worth.yearly_crr) is not known


def test_without_two_years_there_is_no_yearly_rate() -> None:
    worth = simple_lifetime_value(TWO_YEARS, as_of=dt.date(2024, 4, 1))
    assert math.isnan(worth.yearly_crr)
    assert math.isnan(worth.value)
    assert worth.order_value == 25
