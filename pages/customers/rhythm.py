"""Customers by their rhythm: who is slipping away, who bought only once, and whose next order is due."""

import streamlit as st

from pages.customers import best
from pages.customers.lists import render_list
from pages.shared import cached, margin, session, widgets
from pages.shared.settings import SETTINGS
from retention.analysis.customers import Customers
from retention.analysis.customers.briefing import Briefing
from retention.defaults import DUE_DAYS
from retention.narrate import customers, slipping
from retention.narrate.texts import N_, _
from retention.orders import Orders

SLIPPING_COLUMNS = (
    *("customer", "value_at_stake", "overdue_days", "last_order", "segment", "vip", "p_gone", "rhythm", "own_rhythm"),
    *("orders", "revenue"),
)
ONE_TIME_COLUMNS = ("customer", "first_order", "days_since_last", "revenue", "segment", "expected_next", "overdue_days")
DUE_COLUMNS = (
    *("customer", "expected_next", "overdue_days", "rhythm", "own_rhythm", "segment", "last_order", "orders"),
    "revenue",
)
LIKELY = "likely"
"""The setting that leaves out those who have probably left."""
LATE = "late"
HORIZONS = {
    "7": N_("within 7 days"),
    "14": N_("within 14 days"),
    "30": N_("within 30 days"),
    LATE: N_("a little late"),
}


def render_slipping_away(found: Customers, brief: Briefing, *, currency: str | None) -> None:
    """How many are away for longer than their rhythm explains, and the list for calls, the most worthwhile first."""
    if not found.proof.holds:
        st.info(slipping.proven(found.proof))
        return
    if brief.slipping.empty:
        st.info(_("Nobody has been away for longer than usual."))
        return
    st.markdown(slipping.slipping_away(found, brief))
    st.caption(slipping.proven(found.proof))
    some = 0 < len(brief.worth_calling) < len(brief.slipping)
    only = some and _ask_only_likely()
    rows = brief.worth_calling if only else brief.slipping
    name = "slipping_away" if only else "slipping_away_all"
    order = customers.calls_order(found)
    render_list(rows, found, name=name, among=SLIPPING_COLUMNS, order=order, currency=currency)


def _ask_only_likely() -> bool:
    """A switch that leaves out those who have probably left."""
    key = f"setting-{LIKELY}"
    st.session_state[key] = session.setting(LIKELY, "on") == "on"
    st.toggle(
        _(SETTINGS[LIKELY].label),
        key=key,
        on_change=lambda: session.choose(LIKELY, "on" if st.session_state[key] else "off"),
    )
    return bool(st.session_state[key])


def render_one_time_buyers(found: Customers, brief: Briefing, *, currency: str | None) -> None:
    """How many bought on one day only, the time in which a second order is usual, and the list, newest first."""
    st.markdown(customers.one_time_buyers(brief, currency))
    rows, order = brief.one_time, _("Newest first")
    render_list(rows, found, name="one_time_buyers", among=ONE_TIME_COLUMNS, order=order, currency=currency)


def render_due(found: Customers, orders: Orders) -> None:
    """A choice of how far to look ahead, and the list of whose next order is due, soonest first."""
    horizons = {name: _(words) for name, words in HORIZONS.items()}
    chosen = widgets.chips("due", horizons, default="7", label_visibility="visible")
    late = chosen == LATE
    brief = cached.briefing(orders, best.share(), margin.given(), DUE_DAYS if late else int(chosen))
    st.markdown(customers.overdue(brief) if late else customers.due_soon(brief))
    st.caption(
        _(
            "Last order plus the usual gap: the customer's own median from three orders on, else the shop's, as the "
            "column says. Half of all orders come sooner, half later."
        )
    )
    rows, order = brief.overdue if late else brief.due, _("Soonest first")
    name = "a_little_late" if late else f"due_in_{chosen}_days"
    render_list(rows, found, name=name, among=DUE_COLUMNS, order=order, currency=orders.currency)
