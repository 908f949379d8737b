"""2F1(1, b; c; z): closed forms, scipy where scipy is reliable, and derivatives by differences."""

import numpy as np
import pytest
from scipy.special import hyp2f1

from retention.models.hypergeometric import log_hyp2f1_one


def value(b: float, c: float, z: float) -> float:
    return float(np.exp(log_hyp2f1_one(np.array([b]), np.array([c]), np.array([z]))[0][0]))


@pytest.mark.parametrize("z", [-0.9, -0.3, 0.2, 0.7, 0.95])
@pytest.mark.parametrize(("b", "c"), [(1.6, 2.2), (1.01, 1.3), (3.0, 7.5), (1.6, 40.0)])
def test_agrees_with_scipy_where_that_converges(b: float, c: float, z: float) -> None:
    assert value(b, c, z) == pytest.approx(float(hyp2f1(1, b, c, z)), rel=1e-9)


@pytest.mark.parametrize("z", [-1e6, -1e4, -50.0, 0.5, 0.999, 1 - 1e-9])
def test_logarithm(z: float) -> None:
    """2F1(1, 1; 2; z) = -log(1 - z) / z (DLMF 15.4.1)."""
    assert value(1.0, 2.0, z) == pytest.approx(-np.log1p(-z) / z, rel=1e-9)


@pytest.mark.parametrize("z", [-2000.0, -1.0, 0.3, 0.99])
def test_power(z: float) -> None:
    """2F1(1, b; b; z) = 1 / (1 - z) (DLMF 15.4.6)."""
    assert value(1.7, 1.7, z) == pytest.approx(1 / (1 - z), rel=1e-9)


@pytest.mark.parametrize("point", [(1.6, 3.0, -7.0), (1.2, 1.8, 0.6), (5.0, 60.0, 0.98)])
def test_slopes(point: tuple[float, float, float]) -> None:
    centre = np.array(point)
    slope = log_hyp2f1_one(*centre[:, None])[1][:, 0]
    for place, step in enumerate(np.eye(3) * 1e-5):
        above, below = (log_hyp2f1_one(*(centre + sign * step)[:, None])[0][0] for sign in (1, -1))
        assert slope[place] == pytest.approx((above - below) / 2e-5, rel=1e-4)
