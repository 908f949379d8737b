"""How far forecasts drift off beyond chance: errors that carry over, of a size that the back-tests tell."""

from dataclasses import dataclass

import numpy as np

PERSISTENCE = 0.9  # share of a forecast's error in one period that is still there in the next
LASTING = np.geomspace(0.003, 0.4, 18)  # standard deviations of the logarithm, after one period, that are tried
SINGLE = np.array([0.0, 0.05, 0.1, 0.2, 0.4])  # of single periods that were good or bad beyond chance
# Lasting size in shops tried before, and where less than two years are known, so that a season may hide; how widely
# (logarithm) it differs between shops.
USUAL, USUAL_YOUNG, _USUAL_SPREAD = 0.02, 0.03, 1.0
_SINGLE_SHARES = np.array([0.4, 0.2, 0.2, 0.12, 0.08])  # of shops tried before
_INDEPENDENT = 0.8  # share of tests that say something new: they overlap in periods and in what was known


@dataclass(frozen=True, kw_only=True, eq=False)
class Drift:
    """How likely each of `LASTING` (rows) together with each of `SINGLE` is: `weights` that add up to 1."""

    weights: np.ndarray

    @property
    def expected(self) -> tuple[float, float]:
        """Expected lasting size after one period, and expected size of single periods."""
        return float(LASTING @ self.weights.sum(axis=1)), float(SINGLE @ self.weights.sum(axis=0))

    def paths(self, rng: np.random.Generator, sets: int, ahead: int) -> np.ndarray:
        """Possible errors on the logarithmic scale (sets × ahead)."""
        which = rng.choice(self.weights.size, size=sets, p=self.weights.ravel())
        lasting, single = np.unravel_index(which, self.weights.shape)
        drifted: np.ndarray = LASTING[lasting, None] * wandering(rng, sets, ahead)
        drifted += SINGLE[single, None] * rng.standard_normal((sets, ahead))
        return drifted


def drift(missed: np.ndarray, noise: np.ndarray, ahead: np.ndarray, weights: np.ndarray, usual: float = USUAL) -> Drift:
    """What tests say about drift: `missed` by (logarithm), of which `noise` is the variance of chance.

    `ahead`: periods each looked ahead; `weights`: how much each counts; `usual`: lasting size of other shops. Every
    pair of sizes is as likely as it makes the misses, where other shops' experience counts as well; so a shop with few
    tests, or with tests of a handful of customers that are nearly all chance, gets the usual sizes, and no test alone
    decides.
    """
    lasting, single = LASTING[:, None, None], SINGLE[:, None]
    total = noise + lasting**2 * drift_variance(ahead) + single**2
    likely = -0.5 * _INDEPENDENT * ((np.log(total) + missed**2 / total) @ weights)
    likely = likely - 0.5 * (np.log(LASTING[:, None] / usual) / _USUAL_SPREAD) ** 2 + np.log(_SINGLE_SHARES)
    shares = np.exp(likely - likely.max())
    return Drift(weights=shares / shares.sum())


def wandering(rng: np.random.Generator, sets: int, ahead: int) -> np.ndarray:
    """Errors that carry over from period to period (sets × ahead): autoregressive, starting from 0 before period 1.

    The standard deviation grows from 1 in the first period towards 2.3.
    """
    steps = rng.standard_normal((sets, ahead))
    for period in range(1, ahead):
        steps[:, period] += PERSISTENCE * steps[:, period - 1]
    return steps


def drift_variance(ahead: np.ndarray | int) -> np.ndarray:
    """Variance of `wandering` so many periods ahead."""
    squared = PERSISTENCE**2
    variance: np.ndarray = (1 - squared ** np.asarray(ahead, dtype=float)) / (1 - squared)
    return variance
