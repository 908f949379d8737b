"""Bases as stretches of customers' rows in order of time: who is in each, and with how much money."""

from functools import cached_property

import numpy as np
import pandas as pd

from retention.analysis.rates.bases import Spans

AT_START = (
    "revenue_at_start",
    "positive_revenue_at_start",
    "squared_revenue_at_start",
    "squared_positive_revenue_at_start",
)
"""Sums over the customers at the start of their revenue in the base: as it is, with who is below 0 counting as 0, and
the squares of both."""


class Stretches:
    """Customers' units of activity in order, with running totals, so that any stretch is a difference."""

    def __init__(self, units: pd.DataFrame, spans: Spans) -> None:
        self._spans, self._bases = spans, len(spans.low)
        self._customer, self._unit = units["customer"].to_numpy(), units["period"].to_numpy()
        self._revenue, self._active = units["revenue"].to_numpy(), units["orders"].to_numpy() > 0
        self._part = units["part"].to_numpy()
        self._parts = int(self._part.max()) + 1
        self._first, self._width = self._unit.min(), self._unit.max() - self._unit.min() + 2
        # Units are small whole numbers, so that bases are looked up by them.
        every = np.arange(self._first, self._first + self._width)
        self._enter = np.searchsorted(spans.high, every)[self._unit - self._first]
        self._leave = np.searchsorted(spans.low, every, side="right")[self._unit - self._first]

    def within(self, customer: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Units with orders, and money, of each customer from unit `low` to `high`."""
        key, held, money = self._totals
        start = np.searchsorted(key, self._keys(customer, low))
        end = np.maximum(np.searchsorted(key, self._keys(customer, high + 1)), start)
        return held[end] - held[start], money[end] - money[start]

    @cached_property
    def _totals(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """A number for each customer and unit, in order, and what there was before it, and after all."""
        key = self._keys(self._customer, self._unit)
        return key, np.r_[0, np.cumsum(self._active)], np.r_[0.0, np.cumsum(self._revenue)]

    def _keys(self, customer: np.ndarray, unit: np.ndarray) -> np.ndarray:
        key: np.ndarray = customer * self._width + np.clip(unit - self._first, 0, self._width - 1)
        return key

    def customers(self) -> np.ndarray:
        """Customers in the base of each period; a row per part."""
        rows = slice(None) if self._active.all() else np.flatnonzero(self._active)
        customer, enter, until = self._customer[rows], self._enter[rows], self._leave[rows].copy()
        # A customer counts for a unit until it leaves the base or the customer's next unit enters it.
        same = customer[1:] == customer[:-1]
        np.minimum(until[:-1], enter[1:], out=until[:-1], where=same)
        # A unit that leaves before it enters is in no base.
        return np.asarray(self._running(rows, enter) - self._running(rows, np.maximum(until, enter)))

    def money(self) -> dict[str, np.ndarray]:
        """Money of the customers in the base of each period, as `AT_START` names it, one part after the other."""
        used = self._enter < self._leave
        once = (self._leave - self._enter <= 1).all() and (self._spans.high <= self._spans.low).all()
        rows, at, change = self._alone(used) if once else self._changes(used)
        size = self._bases + 1
        sums = {name: self._by_part(rows, at, size, values)[:, : self._bases] for name, values in change.items()}
        return {name: (each if once else np.cumsum(each, axis=1)).ravel() for name, each in sums.items()}

    def _alone(self, used: np.ndarray) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
        """Where every base is one unit: the units with orders, the base that holds each, and their money."""
        rows = np.flatnonzero(used & self._active)
        return rows, self._enter[rows], _start_sums(self._revenue[rows])

    def _changes(self, used: np.ndarray) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
        """A unit of each customer whose money in the base changes, the period from which, and by how much.

        What a customer's units bring as they enter they take along as they leave, so that one running total serves all.
        """
        some = np.flatnonzero(used)
        rows, at = np.r_[some, some], np.r_[self._enter[some], self._leave[some]]
        key = self._customer[rows] * (self._bases + 1) + at
        order = np.argsort(key, kind="stable")
        sign = np.r_[np.ones(len(some), dtype=np.int64), np.full(len(some), -1)]
        held = np.cumsum((sign * self._active[rows])[order])
        money = np.cumsum((sign * self._revenue[rows])[order])
        last = np.flatnonzero(np.r_[np.diff(key[order]) != 0, [True] * bool(len(some))])
        state = _start_sums(np.where(held[last] > 0, money[last], 0.0))
        change = {name: np.diff(values, prepend=0.0) for name, values in state.items()}
        return rows[order][last], at[order][last], change

    def _by_part(
        self, rows: np.ndarray | slice, at: np.ndarray, size: int, weights: np.ndarray | None = None
    ) -> np.ndarray:
        """Units, or money, at each place; a row per part."""
        place = at if self._parts == 1 else self._part[rows] * size + at
        return np.bincount(place, weights, self._parts * size).reshape(self._parts, size)

    def _running(self, rows: np.ndarray | slice, at: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """What has entered up to each place; a row per part."""
        return np.cumsum(self._by_part(rows, at, self._bases + 1, weights), axis=1)[:, : self._bases]


def _start_sums(revenue: np.ndarray) -> dict[str, np.ndarray]:
    """What customers add to `AT_START`, by the revenue of each in the base; 0 for who is not there at the start."""
    positive = np.maximum(revenue, 0.0)
    return dict(zip(AT_START, (revenue, positive, revenue * revenue, positive * positive), strict=True))
