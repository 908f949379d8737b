"""The visitor's margin: one setting for all pages, asked wherever money becomes profit, never assumed."""

import streamlit as st

from pages.shared import session, widgets
from pages.shared.settings import PERCENT
from retention.narrate.texts import _
from retention.whatif.fields import FIELDS

NAME = "margin"


def given() -> float | None:
    """The share of the price that is left after the goods, 0..1; None until the visitor says it."""
    text = session.setting(NAME, "")
    return float(text) if text else None


def choose(share: float | None) -> None:
    """Remember the margin for every page; None takes it back."""
    session.choose(NAME, "" if share is None else str(FIELDS[NAME].rounded(share)))


def render_margin(label: str, *, key: str) -> float | None:
    """The margin in percent, as a control that any page may show."""
    known = given()
    st.session_state[key] = None if known is None else FIELDS[NAME].in_shown_units(known)
    st.number_input(
        label,
        **widgets.limits(PERCENT),
        value=None,
        format="%g",
        key=key,
        placeholder=_("not known"),
        on_change=lambda: _choose_shown(st.session_state[key]),
        width=320,
    )
    return known


def _choose_shown(percent: float | None) -> None:
    choose(None if percent is None else FIELDS[NAME].from_shown_units(percent))
