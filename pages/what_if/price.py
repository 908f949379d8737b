"""What it may cost: break-even of the change, and the same gain from winning new customers instead."""

import math

import streamlit as st

from pages.what_if.ground import Ground
from retention import whatif
from retention.benchmarks import published
from retention.narrate import whatif as words
from retention.narrate import whatif_costs
from retention.narrate.benchmarks import TRUST
from retention.narrate.texts import N_, Markup, _, fill
from retention.whatif import Comparison

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
    st.markdown(whatif_costs.break_even(found, ground, answer.scenario))
    if not math.isnan(found.cost_per_extra):
        st.markdown(whatif_costs.programme(found, ground, answer.scenario))


def trade(ground: Ground, answer: Comparison) -> None:
    """Keeping against winning: the user's own ratio beside the saying."""
    if answer.scenario.margin is None or not ground.has_money:
        return
    st.subheader(_("Keep or win?"), anchor=False)
    found = whatif.equal_profit_trade(ground.base, answer.scenario)
    if not whatif_costs.brings_as_much(found):
        st.markdown(_("Ask for a rise in retention to compare it with winning new customers."))
        return
    st.markdown(whatif_costs.same_profit(found, ground, answer.scenario))
    st.markdown(whatif_costs.ratio(found, ground, answer.scenario))
    st.caption(_saying())


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
