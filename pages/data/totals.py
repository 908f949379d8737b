"""The rate for a visitor who only knows three totals."""

import streamlit as st

from pages.shared import widgets
from pages.shared.settings import COUNT
from retention.analysis.totals import Totals, from_totals
from retention.benchmarks.published import ECOMMERCE_CRR
from retention.errors import RetentionError
from retention.narrate import problems
from retention.narrate.benchmarks import TRUST
from retention.narrate.numbers import number, of_hundred, percent
from retention.narrate.texts import _, fill, ngettext


def show() -> None:
    """Three numbers, the rate they give, and how it compares."""
    with st.grid(3, min_column_width=170):
        start = _count("S", _("Customers at the start"), 9000)
        active = _count("E", _("Customers in the period"), 5000)
        new = _count("N", _("of these, first-time buyers"), 2000)
    try:
        totals = from_totals(start, active, new)
    except RetentionError as refusal:
        st.warning(problems.error(refusal), icon=":material/error:")
        return
    st.subheader(_answer(totals), anchor=False)
    st.markdown(_working(totals))
    st.caption(_benchmark())


def _count(letter: str, label: str, example: int) -> int:
    return int(
        st.number_input(
            f"**{letter}** {label}",
            **widgets.limits(COUNT),
            value=example,
            key=f"total-{letter}",
            persist_state="session",
        )
    )


def _answer(totals: Totals) -> str:
    back = of_hundred(totals.crr)
    return fill(
        ngettext(
            "Of every 100 customers at the start, {n} came back ({low} to {high}).",
            "Of every 100 customers at the start, {n} came back ({low} to {high}).",
            back,
        ),
        n=back,
        low=of_hundred(totals.low),
        high=of_hundred(totals.high),
    )


def _working(totals: Totals) -> str:
    return fill(
        "(E − N) ÷ S = ({active} − {new}) ÷ {start} = **{rate}**",
        active=number(totals.active),
        new=number(totals.new),
        start=number(totals.at_start),
        rate=percent(totals.crr, digits=1),
    )


def _benchmark() -> str:
    return fill(
        _(
            "Published average for online shops: {rate} ({source}, {trust}: the definition behind it is not stated). "
            "Customers who return after a longer break count as having come back here; only a list of orders can tell "
            "them apart."
        ),
        rate=percent(ECOMMERCE_CRR.value),
        source=ECOMMERCE_CRR.source,
        trust=_(TRUST[ECOMMERCE_CRR.trust]),
    )
