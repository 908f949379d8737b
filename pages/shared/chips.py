"""What a page is about, as a row of small lists above its answer: length, period, against what, how to count."""

import datetime as dt
from typing import Literal

import pandas as pd
import streamlit as st

from pages.shared import cached, looks, session, widgets
from pages.shared.settings import BASE_MONTHS, OTHER_DAYS
from retention.analysis.rates.compare import first_year, latest_known, ways_to_compare
from retention.analysis.timing import possible_grains, usual_grain
from retention.narrate import numbers
from retention.narrate.texts import N_, _
from retention.orders import Orders
from retention.periods import Calendar, usual_start
from retention.settings import DayRange, Days

GRAINS = {"week": N_("Week"), "month": N_("Month"), "quarter": N_("Quarter"), "year": N_("Year")}
BASES = {
    "previous": N_("Those of the period before"),
    "last_year": N_("Those of a year before"),
    "window": N_("Those of the months before"),
    "ever": N_("Everyone before"),
    "days": N_("Those of days you choose"),
}
AGAINST = {"last_year": N_("against a year before"), "previous": N_("against the period before")}
CALENDARS = {
    "months": N_("calendar months"),
    "4-4-5": N_("4, 4 and 5 weeks"),
    "4-5-4": N_("4, 5 and 4 weeks"),
    "5-4-4": N_("5, 4 and 4 weeks"),
}
YEARLY = ("quarter", "year")
"""Grains that depend on when a year begins."""
BASE, MONTHS = "previous", 12
"""Whose return is counted until the visitor says otherwise, and how many months where it is some months' customers."""
WIDTHS = {False: {"grain": 115, "period": 170, "against": 205}, True: {"grain": 145, "period": 215, "against": 260}}
"""Pixels that hold what is usually chosen in any language, by whether a projector's larger type is on; the first two
stand side by side on a phone."""


def _width(name: str) -> int:
    return WIDTHS[looks.projector()][name]


def render_grain(orders: Orders) -> Calendar:
    """How long a period is; returns the periods into which time is cut."""
    span = cached.overview(orders)
    grain = widgets.setting(
        "grain",
        options=possible_grains(span.first, span.last),
        default=usual_grain(span.first, span.last),
        shown=lambda name: _(GRAINS[name]),
        label_visibility="collapsed",
        width=_width("grain"),
    )
    return session.calendar_of(grain)


def render_counting(orders: Orders, calendar: Calendar, *, of_periods: bool) -> None:
    """How figures are counted, behind a button: whose return, and what weeks, months and years are made of.

    Each stands where it makes a difference; `of_periods`: the page speaks of one period.
    """
    grain = str(calendar.grain)
    with st.popover(_("How to count"), icon=":material/tune:", key="counting", wrap=False):
        if of_periods:
            _render_base(orders)
        _render_weeks(grain)
        if calendar.pattern or grain in YEARLY:
            month, _day = usual_start(calendar.options["calendar"])
            widgets.setting("year", default=str(month), shown=numbers.month_names().__getitem__)


def _render_weeks(grain: str) -> None:
    """What months are made of and when weeks begin, and what follows from it."""
    kind = "months"
    if grain != "week":
        kind = widgets.setting("calendar", default=kind, shown=lambda name: _(CALENDARS[name]))
    if grain == "week" or kind != "months":
        widgets.setting("week", default=usual_start(kind)[1], shown=numbers.weekday_names().__getitem__)
    if kind != "months":
        st.caption(
            _(
                "The year begins on the chosen day nearest to the first of its month and has 52 weeks, or 53 every "
                "fifth or sixth time: the last month has one more then."
            )
        )


def render_view(orders: Orders, calendar: Calendar) -> session.View:
    """The period and against what it is held; returns the rates they select."""
    base = _base(orders)
    rates = cached.rates(orders, calendar, base)
    chosen = render_period(
        orders,
        rates,
        str(calendar.grain),
        name="period",
        default=latest_known(rates),
        label_visibility="collapsed",
        width=_width("period"),
    )
    if not isinstance(chosen, int):
        row = cached.figures_of(orders, chosen, base)
        return session.View(calendar=calendar, base=base, rates=rates, row=row, chosen=None)
    against = _render_against(orders, calendar, base, rates, chosen)
    return session.View(
        calendar=calendar, base=base, rates=rates, row=rates.iloc[chosen], chosen=chosen, against=against
    )


def render_period(
    orders: Orders,
    rates: pd.DataFrame,
    grain: str,
    *,
    name: str,
    default: int | Days,
    label_visibility: Literal["visible", "collapsed"] = "visible",
    width: int | Literal["stretch"] = "stretch",
) -> int | Days:
    """A list of periods, with days of one's own at its end: the position chosen, or those days."""
    starts = dict(zip(rates["period"], rates["start"], strict=True))
    names = {key: numbers.period_name(start, grain) for key, start in starts.items()}
    choice = widgets.setting(
        name,
        options=(*reversed(starts), OTHER_DAYS),
        default=rates["period"].iloc[default] if isinstance(default, int) else OTHER_DAYS,
        shown=(names | {OTHER_DAYS: _("Days you choose …")}).__getitem__,
        label_visibility=label_visibility,
        width=width,
    )
    if choice != OTHER_DAYS:
        return list(starts).index(choice)
    within = _open_days(orders)
    if isinstance(default, int):
        row = rates.iloc[default]
        default = DayRange(first=within[0], last=within[1]).cut((row["start"], row["end"]))
    return widgets.days(f"{name}-days", within=within, default=default, label_visibility=label_visibility)


def _open_days(orders: Orders) -> Days:
    """The days that can be chosen: from the start of the first year, so that ranges can begin with a round date."""
    return cached.overview(orders).first.replace(month=1, day=1), orders.as_of


def _render_base(orders: Orders) -> None:
    """Whose return is counted, and the months or days of those where there are any to choose."""
    base = widgets.setting(
        "base",
        default=BASE,
        shown=lambda name: _(BASES[name]),
        help_text=_(
            "Whose return is counted: customers of the period just before, of the same period a year before, "
            "of the last months, everyone who ever bought, or customers of days you choose."
        ),
    )
    if base == "window":
        widgets.whole("months", BASE_MONTHS, default=MONTHS)
    if base == OTHER_DAYS:
        widgets.days("base-days", within=_open_days(orders), default=_usual_days(orders))


def _base(orders: Orders) -> str | Days:
    """Whose return is counted, as the controls say that are drawn later."""
    base = session.setting("base", BASE)
    if base == "window":
        return f"window:{session.setting('months', str(MONTHS), among=BASE_MONTHS)}M"
    if base != OTHER_DAYS:
        return base
    return session.days("base-days", within=_open_days(orders), default=_usual_days(orders))


def _usual_days(orders: Orders) -> Days:
    return first_year(cached.overview(orders).first, orders.as_of)


def _render_against(
    orders: Orders, calendar: Calendar, base: str | Days, rates: pd.DataFrame, chosen: int
) -> dt.date | None:
    """The earlier period whose rate stands beside that of a period; None where there is only one to choose."""
    ways = ways_to_compare(rates["start"], chosen, per_year=calendar.per_year)
    usual = cached.change(orders, calendar, base, rates["start"].iloc[chosen])
    if len(ways) < len(AGAINST) or usual is None:
        return None
    [default] = [name for name, start in ways.items() if start == usual.days_before[0]]
    name = widgets.setting(
        "against",
        default=default,
        shown=lambda way: _(AGAINST[way]),
        label_visibility="collapsed",
        width=_width("against"),
    )
    return ways[name]
