"""What changed: the rate of customers alike, newer customers against older ones, the days on which people buy."""

import math
from dataclasses import replace

import narwhals as nw
import numpy as np

from retention.activity import activity, fetch
from retention.analysis.change import Change, History
from retention.analysis.cohorts import cohorts, drift
from retention.analysis.contrasts import chance_of_no_difference
from retention.analysis.findings.finding import UNKNOWN, Counted, Finding
from retention.analysis.findings.known import MONTHS, YEAR, Known
from retention.analysis.rates.figures import figures
from retention.defaults import FEW_CUSTOMERS, NOTABLE_MIX
from retention.intervals import Z_95, newcombe
from retention.periods import Calendar, Days, Grain
from retention.settings import Days as Range
from retention.settings import as_text

WEEK = 7
UNJUDGED = {"unfinished", "few", "left_edge", "short"}
"""Doubts that leave nothing to say of a change, not even of its mix."""


def changes_of_rate(known: Known) -> list[Finding]:
    """The latest change of the rate at each grain, by `retention.change`; those that have no verdict are no looks.

    Asked for at the grain chosen, and by quarters, in which most customers of most shops come back.
    """
    found = []
    for grain in dict.fromkeys((known.calendar.grain, Grain.QUARTER)):
        calendar = replace(known.calendar, grain=grain)
        history = History(known.orders, calendar=calendar, base="previous", as_of=known.as_of)
        moved = history.latest_change
        if moved is None or UNJUDGED.intersection(moved.doubts):
            continue
        if moved.verdict is not None:
            found.append(_changed(known, moved, calendar))
        mixed = abs(moved.mix_effect) >= max(NOTABLE_MIX, abs(moved.rate_effect))
        if grain is known.calendar.grain and mixed and moved.verdict == "no_clear_change":
            found.append(_mix(known, moved, calendar))
    return found


def _changed(known: Known, moved: Change, calendar: Calendar) -> Finding:
    return replace(
        _compared(known, moved, calendar, moved.rate_effect),
        kind="change",
        low=moved.low,
        high=moved.high,
        chance=moved.chance,
    )


def _mix(known: Known, moved: Change, calendar: Calendar) -> Finding:
    return replace(_compared(known, moved, calendar, moved.mix_effect), kind="mix")


def _compared(known: Known, moved: Change, calendar: Calendar, effect: float) -> Finding:
    """What both ways of looking at a change share; a year of it is worth effect × customers × what each brings."""
    table = figures(known.orders, base="previous", as_of=known.as_of, **calendar.options)
    row = table[table["start"] == moved.days[0]].iloc[0]
    brings = float(row["retained_revenue"]) / moved.retained if moved.retained else UNKNOWN
    return Finding(
        kind="",
        here=Counted(part=moved.retained, whole=moved.customers, days=moved.days),
        there=Counted(part=moved.retained_before, whole=moved.customers_before, days=moved.days_before),
        effect=effect,
        money=effect * moved.customers * brings * calendar.per_year,
        grain=str(calendar.grain),
        settings={"grain": str(calendar.grain), "base": "previous", "period": str(row["period"])},
        numbers={"customers": moved.customers, "brings": brings, "times": calendar.per_year},
        change=moved,
    )


def newer_customers(known: Known) -> list[Finding]:
    """Newer cohorts against older ones a period after the first order, by `retention.drift`, where it has a verdict."""
    calendar = known.calendar
    cells = cohorts(known.orders, as_of=known.as_of, **calendar.options)
    found = drift(cells, 1, per_year=calendar.per_year)
    if found is None or found.verdict is None:
        return []
    older, newer = found.older, found.newer
    nearest = min(abs(found.change - found.low), abs(found.high - found.change))
    back = cells[(cells["age"] == 1) & cells["start"].between(newer.start, newer.last)]
    brings = float(back["revenue"].sum(min_count=1)) / newer.customers if newer.customers else UNKNOWN
    yearly = newer.at_risk * calendar.per_year / newer.cohorts
    return [
        Finding(
            kind="cohorts",
            here=Counted(part=newer.customers, whole=newer.at_risk, days=(newer.start, newer.last)),
            there=Counted(part=older.customers, whole=older.at_risk, days=(older.start, older.last)),
            effect=found.change,
            low=found.low,
            high=found.high,
            chance=math.erfc(Z_95 * abs(found.change) / nearest / math.sqrt(2)) if nearest else UNKNOWN,
            money=found.change * yearly * brings,
            grain=str(calendar.grain),
            doubts=found.doubts,
            page="cohorts",
            settings={"grain": str(calendar.grain), "mode": "on", "ages": "calendar", "age": "1"},
            numbers={"customers": yearly, "brings": brings, "times": 1},
        )
    ]


def weekdays(known: Known) -> list[Finding]:
    """The days of the week on which customers first bought in the last whole months, against the same a year before.

    One look at all seven together; the one that moved most is named. Each customer counts once in each stretch, so that
    those who always come on the same day decide nothing.
    """
    if known.recent is None or known.earlier is None or not known.same_season:
        return []
    now, before = (_by_weekday(known, days) for days in (known.recent, known.earlier))
    if min(now.sum(), before.sum()) < FEW_CUSTOMERS:
        return []
    open_days = np.flatnonzero(now + before)
    day = max(open_days, key=lambda each: abs(now[each] / now.sum() - before[each] / before.sum()))
    change, low, high = newcombe((before[day], before.sum()), (now[day], now.sum()))
    yearly = UNKNOWN if known.lately is None else float(known.lately["revenue"]) * YEAR / MONTHS
    return [
        Finding(
            kind="weekday",
            value=str(day),
            here=Counted(part=int(now[day]), whole=int(now.sum()), days=known.recent),
            there=Counted(part=int(before[day]), whole=int(before.sum()), days=known.earlier),
            effect=float(change),
            low=float(low),
            high=float(high),
            chance=chance_of_no_difference(now[open_days], (now + before)[open_days]),
            money=float(change) * yearly,
            settings={"period": "days", "period-days": as_text(known.recent)},
            numbers={"revenue": yearly},
        )
    ]


def _by_weekday(known: Known, days: Range) -> np.ndarray:
    """Customers by the weekday of their first order within some days, Monday first."""
    timeline = Days()
    first, last = (timeline.number_of(day) for day in days)
    rows = activity(known.orders, timeline=timeline, as_of=known.as_of).table
    mine = rows.filter(nw.col("orders") > 0, nw.col("period") >= first, nw.col("period") <= last)
    opened = mine.group_by("customer").agg(nw.col("period").min())
    found = fetch(opened.select(day=nw.col("period") % WEEK).group_by("day").agg(customers=nw.len()))
    counts: np.ndarray = found.set_index("day")["customers"].reindex(range(WEEK), fill_value=0).to_numpy()
    return counts
