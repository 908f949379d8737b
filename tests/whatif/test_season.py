"""How busy each month is, where two years show it."""

import numpy as np
import pandas as pd
import pytest

from retention.periods import Calendar
from retention.whatif.season import positions, season

MONTHS = Calendar.of("month")
TRUE = 1 + 0.4 * np.sin(np.arange(12) / 12 * 2 * np.pi)


def seen(years: int, level: float = 200.0, noise: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    periods = 2020 * 12 + np.arange(12 * years)
    rng = np.random.default_rng(1)
    return periods, level * TRUE[periods % 12] * np.exp(noise * rng.standard_normal(len(periods)))


def test_three_steady_years_show_the_season() -> None:
    periods, counts = seen(3, noise=0.03)
    found = season(MONTHS, periods, counts, np.full(len(periods), 200.0))
    assert found.known
    assert np.allclose(found.levels / found.levels.mean(), TRUE, atol=0.06)


def test_growth_is_not_season() -> None:
    periods = 2020 * 12 + np.arange(36)
    counts = 100 * 1.04 ** np.arange(36.0)
    found = season(MONTHS, periods, counts, np.full(36, 100.0))
    assert np.abs(found.levels - 1).max() < 0.05


def test_chance_is_shrunk_away() -> None:
    rng = np.random.default_rng(3)
    counts = rng.poisson(40, 36).astype(float)
    found = season(MONTHS, 2020 * 12 + np.arange(36), counts, np.full(36, 40.0))
    assert np.abs(found.levels - 1).max() < np.abs(counts / 40 - 1).max() / 2


def test_less_than_two_years_show_nothing() -> None:
    periods, counts = seen(1)
    found = season(MONTHS, periods, counts, np.full(12, 200.0))
    assert not found.known
    assert (found.levels == 1).all()


def test_weeks_lie_in_the_month_of_their_thursday() -> None:
    weeks = Calendar.of("week")
    first = weeks.number_of(pd.Timestamp("2024-01-29").date())  # Monday 29 January: its Thursday is in February
    assert positions(weeks, np.array([first - 1, first])).tolist() == [0, 1]


@pytest.mark.parametrize(("grain", "expected"), [("month", 11), ("quarter", 3), ("year", 0)])
def test_december_is_the_last_place_of_the_year(grain: str, expected: int) -> None:
    calendar = Calendar.of(grain)
    number = calendar.number_of(pd.Timestamp("2023-12-05").date())
    assert positions(calendar, np.array([number]))[0] == expected
