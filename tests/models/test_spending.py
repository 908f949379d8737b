"""The amount a day counts for at most in forecasts: by hand, and what must never be cut."""

import numpy as np
import pandas as pd
import pytest

from retention.models.purchase_days import PurchaseDays, purchase_days
from retention.models.spending import spend_limit


def days_of(amounts: np.ndarray) -> PurchaseDays:
    dates = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(amounts.size) % 300, unit="D")
    return purchase_days(pd.DataFrame({"customer": np.arange(amounts.size), "date": dates, "amount": amounts}))


def test_one_order_of_a_million() -> None:
    """Median 20, deviations of log 2 in the middle: six times 1.4826 log 2 above, 20 · 2^8.8956."""
    found = spend_limit(days_of(np.array([10.0, 20.0, 20.0, 20.0, 40.0, 40.0, 10.0, 10.0, 40.0, 1e6])))
    assert found.days == 1
    assert found.limit == pytest.approx(20 * 2 ** (6 * 1.4826))
    assert (found.largest, found.largest_share) == (1e6, pytest.approx(1e6 / 1_000_210))


def test_amounts_all_alike_are_cut_from_ten_times_the_median() -> None:
    assert spend_limit(days_of(np.array([30.0] * 99 + [1000.0]))).limit == pytest.approx(300)


@pytest.mark.parametrize("spread", [0.5, 1.0, 1.5])
def test_heavy_but_regular_amounts_are_not_cut(spread: float) -> None:
    amounts = np.exp(np.random.default_rng(1).normal(3, spread, 5_000))
    found = spend_limit(days_of(amounts))
    assert found.days == 0
    assert found.bounded(days := days_of(amounts)) is days


def test_a_shops_few_wholesale_orders_stay_what_they_are() -> None:
    """Two of a hundred orders are two hundred times as large: no outliers, but another kind of customer."""
    rng = np.random.default_rng(2)
    amounts = np.where(np.arange(3_000) % 50 == 0, rng.gamma(9, 450, 3_000), rng.gamma(9, 2, 3_000))
    found = spend_limit(days_of(amounts))
    assert found.days <= 3_000 * 0.005
    kept = found.bounded(days_of(amounts)).amount.sum()
    assert kept > 0.99 * amounts.sum()


def test_no_money_no_limit() -> None:
    found = spend_limit(days_of(np.array([np.nan, 0.0, -3.0])))
    assert (found.limit, found.days, found.largest_share) == (np.inf, 0, 0.0)
