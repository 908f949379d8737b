"""How customers differ: tenths of them by revenue, and what became of the best tenth since the period before."""

import streamlit as st

from pages.shared import cached, margin, session, widgets
from pages.shared.widgets import closer
from retention import charts
from retention.narrate import audit_tables, lenses
from retention.narrate.retention import when
from retention.narrate.texts import _
from retention.orders import Orders


def render_tenths(orders: Orders) -> None:
    """The question; the answer for whoever opens it."""
    title = _("How much hangs on the best tenth?")
    closer(title, ":material/leaderboard:", render_lenses, orders, key="closer-customers-tenths")


def render_lenses(orders: Orders) -> None:
    """Lenses 1 and 2 of the last period that is over: tenths of its customers, and who moved between them."""
    with st.spinner(_("Sorting customers by what they bring …")):
        found = cached.audit(orders, session.calendar(), margin.given())
    st.markdown(lenses.tenths(found.deciles, when(found.period, found.grain), orders.currency))
    value = _("Revenue") if found.money else _("Orders")
    titles = {"name": _("Tenth"), "value": value, "part": _("Customers")}
    words = _("How much hangs on the best tenth?")
    widgets.figure(charts.by_period(audit_tables.tenths(found.deciles, orders.currency), titles=titles, alt_text=words))
    st.caption(_("The best tenth of the customers on the left, the lowest on the right."))
    widgets.table_downloads(found.deciles, name="customers_by_tenths", key="tenths")
    if found.moves is None:
        return
    st.markdown(lenses.moves(found.moves, found.grain, orders.currency))
    st.markdown(audit_tables.moves(found.moves, orders.currency))
    widgets.table_downloads(found.moves.table, name="moves_between_tenths", key="tenth-moves")
