"""A shop's past as the forecasts need it: who bought when, in a few hundred rows, and the money by period."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import AnyOrders, activity, fetch
from retention.defaults import MOST_PERIODS
from retention.errors import RequestError, TooLittleDataError
from retention.models.bg_bb import Groups
from retention.periods import Calendar

SHORTEST = 4  # complete periods below which a model with four parameters says nothing
SIZES_PER_DOUBLING = 8  # classes of money: each is 9% wide
_SMALLEST = 0.01  # money: less counts as this when amounts are put into classes
_LATER = 10**9  # a period number beyond all: has not bought since
_SPENT = ("period", "is_new", "size", "buyers", "revenue")


@dataclass(frozen=True, kw_only=True, eq=False)
class History:
    """Complete periods of one shop.

    `spells` has one row per (`first`, `repeat`, `period`, `following`) with the number of `customers`: who
    first bought in period `first`, bought in `period` for the `repeat`-th time after that (0: first purchase),
    and next in period `following` (a number beyond every period: not yet). So who stood where at the end of
    any past period is a selection of rows.
    `by_period` has one row per period (index: period number), customers and money apart for first-time buyers
    (`new`, `new_orders`, `new_revenue`) and the others (`returning`, `returning_orders`, `returning_revenue`;
    refunds without an order of the same period are theirs; NaN throughout where no amount is known).
    `spent` has one row per `period`, `is_new` and `size` (class of money a buyer spent in the period, eight to a
    doubling): how many `buyers`, their `revenue`; no rows where no amount is known.
    """

    calendar: Calendar
    spells: pd.DataFrame
    by_period: pd.DataFrame
    spent: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(_SPENT)))

    @property
    def first(self) -> int:
        """Number of the first period."""
        return int(self.by_period.index[0])

    @property
    def last(self) -> int:
        """Number of the last complete period."""
        return int(self.by_period.index[-1])

    @property
    def periods(self) -> int:
        """How many complete periods there are."""
        return len(self.by_period)

    def groups(self) -> Groups:
        """Customers by (x, t_x, n) at the end of the last period."""
        spells = {name: column.to_numpy() for name, column in self.spells.items()}
        still = np.flatnonzero(spells["following"] > self.last)
        first = spells["first"][still]
        keys = spells["repeat"][still], spells["period"][still] - first, self.last - first
        most = [int(key.max(initial=0)) + 1 for key in keys]
        codes, place = np.unique(np.ravel_multi_index(keys, most), return_inverse=True)
        x, t_x, n = np.unravel_index(codes, most)
        customers = np.bincount(place, spells["customers"][still], len(codes))
        return Groups(x=x, t_x=t_x, n=n, customers=customers.astype(np.int64))

    def until(self, period: int) -> "History":
        """The shop as it was known at the end of an earlier period."""
        spells = self.spells[self.spells["period"] <= period]
        spent = self.spent[self.spent["period"] <= period]
        return History(calendar=self.calendar, spells=spells, by_period=self.by_period.loc[:period], spent=spent)

    def column(self, name: str) -> np.ndarray:
        """One column of `by_period` as numbers."""
        values: np.ndarray = self.by_period[name].to_numpy(dtype=float)
        return values


def history(orders: AnyOrders, *, calendar: Calendar, as_of: dt.date | None = None) -> History:
    """Count orders into what the forecasts need; incomplete periods are left out.

    Raises RetentionError `too_little_history` (periods, needed) with fewer than 4 complete periods, `too_many_periods`
    (periods, limit) with more than can be followed, `no_repeat_buyers` (customers) when nobody bought in two of them,
    `nobody_lately` (period) when nobody bought in the last of them, and what `activity` raises.
    """
    done = activity(orders, timeline=calendar, as_of=as_of)
    periods = done.covered - done.first + 1
    if periods > MOST_PERIODS:
        raise RequestError("too_many_periods", periods=periods, limit=MOST_PERIODS)
    if periods < SHORTEST:
        raise TooLittleDataError("too_little_history", periods=max(periods, 0), needed=SHORTEST)
    rows = done.table.filter(nw.col("period") <= done.covered)
    spells = _spells(rows)
    if not (spells["repeat"] > 0).any():
        raise TooLittleDataError("no_repeat_buyers", customers=int(spells["customers"].sum()))
    counted = _counted(rows)
    by_period = _by_period(counted, range(done.first, done.covered + 1))
    spent = counted[(counted["buyers"] > 0) & (counted["revenue"] > 0)][list(_SPENT)]
    if not done.money:
        by_period[["new_revenue", "returning_revenue"]], spent = np.nan, spent.iloc[:0]
    if not by_period[["new", "returning"]].iloc[-1].sum():
        raise TooLittleDataError("nobody_lately", period=calendar.period(done.covered).label)
    return History(calendar=calendar, spells=spells, by_period=by_period, spent=spent)


def _spells(rows: nw.LazyFrame[Any]) -> pd.DataFrame:
    """How many customers went from which period with orders to which next one, by how often they had bought."""
    active = rows.filter(nw.col("orders") > 0)
    placed = active.select(
        "first",
        "period",
        repeat=nw.col("period").cum_count().over("customer", order_by="period") - 1,
        following=nw.col("period").shift(-1).over("customer", order_by="period").fill_null(_LATER).cast(nw.Int64),
    )
    counted = placed.group_by("first", "repeat", "period", "following").agg(customers=nw.len())
    return fetch(counted).sort_values(["first", "repeat", "period", "following"], ignore_index=True)


def _counted(rows: nw.LazyFrame[Any]) -> pd.DataFrame:
    """Buyers, orders and revenue by period, class of money and whether buyers are new."""
    bought = nw.col("orders") > 0
    money = nw.col("revenue").cast(nw.Float64)
    at_least = nw.when(bought & (money > _SMALLEST)).then(money).otherwise(nw.lit(_SMALLEST))
    marked = rows.with_columns(
        is_new=(nw.col("period") == nw.col("first")) & bought,
        bought=nw.when(bought).then(nw.lit(1)).otherwise(nw.lit(0)),
        size=(at_least.log(2) * SIZES_PER_DOUBLING).floor().cast(nw.Int64),
    )
    counted = marked.group_by("period", "is_new", "size").agg(
        buyers=nw.col("bought").sum(), orders=nw.col("orders").sum(), revenue=nw.col("revenue").sum()
    )
    return fetch(counted).sort_values(["period", "is_new", "size"], ignore_index=True)


def _by_period(counted: pd.DataFrame, periods: range) -> pd.DataFrame:
    """Customers, orders and money by period, first-time buyers apart."""
    names = {
        True: {"buyers": "new", "orders": "new_orders", "revenue": "new_revenue"},
        False: {"buyers": "returning", "orders": "returning_orders", "revenue": "returning_revenue"},
    }
    parts = []
    for new, columns in names.items():
        table = counted[counted["is_new"] == new].groupby("period")[[*columns]].sum()
        parts.append(table.rename(columns=columns))
    return pd.concat(parts, axis=1).reindex(periods).fillna(0.0)
