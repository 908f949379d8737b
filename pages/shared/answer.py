"""The answer of a page: its figure, larger than any other, and the sentence that says it in full."""

import streamlit as st

from pages.shared import session
from pages.shared.looks import BIG_FIGURE
from retention.narrate import filters
from retention.narrate.texts import BigFigure


def render_answer(figure: BigFigure, sentence: str) -> None:
    """The figure with its change, and the sentence behind the conditions of the orders it is about."""
    with st.container(key=BIG_FIGURE):
        st.metric(
            figure.label,
            figure.value,
            figure.change,
            delta_color="off",
            delta_arrow="off",
            delta_description=figure.note,
            border=True,
        )
    st.markdown(filters.headline(session.filter_in_force(), sentence))
