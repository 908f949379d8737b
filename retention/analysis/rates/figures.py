"""The family of retention figures, side by side: why numbers under one name disagree."""

import datetime as dt
from collections.abc import Iterable

import numpy as np
import pandas as pd

from retention.activity import Activity, AnyOrders, activity
from retention.analysis.rates.bases import Base, span_of
from retention.analysis.rates.counting import SPREADS, count, count_bridge
from retention.defaults import FEW_CUSTOMERS
from retention.intervals import of_sums, share, wilson
from retention.metrics import METRICS, Metric
from retention.periods import Calendar
from retention.settings import Days

CUSTOMERS = ["customers_at_start", "active", "new", "retained", "lost", "reactivated"]
"""Counts of customers that begin every row."""
PROPORTIONS = {name: (metric.part, metric.whole) for name, metric in METRICS.items() if metric.interval}
"""Shares of customers: who has it, out of whom."""
RATIOS = {name: (metric.part, metric.whole) for name, metric in METRICS.items() if not metric.interval}
"""Quotients without a Wilson interval: of money, of orders, and the textbook formula, which can pass 1."""


def rates(
    orders: AnyOrders,
    *,
    grain: str = "month",
    base: str | tuple[dt.date, dt.date] = "previous",
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> pd.DataFrame:
    """Share of each period's starting customers who bought again, with the bridge from start to end.

    One row per period from the first order's to the as-of date's, empty ones included: `period` (label),
    `start`, `end` (dates, both included), `complete` (the data cover all of it), `base_complete` (and all of its base:
    a first period in which the data begin late is base of nothing); customers, whole numbers: `customers_at_start`
    (bought in the base), `active`, `new` (first order ever), `retained` (at the start and active), `lost`,
    `reactivated` (back after missing the base), so that always start − lost + reactivated + new = active; fractions:
    `crr` = retained / start with its 95% Wilson interval `crr_low`, `crr_high`, and `textbook` = (active − new) /
    start, all NaN where nobody was there at the start; `orders`; `revenue` (net of refunds).

    `grain`: week, month, quarter or year; `year_start` (the month in which fiscal years begin), `week_start` (`monday`,
    `sunday`, `saturday`) and `calendar` (`months`; `4-4-5`, `4-5-4`, `5-4-4`: months of whole weeks) cut them, as
    `retention.periods.Calendar` says.
    `base` decides who was there at the start, those who bought in: the `previous` period, the same one
    `last_year` (for weeks, 52 earlier), the days before the period given as `window:12M` or `window:90D`, `ever`
    before, or a range (first day, last day), which counts for periods after it. `orders`, `as_of`: see `activity`.

    RetentionError: those of `activity` and `Calendar.of`, `unknown_base` (base, options).

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> table = rt.rates(orders, grain="month")
    >>> table[["period", "customers_at_start", "retained", "lost", "new", "crr"]].round(3)
        period  customers_at_start  retained  lost  new    crr
    0  2025-01                   0         0     0    3    NaN
    1  2025-02                   3         1     2    0  0.333
    2  2025-03                   1         0     1    1  0.000
    """
    done = activity(orders, timeline=Calendar.of(grain, year_start, week_start, calendar), as_of=as_of)
    counts = count_bridge(orders, done, Base.of(base))
    return pd.concat([period_columns(done, Base.of(base)), _bridge(counts)], axis=1)


def _bridge(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts of customers, completed by what follows from them and by the two rates made of them."""
    full = _completed(counts.assign(returning=counts["active"] - counts["new"]))
    figured = pd.DataFrame(_figured(full, ("crr", "textbook")))
    return pd.concat([full[CUSTOMERS], figured, full[["orders", "revenue"]]], axis=1)


def figures(
    orders: AnyOrders,
    *,
    grain: str = "month",
    base: str | tuple[dt.date, dt.date] = "previous",
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> pd.DataFrame:
    """Every figure of the family for every period, with the counts it is made of.

    One row per period, as in `rates`, whose columns all come first (but for `orders` and `revenue`, which are
    last). Then fractions with `_low` and `_high` (95% Wilson) unless marked *: `churn` = 1 − crr,
    `returning_share` (of the active, bought before), `repeat_purchase_rate` (two orders or more in the
    period), `lifetime_repeat_rate` (of all customers so far, with two orders or more so far),
    `shopify_returning_rate` (of the active, with more than one order up to the as-of date),
    `net_revenue_retention` (spent by the customers at the start, of what they spent in the base; may pass 1; its
    interval, as the next one's, is that of a quotient of two sums over customers, see `retention.intervals.of_sums`),
    `gross_revenue_retention` (the same, each customer counted up to what he spent in the base and not below 0, so that
    it lies in 0..1),
    `returning_revenue_share`* (of revenue, from those who bought before), `purchase_frequency`* (orders per
    active customer), `average_order_value`* (money). NaN where there is nobody to ask about. Then the counts
    (see `counting.count`), `customers_to_date`, `repeaters_to_date`, and `small`: fewer than 30 at the start.

    `grain`, `year_start`, `week_start`, `calendar`, `base`, `as_of`: how time is cut, who counts as a customer at the
    start, and the last day to look at, each as in `rates`. RetentionError: those of `activity` and `Calendar.of`,
    `unknown_base` (base, options).

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> rt.figures(orders, grain="month")[["period", "crr", "churn", "returning_share", "average_order_value"]].round(3)
        period    crr  churn  returning_share  average_order_value
    0  2025-01    NaN    NaN              0.0               26.667
    1  2025-02  0.333  0.667              1.0               90.000
    2  2025-03  0.000  1.000              0.5               35.000
    """
    done = activity(orders, timeline=Calendar.of(grain, year_start, week_start, calendar), as_of=as_of)
    return describe(done, count(orders, done, Base.of(base)), Base.of(base))


def describe(done: Activity, counts: pd.DataFrame, base: Base) -> pd.DataFrame:
    """The table of `figures` from the counts of `count`, one part of the customers after the other."""
    so_far = counts[["new", "turned_repeaters"]].groupby(level="part").cumsum()
    to_date = {"customers_to_date": so_far["new"], "repeaters_to_date": so_far["turned_repeaters"]}
    full = _completed(counts.assign(**to_date)).reset_index(drop=True)
    figured = _figured(full, dict.fromkeys(("crr", "textbook", *PROPORTIONS, *RATIOS)))
    periods = period_columns(done, base)
    periods = pd.concat([periods] * (len(full) // len(periods)), ignore_index=True)
    counted = full.drop(columns=[*CUSTOMERS, *SPREADS])
    table = pd.concat([periods, full[CUSTOMERS], pd.DataFrame(figured), counted], axis=1)
    return table.assign(small=full["customers_at_start"] < FEW_CUSTOMERS)


def _completed(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts with those that follow from them: who was lost, and who bought before but not in the base."""
    return counts.assign(
        lost=counts["customers_at_start"] - counts["retained"],
        reactivated=counts["returning"] - counts["retained"],
    )


def _figured(counts: pd.DataFrame, names: Iterable[str]) -> dict[str, pd.Series | np.ndarray]:
    """Figures as the catalogue defines them, shares of customers and of money with both ends of their interval."""
    columns: dict[str, pd.Series | np.ndarray] = {}
    for name in names:
        columns[name] = ratio(counts, METRICS[name].part, METRICS[name].whole)
        if METRICS[name].has_interval:
            columns[f"{name}_low"], columns[f"{name}_high"] = _interval(counts, METRICS[name])
    return columns


def _interval(counts: pd.DataFrame, metric: Metric) -> tuple[np.ndarray, np.ndarray]:
    """Both ends of the interval of a share of customers, or of a share of money they spent at the start."""
    part, whole = counts[metric.part], counts[metric.whole]
    if metric.squares is None:
        return wilson(part, whole)
    of_part, product, of_whole = (counts[name] for name in metric.squares)
    within = metric.part == "kept_revenue"
    return of_sums(part, whole, (of_part, product, of_whole), counts[metric.at_risk], at_most_one=within)


def ratio(table: pd.DataFrame, part: str, whole: str) -> pd.Series:
    """One column by another, NaN where that is 0 or, for money, less."""
    return share(table[part], table[whole].where(table[whole] > 0, 0))


def period_columns(done: Activity, base: Base) -> pd.DataFrame:
    """The columns that say which period a row is."""
    periods = done.periods
    return pd.DataFrame(
        {
            "period": [period.label for period in periods],
            "start": [period.start for period in periods],
            "end": [period.end for period in periods],
            "complete": np.array([done.whole_from <= period.number <= done.covered for period in periods]),
            "base_complete": np.array([is_whole(span_of(base, period, done.timeline), done) for period in periods]),
        }
    )


def settled(table: pd.DataFrame, figure: str = "crr") -> pd.Series:
    """Which rows of `rates` or `figures` count in a trend of a figure or a verdict on it.

    Their period is over, and of figures that ask whoever was there at the start the data cover the base too.

    >>> rows = pd.DataFrame({"complete": [True, True, False], "base_complete": [False, True, True]})
    >>> settled(rows).tolist(), settled(rows, "purchase_frequency").tolist()
    ([False, True, False], [True, True, False])
    """
    if METRICS[figure].at_risk != "customers_at_start" or "base_complete" not in table:
        return table["complete"].astype(bool)
    return (table["complete"] & table["base_complete"]).astype(bool)


def is_whole(span: Days | None, done: Activity) -> bool:
    """Whether the data cover the days of a base from their beginning; all of the past is what the data hold of it."""
    if span is None or span[0] == dt.date.min:
        return span is not None
    return span[0] >= done.known_from
