"""The answer of a page: its figure, larger than any other, and the sentence that says it in full."""

from typing import Literal

import streamlit as st

from pages.shared import session
from pages.shared.looks import BIG_FIGURE
from retention.narrate import filters
from retention.narrate.texts import BigFigure

COLOURS: dict[str | None, Literal["green", "red"]] = {"up": "green", "down": "red"}
"""Of a change beyond doubt."""
ARROWS: dict[str | None, Literal["up", "down"]] = {"up": "up", "down": "down"}


def render_answer(figure: BigFigure, sentence: str = "") -> None:
    """The figure with its change, and the sentence, if any, behind the conditions of the orders both are about."""
    course = figure.course
    with st.container(key=BIG_FIGURE):
        st.metric(
            figure.label,
            figure.value,
            figure.change,
            delta_color=COLOURS[figure.leaning] if figure.firm else "off",
            delta_arrow=ARROWS.get(figure.leaning, "off"),
            delta_description=figure.note if figure.change else None,
            chart_data=course or None,
            border=True,
        )
    said = filters.headline(session.filter_in_force(), sentence)
    if said:
        st.markdown(said)
