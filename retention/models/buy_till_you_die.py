"""The likelihood both order models share: still a customer at T, or gone somewhere after the last order."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from retention.models.purchase_histories import PurchaseHistories

_BLOCK = 8_192  # rows at a time: nothing leaves the processor's cache, nor is a product worth threads to BLAS

# Values at each (x, t) pair, and their derivatives by parameter, one row per parameter.
Term = Callable[[np.ndarray, np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
CommonTerm = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


def log_sum(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """log(exp(one) + exp(other)), `one` finite, and the share of `other` in it.

    `np.logaddexp` takes ten times as long, as it goes number by number.
    """
    apart = other - one
    lesser = np.exp(-np.abs(apart))
    share = np.where(apart > 0, 1.0, lesser) / (1.0 + lesser)
    return np.maximum(one, other) + np.log1p(lesser), share


@dataclass(frozen=True, eq=False)
class Pairs:
    """Distinct (x, t) among many rows: `x` and `t` of each, and `place`, which of them a row has."""

    x: np.ndarray
    t: np.ndarray
    place: np.ndarray

    @classmethod
    def of(cls, repeats: np.ndarray, code: np.ndarray, times: np.ndarray) -> "Pairs":
        """Pairs in order of x and t; `code` are positions in `times`."""
        seen = np.flatnonzero(np.bincount(repeats))
        rank = np.zeros(int(repeats.max(initial=0)) + 1, dtype=np.int64)
        rank[seen] = np.arange(seen.size)
        key = rank[repeats] * times.size + code
        present = np.bincount(key) > 0
        distinct = np.flatnonzero(present)
        return cls(seen[distinct // times.size], times[distinct % times.size], (np.cumsum(present) - 1)[key])


class BuyTillYouDie:
    """Log-likelihood of grouped histories, common(x) + log(exp(alive(x, T)) + exp(left(x, t_x))), and its gradient.

    Whatever is costly depends on a count and one time only, and is computed once for each distinct pair: a
    million customers have some ten thousand of them.
    """

    def __init__(self, histories: PurchaseHistories, *, common: CommonTerm, alive: Term, left: Term) -> None:
        self._common, self._alive, self._left = common, alive, left
        self._customers = histories.customers
        self._age = Pairs.of(histories.repeats, histories.age, histories.times)
        self._last = Pairs.of(histories.repeats, histories.last, histories.times)
        by_repeats = np.bincount(histories.repeats, histories.customers)
        self._repeats = np.flatnonzero(by_repeats)
        self._by_repeats = by_repeats[self._repeats]

    def __call__(self, parameters: np.ndarray) -> tuple[float, np.ndarray]:
        """Log-likelihood of all customers and its derivative by each parameter."""
        common, common_slope = self._common(parameters, self._repeats)
        alive, alive_slope = self._alive(parameters, self._age.x, self._age.t)
        left, left_slope = self._left(parameters, self._last.x, self._last.t)
        value, weight = float(self._by_repeats @ common), np.empty_like(self._customers)
        for start in range(0, weight.size, _BLOCK):
            rows = slice(start, start + _BLOCK)
            both, share = log_sum(alive[self._age.place[rows]], left[self._last.place[rows]])
            value += float(self._customers[rows] @ both)
            np.multiply(self._customers[rows], share, out=weight[rows])
        by_age = np.bincount(self._age.place, self._customers - weight, alive.size)
        by_last = np.bincount(self._last.place, weight, left.size)
        return value, common_slope @ self._by_repeats + alive_slope @ by_age + left_slope @ by_last
