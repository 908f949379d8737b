"""Retention as it was seen, beside what the customer model expects of the same people."""

import numpy as np
import pytest

from bench import simulated_shops as bench_shops
from retention.analysis.rates import rates
from retention.periods import Calendar
from retention.whatif import Baseline
from retention.whatif.baseline import of_history
from retention.whatif.history import history
from retention.whatif.observed import Observed
from tests.bg_bb_shop import last_day, simulate
from tests.shops import END_OF_2024, worked_example

PARAMETERS = np.array([1.2, 3.0, 0.6, 6.0])


def test_the_worked_example_counted_by_hand() -> None:
    """Retained 1 of 3, 2 of 3, 2 of 5; expected of the three new ones of Q1: 3 · 1.2/4.2 · 6/6.6."""
    past = history(worked_example(), calendar=Calendar.of("quarter"), as_of=END_OF_2024)
    found = Observed.of(past, PARAMETERS)
    assert found.buyers.tolist() == [3, 3, 5]
    assert found.retained.tolist() == [1, 2, 2]
    assert found.expected[0] == pytest.approx(3 * 1.2 / 4.2 * 6 / 6.6)
    assert found.last == pytest.approx(0.4)


def test_the_last_rate_is_that_of_the_retention_page() -> None:
    orders = simulate(3, parameters=(1.2, 3.0, 0.6, 6.0), months=14, new_per_month=40)
    past = history(orders, calendar=Calendar.of("month"), as_of=last_day(14).date())
    table = rates(orders, grain="month", as_of=last_day(14).date())
    assert Observed.of(past, PARAMETERS).last == pytest.approx(table["crr"].iloc[-1])


def test_a_model_that_expects_too_many_is_brought_down(shop: Baseline) -> None:
    found = shop.observed
    too_many = Observed(buyers=found.buyers, retained=found.retained, expected=1.3 * found.expected)
    lower, usual = (one.levels(shop.history).state[0] for one in (too_many, found))
    assert lower - usual == pytest.approx(-np.log(1.3), abs=0.03)


def test_few_buyers_bring_the_rate_no_lower_than_many(shop: Baseline) -> None:
    """Two of five of twelve buyers a month, forty shops: the level found is theirs, not that of the mean logarithm."""
    rng = np.random.default_rng(5)
    periods = shop.history.periods - 1
    found = [
        Observed(buyers=np.full(periods, 12.0), retained=rng.binomial(12, 0.4, periods), expected=np.full(periods, 4.8))
        .levels(shop.history)
        .state[0]
        for _ in range(40)
    ]
    assert np.mean(found) == pytest.approx(0.0, abs=0.025)


def test_a_rhythm_settles_whose_turn_it_is(shop: Baseline) -> None:
    """Where people buy in a rhythm, fewer come back at once than their habits alone would have it."""
    rhythmic = bench_shops.simulate("regular", seed=1)
    past = history(rhythmic.orders, calendar=Calendar.of("month"), as_of=rhythmic.as_of)
    regular = of_history(past, draws=200)
    assert shop.regularity < 0.1 < regular.regularity <= 1
    unlike = regular.forecaster.customers.crr_spread[0]
    tossed = np.sqrt(regular.crr[0] * (1 - regular.crr[0]) / regular.buyers)
    assert 1.2 * unlike < np.std(regular.crr_of_last_buyers - regular.crr) < tossed
