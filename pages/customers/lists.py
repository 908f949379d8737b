"""Lists of customers: searched, sorted, opened one by one, and handed to mailing tools."""

import pandas as pd
import streamlit as st

from pages.customers import columns, person
from pages.shared import session, widgets
from pages.shared.settings import SEARCHED
from retention.analysis.customers import Customers
from retention.analysis.customers.contacts import contact_details, contacts
from retention.defaults import LISTED_CUSTOMERS
from retention.ingest.mapping import Mapping
from retention.ingest.read.raw import RawTable
from retention.narrate import customers as words
from retention.narrate.numbers import MISSING, number
from retention.narrate.texts import _, fill, ngettext

"""Rows a list shows; the downloads hold all."""
GIVEN = "given"
"""The order in which a list comes."""


def show(
    rows: pd.DataFrame, found: Customers, *, name: str, among: tuple[str, ...], order: str, currency: str | None
) -> None:
    """A list of customers with its search, its order, its downloads, and the history of whoever is picked.

    `name` is the list's in downloads, `among` the columns it may show, `order` says how `rows` come sorted.
    """
    shown = [column for column in among if rows[column].notna().any()] if len(rows) else list(among)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input(
            _("Search"),
            type="search",
            max_chars=SEARCHED.longest,
            key=f"search-{name}",
            placeholder=_("Part of a name"),
        )
        by = st.selectbox(
            _("Sorted by"),
            (GIVEN, *shown),
            format_func=lambda column: order if column == GIVEN else words.label(column, currency),
            key=f"sort-{name}",
        )
    kept = _ordered(_searched(rows, wanted or ""), by)
    if kept.empty:
        st.info(_("Nobody on this list."))
        return
    st.caption(_count(len(kept)))
    picked = _table(kept.head(LISTED_CUSTOMERS), shown, key=f"list-{name}-{by}-{wanted}-{len(kept)}", currency=currency)
    files, rules = _files(), session.imported().rules
    widgets.table_downloads(lambda: contacts(kept, contact_details(files, rules) if files else None), name=name)
    if picked is not None or len(kept) == 1:
        person.show(found, kept["customer"].iloc[picked or 0], currency=currency)


def _files() -> list[tuple[RawTable, Mapping]]:
    """The files that may say how to reach customers; none in demo mode, which hides who they are."""
    documents = () if session.demo() else session.imported().usable
    return [(each.raw, each.mapping) for each in documents if each.raw is not None and each.mapping is not None]


def _searched(rows: pd.DataFrame, wanted: str) -> pd.DataFrame:
    if not wanted.strip():
        return rows
    return rows[rows["customer"].astype("str").str.contains(wanted.strip(), case=False, regex=False)]


def _ordered(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    return rows if by == GIVEN else rows.sort_values(by, ascending=by in columns.ASCENDING, kind="stable")


def _count(count: int) -> str:
    listed = fill(ngettext("{n} customer.", "{n} customers.", count), n=number(count))
    hint = _("Pick a row to see all orders of that customer.")
    if count > LISTED_CUSTOMERS:
        cut = fill(_("The first {n} stand here, the downloads hold all."), n=number(LISTED_CUSTOMERS))
        hint = f"{cut} {hint}"
    return f"{listed} {hint}"


def _table(rows: pd.DataFrame, shown: list[str], *, key: str, currency: str | None) -> int | None:
    """The list on screen; the position of the row picked, or None."""
    event = st.dataframe(
        columns.written(rows, shown),
        column_config=columns.settings(shown, currency),
        hide_index=True,
        placeholder=MISSING,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        alt=_("Customers with what is known of each"),
    )
    chosen = event["selection"]["rows"]
    return int(chosen[0]) if chosen and chosen[0] < len(rows) else None
