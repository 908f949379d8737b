"""What the visitor has chosen on the Customers page, readable before and without its controls."""

import streamlit as st

from pages.shared import margin as shared
from retention.defaults import TOP_SHARE

SHARE = "vip-share"
MARGIN = "customers-margin"
USUAL_SHARE = round(100 * TOP_SHARE)


def share() -> float:
    """The share of customers that counts as the best."""
    return int(st.session_state.get(SHARE, USUAL_SHARE)) / 100


def margin() -> float | None:
    """The margin, a fraction of revenue; None when none was given."""
    return shared.given()
