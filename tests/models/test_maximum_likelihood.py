"""The search: a summit known in advance, a ridge that ends at a limit, and one without any summit."""

import numpy as np
import pytest

from retention.errors import RetentionError
from retention.models.maximum_likelihood import SHAPE, Search, maximise

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
