"""Lenses on the customer base that follow cohorts: what a customer brings, whose money it is, and the next order."""

from functools import partial

import streamlit as st

from pages.shared import cached, margin, session, widgets
from pages.shared.settings import MONEY
from pages.shared.widgets import closer
from retention import charts
from retention.narrate import audit_tables, columns, lenses
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


def render_value(orders: Orders) -> None:
    """Lenses 3 and 4: the value of a customer by age with its band, the cohorts apart, and when a customer has paid."""
    has_money = cached.overview(orders).has_money
    cost = share = None
    if has_money:
        with st.grid(2, min_column_width=220):
            cost = widgets.amount("acquisition-cost", MONEY, default=None)
            share = margin.render_margin(_("Your margin, % of the price"), key=MARGIN)
    found = cached.audit(orders, session.calendar())
    with st.spinner(_("Following every cohort …")):
        value = found.value.worth(share, cost) if found.money else found.value
    grain, currency = found.grain, orders.currency
    said = (
        lenses.payback(value, grain, currency),
        lenses.life(value, grain, currency),
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
    shown = partial(columns.sheet, currency=currency, grain=grain, money=("low", "high"))
    widgets.table_downloads(value.cells, name="value_by_cohort", key="cohort-value", shown=shown)


def render_stack(orders: Orders) -> None:
    """Lens 5: each period's revenue by the cohort that brought it."""
    found = cached.audit(orders, session.calendar())
    with st.spinner(_("Following every cohort …")):
        table = found.stacked
    said = lenses.stack(table, found, orders.currency)
    if said:
        st.markdown(said)
    value = _("Revenue") if found.money else _("Customers")
    titles = {"name": _("Period"), "cohort": _("First bought"), "value": value}
    widgets.figure(
        charts.stacked(
            audit_tables.stack(found, orders.currency), titles=titles, alt_text=_("Which cohorts bring the money?")
        )
    )
    shown = partial(columns.sheet, currency=orders.currency, grain=found.grain)
    widgets.table_downloads(table, name="revenue_by_cohort", key="cohort-stack", shown=shown)


def render_ladder(orders: Orders) -> None:
    """The chance of the next order within a year, step by step, beside what is published of the first three."""
    with st.spinner(_("Measuring the time between orders …")):
        found = cached.audit(orders, session.calendar()).ladder
    said = lenses.ladder_meaning(found)
    if said is None:
        st.info(_("Nobody has been followed for a year yet, so there is no chance to tell."))
        return
    st.markdown(said)
    titles = {"name": _("Order"), "value": _("Chance"), "range": _("95% interval"), "note": _("Note")}
    words = _("How likely is the next order?")
    widgets.figure(charts.ranges(audit_tables.ladder(found), titles=titles, number_format="%", alt_text=words))
    st.caption(lenses.ladder_legend())
    shown = partial(columns.sheet, titles={"days": _("Within days"), "share": _("Chance")})
    widgets.table_downloads(found.table, name="next_order_ladder", key="ladder", shown=shown)
