"""The sidebar of every page: the data in hand, the shared settings, the language."""

import pandas as pd
import streamlit as st

from pages.shared import cached, session, widgets
from pages.shared.settings import BASE_MONTHS, OTHER_DAYS, SETTINGS
from retention.analysis.rates.compare import first_year, latest_known
from retention.analysis.timing import possible_grains, usual_grain
from retention.narrate import filters, numbers, problems
from retention.narrate.reader import LANGUAGES
from retention.narrate.texts import N_, _, listed
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
CALENDARS = {
    "months": N_("calendar months"),
    "4-4-5": N_("4, 4 and 5 weeks"),
    "4-5-4": N_("4, 5 and 4 weeks"),
    "5-4-4": N_("5, 4 and 4 weeks"),
}
YEARLY = ("quarter", "year")
"""Grains that depend on when a year begins."""


def render_language() -> None:
    """Let the visitor choose the language; drawn first because everything else is written in it."""
    session.speak(session.setting("lang", session.default_language()))
    widgets.setting("lang", default=session.default_language(), shown=LANGUAGES.__getitem__)


def render_data_card(orders: Orders) -> None:
    """The data in hand, so that no page leaves a doubt about what it speaks of."""
    found = cached.overview(orders)
    lines = problems.held(
        orders=found.orders,
        customers=found.customers,
        days=(found.first, found.last),
        money=numbers.money(found.revenue, orders.currency) if found.has_money else None,
    )
    with st.container(border=True):
        st.markdown(listed((source.name for source in orders.sources), at_most=3))
        st.caption("  \n".join(filter(None, [filters.sentences(orders.filter), *lines])))
        waiting = session.imported().waiting
        if waiting:
            st.caption(problems.waiting(each.name for each in waiting))


def render_demo_switch() -> None:
    """One switch that hides who the customers are, everywhere."""
    st.session_state["setting-demo"] = session.demo()
    label = SETTINGS["demo"].label
    st.toggle(
        _(label),
        key="setting-demo",
        on_change=lambda: session.choose("demo", "on" if st.session_state["setting-demo"] else "off"),
        help=_("Customers appear under invented names, on every page and in every download."),
    )


def render_calendar(orders: Orders) -> Calendar:
    """How long a period is, and when years begin where that matters, as controls."""
    span = cached.overview(orders)
    possible, usual = possible_grains(span.first, span.last), usual_grain(span.first, span.last)
    grain = widgets.setting("grain", options=possible, default=usual, shown=lambda name: _(GRAINS[name]))
    with st.expander(_("Weeks and months of the calendar")):
        _render_weeks(grain)
    if session.calendar_of(grain).pattern or grain in YEARLY:
        month, _day = usual_start(session.calendar_of(grain).options["calendar"])
        widgets.setting("year", default=str(month), shown=numbers.month_names().__getitem__)
    return session.calendar_of(grain)


def _render_weeks(grain: str) -> None:
    """What months are made of and when weeks begin, each where it makes a difference, and what follows from it."""
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
    """The period and whose return is counted, as controls, and the rates they select."""
    base = _base(orders)
    rates = cached.rates(orders, calendar, base)
    chosen = render_period(orders, rates, str(calendar.grain), name="period", default=latest_known(rates))
    if isinstance(chosen, int):
        row, place = rates.iloc[chosen], chosen
    else:
        row, place = cached.figures_of(orders, chosen, base), None
    return session.View(calendar=calendar, base=base, rates=rates, row=row, chosen=place)


def render_period(orders: Orders, rates: pd.DataFrame, grain: str, *, name: str, default: int | Days) -> int | Days:
    """A list of periods, with days of one's own at its end: the position chosen, or those days."""
    starts = dict(zip(rates["period"], rates["start"], strict=True))
    names = {key: numbers.period_name(start, grain) for key, start in starts.items()}
    choice = widgets.setting(
        name,
        options=(*reversed(starts), OTHER_DAYS),
        default=rates["period"].iloc[default] if isinstance(default, int) else OTHER_DAYS,
        shown=(names | {OTHER_DAYS: _("Days you choose …")}).__getitem__,
    )
    if choice != OTHER_DAYS:
        return list(starts).index(choice)
    within = _open_days(orders)
    if isinstance(default, int):
        row = rates.iloc[default]
        default = DayRange(first=within[0], last=within[1]).cut((row["start"], row["end"]))
    return widgets.days(f"{name}-days", within=within, default=default)


def _open_days(orders: Orders) -> Days:
    """The days that can be chosen: from the start of the first year, so that ranges can begin with a round date."""
    return cached.overview(orders).first.replace(month=1, day=1), orders.as_of


def _base(orders: Orders) -> str | Days:
    """Whose return is counted."""
    base = widgets.setting(
        "base",
        default="previous",
        shown=lambda name: _(BASES[name]),
        help_text=_(
            "Whose return is counted: customers of the period just before, of the same period a year before, "
            "of the last months, everyone who ever bought, or customers of days you choose."
        ),
    )
    if base == "window":
        months = widgets.whole("months", BASE_MONTHS, default=12)
        return f"window:{months}M"
    if base != OTHER_DAYS:
        return base
    within = _open_days(orders)
    usual = first_year(cached.overview(orders).first, within[1])
    return widgets.days("base-days", within=within, default=usual)
