"""Nodes and weights for averages over Beta and Gamma distributions, for any parameters.

Golub & Welsch, Calculation of Gauss Quadrature Rules, Mathematics of Computation 23(106), 1969, with weights that
add up to 1: `scipy.special.roots_*` overflow from parameters of a few hundred on.
"""

import numpy as np
from scipy.linalg import eigh_tridiagonal

NODES = 32  # ten digits for expectations a year ahead
_SMALLEST = 1e-300


def over_beta(a: float, b: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes in 0..1 and weights for averages over Beta(a, b)."""
    k = np.arange(NODES, dtype=float)
    # Jacobi polynomials on -1..1 with exponents b - 1 at 1 and a - 1 at -1.
    total, both = 2 * k + a + b - 2, (b - 1) ** 2 - (a - 1) ** 2
    middle = np.empty(NODES)
    middle[0] = (a - b) / (a + b)
    middle[1:] = -both / (total[1:] * (total[1:] + 2))
    k, total = k[1:], total[1:]
    square = 4 * k * (k + a - 1) * (k + b - 1) / (total**2 * (total + 1))
    # (k + a + b - 2) / (total - 1) is 1 for k = 1, where both vanish when a + b is 1.
    square[1:] *= (k[1:] + a + b - 2) / (total[1:] - 1)
    node, weight = _nodes(middle, np.sqrt(square))
    return np.clip((1 + node) / 2, _SMALLEST, 1.0), weight


def over_gamma(shape: float) -> tuple[np.ndarray, np.ndarray]:
    """Positive nodes and weights for averages over Gamma(shape, 1)."""
    k = np.arange(NODES, dtype=float)
    node, weight = _nodes(2 * k + shape, np.sqrt(k[1:] * (k[1:] + shape - 1)))
    return np.maximum(node, _SMALLEST), weight


def _nodes(middle: np.ndarray, beside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    node, vectors = eigh_tridiagonal(middle, beside)
    return node, vectors[0] ** 2
