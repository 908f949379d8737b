"""The shop a what-if question is asked about: the visitor's orders, or three totals typed in."""

import streamlit as st

from pages.shared import cached, session, sidebar, totals, widgets
from pages.shared.settings import MONEY, ORDERS_EACH
from retention import whatif
from retention.errors import RetentionError
from retention.narrate.texts import _
from retention.orders import Orders
from retention.whatif import Base, Shop
from retention.whatif.shop import TOO_LITTLE, bucket_of_last_period


def of_orders(orders: Orders) -> Shop:
    """The shop's own course; its last period's totals where the history carries no forecast.

    Raises RetentionError where not even those are known.
    """
    calendar, known = session.calendar(), cached.overview(orders)
    grain = str(calendar.grain)
    refusal: RetentionError | None = None
    try:
        with st.spinner(_("Learning how your customers come back, and testing forecasts on your own past …")):
            base: Base = cached.baseline(orders, grain, calendar.year_start)
    except RetentionError as refused:
        if refused.code not in TOO_LITTLE:
            raise
        last = bucket_of_last_period(cached.rates(orders, grain, "previous", calendar.year_start), grain=grain)
        if last is None:
            raise
        base, refusal = last, refused
    return Shop(
        base=base,
        grain=grain,
        currency=orders.currency,
        customers=known.customers,
        has_amounts=known.has_money,
        refusal=refusal,
    )


def ask_totals() -> Shop:
    """Three totals and the value of an order, asked for. Raises RetentionError where they cannot be."""
    with st.grid(3, min_column_width=170):
        start, active, new = totals.ask_totals()
        value = st.number_input(
            _("Average order value"),
            **widgets.limits(MONEY),
            value=None,
            key="total-value",
            persist_state="session",
        )
        orders = st.number_input(
            _("Orders per customer in the period"),
            **widgets.limits(ORDERS_EACH),
            value=1.0,
            key="total-orders",
            persist_state="session",
        )
        grain = st.selectbox(
            _("Length of a period"),
            tuple(sidebar.GRAINS),
            index=3,
            format_func=lambda name: _(sidebar.GRAINS[name]),
            key="total-grain",
            persist_state="session",
        )
    if (start, active, new) == totals.EXAMPLE:
        st.caption(_("These are numbers of an example: put in your own."))
    base = whatif.bucket(
        at_start=start, active=active, new=new, order_value=value, orders_per_buyer=float(orders), grain=grain
    )
    return Shop(base=base, grain=grain)
