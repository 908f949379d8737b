"""What is +5% worth? What more retention would add to the visitor's own course, and how sure that is."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.data import currency
from pages.shared import session, widgets
from pages.shared.benchmarks import render_sayings
from pages.what_if import actions, answer, forecast_test, levers
from pages.what_if import question as questions
from pages.what_if.aim import render_use_as_target
from pages.what_if.answer import render_answer, render_difference, render_unknown_costs
from pages.what_if.shop import (
    ask_totals,
    of_orders,
    render_meanings,
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


@st.fragment
def render_page(shop: Shop) -> None:
    """The lever, the answer, what the change adds, what it was counted with, and everything that follows.

    A moved lever runs nothing but this. The lever stands before the answer, but what it says is known before it is
    drawn: the answer goes first.
    """
    question = questions.scenario(shop)
    lever, beside = st.columns([1, 2], gap="medium")
    try:
        found = whatif.compare(shop.base, question)
    except RetentionError as refusal:
        with lever:
            at_the_lever = levers.render_retention(shop, question)
        at_the_lever.warning(words.refusal(refusal), icon=":material/block:")
        levers.render_assumptions(shop, question)
        return
    with beside:
        render_answer(shop, found)
    with lever:
        levers.render_retention(shop, question)
    render_difference(shop, found)
    levers.render_assumptions(shop, question)
    render_unknown_costs(shop, found)
    render_use_as_target(shop, found)
    render_tabs(shop, question, found)
    forecast_test.render_cautions(shop)
    title = _("How was this worked out?")
    widgets.closer(title, ":material/calculate:", render_working, shop, found, key="closer-what-if-working")
    render_sayings()


def render_tabs(shop: Shop, question: Scenario, found: Comparison) -> None:
    """What follows from the answer, a question each; only the open one is worked out."""
    parts: dict[str, Callable[[], None]] = {}
    if shop.forecast is not None:
        parts[_("Three ways")] = partial(render_readings, shop, found)
    if shop.has_money:
        parts[_("What may it cost?")] = partial(levers.render_break_even, shop, found)
        parts[_("Keep or win?")] = partial(levers.render_trade, shop, found)
        parts[_("Actions")] = partial(actions.render_actions, shop, question, found)
    parts[_("Scenarios")] = partial(answer.render_side_by_side, shop, question, found)
    tabs = st.tabs(list(parts), on_change="rerun", key="what-if-tab")
    for tab, render_part in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                render_part()


def render_working(shop: Shop, found: Comparison) -> None:
    """What was asked, what the answer is made of, how the forecast was tested, and how it stands beside others."""
    answer.render_question(shop, found)
    if shop.forecast is not None:
        render_meanings(shop, found)
    render_sources(shop, found)
    answer.render_courses(shop, found)
    if shop.forecast is not None:
        forecast_test.render_test(shop.forecast, shop.grain, found.scenario.horizon)
    render_sensitivity(shop, found)
    render_published(shop, found)


def render_without_data() -> None:
    """The page for a visitor without orders: what would stand here, where to begin, and the way with totals only."""
    widgets.render_invitation(
        _(
            "Here you will read what five more returning customers of every hundred would be worth to you, how sure "
            "that is, and what it may cost. Bring your orders, or start with a sample."
        )
    )
    with st.expander(_("I only know three totals"), icon=":material/calculate:", expanded=True):
        try:
            shop = ask_totals()
        except RetentionError as refusal:
            st.warning(words.refusal(refusal), icon=":material/error:")
            return
    render_page(shop)


orders = session.orders()
if orders is None:
    render_without_data()
else:
    try:
        found_shop = of_orders(orders)
    except RetentionError as refused:
        st.info(words.refusal(refused), icon=":material/hourglass_empty:")
    else:
        currency.render_question(orders)
        render_page(found_shop)
