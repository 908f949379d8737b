"""What customers are worth in sentences: all of them together, by the models and by the simple formula."""

import math
from collections.abc import Mapping

from retention.analysis.customers import Customers
from retention.analysis.customers.table import ValueTotals
from retention.analysis.rates import SimpleLifetimeValue
from retention.defaults import DISCOUNT_RATE
from retention.narrate import forecasts
from retention.narrate.numbers import amount, money, number, percent
from retention.narrate.texts import Markup, _, fill, ngettext


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
        model=forecasts.method(model.name),
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
        "{value} × {orders} × {years}{margin} = **{worth}**",
        value=money(simple.order_value, currency),
        orders=amount(simple.orders_per_year),
        years="∞" if math.isinf(simple.expected_years) else amount(simple.expected_years),
        margin="" if simple.margin is None else f" × {percent(simple.margin)}",
        worth=simple_value(simple, currency),
    )
    years = _(
        "Expected years = 1 ÷ (1 − yearly retention), with {crr} of last year's customers back. It takes all customers "
        "for alike, so it tells nothing about a single one."
    )
    return Markup(f"{name}  \n{formula}  \n{fill(years, crr=percent(simple.yearly_crr, digits=1))}")
