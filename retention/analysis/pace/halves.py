"""Who was back by the same part of every period: each period cut into its head and its tail, and counted as usual."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import Activity, AnyOrders, activity, fetch
from retention.analysis.rates.bases import Base
from retention.analysis.rates.counting import count_bridge
from retention.periods import Calendar, Period, Timeline, Window, day_number

INSIDE = 1  # number of the range itself in a Window


@dataclass(frozen=True)
class Halves:
    """The periods of a calendar, each cut in two: head 2 · number and tail 2 · number + 1.

    `cuts` are the day numbers on which the tails begin, one for every period from number `first` on.
    """

    calendar: Calendar
    first: int
    cuts: tuple[int, ...]

    @classmethod
    def of(cls, calendar: Calendar, periods: tuple[Period, ...], share: float) -> "Halves":
        """Each period cut after this share of its days, to whole days: none before its first or at its end."""
        heads = [min(max(round(share * period.days), 1), period.days - 1) for period in periods]
        cuts = tuple(period.start.toordinal() - 1 + head for period, head in zip(periods, heads, strict=True))
        return cls(calendar, periods[0].number, cuts)

    def number(self, date: nw.Expr) -> nw.Expr:
        """Number of the head or tail each date lies in: one tail has begun in every period before."""
        begun = nw.sum_horizontal(*((day_number(date) >= cut).cast(nw.Int64) for cut in self.cuts))
        return self.calendar.number(date) + begun + self.first

    def number_of(self, date: dt.date) -> int:
        """Number of the head or tail one date lies in."""
        number = self.calendar.number_of(date)
        return 2 * number + int(date.toordinal() - 1 >= self.cuts[number - self.first])

    def period(self, number: int) -> Period:
        """The head or tail with this number."""
        whole = self.calendar.period(number // 2)
        cut = dt.date.fromordinal(self.cuts[number // 2 - self.first] + 1)
        day = dt.timedelta(days=1)
        start, end = (cut, whole.end) if number % 2 else (whole.start, cut - day)
        return Period(number=number, start=start, end=end, label=f"{start}/{end}")


class _BaseOfHeads(Base):
    """The base of a whole period for its head."""

    def span(self, period: Period, timeline: Timeline) -> tuple[dt.date, dt.date] | None:
        assert isinstance(timeline, Halves)
        return super().span(timeline.calendar.period(period.number // 2), timeline.calendar)

    def whole_periods(self, timeline: Timeline) -> int | None:
        assert isinstance(timeline, Halves)
        periods = super().whole_periods(timeline.calendar)
        return None if periods is None else 2 * periods


def back_by(orders: AnyOrders, done: Activity, base: Base, *, share: float) -> pd.DataFrame:
    """Who of the customers at the start was back after this share of each period's days.

    One row per period of `done`, indexed by its number: `customers_at_start`, `back`.
    """
    calendar = done.timeline
    assert isinstance(calendar, Calendar)
    halves = Halves.of(calendar, done.periods, share)
    cut = activity(orders, timeline=halves, as_of=done.as_of)
    counts = count_bridge(orders, cut, _BaseOfHeads(kind=base.kind, length=base.length, fixed=base.fixed))
    places = np.arange(cut.first, cut.last + 1)
    heads = counts.assign(number=places // 2)[places % 2 == 0].set_index("number")
    found: pd.DataFrame = heads[["customers_at_start", "retained"]].rename(columns={"retained": "back"})
    return found.reindex(range(done.first, done.last + 1), fill_value=0)


def customers_of(orders: AnyOrders, days: tuple[dt.date, dt.date], *, as_of: dt.date) -> int:
    """How many customers ordered within some days."""
    done = activity(orders, timeline=Window(*days), as_of=as_of)
    inside: nw.LazyFrame[Any] = done.table.filter((nw.col("period") == INSIDE) & (nw.col("orders") > 0))
    return int(fetch(inside.select(nw.len().alias("customers")))["customers"].iloc[0])
