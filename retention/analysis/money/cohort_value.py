"""What a customer of a cohort has brought by each age, how sure that is, and when what it cost to win them is back."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import Activity, AnyOrders, activity, sum_by
from retention.analysis.cohorts.aging import ages_over, oldest
from retention.analysis.contrasts import clear_value_pairs
from retention.analysis.left_edge import left_edge
from retention.defaults import FEW_CUSTOMERS, MOST_PERIODS
from retention.errors import ColumnError, RequestError
from retention.intervals import of_sums
from retention.periods import Calendar

COUNTED = ("revenue", "orders")
"""What a customer brings."""
NOT_YET = -1
"""Age at which money is back that is not."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SameAge:
    """Cohorts beside each other at one `age`, few and unsure ones aside.

    `most` and `least` are rows of `CohortValue.cells`: where two cohorts are clearly apart, the farthest such pair,
    else the highest and the lowest. `clear`: whether they differ more than chance would make any of the cohorts do.
    """

    age: int
    most: pd.Series
    least: pd.Series
    clear: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class CohortValue:
    """Cumulative revenue, margin or orders per customer of each cohort by age.

    `cells` has a row per cohort and age that is over: `cohort` (label), `start`, `age` (whole periods since the first
    order's), `customers`, `value` per customer up to that age with its 95% interval `low`, `high`, `few` (fewer than
    30 customers), and `sure`: no customers from before the data look new in it (see `left_edge`). `average` has a row
    per `age`: all sure cohorts old enough together, or all where none is sure, and how many `cohorts` these are.
    `margin` (share of revenue left after the goods; None: values are revenue) and `acquisition_cost` (of winning a
    customer; None: unknown) are those that were given; `of` tells what is counted, `revenue` or `orders`.
    """

    cells: pd.DataFrame
    average: pd.DataFrame
    margin: float | None
    acquisition_cost: float | None
    of: str = "revenue"

    @property
    def payback(self) -> tuple[int | None, int | None, int | None] | None:
        """Age by which all cohorts together have brought back what a customer cost: as it is, soonest and latest.

        Each None while no age that is known has brought that much; soonest and latest go by the ends of the interval.
        None where no acquisition cost is known.
        """
        if self.acquisition_cost is None:
            return None
        value, soonest, latest = (
            _reached(self.average, column, self.acquisition_cost) for column in ("value", "high", "low")
        )
        return value, soonest, latest

    def paybacks(self) -> pd.DataFrame:
        """When what a customer costs is back, cohort by cohort.

        Columns: `cohort`, `start`, `customers`, `age` (missing: not yet), its `value` so far, `few`.

        Empty where no acquisition cost is known.
        """
        rows = []
        for (cohort, start), part in self.cells.groupby(["cohort", "start"], sort=False):
            last = part.iloc[-1]
            age = None if self.acquisition_cost is None else _reached(part, "value", self.acquisition_cost)
            facts = {"customers": last["customers"], "age": age, "value": last["value"], "few": last["few"]}
            rows.append({"cohort": cohort, "start": start, **facts})
        columns = ["cohort", "start", "customers", "age", "value", "few"]
        table = pd.DataFrame(rows if self.acquisition_cost is not None else [], columns=columns)
        return table.astype({"age": "Int64"})

    def at(self, age: int) -> pd.DataFrame:
        """The cohorts that are so old, beside each other."""
        return self.cells[self.cells["age"] == age].reset_index(drop=True)

    def same_age(self, age: int) -> SameAge | None:
        """Which cohorts have brought most and least by one age, and whether that is more than chance; None with one."""
        cells = self.at(age)
        solid = cells[~cells["few"] & cells["sure"] & cells["low"].notna()].reset_index(drop=True)
        if len(solid) < 2:
            return None
        value, low, high = (solid[column].to_numpy() for column in ("value", "low", "high"))
        clear = clear_value_pairs(value, low, high)
        most, least = clear[0] if clear else (int(value.argmax()), int(value.argmin()))
        return SameAge(age=age, most=solid.iloc[most], least=solid.iloc[least], clear=bool(clear))

    @property
    def oldest(self) -> pd.DataFrame:
        """One cohort over its life: the oldest that is not few and holds no customers from before the data.

        Empty where there is none.
        """
        able = self.cells[self.cells["sure"] & ~self.cells["few"]]
        return able[able["start"] == able["start"].iloc[0]] if len(able) else able

    def worth(self, margin: float | None, acquisition_cost: float | None) -> "CohortValue":
        """These values, which are revenue, at a margin and a cost of winning a customer.

        RetentionError: `margin_out_of_range` (margin) and `out_of_range`, as `cohort_value`.
        """
        check_worth(margin, acquisition_cost)
        share = 1.0 if margin is None else margin
        cells, average = (
            table.assign(**{name: table[name] * share for name in ("value", "low", "high")})
            for table in (self.cells, self.average)
        )
        return replace(self, cells=cells, average=average, margin=margin, acquisition_cost=acquisition_cost)


def _reached(curve: pd.DataFrame, column: str, cost: float) -> int | None:
    """The first age at which a value is as high as a cost."""
    ages = curve.loc[curve[column] >= cost, "age"]
    return int(ages.iloc[0]) if len(ages) else None


def cohort_value(
    orders: AnyOrders,
    *,
    grain: str = "month",
    margin: float | None = None,
    acquisition_cost: float | None = None,
    of: str = "revenue",
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> CohortValue:
    """What a customer of each cohort has brought by each age, with its interval, and when winning them has paid.

    A cohort is the period of the first order; ages are whole periods since. Money is net revenue × `margin` (0..1), in
    the orders' currency; what somebody spends counts from age 0, their first period, on. Whoever spent nothing more
    stays in the mean. The interval is that of a mean of customers (`retention.intervals.of_sums`). Time is cut as in
    `rates`. With `of="orders"` orders are counted instead, for which no amounts are needed.

    RetentionError: `no_amounts`, `unknown_choice` (field, value, options), `margin_out_of_range` (margin),
    `out_of_range` (field, minimum, maximum, value) for a cost below 0, `too_many_periods` (periods, limit), and those
    of `activity` and `Calendar.of`.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 20.0, 90.0, 30.0, 50.0],
    ... })
    >>> found = rt.cohort_value(orders, margin=0.5, acquisition_cost=25)
    >>> found.cells[["cohort", "age", "customers", "value"]]
        cohort  age  customers  value
    0  2025-01    0          3   15.0
    1  2025-01    1          3   30.0
    2  2025-01    2          3   35.0
    3  2025-03    0          1   25.0
    >>> found.paybacks()[["cohort", "age"]]
        cohort  age
    0  2025-01    1
    1  2025-03    0
    """
    if of not in COUNTED:
        raise RequestError("unknown_choice", field="of", value=of, options=COUNTED)
    check_worth(margin, acquisition_cost)
    done = activity(orders, timeline=Calendar.of(grain, year_start, week_start, calendar), as_of=as_of)
    if not done.money and (of == "revenue" or acquisition_cost is not None):
        raise ColumnError("no_amounts")
    if len(done.periods) > MOST_PERIODS:
        raise RequestError("too_many_periods", periods=len(done.periods), limit=MOST_PERIODS)
    sizes, sums, squares = _running(done, of)
    ages = np.arange(sums.shape[1])
    known = (ages <= ages_over(done, "calendar")[:, None]) & (sizes > 0)[:, None]
    people = np.where(known, sizes[:, None], 0)
    born, age = np.nonzero(known)
    edge = left_edge(orders, as_of=as_of)
    sure = np.array([edge.sure(period.start) for period in done.periods])
    heads = pd.DataFrame({"cohort": [p.label for p in done.periods], "start": [p.start for p in done.periods]})
    cells = heads.iloc[born].reset_index(drop=True).assign(age=age)
    share = 1.0 if margin is None or of == "orders" else margin
    cells = _valued(cells, people[known], sums[known], squares[known], share).assign(sure=sure[born])
    if known[sure].any():
        known = known & sure[:, None]
    every, brought, squared = (np.where(known, part, 0).sum(axis=0) for part in (people, sums, squares))
    average = _valued(pd.DataFrame({"age": ages, "cohorts": known.sum(axis=0)}), every, brought, squared, share)
    average = average[average["customers"] > 0].reset_index(drop=True)
    return CohortValue(cells=cells, average=average, margin=margin, acquisition_cost=acquisition_cost, of=of)


def check_worth(margin: float | None, acquisition_cost: float | None) -> None:
    """Raise RetentionError `margin_out_of_range` or `out_of_range` where no margin or no cost can be so."""
    if margin is not None and not 0 <= margin <= 1:
        raise RequestError("margin_out_of_range", margin=margin)
    if acquisition_cost is not None and not 0 <= acquisition_cost < np.inf:
        raise RequestError(
            "out_of_range", field="acquisition_cost", minimum=0, maximum=float("inf"), value=acquisition_cost
        )


def _running(done: Activity, of: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customers of each cohort, and by cohort and age the sums and sums of squares of what each brought so far.

    A customer's square changes only where they order: from the square of what they had brought to that of the new sum.
    """
    until = oldest(done, "calendar")
    width = until + 1
    # As in `cohorts`, refunds from before the first order are left out.
    begun = done.table.filter(nw.col("first") >= done.first, nw.col("period") >= nw.col("first"))
    lived = _so_far(done, begun.with_columns(brought=nw.col(of).cast(nw.Float64)))
    earlier = nw.col("so_far") - nw.col("brought")
    rows = lived.select(
        "brought",
        cell=((nw.col("first") - done.first) * width + nw.col("period") - nw.col("first")).cast(nw.Int64),
        square=nw.col("so_far") * nw.col("so_far") - earlier * earlier,
        begun=((nw.col("period") == nw.col("first")) & (nw.col("orders") > 0)).cast(nw.Int64),
    )
    found = sum_by(rows, "cell")
    grid = np.zeros((3, len(done.periods) * width))
    grid[:, found["cell"].to_numpy()] = found[["begun", "brought", "square"]].to_numpy(float).T
    first, brought, square = grid.reshape(3, len(done.periods), width)
    return first[:, 0], np.cumsum(brought, axis=1), np.cumsum(square, axis=1)


def _so_far(done: Activity, rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Rows with what the customer has brought up to each, `so_far`.

    In pandas rows are in order of customer and time, so that one running total tells it: a million orders take 0.2 s
    instead of 0.6 s.
    """
    if done.names is None:
        return rows.with_columns(so_far=nw.col("brought").cum_sum().over("customer", order_by="period"))
    table = rows.collect().to_native()
    customer, total = table["customer"].to_numpy(), np.cumsum(table["brought"].to_numpy())
    begins = np.flatnonzero(np.r_[True, customer[1:] != customer[:-1]])
    before = np.r_[0.0, total][begins]
    so_far = total - np.repeat(before, np.diff(begins, append=len(customer)))
    lived: nw.LazyFrame[Any] = nw.from_native(table.assign(so_far=so_far)).lazy()
    return lived


def _valued(
    heads: pd.DataFrame, people: np.ndarray, sums: np.ndarray, squares: np.ndarray, share: float
) -> pd.DataFrame:
    """Rows with customers, value per customer, its interval, and whether they are few."""
    low, high = of_sums(sums, people, (squares, sums, people), people)
    with np.errstate(invalid="ignore"):
        value = sums / people
    return heads.assign(
        customers=people.astype(np.int64), value=share * value, low=share * low, high=share * high,
        few=people < FEW_CUSTOMERS,
    )  # fmt: skip
