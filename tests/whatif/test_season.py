"""How busy each month is, where two years show it."""

import numpy as np
import pandas as pd
import pytest

from retention.periods import Calendar
from retention.whatif.levels import of_ratios
from retention.whatif.season import Season, positions, season

MONTHS = Calendar.of("month")
TRUE = 1 + 0.4 * np.sin(np.arange(12) / 12 * 2 * np.pi)


def told(counts: np.ndarray, level: float) -> Season:
    """The season of monthly counts from January 2020 on, of which so many were expected in each."""
    places = positions(MONTHS, 2020 * 12 + np.arange(len(counts)))
    course = of_ratios(counts, np.full(len(counts), level), places, per_year=12)
    return season(MONTHS, len(counts), course)


def seen(years: int, level: float = 200.0, noise: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(1)
    return level * np.tile(TRUE, years) * np.exp(noise * rng.standard_normal(12 * years))


def test_three_steady_years_show_the_season() -> None:
    found = told(seen(3, noise=0.03), 200.0)
    assert found.known
    assert np.allclose(found.levels / found.levels.mean(), TRUE, atol=0.08)
    assert found.kept_share > 0.8


def test_growth_is_not_season() -> None:
    found = told(100 * 1.04 ** np.arange(36.0), 100.0)
    assert np.abs(found.levels - 1).max() < 0.05


def test_chance_is_shrunk_away() -> None:
    counts = np.random.default_rng(3).poisson(40, 36).astype(float)
    found = told(counts, 40.0)
    assert np.abs(found.levels - 1).max() < np.abs(counts / 40 - 1).max() / 2


def test_less_than_two_years_are_no_proof() -> None:
    """One year already tells something; that it recurs nobody has seen."""
    found = told(seen(1), 200.0)
    assert not found.known
    assert found.kept_share == 0


def test_weeks_lie_in_the_month_of_their_thursday() -> None:
    weeks = Calendar.of("week")
    first = weeks.number_of(pd.Timestamp("2024-01-29").date())  # Monday 29 January: its Thursday is in February
    assert positions(weeks, np.array([first - 1, first])).tolist() == [0, 1]


@pytest.mark.parametrize(("grain", "expected"), [("month", 11), ("quarter", 3), ("year", 0)])
def test_december_is_the_last_place_of_the_year(grain: str, expected: int) -> None:
    calendar = Calendar.of(grain)
    number = calendar.number_of(pd.Timestamp("2023-12-05").date())
    assert positions(calendar, np.array([number]))[0] == expected
