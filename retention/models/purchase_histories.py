"""What a lifetime model knows of customers: how often they came back, when last, and for how long they were watched."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from retention.defaults import REPEATERS_NEEDED
from retention.errors import TooLittleDataError

DAYS_PER_WEEK = 7
_ROUGH_STEPS = 32  # times a rough copy distinguishes
_TABLE = 50_000  # keys that may always be counted in a table, however few the rows


@dataclass(frozen=True, kw_only=True, eq=False)
class PurchaseHistories:
    """Customers, or groups of customers alike, as the sufficient statistics (x, t_x, T) of buy-till-you-die models.

    `repeats` is x, days with an order after the first one; `last` and `age` are positions in `times` (weeks,
    ascending): t_x, from the first order to the last one, and T, from the first order to the as-of date.
    `customers` says how many customers each row stands for. `log_gaps`, where known, are the sums of the natural
    logarithms of each row's waits between orders, in weeks: they tell how regular a rhythm is.
    """

    repeats: np.ndarray
    last: np.ndarray
    age: np.ndarray
    customers: np.ndarray
    times: np.ndarray
    log_gaps: np.ndarray | None = None

    @classmethod
    def of(cls, repeats: ArrayLike, last: ArrayLike, age: ArrayLike, *, log_gaps: np.ndarray | None = None) -> Self:
        """Customers by x (whole numbers), t_x and T in weeks; t_x of a customer with x = 0 is 0.

        Raises ValueError unless 0 <= t_x <= T, x >= 0, and t_x = 0 exactly when x = 0.
        """
        x, t_x, t = np.asarray(repeats, dtype=np.int64), np.asarray(last, dtype=float), np.asarray(age, dtype=float)
        if not (np.all(x >= 0) and np.all(t_x >= 0) and np.all(t_x <= t) and np.all((t_x > 0) == (x > 0))):
            raise ValueError("a history needs x >= 0, 0 <= t_x <= T, and t_x = 0 exactly when x = 0")
        codes, times = pd.factorize(np.r_[0.0, t_x, t], sort=True)
        return cls(
            repeats=x,
            last=codes[1 : x.size + 1],
            age=codes[x.size + 1 :],
            customers=np.ones(x.size),
            times=times,
            log_gaps=log_gaps,
        )

    @classmethod
    def of_days(
        cls, *, repeats: np.ndarray, last: np.ndarray, age: np.ndarray, log_gaps: np.ndarray | None = None
    ) -> Self:
        """Customers by x, and t_x and T in whole days, where nothing has to be looked up."""
        times = np.arange(int(age.max(initial=0)) + 1) / DAYS_PER_WEEK
        return cls(repeats=repeats, last=last, age=age, customers=np.ones(repeats.size), times=times, log_gaps=log_gaps)

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
            raise TooLittleDataError("too_few_repeaters", needed=REPEATERS_NEEDED, have=self.repeaters)

    def every(self, step: int) -> Self:
        """One row of so many: a sample that is the same each time."""
        if step <= 1:
            return self
        return replace(
            self,
            repeats=self.repeats[::step],
            last=self.last[::step],
            age=self.age[::step],
            customers=self.customers[::step],
            log_gaps=None if self.log_gaps is None else self.log_gaps[::step],
        )

    def grouped(self) -> Self:
        """Far fewer rows with one and the same likelihood: customers with the same (x, t_x, T) are one.

        Nearly so: combinations so rare that looking for equal ones costs more than it saves stand for themselves.
        """
        return self._grouped

    def rough(self) -> Self:
        """Few rows, times rounded, the longer the more: near enough to start the search from, never to end it with."""
        return self._rough

    # One and the same customers are fitted by several models.
    @cached_property
    def _grouped(self) -> Self:
        return self._merged(self.last, self.age)

    @cached_property
    def _rough(self) -> Self:
        if self.times.size <= 2 * _ROUGH_STEPS:
            return self
        stretched = np.log1p(self.times)
        step = np.minimum((stretched / stretched[-1] * _ROUGH_STEPS).astype(np.int64), _ROUGH_STEPS - 1)
        middles = np.bincount(step, self.times, _ROUGH_STEPS) / np.maximum(np.bincount(step, minlength=_ROUGH_STEPS), 1)
        # Position 0 stays reserved for t_x of those who never came back, and theirs alone is 0.
        lasts = np.r_[0, step[1:] + 1]
        return replace(self, times=np.r_[0.0, middles])._merged(lasts[self.last], step[self.age] + 1)

    def _merged(self, last: np.ndarray, age: np.ndarray) -> Self:
        """Rows counted by (x, T, t_x). Most customers never came back: they are counted by T alone."""
        width = self.times.size
        back = np.flatnonzero(self.repeats > 0)
        every = back.size == self.repeats.size
        weight = None if (self.customers == 1).all() else self.customers
        weight_back = weight if weight is None or every else weight[back]
        one_time = np.bincount(age, weight, width) - np.bincount(age[back], weight_back, width)
        key, customers = _counted(
            (self.repeats[back] * width + age[back]) * width + last[back], weight_back, narrow=width**2
        )
        pair = key // width
        repeats = pair // width
        ages = np.flatnonzero(one_time)
        nothing = np.zeros_like(ages)
        return replace(
            self,
            repeats=np.r_[nothing, repeats],
            last=np.r_[nothing, key - pair * width],
            age=np.r_[ages, pair - repeats * width],
            customers=np.r_[one_time[ages].astype(float), customers],
            log_gaps=None,
        )


def _counted(key: np.ndarray, weight: np.ndarray | None, *, narrow: int) -> tuple[np.ndarray, np.ndarray]:
    """Keys and the total weight of each (`weight` None: every row weighs 1).

    Keys below the number of rows are added up in a table and come out once each; larger ones are rare and come out as
    they are, repeated or not. Nothing is added up where fewer keys than `narrow` would fit into the table.
    """
    one_each = np.ones(key.size) if weight is None else weight
    limit = max(_TABLE, key.size)
    if limit < narrow:
        return key, one_each
    if key.max(initial=0) < limit:
        total = np.bincount(key, weight)
        found = np.flatnonzero(total)
        return found, total[found].astype(float)
    small = key < limit
    total = np.bincount(key[small], None if weight is None else weight[small])
    found = np.flatnonzero(total)
    return np.r_[found, key[~small]], np.r_[total[found].astype(float), one_each[~small]]
