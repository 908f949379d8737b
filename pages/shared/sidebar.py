"""The sidebar of every page: the data in hand, the language, and two switches for showing it to others."""

import streamlit as st

from pages.shared import cached, looks, session, widgets
from pages.shared.settings import SETTINGS
from retention.narrate import filters, numbers, problems
from retention.narrate.reader import LANGUAGES
from retention.narrate.texts import _, listed
from retention.orders import Orders


def render_language() -> None:
    """Let the visitor choose the language; drawn first because everything else is written in it."""
    session.speak(session.setting("lang", session.default_language()))
    widgets.setting("lang", default=session.default_language(), shown=LANGUAGES.__getitem__)


def render_data_card(orders: Orders) -> None:
    """The data in hand, so that no page leaves a doubt about what it speaks of."""
    found = cached.overview(orders)
    lines = problems.held(
        orders=found.orders,
        customers=found.customers,
        days=(found.first, found.last),
        money=numbers.money(found.revenue, orders.currency) if found.has_money else None,
    )
    with st.container(border=True):
        st.markdown(listed((source.name for source in orders.sources), at_most=3))
        st.caption("  \n".join(filter(None, [filters.sentences(orders.filter), *lines])))
        waiting = session.imported().waiting
        if waiting:
            st.caption(problems.waiting(each.name for each in waiting))


def render_demo_switch() -> None:
    """One switch that hides who the customers are, everywhere."""
    _render_switch("demo", _("Customers appear under invented names, on every page and in every download."))


def render_projector_switch() -> None:
    """One switch that makes everything larger and as wide as the screen, for a room that looks on."""
    _render_switch(looks.PROJECTOR, _("Larger type, lines as wide as the screen."))


def _render_switch(name: str, help_text: str) -> None:
    key = f"setting-{name}"
    st.session_state[key] = session.setting(name, "off") == "on"
    st.toggle(
        _(SETTINGS[name].label),
        key=key,
        on_change=lambda: session.choose(name, "on" if st.session_state[key] else "off"),
        help=help_text,
    )
