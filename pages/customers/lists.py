"""Lists of customers: searched, sorted, opened one by one (what they bought, what may be expected), handed on."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from pages.shared import session, widgets
from pages.shared.settings import SEARCHED
from retention import charts
from retention.analysis.customers import Customers, history
from retention.analysis.customers.contacts import contact_details, contacts
from retention.analysis.customers.table import in_order_of, named_like, order_sizes
from retention.defaults import LISTED_CUSTOMERS
from retention.ingest.mapping import Mapping as ColumnMapping
from retention.ingest.read.raw import RawTable
from retention.narrate import columns, customers, numbers, segments
from retention.narrate.numbers import MISSING, amount, date, money, number, percent, short_date
from retention.narrate.texts import _, fill, plain

GIVEN = "given"
"""The order in which a list comes."""
DATES = ("first_order", "last_order", "expected_next")
TEXTS = ("customer", "segment")
FLAGS = ("vip", "own_rhythm")
WRITTEN: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys((*customers.MONEY, "expected_orders"), amount),
    **dict.fromkeys(DATES, short_date),
    "p_gone": percent,
}
"""How figures are written, those that are not whole numbers."""


def render_list(
    rows: pd.DataFrame, found: Customers, *, name: str, among: tuple[str, ...], order: str, currency: str | None
) -> None:
    """A list of customers with its search, its order, its downloads, and the history of whoever is picked.

    `name` is the list's in downloads, `among` the columns it may show, `order` says how `rows` come sorted.
    """
    shown = [column for column in among if rows[column].notna().any()] if len(rows) else list(among)
    calibrated = found.forecast.alive is not None
    titles = {column: customers.column(column, currency, calibrated=calibrated) for column in shown}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input(
            _("Search"),
            type="search",
            max_chars=SEARCHED.longest,
            key=f"search-{name}",
            placeholder=_("Part of a name"),
            help=_("Pick a row to see all orders of that customer."),
        )
        by = st.selectbox(
            _("Sorted by"),
            (GIVEN, *shown),
            format_func=lambda column: order if column == GIVEN else titles[column],
            key=f"sort-{name}",
        )
    kept = named_like(rows, wanted or "")
    kept = kept if by == GIVEN else in_order_of(kept, by)
    if kept.empty:
        st.info(_("Nobody on this list."))
        return
    st.caption(_count(len(kept)))
    key = _key_of_rows(name, by, wanted or "", len(kept))
    picked = _render_table(kept.head(LISTED_CUSTOMERS), titles, key=key)
    files, rules = _files(), session.imported().rules
    widgets.table_downloads(
        lambda: contacts(kept, contact_details(files, rules) if files else None),
        name=name,
        key=f"list-{name}",
        shown=partial(columns.sheet, currency=currency),
    )
    if picked is not None or len(kept) == 1:
        render_customer(found, kept["customer"].iloc[picked or 0], currency=currency)


def _key_of_rows(name: str, *rows: str | int) -> str:
    """The key of a list's table: another one for other rows, so that nobody stays picked who is not meant.

    It counts what was shown instead of naming it: keys stand in the page, and what is searched for may be a name.
    """
    known: dict[tuple[str | int, ...], int] = st.session_state.setdefault(f"rows-{name}", {})
    return f"list-{name}-{known.setdefault(rows, len(known))}"


def _files() -> list[tuple[RawTable, ColumnMapping]]:
    """The files that may say how to reach customers; none in demo mode, which hides who they are."""
    documents = () if session.demo() else session.imported().usable
    return [(each.raw, each.mapping) for each in documents if each.raw is not None and each.mapping is not None]


def _count(count: int) -> str:
    cut = fill(_("The first {n} stand here."), n=number(LISTED_CUSTOMERS)) if count > LISTED_CUSTOMERS else ""
    return f"{numbers.customers(count)}. {cut}"


def _render_table(rows: pd.DataFrame, titles: Mapping[str, str], *, key: str) -> int | None:
    """The list on screen, columns by their titles; the position of the row picked, or None."""
    event = st.dataframe(
        _written(rows, list(titles)),
        column_config={column: _column_setting(column, title) for column, title in titles.items()},
        hide_index=True,
        placeholder=MISSING,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        alt=_("Customers with what is known of each"),
    )
    chosen = event["selection"]["rows"]
    return int(chosen[0]) if chosen and chosen[0] < len(rows) else None


def _written(rows: pd.DataFrame, columns: Sequence[str]) -> Styler:
    """The columns with figures and days as the visitor's language writes them; sorted by what they are, not as text."""
    shown = rows[list(columns)].reset_index(drop=True)
    if "segment" in shown:
        shown["segment"] = shown["segment"].astype("str").map(segments.name_of)
    figures: dict[Any, str | Callable[[object], str] | None] = {
        column: WRITTEN.get(column, number) for column in columns if column not in (*TEXTS, *FLAGS)
    }
    return shown.style.format(figures, na_rep=MISSING)


def _column_setting(column: str, title: str) -> Any:  # noqa: ANN401 - Streamlit keeps the type of its column settings private
    if column in DATES:
        return st.column_config.DateColumn(title)
    if column in FLAGS:
        return st.column_config.CheckboxColumn(title)
    if column in TEXTS:
        return st.column_config.TextColumn(title, pinned=column == "customer")
    return st.column_config.NumberColumn(title)


def render_customer(found: Customers, customer: object, *, currency: str | None) -> None:
    """The customer's name, the answer in sentences, every order as a picture and as a table."""
    row = found.table[found.table["customer"] == customer].iloc[0]
    days = history(found, customer)
    with st.container(border=True):
        st.subheader(plain(customer), anchor=False)
        st.markdown("  \n".join(customers.one_customer(row, currency)))
        widgets.figure(_picture(row, days, found.as_of, currency))
        _render_orders(days, currency)


def _picture(row: pd.Series, days: pd.DataFrame, as_of: dt.date, currency: str | None) -> alt.LayerChart:
    known = days["amount"].notna().any()
    heights = order_sizes(days)
    points = pd.DataFrame(
        {
            "date": [day.date().isoformat() for day in days["date"]],
            "height": heights,
            "text": [money(value, currency) if known else number(value) for value in heights],
            "day": [date(day) for day in days["date"]],
        }
    )
    marks = [(as_of.isoformat(), _("last day of the data"))]
    if not pd.isna(row["expected_next"]):
        marks.append((row["expected_next"].date().isoformat(), _("next order due")))
    due = pd.DataFrame(marks, columns=["date", "text"])
    titles = {"date": _("Day"), "height": _("Money") if known else _("Orders")}
    return charts.history(points, due.assign(at=range(len(due))), titles=titles, alt_text=_("Every order over time"))


def _render_orders(days: pd.DataFrame, currency: str | None) -> None:
    """Every order, newest first, written as the visitor's language does."""
    names = {"date": _("Day"), "orders": _("Orders"), "amount": _("Money"), "gap": _("Days since the one before")}
    newest = days.iloc[::-1].reset_index(drop=True)
    written: dict[Any, Callable[[Any], str]] = {
        names["date"]: short_date,
        names["orders"]: number,
        names["amount"]: lambda value: money(value, currency),
        names["gap"]: number,
    }
    st.dataframe(
        newest[list(names)].rename(columns=names).style.format(dict[Any, Any](written), na_rep=MISSING),
        column_config={names["date"]: st.column_config.DateColumn()},
        hide_index=True,
        alt=_("All orders of this customer"),
    )
