"""Who are they? The best customers, those who are slipping away, what to do today, and what each is worth."""

import streamlit as st

from pages.customers import answer, away, basis, best, choices, due, groups, once, value
from pages.shared import cached, session
from retention.analysis.customers import Customers
from retention.analysis.customers.briefing import Briefing
from retention.defaults import DUE_DAYS
from retention.errors import RetentionError
from retention.narrate import customers as words
from retention.narrate import problems
from retention.narrate.texts import _
from retention.orders import Orders


def show(orders: Orders) -> None:
    """The page for a visitor with data."""
    share, margin = choices.share(), choices.margin()
    try:
        with st.spinner(_("Working out every customer's rhythm and testing the forecast …")):
            found = cached.customers(orders, share, margin)
            brief = cached.briefing(orders, share, margin, DUE_DAYS)
    except RetentionError as refusal:
        st.warning(problems.error(refusal), icon=":material/error:")
        return
    st.header(words.headline(found, brief), anchor=False)
    basis.show(found)
    stake = words.stake(brief, orders.currency)
    if stake:
        st.markdown(stake)
    answer.show_today(found, brief)
    answer.show_working(found, brief, orders)
    show_lists(found, brief, orders)


def show_lists(found: Customers, brief: Briefing, orders: Orders) -> None:
    """One tab per question; only the open one is computed."""
    segments, vips, slipping, once_only, soon, worth = st.tabs(
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
            groups.show(found, orders)
    if vips.open:
        with vips:
            best.show(found, brief, currency=orders.currency)
    if slipping.open:
        with slipping:
            away.show(found, brief, currency=orders.currency)
    if once_only.open:
        with once_only:
            once.show(found, brief, currency=orders.currency)
    if soon.open:
        with soon:
            due.show(found, orders)
    if worth.open:
        with worth:
            value.show(found, orders)


def show_promise() -> None:
    """The page for a visitor without data: what would stand here, and where to begin."""
    st.markdown(
        _(
            "Here you will read who your best customers are, who is slipping away, whom to call today, and what each "
            "of them is worth. Bring your orders, or start with a sample."
        )
    )
    st.page_link("pages/data_page.py", label=_("Bring data or try a sample"), icon=":material/upload_file:")


st.title(_("Who are they?"), anchor=False)
found_orders = session.orders()
if found_orders is None:
    show_promise()
else:
    show(found_orders)
