"""The visitor's target for the retention rate, one for all pages, and how the running period stands beside it."""

import streamlit as st

from pages.shared import cached, session, widgets
from pages.shared.session import View
from pages.shared.settings import TARGET
from retention.narrate import pace as words
from retention.narrate.numbers import share_of_hundred
from retention.narrate.texts import _
from retention.orders import Orders
from retention.settings import Days, as_text

NAME, OF, KEY = "target", "target-of", "setting-target"


def given(view: View) -> float | None:
    """The target, a fraction; None unless one was set for the rate of just these periods and this base."""
    percent, of = session.setting(NAME, ""), session.setting(OF, "")
    return share_of_hundred(float(percent)) if percent and of == _rate(view.grain, view.base) else None


def choose(percent: float | None, *, grain: str, base: str | Days) -> None:
    """Remember a target for the rate of periods and base, which is another one with others; None takes it back."""
    session.choose(NAME, "" if percent is None else as_text(percent))
    session.choose(OF, "" if percent is None else _rate(grain, base))


def is_set(percent: float, *, grain: str, base: str | Days) -> bool:
    """Whether this is the target."""
    return session.setting(NAME, "") == as_text(percent) and session.setting(OF, "") == _rate(grain, base)


def _rate(grain: str, base: str | Days) -> str:
    return f"{grain} {as_text(base)}"


def render_pace(view: View, orders: Orders) -> None:
    """The target, to be set here, and how the running or next period stands beside it."""
    target = given(view)
    found = cached.pace(orders, view.calendar, view.base, target)
    if found is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        _render_control(view, target)
        with st.container(width=520):
            if target is not None:
                st.markdown(words.answer(found))
            st.caption(words.basis(found, view.grain))


def _render_control(view: View, target: float | None) -> None:
    st.session_state[KEY] = None if target is None else float(session.setting(NAME, ""))
    st.number_input(
        _("Target, %"),
        **widgets.limits(TARGET),
        value=None,
        format="%g",
        key=KEY,
        placeholder=_("none"),
        on_change=lambda: choose(st.session_state[KEY], grain=view.grain, base=view.base),
        help=_("The share of the customers at the start that is to come back in the running or next period."),
        width=150,
    )
