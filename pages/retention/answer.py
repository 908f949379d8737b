"""The answer about one period: the rate, where the customers went and who they are, and how it was worked out."""

from functools import partial

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import cached, rate, widgets
from pages.shared.session import View
from pages.shared.widgets import closer
from retention import charts
from retention.analysis.change import Change
from retention.analysis.rates.bridge import Bridge
from retention.analysis.rates.compare import MEMBERS, behind, member_counts
from retention.charts.rates import STEP
from retention.defaults import TABLE_ROWS
from retention.narrate import changes, columns, retention
from retention.narrate.numbers import number
from retention.narrate.texts import N_, _, fill
from retention.orders import Orders

BRIDGE = "bridge"
COUNT = "members-count"
SECTION = "closer-retention-members"
"""Keys of the picture whose bars can be clicked, of the count that is shown, and of the section."""
COUNTS = {
    "lost": N_("Lost"),
    "retained": N_("Came back"),
    "reactivated": N_("Back again"),
    "new": N_("New"),
    "start": N_("At the start"),
    "end": N_("Bought"),
}


def render_answer(view: View, orders: Orders) -> None:
    """What was chosen: the answer, its caution, where the customers went, and the working."""
    found = view.bridge
    if not rate.render_doubts_of_orders(view, orders):
        return
    moved = rate.change(view, orders)
    with widgets.side_by_side():
        with st.container():
            rate.render_answer(view, moved)
            if moved is not None and changes.in_short(moved):
                title = _("Why did it change?")
                closer(title, ":material/difference:", _render_why, moved, view.grain, key="closer-retention-why")
        with st.container():
            st.subheader(_("Where the customers went"), anchor=False)
            widgets.figure(_bridge_chart(found), key=BRIDGE, clicked=open_clicked)
            st.caption(_("Click a bar to see its customers."), help=retention.flow(found))
    closer(
        _("How was this worked out?"),
        ":material/calculate:",
        _render_working,
        found,
        orders,
        key="closer-retention-working",
    )
    closer(
        _("Which customers are these?"),
        ":material/group:",
        render_members,
        view,
        orders,
        key=SECTION,
    )


def _render_why(moved: Change, grain: str) -> None:
    st.markdown(changes.why(moved, grain))
    st.markdown(changes.classes(moved))
    for paragraph in changes.how(moved):
        st.caption(paragraph)


def _render_working(found: Bridge, orders: Orders) -> None:
    for paragraph in retention.working(found, orders):
        st.markdown(paragraph)


def _bridge_chart(found: Bridge) -> alt.LayerChart:
    """The waterfall of one period."""
    return charts.bridge(retention.steps(found), unit=_("Customers"), alt_text=_("Where the customers went"))


def render_members(view: View, orders: Orders) -> None:
    """A choice of the count, its customers, and their download."""
    everyone = cached.members(orders, view.days, view.base)
    labels = {count: " ".join((_(COUNTS[count]), number(size))) for count, size in member_counts(everyone).items()}
    st.session_state.setdefault(COUNT, next(iter(MEMBERS)))
    st.segmented_control(
        _("Customers"),
        list(labels),
        required=True,
        format_func=labels.__getitem__,
        key=COUNT,
        label_visibility="collapsed",
        width="stretch",
    )
    count: str = st.session_state[COUNT]
    chosen = behind(everyone, count)
    st.caption(retention.members(count, view.bridge))
    if chosen.empty:
        st.markdown(_("Nobody."))
        return
    has_money = cached.overview(orders).has_money
    _render_table(chosen.head(TABLE_ROWS), orders.currency, has_money=has_money)
    if len(chosen) > TABLE_ROWS:
        st.caption(fill(_("The first {n}; the download holds all."), n=number(TABLE_ROWS)))
    money_columns = [] if has_money else ["revenue", "base_revenue"]
    name = f"customers_{count}_{view.days[0]}"
    shown = partial(columns.sheet, currency=orders.currency)
    widgets.table_downloads(chosen.drop(columns=money_columns), name=name, key="bridge-customers", shown=shown)


def open_clicked() -> None:
    """Show the customers of the bar that was clicked in the picture of the bridge."""
    clicked = st.session_state[BRIDGE]["selection"][STEP]
    if clicked:
        st.session_state[COUNT] = clicked[0]["key"]
        st.session_state[SECTION] = True


def _render_table(customers: pd.DataFrame, currency: str | None, *, has_money: bool) -> None:
    shown = retention.members_table(customers, currency, has_money=has_money)
    localized = {title: st.column_config.NumberColumn(format="localized") for title in shown.columns[1:]}
    st.dataframe(
        shown,
        hide_index=True,
        column_config=localized,
        alt=_("The customers behind the chosen count"),
    )
