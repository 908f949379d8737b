"""The counts behind every figure: customers at the start, who came back, and what they spent."""

from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame

from retention.activity import NEVER, Activity, activity, fetch
from retention.orders import Orders
from retention.periods import Days
from retention.rates.bases import Base, Spans

CUSTOMERS = ("active", "new", "retained", "returning", "repeaters", "ever_repeaters", "turned_repeaters")
MONEY = ("revenue", "retained_revenue", "kept_revenue", "returning_revenue")


def count(orders: Orders | IntoFrame, done: Activity, base: Base) -> pd.DataFrame:
    """Counts of every period of `done`, empty ones included, indexed by period number.

    Customers: `customers_at_start`, `active`, `new`, `retained`, `returning` (active, bought before the period),
    `repeaters` (two orders or more in the period), `ever_repeaters` (of the active: two or more up to the
    as-of date), `turned_repeaters` (second order ever lies in the period). `orders`.
    Money: `revenue`; `revenue_at_start` (of the customers at the start, in the base), `retained_revenue` (of
    the same, in the period), `kept_revenue` (for each of them the lesser of the two, below 0 counting as 0),
    `returning_revenue` (of customers who bought before the period).
    """
    spans = Spans.of(base, done.periods, done.timeline)
    units = activity(orders, timeline=Days(), as_of=done.as_of).table if spans.in_days else done.table
    counts = _by_events(done, units, spans) if done.names is None else _by_position(done, units, spans)
    return counts.astype({name: float if name in {*MONEY, "revenue_at_start"} else np.int64 for name in counts.columns})


def _sums(rows: nw.LazyFrame[Any], *further: str) -> pd.DataFrame:
    """Totals by period of rows that know `in_base` and `base_revenue`, and of `further` columns."""
    active, zero = nw.col("orders") > 0, nw.lit(0.0)
    before = (nw.col("first") < nw.col("period")) & (nw.col("first") != NEVER)
    spent, spent_before = (nw.max_horizontal(nw.col(name), zero) for name in ("revenue", "base_revenue"))
    second = (nw.col("before") < 2) & (nw.col("before") + nw.col("orders") >= 2)
    who = {
        "active": active,
        "new": active & (nw.col("first") == nw.col("period")),
        "retained": active & nw.col("in_base"),
        "returning": active & before,
        "repeaters": nw.col("orders") >= 2,
        "ever_repeaters": active & (nw.col("total") >= 2),
        "turned_repeaters": active & second,
    }
    money = {
        "retained_revenue": nw.when(nw.col("in_base")).then(nw.col("revenue")).otherwise(zero),
        "kept_revenue": nw.when(nw.col("in_base")).then(nw.min_horizontal(spent, spent_before)).otherwise(zero),
        "returning_revenue": nw.when(before).then(nw.col("revenue")).otherwise(zero),
    }
    ready = rows.select(
        "period", "orders", "revenue", *further, **{name: is_so.cast(nw.Int64) for name, is_so in who.items()}, **money
    )
    columns = [*who, *money, "orders", "revenue", *further]
    return fetch(ready.group_by("period").agg(*(nw.col(name).sum() for name in columns))).set_index("period")


def _by_events(done: Activity, units: nw.LazyFrame[Any], spans: Spans) -> pd.DataFrame:
    """Every unit of activity enters the base of some period and leaves it later; sums over time tell the rest."""
    active = (nw.col("orders") > 0).cast(nw.Int64)
    zeros = {"orders": nw.lit(0), "before": nw.lit(0), "total": nw.lit(0), "first": nw.lit(NEVER)}
    moves = units.with_columns(enter=spans.enter(nw.col("period")), leave=spans.leave(nw.col("period")))
    moves = moves.filter(nw.col("enter") < nw.col("leave"))
    seen = done.table.select(
        "customer", "period", "orders", "before", "total", "first", "revenue", step=nw.lit(0), money=nw.lit(0.0)
    )
    turns = [
        moves.select(
            "customer",
            nw.col(when).alias("period"),
            **{name: value.cast(nw.Int64) for name, value in zeros.items()},
            revenue=nw.lit(0.0),
            step=active * sign,
            money=nw.col("revenue") * sign,
        )
        for when, sign in (("enter", 1), ("leave", -1))
    ]
    whole = ("orders", "before", "total", "first", "step")
    rows = nw.concat([seen.with_columns(nw.col(*whole).cast(nw.Int64)), *turns]).group_by("customer", "period")
    merged = rows.agg(nw.col("orders", "revenue", "step", "money").sum(), nw.col("before", "total", "first").max())
    sums = _sums(_with_state(merged), "customers_change", "revenue_change").sort_index()
    running = sums[["customers_change", "revenue_change"]].cumsum()
    every = sums.reindex(range(done.first, done.last + 1), fill_value=0)
    running = running.reindex(range(done.first, done.last + 1), method="ffill").fillna(0)
    return every.drop(columns=running.columns).assign(
        customers_at_start=running["customers_change"], revenue_at_start=running["revenue_change"]
    )


def _with_state(events: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Whether each customer is in the base from each event on and with what money, and what the event changed."""
    held = nw.col("step").cum_sum().over("customer", order_by="period")
    money = nw.col("money").cum_sum().over("customer", order_by="period")
    state = events.with_columns(held=held, base_revenue=money).with_columns(
        in_base=nw.col("held") > 0, was_in_base=nw.col("held") - nw.col("step") > 0
    )
    now = nw.when(nw.col("in_base")).then(nw.col("base_revenue")).otherwise(nw.lit(0.0))
    then = nw.col("base_revenue") - nw.col("money")
    return state.with_columns(
        customers_change=nw.col("in_base").cast(nw.Int64) - nw.col("was_in_base").cast(nw.Int64),
        revenue_change=now - nw.when(nw.col("was_in_base")).then(then).otherwise(nw.lit(0.0)),
    )


def _by_position(done: Activity, units: nw.LazyFrame[Any], spans: Spans) -> pd.DataFrame:
    """The same in pandas, where tables are in order of customer and time: bases are stretches of rows."""
    table = done.table.filter(nw.col("period") >= done.first).collect().to_native()
    parts = _Parts(units.collect().to_native())
    place = table["period"].to_numpy() - done.first
    held, money = parts.within(table["customer"].to_numpy(), spans.low[place], spans.high[place])
    rows = nw.from_native(table.assign(in_base=held > 0, base_revenue=money)).lazy()
    every = _sums(rows).reindex(range(done.first, done.last + 1), fill_value=0)
    customers, revenue = parts.at_start(spans)
    return every.assign(customers_at_start=customers, revenue_at_start=revenue)


class _Parts:
    """Customers' units of activity in order, with running totals, so that any stretch is a difference."""

    def __init__(self, units: pd.DataFrame) -> None:
        self.customer, self.unit = units["customer"].to_numpy(), units["period"].to_numpy()
        self.revenue, self.active = units["revenue"].to_numpy(), units["orders"].to_numpy() > 0
        self._base, self._width = self.unit.min(), self.unit.max() - self.unit.min() + 2
        self._key = self._keys(self.customer, self.unit)
        self._held = np.r_[0, np.cumsum(self.active)]
        self._money = np.r_[0.0, np.cumsum(self.revenue)]

    def _keys(self, customer: np.ndarray, unit: np.ndarray) -> np.ndarray:
        key: np.ndarray = customer * self._width + np.clip(unit - self._base, 0, self._width - 1)
        return key

    def within(self, customer: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Units with orders, and money, of each customer from unit `low` to `high`."""
        start = np.searchsorted(self._key, self._keys(customer, low))
        end = np.maximum(np.searchsorted(self._key, self._keys(customer, high + 1)), start)
        return self._held[end] - self._held[start], self._money[end] - self._money[start]

    def at_start(self, spans: Spans) -> tuple[np.ndarray, np.ndarray]:
        """Customers in the base of each period, and their money in it."""
        bases = len(spans.low)
        enter, leave = np.searchsorted(spans.high, self.unit), np.searchsorted(spans.low, self.unit, side="right")
        used = enter < leave
        # A customer counts for a unit until it leaves the base or the customer's next unit enters it.
        rows = np.flatnonzero(self.active)
        same = np.r_[self.customer[rows][1:] == self.customer[rows][:-1], False]
        until = np.minimum(leave[rows], np.where(same, np.r_[enter[rows][1:], bases], bases))
        rows, until = rows[used[rows]], until[used[rows]]
        customers = _running(enter[rows], bases) - _running(until, bases)
        revenue = _running(enter[rows], bases, self.revenue[rows]) - _running(leave[rows], bases, self.revenue[rows])
        return customers.astype(np.int64), revenue + self._refunds(spans, np.flatnonzero(~self.active & used))

    def _refunds(self, spans: Spans, rows: np.ndarray) -> np.ndarray:
        """Money of units without orders, in the bases in which their customer did order."""
        bases = len(spans.low)
        at = np.repeat(np.arange(bases), len(rows))
        rows = np.tile(rows, bases)
        inside = (spans.low[at] <= self.unit[rows]) & (self.unit[rows] <= spans.high[at])
        at, rows = at[inside], rows[inside]
        held, _ = self.within(self.customer[rows], spans.low[at], spans.high[at])
        return np.bincount(at[held > 0], self.revenue[rows[held > 0]], bases)


def _running(places: np.ndarray, size: int, weights: np.ndarray | None = None) -> np.ndarray:
    """What has entered up to each place."""
    return np.cumsum(np.bincount(places, weights, size + 1))[:size]
