"""The visitor's margin: one setting for all pages, asked wherever money becomes profit, never assumed."""

import streamlit as st

from pages.shared import session
from retention.narrate.texts import _

NAME = "margin"
MOST_LETTERS = 12


class _Shares:
    """The texts by which a link can say a margin: a number from 0 to 1."""

    def __contains__(self, text: object) -> bool:
        try:
            return isinstance(text, str) and len(text) <= MOST_LETTERS and 0 <= float(text) <= 1
        except ValueError:
            return False


def given() -> float | None:
    """The share of the price that is left after the goods, 0..1; None until the visitor says it."""
    text = session.setting(NAME, _Shares(), "")
    return float(text) if text else None


def choose(share: float | None) -> None:
    """Remember the margin for every page; None takes it back."""
    session.choose(NAME, "" if share is None else str(round(share, 6)))


def ask(label: str, *, key: str) -> float | None:
    """The margin in percent, as a control that any page may show."""
    known = given()
    st.session_state[key] = None if known is None else round(100 * known, 4)
    st.number_input(
        label,
        min_value=0.0,
        max_value=100.0,
        value=None,
        step=1.0,
        format="%g",
        key=key,
        placeholder=_("not known"),
        on_change=lambda: choose(None if st.session_state[key] is None else st.session_state[key] / 100),
        width=320,
    )
    return known
