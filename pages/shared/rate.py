"""The retention rate as the answer of a page: why there is none, or the figure, how it changed, its caution."""

import streamlit as st

from pages.shared import answer, cached
from pages.shared.session import View
from retention.analysis.change import Change
from retention.narrate import changes, overview, problems, retention
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


def render_answer(view: View, moved: Change | None) -> None:
    """The rate, big, with its change and course, the sentence, and in a line what became of customers alike."""
    found = view.bridge
    answer.render_answer(overview.figure(found, moved, view.rates, view.grain), retention.headline(found))
    verdict = changes.in_short(moved)
    if verdict:
        st.markdown(verdict)
    caution = retention.caution(found)
    if caution:
        st.caption(f":material/hourglass_top: {caution}")
