"""What a lifetime model knows of customers: how often they came back, when last, and for how long they were watched."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from retention.errors import RetentionError

DAYS_PER_WEEK = 7
REPEATERS_NEEDED = 30  # customers with a second order, below which four parameters say nothing
_ROUGH_STEPS = 32  # times a rough copy distinguishes
_DENSE_KEYS_PER_ROW = 8  # up to here counting beats sorting


@dataclass(frozen=True, kw_only=True, eq=False)
class Histories:
    """Customers, or groups of customers alike, as the sufficient statistics (x, t_x, T) of buy-till-you-die models.

    `repeats` is x, days with an order after the first one; `last` and `age` are positions in `times` (weeks,
    ascending): t_x, from the first order to the last one, and T, from the first order to the as-of date.
    `customers` says how many customers each row stands for.
    """

    repeats: np.ndarray
    last: np.ndarray
    age: np.ndarray
    customers: np.ndarray
    times: np.ndarray

    @classmethod
    def of(cls, repeats: ArrayLike, last: ArrayLike, age: ArrayLike) -> Self:
        """Customers by x (whole numbers), t_x and T in weeks; t_x of a customer with x = 0 is 0.

        Raises ValueError unless 0 <= t_x <= T, x >= 0, and t_x = 0 exactly when x = 0.
        """
        x, t_x, t = np.asarray(repeats, dtype=np.int64), np.asarray(last, dtype=float), np.asarray(age, dtype=float)
        if not (np.all(x >= 0) and np.all(t_x >= 0) and np.all(t_x <= t) and np.all((t_x > 0) == (x > 0))):
            raise ValueError("a history needs x >= 0, 0 <= t_x <= T, and t_x = 0 exactly when x = 0")
        codes, times = pd.factorize(np.r_[0.0, t_x, t], sort=True)
        return cls(
            repeats=x, last=codes[1 : x.size + 1], age=codes[x.size + 1 :], customers=np.ones(x.size), times=times
        )

    @classmethod
    def of_days(cls, *, repeats: np.ndarray, last: np.ndarray, age: np.ndarray) -> Self:
        """The same from whole days, where nothing has to be looked up."""
        times = np.arange(int(age.max(initial=0)) + 1) / DAYS_PER_WEEK
        return cls(repeats=repeats, last=last, age=age, customers=np.ones(repeats.size), times=times)

    @property
    def repeaters(self) -> int:
        """Customers who came back at least once."""
        return int(self.customers[self.repeats > 0].sum())

    @property
    def weeks_observed(self) -> np.ndarray:
        """T of each row."""
        return np.asarray(self.times[self.age])

    @property
    def order_rate(self) -> float:
        """Repeat days per customer and week."""
        return float(self.customers @ self.repeats / (self.customers @ self.weeks_observed))

    def check_repeaters(self) -> None:
        """Raise RetentionError `too_few_repeaters` (needed, have) where a model would have nothing to learn from."""
        if self.repeaters < REPEATERS_NEEDED:
            raise RetentionError("too_few_repeaters", needed=REPEATERS_NEEDED, have=self.repeaters)

    def grouped(self) -> Self:
        """One row per distinct (x, t_x, T): the same likelihood from far fewer rows."""
        return self._merged(self.last, self.age)

    def rough(self) -> Self:
        """Few rows, times rounded, the longer the more: near enough to start the search from, never to end it with."""
        if self.times.size <= 2 * _ROUGH_STEPS:
            return self
        stretched = np.log1p(self.times)
        step = np.minimum((stretched / stretched[-1] * _ROUGH_STEPS).astype(np.int64), _ROUGH_STEPS - 1)
        middles = np.bincount(step, self.times, _ROUGH_STEPS) / np.maximum(np.bincount(step, minlength=_ROUGH_STEPS), 1)
        # Position 0 stays reserved for t_x of those who never came back.
        last, age = np.where(self.repeats > 0, step[self.last] + 1, 0), step[self.age] + 1
        return replace(self, times=np.r_[0.0, middles])._merged(last, age)

    def _merged(self, last: np.ndarray, age: np.ndarray) -> Self:
        """Rows counted by (x, T, t_x). Most customers never came back: counted by T alone, only the rest is sorted."""
        back = np.flatnonzero(self.repeats)
        weight = None if (self.customers == 1).all() else self.customers
        weight_back = None if weight is None else weight[back]
        age_back = age[back]
        once = np.bincount(age, weight, self.times.size) - np.bincount(age_back, weight_back, self.times.size)
        ages = np.flatnonzero(once)
        width = self.times.size
        key, customers = _counted((self.repeats[back] * width + age_back) * width + last[back], weight_back)
        pair, last_back = np.divmod(key, width)
        repeats, age_back = np.divmod(pair, width)
        nothing = np.zeros_like(ages)
        return replace(
            self,
            repeats=np.r_[nothing, repeats],
            last=np.r_[nothing, last_back],
            age=np.r_[ages, age_back],
            customers=np.r_[once[ages].astype(float), customers],
        )


def _counted(key: np.ndarray, weight: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Distinct keys in ascending order and the weight of each (None: rows weigh 1), by counting or by sorting."""
    top = int(key.max(initial=0))
    if top <= _DENSE_KEYS_PER_ROW * key.size:
        total = np.bincount(key, weight)
        key = np.flatnonzero(total)
        return key, total[key].astype(float)
    if weight is None:
        key = np.sort(key.astype(np.uint32) if top < 2**32 else key)
        start = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
        return key[start].astype(np.int64), np.diff(np.r_[start, key.size]).astype(float)
    key, place = np.unique(key, return_inverse=True)
    return key, np.bincount(place, weight)
