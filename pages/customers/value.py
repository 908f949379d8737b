"""What customers are worth: expected, to come, so far, and by the simple formula; with or without a margin."""

import math

import pandas as pd
import streamlit as st

from pages.customers import basis, choices, lists, proof
from pages.shared import cached, margin
from retention.analysis.customers import Customers
from retention.analysis.customers.table import better_naive_forecast
from retention.analysis.rates import SimpleLifetimeValue
from retention.defaults import DISCOUNT_RATE
from retention.narrate import forecasts
from retention.narrate.numbers import amount, money, number, percent
from retention.narrate.texts import Markup, _, fill, ngettext
from retention.orders import Orders

COLUMNS = (
    *("customer", "segment", "expected_value", "expected_orders", "residual_value", "historic_value"),
    *("p_gone", "last_order", "orders"),
)


def show(found: Customers, orders: Orders) -> None:
    """The back-test first, then the four answers side by side, their working, and the list."""
    currency = orders.currency
    basis.remind(found)
    if found.table["revenue"].notna().any():
        margin.ask(_("Margin, % of the price; without it, values are revenue"), key=choices.MARGIN)
        _show_answers(found, currency)
        _show_notes(found.table)
    else:
        st.info(_("These orders have no amounts, so only orders can be foreseen."))
    if found.forecast.backtest is not None:
        with st.expander(_("How good is the forecast?"), icon=":material/fact_check:"):
            proof.show(found.forecast.backtest)
    _show_working(found, currency)
    by = "expected_value" if basis.has_money(found.forecast) else "expected_orders"
    by = by if found.forecast.model is not None else "orders"
    ranked = cached.ranked_customers(orders, choices.share(), choices.margin(), by)
    rows = ranked.assign(p_gone=1 - ranked["p_alive"])
    lists.show(rows, found, name="customer_value", among=COLUMNS, order=_("Expected, most first"), currency=currency)


def _show_answers(found: Customers, currency: str | None) -> None:
    table = found.table
    st.markdown(_("**Worth of the average customer**"))
    with st.grid(4, min_column_width=150):
        st.metric(_("Expected, next 12 months"), money(table["expected_value"].mean(), currency))
        st.metric(_("All that is to come"), money(table["residual_value"].mean(), currency))
        st.metric(_("So far"), money(table["historic_value"].mean(), currency))
        st.metric(_("Simple formula"), _simple_value(found.simple, currency))
    total = _("All {n} customers together: {year} expected in the next 12 months, {rest} in all that is to come.")
    if table["expected_value"].notna().any():
        year, rest = (money(table[name].sum(), currency) for name in ("expected_value", "residual_value"))
        st.markdown(fill(total, n=number(len(table)), year=year, rest=rest))
        _show_guess(found, currency)
        if not found.sees_an_end:
            st.caption(
                _(
                    "The model sees hardly anybody leave from now on, so “all that is to come” takes whoever is still "
                    "there for a customer for ever: an upper limit, not a forecast."
                )
            )


def _show_guess(found: Customers, currency: str | None) -> None:
    """The same year by the simple guess that was nearer in the test, where one was."""
    guess = better_naive_forecast(found)
    if guess is not None:
        st.markdown(forecasts.nearer(guess, money(guess.value, currency)))


def _simple_value(simple: SimpleLifetimeValue, currency: str | None) -> str:
    return "∞" if math.isinf(simple.value) else money(simple.value, currency)


def _show_notes(table: pd.DataFrame) -> None:
    """Customers whose value has to be read with care, and why."""
    refunded, unknown = (int((table["value_note"] == code).sum()) for code in ("refunded", "amounts_unknown"))
    if refunded:
        template = ngettext(
            "{n} customer got all money back: nothing more is expected, and the value so far may be below 0.",
            "{n} customers got all their money back: nothing more is expected, and the value so far may be below 0.",
            refunded,
        )
        st.caption(fill(template, n=number(refunded)))
    if unknown:
        template = ngettext(
            "The amounts of {n} customer are unknown: the shop's average stands in.",
            "The amounts of {n} customers are unknown: the shop's average stands in.",
            unknown,
        )
        st.caption(fill(template, n=number(unknown)))


def _show_working(found: Customers, currency: str | None) -> None:
    with st.expander(_("How was this worked out?"), icon=":material/calculate:", key="value-working"):
        lines = [_expected(found), _simple(found.simple, currency)]
        st.markdown("\n\n".join(line for line in lines if line))


def _expected(found: Customers) -> Markup | None:
    model = found.forecast.model
    if model is None:
        return None
    spend = found.forecast.spend
    template = _(
        "**Expected, next 12 months** = expected orders × expected money per order. Orders by the model {model} "
        "({parameters}; times in weeks), money {money}. **All that is to come** adds up every later order too, each "
        "year away counting {discount} less. **So far** is the revenue net of refunds. Several orders on one day count "
        "as one."
    )
    how = (
        _("by the Gamma-Gamma model ({parameters})").format(parameters=proof.written(spend.parameters))
        if spend is not None
        else _("by each customer's own average, as the money model could not be fitted")
    )
    return fill(
        template,
        model=forecasts.method(model.name),
        parameters=proof.written(model.parameters),
        money=how,
        discount=percent(DISCOUNT_RATE),
    )


def _simple(simple: SimpleLifetimeValue, currency: str | None) -> Markup:
    name = _("**Simple formula** = order value × orders per customer and year × expected years")
    if math.isnan(simple.value):
        why = _("It needs two years of orders: the expected years come from how many of one year's customers return.")
        return Markup(f"{name}  \n{why}")
    formula = fill(
        "{value} × {orders} × {years}{margin} = **{worth}**",
        value=money(simple.order_value, currency),
        orders=amount(simple.orders_per_year),
        years="∞" if math.isinf(simple.expected_years) else amount(simple.expected_years),
        margin="" if simple.margin is None else f" × {percent(simple.margin)}",
        worth=_simple_value(simple, currency),
    )
    years = _(
        "Expected years = 1 ÷ (1 − yearly retention), with {crr} of last year's customers back. It takes all customers "
        "for alike, so it tells nothing about a single one."
    )
    return Markup(f"{name}  \n{formula}  \n{fill(years, crr=percent(simple.yearly_crr, digits=1))}")
