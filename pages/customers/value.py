"""What customers are worth: expected, to come, so far, and by the simple formula; with or without a margin."""

import streamlit as st

from pages.customers import choices
from pages.customers.forecast import render_backtest, render_miss
from pages.customers.lists import render_list
from pages.shared import cached, margin
from retention.analysis.customers import Customers
from retention.analysis.customers.table import ValueTotals, better_naive_forecast, value_totals
from retention.narrate import customer_value, forecasts
from retention.narrate.numbers import money
from retention.narrate.texts import _
from retention.orders import Orders

COLUMNS = (
    *("customer", "segment", "expected_value", "expected_orders", "residual_value", "historic_value"),
    *("p_gone", "last_order", "orders"),
)


def render_value(found: Customers, orders: Orders) -> None:
    """The back-test first, then the four answers side by side, their working, and the list."""
    currency = orders.currency
    render_miss(found)
    if found.table["revenue"].notna().any():
        margin.ask(_("Margin, % of the price; without it, values are revenue"), key=choices.MARGIN)
        totals = value_totals(found)
        _render_answers(found, totals, currency)
        for note in customer_value.value_notes(totals):
            st.caption(note)
    else:
        st.info(_("These orders have no amounts, so only orders can be foreseen."))
    if found.forecast.backtest is not None:
        with st.expander(_("How good is the forecast?"), icon=":material/fact_check:"):
            render_backtest(found.forecast.backtest)
    with st.expander(_("How was this worked out?"), icon=":material/calculate:", key="value-working"):
        st.markdown(customer_value.working(found, currency))
    by = "expected_value" if found.forecast.has_money else "expected_orders"
    by = by if found.forecast.model is not None else "orders"
    rows = cached.ranked_customers(orders, choices.share(), choices.margin(), by)
    order = _("Expected, most first")
    render_list(rows, found, name="customer_value", among=COLUMNS, order=order, currency=currency)


def _render_answers(found: Customers, totals: ValueTotals, currency: str | None) -> None:
    st.markdown(_("**Worth of the average customer**"))
    with st.grid(4, min_column_width=150):
        st.metric(_("Expected, next 12 months"), money(totals.mean["expected_value"], currency))
        st.metric(_("All that is to come"), money(totals.mean["residual_value"], currency))
        st.metric(_("So far"), money(totals.mean["historic_value"], currency))
        st.metric(_("Simple formula"), customer_value.simple_value(found.simple, currency))
    if found.table["expected_value"].notna().any():
        st.markdown(customer_value.all_together(found, totals, currency))
        guess = better_naive_forecast(found)
        if guess is not None:
            st.markdown(forecasts.nearer(guess, money(guess.value, currency)))
        if not found.sees_an_end:
            st.caption(
                _(
                    "The model sees hardly anybody leave from now on, so “all that is to come” takes whoever is still "
                    "there for a customer for ever: an upper limit, not a forecast."
                )
            )
