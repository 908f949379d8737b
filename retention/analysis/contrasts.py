"""Many groups of customers at once: whether their shares or values differ at all, and which of them clearly do."""

from collections.abc import Callable
from itertools import combinations

import numpy as np

from retention.defaults import CONFIDENCE
from retention.intervals import Z_95, holm

FEW_EXPECTED = 5
"""Customers expected in a cell below which the chi-square distribution is no good approximation (Cochran 1954)."""
_DRAWS, _SEED = 4_999, 20_260_101


def chance_of_no_difference(back: np.ndarray, customers: np.ndarray) -> float:
    """How often shares would lie so far apart if all groups were alike: `back` of `customers` in each; 1 for one group.

    Pearson's chi-square; where a cell is expected to hold fewer than 5, by dealing out those who came back anew among
    all customers, 4,999 times, always the same ones.

    Source: Pearson, On the Criterion that a Given System of Deviations …, Philosophical Magazine 50, 1900; Cochran,
    Some Methods for Strengthening the Common χ² Tests, Biometrics 10(4), 1954.

    >>> round(chance_of_no_difference(np.array([30, 50]), np.array([100, 100])), 4)
    0.0039
    """
    from scipy.special import chdtrc

    back, customers = np.asarray(back, dtype=np.int64), np.asarray(customers, dtype=np.int64)
    share = back.sum() / customers.sum()
    if len(back) < 2 or share in (0, 1):
        return 1.0
    seen = _distance(back, customers, share)
    if (customers * min(share, 1 - share)).min() >= FEW_EXPECTED:
        return float(chdtrc(len(back) - 1, seen))
    dealt = np.random.default_rng(_SEED).multivariate_hypergeometric(customers, back.sum(), size=_DRAWS)
    as_far = _distance(dealt, customers, share) >= seen * (1 - 1e-9)
    return float((as_far.sum() + 1) / (_DRAWS + 1))


def _distance(back: np.ndarray, customers: np.ndarray, share: float) -> np.ndarray:
    """Pearson's chi-square of each row of `back`."""
    found: np.ndarray = ((back - customers * share) ** 2 / (customers * share * (1 - share))).sum(axis=-1)
    return found


def clear_pairs(back: np.ndarray, customers: np.ndarray) -> list[tuple[int, int]]:
    """The pairs of groups, (higher, lower) by place, that differ more than chance would make any pair do.

    None unless all groups together differ (`chance_of_no_difference`, 5%); then the pairs that survive Holm's
    correction, the farthest apart first. Among equal groups, however many, one pair or more is named in 5% of cases.

    Source: Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6, 1979.

    >>> clear_pairs(np.array([30, 33, 60]), np.array([100, 100, 100]))
    [(2, 0), (2, 1)]
    """
    back, customers = np.asarray(back), np.asarray(customers)
    if len(back) < 2:
        return []

    def chance(groups: list[int]) -> float:
        return chance_of_no_difference(back[groups], customers[groups])

    return _clear(back / customers, chance)


def _clear(height: np.ndarray, chance: Callable[[list[int]], float]) -> list[tuple[int, int]]:
    """The pairs that differ after Holm's correction, where all groups together do; the farthest apart first."""
    if chance(list(range(len(height)))) > 1 - CONFIDENCE:
        return []
    pairs = [(a, b) if height[a] >= height[b] else (b, a) for a, b in combinations(range(len(height)), 2)]
    chances = holm(np.array([chance([*pair]) for pair in pairs]))
    clear = [pair for pair, one in zip(pairs, chances, strict=True) if one <= 1 - CONFIDENCE]
    return sorted(clear, key=lambda pair: height[pair[1]] - height[pair[0]])


def chance_of_equal_values(value: np.ndarray, error: np.ndarray) -> float:
    """How often values would lie so far apart if all groups had the same one; 1 for one group.

    `value` is above 0 in each, `error` the standard error of its logarithm (`log_error`). Cochran's Q: squared
    distances from the weighted mean, chi-square with one degree of freedom less than there are groups.

    Source: Cochran, The Combination of Estimates from Different Experiments, Biometrics 10(1), 1954.

    >>> round(chance_of_equal_values(np.array([20.0, 30.0]), np.array([0.1, 0.1])), 4)
    0.0041
    """
    from scipy.special import chdtrc

    logs, weight = np.log(np.asarray(value, dtype=float)), 1 / np.asarray(error, dtype=float) ** 2
    if len(logs) < 2:
        return 1.0
    middle = (weight * logs).sum() / weight.sum()
    return float(chdtrc(len(logs) - 1, (weight * (logs - middle) ** 2).sum()))


def log_error(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The standard error of the logarithm of a value with this 95% interval, as `retention.intervals.of_sums` makes it.

    >>> log_error(np.array([10.0]), np.array([10.0 * np.exp(2 * 1.959964)])).round(4).tolist()
    [1.0]
    """
    found: np.ndarray = np.log(np.asarray(high, dtype=float) / np.asarray(low, dtype=float)) / (2 * Z_95)
    return found


def clear_value_pairs(value: np.ndarray, low: np.ndarray, high: np.ndarray) -> list[tuple[int, int]]:
    """The pairs of groups, (higher, lower) by place, whose values differ more than chance would make any pair do.

    Values above 0 with their 95% intervals. None unless all together differ (`chance_of_equal_values`, 5%); then the
    pairs that survive Holm's correction, the farthest apart first.

    >>> clear_value_pairs(np.array([20.0, 21.0, 60.0]), np.array([16.0, 17.0, 48.0]), np.array([25.0, 26.0, 75.0]))
    [(2, 0), (2, 1)]
    """
    value, error = np.asarray(value, dtype=float), log_error(low, high)
    if len(value) < 2:
        return []
    return _clear(value, lambda groups: chance_of_equal_values(value[groups], error[groups]))
