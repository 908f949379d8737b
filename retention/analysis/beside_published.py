"""A shop's own figures of the same meaning as those that others publish."""

import datetime as dt
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import Activity, AnyOrders, activity, fetch
from retention.analysis.contrasts import log_error
from retention.analysis.left_edge import left_edge
from retention.analysis.rates.bases import months_before
from retention.analysis.rates.compare import figures_of
from retention.analysis.rates.lifetime_value import holds_two_years
from retention.defaults import FEW_CUSTOMERS
from retention.intervals import Z_95, of_sums, wilson
from retention.periods import Days

YEAR_MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class OwnShare:
    """A share of customers: `part` of `whole`, as a fraction `value` with its 95% interval `low`, `high`."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share; NaN of nobody."""
        return self.part / self.whole if self.whole else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% Wilson interval."""
        low, high = wilson(self.part, self.whole)
        return float(low), float(high)

    @property
    def few(self) -> bool:
        """Whether it rests on fewer than 30 customers."""
        return self.whole < FEW_CUSTOMERS


@dataclass(frozen=True, kw_only=True)
class LaterSpend:
    """What a later order is worth against a first one, over the last 12 months.

    `first` and `later`: net revenue per order of customers' first day with orders, and of all later days. `more` is
    later / first − 1, a fraction, with its 95% interval `low`, `high`. `customers`: those with an order of the rarer of
    both kinds; `few`: fewer than 30 of them.
    """

    first: float
    later: float
    more: float
    low: float
    high: float
    customers: int

    @property
    def few(self) -> bool:
        """Whether it rests on fewer than 30 customers."""
        return self.customers < FEW_CUSTOMERS


@dataclass(frozen=True, kw_only=True)
class BesidePublished:
    """A shop's own figures to stand beside published ones of the same definition (`retention.metrics.BENCHMARKS`).

    `yearly`: of those who bought in the 12 months before the last 12, who did in the last 12; None with less than two
    years of orders. `lifetime`: of all customers up to the as-of date, those with two orders or more. `later_spend`:
    what a later order is worth against a first one; None without amounts, or where one of both kinds is missing.
    """

    yearly: OwnShare | None
    lifetime: OwnShare
    later_spend: LaterSpend | None


def beside_published(orders: AnyOrders, *, as_of: dt.date | None = None) -> BesidePublished:
    """The figures of a shop that have the same meaning as figures others publish.

    Customers who may have bought before the data begin (`left_edge`) have no first order here. RetentionError: those of
    `activity`.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "ann", "bob"],
    ...    "date": pd.to_datetime(["2023-01-01", "2023-03-06", "2023-05-31", "2024-02-07", "2024-06-02", "2024-12-31"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 40.0],
    ... })
    >>> found = rt.beside_published(orders)
    >>> found.yearly, found.lifetime.part, found.later_spend
    (OwnShare(part=2, whole=3), 2, None)
    """
    done = activity(orders, timeline=Days(), as_of=as_of)
    start = months_before(done.as_of + dt.timedelta(days=1), YEAR_MONTHS)
    year = figures_of(orders, [(start, done.as_of)], base="last_year", as_of=done.as_of).iloc[0]
    yearly = OwnShare(part=int(year["retained"]), whole=int(year["customers_at_start"]))
    return BesidePublished(
        yearly=yearly if holds_two_years(done, start) else None,
        lifetime=OwnShare(part=int(year["repeaters_to_date"]), whole=int(year["customers_to_date"])),
        later_spend=_later_spend(done, start, left_edge(orders, as_of=as_of).sure_from) if done.money else None,
    )


def _later_spend(done: Activity, start: dt.date, sure_from: dt.date) -> LaterSpend | None:
    days = done.table.filter(nw.col("orders") > 0, nw.col("period") >= done.timeline.number_of(start))
    began = nw.col("period") == nw.col("first")
    first = days.filter(began, nw.col("first") >= done.timeline.number_of(sure_from))
    sides = [_per_order(fetch(each.group_by("customer").agg(nw.col("orders", "revenue").sum())))
             for each in (first, days.filter(~began))]  # fmt: skip
    if not all(customers and value > 0 for value, _error, customers in sides):
        return None
    (base, base_error, began_first), (value, error, came_later) = sides
    reach = np.exp(Z_95 * np.hypot(base_error, error))
    return LaterSpend(
        first=base,
        later=value,
        more=value / base - 1,
        low=float(value / base / reach - 1),
        high=float(value / base * reach - 1),
        customers=min(began_first, came_later),
    )


def _per_order(rows: pd.DataFrame) -> tuple[float, float, int]:
    """Revenue per order, the standard error of its logarithm, and of how many customers."""
    orders, revenue = rows["orders"].to_numpy(float), rows["revenue"].to_numpy(float)
    if not len(rows) or revenue.sum() <= 0:
        return 0.0, float("nan"), len(rows)
    squares = ((revenue**2).sum(), (revenue * orders).sum(), (orders**2).sum())
    low, high = of_sums(revenue.sum(), orders.sum(), squares, len(rows))
    return float(revenue.sum() / orders.sum()), float(log_error(low, high)), len(rows)
