"""How are we doing? The rate and its course, the money, what stands out, and whom to call: the first screen."""

import streamlit as st

from pages.customers import best
from pages.data import currency
from pages.overview.calls import render_calls
from pages.overview.rate import render_money, render_over_time
from pages.overview.stands_out import render_findings
from pages.shared import margin, rate, session, target, widgets
from retention.narrate import overview
from retention.narrate.texts import _
from retention.orders import Orders


def render_page(orders: Orders) -> None:
    """The page for a visitor with data: what is known at once first, what takes longer after it."""
    view = session.view()
    change = rate.change(view, orders)
    with widgets.side_by_side():
        with st.container():
            if rate.render_doubts_of_orders(view, orders):
                rate.render_answer(view, change)
            currency.render_question(orders)
            target.render_pace(view, orders)
            st.caption(overview.data_until(orders))
        with st.container():
            render_over_time(view, orders)
        with st.container():
            st.subheader(_("What stands out"), anchor=False)
            render_findings(view, orders)
        with st.container():
            render_money(view, orders, change)
    render_calls(orders, best.share(), margin.given())


def render_without_data() -> None:
    """The page for a visitor without data: what would stand here, and where to begin."""
    widgets.render_invitation(
        _(
            "Here you will read how your shop is doing: how many customers come back, what stands out and what it is "
            "worth, and whom to call. Bring your orders, or start with a sample."
        )
    )


found_orders = session.orders()
if found_orders is None:
    render_without_data()
else:
    render_page(found_orders)
