"""The counts behind every figure: customers at the start, who came back, and what they spent."""

from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame

from retention.activity import NEVER, Activity, activity, fetch
from retention.analysis.rates.bases import Base, Spans
from retention.orders import Orders
from retention.periods import Days

CUSTOMERS = ("active", "new", "retained", "returning", "repeaters", "ever_repeaters", "turned_repeaters")
MONEY = ("revenue", "retained_revenue", "kept_revenue", "returning_revenue")


def count(
    orders: Orders | IntoFrame, done: Activity, base: Base, parts: nw.LazyFrame[Any] | None = None
) -> pd.DataFrame:
    """Counts of every period of `done`, empty ones included, indexed by part and period number.

    `parts` says which part of the customers each belongs to (`customer`, `part`: numbers from 0); who is in none
    is left out, and without `parts` all are in part 0.
    Customers: `customers_at_start`, `active`, `new`, `retained`, `returning` (active, bought before the period),
    `repeaters` (two orders or more in the period), `ever_repeaters` (of the active: two or more up to the
    as-of date), `turned_repeaters` (second order ever lies in the period). `orders`.
    Money, missing when no amount is known: `revenue`; `revenue_at_start` (of the customers at the start, in the
    base), `retained_revenue` (of the same, in the period), `kept_revenue` (for each of them the lesser of the two,
    below 0 counting as 0), `returning_revenue` (of customers who bought before the period).
    """
    spans = Spans.of(base, done.periods, done.timeline)
    units = activity(orders, timeline=Days(), as_of=done.as_of).table if spans.in_days else done.table
    if done.names is not None:
        counts = _by_position(done, units, spans, parts)
    else:
        counts = _by_lag(done, parts) if base.reach(done.timeline) == 1 else _by_events(done, units, spans, parts)
    money = [*MONEY, "revenue_at_start"]
    if not done.money:
        counts = counts.assign(**dict.fromkeys(money, np.nan))
    return counts.astype({name: float if name in money else np.int64 for name in counts.columns})


def _every(done: Activity, sums: pd.DataFrame, parts: int) -> pd.DataFrame:
    """Sums indexed by part and period, completed by the periods of `done` in which nothing happened."""
    every = pd.MultiIndex.from_product([range(parts), range(done.first, done.last + 1)], names=["part", "period"])
    return sums.reindex(every, fill_value=0)


def _sums(rows: nw.LazyFrame[Any], *further: str) -> pd.DataFrame:
    """Totals by part and period of rows that know `in_base` and `base_revenue`, and of `further` columns."""
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
    flags = {name: is_so.cast(nw.Int64) for name, is_so in who.items()}
    ready = rows.select("part", "period", "orders", "revenue", *further, **flags, **money)
    columns = [*who, *money, "orders", "revenue", *further]
    sums = fetch(ready.group_by("part", "period").agg(*(nw.col(name).sum() for name in columns)))
    return sums.set_index(["part", "period"]).sort_index()


def _in_parts(rows: nw.LazyFrame[Any], parts: nw.LazyFrame[Any] | None) -> nw.LazyFrame[Any]:
    """Rows with the part each customer belongs to, without those who belong to none."""
    return rows.with_columns(part=nw.lit(0)) if parts is None else rows.join(parts, on="customer", how="inner")


def _parts_of(sums: pd.DataFrame) -> int:
    return int(sums.index.get_level_values("part").max()) + 1


def _by_lag(done: Activity, parts: nw.LazyFrame[Any] | None) -> pd.DataFrame:
    """For the period before as the base, the row before tells all: one pass, however many rows there are."""
    before = {f"{name}_before": nw.col(name).shift(1) for name in ("period", "orders", "revenue")}
    rows = done.table.with_columns(
        **{name: value.over("customer", order_by="period") for name, value in before.items()}
    ).with_columns(
        in_base=nw.when(nw.col("period_before") == nw.col("period") - 1, nw.col("orders_before") > 0)
        .then(nw.lit(True))
        .otherwise(nw.lit(False)),
        base_revenue=nw.col("revenue_before").fill_null(0.0),
        of_active=nw.when(nw.col("orders") > 0).then(nw.col("revenue")).otherwise(nw.lit(0.0)),
    )
    sums = _sums(_in_parts(rows, parts), "of_active")
    every = _every(done, sums, _parts_of(sums))
    start = every[["active", "of_active"]].groupby(level="part").shift(1, fill_value=0)
    return every.drop(columns="of_active").assign(
        customers_at_start=start["active"], revenue_at_start=start["of_active"]
    )


def _by_events(done: Activity, units: nw.LazyFrame[Any], spans: Spans, parts: nw.LazyFrame[Any] | None) -> pd.DataFrame:
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
    state = _with_state(merged)
    sums = _sums(_in_parts(state, parts), "customers_change", "revenue_change")
    running = sums[["customers_change", "revenue_change"]].groupby(level="part").cumsum()
    every = _every(done, sums, _parts_of(sums))
    running = running.reindex(every.index).groupby(level="part").ffill().fillna(0)
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


def _by_position(
    done: Activity, units: nw.LazyFrame[Any], spans: Spans, parts: nw.LazyFrame[Any] | None
) -> pd.DataFrame:
    """The same in pandas, where tables are in order of customer and time: bases are stretches of rows."""
    assert done.names is not None
    part = np.zeros(len(done.names), dtype=np.int64)
    if parts is not None:
        told = parts.collect().to_native()
        part[:] = -1
        part[told["customer"].to_numpy()] = told["part"].to_numpy()
    table, bought = (_divided(frame.collect().to_native(), part) for frame in (done.table, units))
    table = table[table["period"] >= done.first]
    stretches = _Stretches(bought)
    place = table["period"].to_numpy() - done.first
    held, money = stretches.within(table["customer"].to_numpy(), spans.low[place], spans.high[place])
    rows = nw.from_native(table.assign(in_base=held > 0, base_revenue=money)).lazy()
    every = _every(done, _sums(rows), int(part.max()) + 1)
    customers, revenue = stretches.at_start(spans)
    return every.assign(customers_at_start=customers.ravel(), revenue_at_start=revenue.ravel())


def _divided(table: pd.DataFrame, part: np.ndarray) -> pd.DataFrame:
    """A table with the part each customer belongs to, without those who belong to none."""
    mine = part[table["customer"].to_numpy()]
    table = table.assign(part=mine)
    return table if (mine >= 0).all() else table[mine >= 0]


class _Stretches:
    """Customers' units of activity in order, with running totals, so that any stretch is a difference."""

    def __init__(self, units: pd.DataFrame) -> None:
        self.customer, self.unit = units["customer"].to_numpy(), units["period"].to_numpy()
        self.revenue, self.active = units["revenue"].to_numpy(), units["orders"].to_numpy() > 0
        self.part = units["part"].to_numpy()
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
        """Customers in the base of each period, and their money in it; a row per part."""
        bases = len(spans.low)
        enter, leave = np.searchsorted(spans.high, self.unit), np.searchsorted(spans.low, self.unit, side="right")
        used = enter < leave
        # A customer counts for a unit until it leaves the base or the customer's next unit enters it.
        rows = np.flatnonzero(self.active)
        same = np.r_[self.customer[rows][1:] == self.customer[rows][:-1], False]
        until = np.minimum(leave[rows], np.where(same, np.r_[enter[rows][1:], bases], bases))
        keep = used[rows]
        rows, until = rows[keep], until[keep]
        customers = self._running(rows, enter[rows], bases) - self._running(rows, until, bases)
        came, went = (self._running(rows, at[rows], bases, self.revenue[rows]) for at in (enter, leave))
        refunds = self._refunds(spans, np.flatnonzero(~self.active & used))
        return customers.astype(np.int64), came - went + refunds

    def _refunds(self, spans: Spans, rows: np.ndarray) -> np.ndarray:
        """Money of units without orders, in the bases in which their customer did order; a row per part."""
        bases = len(spans.low)
        at = np.repeat(np.arange(bases), len(rows))
        rows = np.tile(rows, bases)
        inside = (spans.low[at] <= self.unit[rows]) & (self.unit[rows] <= spans.high[at])
        at, rows = at[inside], rows[inside]
        held, _ = self.within(self.customer[rows], spans.low[at], spans.high[at])
        return self._by_part(rows[held > 0], at[held > 0], bases, self.revenue[rows[held > 0]])

    def _by_part(self, rows: np.ndarray, at: np.ndarray, size: int, weights: np.ndarray | None = None) -> np.ndarray:
        """Units, or money, at each place; a row per part."""
        parts = int(self.part.max()) + 1
        return np.bincount(self.part[rows] * size + at, weights, parts * size).reshape(parts, size)

    def _running(self, rows: np.ndarray, at: np.ndarray, bases: int, weights: np.ndarray | None = None) -> np.ndarray:
        """What has entered up to each place; a row per part."""
        return np.cumsum(self._by_part(rows, at, bases + 1, weights), axis=1)[:, :bases]
