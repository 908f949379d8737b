"""The simple guess that a forecast is held against: only where it was nearer in the test, and on the same terms."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from retention.analysis.customers import Customers, customers
from retention.analysis.customers.naive_forecast import nearer_guess
from retention.analysis.customers.terms import on_terms
from tests.buyers import cdnow_sample


def two_steady_years() -> pd.DataFrame:
    """A hundred customers, each on the same day of every month for two years: the same as before is spot on."""
    days = pd.date_range("2023-01-01", periods=24, freq="MS")
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"customer": np.repeat([f"c{n:03}" for n in range(100)], 24), "date": np.tile(days, 100)})
    frame["date"] += pd.to_timedelta(np.repeat(rng.integers(0, 28, 100), 24), unit="D")
    return frame.assign(amount=rng.gamma(4, 10, len(frame)))


@pytest.fixture(scope="module")
def steady() -> Customers:
    return customers(two_steady_years())


def test_the_nearest_guess_by_hand(steady: Customers) -> None:
    """Each of the hundred ordered twelve times in the last year, and is expected to do so again."""
    test, guess = steady.forecast.backtest, nearer_guess(steady)
    assert test is not None
    assert guess is not None
    misses = test.forecasts.set_index("method")["miss"]
    assert guess.method == misses[["same_as_before", "own_pace"]].abs().idxmin()
    assert abs(guess.miss) < abs(guess.model_miss) == abs(test.miss)
    assert guess.orders == pytest.approx(1200, rel=0.02)
    assert guess.value == pytest.approx(1200 * 40, rel=0.05)


def test_it_is_worth_what_a_margin_leaves(steady: Customers) -> None:
    whole, part = nearer_guess(steady), nearer_guess(on_terms(steady, margin=0.25))
    assert whole is not None
    assert part is not None
    assert (part.orders, part.value) == (whole.orders, pytest.approx(whole.value / 4))


def test_none_where_the_model_was_nearer_or_nothing_was_tested(lifetimes_data: Callable[[str], Path]) -> None:
    """On CDNOW both simple guesses are further off."""
    found = customers(cdnow_sample(lifetimes_data("CDNOW_sample.txt")))
    assert found.forecast.backtest is not None
    assert found.forecast.backtest.beats_naive
    assert nearer_guess(found) is None
    assert nearer_guess(replace(found, forecast=replace(found.forecast, backtest=None))) is None
