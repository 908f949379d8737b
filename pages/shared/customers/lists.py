"""Lists of customers: searched, sorted, opened one by one, and handed to mailing tools."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import widgets
from pages.shared.customers import person, words
from pages.shared.figures import MISSING, number
from pages.shared.texts import N_, _, fill, ngettext
from retention.customers import Customers
from retention.customers.contacts import contacts

SHOWN = 500
"""Rows a list shows; the downloads hold all."""
COLUMNS = {
    "customer": N_("Customer"),
    "segment": N_("Segment"),
    "vip": N_("Among the best"),
    "orders": N_("Orders"),
    "revenue": N_("Revenue"),
    "first_order": N_("First order"),
    "last_order": N_("Last order"),
    "days_since_last": N_("Days since"),
    "rhythm": N_("Usual gap, days"),
    "own_rhythm": N_("Gap is their own"),
    "expected_next": N_("Next order due"),
    "overdue_days": N_("Days overdue"),
    "p_gone": N_("Chance of being gone"),
    "value_at_stake": N_("At stake, a year"),
    "expected_orders": N_("Expected orders, a year"),
    "expected_value": N_("Expected, a year"),
    "residual_value": N_("All that is to come"),
    "historic_value": N_("So far"),
}
MONEY = ("revenue", "value_at_stake", "expected_value", "residual_value", "historic_value")
DATES = ("first_order", "last_order", "expected_next")
TEXTS = ("customer", "segment")
FLAGS = ("vip", "own_rhythm")
ASCENDING = ("customer", "segment", "expected_next", "first_order")
GIVEN = "given"
"""The order in which a list comes."""


def show(
    rows: pd.DataFrame, found: Customers, *, name: str, columns: tuple[str, ...], order: str, currency: str | None
) -> None:
    """A list of customers with its search, its order, its downloads, and the history of whoever is picked.

    `name` is the list's in downloads, `order` says how `rows` come sorted.
    """
    shown = [column for column in columns if rows[column].notna().any()] if len(rows) else list(columns)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input(_("Search"), type="search", key=f"search-{name}", placeholder=_("Part of a name"))
        by = st.selectbox(
            _("Sorted by"),
            (GIVEN, *shown),
            format_func=lambda column: order if column == GIVEN else label(column, currency),
            key=f"sort-{name}",
        )
    kept = _ordered(_searched(rows, wanted or ""), by)
    if kept.empty:
        st.info(_("Nobody on this list."))
        return
    st.caption(_count(len(kept)))
    picked = _table(kept.head(SHOWN), shown, key=f"list-{name}-{by}-{wanted}-{len(kept)}", currency=currency)
    widgets.table_downloads(lambda: contacts(kept), name=name)
    if picked is not None or len(kept) == 1:
        person.show(found, kept["customer"].iloc[picked or 0], currency=currency)


def label(column: str, currency: str | None) -> str:
    """The heading of a column, with the currency where it is money."""
    heading = _(COLUMNS[column])
    return f"{heading}, {currency}" if column in MONEY and currency else heading


def _searched(rows: pd.DataFrame, wanted: str) -> pd.DataFrame:
    if not wanted.strip():
        return rows
    return rows[rows["customer"].astype("str").str.contains(wanted.strip(), case=False, regex=False)]


def _ordered(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    return rows if by == GIVEN else rows.sort_values(by, ascending=by in ASCENDING, kind="stable")


def _count(count: int) -> str:
    listed = fill(ngettext("{n} customer.", "{n} customers.", count), n=number(count))
    hint = _("Pick a row to see all orders of that customer.")
    if count > SHOWN:
        cut = fill(_("The first {n} stand here, the downloads hold all."), n=number(SHOWN))
        hint = f"{cut} {hint}"
    return f"{listed} {hint}"


def _table(rows: pd.DataFrame, columns: list[str], *, key: str, currency: str | None) -> int | None:
    """The list on screen; the position of the row picked, or None."""
    shown = rows[columns].round(dict.fromkeys(("p_gone", "expected_orders", *MONEY), 2)).reset_index(drop=True)
    if "segment" in shown:
        shown["segment"] = shown["segment"].astype("str").map(words.segment)
    event = st.dataframe(
        shown,
        column_config=_config(columns, currency),
        hide_index=True,
        placeholder=MISSING,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        alt=_("Customers with what is known of each"),
    )
    chosen = event["selection"]["rows"]
    return int(chosen[0]) if chosen and chosen[0] < len(shown) else None


def _config(columns: list[str], currency: str | None) -> Mapping[str, Any]:
    return {column: _column(column, label(column, currency)) for column in columns}


def _column(column: str, title: str) -> Any:  # noqa: ANN401 - Streamlit keeps the type of its column settings private
    if column in DATES:
        return st.column_config.DateColumn(title, format="localized")
    if column in FLAGS:
        return st.column_config.CheckboxColumn(title)
    if column in TEXTS:
        return st.column_config.TextColumn(title, pinned=column == "customer")
    return st.column_config.NumberColumn(title, format="percent" if column == "p_gone" else "localized")
