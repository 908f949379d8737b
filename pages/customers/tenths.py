"""How customers differ: tenths of them by revenue, and what became of the best tenth since the period before."""

from functools import partial

import streamlit as st

from pages.shared import cached, session, widgets
from pages.shared.widgets import closer
from retention import charts
from retention.narrate import audit_tables, columns, lenses
from retention.narrate.retention import when
from retention.narrate.texts import _
from retention.orders import Orders


def render_tenths(orders: Orders) -> None:
    """The question; the answer for whoever opens it."""
    title = _("How much hangs on the best tenth?")
    closer(title, ":material/leaderboard:", render_lenses, orders, key="closer-customers-tenths")


def render_lenses(orders: Orders) -> None:
    """Lenses 1 and 2 of the last period that is over: tenths of its customers, and who moved between them."""
    found = cached.audit(orders, session.calendar())
    with st.spinner(_("Sorting customers by what they bring …")):
        table, moved = found.deciles, found.moves
    st.markdown(lenses.tenths(table, when(found.period, found.grain), orders.currency))
    value = _("Revenue") if found.money else _("Orders")
    titles = {"name": _("Tenth"), "value": value, "part": _("Customers")}
    words = _("How much hangs on the best tenth?")
    widgets.figure(charts.by_period(audit_tables.tenths(table, orders.currency), titles=titles, alt_text=words))
    st.caption(_("The best tenth of the customers on the left, the lowest on the right."))
    shown = partial(columns.sheet, currency=orders.currency)
    widgets.table_downloads(table, name="customers_by_tenths", key="tenths", shown=shown)
    if moved is None:
        return
    st.markdown(lenses.moves(moved, found.grain, orders.currency))
    st.markdown(audit_tables.moves(moved, orders.currency))
    widgets.table_downloads(moved.table, name="moves_between_tenths", key="tenth-moves", shown=shown)
