"""What can be shown of a cohort: names, and values written in full or short enough for a cell."""

import math
from dataclasses import dataclass

import pandas as pd
from babel.numbers import format_decimal, get_currency_symbol

from retention.metrics import COHORT_MEASURES, Unit
from retention.narrate.numbers import MISSING, locale, money, number, percent
from retention.narrate.texts import N_, Markup, _, fill

MODES = {"on": N_("at that very age"), "on_or_before": N_("by that age"), "on_or_after": N_("at that age or later")}
AXES = {
    "week": N_("weeks after that of the first order"),
    "month": N_("months after that of the first order"),
    "quarter": N_("quarters after that of the first order"),
    "year": N_("years after that of the first order"),
}
UNITS = {1: "{unit}", 1_000: N_("thousand {unit}"), 1_000_000: N_("million {unit}")}
LONGEST = 10_000
"""Figures from here on are shown in thousands, so that four digits fit into a cell."""


def available(*, has_money: bool) -> tuple[str, ...]:
    """Measures that mean something for the data in hand."""
    return tuple(name for name, measure in COHORT_MEASURES.items() if has_money or not measure.needs_amounts)


def title(name: str) -> str:
    """What a measure is called."""
    return _(COHORT_MEASURES[name].title)


def legend(measure: str, grain: str, days: int | None) -> Markup:
    """What a table of cohorts shows; `days` is the length of an age that is no calendar period."""
    return fill(
        _("**{measure}.** Rows: cohorts, and how many customers each has. Columns: age, {unit}."),
        measure=measure,
        unit=_(AXES[grain]) if days is None else _("stretches of {n} days since each one’s first order").format(n=days),
    )


def full(value: float, measure: str, currency: str | None) -> str:
    """A value as a sentence would write it; a dash when missing."""
    unit = COHORT_MEASURES[measure].unit
    if unit is Unit.SHARE:
        return percent(value, digits=1)
    if unit is Unit.MONEY:
        return money(value, currency)
    return number(value) if unit is Unit.COUNT else decimal(value, 2)


def formats(measure: str) -> dict[str, str]:
    """How a chart writes the measure's values and its axis, in D3's terms."""
    if COHORT_MEASURES[measure].unit is Unit.SHARE:
        return {"value": ".1%", "axis": "~%"}
    return {"value": ",.0f" if COHORT_MEASURES[measure].is_total else ",.2f", "axis": ",~r"}


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

    def scaled(self, values: pd.Series) -> pd.Series:
        """Values in the unit of the cells."""
        return values / self.divisor

    @classmethod
    def of(cls, values: pd.Series, measure: str, currency: str | None) -> "Short":
        """The writing that keeps the largest value within four digits."""
        known, top = COHORT_MEASURES[measure], float(values.abs().max())
        share = known.unit is Unit.SHARE
        divisor = 0.01 if share else next((size for size in UNITS if top < LONGEST * size), max(UNITS))
        most = top / divisor
        digits = 0 if most >= (10 if share else 100) or (known.is_total and divisor == 1) else 1
        symbol = get_currency_symbol(currency, locale=locale()) if currency and known.unit is Unit.MONEY else ""
        unit = "%" if share else _(UNITS[int(divisor)]).format(unit=symbol).strip()
        sign = int(bool((values < 0).any()))
        return cls(divisor=divisor, digits=digits, unit=unit, longest=len(f"{most:.{digits}f}") + sign)
