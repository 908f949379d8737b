"""Intervals against published examples and against scipy."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from retention.intervals import newcombe, of_sums, share, verdict, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(6, 20, 0.1455, 0.5190), (30, 100, 0.2189, 0.3958), (300, 1000, 0.2724, 0.3291), (0, 20, 0.0, 0.1611)],
)
def test_published_wilson_intervals(successes: int, trials: int, low: float, high: float) -> None:
    assert np.round(wilson(successes, trials), 4).tolist() == [low, high]


def test_wilson_agrees_with_scipy() -> None:
    pairs = [(k, n) for n in (1, 2, 7, 30, 541, 100_000) for k in {0, 1, n // 3, n - 1, n}]
    low, high = wilson(*np.transpose(pairs))
    for (k, n), mine in zip(pairs, zip(low, high, strict=True), strict=True):
        theirs = binomtest(int(k), int(n)).proportion_ci(method="wilson")
        assert mine == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_nobody_at_risk_has_no_share_and_no_interval() -> None:
    assert np.isnan(wilson(0, 0)).all()
    assert share(pd.Series([0, 1]), pd.Series([0, 4])).isna().tolist() == [True, False]


def test_a_quotient_of_sums_by_hand() -> None:
    """Two customers spent 2 and 2, then 1 and 3: the quotient 1 has the error √((1 + 1) · 2 / 1) / 4 = 1/2."""
    low, high = of_sums(4, 4, (10, 8, 8), 2)
    assert (low, high) == (pytest.approx(np.exp(-1.959964 / 2)), pytest.approx(np.exp(1.959964 / 2)))


def test_a_quotient_that_cannot_pass_1_has_an_interval_that_does_not() -> None:
    low, high = of_sums([4.0, 3.0, 0.0, 3.0], 4.0, ([8, 5, 0, 5], [8, 6, 0, 6], 8), [2, 2, 2, 1], at_most_one=True)
    assert (low[0], high[0]) == (1, 1)
    assert 0 < low[1] < 3 / 4 < high[1] < 1
    assert np.isnan([low[2:], high[2:]]).all()


@pytest.mark.parametrize(
    ("first", "second", "change", "low", "high"),
    [
        ((48, 80), (56, 70), 0.2000, 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.6000, 0.1705, 0.8090),
        ((0, 29), (5, 56), 0.0893, -0.0381, 0.1926),
        ((0, 10), (0, 20), 0.0000, -0.2775, 0.1611),
        ((0, 10), (10, 10), 1.0000, 0.6075, 1.0000),
    ],
)
def test_newcombes_own_examples(
    first: tuple[int, int], second: tuple[int, int], change: float, low: float, high: float
) -> None:
    """Table II of Newcombe (1998), method 10."""
    assert np.round(newcombe(first, second), 4).tolist() == [change, low, high]


def test_a_change_is_clear_when_its_interval_leaves_out_zero() -> None:
    assert verdict(0.01, 0.2) == "up"
    assert verdict(-0.2, -0.01) == "down"
    assert verdict(-0.1, 0.2) == "no_clear_change"
    assert verdict(np.nan, np.nan) is None


def test_turning_a_change_around_turns_its_interval_around() -> None:
    change, low, high = newcombe((12, 40), (25, 60))
    assert np.allclose(newcombe((25, 60), (12, 40)), (-change, -high, -low))


def test_a_quotient_a_hair_below_1_of_very_unlike_customers_has_no_lower_end() -> None:
    low, high = of_sums(1e6 - 1e-4, 1e6, (1e12, 0.0, 1e12), 3, at_most_one=True)
    assert (low, high) == (0, 1)
