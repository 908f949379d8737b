"""Gauss's 2F1(1, b; c; z), stably, however extreme, and with its derivatives."""

import numpy as np

_LOWEST = -4.0  # in y: exp(y - exp(-y)) is 1e-25 there
_BEYOND = 45.0  # exp(-45) is nothing
_DIGITS = 24.0  # natural ones: exp(-24) is 4e-11
_EXTREME = 3.0  # |log(1 - z)| from which elements get finer steps of their own


def log_hyp2f1_one(b: np.ndarray, c: np.ndarray, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """log 2F1(1, b; c; z) for b > 0, c > 1 and z < 1, elementwise, and its derivatives by b, c and z as three rows.

    Euler's integral with u = 1 - exp(-q / (c - 1)) is ∫ exp(-q) (1 - z u)^-b dq over q > 0, everywhere positive,
    so that nothing cancels; derivatives are averages under it. Ten digits.
    """
    reach = np.abs(np.log1p(-z))
    value, slope = np.empty_like(z), np.empty((3, z.size))
    for rows in (np.flatnonzero(reach < _EXTREME), np.flatnonzero(reach >= _EXTREME)):
        if rows.size:
            value[rows], slope[:, rows] = _integral(b[rows], c[rows] - 1.0, z[rows], float(reach[rows].max()))
    return value, slope


def _integral(b: np.ndarray, below: np.ndarray, z: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Trapezoids in y with q = exp(y - exp(-y)), steps as fine as the nearest singularity asks for; `below` is c - 1.

    Source: Takahasi & Mori, Double Exponential Formulas for Numerical Integration, Publ. RIMS 9, 1974.
    """
    step = 2 * np.pi * np.arctan2(np.pi / 2, 1 + reach) / _DIGITS
    highest = np.log(_BEYOND + max(0.0, float((below * -np.log1p(-z)).max())))
    y = np.arange(_LOWEST, highest + step, step)
    q = np.exp(y - np.exp(-y))
    width = np.log(q * (1 + np.exp(-y)) * step)
    part = -np.expm1(-np.outer(1 / below, q))
    base = 1 - z[:, None] * part
    log_base = np.log(base)
    log_term = width - q - b[:, None] * log_base
    peak = log_term.max(axis=1)
    share = np.exp(log_term - peak[:, None])
    total = share.sum(axis=1)
    by_base = share / base
    by_b = -np.einsum("ij,ij->i", share, log_base) / total
    by_z = b * np.einsum("ij,ij->i", by_base, part) / total
    # u falls with c by (1 - u) q / (c - 1)².
    by_c = -b * z / below**2 * np.einsum("ij,ij->i", by_base, (1 - part) * q) / total
    return peak + np.log(total), np.array([by_b, by_c, by_z])
