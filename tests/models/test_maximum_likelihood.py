"""The search: a summit known in advance, a ridge that ends at a limit, and one without any summit."""

import dataclasses

import numpy as np
import pytest

from retention.errors import RetentionError
from retention.models.maximum_likelihood import SHAPE, Objective, Search, maximise

SEARCH = Search(model="test", start=(1.0, 1.0), limits=(SHAPE, SHAPE))


def summit(theta: np.ndarray) -> tuple[float, np.ndarray]:
    """Highest at (2, 5), with curvature -3 and -12 in the logarithms."""
    away = np.log(theta / np.array([2.0, 5.0]))
    weight = np.array([3.0, 12.0])
    return float(-(weight @ away**2) / 2), -weight * away / theta


def test_finds_the_summit_and_its_width() -> None:
    found = maximise(summit, summit, SEARCH)
    np.testing.assert_allclose(found.parameters, [2, 5], rtol=1e-4)
    np.testing.assert_allclose(found.standard_errors, [2 / 3**0.5, 5 / 12**0.5], rtol=1e-4)
    assert not found.at_limit.any()


def test_a_parameter_wanted_at_zero_stops_at_its_limit() -> None:
    def slope_down(theta: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = summit(theta)
        return value - theta[1], slope - np.array([0.0, 1.0])

    def never_enough(theta: np.ndarray) -> tuple[float, np.ndarray]:
        away = np.log(theta[0] / 2.0)
        return float(-3 * away**2 / 2 - theta[1]), np.array([-3 * away / theta[0], -1.0])

    assert not maximise(slope_down, slope_down, SEARCH).at_limit.any()
    found = maximise(never_enough, never_enough, SEARCH)
    assert found.at_limit.tolist() == [False, True]
    assert found.parameters == pytest.approx([2, SHAPE[0]], rel=1e-3)
    assert np.isfinite(found.standard_errors).tolist() == [True, False]


def test_a_gradient_that_lies_is_noticed() -> None:
    def lying(theta: np.ndarray) -> tuple[float, np.ndarray]:
        value, _ = summit(theta)
        return value, np.array([1.0, -1.0]) / theta * (1 + abs(value))

    with pytest.raises(RetentionError) as caught:
        maximise(lying, lying, SEARCH)
    assert caught.value.code == "model_not_converged"
    assert caught.value.details == {"model": "test"}


def moved(to: float) -> Objective:
    """A summit like that of `summit`, with the second parameter at `to`."""

    def at(theta: np.ndarray) -> tuple[float, np.ndarray]:
        return summit(theta * np.array([1.0, 5.0 / to]))[0], summit(theta * np.array([1.0, 5.0 / to]))[1] * [
            1,
            5.0 / to,
        ]

    return at


@pytest.mark.parametrize("to", [5.1, 400.0])
def test_a_rough_search_leads_to_the_exact_summit(to: float) -> None:
    found = maximise(summit, moved(to), SEARCH)
    np.testing.assert_allclose(found.parameters, [2, to], rtol=1e-4)


def test_an_exact_summit_beyond_the_limits_ends_at_them() -> None:
    found = maximise(summit, moved(2 * SHAPE[1]), SEARCH)
    np.testing.assert_allclose(found.parameters, [2, SHAPE[1]], rtol=1e-4)
    assert found.at_limit.tolist() == [False, True]


def test_a_lesser_summit_at_a_limit_is_left_for_a_higher_one() -> None:
    def two_summits(theta: np.ndarray) -> tuple[float, np.ndarray]:
        """Rises slowly towards the upper limit; higher is a summit at 0.01."""
        far = np.log(theta[1] / 0.01)
        hill = 20 * np.exp(-(far**2) / 2)
        value, slope = summit(np.array([theta[0], 5.0]))
        return value + hill + 0.1 * np.log(theta[1]), slope + np.array([0, (0.1 - hill * far) / theta[1]])

    search = Search(model="test", start=(1.0, 5.0), limits=(SHAPE, SHAPE))
    assert maximise(two_summits, two_summits, search).at_limit.tolist() == [False, True]
    again = dataclasses.replace(search, second_start=(1.0, 0.05))
    found = maximise(two_summits, two_summits, again)
    np.testing.assert_allclose(found.parameters, [2, 0.01], rtol=0.01)
