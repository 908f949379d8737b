"""The words of a what-if question: fields, units, stretches of time, refusals."""

import math

from babel.numbers import format_decimal

from retention.errors import RetentionError
from retention.messages import SHARES
from retention.narrate import numbers, problems
from retention.narrate.texts import N_, Markup, _, ngettext
from retention.whatif import FIELDS, ChangeUnit, Unit

FIELD_NAMES = {
    "crr": N_("Retention"),
    "crr_change": N_("Retention"),
    "order_value": N_("Order value"),
    "order_value_change": N_("Order value"),
    "order_frequency": N_("Orders per buyer"),
    "order_frequency_change": N_("Orders per buyer"),
    "new_customers": N_("New customers"),
    "new_customers_change": N_("New customers"),
    "margin": N_("Margin"),
    "margin_change": N_("Margin, points"),
    "discount": N_("Discount for returning customers"),
    "acquisition_cost": N_("Cost of winning a customer"),
    "acquisition_cost_change": N_("Cost of winning a customer"),
    "programme_cost": N_("Programme, once"),
    "programme_cost_per_customer": N_("Programme, per customer"),
    "horizon": N_("How far ahead"),
    "discount_rate": N_("Interest rate, per year"),
}
COLUMNS = {
    "today": N_("As today"),
    "scenario": N_("With the change"),
    "difference": N_("The difference"),
    "band": N_("90% band"),
    "relative": N_("Against today"),
}
MEASURES = {
    "buyers": N_("Buyers"),
    "new": N_("New customers"),
    "returning": N_("Returning buyers"),
    "orders": N_("Orders"),
    "revenue": N_("Revenue"),
    "revenue_total": N_("Revenue in today's money"),
    "profit": N_("Profit"),
    "npv": N_("Profit in today's money"),
}
"""Measures of `Comparison.totals` that are told."""
EACH = {"week": N_("each week"), "month": N_("each month"), "quarter": N_("each quarter"), "year": N_("each year")}
PERCENTS = SHARES | {"minimum", "maximum", "value"}
"""Details of a refusal that are fractions."""


def field(name: str) -> str:
    """What a field or lever is called."""
    return _(FIELD_NAMES[name])


def column(name: str) -> str:
    """What a column of a comparison with today's course is called."""
    return _(COLUMNS[name])


def decimal(value: float) -> str:
    """A number with one decimal place where it needs one."""
    if abs(value) >= numbers.VAST:
        return numbers.number(value)
    return str(format_decimal(round(value, 1), format="#,##0.#", locale=numbers.locale()))


def signed(text: str, value: float) -> str:
    """A figure with its sign, the typographic minus included."""
    bare = text.lstrip("-−")
    return f"+{bare}" if value > 0 else f"−{bare}" if value < 0 else bare


def percent_change(value: float) -> str:
    """A relative change with its sign: +11%."""
    return signed(numbers.percent(abs(value), digits=0 if round(100 * value, 1) % 1 == 0 else 1), value)


def points(value: float) -> str:
    """A change in points with its sign: +5 points."""
    size = round(abs(100 * value), 1)
    template = ngettext("{n} point", "{n} points", int(size) if size == int(size) else 2)
    return signed(template.format(n=decimal(size)), value)


def change(name: str, value: float, unit: ChangeUnit, currency: str | None) -> str:
    """A lever's move as shown beside its name."""
    if name == "margin_change" or (name == "crr_change" and unit is ChangeUnit.POINTS):
        return points(value)
    if FIELDS[name].unit is Unit.MONEY:
        return numbers.money(value, currency)
    return numbers.percent(value) if name == "discount" else percent_change(value)


def about(value: float) -> float:
    """Three figures are all that a forecast can carry."""
    if not value or math.isnan(value) or math.isinf(value):
        return value
    return float(f"{value:.3g}")


def over(periods: int, grain: str, per_year: int) -> str:
    """A stretch of periods inside a sentence, in years where it is a whole number of them."""
    if periods % per_year == 0:
        grain, periods = "year", periods // per_year
    template = {
        "week": ngettext("over {n} week", "over {n} weeks", periods),
        "month": ngettext("over {n} month", "over {n} months", periods),
        "quarter": ngettext("over {n} quarter", "over {n} quarters", periods),
        "year": ngettext("over {n} year", "over {n} years", periods),
    }[grain]
    return template.format(n=periods)


def stretch(periods: int, grain: str) -> str:
    """A number of periods, standing alone."""
    template = {
        "week": ngettext("{n} week", "{n} weeks", periods),
        "month": ngettext("{n} month", "{n} months", periods),
        "quarter": ngettext("{n} quarter", "{n} quarters", periods),
        "year": ngettext("{n} year", "{n} years", periods),
    }[grain]
    return template.format(n=periods)


def refusal(found: RetentionError) -> Markup:
    """What cannot be, in words, with what is possible instead."""
    details = {name: _detail(name, value) for name, value in found.details.items()}
    if "field" in details:
        details["field"] = _(FIELD_NAMES.get(str(details["field"]), str(details["field"])))
    return problems.refusal(found.code, details)


def _detail(name: str, value: object) -> object:
    if isinstance(value, float) and name in PERCENTS:
        return numbers.percent(value, digits=1)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value
