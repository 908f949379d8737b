"""All periods in one table, with names a person reads."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.shared import widgets
from pages.shared.session import View
from retention.defaults import FEW_CUSTOMERS
from retention.narrate import periods
from retention.narrate.numbers import MISSING, money, number, percent, period_name
from retention.narrate.texts import _

SHARES = ("crr", "crr_low", "crr_high", "textbook")
COUNTS = ("customers_at_start", "lost", "reactivated", "new", "active", "orders")


def show(view: View, *, currency: str | None, has_money: bool) -> None:
    """The table, newest period first, and its downloads, in which the columns keep their English names."""
    table = view.rates.assign(note=periods.notes(view.rates)).iloc[::-1]
    shown = table[[name for name in periods.COLUMNS if has_money or name != "revenue"]]
    pale = ~table["complete"] | (table["customers_at_start"] < FEW_CUSTOMERS)
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
