"""Shifted-beta-geometric: how many subscribers renew, period after period, when some are more faithful than others.

Source: Fader & Hardie, How to Project Customer Retention, Journal of Interactive Marketing 21(1), 2007.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, digamma

from retention.errors import RequestError
from retention.models.maximum_likelihood import SHAPE, Estimate, Search, maximise


@dataclass(frozen=True, kw_only=True)
class ShiftedBetaGeometric:
    """Each customer leaves at any renewal with a chance of their own, which varies as Beta(alpha, beta).

    The longer a cohort is watched, the higher its retention rate: the faithless leave first. `fit` is None for
    parameters that were given rather than estimated.
    """

    name: ClassVar[str] = "shifted_beta_geometric"
    alpha: float
    beta: float
    fit: Estimate | None = None

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters by name."""
        return {"alpha": self.alpha, "beta": self.beta}

    def survival(self, periods: ArrayLike) -> np.ndarray:
        """Share of a cohort still there after so many renewals, 1 after none (equation 6)."""
        t = np.asarray(periods, dtype=float)
        return np.asarray(np.exp(betaln(self.alpha, self.beta + t) - betaln(self.alpha, self.beta)))

    def retention(self, periods: ArrayLike) -> np.ndarray:
        """Share of those there before the renewal of each period (1, 2, …) who are there after it (equation 8)."""
        t = np.asarray(periods, dtype=float)
        return np.asarray((self.beta + t - 1) / (self.alpha + self.beta + t - 1))


def fit_shifted_beta_geometric(alive: ArrayLike) -> ShiftedBetaGeometric:
    """Estimate alpha, beta by maximum likelihood from the customers of one cohort alive at t = 0, 1, 2, ….

    Raises RetentionError `cohort_not_falling` (alive) for fewer than three counts, for counts that rise or start
    at 0, and when nobody left; `model_not_converged` (model).
    """
    counts = np.asarray(alive, dtype=float)
    if counts.size < 3 or not (counts[0] > counts[-1] >= 0 and np.all(np.diff(counts) <= 0)):
        raise RequestError("cohort_not_falling", alive=tuple(counts.tolist()))
    lost, left, t = -np.diff(counts), counts[-1], np.arange(1, counts.size)

    def at(theta: np.ndarray) -> tuple[float, np.ndarray]:
        alpha, beta = theta
        value = (
            lost @ betaln(alpha + 1, beta + t - 1)
            + left * betaln(alpha, beta + t[-1])
            - counts[0] * betaln(alpha, beta)
        )
        whole = digamma(alpha + beta)
        ended, there = digamma(alpha + beta + t), digamma(alpha + beta + t[-1])
        by_alpha = lost @ (digamma(alpha + 1) - ended) + left * (digamma(alpha) - there)
        by_beta = lost @ (digamma(beta + t - 1) - ended) + left * (digamma(beta + t[-1]) - there)
        start = counts[0] * np.array([digamma(alpha) - whole, digamma(beta) - whole])
        return float(value), np.array([by_alpha, by_beta]) - start

    found = maximise(at, at, Search(model=ShiftedBetaGeometric.name, start=(1.0, 1.0), limits=(SHAPE, SHAPE)))
    alpha, beta = map(float, found.parameters)
    return ShiftedBetaGeometric(alpha=alpha, beta=beta, fit=found)
