"""The customers behind each count of the bridge, those who spent most first."""

import pandas as pd
import streamlit as st

from pages.shared import answers, cached, widgets
from pages.shared.session import View
from retention.charts.rates import STEP
from retention.defaults import TABLE_ROWS
from retention.narrate.numbers import number
from retention.narrate.texts import N_, Markup, _, fill
from retention.orders import Orders

BRIDGE = "bridge"
COUNT = "people"
OPEN = f"closer-{__name__}"
"""Keys of the picture whose bars can be clicked, of the count that is shown, and of the section."""
COUNTS = {
    "lost": (N_("Lost"), ("lost",)),
    "retained": (N_("Came back"), ("retained",)),
    "reactivated": (N_("Back again"), ("reactivated",)),
    "new": (N_("New"), ("new",)),
    "start": (N_("At the start"), ("retained", "lost")),
    "end": (N_("Bought"), ("retained", "reactivated", "new")),
}
"""The counts of the bridge, and the statuses each is made of; the lost first, because they can be won back."""


def show(view: View, orders: Orders) -> None:
    """A choice of the count, its customers, and their download."""
    everyone = cached.members(orders, view.days, view.base)
    sizes = everyone["status"].value_counts()
    labels = {name: _label(name, int(sizes.reindex(COUNTS[name][1], fill_value=0).sum())) for name in COUNTS}
    st.session_state.setdefault(COUNT, "lost")
    st.segmented_control(
        _("Customers"),
        list(COUNTS),
        required=True,
        format_func=labels.__getitem__,
        key=COUNT,
        label_visibility="collapsed",
        width="stretch",
    )
    count: str = st.session_state[COUNT]
    chosen = everyone[everyone["status"].isin(COUNTS[count][1])].reset_index(drop=True)
    st.caption(_meaning(count, view))
    if chosen.empty:
        st.markdown(_("Nobody."))
        return
    has_money = cached.overview(orders).has_money
    _table(chosen.head(TABLE_ROWS), orders.currency, has_money=has_money)
    if len(chosen) > TABLE_ROWS:
        st.caption(fill(_("The first {n}; the download holds all."), n=number(TABLE_ROWS)))
    money_columns = [] if has_money else ["revenue", "base_revenue"]
    widgets.table_downloads(chosen.drop(columns=money_columns), name=f"customers_{count}_{view.days[0]}")


def open_clicked() -> None:
    """Show the customers of the bar that was clicked in the picture of the bridge."""
    clicked = st.session_state[BRIDGE]["selection"][STEP]
    if clicked:
        st.session_state[COUNT] = clicked[0]["key"]
        st.session_state[OPEN] = True


def _label(name: str, customers: int) -> str:
    word = _(COUNTS[name][0])
    return f"{word} {number(customers)}"


def _meaning(count: str, view: View) -> Markup:
    meanings = {
        "lost": _("Bought {base}, but not {period}."),
        "retained": _("Bought {base} and again {period}."),
        "reactivated": _("Bought {period} and at some time before, but not {base}."),
        "new": _("Bought for the first time {period}."),
        "start": _("Bought {base}."),
        "end": _("Bought {period}."),
    }
    period = answers.when(view.days, answers.grain_of(view))
    return fill(meanings[count], base=answers.when_base(view), period=period)


def _table(customers: pd.DataFrame, currency: str | None, *, has_money: bool) -> None:
    names = {
        "customer": _("Customer"),
        "orders": _("Orders"),
        "revenue": _("Revenue"),
        "base_orders": _("Orders before"),
        "base_revenue": _("Revenue before"),
    }
    kept = [
        name for name in names if name == "customer" or ((has_money or "revenue" not in name) and customers[name].any())
    ]
    unit = f" ({currency})" if currency else ""
    titles = {name: f"{names[name]}{unit if 'revenue' in name else ''}" for name in kept}
    localized = {titles[name]: st.column_config.NumberColumn(format="localized") for name in kept[1:]}
    shown = customers[kept].astype({"customer": "str"}).round(2)
    st.dataframe(
        shown.rename(columns=titles),
        hide_index=True,
        column_config=localized,
        alt=_("The customers behind the chosen count"),
    )
