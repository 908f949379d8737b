"""Bases: which earlier days decide who is a customer at the start of a period."""

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import narwhals as nw
import numpy as np

from retention.errors import RequestError
from retention.periods import Calendar, Grain, Period, Timeline, Window

FORMS = ("previous", "last_year", "window:12M", "window:90D", "ever")
ALL_OF_THE_PAST = 10**7  # periods; more than any calendar holds
_DAY = dt.timedelta(days=1)
_NO_UNIT = 2**40  # above every unit's number
_WINDOW = re.compile(r"window:([1-9]\d{0,3})([MD])")


def _plain_day(day: object) -> dt.date:
    if not isinstance(day, dt.date):
        raise RequestError("unknown_base", base=day, options=FORMS)
    return day.date() if isinstance(day, dt.datetime) else day


@dataclass(frozen=True, kw_only=True)
class Base:
    """`kind` is one of previous, last_year, ever, months, days (the last `length` before the period), range."""

    kind: str
    length: int = 0
    fixed: Window | None = None

    @classmethod
    def of(cls, base: "str | tuple[dt.date, dt.date]") -> "Base":
        """The base a name or a (first day, last day) pair stands for.

        RetentionError `unknown_base` (base, options), `empty_range` (start, end).
        """
        if isinstance(base, tuple):
            days = [_plain_day(day) for day in base]
            if len(days) != 2:
                raise RequestError("unknown_base", base=base, options=FORMS)
            return cls(kind="range", fixed=Window(*days))
        window = _WINDOW.fullmatch(str(base))
        if window:
            return cls(kind={"M": "months", "D": "days"}[window[2]], length=int(window[1]))
        if base not in FORMS:
            raise RequestError("unknown_base", base=base, options=FORMS)
        return cls(kind=base)

    def span(self, period: Period, timeline: Timeline) -> tuple[dt.date, dt.date] | None:
        """First and last day of the base of one period; None where a fixed range is not over before it."""
        eve = period.start - _DAY
        if self.fixed is not None:
            return (self.fixed.start, self.fixed.end) if self.fixed.end < period.start else None
        if self.kind == "ever":
            return dt.date.min, eve
        if self.kind in {"months", "days"}:
            days = dt.timedelta(days=self.length)
            return (period.start - days if self.kind == "days" else months_before(period.start, self.length)), eve
        if isinstance(timeline, Calendar):
            earlier = timeline.period(period.number - (1 if self.kind == "previous" else timeline.per_year))
            return earlier.start, earlier.end
        return _previous(period) if self.kind == "previous" else _year_before(period)

    def whole_periods(self, timeline: Timeline) -> int | None:
        """How many whole periods right before the period the base is made of; None when it is not."""
        if not isinstance(timeline, Calendar):
            return None
        if self.kind == "previous":
            return 1
        if self.kind == "ever":
            return ALL_OF_THE_PAST
        if self.kind == "months" and timeline.months:
            return self._whole(timeline.months)
        if self.kind == "days" and timeline.grain is Grain.WEEK:
            return self._whole(7)
        return None

    def _whole(self, part: int) -> int | None:
        return None if self.length % part else self.length // part


@dataclass(frozen=True)
class Spans:
    """The bases of consecutive periods, as numbers of units: base i holds the units `low[i]`..`high[i]`.

    Units are whole periods where every base consists of such, else days. Both columns never fall, so the bases that
    hold one unit are consecutive: from `enter` up to, not including, `leave`.
    """

    low: np.ndarray
    high: np.ndarray
    first: int
    in_days: bool

    @classmethod
    def of(cls, base: Base, periods: Sequence[Period], timeline: Timeline) -> "Spans":
        """The bases of these periods."""
        spans = [span_of(base, period, timeline) for period in periods]
        known = [span for span in spans if span]
        whole = isinstance(timeline, Calendar) and all(_whole(span, timeline) for span in known)
        number = timeline.number_of if whole else _day
        # Periods without a base come before or after all that have one: their base holds no unit.
        low, high = (number(known[0][0]) if known else _NO_UNIT), -1
        lows, highs = [], []
        for span in spans:
            if span:
                low, high = number(span[0]), number(span[1])
            elif high >= 0:
                low = _NO_UNIT
            lows.append(low)
            highs.append(high)
        return cls(np.array(lows), np.array(highs), periods[0].number, not whole)

    def enter(self, unit: nw.Expr) -> nw.Expr:
        """Number of the first period whose base holds the unit."""
        return nw.sum_horizontal(*((unit > int(high)).cast(nw.Int64) for high in self.high)) + self.first

    def leave(self, unit: nw.Expr) -> nw.Expr:
        """Number of the first period after those whose base holds the unit; not above `enter` when none does."""
        return nw.sum_horizontal(*((unit >= int(low)).cast(nw.Int64) for low in self.low)) + self.first


def months_before(day: dt.date, months: int) -> dt.date:
    """The day with this number in the month so many months earlier, or the last of that month when it is shorter."""
    month = max(day.year * 12 + day.month - 1 - months, 12)
    year, number = month // 12, month % 12 + 1
    return dt.date(year, number, min(day.day, calendar.monthrange(year, number)[1]))


def _months(period: Period) -> int | None:
    """Length in whole calendar months; None when it is not made of such."""
    after = period.end + _DAY
    whole = period.start.day == after.day == 1
    return (after.year - period.start.year) * 12 + after.month - period.start.month if whole else None


def _previous(period: Period) -> tuple[dt.date, dt.date]:
    """First and last day of the range before a custom one, as long: whole months before whole months, else days."""
    months = _months(period)
    start = months_before(period.start, months) if months else period.start - dt.timedelta(days=period.days)
    return start, period.start - _DAY


def _year_before(period: Period) -> tuple[dt.date, dt.date]:
    """A custom range a year earlier: 52 weeks before whole weeks, so that weekdays align, else the same dates."""
    if not _months(period) and period.start.weekday() == 0 and period.days % 7 == 0:
        year = dt.timedelta(weeks=52)
        return period.start - year, period.end - year
    return months_before(period.start, 12), months_before(period.end + _DAY, 12) - _DAY


def _whole(span: tuple[dt.date, dt.date], timeline: Timeline) -> bool:
    start, end = span
    begins = start == dt.date.min or timeline.period(timeline.number_of(start)).start == start
    return begins and timeline.period(timeline.number_of(end)).end == end


def _day(date: dt.date) -> int:
    return date.toordinal() - 1


def span_of(base: Base, period: Period, timeline: Timeline) -> tuple[dt.date, dt.date] | None:
    """The base of a period; None for the times before and after a custom range, which nobody asks about."""
    aside = isinstance(timeline, Window) and (period.start, period.end) != (timeline.start, timeline.end)
    return None if aside else base.span(period, timeline)
