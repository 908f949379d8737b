"""Every metric in words: its name, what it counts, why it differs; and the published figures beside it."""

from typing import NamedTuple

import pandas as pd

from retention.benchmarks.published import Published, Trust
from retention.metrics import METRICS, Unit
from retention.narrate import numbers
from retention.narrate.numbers import percent
from retention.narrate.texts import N_, Markup, _, fill

TRUST = {
    Trust.MEDIUM: N_("medium trust"),
    Trust.MEDIUM_LOW: N_("medium to low trust"),
    Trust.LOW: N_("low trust"),
    Trust.VERY_LOW: N_("very low trust"),
}
AVERAGE = "average"
NICHES = {
    AVERAGE: N_("Average of online shops"),
    "tea": N_("Tea"),
    "own_food": N_("Food of one's own brand"),
    "beauty": N_("Beauty"),
    "apparel": N_("Clothing"),
    "meal_delivery": N_("Meal delivery"),
    "supplements": N_("Food supplements"),
    "coffee": N_("Coffee"),
    "pet": N_("Pets"),
    "sports_clothing": N_("Sports clothing"),
}


def niche(figure: Published) -> str:
    """What kind of shop a figure is about."""
    group = figure.group or AVERAGE
    return _(NICHES[group])


def source(figure: Published) -> Markup:
    """A figure with its source, year and trust."""
    return fill(
        _("{rate} ({source}, {year}, {trust})"),
        rate=percent(figure.value, digits=1),
        source=figure.source,
        year=figure.year or _("undated"),
        trust=_(TRUST[figure.trust]),
    )


class Said(NamedTuple):
    """A figure of one period in words. `interval` is empty where there is none."""

    name: str
    value: str
    interval: str
    counts: Markup
    reason: Markup


def names(*, has_money: bool) -> dict[str, str]:
    """The metrics these orders allow, in the order in which they are told, with what each is called."""
    return {name: _(metric.title) for name, metric in METRICS.items() if has_money or not metric.needs_amounts}


def title(name: str) -> str:
    """What a metric is called."""
    return _(METRICS[name].title)


def is_share(name: str) -> bool:
    """Whether a metric is a fraction to be shown as a percentage."""
    return METRICS[name].unit is Unit.SHARE


def axis(name: str) -> str:
    """How an axis writes the metric, in D3's terms."""
    return {Unit.SHARE: "%", Unit.MONEY: ",.0f"}.get(METRICS[name].unit, ".1f")


def value(name: str, amount: float, currency: str | None, *, digits: int = 1) -> str:
    """A figure as the visitor's country writes it."""
    if is_share(name):
        return numbers.percent(amount, digits=digits)
    return numbers.money(amount, currency) if METRICS[name].unit is Unit.MONEY else numbers.decimal(amount)


def interval(name: str, row: pd.Series, *, digits: int = 1) -> str:
    """The 95% interval of a share of customers; a dash where nobody is at risk, nothing for other figures."""
    if not METRICS[name].interval:
        return ""
    return numbers.between(row[f"{name}_low"], row[f"{name}_high"], digits=digits)


def say(name: str, row: pd.Series, *, base: str, period: str, currency: str | None) -> Said:
    """A figure of the period `row` in words; `base` and `period` are stretches of time inside a sentence."""
    metric = METRICS[name]
    part, whole = (_count(column, row[column], currency) for column in (metric.part, metric.whole))
    counts = fill(
        _(metric.counts),
        base=base,
        period=period,
        part=part,
        whole=whole,
        active=numbers.number(row["active"]),
        new=numbers.number(row["new"]),
    )
    reason = fill(_(metric.differs), back=numbers.number(row["reactivated"]))
    return Said(title(name), value(name, row[name], currency), interval(name, row), counts, reason)


def _count(column: str, amount: float, currency: str | None) -> str:
    return numbers.money(amount, currency) if "revenue" in column else numbers.number(amount)
