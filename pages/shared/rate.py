"""What every page that tells a retention rate says with it: why there is none, how it changed, its caution."""

import streamlit as st

from pages.shared import cached
from pages.shared.session import View
from retention.analysis.change import Change
from retention.narrate import changes, problems, retention
from retention.orders import Orders


def change(view: View, orders: Orders) -> Change | None:
    """What was chosen against an earlier period; None for days of the visitor's own."""
    return None if view.chosen is None else cached.change(orders, view.calendar, view.base, view.days[0], view.against)


def render_doubts_of_orders(view: View, orders: Orders) -> bool:
    """What is to be known before any rate, and why there is none; returns whether there is one."""
    for sentence in problems.before_rates(orders):
        st.warning(sentence, icon=":material/person_off:")
    if not view.bridge.has_rate:
        st.info(retention.no_rate(view.bridge, ever=bool(view.rates["customers_at_start"].any())))
    return view.bridge.has_rate


def render_change(view: View, moved: Change | None) -> bool:
    """How the rate changed, and its caution, below the answer; returns whether the change is told."""
    compared = changes.compared(moved, view.grain)
    if compared:
        st.markdown(compared)
    caution = retention.caution(view.bridge)
    if caution:
        st.warning(caution, icon=":material/hourglass_top:")
    return bool(compared)
