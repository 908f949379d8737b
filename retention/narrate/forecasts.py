"""Forecasts of orders and the value of customers in words, and how each forecast did on the shop's hidden stretch."""

import math
from collections.abc import Mapping

import pandas as pd

from retention.analysis.customers import Customers, Forecast
from retention.analysis.customers.totals import NaiveForecast, ValueTotals
from retention.analysis.rates import SimpleLifetimeValue
from retention.defaults import DISCOUNT_RATE
from retention.models.backtest import Backtest
from retention.models.leading import MIXTURE
from retention.models.spending import SpendLimit
from retention.narrate.numbers import MISSING, amount, dates, money, number, percent
from retention.narrate.texts import N_, Markup, _, fill, ngettext

METHODS = {
    "pareto_nbd": "Pareto/NBD",
    "mbg_nbd": "MBG/NBD",
    "mbg_cnbd_k": "MBG/CNBD-k",
    "bg_nbd": "BG/NBD",
    "gamma_gamma": "Gamma-Gamma",
    "mixture": N_("Mean of a model and a simple guess"),
    "same_as_before": N_("Simple guess: the same as in the stretch before"),
    "own_pace": N_("Simple guess: everyone goes on at their own pace"),
}
GUESSES = {
    "same_as_before": N_("the same as in the stretch before"),
    "own_pace": N_("everyone goes on at their own pace"),
}
NEARER = {
    "same_as_before": N_(
        "Nearer in the tests, in all and for each customer, was to assume the same as before (off by {miss} on "
        "average; the forecast by {model}): by that the next 12 months would bring **{year}**."
    ),
    "own_pace": N_(
        "Nearer in the tests, in all and for each customer, was to let everyone go on at their own pace (off by {miss} "
        "on average; the forecast by {model}): by that the next 12 months would bring **{year}**."
    ),
}

WELL_CALIBRATED = 0.05
"""Points up to which the model's own chances are not worth a remark."""


def method(name: str) -> str:
    """What a way of forecasting is called."""
    return _(METHODS[name])


def tested(forecast: Forecast) -> Markup:
    """How far off the forecast that leads was on this shop's own hidden stretches."""
    lead, test = forecast.lead, forecast.backtest
    assert lead is not None
    assert test is not None
    foreseen = fill(
        _(
            "Tested on your own data: with the last {days} days hidden, {predicted} orders of known customers were "
            "foreseen and {actual} came."
        ),
        days=number(test.hidden_days),
        predicted=number(test.actual * (1 + lead.misses[0])),
        actual=number(test.actual),
    )
    count = len(lead.misses)
    template = ngettext(
        "Judged by {n} such test, a year ahead may be off by up to **{off}**.",
        "Judged by {n} such tests, a year ahead may be off by up to **{off}**.",
        count,
    )
    off = fill(template, n=number(count), off=percent(lead.off_by))
    return Markup(f"{foreseen} {off}")


def believable(forecast: Forecast) -> Markup:
    """How far to believe the forecast, in a line: how far off a year may be, and whether a guess was as near."""
    lead = forecast.lead
    assert lead is not None
    told = fill(_("Tested on your own data: a year ahead may be off by up to {off}."), off=percent(lead.off_by))
    if lead.naive or not (lead.method == MIXTURE or lead.beats_guesses):
        rough = _("A simple guess was as near: take money as rough.")
        return Markup(f"{told} {rough}")
    return told


def tested_with_verdict(forecast: Forecast) -> str:
    """How far off the forecast was, and whether simple guesses would have done as well."""
    return f"{tested(forecast)} {verdict(forecast)}"


def miss(share: float) -> str:
    """A relative miss in words."""
    if round(share, 2) == 0:
        return _("spot on")
    template = _("{share} too many") if share > 0 else _("{share} too few")
    return template.format(share=percent(abs(share)))


def verdict(forecast: Forecast) -> Markup:
    """Which forecast leads, and what can be relied on where that is a simple guess or one was as near."""
    lead = forecast.lead
    assert lead is not None
    if lead.naive:
        template = _(
            "**A simple guess was nearer than every model here** ({guess}), so the figures follow it. Take money and "
            "chances as rough; segments and overdue days do not depend on it."
        )
        return fill(template, guess=guess(lead.method))
    if lead.method == MIXTURE:
        template = _("Nearest was the mean of {model} and a simple guess ({guess}); the figures follow it.")
        return fill(template, model=method(lead.model), guess=guess(lead.parts[1]))
    if lead.beats_guesses:
        return Markup(_("Both simple guesses were further off."))
    template = _(
        "**In all, a simple guess was as near here:** on average to assume the same as before was off by {same}, to "
        "let everyone go on at their own pace by {pace}, the forecast by {own}. So take money as rough; it did tell "
        "better who orders more than whom."
    )
    return fill(
        template,
        same=percent(lead.score_of("same_as_before", "total_miss")),
        pace=percent(lead.score_of("own_pace", "total_miss")),
        own=percent(lead.score_of(lead.method, "total_miss")),
    )


def guess(name: str) -> str:
    """What a simple guess assumes."""
    return _(GUESSES[name])


def money_tested(forecast: Forecast) -> Markup:
    """How far money was off on the hidden stretches; empty where it was not tested."""
    test = forecast.money
    if test is None:
        return Markup("")
    return fill(
        _(
            "Money was tested in the same way: {foreseen} foreseen in the last stretch and {came} came; a year ahead "
            "may be off by up to **{off}**."
        ),
        foreseen=number(test.foreseen[0]),
        came=number(test.came[0]),
        off=percent(test.off_by),
    )


def outliers(limit: SpendLimit, currency: str | None) -> Markup:
    """That huge orders count for less in the forecast, and what share of all money the largest is; else empty."""
    if not limit.days:
        return Markup("")
    template = ngettext(
        "{n} day of a customer with orders of more than {limit} counts for that much in the forecast: the largest "
        "alone ({largest}) is {share} of all money, and nothing says that such a one comes again.",
        "{n} days of customers with orders of more than {limit} count for that much in the forecast: the largest "
        "alone ({largest}) is {share} of all money, and nothing says that such a one comes again.",
        limit.days,
    )
    return fill(
        template,
        n=number(limit.days),
        limit=money(limit.limit, currency),
        largest=money(limit.largest, currency),
        share=percent(limit.largest_share, digits=1),
    )


def calibrated(forecast: Forecast) -> Markup:
    """What the model's chances were worth, where they were furthest off; empty where unknown or nearly right."""
    if forecast.alive is None:
        return Markup("")
    table = forecast.alive.table
    apart = (table["calibrated"] - table["predicted"]).abs()
    if apart.max() < WELL_CALIBRATED:
        return Markup("")
    worst = table.iloc[int(apart.to_numpy().argmax())]
    template = _(
        "Chances of still being a customer are **calibrated**: of those whom the model gave {model}, {ordered} ordered "
        "in the hidden stretches, so {calibrated} were still there."
    )
    return fill(
        template,
        model=percent(worst["predicted"]),
        ordered=percent(worst["ordered"]),
        calibrated=percent(worst["calibrated"]),
    )


def chances(forecast: Forecast) -> pd.DataFrame | None:
    """The bins of customers by the model's chance, under the headings people read; None where nothing was tested."""
    if forecast.alive is None:
        return None
    table = forecast.alive.table
    columns = {
        _("Chance by the model"): "predicted",
        _("Ordered in the hidden stretches"): "ordered",
        _("Chance, calibrated"): "calibrated",
    }
    shown = {title: [percent(share) for share in table[name]] for title, name in columns.items()}
    return pd.DataFrame({_("Customers"): [number(count) for count in table["customers"]], **shown})


def nearer(naive: NaiveForecast, year: str) -> Markup:
    """The simple guess that was nearer in the test, and what the next `year` would bring by it."""
    return fill(_(NEARER[naive.method]), miss=percent(naive.miss), model=percent(naive.model_miss), year=year)


def hidden(test: Backtest) -> Markup:
    """Which stretch was hidden, for how many customers, and what came."""
    template = _("Hidden and predicted: {stretch}, for the {n} customers known before. Orders that came: {actual}.")
    return fill(template, stretch=dates(test.cut, test.until), n=number(test.customers), actual=number(test.actual))


def methods(forecast: Forecast) -> pd.DataFrame:
    """Every forecast of the last hidden stretch with its misses, and the mean of all, under headings people read."""
    test, lead = forecast.backtest, forecast.lead
    assert test is not None
    assert lead is not None
    means = lead.scores.set_index("method")["total_miss"]
    rows = test.forecasts.set_index("method").reindex([*test.forecasts["method"], *({MIXTURE} & {lead.method})])
    leads = _("leads")
    marks = [f" ({leads})" if name == lead.method else "" for name in rows.index]
    return pd.DataFrame(
        {
            _("Forecast"): [method(name) + mark for name, mark in zip(rows.index, marks, strict=True)],
            _("Orders foreseen"): [number(total) for total in rows["total"]],
            _("Miss in all"): [MISSING if math.isnan(share) else miss(share) for share in rows["miss"]],
            _("Miss in all, mean of all tests"): [percent(share) for share in means.reindex(rows.index)],
            _("Miss by group"): [percent(miss) for miss in rows["bucket_miss"]],
            _("Miss per customer, orders"): [amount(miss) for miss in rows["customer_miss"]],
        }
    )


def written(parameters: Mapping[str, float]) -> str:
    """Parameters of a model with their values."""
    return ", ".join(f"{name} = {value:.3g}" for name, value in parameters.items())


def all_together(found: Customers, totals: ValueTotals, currency: str | None) -> Markup:
    """What all customers are expected to bring, between what and what where that was tested."""
    year, rest = (money(totals.total[name], currency) for name in ("expected_value", "residual_value"))
    if math.isnan(totals.low):
        total = _("All {n} customers together: {year} expected in the next 12 months, {rest} in all that is to come.")
        return fill(total, n=number(len(found.table)), year=year, rest=rest)
    total = _(
        "All {n} customers together: {year} expected in the next 12 months, by the tests between {low} and {high}; "
        "{rest} in all that is to come. Customers who are yet to come bring more."
    )
    low, high = money(totals.low, currency), money(totals.high, currency)
    return fill(total, n=number(len(found.table)), year=year, low=low, high=high, rest=rest)


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
