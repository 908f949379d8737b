"""The running period, or the next one, beside a target: the chance of reaching it and how many must still come back."""

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.activity import Activity, AnyOrders, activity
from retention.analysis.pace.finish import Finish, before_it_begins, so_far, usual
from retention.analysis.pace.halves import back_by, customers_of
from retention.analysis.rates.bases import Base, span_of
from retention.analysis.rates.counting import count_bridge
from retention.analysis.rates.figures import is_whole
from retention.defaults import BAND, FEW_CUSTOMERS, FEWEST_PERIODS
from retention.errors import RequestError
from retention.models.shares_over_time import outlook
from retention.periods import Calendar, Period

AHEAD, EVEN = 0.9, 0.5
"""Chances from which a period is ahead of its target, and from which it is on track: nine of ten, and more likely than
not."""
TOLD_LITTLE = 0.75
"""Share of the width of the band before the period began, from which on the band says that what has come in so far
tells little."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How a period stands that is not over in the data, or that comes next.

    `start`, `end`: its days; `days_gone` of its `days` are in the data, 0 of one that has not begun.
    `customers_at_start`: who could come back; `back`: who is, so far. `usual_share`: of those who come back at all, the
    share that is back by now in this shop's past periods, NaN while that is not known. `periods`: how many of those
    there are. `expected`, `low`, `high`: customers back at its end, the middle and the 90% band, NaN where the past is
    too short. `target`: a rate, None where nobody set one; `chance` of reaching it, NaN where it is not known.
    `verdict`, None without a target: `reached`, `ahead` (nine in ten), `on_track` (more likely than not), `behind`, or
    `too_early`: the past is too short (`short`), or up to the middle of the period what has come in tells little yet
    and the chance lies between one and nine in ten.
    """

    start: dt.date
    end: dt.date
    as_of: dt.date
    days: int
    days_gone: int
    customers_at_start: int
    back: int
    periods: int
    usual_share: float
    expected: float
    low: float
    high: float
    target: float | None
    chance: float
    verdict: str | None

    @property
    def begun(self) -> bool:
        """Whether some of the period is in the data."""
        return self.days_gone > 0

    @property
    def few(self) -> bool:
        """Whether so few customers could come back that a single one moves the rate by points."""
        return self.customers_at_start < FEW_CUSTOMERS

    @property
    def short(self) -> bool:
        """Whether there are too few past periods to say where this one ends."""
        return math.isnan(self.expected)

    @property
    def needed(self) -> int | None:
        """How many must be back at the end for the target to be reached; None without one."""
        return None if self.target is None else needed(self.target, self.customers_at_start)

    @property
    def missing(self) -> int | None:
        """How many of these are not back yet; None without a target."""
        return None if self.needed is None else max(self.needed - self.back, 0)

    @property
    def due_by_now(self) -> float:
        """How many of those needed are usually back by now; NaN where that is not known."""
        return math.nan if self.needed is None else self.needed * self.usual_share

    def rate(self, customers: float) -> float:
        """A number of customers as a share of those at the start; NaN where nobody was there."""
        return customers / self.customers_at_start if self.customers_at_start else math.nan


def needed(target: float, customers: int) -> int:
    """How many customers make a rate of at least the target.

    A rate typed as 35% of 20 customers is 7 of them, though 0.35 · 20 is a hair above 7 in a computer.

    >>> needed(0.35, 20), needed(0.35, 21)
    (7, 8)
    """
    return math.ceil(round(target * customers, 9))


def pace(
    orders: AnyOrders,
    *,
    target: float | None = None,
    grain: str = "month",
    base: str | tuple[dt.date, dt.date] = "previous",
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> Pace | None:
    """How the period that runs at the as-of date, or the next one, stands beside a target for its retention rate.

    `target`: a fraction above 0 and up to 1. `orders`, `grain`, `base`, `as_of` and how the calendar is cut: as in
    `rates`. None where nobody was there at the start.

    The rate in the end and the share of the returning customers that is back by this part of a period each follow this
    shop's own past periods (`retention.models.shares_over_time`: level, drift, season, noise); what has come in so far
    weighs the two, and who is not back yet comes by chance. `bench/pace.py` tries on simulated shops whether targets
    with a chance of 70 to 80% are reached in 70 to 80% of cases.

    RetentionError: those of `rates`, and `no_target` (target).

    >>> days = pd.date_range("2025-01-01", "2025-08-10", freq="D")
    >>> orders = pd.DataFrame({
    ...    "customer": [f"c{(7 * n) % 90}" for n in range(4 * len(days))],
    ...    "date": days.repeat(4),
    ...    "amount": 10.0,
    ... })
    >>> found = rt.pace(orders, target=0.5)
    >>> found.customers_at_start, found.back, found.days_gone, found.needed, found.verdict
    (90, 40, 10, 45, 'ahead')
    """
    if target is not None and not 0 < target <= 1:
        raise RequestError("no_target", target=target)
    done = activity(orders, timeline=Calendar.of(grain, year_start, week_start, calendar), as_of=as_of)
    wanted = Base.of(base)
    assert isinstance(done.timeline, Calendar)
    running = done.covered < done.last
    period = done.timeline.period(done.last if running else done.last + 1)
    span = span_of(wanted, period, done.timeline)
    if span is None:
        return None
    past = _past(orders, done, wanted)
    if not running:
        start = customers_of(orders, span, as_of=done.as_of)
        return _told(period, done, past, customers=start, target=target) if start else None
    gone = (done.as_of - period.start).days + 1
    heads = back_by(orders, done, wanted, share=gone / period.days)
    now = heads.iloc[-1]
    past = past.join(heads["back"])
    start, back = int(now["customers_at_start"]), int(now["back"])
    return _told(period, done, past, customers=start, target=target, back=back, gone=gone) if start else None


def _past(orders: AnyOrders, done: Activity, base: Base) -> pd.DataFrame:
    """The past periods that count: over, their base whole, somebody there at the start; indexed by number."""
    counts = count_bridge(orders, done, base).set_axis(range(done.first, done.last + 1))
    whole = [
        done.whole_from <= period.number <= done.covered and is_whole(span_of(base, period, done.timeline), done)
        for period in done.periods
    ]
    return counts[np.array(whole) & (counts["customers_at_start"] > 0)][["customers_at_start", "retained"]]


def _told(
    period: Period,
    done: Activity,
    past: pd.DataFrame,
    *,
    customers: int,
    target: float | None,
    back: int = 0,
    gone: int = 0,
) -> Pace:
    assert isinstance(done.timeline, Calendar)
    begin, end, share = _finishes(past, period, done.timeline, customers=customers, back=back, gone=gone)
    low, middle, high = (math.nan,) * 3 if end is None else _band(end)
    chance, verdict = math.nan, None
    if target is not None:
        aim = needed(target, customers)
        chance = 1.0 if back >= aim else math.nan if end is None else end.at_least(aim)
        little = begin is not None and 2 * gone <= period.days and _told_little((low, high), _band(begin))
        verdict = "reached" if back >= aim else _verdict(chance, little=little)
    return Pace(
        start=period.start,
        end=period.end,
        as_of=done.as_of,
        days=period.days,
        days_gone=gone,
        customers_at_start=customers,
        back=back,
        periods=len(past),
        usual_share=share,
        expected=middle,
        low=low,
        high=high,
        target=target,
        chance=chance,
        verdict=verdict,
    )


def _finishes(
    past: pd.DataFrame, period: Period, calendar: Calendar, *, customers: int, back: int, gone: int
) -> tuple[Finish | None, Finish | None, float]:
    """Where the period looked like ending before it began, where it does now, and how early people usually come."""
    came = past[past["retained"] > 0]
    if len(came) < FEWEST_PERIODS:
        return None, None, math.nan
    per_year = calendar.per_year
    back_in_the_end, at_start = (past[name].to_numpy() for name in ("retained", "customers_at_start"))
    rate = outlook(back_in_the_end, at_start, past.index.to_numpy(), ahead=period.number, per_year=per_year)
    begin = before_it_begins(rate, customers)
    if not gone:
        return begin, begin, math.nan
    back_by_then, came_back = (came[name].to_numpy() for name in ("back", "retained"))
    early = outlook(back_by_then, came_back, came.index.to_numpy(), ahead=period.number, per_year=per_year)
    return begin, so_far(rate, early, customers=customers, back=back), usual(early)


def _band(end: Finish) -> tuple[float, float, float]:
    """Customers back at the end: the low end of the band, the middle, the high end."""
    low, middle, high = (end.quantile(share) for share in ((1 - BAND) / 2, 0.5, (1 + BAND) / 2))
    return float(low), float(middle), float(high)


def _told_little(now: tuple[float, float], begin: tuple[float, float, float]) -> bool:
    """Whether the band is nearly as wide as before the period began."""
    return now[1] - now[0] >= TOLD_LITTLE * (begin[2] - begin[0])


def _verdict(chance: float, *, little: bool) -> str:
    """How a target that is not reached yet stands; `little`: what has come in hardly narrows the band."""
    if math.isnan(chance) or (little and 1 - AHEAD < chance < AHEAD):
        return "too_early"
    if chance >= AHEAD:
        return "ahead"
    return "on_track" if chance >= EVEN else "behind"
