"""Before and after a day: two stretches of equal length, each with a base of its own before it."""

import datetime as dt

from retention.activity import AnyOrders
from retention.analysis.rates.compare import PeriodComparison, compare_periods, figures_of
from retention.settings import Days

LONGEST, SHORTEST = 182, 14
"""Days of each side: half a year, so that what is long past decides nothing; two weeks, so that each weekday counts
twice."""


def stretches(day: dt.date, *, first: dt.date, last: dt.date) -> tuple[Days, Days] | None:
    """The days before a day and as many from it on; None where the data leave fewer than 14 for each.

    As long as the data from `first` to `last` allow, at most 182 days, in whole weeks, so that weekdays weigh alike.
    The stretch before needs as many days again before it, in which its customers at the start bought.

    >>> before, after = stretches(dt.date(2025, 3, 1), first=dt.date(2024, 1, 1), last=dt.date(2025, 4, 30))
    >>> str(before[0]), str(before[1]), str(after[0]), str(after[1])
    ('2025-01-04', '2025-02-28', '2025-03-01', '2025-04-25')
    """
    length = min((day - first).days // 2, (last - day).days + 1, LONGEST) // 7 * 7
    if length < SHORTEST:
        return None
    span, one = dt.timedelta(days=length), dt.timedelta(days=1)
    return (day - span, day - one), (day, day + span - one)


def around(
    orders: AnyOrders,
    day: dt.date,
    *,
    first: dt.date,
    last: dt.date,
    base: str | tuple[dt.date, dt.date] = "previous",
    as_of: dt.date | None = None,
) -> PeriodComparison | None:
    """The figures of the days before a day beside those of as many from it on; None where the data are too short.

    `first` and `last`: days of the first order and until which the data reach; `base`, `as_of`: as in `figures_of`.
    Verdicts are about chance alone: the two stretches are different seasons. RetentionError: those of `figures_of`.
    """
    sides = stretches(day, first=first, last=last)
    if sides is None:
        return None
    figures = figures_of(orders, sides, base=base, as_of=as_of)
    return compare_periods(figures.iloc[0], figures.iloc[1], grains=(None, None))
