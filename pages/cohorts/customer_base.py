"""Lenses on the customer base that follow cohorts: what a customer brings, whose money it is, and the next order."""

import streamlit as st

from pages.shared import cached, margin, session, widgets
from pages.shared.settings import MONEY
from pages.shared.widgets import closer
from retention import charts
from retention.analysis.audit import Audit
from retention.narrate import audit_tables, lenses
from retention.narrate.texts import _
from retention.orders import Orders

MARGIN = "cohorts-margin"


def render_customer_base(orders: Orders) -> None:
    """The lenses, each behind its question."""
    title = _("What does a customer bring over time?")
    closer(title, ":material/savings:", render_value, orders, key="closer-cohorts-value")
    title = _("Which cohorts bring the money?")
    closer(title, ":material/stacked_bar_chart:", render_stack, orders, key="closer-cohorts-stack")
    title = _("How likely is the next order?")
    closer(title, ":material/stairs:", render_ladder, orders, key="closer-cohorts-ladder")


def _audit(orders: Orders) -> Audit:
    with st.spinner(_("Following every cohort …")):
        return cached.audit(orders, session.calendar(), margin.given())


def render_value(orders: Orders) -> None:
    """Lenses 3 and 4: the value of a customer by age with its band, the cohorts apart, and when a customer has paid."""
    has_money = cached.overview(orders).has_money
    cost = None
    if has_money:
        with st.grid(2, min_column_width=220):
            cost = widgets.amount("acquisition-cost", MONEY, default=None)
            margin.render_margin(_("Your margin, % of the price"), key=MARGIN)
    found = _audit(orders)
    value = found.value.costing(cost)
    grain, currency = found.grain, orders.currency
    said = (
        lenses.payback(value, grain, currency),
        lenses.life(found.cohort, found, currency),
        lenses.beside_each_other(value, found.same_age, grain, currency),
    )
    for sentence in filter(None, said):
        st.markdown(sentence)
    titles = lenses.value_titles(value, grain)
    widgets.figure(
        charts.growth(
            audit_tables.cohort_lines(value, grain, currency),
            audit_tables.average_line(value, currency),
            cost=cost,
            titles=titles,
            alt_text=titles["value"],
            number_format=lenses.value_format(value),
        )
    )
    st.caption(lenses.value_legend(value, grain))
    widgets.table_downloads(value.cells, name="value_by_cohort", key="cohort-value")


def render_stack(orders: Orders) -> None:
    """Lens 5: each period's revenue by the cohort that brought it."""
    found = _audit(orders)
    said = lenses.stack(found.stacked, found, orders.currency)
    if said:
        st.markdown(said)
    value = _("Revenue") if found.money else _("Customers")
    titles = {"name": _("Period"), "cohort": _("First bought"), "value": value}
    widgets.figure(
        charts.stacked(
            audit_tables.stack(found, orders.currency), titles=titles, alt_text=_("Which cohorts bring the money?")
        )
    )
    widgets.table_downloads(found.stacked, name="revenue_by_cohort", key="cohort-stack")


def render_ladder(orders: Orders) -> None:
    """The chance of the next order within a year, step by step, beside what is published of the first three."""
    found = _audit(orders).ladder
    said = lenses.ladder_meaning(found)
    if said is None:
        st.info(_("Nobody has been followed for a year yet, so there is no chance to tell."))
        return
    st.markdown(said)
    titles = {"name": _("Order"), "value": _("Chance"), "range": _("95% interval"), "note": _("Note")}
    words = _("How likely is the next order?")
    widgets.figure(charts.ranges(audit_tables.ladder(found), titles=titles, number_format="%", alt_text=words))
    st.caption(lenses.ladder_legend())
    widgets.table_downloads(found.table, name="next_order_ladder", key="ladder")
