"""What the change may cost: its break-even, and the same gain from winning new customers instead."""

import streamlit as st

from retention import whatif
from retention.narrate import whatif_costs
from retention.narrate.texts import _
from retention.whatif import Comparison, Shop


def render_break_even(shop: Shop, found: Comparison) -> None:
    """The most an extra returning customer may cost, and from which change on the programme pays."""
    if not shop.has_money:
        return
    st.subheader(_("What may it cost?"), anchor=False)
    if found.scenario.margin is None:
        st.markdown(_(whatif_costs.NEEDS_MARGIN))
        return
    even = whatif.break_even(shop.base, found.scenario)
    for sentence in whatif_costs.break_even(shop, found.scenario, even):
        st.markdown(sentence)


def render_trade(shop: Shop, found: Comparison) -> None:
    """Keeping against winning: the visitor's own ratio beside the saying."""
    if found.scenario.margin is None or not shop.has_money:
        return
    st.subheader(_("Keep or win?"), anchor=False)
    trade = whatif.equal_profit_trade(shop.base, found.scenario)
    for sentence in whatif_costs.trade(shop, found.scenario, trade):
        st.markdown(sentence)
    if trade.comparable:
        st.caption(whatif_costs.sayings())
