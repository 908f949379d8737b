"""The answer about the customers, what to do with it today, and how it was worked out."""

import streamlit as st

from pages.customers.forecast import render_doubts
from retention.analysis.customers import Customers
from retention.analysis.customers.briefing import Briefing
from retention.narrate import customers
from retention.narrate.texts import _
from retention.orders import Orders


def render_answer(found: Customers, brief: Briefing, orders: Orders) -> None:
    """The headline, how far to believe the forecast, what is at stake, the advice of the day, and the working."""
    st.header(customers.headline(found, brief), anchor=False)
    render_doubts(found)
    at_stake = customers.at_stake(brief, orders.currency)
    if at_stake:
        st.markdown(at_stake)
    st.subheader(_("What to do today"), anchor=False)
    st.markdown("\n".join(f"- {step}" for step in customers.today(found, brief)))
    with st.expander(_("How was this worked out?"), icon=":material/calculate:"):
        st.markdown(customers.working(found, brief, orders))
