"""Why a retention rate changed: what customers do, or who they are; and whether chance alone would explain it."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd

from retention.activity import AnyOrders
from retention.analysis.change.history import AGAINST, PREVIOUS, Change, History
from retention.defaults import CONFIDENCE
from retention.errors import RequestError
from retention.intervals import holm
from retention.periods import Calendar


def change(
    orders: AnyOrders,
    *,
    day: dt.date | None = None,
    against: str | dt.date | None = None,
    grain: str = "month",
    base: str | tuple[dt.date, dt.date] = "previous",
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> Change | None:
    """Why the retention rate of a period differs from that of an earlier one: who the customers are, or what they do.

    The period is the one that holds `day`, the latest that is over without one. It is compared with the same period a
    year before where the data reach back so far that who was new can be told, else with the period before; `against`
    (`last_year`, `previous`, or a day of another period) says otherwise. None where there is nothing to compare: no
    earlier period, nobody at the start of either, or a base that is not made of whole periods.

    The customers at the start are split by tenure: first-time buyers, second order, third or fourth, fifth or later
    (neighbours joined below 10 customers). What comes of other shares of these classes is the mix effect, what comes of
    other rates within them the rate effect (Kitagawa 1955), and the verdict speaks of the latter alone.

    Orders so far do not remove all of the mix: a file shows only the orders since it begins, so "fifth order" means
    other people at its beginning than later, and within a class customers differ in how long ago they began. In
    simulated shops in which nobody changes, the interval of the rate effect alone missed 0 in up to a third of the
    comparisons over a year. Therefore verdict and interval come from customers of the same age (periods since the first
    order), which newcomers, growth and decline cannot bend: once by all that is known, and once looking back equally
    far from every period, so that the beginning of the data bends nothing. The period is held against what such
    customers usually did from a year before the earlier period to half a year after it: against all of that as far as
    these periods differ no more than chance makes them, against the earlier period alone as far as the shop has seasons
    (see `usual.against_usual`). The interval is the one that holds both and the rate effect, and a verdict needs that
    all point one way.

    Where the two are different seasons, they are compared by themselves, the errors are widened by how much this shop's
    other changes of that kind swing (Laney 2002), and a change beyond that has no verdict but is `leaning`; with fewer
    than six there is neither.

    RetentionError: those of `rates`, `no_such_period` (day), `unknown_comparison` (against, options).

    Source: Kitagawa, Components of a Difference Between Two Rates, JASA 50, 1955; Efron & Morris, Data Analysis Using
    Stein's Estimator and Its Generalizations, JASA 70(350), 1975.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim", "ann"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-02-01", "2025-02-07", "2025-03-02", "2025-03-09",
    ...                            "2025-03-10"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0, 10.0],
    ... })
    >>> found = rt.change(orders, day=dt.date(2025, 3, 1))
    >>> found.before, found.now, found.verdict, found.doubts
    (0.5, 1.0, None, ('few', 'season'))
    """
    history = History(orders, calendar=Calendar.of(grain, year_start, week_start, calendar), base=base, as_of=as_of)
    place = history.latest if day is None else history.place(day)
    return history.compared(place, _lag(history, place, against))


def _lag(history: History, place: int, against: str | dt.date | None) -> int:
    if against is None:
        return history.usual_lag(place)
    if isinstance(against, dt.date):
        return max(place - history.place(against), 1)
    if against not in AGAINST:
        raise RequestError("unknown_comparison", against=against, options=AGAINST)
    return 1 if against == PREVIOUS else history.calendar.per_year


def changes(
    orders: AnyOrders,
    *,
    grain: str = "month",
    base: str | tuple[dt.date, dt.date] = "previous",
    against: str | None = None,
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> pd.DataFrame:
    """How the retention rate moved in every period, with the effects and verdicts of `change`.

    One row per period, as in `rates`: `period`, `before` (label of the period it is compared with; missing where there
    is none), `change`, `rate_effect`, `mix_effect` and the 95% interval `low`, `high` of the rate effect, fractions;
    `verdict` and `doubts` (codes) as in `Change`. All rows are compared over the same time, a year where the latest
    can be, else one period. The latest period that is over is judged by itself, as `change` does. Of the others many
    verdicts are asked for at once, so each must survive Holm's correction: a history in which nothing changes has none
    of them in 95 of 100 shops. The intervals are not widened.

    `against`: `last_year` or `previous`, instead. RetentionError: those of `change`.

    Source: Kitagawa 1955 (see `change`); Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian
    Journal of Statistics 6(2), 1979.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim", "ann"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-02-01", "2025-02-07", "2025-03-02", "2025-03-09",
    ...                            "2025-03-10"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0, 10.0],
    ... })
    >>> rt.changes(orders)[["period", "before", "change", "verdict"]]
        period   before  change verdict
    0  2025-01      NaN     NaN    None
    1  2025-02      NaN     NaN    None
    2  2025-03  2025-02     0.5    None
    """
    cut = Calendar.of(grain, year_start, week_start, calendar)
    return changes_of(History(orders, calendar=cut, base=base, as_of=as_of), against)


def changes_of(history: History, against: str | None = None) -> pd.DataFrame:
    """The table of `changes` of a history that is known already."""
    lag = _lag(history, history.latest, against)
    alone = [history.compared(place, lag) for place in range(history.periods)]
    found = held_to_all(alone, but=history.latest)
    labels = [period.label for period in history.done.periods]
    table = pd.DataFrame({"period": labels})
    table["before"] = [labels[place - lag] if each else None for place, each in enumerate(found)]
    table["before"] = table["before"].astype("str").where(table["before"].notna())
    for name in ("change", "rate_effect", "mix_effect", "low", "high"):
        table[name] = [getattr(each, name) if each else float("nan") for each in found]
    table["verdict"] = pd.Series([each.verdict if each else None for each in found], dtype=object)
    table["doubts"] = pd.Series([list(each.doubts) if each else [] for each in found], dtype=object)
    return table


def held_to_all(found: list[Change | None], *, but: int) -> list[Change | None]:
    """Changes of which each verdict `but` one is held to all that are asked for at once (Holm)."""
    judged = {at: each for at, each in enumerate(found) if each is not None and each.verdict is not None and at != but}
    chances = holm(np.array([each.chance for each in judged.values()]))
    unclear = {at for at, chance in zip(judged, chances, strict=True) if chance > 1 - CONFIDENCE}
    return [
        replace(each, verdict="no_clear_change") if each is not None and at in unclear else each
        for at, each in enumerate(found)
    ]
