"""What the forecast rests on, said above it, and how good it is: every method on the hidden stretch."""

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import widgets
from retention import charts
from retention.analysis.customers import Customers
from retention.models.backtest import Backtest
from retention.models.order_model import IMMORTAL
from retention.narrate import forecasts, problems
from retention.narrate.numbers import amount, date, number
from retention.narrate.texts import _


def render_doubts(found: Customers) -> None:
    """The miss in a line, or as a warning where the forecast is no better than a guess, cannot be tested or made."""
    forecast = found.forecast
    if forecast.no_model is not None:
        nothing = _("There is no forecast.")
        st.warning(f"{nothing} {problems.error(forecast.no_model)}", icon=":material/warning:")
        return
    if forecast.no_backtest is not None:
        untested = _("**This forecast could not be tested on your data**, so take it as a rough guide.")
        st.warning(f"{untested} {problems.error(forecast.no_backtest)}", icon=":material/warning:")
    elif forecast.backtest is not None:
        _render_tested(forecast.backtest)
    if not found.sees_leaving:
        st.caption(_("The model found no sign of customers leaving for good, so its chances of being gone say little."))


def _render_tested(test: Backtest) -> None:
    if test.beats_naive:
        st.caption(f"{forecasts.tested(test)} {forecasts.verdict(test)}")
    else:
        st.warning(f"{forecasts.tested(test)}  \n{forecasts.verdict(test)}", icon=":material/warning:")


def render_miss(found: Customers) -> None:
    """The miss again, in a line above figures further down the page."""
    test = found.forecast.backtest
    if test is not None:
        st.caption(forecasts.tested(test))


def render_backtest(test: Backtest) -> None:
    """The table of methods, the calibration plot and the tracking plot."""
    st.markdown(forecasts.hidden(test))
    st.dataframe(forecasts.methods(test), hide_index=True, alt=_("Forecasts on the hidden stretch"))
    st.caption(
        _(
            "Miss by group: how far off, added up over customers who had ordered equally often before; the smallest "
            "one chose the model. It tells whether the right customers were expected, not only the right number."
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
