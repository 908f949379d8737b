"""Means over Beta distributions, for many parameter sets at once, by the trapezoidal rule on the logit scale.

On that scale a Beta density is smooth and falls off exponentially on both sides, so the plain trapezoidal rule
converges exponentially (Trefethen & Weideman, The Exponentially Convergent Trapezoidal Rule, SIAM Review 56(3),
2014). Only what differs from a straight line is integrated: it vanishes at 0 and at 1, where densities with
parameters below 1 do not.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln

REACH = 18.0  # logits: beyond lies a share below 2e-8
WIDEST = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Nodes:
    """Points in (0, 1) by their logarithms: `log_p`, `log_q` (of 1 − p), `width` in logits."""

    log_p: np.ndarray
    log_q: np.ndarray
    width: float

    @property
    def p(self) -> np.ndarray:
        """The points."""
        point: np.ndarray = np.exp(self.log_p)
        return point

    @classmethod
    def for_betas(cls, a: np.ndarray, b: np.ndarray) -> "Nodes":
        """Nodes fine enough for the narrowest of these Beta densities; their logits vary by √(1/a + 1/b)."""
        width = min(WIDEST, float(np.sqrt(1 / a + 1 / b).min()))
        logit = np.arange(-REACH, REACH + width, width)
        return cls(log_p=-np.logaddexp(0, -logit), log_q=-np.logaddexp(0, logit), width=width)


def mixture(
    nodes: Nodes, a: np.ndarray, b: np.ndarray, more: np.ndarray, others: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Weights (sets × nodes) of Σ weights · Beta(a + more, b + others): sum them times f(p) for Σ weights · E[f].

    `a`, `b` are one number per set; `more`, `others` (whole numbers) and `weights` (sets × components) describe
    the components. The part that depends on the set and the part that depends on the component separate, so
    this is one matrix product.
    """
    centre = a / (a + b)
    log_p0, log_q0 = np.log(centre), np.log1p(-centre)
    prior = a[:, None] * (nodes.log_p - log_p0[:, None]) + b[:, None] * (nodes.log_q - log_q0[:, None])
    basis = more[:, None] * nodes.log_p + others[:, None] * nodes.log_q
    peak = basis.max(axis=1)
    offset = (a * log_p0 + b * log_q0)[:, None] + peak - betaln(a[:, None] + more, b[:, None] + others)
    weighted: np.ndarray = (weights * np.exp(offset)) @ np.exp(basis - peak[:, None]) * np.exp(prior) * nodes.width
    return weighted
