"""Averages over Beta and Gamma distributions against their moments, where scipy's own rules fail too."""

import numpy as np
import pytest
from scipy.special import roots_sh_jacobi

from retention.models.quadrature import NODES, over_beta, over_gamma


@pytest.mark.parametrize(("a", "b"), [(0.8, 2.4), (0.3, 0.7), (1.0, 1.0), (0.001, 1000.0), (2.0, 1e4), (0.001, 0.002)])
def test_beta_moments(a: float, b: float) -> None:
    node, weight = over_beta(a, b)
    assert weight.sum() == pytest.approx(1)
    assert node @ weight == pytest.approx(a / (a + b), rel=1e-6)
    assert node**2 @ weight == pytest.approx(a * (a + 1) / (a + b) / (a + b + 1), rel=1e-6)
    assert (node > 0).all()


@pytest.mark.parametrize("shape", [0.001, 0.24, 1.0, 50.0, 1e4])
def test_gamma_moments(shape: float) -> None:
    node, weight = over_gamma(shape)
    assert node @ weight == pytest.approx(shape)
    assert node**2 @ weight == pytest.approx(shape * (shape + 1))
    assert (node > 0).all()


def test_scipy_has_the_same_nodes() -> None:
    node, weight = over_beta(0.8, 2.4)
    theirs, their_weight = roots_sh_jacobi(NODES, 0.8 + 2.4 - 1, 0.8)
    np.testing.assert_allclose(node, theirs, rtol=1e-10)
    np.testing.assert_allclose(weight, their_weight / their_weight.sum(), rtol=1e-9)
