"""Who are they? The best customers, those who are slipping away, what to do today, and what each is worth."""

import streamlit as st

from pages.customers import best
from pages.customers.best import render_best
from pages.customers.calls import render_calls
from pages.customers.forecast import render_belief, render_value
from pages.customers.rhythm import render_due, render_one_time_buyers, render_slipping_away
from pages.customers.segments import render_segments
from pages.customers.tenths import render_tenths
from pages.data import currency
from pages.shared import answer, cached, margin, session, widgets
from retention.analysis.customers import Customers
from retention.analysis.customers.briefing import Briefing
from retention.defaults import DUE_DAYS
from retention.errors import RetentionError
from retention.narrate import customers, problems
from retention.narrate.texts import _
from retention.orders import Orders


def render_page(orders: Orders) -> None:
    """The page for a visitor with data."""
    share, known_margin = best.share(), margin.given()
    try:
        with st.spinner(_("Working out every customer's rhythm and testing the forecast …")):
            found = cached.customers(orders, share, known_margin)
            brief = cached.briefing(orders, share, known_margin, DUE_DAYS)
    except RetentionError as refusal:
        st.warning(problems.error(refusal), icon=":material/error:")
        return
    answer.render_answer(customers.figure(found, brief), customers.headline(found, brief))
    render_belief(found)
    currency.render_question(orders)
    render_calls(brief, orders)
    reminder = customers.remind(brief)
    if reminder:
        st.markdown(reminder)
    render_lists(found, brief, orders)
    with st.expander(_("How was this worked out?"), icon=":material/calculate:"):
        st.markdown(customers.working(found, brief, orders))


def render_lists(found: Customers, brief: Briefing, orders: Orders) -> None:
    """One tab per question; only the open one is computed."""
    segments, vips, slipping, one_time, soon, value = st.tabs(
        [
            _("Segments"),
            _("The best"),
            _("Slipping away"),
            _("Bought once"),
            _("Next order"),
            _("Worth"),
        ],
        on_change="rerun",
        key="customers-tab",
    )
    if segments.open:
        with segments:
            render_segments(found, orders)
    if vips.open:
        with vips:
            render_best(found, brief, currency=orders.currency)
            render_tenths(orders)
    if slipping.open:
        with slipping:
            render_slipping_away(found, brief, currency=orders.currency)
    if one_time.open:
        with one_time:
            render_one_time_buyers(found, brief, currency=orders.currency)
    if soon.open:
        with soon:
            render_due(found, orders)
    if value.open:
        with value:
            render_value(found, orders)


def render_without_data() -> None:
    """The page for a visitor without data: what would stand here, and where to begin."""
    widgets.render_invitation(
        _(
            "Here you will read who your best customers are, who is slipping away, whom to call today, and what each "
            "of them is worth. Bring your orders, or start with a sample."
        )
    )


found_orders = session.orders()
if found_orders is None:
    render_without_data()
else:
    render_page(found_orders)
