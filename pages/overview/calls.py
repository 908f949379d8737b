"""Whom to call: the first of the list on the page Customers, as that page ranks it."""

import streamlit as st

from pages.shared import cached
from retention.defaults import DUE_DAYS
from retention.errors import RetentionError
from retention.narrate import customers, overview, slipping
from retention.narrate.texts import _
from retention.orders import Orders


@st.fragment
def render_calls(orders: Orders, share: float, margin: float | None) -> None:
    """The first three with why, and the way to all of them; nothing where the flag says nothing of this shop."""
    try:
        with st.spinner(_("Working out every customer's rhythm and testing the forecast …")):
            found = cached.customers(orders, share, margin)
            brief = cached.briefing(orders, share, margin, DUE_DAYS)
    except RetentionError:  # too little is known of these customers; the page Customers says why
        return
    rows = overview.calls(found, brief)
    if rows.empty:
        return
    st.subheader(_("Whom to call"), anchor=False, help=slipping.proven(found.proof))
    at_stake = customers.at_stake(brief, orders.currency)
    if at_stake:
        st.markdown(at_stake)
    st.markdown("\n".join(f"- {overview.call(row, orders.currency)}" for _place, row in rows.iterrows()))
    if st.button(_("See the whole list"), icon=":material/call:", key="overview-calls"):
        st.session_state["customers-tab"] = _("Slipping away")
        st.switch_page("pages/customers_page.py")
