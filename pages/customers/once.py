"""One-time buyers: how many, how much of the money, and who of them may still come back by themselves."""

import pandas as pd
import streamlit as st

from pages.customers import lists
from retention.analysis.customers import Customers
from retention.analysis.customers.briefing import Briefing
from retention.narrate import customers as words
from retention.narrate.numbers import money, number
from retention.narrate.texts import Markup, _, fill

COLUMNS = ("customer", "first_order", "days_since_last", "revenue", "segment", "expected_next", "overdue_days")


def show(found: Customers, brief: Briefing, *, currency: str | None) -> None:
    """The count, the window in which a second order is usual, and the list, newest first."""
    rows = brief.one_time
    told = [words.one_time(brief)]
    if rows["revenue"].notna().any():
        told.append(fill(_("Together they brought {money}."), money=money(rows["revenue"].sum(), currency)))
    usual = found.table["rhythm"][~found.table["own_rhythm"]]
    if usual.notna().any():
        told.append(_window(rows, usual.iloc[0], found.table["slips_after"][~found.table["own_rhythm"]].iloc[0]))
    st.markdown(" ".join(told))
    lists.show(rows, found, name="one_time_buyers", among=COLUMNS, order=_("Newest first"), currency=currency)


def _window(rows: pd.DataFrame, usual: float, limit: float) -> Markup:
    template = _(
        "In this shop the usual gap between orders is {usual} days, and nine of ten who come back do so within "
        "{limit}. Still within that time: {open}; a welcome or a reminder can help. Past it: {late}; few of them "
        "will come by themselves."
    )
    late = int(rows["slipping"].sum())
    return fill(template, usual=number(usual), limit=number(limit), open=number(len(rows) - late), late=number(late))
