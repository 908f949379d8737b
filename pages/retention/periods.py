"""Which length of a period fits, and all periods in one table with names a person reads."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.shared import cached, frame, session, widgets
from pages.shared.session import View
from retention.analysis.rates.extremes import few_at_risk
from retention.narrate import figures, periods
from retention.narrate.numbers import MISSING, money, number, percent, period_name
from retention.narrate.texts import _, fill
from retention.orders import Orders

SHARES = ("crr", "crr_low", "crr_high", "textbook")
COUNTS = ("customers_at_start", "lost", "reactivated", "new", "active", "orders")


def render_period_length(view: View, orders: Orders) -> None:
    """The length that fits with its reason; the button stands there when another length is in use."""
    found = cached.suggestion(orders)
    said = figures.period_length(found)
    if found.reason == "nobody_came_back":
        st.info(said)
        return
    st.markdown(said)
    if found.grain == view.grain:
        st.caption(_("This is the length in use."))
        return
    label = fill(_("Use this length: {grain}"), grain=_(frame.GRAINS[found.grain]))
    if st.button(label, icon=":material/check:", key="use-grain"):
        session.choose("grain", str(found.grain))
        st.rerun()


def render_periods(view: View, *, currency: str | None, has_money: bool) -> None:
    """The table, newest period first, and its downloads, in which the columns keep their English names."""
    table = view.rates.assign(note=periods.notes(view.rates)).iloc[::-1]
    shown = table[[name for name in periods.COLUMNS if has_money or name != "revenue"]]
    pale = ~table["complete"] | few_at_risk(table, "crr")
    styled = shown.style.format(_formats(view.grain, currency)).hide(axis="index")
    st.dataframe(
        widgets.greyed(styled, pale.to_numpy(dtype=bool)),
        column_config={
            name: st.column_config.Column(periods.column(name), pinned=name == "start") for name in periods.COLUMNS
        },
        hide_index=True,
        placeholder=MISSING,
        alt=_("All periods with their counts and rates"),
    )
    widgets.table_downloads(view.rates.dropna(axis="columns", how="all"), name=f"retention_by_{view.grain}")


def _formats(grain: str, currency: str | None) -> dict[Any, Callable[[Any], str] | str | None]:
    def name(start: dt.date) -> str:
        return period_name(start, grain)

    def share(value: float) -> str:
        return percent(value, digits=1)

    def revenue(value: float) -> str:
        return money(value, currency)

    return {"start": name, "revenue": revenue, **dict.fromkeys(SHARES, share), **dict.fromkeys(COUNTS, number)}
