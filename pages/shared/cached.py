"""The only caches. Keys are fingerprints: Streamlit hashes a mere sample of large frames and then shows old answers."""

from operator import attrgetter

import pandas as pd
import streamlit as st

from retention.orders import Orders
from retention.rates import rates as computed


@st.cache_data(scope="session", max_entries=16, hash_funcs={Orders: attrgetter("fingerprint")}, show_spinner=False)
def rates(orders: Orders, grain: str, base: str) -> pd.DataFrame:
    """Retention by period of a grain, over a base; see `retention.rates.rates`."""
    return computed(orders, grain=grain, base=base)
