"""How far single periods stray from what is expected: pure chance, and drift that no model foresees."""

import numpy as np

from retention.models.bg_bb import Groups, purchase_chance, still_customer, survival

PERSISTENCE = 0.9  # share of a forecast's error in one period that is still there in the next
STRETCHES = 6  # independent stretches of a shop's past that tell how far it drifts: too few to be sure of it


def factor(groups: Groups, parameters: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Triangular matrix L (periods × periods): L @ standard normals are returning buyers minus their expectation.

    `parameters` is one set, `new` the expected new customers of each coming period. Customers act independently;
    each one's own periods are linked, because who buys often keeps doing so, and who left stays away.
    """
    covariance = _known(groups, parameters, len(new)) + _newcomers(parameters, new)
    covariance[np.diag_indices_from(covariance)] *= 1 + 1e-9
    covariance[np.diag_indices_from(covariance)] += 1e-9
    root: np.ndarray = np.linalg.cholesky(covariance)
    return root


def _known(groups: Groups, parameters: np.ndarray, ahead: int) -> np.ndarray:
    """Covariance of the purchases of those who are customers now."""
    ages, place = np.unique(groups.n, return_inverse=True)
    staying = survival(parameters, ages[:, None], np.arange(1, ahead + 1))
    present = still_customer(parameters, groups)
    chance = purchase_chance(parameters, groups)
    alpha_beta = parameters[0] + parameters[1]
    again = (parameters[0] + groups.x + 1) / (alpha_beta + groups.n + 1)
    both = np.bincount(place, groups.customers * present * chance * again, len(ages))
    each = (present * chance)[:, None] * staying[place]
    later = np.maximum.outer(np.arange(ahead), np.arange(ahead))
    joint = (both @ staying)[later]
    np.fill_diagonal(joint, groups.customers @ each)
    covariance: np.ndarray = joint - (each * groups.customers[:, None]).T @ each
    return covariance


def _newcomers(parameters: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Covariance of the repeat purchases of those still to come, summed over the periods they come in."""
    ahead = len(new)
    alpha, beta = parameters[0], parameters[1]
    staying = survival(parameters, 0, np.arange(1, ahead + 1))
    chance = alpha / (alpha + beta)
    again = (alpha + 1) / (alpha + beta + 1)
    later = np.maximum.outer(np.arange(ahead), np.arange(ahead))
    one = chance * again * staying[later]
    np.fill_diagonal(one, chance * staying)
    one -= chance**2 * np.outer(staying, staying)
    total = np.zeros((ahead, ahead))
    for period in range(1, ahead):
        total[period:, period:] += new[period - 1] * one[: ahead - period, : ahead - period]
    return total


def wandering(rng: np.random.Generator, sets: int, ahead: int) -> np.ndarray:
    """Errors that carry over from period to period (sets × ahead): autoregressive, starting from 0 before period 1.

    The standard deviation grows from 1 in the first period towards 2.3.
    """
    steps = rng.standard_normal((sets, ahead))
    for period in range(1, ahead):
        steps[:, period] += PERSISTENCE * steps[:, period - 1]
    return steps


def drift(rng: np.random.Generator, sets: int, ahead: int) -> np.ndarray:
    """`wandering` whose size is itself uncertain (sets × ahead): Student's t with `STRETCHES` degrees of freedom.

    A shop's calm years say little of the year in which its prices rise.
    """
    size = np.sqrt(STRETCHES / rng.chisquare(STRETCHES, (sets, 1)))
    drifted: np.ndarray = size * wandering(rng, sets, ahead)
    return drifted


def drift_variance(ahead: np.ndarray | int) -> np.ndarray:
    """Variance of `wandering` so many periods ahead."""
    squared = PERSISTENCE**2
    variance: np.ndarray = (1 - squared ** np.asarray(ahead, dtype=float)) / (1 - squared)
    return variance
