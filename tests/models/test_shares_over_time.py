"""A share to come: what steady, noisy, drifting and seasonal pasts say of it."""

import numpy as np
import pytest

from retention.models.shares_over_time import Outlook, outlook


def ahead(part: np.ndarray, whole: np.ndarray, *, per_year: int | None = None) -> tuple[float, float]:
    """Mean and standard deviation of the log-odds of the next period."""
    found = outlook(part, whole, np.arange(len(part)), ahead=len(part), per_year=per_year)
    mean = float(found.weights @ found.means)
    return mean, float(np.sqrt(found.weights @ (found.deviations**2 + found.means**2) - mean**2))


def test_one_combination_is_the_textbook_formula() -> None:
    """One period of 50 in 100: log-odds 0, variance 2/50.5; the level, 1.5 around it, hardly moves."""
    found = outlook(np.array([50]), np.array([100]), np.array([0]), ahead=1)
    still = found.deviations.argmin()
    variance = 1 / (1 / 1.5**2 + 1 / (2 / 50.5))
    assert found.means[still] == pytest.approx(0.0)
    assert found.deviations[still] == pytest.approx(np.sqrt(variance))
    assert found.weights.sum() == pytest.approx(1.0)


def test_more_periods_and_more_customers_leave_less_open() -> None:
    widths = [ahead(np.full(n, 30), np.full(n, 100))[1] for n in (2, 6, 24)]
    assert widths[0] > widths[1] > widths[2]
    assert ahead(np.full(12, 3000), np.full(12, 10_000))[1] < ahead(np.full(12, 30), np.full(12, 100))[1]


def test_a_noisy_past_leaves_more_open() -> None:
    rng = np.random.default_rng(1)
    noisy = 10_000 / (1 + np.exp(-(0.5 * rng.standard_normal(24))))
    assert ahead(noisy, np.full(24, 10_000))[1] > 3 * ahead(np.full(24, 5000), np.full(24, 10_000))[1]


def test_a_season_is_found_in_three_years() -> None:
    months = np.arange(36)
    share = 1 / (1 + np.exp(-(-1 + 0.6 * np.cos(2 * np.pi * months / 12))))
    mean, width = ahead(np.round(2000 * share), np.full(36, 2000), per_year=12)
    assert mean == pytest.approx(-0.4, abs=0.12)
    assert width < 0.3


def test_a_density_has_an_area_of_one() -> None:
    found = outlook(np.array([3, 5, 2]), np.array([9, 9, 9]), np.arange(3), ahead=3, per_year=4)
    grid = found.grid(2001)
    assert np.trapezoid(np.exp(found.log_density(grid)), grid) == pytest.approx(1.0, abs=1e-4)
    assert isinstance(found, Outlook)
