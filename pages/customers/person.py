"""One customer: what they bought and when, and what may be expected."""

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import widgets
from retention import charts
from retention.analysis.customers import Customers, history
from retention.narrate import customers as words
from retention.narrate.numbers import MISSING, amount, date, money, number, percent, short_date
from retention.narrate.texts import Markup, _, fill, ngettext, plain


def show(found: Customers, customer: object, *, currency: str | None) -> None:
    """The customer's name, the answer in sentences, every order as a picture and as a table."""
    row = found.table[found.table["customer"] == customer].iloc[0]
    days = history(found, customer)
    with st.container(border=True):
        st.subheader(plain(customer), anchor=False)
        st.markdown("  \n".join((_bought(row, currency), _rhythm(row), *_outlook(row, currency))))
        widgets.figure(_picture(row, days, found.as_of, currency))
        _table(days, currency)


def _bought(row: pd.Series, currency: str | None) -> Markup:
    orders = int(row["orders"])
    worth = money(row["revenue"], currency)
    template = ngettext("{n} order since {first}", "{n} orders since {first}", orders)
    told = fill(template, n=number(orders), first=date(row["first_order"]))
    paid = "" if worth == MISSING else fill(_(", {money} in all"), money=worth)
    kind = fill("{name}: {trait}.", name=words.segment(row["segment"]), trait=words.trait(row["segment"]))
    return Markup(f"{told}{paid}. {kind}")


def _rhythm(row: pd.Series) -> Markup:
    if math.isnan(row["rhythm"]):
        return fill(_("Nobody has come back yet, so there is no usual gap."))
    template = (
        _("Usual gap between orders: {gap} days, the median of their own.")
        if row["own_rhythm"]
        else _("Usual gap between orders: {gap} days, the shop's median, as their own orders are too few.")
    )
    words_said = [fill(template, gap=number(row["rhythm"]))]
    since = _("Last order {since} days ago, next one due on {day}.")
    words_said.append(fill(since, since=number(row["days_since_last"]), day=date(row["expected_next"])))
    if row["slipping"]:
        limit = _("Nine of ten waits like this end within {limit} days: slipping away.")
        words_said.append(fill(limit, limit=number(row["slips_after"])))
    return Markup(" ".join(words_said))


def _outlook(row: pd.Series, currency: str | None) -> list[Markup]:
    if math.isnan(row["expected_orders"]):
        return []
    chance = _("Forecast: still a customer with a chance of {alive}, {orders} orders in the next 12 months")
    told = fill(chance, alive=percent(row["p_alive"]), orders=amount(row["expected_orders"]))
    worth = money(row["expected_value"], currency)
    return [Markup(f"{told}.") if worth == MISSING else Markup(f"{told}, {plain(worth)}.")]


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


def _table(days: pd.DataFrame, currency: str | None) -> None:
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
