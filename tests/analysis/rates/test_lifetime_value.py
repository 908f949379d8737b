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


def test_without_two_years_there_is_no_yearly_rate() -> None:
    worth = simple_lifetime_value(TWO_YEARS, as_of=dt.date(2024, 12, 30))
    assert math.isnan(worth.yearly_crr)
    assert math.isnan(worth.value)
    assert worth.order_value == 30
