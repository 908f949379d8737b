"""Calendar periods as whole numbers: weeks, months, quarters and years, and whether the data cover them."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, Self

import narwhals as nw
import numpy as np

from retention.defaults import QUIET_STRETCHES
from retention.errors import RequestError

# Every period up to the as-of date gets a row: a mistyped year must not make thousands of them.
FIRST_YEAR, LAST_YEAR = 1900, 2999
NEVER = -1  # stands for "no such period" in columns of period numbers, which stay whole numbers that way
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Grain(StrEnum):
    """How long a period is. Weeks start on Monday."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, kw_only=True, order=True)
class Period:
    """A stretch of days, `end` included. Neighbours differ by 1 in `number`. Custom ranges have no `grain`."""

    number: int
    start: dt.date
    end: dt.date
    label: str
    grain: Grain | None = None

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days + 1


class Timeline(Protocol):
    """Time cut into consecutive numbered stretches."""

    def number(self, date: nw.Expr) -> nw.Expr:
        """Number of the stretch each date lies in; runs on every engine."""

    def number_of(self, date: dt.date) -> int:
        """Number of the stretch one date lies in."""

    def period(self, number: int) -> Period:
        """The stretch with this number."""


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Time cut into periods of one grain, numbered without gaps, so that ages are subtractions.

    A month is year × 12 + month − 1, a quarter and a year are whole multiples of it, a week is the number of
    days since 0001-01-01 (a Monday) divided by 7. `year_start` is the month in which quarters and years
    begin (4: a fiscal year from April to March); it is of no consequence for weeks and months.
    `Calendar.of` raises RetentionError `unknown_grain` (grain, options) and `unknown_year_start` (month).
    """

    grain: Grain = Grain.MONTH
    year_start: int = 1

    @classmethod
    def of(cls, grain: str, year_start: int = 1) -> Self:
        """The calendar of a grain by its name."""
        if grain not in list(Grain):
            raise RequestError("unknown_grain", grain=grain, options=tuple(Grain))
        if year_start not in range(1, 13):
            raise RequestError("unknown_year_start", month=year_start)
        return cls(grain=Grain(grain), year_start=year_start)

    @property
    def per_year(self) -> int:
        """Periods in a year: how far back the same period a year earlier lies. 52 weeks, so weekdays align."""
        return 52 if self.grain is Grain.WEEK else 12 // _MONTHS[self.grain]

    @property
    def months(self) -> int | None:
        """Months in a period; None for weeks, which are no part of a month."""
        return _MONTHS.get(self.grain)

    def number(self, date: nw.Expr) -> nw.Expr:
        """Number of the period each date lies in; runs on every engine."""
        if self.grain is Grain.WEEK:
            return day_number(date) // 7
        return self._of_month(date.dt.year().cast(nw.Int64) * 12 + date.dt.month().cast(nw.Int64) - 1)

    def _of_month(self, month: nw.Expr) -> nw.Expr:
        return month if self.grain is Grain.MONTH else (month - (self.year_start - 1)) // _MONTHS[self.grain]

    def number_of(self, date: dt.date) -> int:
        """Number of the period one date lies in."""
        if self.grain is Grain.WEEK:
            return (date.toordinal() - 1) // 7
        month = date.year * 12 + date.month - 1
        return month if self.grain is Grain.MONTH else (month - (self.year_start - 1)) // _MONTHS[self.grain]

    def start(self, number: int) -> dt.date:
        """First day of a period."""
        if self.grain is Grain.WEEK:
            return dt.date.fromordinal(number * 7 + 1)
        month = number if self.grain is Grain.MONTH else number * _MONTHS[self.grain] + self.year_start - 1
        return dt.date(month // 12, month % 12 + 1, 1)

    def period(self, number: int) -> Period:
        """The period with this number."""
        end = self.start(number + 1) - dt.timedelta(days=1)
        return Period(number=number, start=self.start(number), end=end, label=self._label(number), grain=self.grain)

    def at(self, date: dt.date) -> Period:
        """The period a date lies in."""
        return self.period(self.number_of(date))

    def shift(self, period: Period, by: int) -> Period:
        """The period so many places later (earlier when negative)."""
        return self.period(period.number + by)

    def _label(self, number: int) -> str:
        """`2011-W09` (ISO week), `2011-03`, `2011Q1`, `2011`; fiscal years name both years: `2011/12`, `2011/12Q1`."""
        start = self.start(number)
        if self.grain is Grain.WEEK:
            return f"{start:%G-W%V}"
        if self.grain is Grain.MONTH:
            return f"{start.year}-{start.month:02d}"
        year = number // self.per_year
        name = str(year) if self.year_start == 1 else f"{year}/{(year + 1) % 100:02d}"
        return name if self.grain is Grain.YEAR else f"{name}Q{number % 4 + 1}"


@dataclass(frozen=True)
class Days:
    """Single days, numbered from 0001-01-01 (0)."""

    def number(self, date: nw.Expr) -> nw.Expr:
        """Day number of each date."""
        return day_number(date)

    def number_of(self, date: dt.date) -> int:
        """Day number of one date."""
        return date.toordinal() - 1

    def period(self, number: int) -> Period:
        """The day with this number."""
        day = dt.date.fromordinal(number + 1)
        return Period(number=number, start=day, end=day, label=str(day))


@dataclass(frozen=True)
class Window:
    """A custom range of dates, both ends included: number 1; 0 is all time before it, 2 all time after.

    Raises RetentionError `empty_range` (start, end) when it ends before it starts.
    """

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise RequestError("empty_range", start=self.start, end=self.end)

    def number(self, date: nw.Expr) -> nw.Expr:
        """0, 1 or 2 for each date."""
        day = day_number(date)
        begun, over = day >= self.start.toordinal() - 1, day >= self.end.toordinal()
        return begun.cast(nw.Int64) + over.cast(nw.Int64)

    def number_of(self, date: dt.date) -> int:
        """0, 1 or 2 for one date."""
        return int(date >= self.start) + int(date > self.end)

    def period(self, number: int) -> Period:
        """The range (1), or all time before or after it."""
        day = dt.timedelta(days=1)
        starts = (dt.date.min, self.start, min(self.end, dt.date.max - day) + day)
        ends = (max(self.start, dt.date.min + day) - day, self.end, dt.date.max)
        start, end = starts[number], ends[number]
        return Period(number=number, start=start, end=end, label=f"{start}/{end}")


def day_number(date: nw.Expr) -> nw.Expr:
    """Days since 0001-01-01 (a Monday, day 0) by the rules of the Gregorian calendar; runs on every engine."""
    past = date.dt.year().cast(nw.Int64) - 1
    leap_days = past // 4 - past // 100 + past // 400
    return past * 365 + leap_days + date.dt.ordinal_day().cast(nw.Int64) - 1


def usual_quiet_stretch(days: np.ndarray) -> float:
    """Days in a row this shop usually goes without a sale: the 95th percentile of its quiet stretches.

    `days` are the day numbers with sales, in any order. A stretch is the number of days without sales between
    one day with sales and the next: 0 for neighbours, 1 for a closed Sunday. Interpolated linearly, as
    `numpy.quantile` does. 0 when there are fewer than two days with sales.
    """
    stretches = np.diff(np.unique(days)) - 1
    return float(np.quantile(stretches, QUIET_STRETCHES)) if stretches.size else 0.0


def is_complete(period: Period, *, as_of: dt.date, last_seen: dt.date, quiet: float) -> bool:
    """Whether the data cover the whole period.

    True when the as-of date reaches its last day. True also when nothing but the last sale tells how far the
    data reach (`as_of` is not after `last_seen`, the last day with any row) and the days still missing are
    no more than the shop's usual quiet stretch `quiet`: a file exported on Sunday 31 March ends with
    Saturday's sales. An as-of date after the last sale is knowledge of its own, and gets no such allowance.
    """
    missing = (period.end - as_of).days
    return missing <= 0 or (as_of <= last_seen and missing <= quiet)
