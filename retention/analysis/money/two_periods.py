"""Two periods side by side: what each customer ordered and paid in both, and who came, stayed and went between them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pandas as pd

from retention.activity import Activity, AnyOrders, activity, fetch
from retention.errors import RequestError, TooLittleDataError
from retention.periods import FIRST_YEAR, LAST_YEAR, Calendar, Period, day_number
from retention.settings import Days as Range

BEFORE, FIRST, BETWEEN, SECOND, AFTER = range(5)
"""Numbers of the stretches of time that two periods make."""
GROUPS = ("both", "new", "since", "back", "lost", "other")
"""Customers by what they did: ordered in both periods; first ordered ever in the second, or between the two; back again
in the second after missing the first; lost: in the first only; other: money without an order in either."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class TwoPeriods:
    """Time cut by two periods, each with first and last day, into what lies before, in, between and after them.

    Raises RetentionError `empty_range` (start, end), `periods_overlap` where the second does not begin after the first,
    and `date_out_of_reach` (date, earliest, latest).
    """

    first: Range
    second: Range

    def __post_init__(self) -> None:
        for start, end in (self.first, self.second):
            if end < start:
                raise RequestError("empty_range", start=start, end=end)
            for day in (start, end):
                if not FIRST_YEAR <= day.year <= LAST_YEAR:
                    raise RequestError("date_out_of_reach", date=day, earliest=FIRST_YEAR, latest=LAST_YEAR)
        if self.second[0] <= self.first[1]:
            raise RequestError("periods_overlap")

    @property
    def _begins(self) -> tuple[dt.date, ...]:
        return self.first[0], self.first[1] + _DAY, self.second[0], self.second[1] + _DAY

    def number(self, date: nw.Expr) -> nw.Expr:
        """The stretch each date lies in."""
        day = day_number(date)
        return nw.sum_horizontal(*((day >= begin.toordinal() - 1).cast(nw.Int64) for begin in self._begins))

    def number_of(self, date: dt.date) -> int:
        """The stretch one date lies in."""
        return sum(date >= begin for begin in self._begins)

    def period(self, number: int) -> Period:
        """A stretch by its number."""
        edges = (dt.date.min, *self._begins, dt.date.max)
        start, end = edges[number], edges[number + 1] - _DAY
        return Period(number=number, start=start, end=end, label=f"{start}/{end}")


def usual_periods(orders: AnyOrders, calendar: Calendar, *, as_of: dt.date | None = None) -> TwoPeriods:
    """The last period that is over and the same one a year before where the data hold it whole, else the one before.

    RetentionError `too_little_history` (needed, periods) while fewer than two periods are over; those of `activity`.
    """
    done = activity(orders, timeline=calendar, as_of=as_of)
    last = done.covered
    year = last - calendar.per_year
    first = year if year >= done.whole_from else last - 1
    if first < done.whole_from:
        raise TooLittleDataError("too_little_history", needed=2, periods=max(last - done.whole_from + 1, 0))
    return TwoPeriods(*((period.start, period.end) for period in map(done.timeline.period, (first, last))))


def customers_of(
    orders: AnyOrders, periods: TwoPeriods, *, as_of: dt.date | None = None
) -> tuple[Activity, nw.LazyFrame[Any]]:
    """What each customer did in two periods, a row each, where the orders live.

    `customer`, `group` (its place in `GROUPS`), `orders_0`, `orders_1`, `revenue_0`, `revenue_1`. RetentionError:
    `not_begun` (start, as_of) and those of `activity`.
    """
    done = activity(orders, timeline=periods, as_of=as_of)
    if done.as_of < periods.second[0]:
        raise RequestError("not_begun", start=periods.second[0], as_of=done.as_of)
    columns = {}
    for place, stretch in enumerate((FIRST, SECOND)):
        here = nw.col("period") == stretch
        columns[f"orders_{place}"] = nw.when(here).then(nw.col("orders")).otherwise(nw.lit(0))
        columns[f"revenue_{place}"] = nw.when(here).then(nw.col("revenue")).otherwise(nw.lit(0.0))
    rows = done.table.filter(nw.col("period").is_in([FIRST, SECOND])).select("customer", "first", **columns)
    each = rows.group_by("customer").agg(nw.col(*columns).sum(), nw.col("first").max())
    return done, each.with_columns(group=_group()).drop("first")


def _group() -> nw.Expr:
    here, there, first = nw.col("orders_0") > 0, nw.col("orders_1") > 0, nw.col("first")
    number = {name: nw.lit(place) for place, name in enumerate(GROUPS)}
    group = nw.when(there & (first == SECOND)).then(number["new"]).otherwise(number["other"])
    group = nw.when(there & (first == BETWEEN)).then(number["since"]).otherwise(group)
    group = nw.when(there & (first == BEFORE)).then(number["back"]).otherwise(group)
    group = nw.when(here & ~there).then(number["lost"]).otherwise(group)
    return nw.when(here & there).then(number["both"]).otherwise(group)


def by_group(done: Activity, customers: nw.LazyFrame[Any]) -> pd.DataFrame:
    """Customers, orders and money of both periods by group, a row for each of `GROUPS`, 0 where nobody is in it."""
    columns = ("orders_0", "orders_1", "revenue_0", "revenue_1")
    sums = customers.group_by("group").agg(nw.col(*columns).sum(), customers=nw.len())
    found = fetch(sums).set_index("group").reindex(range(len(GROUPS)), fill_value=0)
    if not done.money:
        found = found.assign(revenue_0=float("nan"), revenue_1=float("nan"))
    return found.set_axis(list(GROUPS))
