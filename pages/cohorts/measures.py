"""What can be shown of a cohort: names, and values written in full or short enough for a cell."""

import math
from dataclasses import dataclass

import pandas as pd
from babel.numbers import format_decimal, get_currency_symbol

from retention.narrate.numbers import MISSING, locale, money, number, percent
from retention.narrate.texts import N_, _

LABELS = {
    "share": N_("Share of the cohort"),
    "customers": N_("Customers"),
    "orders": N_("Orders"),
    "orders_per_active_customer": N_("Orders per buying customer"),
    "revenue": N_("Revenue"),
    "revenue_per_customer": N_("Revenue per customer of the cohort"),
    "cumulative_revenue_per_customer": N_("Revenue per customer so far"),
    "average_order_value": N_("Order value"),
}
OF_CUSTOMERS = ("share", "customers")
"""Measures the mode decides; at age 0 they say nothing new."""
TOTALS = ("customers", "orders", "revenue")
"""Sums; over cohorts their mean is shown."""
MONEY = ("revenue", "revenue_per_customer", "cumulative_revenue_per_customer", "average_order_value")
UNITS = {1: "{unit}", 1_000: N_("thousand {unit}"), 1_000_000: N_("million {unit}")}
LONGEST = 10_000
"""Figures from here on are shown in thousands, so that four digits fit into a cell."""


def available(*, has_money: bool) -> tuple[str, ...]:
    """Measures that mean something for the data in hand."""
    return tuple(name for name in LABELS if has_money or name not in MONEY)


def first_age(measure: str) -> int:
    """The first age worth showing: everybody is there at age 0."""
    return 1 if measure in OF_CUSTOMERS else 0


def of_all(means: pd.DataFrame, measure: str) -> pd.Series:
    """A measure over all cohorts by age: pooled, or the mean of a cohort where it is a sum."""
    return means[measure] / means["cohorts"] if measure in TOTALS else means[measure]


def full(value: float, measure: str, currency: str | None) -> str:
    """A value as a sentence would write it; a dash when missing."""
    if measure == "share":
        return percent(value, digits=1)
    if measure in MONEY:
        return money(value, currency)
    return number(value) if measure in TOTALS else decimal(value, 2)


def formats(measure: str) -> dict[str, str]:
    """How a chart writes the measure's values and its axis, in D3's terms."""
    if measure == "share":
        return {"value": ".1%", "axis": "~%"}
    return {"value": ",.0f" if measure in TOTALS else ",.2f", "axis": ",~r"}


def decimal(value: float, digits: int) -> str:
    """A number with so many digits after the decimal mark; a dash when missing."""
    if math.isnan(value):
        return MISSING
    return format_decimal(value, format="0." + "0" * digits if digits else "0", locale=locale())


@dataclass(frozen=True)
class Short:
    """How the values of one table are written in its cells: all in one unit, `longest` characters at most."""

    divisor: float
    digits: int
    unit: str
    longest: int

    @classmethod
    def of(cls, values: pd.Series, measure: str, currency: str | None) -> "Short":
        """The writing that keeps the largest value within four digits."""
        top = float(values.abs().max())
        divisor = 0.01 if measure == "share" else next((size for size in UNITS if top < LONGEST * size), max(UNITS))
        most = top / divisor
        digits = 0 if most >= (10 if measure == "share" else 100) or (measure in TOTALS and divisor == 1) else 1
        symbol = get_currency_symbol(currency, locale=locale()) if currency and measure in MONEY else ""
        unit = "%" if measure == "share" else _(UNITS[int(divisor)]).format(unit=symbol).strip()
        sign = int(bool((values < 0).any()))
        return cls(divisor=divisor, digits=digits, unit=unit, longest=len(f"{most:.{digits}f}") + sign)
