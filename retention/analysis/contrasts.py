"""Many groups of customers at once: whether their shares differ at all, and which of them clearly do."""

from itertools import combinations

import numpy as np

from retention.defaults import CONFIDENCE
from retention.intervals import holm

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
    if len(back) < 2 or chance_of_no_difference(back, customers) > 1 - CONFIDENCE:
        return []
    share = back / customers
    pairs = [(a, b) if share[a] >= share[b] else (b, a) for a, b in combinations(range(len(back)), 2)]
    chances = holm(np.array([chance_of_no_difference(back[[*pair]], customers[[*pair]]) for pair in pairs]))
    clear = [pair for pair, chance in zip(pairs, chances, strict=True) if chance <= 1 - CONFIDENCE]
    return sorted(clear, key=lambda pair: share[pair[1]] - share[pair[0]])
