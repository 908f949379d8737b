"""What customers of the same age usually did, so that one period can be told from chance and from the season."""

from math import erf, sqrt

import numpy as np

from retention.analysis.change.kitagawa import Band
from retention.defaults import CONFIDENCE

_SWINGS = np.r_[0.0, np.geomspace(0.05, 30, 16)]
"""How much more the periods may differ than chance makes them: variances, in units of what chance makes of one."""
_STEADY = 0.5  # weight of "not at all" among them before anything is seen
_HALF = 0.5  # customers: widens what chance makes of a handful who come back, where the normal curve is too narrow
_FEWEST_PERIODS = 3
_HALVINGS = 40


def against_usual(ages: np.ndarray, place: int, then: int, pool: np.ndarray) -> Band | None:
    """How many more came back in a period than customers of the same age usually do, at its time of the year.

    `ages` are customers and who of them came back, by period and class of age; `then` is the place of the same season
    in an earlier year, `pool` the places of the periods, that one among them, in which nothing of the change can have
    been seen yet. Of each class the share that usually comes back is that of the pool, and every period has a quotient:
    who came back by who usually would have. What is to be expected at `place` lies between the mean quotient of
    the pool and that of `then`: near the mean as far as the pool's periods differ no more than chance makes them, near
    `then` as far as this shop has seasons. How much they differ is not decided but weighed: the answer is a mixture
    over many sizes of swing, each with the weight that the pool gives it. So a shop without seasons is judged by all
    its past, which notices smaller changes than one earlier period can. None where the pool is too short, or nobody of
    a known age was there.

    Source: indirect standardisation; Efron & Morris, Data Analysis Using Stein's Estimator and Its Generalizations,
    JASA 70(350), 1975.
    """
    if len(pool) < _FEWEST_PERIODS or not ages[place, :, 0].any() or not ages[pool, :, 0].any():
        return None
    at = np.r_[pool, place]
    customers, back = ages[at, :, 0].astype(float), ages[at, :, 1].astype(float)
    many, again = customers[:-1].sum(axis=0), back[:-1].sum(axis=0)
    usual = (again + 2 * again.sum() / many.sum()) / (many + 2)
    usual = np.clip(usual, _HALF / (many.sum() + 1), 1 - _HALF / (many.sum() + 1))
    expected = customers @ usual
    seen = expected > 0
    variance = (customers @ (usual * (1 - usual)) + _HALF)[seen] / expected[seen] ** 2
    quotient = back.sum(axis=1)[seen] / expected[seen]
    centres, spreads, weights = _expected(quotient[:-1], variance[:-1], at[:-1][seen[:-1]] == then)
    centres, spreads = quotient[-1] - centres, np.sqrt(spreads + variance[-1])
    level = expected[-1] / customers[-1].sum()
    below = _share_below(0.0, centres, spreads, weights)
    return Band(
        low=level * _quantile((1 - CONFIDENCE) / 2, centres, spreads, weights),
        high=level * _quantile((1 + CONFIDENCE) / 2, centres, spreads, weights),
        chance=2 * min(below, 1 - below),
    )


def _expected(
    quotient: np.ndarray, variance: np.ndarray, then: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each size of swing: what is to be expected at the time of year of `then`, its variance, and its weight."""
    swings = _SWINGS * len(variance) / (1 / variance).sum()
    total = variance + swings[:, None]
    precision = (1 / total).sum(axis=1)
    mean = (quotient / total).sum(axis=1) / precision
    fit = -0.5 * (np.log(total).sum(axis=1) + ((quotient - mean[:, None]) ** 2 / total).sum(axis=1) + np.log(precision))
    prior = np.r_[_STEADY, np.full(len(swings) - 1, (1 - _STEADY) / (len(swings) - 1))]
    weights = prior * np.exp(fit - fit.max())
    if then.any():
        lean = swings / (swings + variance[then][0])
        centre = mean + lean * (quotient[then][0] - mean)
    else:
        lean, centre = np.zeros(len(swings)), mean
    return centre, swings * (1 - lean) + (1 - lean) ** 2 / precision, weights / weights.sum()


def _share_below(point: float, centres: np.ndarray, spreads: np.ndarray, weights: np.ndarray) -> float:
    steps = (point - centres) / spreads / sqrt(2)
    shares = [0.5 + 0.5 * erf(step) for step in steps.tolist()]
    return float(weights @ shares)


def _quantile(share: float, centres: np.ndarray, spreads: np.ndarray, weights: np.ndarray) -> float:
    low, high = float((centres - 9 * spreads).min()), float((centres + 9 * spreads).max())
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _share_below(middle, centres, spreads, weights) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
