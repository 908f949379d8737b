"""A share that moves from period to period: what it may be in one to come, from what it was in those before.

The log-odds of the share are a level that may drift (random walk), a season, noise of each period, and what chance does
to a count. How strong drift, season and noise are is not chosen but weighed: each combination by how likely it makes
the past, so that few periods leave all of them open and the outlook is wide.

Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, 2006, equations 2.23 to 2.30, with the covariance
of a random walk, the periodic one (4.31) and a diagonal; empirical log-odds and their variance from Cox & Snell,
Analysis of Binary Data, 2nd ed. 1989, 2.1.6.
"""

from dataclasses import dataclass

import numpy as np

_DRIFTS = {0.0: 0.3, 0.05: 0.3, 0.12: 0.25, 0.3: 0.15}
_SEASONS = {0.0: 0.5, 0.2: 0.3, 0.5: 0.2}
_NOISES = {0.0: 0.25, 0.08: 0.4, 0.2: 0.25, 0.5: 0.1}
"""Standard deviations in log-odds, of the drift per period, the season and the noise, with what each weighs beforehand:
at a share of one half, 0.2 is five points."""
_LEVEL = 1.5
"""Standard deviation of the level around that of all periods together."""
_SEASON_LENGTH = 0.5
"""How alike neighbours of a season are: at twelve to a year, neighbours have a correlation of 0.58."""
MOST_PERIODS = 120
"""Periods looked back on: ten years of months."""
_NEGLIGIBLE = 1e-3  # of the largest weight
_REACH = 5.0  # standard deviations of a grid to either side


@dataclass(frozen=True, kw_only=True, eq=False)
class Outlook:
    """What a share may be, as a mixture of normal distributions of its log-odds: `weights`, `means`, `deviations`."""

    weights: np.ndarray
    means: np.ndarray
    deviations: np.ndarray

    def grid(self, points: int, *, at_least: float = -np.inf) -> np.ndarray:
        """Log-odds that cover what may be, and reach `at_least` so high."""
        low = float((self.means - _REACH * self.deviations).min())
        high = float((self.means + _REACH * self.deviations).max())
        return np.linspace(low, max(high, at_least), points)

    def log_density(self, log_odds: np.ndarray) -> np.ndarray:
        """Logarithm of the density of the log-odds."""
        steps = (log_odds[..., None] - self.means) / self.deviations
        parts = np.log(self.weights) - np.log(self.deviations) - 0.5 * (steps**2 + np.log(2 * np.pi))
        return np.asarray(np.logaddexp.reduce(parts, axis=-1))


def outlook(
    part: np.ndarray, whole: np.ndarray, periods: np.ndarray, *, ahead: int, per_year: int | None = None
) -> Outlook:
    """What the share part / whole may be in period number `ahead`, from the periods with the numbers `periods`.

    `whole` is above 0 everywhere. `per_year`: periods in a year, None where there is no season. At least one period.

    >>> found = outlook(np.array([30, 32, 29, 31]), np.full(4, 100), np.arange(4), ahead=4)
    >>> bool(0.2 < 1 / (1 + np.exp(-(found.weights @ found.means))) < 0.4)
    True
    """
    part, whole, periods = (np.asarray(each, dtype=float)[-MOST_PERIODS:] for each in (part, whole, periods))
    seen = np.log((part + 0.5) / (whole - part + 0.5))
    chance = 1 / (part + 0.5) + 1 / (whole - part + 0.5)
    centre = np.log((part.sum() + 0.5) / (whole.sum() - part.sum() + 0.5))
    priors, drifts, seasons, noises = _combinations(seasonal=per_year is not None and per_year > 1)
    times = np.append(periods, float(ahead))
    walk = np.minimum(times[:, None], times) - times.min()
    yearly = _yearly(times, per_year) if per_year else np.zeros_like(walk)
    shared = _LEVEL**2 + drifts[:, None, None] ** 2 * walk + seasons[:, None, None] ** 2 * yearly
    known, between = shared[:, :-1, :-1], shared[:, :-1, -1]
    spread = known + (chance + noises[:, None] ** 2)[:, None, :] * np.eye(len(seen))
    means, deviations, evidence = _conditional(seen - centre, spread, between, shared[:, -1, -1] + noises**2)
    weights = priors * np.exp(evidence - evidence.max())
    some = weights > _NEGLIGIBLE * weights.max()
    weights = weights[some] / weights[some].sum()
    return Outlook(weights=weights, means=means[some] + centre, deviations=deviations[some])


def _combinations(*, seasonal: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Every combination of drift, season and noise, behind what it weighs beforehand."""
    seasons = _SEASONS if seasonal else {0.0: 1.0}
    rows = [
        (first * second * third, drift, season, noise)
        for drift, first in _DRIFTS.items()
        for season, second in seasons.items()
        for noise, third in _NOISES.items()
    ]
    weights, drifts, of_season, noises = np.array(rows).T
    return weights, drifts, of_season, noises


def _yearly(times: np.ndarray, per_year: int) -> np.ndarray:
    apart = np.sin(np.pi * (times[:, None] - times) / per_year) ** 2
    return np.asarray(np.exp(-2 * apart / _SEASON_LENGTH**2))


def _conditional(
    seen: np.ndarray, spread: np.ndarray, between: np.ndarray, own: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean and standard deviation of what is ahead given what was seen, and how likely that was, per combination."""
    lower = np.linalg.cholesky(spread)
    both = np.concatenate([np.broadcast_to(seen[:, None], (len(spread), len(seen), 1)), between[..., None]], axis=-1)
    solved = np.linalg.solve(lower, both)
    of_seen, of_ahead = solved[..., 0], solved[..., 1]
    means = (of_seen * of_ahead).sum(axis=-1)
    deviations = np.sqrt(np.maximum(own - (of_ahead**2).sum(axis=-1), 1e-8))
    evidence = -0.5 * (of_seen**2).sum(axis=-1) - np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=-1)
    return means, deviations, evidence
