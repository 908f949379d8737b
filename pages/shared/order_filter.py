"""Which orders count: the visitor's filter, the same on every page, kept by its words, linked by places.

Values are words of the file's cells, and none of them stands in a link (`retention.activity.filter_places`). Opened
with other orders, in which there are more or fewer, such a link chooses nothing, and that is said.
"""

from contextlib import suppress

import streamlit as st

from pages.shared import session
from retention.activity import in_places, narrowed_orders, of_places
from retention.errors import ColumnError, NoOrdersError, RetentionError
from retention.filters import EVERY_ORDER, Filter
from retention.narrate.filters import COLUMNS
from retention.orders import Orders

NAME = "filter"
"""Of the setting, which is kept as the link writes it; what it stands for is kept beside it."""
CONDITIONS, CHANGED, WRITTEN, UNFIT = "filter-conditions", "filter-changed", "filter-written", "filter-unfit"
"""Where the session keeps the filter by its words, that it is new, its text in links, and that one did not fit."""


def held() -> Filter:
    """The filter the visitor chose, whether or not it leaves any order."""
    found: Filter = st.session_state.get(CONDITIONS, EVERY_ORDER)
    return found


def choose(by: Filter) -> None:
    """Make this the filter of every page."""
    st.session_state[CONDITIONS] = by
    st.session_state[CHANGED] = True


def check(by: Filter, whole: Orders) -> None:
    """ColumnError where a condition is about a column or a value that the orders do not have."""
    with suppress(NoOrdersError):
        narrowed_orders(whole, by)


def is_new() -> bool:
    """Whether a filter was chosen since the page was drawn, which then has to be drawn anew."""
    return bool(st.session_state.get(CHANGED))


def settle(whole: Orders) -> RetentionError | None:
    """Filter the orders in hand for the page about to run, and write the filter into its link.

    Returns why no order is left, if none is: then all are in hand. A filter of other orders, whose columns or values
    are not there, is given up, which `unfit` tells.
    """
    _take_link(whole)
    refused: RetentionError | None = None
    try:
        session.keep_part(whole, held())
    except ColumnError:
        choose(EVERY_ORDER)
        st.session_state[UNFIT] = True
        session.keep_part(whole, EVERY_ORDER)
    except RetentionError as nothing:
        refused = nothing
        session.keep_part(whole, EVERY_ORDER)
    st.session_state.pop(CHANGED, None)
    text = in_places(held(), whole, own_names=COLUMNS)
    session.settings()[NAME] = st.session_state[WRITTEN] = text
    session.setting(NAME, "")
    return refused


def unfit() -> bool:
    """Whether a filter was given up, because it does not fit the orders; told once."""
    return bool(st.session_state.pop(UNFIT, False))


def _take_link(whole: Orders) -> None:
    """Make the filter of a link, if a new one came, the one that is held; so does a step back to where there was none.

    One that was chosen meanwhile counts.
    """
    text = session.settings().get(NAME, "")
    if is_new() or text == st.session_state.get(WRITTEN, ""):
        return
    linked = of_places(text, whole, own_names=COLUMNS) if text else EVERY_ORDER
    choose(EVERY_ORDER if linked is None else linked)
    if linked is None:
        st.session_state[UNFIT] = True
