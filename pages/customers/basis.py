"""What a forecast rests on, said above it: the back-test's miss, and whether a simple guess would have done as well."""

import streamlit as st

from retention.analysis.customers import Customers, Forecast
from retention.models.backtest import Backtest
from retention.narrate import problems
from retention.narrate.numbers import number, percent
from retention.narrate.texts import Markup, _, fill


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
        st.caption(tested(test))


def _show_test(test: Backtest) -> None:
    if test.beats_naive:
        further = _("Both simple guesses were further off.")
        st.caption(f"{tested(test)} {further}")
        return
    guess = _("**The forecast is no better than a simple guess here:** {missed}. So take money and chances as rough.")
    st.warning(f"{tested(test)}  \n{fill(guess, missed=_guesses(test))} {_order(test)}", icon=":material/warning:")


def tested(test: Backtest) -> Markup:
    """How far off the model was on this shop's own hidden last stretch."""
    row = test.forecasts[test.forecasts["method"] == test.chosen].iloc[0]
    return fill(
        _(
            "Tested on your own data: with the last {days} days hidden, {predicted} orders of known customers were "
            "foreseen and {actual} came: {miss}."
        ),
        days=number((test.until - test.cut).days),
        predicted=number(row["total"]),
        actual=number(test.actual),
        miss=miss(row["miss"]),
    )


def miss(share: float) -> str:
    """A relative miss in words."""
    if round(share, 2) == 0:
        return _("spot on")
    template = _("{share} too many") if share > 0 else _("{share} too few")
    return template.format(share=percent(abs(share)))


def _guesses(test: Backtest) -> str:
    naive = test.forecasts[test.forecasts["naive"]].set_index("method")["miss"]
    return _("to assume the same as before gave {same}, to let everyone go on at their own pace {pace}").format(
        same=miss(naive["same_as_before"]), pace=miss(naive["own_pace"])
    )


def _order(test: Backtest) -> str:
    table = test.forecasts.set_index("method")
    naive = table[table["naive"]]
    if table.loc[test.chosen, "bucket_miss"] < naive["bucket_miss"].min():
        return _("It did tell better than both guesses who orders more than whom: trust the order of the lists.")
    return _("Segments and overdue days do not depend on it: trust those.")


def has_money(forecast: Forecast) -> bool:
    """Whether money can be forecast: order times by a model, and amounts in the data."""
    return forecast.model is not None and (forecast.no_spend is None or forecast.no_spend.code != "no_amounts")
