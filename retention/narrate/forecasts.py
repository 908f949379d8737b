"""Forecasts of orders in words: what each way is called, and how it did on the shop's own hidden last stretch."""

import math

import pandas as pd

from retention.analysis.customers.table import NaiveForecast
from retention.models.backtest import Backtest
from retention.narrate.numbers import MISSING, amount, dates, number, percent
from retention.narrate.texts import N_, Markup, _, fill

METHODS = {
    "pareto_nbd": "Pareto/NBD",
    "mbg_nbd": "MBG/NBD",
    "bg_nbd": "BG/NBD",
    "gamma_gamma": "Gamma-Gamma",
    "same_as_before": N_("Simple guess: the same as in the stretch before"),
    "own_pace": N_("Simple guess: everyone goes on at their own pace"),
}
NEARER = {
    "same_as_before": N_(
        "Nearer in the test was to assume the same as before ({miss}; the model {model}): by that the next 12 months "
        "would bring **{year}**."
    ),
    "own_pace": N_(
        "Nearer in the test was to let everyone go on at their own pace ({miss}; the model {model}): by that the next "
        "12 months would bring **{year}**."
    ),
}


def method(name: str) -> str:
    """What a way of forecasting is called."""
    return _(METHODS[name])


def tested(test: Backtest) -> Markup:
    """How far off the model was on this shop's own hidden last stretch."""
    return fill(
        _(
            "Tested on your own data: with the last {days} days hidden, {predicted} orders of known customers were "
            "foreseen and {actual} came: {miss}."
        ),
        days=number(test.hidden_days),
        predicted=number(test.predicted),
        actual=number(test.actual),
        miss=miss(test.miss),
    )


def miss(share: float) -> str:
    """A relative miss in words."""
    if round(share, 2) == 0:
        return _("spot on")
    template = _("{share} too many") if share > 0 else _("{share} too few")
    return template.format(share=percent(abs(share)))


def verdict(test: Backtest) -> Markup:
    """Whether simple guesses would have done as well, and what then can still be relied on."""
    if test.beats_naive:
        return Markup(_("Both simple guesses were further off."))
    missed = _("to assume the same as before gave {same}, to let everyone go on at their own pace {pace}").format(
        same=miss(test.naive_misses["same_as_before"]), pace=miss(test.naive_misses["own_pace"])
    )
    guess = _("**The forecast is no better than a simple guess here:** {missed}. So take money and chances as rough.")
    if test.tells_who:
        order = _("It did tell better than both guesses who orders more than whom: trust the order of the lists.")
    else:
        order = _("Segments and overdue days do not depend on it: trust those.")
    return Markup(f"{fill(guess, missed=missed)} {order}")


def nearer(guess: NaiveForecast, year: str) -> Markup:
    """The simple guess that was nearer in the test, and what the next `year` would bring by it."""
    return fill(_(NEARER[guess.method]), miss=miss(guess.miss), model=miss(guess.model_miss), year=year)


def hidden(test: Backtest) -> Markup:
    """Which stretch was hidden, for how many customers, and what came."""
    told = _("Hidden and predicted: {stretch}, for the {n} customers known before. Orders that came: {actual}.")
    return fill(told, stretch=dates(test.cut, test.until), n=number(test.customers), actual=number(test.actual))


def methods(test: Backtest) -> pd.DataFrame:
    """Every forecast of the hidden stretch with its misses, under the headings people read."""
    rows = test.forecasts
    chosen = _("chosen")
    marks = [f" ({chosen})" if method == test.chosen else "" for method in rows["method"]]
    return pd.DataFrame(
        {
            _("Forecast"): [method(name) + mark for name, mark in zip(rows["method"], marks, strict=True)],
            _("Orders foreseen"): [number(total) for total in rows["total"]],
            _("Miss in all"): [MISSING if math.isnan(share) else miss(share) for share in rows["miss"]],
            _("Miss by group"): [percent(miss) for miss in rows["bucket_miss"]],
            _("Miss per customer, orders"): [amount(miss) for miss in rows["customer_miss"]],
        }
    )
