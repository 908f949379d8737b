"""Forecasts of orders and the value of customers in words, and how each forecast did on the shop's hidden stretch."""

import math
from collections.abc import Mapping

import pandas as pd

from retention.analysis.customers import Customers
from retention.analysis.customers.totals import NaiveForecast, ValueTotals
from retention.analysis.rates import SimpleLifetimeValue
from retention.defaults import DISCOUNT_RATE
from retention.models.backtest import Backtest
from retention.narrate.numbers import MISSING, amount, dates, money, number, percent
from retention.narrate.texts import N_, Markup, _, fill, ngettext

METHODS = {
    "pareto_nbd": "Pareto/NBD",
    "mbg_nbd": "MBG/NBD",
    "mbg_cnbd_k": "MBG/CNBD-k",
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


def tested_with_verdict(test: Backtest) -> str:
    """How far off the model was, and whether simple guesses would have done as well."""
    return f"{tested(test)} {verdict(test)}"


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
    template = _(
        "**The forecast is no better than a simple guess here:** {missed}. So take money and chances as rough."
    )
    if test.tells_who:
        order = _("It did tell better than both guesses who orders more than whom: trust the order of the lists.")
    else:
        order = _("Segments and overdue days do not depend on it: trust those.")
    return Markup(f"{fill(template, missed=missed)} {order}")


def nearer(naive: NaiveForecast, year: str) -> Markup:
    """The simple guess that was nearer in the test, and what the next `year` would bring by it."""
    return fill(_(NEARER[naive.method]), miss=miss(naive.miss), model=miss(naive.model_miss), year=year)


def hidden(test: Backtest) -> Markup:
    """Which stretch was hidden, for how many customers, and what came."""
    template = _("Hidden and predicted: {stretch}, for the {n} customers known before. Orders that came: {actual}.")
    return fill(template, stretch=dates(test.cut, test.until), n=number(test.customers), actual=number(test.actual))


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


def written(parameters: Mapping[str, float]) -> str:
    """Parameters of a model with their values."""
    return ", ".join(f"{name} = {value:.3g}" for name, value in parameters.items())


def all_together(found: Customers, totals: ValueTotals, currency: str | None) -> Markup:
    """What all customers are expected to bring."""
    year, rest = (money(totals.total[name], currency) for name in ("expected_value", "residual_value"))
    total = _("All {n} customers together: {year} expected in the next 12 months, {rest} in all that is to come.")
    return fill(total, n=number(len(found.table)), year=year, rest=rest)


def value_notes(totals: ValueTotals) -> list[Markup]:
    """Customers whose value has to be read with care, and why."""
    notes = []
    if totals.refunded:
        template = ngettext(
            "{n} customer got all money back: nothing more is expected, and the value so far may be below 0.",
            "{n} customers got all their money back: nothing more is expected, and the value so far may be below 0.",
            totals.refunded,
        )
        notes.append(fill(template, n=number(totals.refunded)))
    if totals.amounts_unknown:
        template = ngettext(
            "The amounts of {n} customer are unknown: the shop's average stands in.",
            "The amounts of {n} customers are unknown: the shop's average stands in.",
            totals.amounts_unknown,
        )
        notes.append(fill(template, n=number(totals.amounts_unknown)))
    return notes


def simple_value(simple: SimpleLifetimeValue, currency: str | None) -> str:
    """The value of the average customer by the simple formula; a sign for no end."""
    return "∞" if math.isinf(simple.value) else money(simple.value, currency)


def working(found: Customers, currency: str | None) -> str:
    """How the values were worked out: by the models, and by the simple formula."""
    lines = [_expected(found), _simple(found.simple, currency)]
    return "\n\n".join(line for line in lines if line)


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
        _("by the Gamma-Gamma model ({parameters})").format(parameters=written(spend.parameters))
        if spend is not None
        else _("by each customer's own average, as the money model could not be fitted")
    )
    return fill(
        template,
        model=method(model.name),
        parameters=written(model.parameters),
        money=how,
        discount=percent(DISCOUNT_RATE),
    )


def _simple(simple: SimpleLifetimeValue, currency: str | None) -> Markup:
    name = _("**Simple formula** = order value × orders per customer and year × expected years")
    if math.isnan(simple.value):
        why = _("It needs two years of orders: the expected years come from how many of one year's customers return.")
        return Markup(f"{name}  \n{why}")
    formula = fill(
        "{order_value} × {orders} × {years}{margin} = **{value}**",
        order_value=money(simple.order_value, currency),
        orders=amount(simple.orders_per_year),
        years="∞" if math.isinf(simple.expected_years) else amount(simple.expected_years),
        margin="" if simple.margin is None else f" × {percent(simple.margin)}",
        value=simple_value(simple, currency),
    )
    years = _(
        "Expected years = 1 ÷ (1 − yearly retention), with {crr} of last year's customers back. It takes all customers "
        "for alike, so it tells nothing about a single one."
    )
    return Markup(f"{name}  \n{formula}  \n{fill(years, crr=percent(simple.yearly_crr, digits=1))}")
