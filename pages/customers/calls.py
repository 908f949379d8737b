"""Whom to call or write to, as cards: who it is, why, how to reach them, and what came of it."""

import pandas as pd
import streamlit as st

from pages.shared import cached, session
from retention.analysis.customers.briefing import Briefing
from retention.analysis.customers.calls import call_list
from retention.narrate import calls, customers
from retention.narrate.texts import _, plain
from retention.orders import Orders

SHOWN, OUTCOMES = "calls-shown", "call-outcomes"
AT_ONCE = 3
ICONS = {"tel": ":material/call:", "mailto": ":material/mail:"}


def render_calls(brief: Briefing, orders: Orders) -> None:
    """The first of the list of calls and what is at stake; nothing where nobody is to be called."""
    if brief.first_to_call.empty:
        return
    st.subheader(calls.heading(brief), anchor=False)
    at_stake = customers.at_stake(brief, orders.currency)
    if at_stake:
        st.markdown(at_stake)
    st.fragment(_render_cards)(brief, orders)


def _render_cards(brief: Briefing, orders: Orders) -> None:
    """As many cards as are asked for; more of them, and what came of a call, draw nothing else anew."""
    most = int(st.session_state.get(SHOWN, AT_ONCE))
    rows = brief.first_to_call.head(most)
    imported = session.imported()
    files = () if session.demo() else imported.usable
    with st.spinner(_("Looking up how to reach them …"), show_time=True):
        listed = call_list(orders, rows, cached.contact_details(files, imported.rules))
    with st.grid(AT_ONCE, min_column_width=220):
        for place, (_index, row) in enumerate(listed.iterrows()):
            _render_card(row, orders.currency, place)
    if len(rows) < len(brief.first_to_call):
        st.button(_("Show more"), key="calls-more", icon=":material/expand_more:", on_click=_show_more)


def _render_card(row: pd.Series, currency: str | None, place: int) -> None:
    """One customer: the name, why to call, what is known of them, the ways to reach them, and what came of it."""
    with st.container(border=True, gap="small"):
        st.markdown(f"**{plain(row['name'])}**  \n{calls.why(row, currency)}")
        st.caption("  \n".join(filter(None, (calls.last_order(row), calls.usual_gap(row)))))
        with st.container(horizontal=True, gap="small"):
            for name, address in calls.ways(row).items():
                st.link_button(name, address, icon=ICONS[address.partition(":")[0]])
        _render_outcome(str(row["customer"]), place)


def _render_outcome(customer: str, place: int) -> None:
    """What came of a call, kept as long as the session."""
    key = f"call-outcome-{place}"
    kept: dict[str, str | None] = st.session_state.setdefault(OUTCOMES, {})
    st.session_state[key] = kept.get(customer)
    names = {name: _(words) for name, words in calls.OUTCOMES.items()}

    def keep() -> None:
        kept[customer] = st.session_state[key]

    asked = _("What came of it?")
    st.selectbox(
        asked,
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=key,
        placeholder=asked,
        label_visibility="collapsed",
        on_change=keep,
    )


def _show_more() -> None:
    st.session_state[SHOWN] = int(st.session_state.get(SHOWN, AT_ONCE)) + AT_ONCE
