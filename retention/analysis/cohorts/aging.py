"""Customers as they age: where each one's days or periods with orders lie after the first, summed by cohort and age."""

from collections.abc import Collection
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import NEVER, Activity, AnyOrders, activity, sum_by
from retention.periods import Days

_POINTS = ("active", "orders", "revenue")
_MARKS = {"on_or_before": "returned", "on_or_after": "ended"}
"""What tells who counts in a mode beyond `on`, which needs nothing more."""


def customer_ages(orders: AnyOrders, done: Activity, ages: str | int, modes: Collection[str] = ()) -> nw.LazyFrame[Any]:
    """A row per customer and calendar period, or day where ages are stretches of days.

    `customer`, `born` (number of the calendar period of the first order), `age` (below 0 for refunds before it, as
    `born` is for customers who never ordered), `orders`, `revenue`, and 1 or 0:
    `active` (the first row with orders at this age), and as far as `modes` need them `returned` (the first one after
    age 0) and `ended` (the last one).
    """
    length = 1 if ages == "calendar" else int(ages)
    timed = done if ages == "calendar" else activity(orders, timeline=Days(), as_of=done.as_of)
    age, earlier = (_age(nw.col(name), length) for name in ("period", "previous"))
    # Of a first row `previous` is NEVER, which lies before every age.
    bought = nw.col("orders") > 0
    flags = {
        "active": bought if length == 1 else bought & (age != earlier),
        "returned": bought & (earlier == 0) & (age > 0),
        "ended": bought & (nw.col("before") + nw.col("orders") == nw.col("total")),
    }
    whole = {name: flags[name].cast(nw.Int64) for name in ("active", *_marks(modes))}
    if timed is done:
        return done.table.select("customer", "orders", "revenue", born=nw.col("first"), age=age, **whole)
    begun = done.table.filter(nw.col("period") == nw.col("first")).select("customer", born="first")
    return timed.table.select("customer", "orders", "revenue", age=age, **whole).join(begun, on="customer", how="inner")


def _age(unit: nw.Expr, length: int) -> nw.Expr:
    since = unit - nw.col("first")
    return since if length == 1 else since // length


def _marks(modes: Collection[str]) -> list[str]:
    return [mark for mode, mark in _MARKS.items() if mode in modes]


def totals(
    rows: nw.LazyFrame[Any], done: Activity, ages: str | int, *keys: str, modes: Collection[str]
) -> pd.DataFrame:
    """Sums of `customer_ages` by `born`, `age` and further keys, without refunds of those who had not ordered yet."""
    # One number for both, small and not below zero, by which `sum_by` adds up without hashing.
    highest, least = oldest(done, ages), done.first - 1
    width = highest + 2
    born, age = nw.col("born"), nw.col("age")
    if not _all_bought(done):  # those who never ordered have neither birth nor age
        born, age = born.clip(lower_bound=least), age.clip(-1, highest)
    cell = born * width + age - (least * width - 1)
    columns = (*_POINTS, *_marks(modes))
    found = sum_by(rows.select(*columns, *keys, cell=cell.cast(nw.Int64)), "cell", *keys)
    found = found.assign(born=found["cell"] // width + least, age=found["cell"] % width - 1)
    return found[(found["age"] >= 0) & (found["born"] >= done.first)]


def _all_bought(done: Activity) -> bool:
    """Whether every row holds orders, refunds only having none; looked up where that takes no query."""
    return done.names is not None and bool((done.table.collect().to_native()["orders"].to_numpy() > 0).all())


def oldest(done: Activity, ages: str | int) -> int:
    """The highest age anybody can have reached."""
    if ages == "calendar":
        return done.last - done.first
    return (done.as_of - done.first_day).days // int(ages)


def ages_over(done: Activity, ages: str | int) -> np.ndarray:
    """The highest age that is over for everybody whose first order fell in a period, by period; -1 when none is."""
    births = range(done.first, done.last + 1)
    if ages == "calendar":
        return np.array([done.covered - born for born in births])
    ends = (done.timeline.period(born).end for born in births)
    return np.array([((done.as_of - end).days + 1) // int(ages) - 1 for end in ends])


def observed(
    sums: pd.DataFrame,
    cohort: np.ndarray,
    over: np.ndarray,
    *,
    cohorts: int,
    oldest: int,
    modes: Collection[str],
) -> pd.DataFrame:
    """A row for every cohort and age up to `oldest`, from the totals of `customer_ages`, as far as ages are over.

    `cohort` is the cohort each row of `sums` belongs to, `over` the highest age that is over for who is in it.
    Columns: `active`, `orders`, `revenue`, `cumulative_revenue`, `at_risk`, `size`, and customers by
    mode, a column for each of `modes`.
    """
    grid = _Grid(cohorts, oldest)
    age = sums["age"].to_numpy()
    seen, begun = age <= over, age == 0
    last = np.minimum(age, over)
    cells = {name: grid.at(cohort[seen], age[seen], sums[name].to_numpy()[seen]) for name in _POINTS}
    cells["cumulative_revenue"] = grid.between(cohort, age, over, sums["revenue"].to_numpy())
    cells["at_risk"] = grid.between(cohort[begun], age[begun], over[begun], sums["active"].to_numpy()[begun])
    counted = {
        "on": lambda: cells["active"],
        "on_or_before": lambda: grid.between(cohort, age, over, sums["returned"].to_numpy()),
        "on_or_after": lambda: grid.between(cohort, np.zeros_like(age), last, sums["ended"].to_numpy()),
    }
    cells |= {mode: counted[mode]() for mode in modes}
    size = np.bincount(cohort[begun], sums["active"].to_numpy()[begun], cohorts)
    return pd.DataFrame({**cells, "size": np.repeat(size, oldest + 1)})


class _Grid:
    """Sums by cohort and age, laid out one cohort after the other."""

    def __init__(self, cohorts: int, oldest: int) -> None:
        self._cohorts, self._width = cohorts, oldest + 2  # one more, where what is over has gone

    def at(self, cohort: np.ndarray, age: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Values that belong to one age each."""
        return self._spread(cohort, age, values)[:, :-1].ravel()

    def between(self, cohort: np.ndarray, start: np.ndarray, end: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Values that belong to every age from `start` to `end`; to none where that is earlier."""
        some = start <= end
        cohort, start, end, values = cohort[some], start[some], end[some], values[some]
        change = self._spread(cohort, start, values) - self._spread(cohort, end + 1, values)
        return np.cumsum(change, axis=1)[:, :-1].ravel()

    def _spread(self, cohort: np.ndarray, age: np.ndarray, values: np.ndarray) -> np.ndarray:
        place = cohort * self._width + np.minimum(age, self._width - 1)
        return np.bincount(place, values, self._cohorts * self._width).reshape(self._cohorts, self._width)


def as_if_later(done: Activity, later: int, modes: Collection[str]) -> dict[str, np.ndarray]:
    """Cohorts as if the data began `later` periods later: who had not bought since then looks new once more.

    By mode, and `size` for age 0: customers by cohort (rows, as `done.periods`) and calendar age (columns). Some old
    customers of a shop buy so seldom that no look-back tells them from new ones: cohorts that lie a year apart hold as
    many of them only where the data reach back equally far from both. None of `on_or_after`, which compares no old
    cohorts with new ones.
    """
    periods = done.last - done.first + 1
    if done.names is not None:
        return _later_in_arrays(done, later, modes)
    rows = _since(done, done.first + later)
    born, age = nw.col("since") - done.first, nw.col("period") - nw.col("since")
    begun = rows.filter(nw.col("period") == nw.col("since"))
    returned = begun.filter(nw.col("following") != NEVER)
    first_return = nw.col("following") - nw.col("since")
    found = {"size": _by_cell(begun, born, age, periods)}
    if "on" in modes:
        found["on"] = _by_cell(rows, born, age, periods)
    if "on_or_before" in modes:
        found["on_or_before"] = np.cumsum(_by_cell(returned, born, first_return, periods), axis=1)
    return found


def _later_in_arrays(done: Activity, later: int, modes: Collection[str]) -> dict[str, np.ndarray]:
    """`as_if_later` in pandas, where a customer's rows are neighbours: several times as fast as a query."""
    periods = done.last - done.first + 1
    table = done.table.collect().to_native()
    seen = (table["period"].to_numpy() >= done.first + later) & (table["orders"].to_numpy() > 0)
    period = table["period"].to_numpy()[seen] - done.first
    start = np.flatnonzero(table["previous"].to_numpy()[seen] < done.first + later)
    rows = np.diff(start, append=len(period))
    born = period[start]

    def counted(cell: np.ndarray) -> np.ndarray:
        return np.bincount(cell, minlength=periods * periods).reshape(periods, periods)

    row = born * (periods - 1)  # of the cohort, less its age 0: the period itself leads to the cell
    found = {"size": counted(row + born)}
    if "on" in modes:
        cell = np.repeat(row, rows)
        cell += period
        found["on"] = counted(cell)
    if "on_or_before" in modes:
        found["on_or_before"] = np.cumsum(counted(row[rows > 1] + period[start[rows > 1] + 1]), axis=1)
    return found


def _by_cell(rows: nw.LazyFrame[Any], born: nw.Expr, age: nw.Expr, periods: int) -> np.ndarray:
    """How many rows there are by cohort and age."""
    found = sum_by(rows.select(cell=(born * periods + age).cast(nw.Int64), rows=nw.lit(1)), "cell")
    counts = np.zeros(periods * periods, dtype=np.int64)
    counts[found["cell"].to_numpy()] = found["rows"].to_numpy()
    return counts.reshape(periods, periods)


def _since(done: Activity, cut: int) -> nw.LazyFrame[Any]:
    """Each customer's periods with orders from period `cut` on: `period`, `since` (the first of them), `following`."""
    rows = done.table.filter(nw.col("orders") > 0, nw.col("period") >= cut)
    following = nw.col("period").shift(-1).over("customer", order_by="period").fill_null(NEVER)
    return rows.select("period", since=nw.col("period").min().over("customer"), following=following.cast(nw.Int64))
