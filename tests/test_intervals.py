"""Intervals against published examples and against scipy."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from retention.intervals import share, wilson


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
