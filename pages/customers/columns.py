"""The columns of lists of customers: what each is called, how it sorts, and how its figures are written."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from retention.narrate import customers as words
from retention.narrate.numbers import MISSING, amount, number, percent, short_date

DATES = ("first_order", "last_order", "expected_next")
TEXTS = ("customer", "segment")
FLAGS = ("vip", "own_rhythm")
ASCENDING = ("customer", "segment", "expected_next", "first_order", "rank", "rank_before")
WRITTEN: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys((*words.MONEY, "expected_orders"), amount),
    **dict.fromkeys(DATES, short_date),
    "p_gone": percent,
}
"""How figures are written, those that are not whole numbers."""


def written(rows: pd.DataFrame, columns: Sequence[str]) -> Styler:
    """The columns with figures and days as the visitor's language writes them; sorted by what they are, not as text."""
    shown = rows[list(columns)].reset_index(drop=True)
    if "segment" in shown:
        shown["segment"] = shown["segment"].astype("str").map(words.segment)
    figures: dict[Any, str | Callable[[object], str] | None] = {
        column: WRITTEN.get(column, number) for column in columns if column not in (*TEXTS, *FLAGS)
    }
    return shown.style.format(figures, na_rep=MISSING)


def settings(columns: Sequence[str], currency: str | None) -> Mapping[str, Any]:
    """How Streamlit is to show each column."""
    return {column: _setting(column, words.label(column, currency)) for column in columns}


def _setting(column: str, title: str) -> Any:  # noqa: ANN401 - Streamlit keeps the type of its column settings private
    if column in DATES:
        return st.column_config.DateColumn(title)
    if column in FLAGS:
        return st.column_config.CheckboxColumn(title)
    if column in TEXTS:
        return st.column_config.TextColumn(title, pinned=column == "customer")
    return st.column_config.NumberColumn(title)
