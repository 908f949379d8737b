"""How long customers take to order again, and the grain that fits their rhythm."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import NEVER, Activity, AnyOrders, activity, fetch
from retention.analysis.left_edge import left_edge
from retention.analysis.waits import kaplan_meier, usual_wait
from retention.defaults import FEW_CUSTOMERS, FEWEST_PERIODS, MOST_PERIODS
from retention.errors import RequestError
from retention.periods import Days, Grain

DAYS_IN = {Grain.WEEK: 7.0, Grain.MONTH: 365.25 / 12, Grain.QUARTER: 365.25 / 4, Grain.YEAR: 365.25}
ABOUT_DAYS = {Grain.WEEK: 7, Grain.MONTH: 30, Grain.QUARTER: 90, Grain.YEAR: 365}
"""About how long a grain is, in whole days."""
ENOUGH_DAYS = {Grain.QUARTER: 365, Grain.MONTH: 60, Grain.WEEK: 0}
"""Days of history from which a grain shows a few periods, the coarsest first."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A grain, and why: `reason` is `typical_gap`, `short_history` (the fitting grain has too few periods yet) or
    `nobody_came_back`. `typical_gap` is the day by which half of those who order again have done so, counted from a
    day with orders (NaN where nobody has), `lower` and `upper` are the days of a quarter and of three quarters; `gaps`
    is how many such waits have ended, `history` the days the data cover.
    """

    grain: Grain
    reason: str
    typical_gap: float
    lower: float
    upper: float
    gaps: int
    history: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Wait:
    """How long from the first order to order number `number`.

    `customers` started, `ordered` of them got there by the as-of date. `curve` has one row per day on which
    somebody did: `days` since the first order, `share` of customers who have, and its 95% band `low`, `high` (NaN
    once all have).
    `median`: days until half have; None when the share never reaches one half.
    """

    number: int
    customers: int
    ordered: int
    curve: pd.DataFrame
    median: float | None

    @property
    def few(self) -> bool:
        """Whether fewer than 30 customers started."""
        return self.customers < FEW_CUSTOMERS

    def thinned(self, days: int) -> pd.DataFrame:
        """The first and the last day of the `curve` and evenly many between them, at most so many in all."""
        places = np.linspace(0, len(self.curve) - 1, days).round().astype(int)
        return self.curve.iloc[np.unique(places)]


def suggest_grain(orders: AnyOrders, *, as_of: dt.date | None = None) -> Suggestion:
    """The shortest grain in which a typical customer orders about once: the first no shorter than the typical gap.

    A shorter one is taken while the data do not cover four of its periods. Waits between days with orders are counted
    by Kaplan–Meier, those still open too, and each customer once, however often they order; see `Suggestion` and
    `retention.analysis.waits.usual_wait`. RetentionError: those of `activity`.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> found = rt.suggest_grain(orders)
    >>> str(found.grain), found.reason, found.typical_gap, found.history
    ('week', 'short_history', 33.0, 64)
    """
    done = activity(orders, timeline=Days(), as_of=as_of)
    waits = fetch(_waits_by_customer(done))
    ended, still_open = (waits[waits["is_open"] == number] for number in (0, 1))
    history = done.last - done.first + 1
    grains = list(Grain)
    possible = max(n for n, grain in enumerate(grains) if n == 0 or history >= FEWEST_PERIODS * DAYS_IN[grain])
    if ended.empty:
        nothing = float("nan")
        grain = grains[min(possible, grains.index(Grain.MONTH))]
        return Suggestion(
            grain=grain, reason="nobody_came_back", typical_gap=nothing, lower=nothing, upper=nothing,
            gaps=0, history=history,
        )  # fmt: skip
    lower, typical, upper = usual_wait(ended, still_open)
    fitting = next((n for n, grain in enumerate(grains) if DAYS_IN[grain] >= typical), len(grains) - 1)
    return Suggestion(
        grain=grains[min(fitting, possible)],
        reason="typical_gap" if fitting <= possible else "short_history",
        typical_gap=typical,
        lower=lower,
        upper=upper,
        gaps=int(ended["waits"].sum()),
        history=history,
    )


def _waits_by_customer(done: Activity) -> nw.LazyFrame[Any]:
    """How many customers have waited each number of days for another order: `days`, `is_open`, `waits`, `rows`.

    `rows` is their weight: all waits of a customer, the open one (`is_open` 1) too, weigh one together.
    """
    days = done.table.filter(nw.col("orders") > 0).select("customer", "period", "previous", "before", "orders", "total")
    counted = days.with_columns(rows=1.0 / nw.col("period").count().over("customer"))
    is_last = nw.col("before") + nw.col("orders") == nw.col("total")
    ended = counted.filter(nw.col("previous") != NEVER).select(
        days=nw.col("period") - nw.col("previous"), is_open=nw.lit(0), rows=nw.col("rows")
    )
    waiting = counted.filter(is_last).select(
        days=nw.lit(done.last) - nw.col("period"), is_open=nw.lit(1), rows=nw.col("rows")
    )
    every = nw.concat([part.with_columns(nw.col("days", "is_open").cast(nw.Int64)) for part in (ended, waiting)])
    return every.group_by("days", "is_open").agg(nw.col("rows").sum(), waits=nw.len())


def possible_grains(first: dt.date, last: dt.date) -> tuple[Grain, ...]:
    """The grains that cut the days from `first` to `last` into no more periods than can be followed, finest first.

    A year is always possible: nothing is coarser.

    >>> [str(grain) for grain in possible_grains(dt.date(1900, 1, 1), dt.date(2025, 1, 1))]
    ['quarter', 'year']
    """
    days = (last - first).days
    fine = tuple(grain for grain, length in ABOUT_DAYS.items() if days <= MOST_PERIODS * length)
    return fine or (Grain.YEAR,)


def usual_grain(first: dt.date, last: dt.date) -> Grain:
    """The coarsest grain up to a quarter that shows a few periods of this history and can be followed; else a year.

    >>> usual_grain(dt.date(2025, 1, 1), dt.date(2025, 5, 1))
    <Grain.MONTH: 'month'>
    """
    days, possible = (last - first).days, possible_grains(first, last)
    return next((grain for grain, least in ENOUGH_DAYS.items() if days >= least and grain in possible), possible[-1])


def gaps(orders: AnyOrders, *, up_to: int = 10, as_of: dt.date | None = None) -> pd.DataFrame:
    """Days from one order to the next, by the number of the next.

    One row per order number from 2 to `up_to`: `number`, `customers` who placed it, `median`, `lower`, `upper`
    (quartiles) and `mean` of the days since their order before; 0 for a second order on the same day. Only
    customers who got that far are counted, so the fast ones are over-represented: see `time_to_order`. Order
    numbers are those in the data.
    RetentionError: those of `activity`.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> rt.gaps(orders)
       number  customers  median  lower  upper  mean
    0       2          2    31.5  30.75  32.25  31.5
    """
    done = activity(orders, timeline=Days(), as_of=as_of)
    active = done.table.filter(nw.col("orders") > 0)
    found = []
    for number in range(2, up_to + 1):
        reached = active.filter(nw.col("before") < number, nw.col("before") + nw.col("orders") >= number)
        same_day = nw.col("before") < number - 1
        days = nw.when(same_day).then(nw.lit(0)).otherwise(nw.col("period") - nw.col("previous"))
        counts = fetch(_tally(reached.select(days=days.cast(nw.Int64))))
        if counts.empty:
            break
        found.append((number, int(counts["rows"].sum()), *_summary(counts)))
    return pd.DataFrame(found, columns=["number", "customers", "median", "lower", "upper", "mean"])


def time_to_order(orders: AnyOrders, number: int = 2, *, as_of: dt.date | None = None) -> Wait:
    """Time from the first order to order number `number`, counting those fairly who have not had long to place it.

    Kaplan–Meier with a 95% band (log-log). Customers who have not placed it are followed to the as-of date. Those who
    may have ordered before the data begin (`left_edge`) are left out: their first order is not their first. They count
    where nobody else has placed it.
    RetentionError `unknown_order_number` (number) below 2, and those of `activity`.

    Source: Kaplan & Meier, Nonparametric Estimation from Incomplete Observations, JASA 53(282), 1958.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> wait = rt.time_to_order(orders, 2)
    >>> wait.customers, wait.ordered, wait.median
    (4, 2, 33.0)
    >>> wait.curve[["days", "share"]].round(3)
       days  share
    0  30.0  0.333
    1  33.0  0.667
    """
    if number < 2:
        raise RequestError("unknown_order_number", number=number)
    done = activity(orders, timeline=Days(), as_of=as_of)
    every = done.table.filter(nw.col("orders") > 0)
    sure = every.filter(nw.col("first") >= done.timeline.number_of(left_edge(orders, as_of=as_of).sure_from))
    took, waiting = _reached(sure, number, done)
    if took.empty:
        took, waiting = _reached(every, number, done)
    customers, ordered = int(took["rows"].sum() + waiting["rows"].sum()), int(took["rows"].sum())
    curve = kaplan_meier(took, waiting).drop(columns="at_risk")
    half = curve.loc[curve["share"] > 0.5 - 1e-12, "days"]
    median = float(half.iloc[0]) if len(half) else None
    return Wait(number=number, customers=customers, ordered=ordered, curve=curve, median=median)


def _reached(active: nw.LazyFrame[Any], number: int, done: Activity) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Days from the first order to a later one, and days waited by those who have not placed it, with their counts."""
    reached = active.filter(nw.col("before") < number, nw.col("before") + nw.col("orders") >= number)
    short = active.filter(nw.col("before") == 0, nw.col("total") < number)
    took = fetch(_tally(reached.select(days=nw.col("period") - nw.col("first"))))
    return took, fetch(_tally(short.select(days=nw.lit(done.last) - nw.col("first"))))


def _tally(days: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """How many rows have each number of days: `days`, `rows`."""
    return days.group_by("days").agg(rows=nw.len())


def _summary(counts: pd.DataFrame) -> tuple[float, float, float, float]:
    median, lower, upper = (_quantile(counts, share) for share in (0.5, 0.25, 0.75))
    return median, lower, upper, float(np.average(counts["days"], weights=counts["rows"]))


def _quantile(counts: pd.DataFrame, share: float) -> float:
    """A quantile of tallied days, interpolated as `numpy.quantile` does."""
    ordered = counts.sort_values("days")
    ends = ordered["rows"].cumsum().to_numpy()
    place = share * (ends[-1] - 1)
    days = ordered["days"].to_numpy()
    low, high = (days[np.searchsorted(ends, at, side="right")] for at in (np.floor(place), np.ceil(place)))
    return float(low + (high - low) * (place - np.floor(place)))
