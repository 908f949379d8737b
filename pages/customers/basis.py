"""What a forecast rests on, said above it: the back-test's miss, and whether a simple guess would have done as well."""

import streamlit as st

from retention.analysis.customers import Customers, Forecast
from retention.models.backtest import Backtest
from retention.narrate import forecasts, problems
from retention.narrate.texts import _


def show(found: Customers) -> None:
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
        _show_test(forecast.backtest)
    if not found.sees_leaving:
        st.caption(_("The model found no sign of customers leaving for good, so its chances of being gone say little."))


def remind(found: Customers) -> None:
    """The miss again, in a line above figures further down the page."""
    test = found.forecast.backtest
    if test is not None:
        st.caption(forecasts.tested(test))


def _show_test(test: Backtest) -> None:
    if test.beats_naive:
        st.caption(f"{forecasts.tested(test)} {forecasts.verdict(test)}")
    else:
        st.warning(f"{forecasts.tested(test)}  \n{forecasts.verdict(test)}", icon=":material/warning:")


def has_money(forecast: Forecast) -> bool:
    """Whether money can be forecast: order times by a model, and amounts in the data."""
    return forecast.model is not None and (forecast.no_spend is None or forecast.no_spend.code != "no_amounts")
