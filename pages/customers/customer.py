"""One customer: what they bought and when, and what may be expected."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import widgets
from retention import charts
from retention.analysis.customers import Customers, history
from retention.narrate import customers
from retention.narrate.numbers import MISSING, date, money, number, short_date
from retention.narrate.texts import _, plain


def render_customer(found: Customers, customer: object, *, currency: str | None) -> None:
    """The customer's name, the answer in sentences, every order as a picture and as a table."""
    row = found.table[found.table["customer"] == customer].iloc[0]
    days = history(found, customer)
    with st.container(border=True):
        st.subheader(plain(customer), anchor=False)
        st.markdown("  \n".join(customers.one_customer(row, currency)))
        widgets.figure(_picture(row, days, found.as_of, currency))
        _render_table(days, currency)


def _picture(row: pd.Series, days: pd.DataFrame, as_of: dt.date, currency: str | None) -> alt.LayerChart:
    known = days["amount"].notna().any()
    heights = days["amount"].fillna(0) if known else days["orders"]
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


def _render_table(days: pd.DataFrame, currency: str | None) -> None:
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
