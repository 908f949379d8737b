"""Every metric in words: its name, what it counts, why it differs, how it moved; published figures beside it."""

import math
from typing import NamedTuple

import pandas as pd

from retention.analysis.rates import SimpleLifetimeValue
from retention.analysis.rates.breakdown import few_at_risk, trend_range
from retention.analysis.rates.bridge import Bridge
from retention.analysis.rates.figures import settled
from retention.benchmarks.published import Published, Trust, comparable
from retention.defaults import FEW_CUSTOMERS
from retention.metrics import METRICS, Unit
from retention.narrate import numbers
from retention.narrate.numbers import MISSING, decimal, money, percent, period_name
from retention.narrate.retention import when_active, when_at_start
from retention.narrate.texts import N_, Markup, _, fill, markdown_table, plain

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


class MetricInWords(NamedTuple):
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
        return percent(amount, digits=digits)
    return money(amount, currency) if METRICS[name].unit is Unit.MONEY else decimal(amount)


def interval(name: str, row: pd.Series, *, digits: int = 1) -> str:
    """The 95% interval of a share; a dash where there is none to ask about, nothing for figures without interval."""
    if not METRICS[name].has_interval:
        return ""
    return numbers.between(row[f"{name}_low"], row[f"{name}_high"], digits=digits)


def in_words(name: str, row: pd.Series, *, base: str, period: str, currency: str | None) -> MetricInWords:
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
    return MetricInWords(title(name), value(name, row[name], currency), interval(name, row), counts, reason)


def _count(column: str, amount: float, currency: str | None) -> str:
    return money(amount, currency) if "revenue" in column else numbers.number(amount)


def no_period() -> str:
    """That no period has the figure asked for."""
    return _("No period has this figure yet.")


def trend_takeaway(known: pd.DataFrame, figure: str, grain: str, currency: str | None) -> str:
    """Between which values a figure moved over the periods that are over, and where it stands."""
    found = trend_range(known, figure)
    if found is None:
        return _("No period is over yet, so there is no trend to show.")
    rows = {"low": found.lowest, "high": found.highest, "last": found.latest}
    values = {name: value(figure, row[figure], currency, digits=0) for name, row in rows.items()}
    periods = {f"{name}_period": period_name(row["start"], grain) for name, row in rows.items()}
    sentence = _("Between {low} ({low_period}) and {high} ({high_period}); most recently {last} ({last_period}).")
    return sentence.format(**values, **periods)


def trend_beside(figure: str, beside: Published | None) -> Markup:
    """The published figure that stands beside a figure over time, or what the picture's own marks are."""
    if beside is not None:
        return fill(_("Dashed: {niche}, {figure}."), niche=niche(beside), figure=source(beside))
    return Markup(_("How to read it") if METRICS[figure].has_interval else "")


def trend_legend(figure: str, known: pd.DataFrame) -> Markup:
    """What can be seen in the picture of a figure over time."""
    sentences = []
    if METRICS[figure].has_interval:
        sentences.append(_("The shaded band is the 95% interval."))
    if not settled(known, figure).all():
        sentences.append(_("Hollow points: periods that your data do not cover in full."))
    if few_at_risk(known, figure).any():
        sentences.append(fill(_("Pale points: fewer than {n} customers to go by."), n=FEW_CUSTOMERS))
    if not comparable(figure):
        sentences.append(_("No published figure is defined like this one, so none stands beside it."))
    return Markup(" ".join(sentences))


def definitions(row: pd.Series, found: Bridge, *, has_money: bool, currency: str | None) -> dict[str, MetricInWords]:
    """Every figure of the family in words, by name; `row` holds the figures of the period that `found` is about."""
    base, period = when_at_start(found), when_active(found)
    return {
        name: in_words(name, row, base=base, period=period, currency=currency) for name in names(has_money=has_money)
    }


def definitions_range(values: pd.Series) -> Markup:
    """How far apart the shares of one period lie, and what follows from that."""
    return fill(
        _(
            "The same customers in the same period give anything from {low} to {high}, because each figure answers "
            "another question. Compare a number from elsewhere only with the one that is counted the same way."
        ),
        low=percent(values.min()),
        high=percent(values.max()),
    )


def definitions_table(lines: list[MetricInWords]) -> str:
    """Figures below each other, each with what it counts and why it differs, as a table in Markdown."""
    return markdown_table((_("Figure"), _("What it counts here, and why it differs")), map(_line, lines))


def _line(metric: MetricInWords) -> tuple[str, str]:
    value = fill("**{value}**", value=metric.value)
    interval = fill(" ({interval})", interval=metric.interval) if metric.interval else ""
    return f"{plain(metric.name)}: {value}{interval}", f"{metric.counts} *{metric.reason}*"


def lifetime_value(found: SimpleLifetimeValue, currency: str | None) -> MetricInWords:
    """The simple lifetime value as one more figure of the family."""
    reason = _("Joins coming back, frequency and order value in one amount, if they stay as in the last 12 months.")
    value = money(found.value, currency) if math.isfinite(found.value) else MISSING
    return MetricInWords(_("Simple lifetime value"), value, "", _lifetime_factors(found, currency), Markup(reason))


def _lifetime_factors(found: SimpleLifetimeValue, currency: str | None) -> Markup:
    if math.isnan(found.value):
        return Markup(_("Needs two years of orders: how many customers of one year buy in the next."))
    if math.isinf(found.value):
        return Markup(_("No end in sight: everyone of the year before bought again in the last 12 months."))
    factors = fill(
        _("{value} an order × {orders} orders a year × {years} years (1 ÷ (1 − {crr} kept from year to year))."),
        value=money(found.order_value, currency),
        orders=decimal(found.orders_per_year),
        years=decimal(found.expected_years),
        crr=percent(found.yearly_crr, digits=1),
    )
    if found.margin is None:
        rest = _("This is revenue, not profit: for that it needs your margin.")
    else:
        rest = fill(_("Of that, {margin} margin."), margin=percent(found.margin))
    return Markup(f"{factors} {rest}")
