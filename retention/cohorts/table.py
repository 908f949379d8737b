"""Every cohort at every age, and the customers behind a cell."""

import datetime as dt
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame

from retention.activity import NEVER, Activity, activity, fetch, first_values, known
from retention.errors import RetentionError
from retention.intervals import share, wilson
from retention.orders import Orders
from retention.periods import Calendar, Days, Grain

ELAPSED_DAYS: dict[str, int] = {Grain.WEEK: 7, Grain.MONTH: 30, Grain.QUARTER: 91, Grain.YEAR: 365}
AGES = ("calendar", *ELAPSED_DAYS.values())
MODES = ("on", "on_or_after", "on_or_before")
# A measure is one total by another; averages over cohorts divide the totals of all of them.
MEASURES = {
    "share": ("customers", "at_risk"),
    "revenue_per_customer": ("revenue", "at_risk"),
    "cumulative_revenue_per_customer": ("cumulative_revenue", "at_risk"),
    "average_order_value": ("revenue", "orders"),
    "orders_per_active_customer": ("orders", "active"),
}
_TOTALS = ("active", "customers", "orders", "revenue", "cumulative_revenue")


def cohorts(
    orders: Orders | IntoFrame,
    *,
    grain: str = "month",
    by: str | None = None,
    ages: str | int = "calendar",
    mode: str = "on",
    as_of: dt.date | None = None,
    year_start: int = 1,
) -> pd.DataFrame:
    """Every cohort at every age, with all measures.

    A cohort is the period of the first order or, with `by`, the value of that column on the first order.
    Ages are whole periods since the first order's (`calendar`), or stretches of 7, 30, 91 or 365 days since each
    customer's own first order; age 0 holds the first order itself. `mode` says which customers count at
    age k: active `on` it, on it `on_or_after`, or back by it (active at any age from 1 to k: `on_or_before`,
    nobody at age 0).

    One row per cohort (also empty ones) and age (0 up to the oldest that anybody can have reached): `cohort`
    (label; missing where the first order has no value), `start` (first day; missing with `by`), `size`
    (customers), `age`, `at_risk` (customers whose whole period at that age is over), then, missing and never 0
    while at_risk is: `customers` (see mode), `active` (on that age), `orders`, `revenue` (net), `cumulative_revenue`
    (up to that age), `share` (customers / at_risk) with 95% Wilson `share_low`, `share_high`,
    `revenue_per_customer` and `cumulative_revenue_per_customer` (by at_risk), `average_order_value`,
    `orders_per_active_customer`. A period's cohort is at risk as a whole or not at all; one by value is as
    far as its customers have come.

    RetentionError: `unknown_age` (age, options), `unknown_mode` (mode, options), and those of `activity`,
    `Calendar.of` and, with `by`, `no_such_column`.
    """
    if mode not in MODES:
        raise RetentionError("unknown_mode", mode=mode, options=MODES)
    return _tables(orders, (mode,), Calendar.of(grain, year_start), by, ages, as_of)[mode]


def every_mode(
    orders: Orders | IntoFrame,
    *,
    grain: str = "month",
    by: str | None = None,
    ages: str | int = "calendar",
    as_of: dt.date | None = None,
    year_start: int = 1,
) -> dict[str, pd.DataFrame]:
    """`cohorts` in every mode, for little more than the time of one."""
    return _tables(orders, MODES, Calendar.of(grain, year_start), by, ages, as_of)


def _tables(
    orders: Orders | IntoFrame,
    modes: tuple[str, ...],
    calendar: Calendar,
    by: str | None,
    ages: str | int,
    as_of: dt.date | None,
) -> dict[str, pd.DataFrame]:
    if ages not in AGES:
        raise RetentionError("unknown_age", age=ages, options=AGES)
    done, rows = _aged(orders, calendar, ages, as_of)
    if by is not None:
        rows = rows.join(first_values(known(orders, done.as_of), by), on="customer", how="left")
    keys = ["born"] if by is None else ["group", "born"]
    totals = _totals(rows, keys)
    parts = {mode: _observed(_counted(totals, rows, keys, mode), done, ages, mode) for mode in modes}
    return {
        mode: _measured(_by_birth(part, done) if by is None else _pooled(part, done)) for mode, part in parts.items()
    }


def average(cells: pd.DataFrame) -> pd.DataFrame:
    """The average row: each measure by age over all cohorts for which the age is over, as total by total.

    One row per age: `age`, `at_risk` (customers), the totals and measures of `cohorts`, and how many `cohorts`
    they are of. So 500 of 1,000 and 400 of 500 are 60% on average, not 65%.
    """
    known = cells.dropna(subset="at_risk").groupby("age")
    totals = known[["at_risk", *_TOTALS]].sum().assign(cohorts=known.size())
    return _measured(totals.reset_index())


def triangle(cells: pd.DataFrame, measure: str = "share") -> pd.DataFrame:
    """One measure (any column of `cohorts`) as a table: a row per cohort, in order, and a column per age."""
    by_age = {age: part[measure].array for age, part in cells.groupby("age")}
    index = pd.Index(cells.loc[cells["age"] == 0, "cohort"], name="cohort")
    return pd.DataFrame(by_age, index=index).rename_axis(columns="age")


def cohort_members(
    orders: Orders | IntoFrame,
    cohort: str | None,
    age: int,
    *,
    grain: str = "month",
    by: str | None = None,
    ages: str | int = "calendar",
    mode: str = "on",
    as_of: dt.date | None = None,
    year_start: int = 1,
) -> pd.DataFrame:
    """The customers behind one cell: `customer`, and their `orders` and `revenue` at the ages that made them count.

    `cohort` is its label (None: no value on the first order); options as in `cohorts`. Empty for unknown labels.
    With `by`, customers whose period at that age is not over are left out, as they are of the cell.
    """
    if mode not in MODES:
        raise RetentionError("unknown_mode", mode=mode, options=MODES)
    done, rows = _aged(orders, Calendar.of(grain, year_start), ages, as_of)
    if by is None:
        number = next((period.number for period in done.periods if period.label == cohort), NEVER)
        mine = nw.col("born") == number
    else:
        rows = rows.join(first_values(known(orders, done.as_of), by), on="customer", how="left")
        group = nw.col("group").is_null() if cohort is None else nw.col("group") == cohort
        old_enough = [number for number in range(done.first, done.last + 1) if _ages_over(number, done, ages) >= age]
        mine = group & (nw.col("born") <= max(old_enough, default=NEVER))
    counts = {
        "on": nw.col("age") == age,
        "on_or_after": nw.col("age") >= age,
        "on_or_before": nw.col("age").is_between(1, age),
    }
    cell = rows.filter(mine, counts[mode], nw.col("orders") > 0)
    return done.named(fetch(cell.group_by("customer").agg(nw.col("orders", "revenue").sum())))


def _aged(
    orders: Orders | IntoFrame, calendar: Calendar, ages: str | int, as_of: dt.date | None
) -> tuple[Activity, nw.LazyFrame[Any]]:
    """Activity by calendar period, and a row per customer and age: `customer`, `born`, `age`, `orders`, `revenue`."""
    done = activity(orders, timeline=calendar, as_of=as_of)
    if ages == "calendar":
        age = nw.col("period") - nw.col("first")
        return done, done.table.select("customer", "orders", "revenue", born=nw.col("first"), age=age)
    days = activity(orders, timeline=Days(), as_of=done.as_of).table.filter(nw.col("first") != NEVER)
    begun = [nw.col("first") >= period.start.toordinal() - 1 for period in done.periods[1:]]
    born = nw.sum_horizontal(nw.lit(done.first), *(so.cast(nw.Int64) for so in begun))
    age = (nw.col("period") - nw.col("first")) // int(ages)
    aged = days.select("customer", "orders", "revenue", born=born, age=age)
    return done, aged.group_by("customer", "born", "age").agg(nw.col("orders").sum(), nw.col("revenue").sum())


def _totals(rows: nw.LazyFrame[Any], keys: list[str]) -> pd.DataFrame:
    """Active customers, orders and money by cohort and age."""
    cells = rows.with_columns(active=(nw.col("orders") > 0).cast(nw.Int64)).group_by(*keys, "age")
    totals = fetch(cells.agg(nw.col("active", "orders", "revenue").sum()))
    # Refunds of customers who never ordered, or not yet, belong to no cohort.
    return totals[(totals["age"] >= 0) & (totals["born"] != NEVER)]


def _counted(totals: pd.DataFrame, rows: nw.LazyFrame[Any], keys: list[str], mode: str) -> pd.DataFrame:
    """Add `customers`: the active, or those whose last (`on_or_after`) or first (`on_or_before`) return it is."""
    if mode == "on":
        return totals.assign(customers=totals["active"])
    active, last = nw.col("orders") > 0, mode == "on_or_after"
    seen = rows.filter(active) if last else rows.filter(active, nw.col("age") > 0)
    edge = nw.col("age").max() if last else nw.col("age").min()
    turns = fetch(seen.group_by("customer", *keys).agg(edge).group_by(*keys, "age").agg(customers=nw.len()))
    return totals.merge(turns, on=[*keys, "age"], how="left").fillna({"customers": 0})


def _observed(cells: pd.DataFrame, done: Activity, ages: str | int, mode: str) -> pd.DataFrame:
    """A row for every cohort and age, with totals missing where the age is not over for all of the cohort."""
    births = np.arange(done.first, done.last + 1)
    reached = np.array([_ages_over(int(number), done, ages) for number in births])
    span = np.arange(_oldest(done, ages) + 1)
    index = pd.MultiIndex.from_product([births, span], names=["born", "age"])
    over = np.tile(span, len(births)) <= np.repeat(reached, len(span))
    parts = cells.groupby("group", dropna=False) if "group" in cells else [(None, cells)]
    frames = []
    for group, part in parts:
        full = part.set_index(["born", "age"])[["active", "customers", "orders", "revenue"]]
        full = full.reindex(index, fill_value=0)
        if mode != "on":
            towards = full["customers"] if mode == "on_or_before" else full["customers"].iloc[::-1]
            full["customers"] = towards.groupby(level="born").cumsum()
        full["cumulative_revenue"] = full.groupby(level="born")["revenue"].cumsum()
        size = np.repeat(full["active"].xs(0, level="age").to_numpy(), len(span))
        known = full.assign(at_risk=size).where(np.repeat(over[:, None], len(full.columns) + 1, axis=1))
        frames.append(known.assign(size=size, group=group).reset_index())
    return pd.concat(frames, ignore_index=True)


def _oldest(done: Activity, ages: str | int) -> int:
    """The highest age anybody can have reached."""
    if ages == "calendar":
        return done.last - done.first
    return (done.as_of - done.periods[0].start).days // int(ages)


def _ages_over(born: int, done: Activity, ages: str | int) -> int:
    """The highest age that is over for everybody whose first order fell in a period; -1 when none is."""
    if ages == "calendar":
        return done.covered - born
    last = done.timeline.period(born).end
    return ((done.as_of - last).days + 1) // int(ages) - 1


def _by_birth(parts: pd.DataFrame, done: Activity) -> pd.DataFrame:
    """Cohorts by period: what their periods are called and when they begin."""
    births = dict(zip(range(done.first, done.last + 1), done.periods, strict=True))
    cohort, start = zip(*((births[number].label, births[number].start) for number in parts["born"]), strict=True)
    named = parts.drop(columns=["born", "group"])
    named.insert(0, "cohort", cohort)
    named.insert(1, "start", start)
    return named


def _pooled(parts: pd.DataFrame, done: Activity) -> pd.DataFrame:
    """Cohorts by value: sums over the periods in which their customers began, as far as an age is over."""
    known = parts.drop(columns="born").assign(group=parts["group"].astype("str"))
    sums = known.groupby(["group", "age"], dropna=False).sum(min_count=1).reset_index()
    sums.insert(0, "cohort", sums.pop("group"))
    sums.insert(1, "start", None)
    return sums


def _measured(table: pd.DataFrame) -> pd.DataFrame:
    """Add the measures to totals."""
    low, high = wilson(table["customers"], table["at_risk"])
    whole = [name for name in ("size", "at_risk", "active", "customers", "orders") if name in table]
    ratios = {name: share(table[part], table[of]) for name, (part, of) in MEASURES.items()}
    return table.assign(**ratios, share_low=low, share_high=high).astype(dict.fromkeys(whole, "Int64"))
