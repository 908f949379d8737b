"""New customers to come: level, trend and season, each as sure as the past makes it."""

import numpy as np
import pandas as pd
import pytest

from retention.periods import Calendar
from retention.whatif.arrivals import Arrivals, closed
from retention.whatif.history import History

MONTHS = Calendar.of("month")
FIRST = 2020 * 12


def past(new: np.ndarray | list[int], calendar: Calendar = MONTHS) -> Arrivals:
    """Of a shop whose first month had 900 newcomers and whose later ones had `new`."""
    counts = [900, *new]
    index = pd.RangeIndex(FIRST, FIRST + len(counts), name="period")
    return Arrivals.of(
        History(calendar=calendar, spells=pd.DataFrame(), by_period=pd.DataFrame({"new": counts}, index))
    )


def held(counts: np.ndarray, known: int, seed: int) -> bool:
    """Whether the year after the known months lay in its band."""
    paths = past(counts[:known]).paths(np.random.default_rng(seed), 301, 12)[1:].sum(axis=1)
    low, high = np.percentile(paths, (5, 95))
    return bool(low <= counts[known : known + 12].sum() <= high)


def test_steady_newcomers_are_expected_as_many() -> None:
    found = past(np.random.default_rng(1).poisson(50, 30))
    assert found.mean == pytest.approx(50, rel=0.06)
    width = np.percentile(found.paths(np.random.default_rng(2), 501, 12)[1:].sum(axis=1), (5, 95))
    assert np.diff(width)[0] < 0.3 * 600


def test_newcomers_halved_at_once_stay_so() -> None:
    """From 60 a month to 30 in the last half-year: no trend that goes on, and no level in between."""
    found = past(np.random.default_rng(7).poisson(np.repeat([60, 30], [26, 6])))
    assert found.mean == pytest.approx(30, rel=0.15)
    low, high = np.percentile(found.paths(np.random.default_rng(2), 501, 12)[1:].sum(axis=1), (10, 90))
    assert 0.6 * 360 < low < 360 < high < 1.4 * 360


def test_growth_goes_on_damped() -> None:
    """4% more a month for three years: the year expected lies between standing still and growing on."""
    found = past((40 * 1.04 ** np.arange(36.0)).round())
    now, grown = 40 * 1.04**35, 40 * 1.04 ** np.arange(36.0, 48)
    assert 1.1 * now < found.mean < grown.mean()
    assert found.levels is not None
    trend, error = found.levels.trend
    assert abs(trend - 12 * np.log(1.04)) < 2 * error


def test_a_season_of_newcomers_is_found() -> None:
    true = np.exp(0.5 * np.cos(2 * np.pi * np.arange(48) / 12))
    months = past(np.random.default_rng(3).poisson(80 * true[1:37]))
    assert np.corrcoef(months.expected(12), true[37 % 12 :][:12])[0, 1] > 0.95


def test_old_customers_at_the_left_edge_are_no_decline() -> None:
    edge = 40 * (1 + 4 * np.exp(-np.arange(30) / 3))
    assert past(np.random.default_rng(4).poisson(edge)).mean == pytest.approx(40, rel=0.12)


def test_a_burst_hardly_counts() -> None:
    counts = np.random.default_rng(5).poisson(20, 24)
    calm, burst = past(counts), past(np.r_[counts[:20], 300, counts[21:]])
    assert burst.mean == pytest.approx(calm.mean, rel=0.15)
    assert burst.levels is not None
    assert burst.levels.exceptions[20]


def test_nobody_more_comes_to_a_closed_list() -> None:
    found = past([8476, 7248, 0, 0])
    assert found.closed
    assert found.mean == 0
    assert not found.paths(np.random.default_rng(1), 5, 3).any()


def test_a_quiet_month_or_a_winter_is_no_closed_list() -> None:
    assert not closed(np.array([2, 1, 3, 0, 1, 2, 0]))
    assert not closed(np.array([50, 60, 0, 0, 0, 55, 60, 0, 0]))
    assert closed(np.array([0, 0]))
    assert past([2, 1, 3, 0, 1, 2, 0]).mean > 0.5


@pytest.mark.parametrize("growth", [0.0, 0.04, -0.04])
def test_nine_of_ten_years_lie_in_their_band(growth: float) -> None:
    """Of bands that hold nine of ten, 33 to 40 of 40 hold in 98 of a hundred trials."""
    rng = np.random.default_rng(6)
    months = 60 * (1 + growth) ** (np.arange(42.0) - 15)
    inside = [held(rng.poisson(months), 30, seed) for seed in range(40)]
    assert sum(inside) >= 32


@pytest.mark.parametrize("grain", ["week", "quarter", "year"])
def test_every_grain_has_a_course(grain: str) -> None:
    calendar = Calendar.of(grain)
    found = past(np.random.default_rng(7).poisson(30, 160 if grain == "week" else 9), calendar)
    assert found.mean == pytest.approx(30, rel=0.2)
    assert found.paths(np.random.default_rng(8), 20, 26).shape == (20, 26)
