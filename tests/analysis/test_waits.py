"""Kaplan–Meier against scipy's, and the usual wait by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import CensoredData, ecdf

from retention.analysis.waits import kaplan_meier, usual_wait


def tally(days: np.ndarray) -> pd.DataFrame:
    values, rows = np.unique(days, return_counts=True)
    return pd.DataFrame({"days": values, "rows": rows})


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")  # before the first wait ends
@pytest.mark.parametrize("seed", range(5))
def test_the_curve_and_its_band_are_those_of_scipy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    waits, ends = rng.integers(0, 60, 80), rng.integers(0, 50, 80)
    ended, still_open = waits[waits <= ends], np.r_[ends[waits > ends], 60]
    curve = kaplan_meier(tally(ended), tally(still_open))
    theirs = ecdf(CensoredData(uncensored=ended, right=still_open)).cdf
    band = theirs.confidence_interval(method="log-log")
    at = np.isin(theirs.quantiles, curve["days"])
    for mine, other in (("share", theirs), ("low", band.low), ("high", band.high)):
        assert curve[mine].to_numpy() == pytest.approx(other.probabilities[at], nan_ok=True)
    assert curve["at_risk"].iloc[0] == (np.r_[ended, still_open] >= curve["days"].iloc[0]).sum()


def test_without_a_wait_that_ended_there_is_no_curve_and_no_usual_wait() -> None:
    nobody = pd.DataFrame({"days": [], "rows": []})
    assert kaplan_meier(nobody, tally(np.array([3]))).empty
    assert np.isnan(usual_wait(nobody, nobody)).all()


def test_one_customer_who_waited_longest_does_not_move_the_usual_wait() -> None:
    """Ninety came back after 10 days, a hundred have waited 100 and one ended a wait of 400 days."""
    ended, still_open = tally(np.array([10] * 90 + [400])), tally(np.array([100] * 100))
    assert usual_wait(ended, still_open) == (10, 10, 10)
