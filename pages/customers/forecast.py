"""What customers are worth: what the forecast rests on, how good it is, and the value, with or without margin."""

import altair as alt
import pandas as pd
import streamlit as st

from pages.customers import best
from pages.customers.lists import render_list
from pages.shared import cached, margin, widgets
from retention import charts
from retention.analysis.customers import Customers, Forecast
from retention.analysis.customers.totals import ValueTotals, better_naive_forecast, value_totals
from retention.models.backtest import Backtest
from retention.models.order_model import IMMORTAL
from retention.narrate import forecasts, problems
from retention.narrate.numbers import amount, date, money, number
from retention.narrate.texts import _
from retention.orders import Orders

MARGIN = "customers-margin"
COLUMNS = (
    *("customer", "expected_value", "expected_value_low", "expected_value_high", "expected_orders", "segment"),
    *("residual_value", "historic_value"),
    *("p_gone", "last_order", "orders"),
)


def render_belief(found: Customers) -> None:
    """How far to believe the forecast, in a line; why it cannot be tested or made where that is so."""
    forecast = found.forecast
    if forecast.no_model is not None:
        nothing = _("There is no forecast.")
        st.caption(f"{nothing} {problems.error(forecast.no_model)}")
    elif forecast.no_backtest is not None:
        st.caption(_("**This forecast could not be tested on your data**, so take it as a rough guide."))
    elif forecast.lead is not None:
        st.caption(forecasts.believable(forecast))


def render_miss(found: Customers) -> None:
    """How the forecast did on the hidden stretches, in a line or two above the figures it gives."""
    forecast = found.forecast
    if forecast.no_backtest is not None and forecast.no_model is None:
        st.caption(problems.error(forecast.no_backtest))
    if forecast.lead is not None:
        told = " ".join(filter(None, (forecasts.tested_with_verdict(forecast), forecasts.money_tested(forecast))))
        st.caption(told)
    if not found.sees_leaving and forecast.no_model is None:
        st.caption(_("The model found no sign of customers leaving for good, so its chances of being gone say little."))


def render_backtest(forecast: Forecast, test: Backtest) -> None:
    """The table of methods, the calibration plots and the tracking plot."""
    st.markdown(forecasts.hidden(test))
    st.dataframe(forecasts.methods(forecast), hide_index=True, alt=_("Forecasts on the hidden stretch"))
    st.caption(
        _(
            "Miss by group: how far off, added up over customers who had ordered equally often before. It tells "
            "whether the right customers were expected, not only the right number. The forecast that leads had the "
            "smallest misses in all, by group and per customer together, on all hidden stretches."
        )
    )
    if test.chosen != IMMORTAL:
        st.caption(
            _("{model} is for comparison only: it takes everyone who bought once for a customer for ever.").format(
                model=forecasts.method(IMMORTAL)
            )
        )
    widgets.figure(_calibration(test))
    widgets.figure(_tracking(test))
    chances = forecasts.chances(forecast)
    if chances is not None:
        st.markdown(forecasts.calibrated(forecast))
        st.dataframe(chances, hide_index=True, alt=_("Chances of still being a customer, foreseen and come true"))


def _calibration(test: Backtest) -> alt.LayerChart:
    table = test.calibration[test.calibration["method"] == test.chosen]
    parts = [
        table.assign(kind=kind, orders=table[column])
        for kind, column in ((_("came"), "actual"), (_("foreseen"), "predicted"))
    ]
    buckets = pd.concat(parts, ignore_index=True)
    buckets["text"] = [amount(value) for value in buckets["orders"]]
    buckets["customers"] = [number(value) for value in buckets["customers"]]
    titles = {
        "bucket": _("Orders after the first one, before the hidden stretch"),
        "orders": _("Orders per customer"),
        "customers": _("Customers"),
    }
    return charts.calibration(
        buckets, titles=titles, alt_text=_("Orders foreseen and orders that came, by earlier orders")
    )


def _tracking(test: Backtest) -> alt.LayerChart:
    kinds = ((_("came"), "actual"), (_("foreseen"), "predicted"))
    weeks = pd.concat(
        [
            pd.DataFrame(
                {
                    "date": [day.isoformat() for day in test.tracking["date"]],
                    "day": [date(day) for day in test.tracking["date"]],
                    "kind": kind,
                    "orders": test.tracking[column],
                    "text": [number(value) for value in test.tracking[column]],
                }
            )
            for kind, column in kinds
        ],
        ignore_index=True,
    )
    titles = {"date": _("Until"), "orders": _("Orders after the first one, added up")}
    return charts.tracking(
        weeks,
        test.cut.isoformat(),
        text=_("hidden from here on →"),
        titles=titles,
        alt_text=_("Repeat orders added up week by week, foreseen and come"),
    )


def render_value(found: Customers, orders: Orders) -> None:
    """The back-test first, then the four answers side by side, their working, and the list."""
    currency = orders.currency
    render_miss(found)
    if found.table["revenue"].notna().any():
        margin.render_margin(_("Margin, % of the price; without it, values are revenue"), key=MARGIN)
        totals = value_totals(found)
        _render_answers(found, totals, currency)
        for note in filter(None, (forecasts.outliers(found.forecast.limit, currency), *forecasts.value_notes(totals))):
            st.caption(note)
    else:
        st.info(_("These orders have no amounts, so only orders can be foreseen."))
    if found.forecast.backtest is not None:
        with st.expander(_("How good is the forecast?"), icon=":material/fact_check:"):
            render_backtest(found.forecast, found.forecast.backtest)
    with st.expander(_("How was this worked out?"), icon=":material/calculate:", key="value-working"):
        st.markdown(forecasts.working(found, currency))
    by = "expected_value" if found.forecast.has_money else "expected_orders"
    by = by if found.forecast.model is not None else "orders"
    rows = cached.ranked_customers(orders, best.share(), margin.given(), by)
    order = _("Expected, most first")
    render_list(rows, found, name="customer_value", among=COLUMNS, order=order, currency=currency)


def _render_answers(found: Customers, totals: ValueTotals, currency: str | None) -> None:
    st.markdown(_("**Worth of the average customer**"))
    with st.grid(4, min_column_width=150):
        st.metric(_("Expected, next 12 months"), money(totals.mean["expected_value"], currency))
        st.metric(_("All that is to come"), money(totals.mean["residual_value"], currency))
        st.metric(_("So far"), money(totals.mean["historic_value"], currency))
        st.metric(_("Simple formula"), forecasts.simple_value(found.simple, currency))
    if found.table["expected_value"].notna().any():
        st.markdown(forecasts.all_together(found, totals, currency))
        naive = better_naive_forecast(found)
        if naive is not None:
            st.markdown(forecasts.nearer(naive, money(naive.value, currency)))
        if not found.sees_an_end:
            st.caption(
                _(
                    "The model sees hardly anybody leave from now on, so “all that is to come” takes whoever is still "
                    "there for a customer for ever: an upper limit, not a forecast."
                )
            )
