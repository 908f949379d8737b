"""How far forecasts drift off is read from misses beyond chance."""

import numpy as np
import pytest

from retention.whatif.drift import USUAL_YOUNG, Drift, drift, drift_variance, wandering

AHEAD = np.tile(np.arange(1, 7), 120)


def told(missed: np.ndarray, noise: np.ndarray) -> Drift:
    return drift(missed, noise, AHEAD[: missed.size], np.ones(missed.size))


def test_the_drift_is_what_misses_exceed_chance_by() -> None:
    """Errors that carry over, 5% in the first period, beside chance of 3%."""
    rng = np.random.default_rng(1)
    missed = rng.standard_normal(AHEAD.size) * np.hypot(0.05 * np.sqrt(drift_variance(AHEAD)), 0.03)
    lasting, single = told(missed, np.full(AHEAD.size, 0.03**2)).expected
    assert lasting == pytest.approx(0.05, rel=0.15)
    assert single < 0.03


def test_tests_that_are_nearly_all_chance_hardly_count() -> None:
    """Every second test is of a handful of customers and missed by twice what chance alone gives."""
    rng = np.random.default_rng(2)
    noise = np.where(np.arange(AHEAD.size) % 2, 0.25, 0.03**2)
    missed = rng.standard_normal(noise.size) * np.where(noise > 0.1, 1.0, 0.03)
    assert max(told(missed, noise).expected) < 0.03


def test_good_and_bad_periods_are_told_from_what_lasts() -> None:
    """Each period is off by 15% on its own, and nothing lasts."""
    missed = np.random.default_rng(4).standard_normal(AHEAD.size) * 0.15
    lasting, single = told(missed, np.full(AHEAD.size, 0.03**2)).expected
    assert single > 0.08
    assert lasting < single


def test_without_tests_other_shops_tell() -> None:
    none = told(np.array([]), np.array([]))
    assert 0.01 < none.expected[0] < 0.05
    assert none.weights.sum() == pytest.approx(1.0)


def test_where_a_season_may_hide_other_shops_tell_of_more() -> None:
    nothing = np.array([])
    young = drift(nothing, nothing, nothing, nothing, usual=USUAL_YOUNG)
    assert young.expected[0] > 1.3 * told(nothing, nothing).expected[0]


def test_one_test_moves_the_drift_a_little() -> None:
    """No threshold: each worse test widens the band by some."""
    sizes = [sum(told(np.full(1, miss), np.full(1, 0.01)).expected) for miss in np.linspace(0, 0.8, 17)]
    assert sizes == sorted(sizes)
    assert max(np.diff(sizes)) < 0.05


def test_errors_spread_as_their_variance_says() -> None:
    paths = wandering(np.random.default_rng(3), 20_000, 12)
    assert np.allclose(paths.var(axis=0), drift_variance(np.arange(1, 13)), rtol=0.05)
