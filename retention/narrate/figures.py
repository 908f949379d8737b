"""The figures of a period in sentences: how they moved, why they disagree, what a customer is worth. Markdown."""

import math

import pandas as pd

from retention.analysis.rates import SimpleLifetimeValue
from retention.analysis.rates.breakdown import few_at_risk, trend_range
from retention.analysis.rates.bridge import Bridge
from retention.analysis.rates.figures import PROPORTIONS
from retention.analysis.timing import Suggestion
from retention.benchmarks.published import Published, comparable
from retention.narrate import metrics
from retention.narrate.metrics import Said
from retention.narrate.numbers import MISSING, decimal, money, number, percent, period_name
from retention.narrate.retention import when_active, when_at_start
from retention.narrate.texts import N_, Markup, _, fill, plain

PERIOD_FITS = {
    "week": N_("Weeks fit your customers."),
    "month": N_("Months fit your customers."),
    "quarter": N_("Quarters fit your customers."),
    "year": N_("Years fit your customers."),
}


def trend_takeaway(known: pd.DataFrame, figure: str, grain: str, currency: str | None) -> str:
    """Between which values a figure moved over the periods that are over, and where it stands."""
    found = trend_range(known, figure)
    if found is None:
        return _("No period is over yet, so there is no trend to show.")
    rows = {"low": found.lowest, "high": found.highest, "last": found.latest}
    values = {name: metrics.value(figure, row[figure], currency, digits=0) for name, row in rows.items()}
    periods = {f"{name}_period": period_name(row["start"], grain) for name, row in rows.items()}
    sentence = _("Between {low} ({low_period}) and {high} ({high_period}); most recently {last} ({last_period}).")
    return sentence.format(**values, **periods)


def trend_legend(figure: str, known: pd.DataFrame, beside: Published | None) -> Markup:
    """What can be seen in the picture of a figure over time, and the published figure that stands `beside` it."""
    sentences = []
    if figure in PROPORTIONS:
        sentences.append(_("The shaded band is the 95% interval."))
    if not known["complete"].all():
        sentences.append(_("Hollow points: periods that are not over."))
    if few_at_risk(known, figure).any():
        sentences.append(_("Pale points: fewer than 30 customers to go by."))
    if beside is not None:
        dashed = _("Dashed: {niche}, {figure}.")
        sentences.append(fill(dashed, niche=metrics.niche(beside), figure=metrics.source(beside)))
    elif not comparable(figure):
        sentences.append(_("No published figure is defined like this one, so none stands beside it."))
    return Markup(" ".join(sentences))


def definitions(row: pd.Series, found: Bridge, *, has_money: bool, currency: str | None) -> dict[str, Said]:
    """Every figure of the family in words, by name; `row` holds the figures of the period that `found` is about."""
    base, period = when_at_start(found), when_active(found)
    return {
        name: metrics.say(name, row, base=base, period=period, currency=currency)
        for name in metrics.names(has_money=has_money)
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


def definitions_table(lines: list[Said]) -> str:
    """Figures below each other, each with what it counts and why it differs, as a table in Markdown."""
    titles = (_("Figure"), _("What it counts here, and why it differs"))
    return "\n".join([f"| {' | '.join(titles)} |", "|---|---|", *map(_line, lines)])


def _line(said: Said) -> str:
    value = fill("**{value}**", value=said.value)
    interval = fill(" ({interval})", interval=said.interval) if said.interval else ""
    return f"| {plain(said.name)}: {value}{interval} | {said.counts} *{said.reason}* |"


def lifetime_value(found: SimpleLifetimeValue, currency: str | None) -> Said:
    """The simple lifetime value as one more figure of the family."""
    reason = _("Joins coming back, frequency and order value in one amount, if they stay as in the last 12 months.")
    value = money(found.value, currency) if math.isfinite(found.value) else MISSING
    return Said(_("Simple lifetime value"), value, "", _lifetime_factors(found, currency), Markup(reason))


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


def period_length(found: Suggestion) -> Markup:
    """Which length of a period fits the customers' rhythm, and why."""
    if found.reason == "nobody_came_back":
        return Markup(_("Nobody has ordered on a second day yet, so your customers' rhythm is not known."))
    return fill("**{fits}** {reason}", fits=Markup(_(PERIOD_FITS[found.grain])), reason=_period_length_reason(found))


def _period_length_reason(found: Suggestion) -> Markup:
    gap = fill(
        _(
            "A customer's next order typically follows after {days} days (half of them between {lower} and {upper} "
            "days; {gaps} gaps between orders)."
        ),
        days=number(found.typical_gap),
        lower=number(found.lower),
        upper=number(found.upper),
        gaps=number(found.gaps),
    )
    if found.reason == "short_history":
        short = _("A longer period would suit that rhythm better, but your data cover too few of them.")
        return Markup(f"{gap} {short}")
    why = _(
        "It is the shortest period in which a typical customer orders about once: in a shorter one, most of your "
        "regular customers would look lost."
    )
    return Markup(f"{gap} {why}")
