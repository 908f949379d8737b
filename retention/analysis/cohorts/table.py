"""Every cohort at every age, and the customers behind a cell."""

import datetime as dt
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import NEVER, Activity, AnyOrders, activity, fetch, first_values
from retention.analysis.cohorts.aging import ages_over, as_if_later, customer_ages, observed, oldest, totals
from retention.analysis.left_edge import LeftEdge, left_edge
from retention.defaults import MOST_COHORTS, MOST_PERIODS
from retention.errors import ColumnError, RequestError
from retention.intervals import wilson
from retention.metrics import COHORT_MEASURES
from retention.periods import Calendar, Grain

ELAPSED_DAYS: dict[str, int] = {Grain.WEEK: 7, Grain.MONTH: 30, Grain.QUARTER: 91, Grain.YEAR: 365}
AGES = ("calendar", *ELAPSED_DAYS.values())
MODES = ("on", "on_or_after", "on_or_before")
MEASURES = {
    name: (measure.part, measure.whole)
    for name, measure in COHORT_MEASURES.items()
    if measure.part is not None and measure.whole is not None
}
"""A measure is one total by another; averages over cohorts divide the totals of all of them."""
LATER = ("customers_later", "at_risk_later")
"""Columns of `cohorts` for comparisons over a year."""
_TOTALS = ("active", "customers", "orders", "revenue", "cumulative_revenue")


def cohorts(
    orders: AnyOrders,
    *,
    grain: str = "month",
    by: str | None = None,
    ages: str | int = "calendar",
    mode: str = "on",
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> pd.DataFrame:
    """Every cohort at every age, with all measures.

    A cohort is the period of the first order or, with `by`, the value of that column on the first order.
    Ages are whole periods since the first order's (`calendar`), or stretches of 7, 30, 91 or 365 days since each
    customer's own first order; age 0 holds the first order itself. `mode` says which customers count at
    age k: active `on` it, on it `on_or_after`, or back by it (active at any age from 1 to k: `on_or_before`,
    nobody at age 0).

    One row per cohort (also empty ones) and age (0 up to the oldest that anybody can have reached): `cohort`
    (label; missing where the first order has no value), `start` (first day; missing with `by`), `sure` (whether its
    customers are surely new, see `left_edge`; True with `by`), `size` (customers), `age`, `at_risk` (customers whose
    whole period at that age is over), then, missing and never 0 while that is: `customers` (see mode), `active` (on
    that age), `orders`, `revenue` (net), `cumulative_revenue` (up to that age), `share` (customers / at_risk) with 95%
    Wilson `share_low`, `share_high`, `revenue_per_customer` and `cumulative_revenue_per_customer` (by at_risk),
    `average_order_value`, `orders_per_active_customer`. A period's cohort is at risk as a whole or not at all; of one
    by value those are who have come to that age, fewer at each, so that its cells speak of different customers.
    `at_risk_later` and `customers_later` are the same counts as if the data began a year later (calendar ages only).

    RetentionError: `unknown_age` (age, options), `unknown_mode` (mode, options), `too_many_periods` (periods, limit),
    those of `activity`,
    `Calendar.of` and, with `by`, `no_such_column` and `too_many_groups` (column, values, limit).

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> rt.cohorts(orders, grain="month")[["cohort", "age", "at_risk", "customers", "share"]].round(3)
        cohort  age  at_risk  customers  share
    0  2025-01    0        3          3  1.000
    1  2025-01    1        3          1  0.333
    2  2025-01    2        3          1  0.333
    3  2025-02    0        0          0    NaN
    4  2025-02    1        0          0    NaN
    5  2025-02    2     <NA>       <NA>    NaN
    6  2025-03    0        1          1  1.000
    7  2025-03    1     <NA>       <NA>    NaN
    8  2025-03    2     <NA>       <NA>    NaN
    """
    if mode not in MODES:
        raise RequestError("unknown_mode", mode=mode, options=MODES)
    return _tables(orders, (mode,), Calendar.of(grain, year_start, week_start, calendar), by, ages, as_of)[mode]


def every_mode(
    orders: AnyOrders,
    *,
    grain: str = "month",
    by: str | None = None,
    ages: str | int = "calendar",
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> dict[str, pd.DataFrame]:
    """Every cohort at every age by each way of counting customers, for little more than the time of one.

    A table by mode (`on`, `on_or_after`, `on_or_before`), each with the rows and columns of `cohorts`, whose options
    and errors these are.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> tables = rt.every_mode(orders, grain="month")
    >>> {mode: table["customers"].tolist()[:3] for mode, table in tables.items()}
    {'on': [3, 1, 1], 'on_or_after': [3, 2, 1], 'on_or_before': [0, 1, 2]}
    """
    return _tables(orders, MODES, Calendar.of(grain, year_start, week_start, calendar), by, ages, as_of)


def _tables(
    orders: AnyOrders,
    modes: tuple[str, ...],
    calendar: Calendar,
    by: str | None,
    ages: str | int,
    as_of: dt.date | None,
) -> dict[str, pd.DataFrame]:
    if ages not in AGES:
        raise RequestError("unknown_age", age=ages, options=AGES)
    done = activity(orders, timeline=calendar, as_of=as_of)
    until = oldest(done, ages)
    if max(len(done.periods), until) > MOST_PERIODS:
        raise RequestError("too_many_periods", periods=max(len(done.periods), until), limit=MOST_PERIODS)
    rows, over = customer_ages(orders, done, ages, modes), ages_over(done, ages)
    if by is None:
        found = totals(rows, done, ages, modes=modes)
        born = place = found["born"].to_numpy() - done.first
        labels = _periods(done, left_edge(orders, as_of=as_of))
    else:
        values = first_values(orders, by, as_of=done.as_of)
        found = totals(rows.join(values, on="customer", how="inner"), done, ages, "group", modes=modes)
        born = found["born"].to_numpy() - done.first
        place, labels = _groups(found["group"].astype("str"), by)
    cells = observed(found, place, over[born], cohorts=len(labels), oldest=until, modes=modes)
    is_over = pd.Series((np.arange(until + 1) <= over[:, None]).ravel()) if by is None else cells["at_risk"] > 0
    if not done.money:
        cells = cells.assign(revenue=np.nan, cumulative_revenue=np.nan)
    again = as_if_later(done, calendar.per_year, modes) if by is None and ages == "calendar" else {}
    return {
        mode: _cells(labels, cells.assign(customers=cells[mode]).assign(**_later(again, mode)), is_over, until)
        for mode in modes
    }


def _later(found: dict[str, np.ndarray], mode: str) -> dict[str, Any]:
    """The columns that say what would be seen if the data began a year later; missing where nobody asks."""
    if mode not in found:
        return dict.fromkeys(LATER, np.nan)
    counts = found[mode]
    return {"customers_later": counts.ravel(), "at_risk_later": np.repeat(found["size"][:, 0], counts.shape[1])}


def _periods(done: Activity, edge: LeftEdge) -> pd.DataFrame:
    """A cohort for every period."""
    labels, starts = zip(*((period.label, period.start) for period in done.periods), strict=True)
    return pd.DataFrame({"cohort": labels, "start": starts, "sure": [edge.sure(start) for start in starts]})


def _groups(values: pd.Series, by: str) -> tuple[np.ndarray, pd.DataFrame]:
    """Which cohort each value makes, and the cohorts."""
    place, labels = pd.factorize(values, sort=True, use_na_sentinel=False)
    if len(labels) > MOST_COHORTS:
        raise ColumnError("too_many_groups", column=by, values=len(labels), limit=MOST_COHORTS)
    return place, pd.DataFrame({"cohort": pd.Series(labels, dtype="str"), "start": None, "sure": True})


def _cells(labels: pd.DataFrame, cells: pd.DataFrame, is_over: pd.Series, until: int) -> pd.DataFrame:
    """Cohorts and ages with their totals, missing where the age is not over for anybody, and their measures."""
    heads = labels.loc[labels.index.repeat(until + 1)].reset_index(drop=True)
    heads = heads.assign(age=np.tile(np.arange(until + 1), len(labels)))
    names = [*_TOTALS, "at_risk", *LATER]
    known = np.where(is_over.to_numpy()[:, None], cells[names].to_numpy(dtype=float), np.nan)
    totals = pd.DataFrame(known, columns=names)
    return _measured(pd.concat([heads, totals, cells["size"]], axis=1))


def average(cells: pd.DataFrame) -> pd.DataFrame:
    """The average row: each measure by age over all cohorts for which the age is over, as total by total.

    One row per age: `age`, `at_risk` (customers), the totals and measures of `cohorts`, and how many `cohorts`
    they are of, those without a customer aside. So 500 of 1,000 and 400 of 500 are 60% on average, not 65%.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> rt.average(rt.cohorts(orders, grain="month"))[["age", "at_risk", "customers", "share", "cohorts"]].round(3)
       age  at_risk  customers  share  cohorts
    0    0        4          4  1.000        2
    1    1        3          1  0.333        1
    2    2        3          1  0.333        1
    """
    cells = surely_new(cells)
    known = cells.loc[cells["at_risk"].notna(), ["age", "at_risk", *_TOTALS]].astype(float).groupby("age")
    peopled = cells["at_risk"].fillna(0) > 0
    cohorts = cells[peopled].groupby("age").size()
    totals = known.sum(min_count=1)  # a sum of what nobody knows is not 0
    totals = totals.assign(cohorts=cohorts.reindex(totals.index, fill_value=0))
    return _measured(totals.reset_index().astype({"age": np.int64}))


def surely_new(cells: pd.DataFrame) -> pd.DataFrame:
    """The cohorts whose customers are surely new; all of them where none is, or nobody can tell.

    >>> cells = pd.DataFrame({"cohort": ["2025-01", "2025-02"], "age": 0, "at_risk": 9, "sure": [False, True]})
    >>> surely_new(cells)["cohort"].tolist()
    ['2025-02']
    """
    if "sure" not in cells:
        return cells
    sure = cells["sure"].astype(bool)
    peopled = sure & (cells["at_risk"].fillna(0) > 0)
    return cells[sure] if peopled.any() else cells


def overall(means: pd.DataFrame, measure: str) -> pd.Series:
    """One measure of the average row: total by total, of a measure that adds up the mean of a cohort with customers.

    `means` is what `average` gives; one value for each of its rows.
    """
    return (
        means[measure] / means["cohorts"].where(means["cohorts"] > 0)
        if COHORT_MEASURES[measure].is_total
        else means[measure]
    )


def triangle(cells: pd.DataFrame, measure: str = "share") -> pd.DataFrame:
    """One measure as a triangle: a row per cohort, in order, and a column per age; missing where an age is not over.

    `cells` are cohorts as `cohorts` returns them, `measure` any of its columns, in that column's unit. Raises KeyError
    for other names.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> table = rt.triangle(rt.cohorts(orders, grain="month"), "share").round(2)
    >>> table.loc["2025-01"].to_dict()
    {0: 1.0, 1: 0.33, 2: 0.33}
    >>> int(table.loc["2025-03"].count())
    1
    """
    by_age = {age: part[measure].array for age, part in cells.groupby("age")}
    index = pd.Index(cells.loc[cells["age"] == 0, "cohort"], name="cohort")
    return pd.DataFrame(by_age, index=index).rename_axis(columns="age")


def cohort_members(
    orders: AnyOrders,
    cohort: str | None,
    age: int,
    *,
    grain: str = "month",
    by: str | None = None,
    ages: str | int = "calendar",
    mode: str = "on",
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> pd.DataFrame:
    """The customers behind one cell: `customer`, and their `orders` and `revenue` at the ages that made them count.

    One row per customer, by name. `cohort` is its label (None: no value on the first order), `age` in periods or in
    stretches of days, as `grain`, `by`, `ages` and `mode` say, which mean what they do in `cohorts`. Empty for unknown
    labels. `revenue` is net, NaN without any amount. With `by`, customers whose period at that age is not over are
    left out, as they are of the cell.

    RetentionError: `unknown_age` (age, options), `unknown_mode` (mode, options), and those of `activity`,
    `Calendar.of` and, with `by`, `no_such_column` (column, columns).

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> rt.cohort_members(orders, "2025-01", 1, grain="month")
      customer  orders  revenue
    0      ann       1     90.0
    """
    if mode not in MODES:
        raise RequestError("unknown_mode", mode=mode, options=MODES)
    if ages not in AGES:
        raise RequestError("unknown_age", age=ages, options=AGES)
    done = activity(orders, timeline=Calendar.of(grain, year_start, week_start, calendar), as_of=as_of)
    rows, over = customer_ages(orders, done, ages), ages_over(done, ages)
    if by is None:
        number = next((period.number for period in done.periods if period.label == cohort), NEVER)
        mine = nw.col("born") == number
    else:
        rows = rows.join(first_values(orders, by, as_of=done.as_of), on="customer", how="inner")
        group = nw.col("group").is_null() if cohort is None else nw.col("group") == cohort
        mine = group & (nw.col("born") <= max(np.flatnonzero(over >= age), default=NEVER) + done.first)
    counts = {
        "on": nw.col("age") == age,
        "on_or_after": nw.col("age") >= age,
        "on_or_before": nw.col("age").is_between(1, age),
    }
    cell = rows.filter(mine, counts[mode]).group_by("customer", "age").agg(nw.col("orders", "revenue").sum())
    bought = cell.filter(nw.col("orders") > 0).group_by("customer").agg(nw.col("orders", "revenue").sum())
    found = fetch(bought)
    return done.named(found if done.money else found.assign(revenue=np.nan))


def _measured(table: pd.DataFrame) -> pd.DataFrame:
    """Add the measures to totals."""
    whole = [name for name in ("size", "at_risk", "active", "customers", "orders", *LATER) if name in table]
    values = {
        name: table[name].to_numpy(dtype=float, na_value=np.nan) for name in {*whole, *sum(MEASURES.values(), ())}
    }
    low, high = wilson(values["customers"], values["at_risk"])
    ratios = {
        name: values[part] / np.where(values[of] != 0, values[of], np.nan) for name, (part, of) in MEASURES.items()
    }
    counts = {name: _whole_numbers(values[name]) for name in whole}
    return table.assign(**counts, **ratios, share_low=low, share_high=high)


def _whole_numbers(values: np.ndarray) -> pd.arrays.IntegerArray:
    """Counts as whole numbers, missing where they are."""
    unknown = np.isnan(values)
    return pd.arrays.IntegerArray(np.where(unknown, 0, values).astype(np.int64), unknown)
