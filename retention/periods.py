"""Calendar periods as whole numbers: weeks, months, quarters and years, and whether the data cover them."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, Self, TypedDict, TypeVar

import narwhals as nw
import numpy as np

from retention.defaults import QUIET_STRETCHES
from retention.errors import RequestError

# Every period up to the as-of date gets a row: a mistyped year must not make thousands of them.
FIRST_YEAR, LAST_YEAR = 1900, 2999
NEVER = -1  # stands for "no such period" in columns of period numbers, which stay whole numbers that way
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_FEBRUARY = 2
_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)  # each month in a common year
WEEK_STARTS = {"monday": 0, "sunday": 6, "saturday": 5}
"""Days on which weeks begin, counted from Monday."""
PATTERNS: dict[str, tuple[int, int, int] | None] = {
    "months": None,
    "4-4-5": (4, 4, 5),
    "4-5-4": (4, 5, 4),
    "5-4-4": (5, 4, 4),
}
"""Calendars by what the months of a quarter are: calendar months, or so many weeks each."""
_ADDED = {(4, 4, 5): 2, (4, 5, 4): 1, (5, 4, 4): 0}  # with it, 3 × week // 13 is the month of a week by each pattern
Number = TypeVar("Number", int, nw.Expr)


class Grain(StrEnum):
    """How long a period is."""

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

    A month is year × 12 + month − 1, a quarter and a year are whole multiples of it, a week is the number of days since
    0001-01-01 (a Monday) less its first day's place in the week, divided by 7. `year_start` is the month in which
    quarters and years begin (4: a fiscal year from April to March), `week_start` the day weeks begin on (0: Monday).

    With a `pattern` months are whole weeks: 4, 4 and 5 of them in each quarter, or in another order. The year begins on
    the `week_start` nearest to the first day of month `year_start`, whichever side of it, so it has 52 weeks, or 53
    every fifth or sixth time; the 53rd belongs to the last month. A month is called by the one it stands for, though it
    begins up to some days before or after it. With February, Sunday and 4-5-4 this is the calendar of the National
    Retail Federation (https://nrf.com/resources/4-5-4-calendar), whose year ends on the Saturday nearest to 31 January;
    with January and Monday its years are those of ISO 8601.

    `Calendar.of` raises RetentionError `unknown_grain` (grain, options), `unknown_year_start` (month),
    `unknown_week_start` (day, options) and `unknown_calendar` (calendar, options).
    """

    grain: Grain = Grain.MONTH
    year_start: int = 1
    week_start: int = 0
    pattern: tuple[int, int, int] | None = None

    @classmethod
    def of(
        cls, grain: str, year_start: int | None = None, week_start: str | None = None, calendar: str | None = None
    ) -> Self:
        """The calendar of a grain by its name; what is not given is as usual.

        `week_start`: `monday` (usual), `sunday` or `saturday`. `calendar`: `months` (usual), `4-4-5`, `4-5-4` or
        `5-4-4`. Years usually begin in January; with `4-5-4` on a Sunday near 1 February, as the NRF has it.

        >>> str(Calendar.of("year", calendar="4-5-4").at(dt.date(2023, 2, 1)).start)
        '2023-01-29'
        """
        calendar = calendar or "months"
        if grain not in list(Grain):
            raise RequestError("unknown_grain", grain=grain, options=tuple(Grain))
        if calendar not in PATTERNS:
            raise RequestError("unknown_calendar", calendar=calendar, options=tuple(PATTERNS))
        usual_month, usual_day = usual_start(calendar)
        if (year_start := usual_month if year_start is None else year_start) not in range(1, 13):
            raise RequestError("unknown_year_start", month=year_start)
        if (week_start := week_start or usual_day) not in WEEK_STARTS:
            raise RequestError("unknown_week_start", day=week_start, options=tuple(WEEK_STARTS))
        return cls(
            grain=Grain(grain),
            year_start=year_start,
            week_start=WEEK_STARTS[week_start],
            pattern=PATTERNS[calendar],
        )

    @property
    def options(self) -> "CalendarOptions":
        """What `Calendar.of` makes this calendar of, and what functions that cut time take."""
        return CalendarOptions(
            grain=str(self.grain),
            year_start=self.year_start,
            week_start=next(name for name, day in WEEK_STARTS.items() if day == self.week_start),
            calendar=next(name for name, pattern in PATTERNS.items() if pattern == self.pattern),
        )

    @property
    def per_year(self) -> int:
        """Periods in a year: how far back the same period a year earlier lies. 52 weeks, so weekdays align."""
        return 52 if self.grain is Grain.WEEK else 12 // _MONTHS[self.grain]

    @property
    def months(self) -> int | None:
        """Calendar months in a period; None for weeks and whatever is made of weeks."""
        return None if self.pattern else _MONTHS.get(self.grain)

    def number(self, date: nw.Expr) -> nw.Expr:
        """Number of the period each date lies in; runs on every engine."""
        if self.grain is Grain.WEEK:
            return (day_number(date) - self.week_start) // 7
        month = date.dt.year().cast(nw.Int64) * 12 + date.dt.month().cast(nw.Int64) - 1
        return self._of_month(month) if self.pattern is None else self._of_day(day_number(date), month)

    def number_of(self, date: dt.date) -> int:
        """Number of the period one date lies in."""
        day = date.toordinal() - 1
        if self.grain is Grain.WEEK:
            return (day - self.week_start) // 7
        month = date.year * 12 + date.month - 1
        return self._of_month(month) if self.pattern is None else self._of_day(day, month)

    def _of_month(self, month: Number) -> Number:
        """Number of the period of a calendar month (year × 12 + month − 1)."""
        return month if self.grain is Grain.MONTH else (month - (self.year_start - 1)) // _MONTHS[self.grain]

    def _of_day(self, day: Number, month: Number) -> Number:
        """Number of the period, made of whole weeks, of a day and of the calendar month it lies in.

        Every step takes few copies of the one before: queries write all of them out.
        """
        year: Number = _floor(month - (self.year_start - 1), 12)
        since, after, before = (day - self._first_day(year + shift) for shift in (0, 1, -1))
        later, earlier = _whole(after >= 0), _whole(since < 0)
        year = year + later - earlier
        if self.grain is Grain.YEAR:
            return year
        week = _floor(since + later * (after - since) + earlier * (before - since), 7)
        per_quarter, add = (1, 0) if self.grain is Grain.QUARTER else (3, _ADDED[self.pattern or (4, 4, 5)])
        place: Number = _floor(week * per_quarter + add, 13) - _whole(week >= 52)
        return year * (4 * per_quarter) + place

    def _first_day(self, year: Number) -> Number:
        """Day number on which a year made of weeks begins: the `week_start` nearest to the first of its month."""
        past = year - 1
        first = past * 365 + _leap_days(past) + _DAYS_BEFORE[self.year_start - 1]
        if self.year_start > _FEBRUARY:
            first = first + _leap_days(year) - _leap_days(past)
        nearest: Number = _floor(first + 3 - self.week_start, 7) * 7 + self.week_start
        return nearest

    def start(self, number: int) -> dt.date:
        """First day of a period."""
        if self.grain is Grain.WEEK:
            return dt.date.fromordinal(number * 7 + self.week_start + 1)
        if self.pattern is None:
            return self.named(number)
        year, place = divmod(number * _MONTHS[self.grain], 12)
        weeks = place // 3 * 13 + sum(self.pattern[: place % 3])
        return dt.date.fromordinal(self._first_day(year) + weeks * 7 + 1)

    def named(self, number: int) -> dt.date:
        """First day of the calendar month that a period is called by, which is its own unless months are weeks."""
        if self.grain is Grain.WEEK:
            return self.start(number)
        first = 0 if self.grain is Grain.MONTH and self.pattern is None else self.year_start - 1
        month = number * _MONTHS[self.grain] + first
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
        """`2011-W09` (ISO week), `2011-03`, `2011Q1`, `2011`; fiscal years name both years: `2011/12`, `2011/12Q1`.

        Weeks that begin on another day than Monday are called by their first: `2011-02-27`.
        """
        start = self.named(number)
        if self.grain is Grain.WEEK:
            return f"{start}" if self.week_start else f"{start:%G-W%V}"
        if self.grain is Grain.MONTH:
            return f"{start.year}-{start.month:02d}"
        year = number // self.per_year
        name = str(year) if self.year_start == 1 else f"{year}/{(year + 1) % 100:02d}"
        return name if self.grain is Grain.YEAR else f"{name}Q{number % 4 + 1}"


class CalendarOptions(TypedDict):
    """A calendar in words and numbers, as `Calendar.of` takes it."""

    grain: str
    year_start: int
    week_start: str
    calendar: str


def usual_start(calendar: str) -> tuple[int, str]:
    """Month in which the years of a calendar usually begin, and day on which its weeks do."""
    return (_FEBRUARY, "sunday") if calendar == "4-5-4" else (1, "monday")


def _floor(number: Any, by: int) -> Any:  # noqa: ANN401 - a whole number, or a column of them on some engine
    """A number divided and rounded down.

    Queries repeat what is divided, by `//` five times, on Spark by `/` four times, and what is divided in it as often
    again. Half of one more keeps the product away from whole numbers, so that its last digit does not matter.
    """
    if not isinstance(number, nw.Expr):
        return number // by
    return ((number + 0.5) * (1 / by)).floor().cast(nw.Int64)


def _leap_days(years: Any) -> Any:  # noqa: ANN401
    """Days that leap years have added by the end of a year."""
    return _floor(years, 4) - _floor(years, 100) + _floor(years, 400)


def _whole(condition: Any) -> Any:  # noqa: ANN401 - a truth value, or a column of them on some engine
    """A condition as 0 or 1."""
    return condition.cast(nw.Int64) if isinstance(condition, nw.Expr) else int(condition)


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
    number: nw.Expr = past * 365 + _leap_days(past) + date.dt.ordinal_day().cast(nw.Int64) - 1
    return number


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
