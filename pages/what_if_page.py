"""What is +5% worth? The visitor's own course, what would change it, and how sure that is."""

import streamlit as st

from pages.shared import session, widgets
from pages.what_if import (
    asked,
    claims,
    ground,
    headline,
    importance,
    levers,
    origin,
    picture,
    price,
    programme,
    side_by_side,
    silence,
    trust,
)
from pages.what_if.ground import Ground
from retention import whatif
from retention.errors import RetentionError
from retention.narrate import whatif as words
from retention.narrate.texts import _, plain
from retention.whatif import Comparison, Scenario


def show(shop: Ground) -> None:
    """How far to believe it in a line, then the question and everything that follows from it."""
    trust.before(shop)
    question_and_answer(shop)


@st.fragment
def question_and_answer(shop: Ground) -> None:
    """Levers, answer and picture; a moved lever runs nothing but this."""
    question = asked.scenario(shop)
    place = st.container()
    beside, room = st.columns([2, 3], gap="medium")
    with beside:
        at_the_lever = levers.main(shop, question)
    try:
        answer = whatif.compare(shop.base, question)
    except RetentionError as refusal:
        at_the_lever.warning(words.refusal(refusal), icon=":material/block:")
        return
    with place:
        say(shop, answer)
    with room:
        picture.show(shop, answer)
    more = st.expander(_("More levers and costs"), icon=":material/tune:", key="what-if-more", on_change="rerun")
    if more.open:
        with more, st.grid(2, min_column_width=220):
            levers.more(shop, question)
    trust.beware(shop)
    trust.tests(shop)
    follow(shop, question, answer)


def say(shop: Ground, answer: Comparison) -> None:
    """The answer in a sentence, what it assumes, and what it does not know."""
    said = headline.answer(shop, answer)
    st.header(said, anchor=False)
    tested = shop.tested is not None
    beside = plain(headline.assumption(answer.scenario.reading)) if tested else headline.settling(answer)
    st.markdown(f"{headline.both_readings(answer)} {beside}")
    for unknown in headline.unknown(shop, answer):
        st.caption(f":material/help: {unknown}")
    widgets.answered(said)


def follow(shop: Ground, question: Scenario, answer: Comparison) -> None:
    """What follows from the answer, section by section."""
    explain(shop, answer)
    side_by_side.show(shop, question)
    st.fragment(programme.show)(shop, answer)
    st.fragment(silence.show)(shop, question)
    widgets.table_downloads(answer.periods, name="what_if")


@st.fragment
def explain(shop: Ground, answer: Comparison) -> None:
    """What the answer is made of, what it may cost, and how it stands beside what others say."""
    origin.show(shop, answer)
    if shop.tested is not None:
        title = _("Three ways for customers to come back more often")
        widgets.closer(title, ":material/alt_route:", origin.readings, shop, answer, key="closer-what-if-readings")
    price.break_even(shop, answer)
    price.trade(shop, answer)
    importance.show(shop, answer)
    claims.show(shop, answer)


def show_promise() -> None:
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
            shop = ground.of_totals()
        except RetentionError as refusal:
            st.warning(words.refusal(refusal), icon=":material/error:")
            return
    show(shop)


st.title(_("What is +5% worth?"), anchor=False)
orders = session.orders()
if orders is None:
    show_promise()
else:
    try:
        found = ground.of_orders(orders)
    except RetentionError as refused:
        st.info(words.refusal(refused), icon=":material/hourglass_empty:")
    else:
        show(found)
