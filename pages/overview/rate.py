"""Who bought and what came in over time; where the money went."""

import pandas as pd
import streamlit as st

from pages.shared import cached, notes, widgets
from pages.shared.session import View
from retention import charts
from retention.analysis.change import Change
from retention.narrate import audit, overview
from retention.narrate.texts import _
from retention.orders import Orders


def render_over_time(view: View, orders: Orders) -> None:
    """Customers and money of the last periods, side by side where there is room."""
    rates = view.rates
    if not overview.enough_periods(rates):
        return
    with st.grid(2, min_column_width=300):
        _render_bars(overview.buyers(rates, view.grain), view, _("Customers"), _("Customers over time"))
        if cached.overview(orders).has_money:
            earned = overview.revenue(rates, view.grain, orders.currency)
            _render_bars(earned, view, _("Revenue"), _("Revenue over time"))
    noted = notes.listed(overview.starts(rates), view.calendar)
    st.caption(" ".join(filter(None, [overview.parts(), noted])), help=overview.pale(rates) or None)


def _render_bars(bars: pd.DataFrame, view: View, title: str, words: str) -> None:
    titles = {"name": _("Period"), "value": title, "part": _("Of these")}
    marks = notes.drawn(overview.starts(view.rates), list(bars["name"].unique()), view.calendar)
    widgets.figure(charts.by_period(bars, titles=titles, alt_text=words, notes=marks))


def render_money(view: View, orders: Orders, change: Change | None) -> None:
    """Where the money of the earlier period went, and where that of the period came from."""
    found = None if change is None else cached.money_bridge(orders, change.days_before, change.days)
    if found is None:
        return
    st.subheader(_("What moved the money"), anchor=False)
    largest = audit.largest_step(found, orders.currency)
    st.markdown(
        audit.change(found, view.grain, orders.currency), help=" ".join(filter(None, [largest, *audit.doubts(found)]))
    )
    steps = overview.waterfall(found, view.grain, orders.currency)
    widgets.figure(charts.bridge(steps, unit=_("Revenue"), alt_text=_("What moved the money"), clickable=False))
