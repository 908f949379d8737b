"""What is +5% worth? The visitor's own course, what would change it, and how sure that is."""

import streamlit as st

from pages.shared import session, widgets
from pages.what_if import actions, answer, forecast_test, levers
from pages.what_if import question as questions
from pages.what_if.aim import render_use_as_target
from pages.what_if.answer import render_answer, render_picture
from pages.what_if.shop import (
    ask_totals,
    of_orders,
    render_published,
    render_readings,
    render_sensitivity,
    render_sources,
)
from retention import whatif
from retention.errors import RetentionError
from retention.narrate import whatif as words
from retention.narrate.texts import _
from retention.whatif import Comparison, Scenario, Shop


def render_page(shop: Shop) -> None:
    """How far to believe it in a line, then the question and everything that follows from it."""
    forecast_test.render_misses(shop)
    render_question_and_answer(shop)


@st.fragment
def render_question_and_answer(shop: Shop) -> None:
    """Levers, answer and picture; a moved lever runs nothing but this.

    The levers stand below the answer but what they say is known before they are drawn: the answer goes first.
    """
    question = questions.scenario(shop)
    place = st.container()
    beside, room = st.columns([2, 3], gap="medium")
    try:
        found = whatif.compare(shop.base, question)
    except RetentionError as refusal:
        with beside:
            at_the_lever = levers.render_main(shop, question)
        at_the_lever.warning(words.refusal(refusal), icon=":material/block:")
        return
    with place:
        render_answer(shop, found)
        render_use_as_target(shop, found)
        forecast_test.render_horizon(shop, question.horizon)
    with beside:
        levers.render_main(shop, question)
    with room:
        render_picture(shop, found)
    more = st.expander(_("More levers and costs"), icon=":material/tune:", key="what-if-more", on_change="rerun")
    if more.open:
        with more, st.grid(2, min_column_width=220):
            levers.render_more(shop, question)
    forecast_test.render_cautions(shop)
    forecast_test.render_test(shop)
    render_details(shop, question, found)


def render_details(shop: Shop, question: Scenario, found: Comparison) -> None:
    """What follows from the answer, section by section."""
    render_explanation(shop, found)
    answer.render_side_by_side(shop, question)
    st.fragment(actions.render_programme)(shop, found)
    st.fragment(actions.render_recency)(shop, question)
    widgets.table_downloads(found.periods, name="what_if", key="what-if-periods")


@st.fragment
def render_explanation(shop: Shop, found: Comparison) -> None:
    """What the answer is made of, what it may cost, and how it stands beside what others say."""
    render_sources(shop, found)
    if shop.forecast is not None:
        title = _("Three ways for customers to come back more often")
        given = shop, found
        widgets.closer(title, ":material/alt_route:", render_readings, *given, key="closer-what-if-readings")
    levers.render_break_even(shop, found)
    levers.render_trade(shop, found)
    render_sensitivity(shop, found)
    render_published(shop, found)


def render_without_data() -> None:
    """The page for a visitor without orders: what would stand here, where to begin, and the way with totals only."""
    st.markdown(
        _(
            "Here you will read what five more returning customers of every hundred would be worth to you, how sure "
            "that is, and what it may cost. Bring your orders, or start with a sample."
        )
    )
    st.page_link("pages/data_page.py", label=_("Bring data or try a sample"), icon=":material/upload_file:")
    with st.expander(_("I only know three totals"), icon=":material/calculate:", expanded=True):
        try:
            shop = ask_totals()
        except RetentionError as refusal:
            st.warning(words.refusal(refusal), icon=":material/error:")
            return
    render_page(shop)


st.title(_("What is +5% worth?"), anchor=False)
orders = session.orders()
if orders is None:
    render_without_data()
else:
    try:
        found_shop = of_orders(orders)
    except RetentionError as refused:
        st.info(words.refusal(refused), icon=":material/hourglass_empty:")
    else:
        render_page(found_shop)
