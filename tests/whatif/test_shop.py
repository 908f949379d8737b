"""The shop a question is asked about: what it is counted in, and its last period where that is all there is."""

import math

import pandas as pd
import pytest

from retention.whatif import Scenario, Shop, bucket, bucket_of_last_period

TOTALS = bucket(at_start=100, active=90, new=40, order_value=20.0)


def test_an_answer_is_profit_once_the_margin_is_known_and_orders_where_no_money_is() -> None:
    shop = Shop(base=TOTALS, grain="year")
    assert shop.measure(Scenario(margin=0.4)) == "npv"
    assert shop.measure(Scenario()) == "revenue_total"
    assert Shop(base=TOTALS, grain="year", has_amounts=False).measure(Scenario(margin=0.4)) == "orders"
    assert Shop(base=bucket(at_start=100, active=90, new=40), grain="year").measure(Scenario(margin=0.4)) == "orders"


def test_a_question_looks_as_far_ahead_as_the_shop_can() -> None:
    assert Shop(base=TOTALS, grain="year").horizons == tuple(range(1, TOTALS.longest + 1))


def periods(*, revenue: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "complete": [True, True, False],
            "customers_at_start": [0, 50, 60],
            "retained": [0, 20, 5],
            "new": [50, 30, 9],
            "active": [50, 60, 14],
            "orders": [50, 120, 20],
            "revenue": [500.0, revenue, 90.0],
        }
    )


def test_the_last_period_that_is_over_makes_the_bucket() -> None:
    found = bucket_of_last_period(periods(revenue=2400.0), grain="month")
    assert found is not None
    assert (found.buyers, found.crr[0], found.arrivals_mean) == (50.0, 0.4, 30.0)  # ten came back after a break
    assert (found.spend["new"].order_value, found.spend["new"].orders) == (20.0, 2.0)


@pytest.mark.parametrize("revenue", [math.nan, 0.0, -5.0])
def test_without_revenue_the_bucket_knows_no_money(revenue: float) -> None:
    found = bucket_of_last_period(periods(revenue=revenue), grain="month")
    assert found is not None
    assert math.isnan(found.spend["new"].order_value)


def test_without_a_finished_period_there_is_no_bucket() -> None:
    assert bucket_of_last_period(periods(revenue=1.0).iloc[[0, 2]], grain="month") is None


def test_a_period_without_orders_makes_none() -> None:
    """Nobody and no money would be foreseen for ever, which is an answer to no question."""
    silent = periods(revenue=0.0).assign(active=[50, 0, 14], orders=[50, 0, 20], retained=0, new=[50, 0, 9])
    assert bucket_of_last_period(silent, grain="month") is None
