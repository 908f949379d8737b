"""The only caches. Keys are fingerprints: Streamlit hashes a mere sample of large frames and then shows old answers.

Private to a session: the default is shared by all visitors.
"""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from retention.orders import Orders
from retention.rates import rates as computed

BY_FINGERPRINT: dict[str | type[Any], Callable[[Any], Any]] = {Orders: attrgetter("fingerprint")}


class Overview(NamedTuple):
    """Orders in a few figures: how many, of how many customers, from when to when, for how much money."""

    orders: int
    customers: int
    first: dt.date
    last: dt.date
    revenue: float
    has_money: bool


@st.cache_data(scope="session", max_entries=4, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def overview(orders: Orders) -> Overview:
    """What the frame tells about the data in hand."""
    return Overview(
        orders=len(orders.purchases),
        customers=orders.customers,
        first=orders.first_date,
        last=orders.last_date,
        revenue=orders.revenue,
        has_money=bool(orders.frame["amount"].notna().any()),
    )


@st.cache_data(scope="session", max_entries=16, hash_funcs=BY_FINGERPRINT, show_spinner=False)
def rates(orders: Orders, grain: str, base: str) -> pd.DataFrame:
    """Retention by period of a grain, over a base; see `retention.rates`."""
    return computed(orders, grain=grain, base=base)
