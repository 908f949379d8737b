"""What it may cost: break-even of the change, and the same gain from winning new customers instead."""

import math

import streamlit as st

from pages.what_if.ground import Ground
from retention import whatif
from retention.benchmarks import published
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate.benchmarks import TRUST
from retention.narrate.texts import N_, Markup, _, fill, ngettext
from retention.whatif import BreakEven, ChangeUnit, Comparison, Scenario, Trade

SAYINGS = ("acquisition_ratio", "acquisition_ratio_range")
NEED_MARGIN = N_(
    "Enter your margin, and here stands what a returning customer may cost, whether keeping or winning pays better, "
    "what an action brings, and until when writing to a silent customer pays."
)


def break_even(ground: Ground, answer: Comparison) -> None:
    """The most an extra returning customer may cost, and from which change on the programme pays."""
    if not ground.has_money:
        return
    st.subheader(_("What may it cost?"), anchor=False)
    if answer.scenario.margin is None:
        st.markdown(_(NEED_MARGIN))
        return
    found = whatif.break_even(ground.base, answer.scenario)
    if math.isnan(found.cost_per_extra):
        st.markdown(_("The change brings no additional returning customers, so there is nothing to pay for."))
        return
    over = words.over(answer.scenario.horizon, ground.grain, ground.base.per_year)
    st.markdown(
        fill(
            _(
                "Each additional returning customer, counted in every period they buy, may cost up to **{cost}**. "
                "There are about {n} of them {over}, so up to **{gain}** in all."
            ),
            cost=numbers.money(found.cost_per_extra, ground.currency),
            n=numbers.number(words.about(found.extra_returning)),
            over=over,
            gain=numbers.money(words.about(found.gain), ground.currency),
        )
    )
    st.markdown(_programme(found, answer.scenario, ground))


def _programme(found: BreakEven, question: Scenario, ground: Ground) -> Markup:
    if question.programme_cost is None and question.programme_cost_per_customer is None:
        return Markup(_("Enter what the programme costs, and you see from which change on it pays."))
    spent = fill(
        _("As entered the programme costs {cost}, so {result} is left."),
        cost=numbers.money(words.about(found.programme), ground.currency),
        result=numbers.money(words.about(found.result), ground.currency),
    )
    if math.isnan(found.crr_change):
        verdict = Markup(_("No rise of retention that this reading allows would pay for it."))
    else:
        change = found.crr_change
        size = words.points(change) if question.crr_unit is ChangeUnit.POINTS else words.percent_change(change)
        verdict = fill(_("It pays from {change} of retention on."), change=size)
    return Markup(f"{spent} {verdict}")


def trade(ground: Ground, answer: Comparison) -> None:
    """Keeping against winning: the user's own ratio beside the saying."""
    if answer.scenario.margin is None or not ground.has_money:
        return
    st.subheader(_("Keep or win?"), anchor=False)
    found = whatif.equal_profit_trade(ground.base, answer.scenario)
    if not found.extra_returning > 0 or math.isnan(found.new_customers_change):
        st.markdown(_("Ask for a rise in retention to compare it with winning new customers."))
        return
    st.markdown(_same(found, ground, answer))
    st.markdown(_own_ratio(found, answer.scenario, ground))
    st.caption(_saying())


def _same(found: Trade, ground: Ground, answer: Comparison) -> Markup:
    n = round(words.about(found.extra_new))
    same = fill(
        ngettext(
            "The same profit would take **{share} more new customers**: {n} more {over}.",
            "The same profit would take **{share} more new customers**: {n} more {over}.",
            n,
        ),
        share=numbers.percent(found.new_customers_change),
        n=numbers.number(n),
        over=words.over(answer.scenario.horizon, ground.grain, ground.base.per_year),
    )
    if math.isnan(found.acquisition):
        return same
    template = _("At your {cost} for each they would cost {total}.")
    cost = numbers.money(answer.scenario.acquisition_cost or 0.0, ground.currency)
    total = numbers.money(words.about(found.acquisition), ground.currency)
    return Markup(f"{same} {fill(template, cost=cost, total=total)}")


def _own_ratio(found: Trade, question: Scenario, ground: Ground) -> Markup:
    fair = fill(
        _("Both ways earn the same where winning a customer costs {ratio} times as much as one more return."),
        ratio=words.decimal(found.fair_ratio),
    )
    if math.isnan(found.ratio):
        wanted = _("Enter what winning a customer and the programme cost, and you see your own ratio.")
        return Markup(f"{fair} {wanted}")
    own = fill(
        _("**Yours is {ratio}**: {new} to win a customer, {kept} for one more return."),
        ratio=words.decimal(found.ratio),
        new=numbers.money(question.acquisition_cost or 0.0, ground.currency),
        kept=numbers.money(found.retention_cost_per_extra, ground.currency),
    )
    verdict = (
        _("Keeping is the better buy here.") if found.ratio > found.fair_ratio else _("Winning is the better buy here.")
    )
    return Markup(f"{own} {fair} {verdict}")


def _saying() -> Markup:
    lines = [
        fill(
            _("“Winning costs {ratio} times as much as keeping” ({source}; {trust})."),
            ratio=words.decimal(one.low) if one.low == one.high else f"{one.low:g}–{one.high:g}",
            source=one.source,
            trust=_(TRUST[one.trust]),
        )
        for one in (published.by_key(key) for key in SAYINGS)
    ]
    return Markup(" ".join(lines))
