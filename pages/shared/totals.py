"""Three totals typed in by visitors without a list of orders; what is typed on one page stands on the other."""

import streamlit as st

from pages.shared import widgets
from pages.shared.settings import COUNT
from retention.narrate.texts import _

EXAMPLE = 9000, 5000, 2000
"""Totals to begin with."""


def ask_totals() -> tuple[int, int, int]:
    """Customers at the start, customers in the period and first-time buyers among these, as three controls."""
    start, active, new = EXAMPLE
    return (
        _count("S", _("Customers at the start"), start),
        _count("E", _("Customers in the period"), active),
        _count("N", _("of these, first-time buyers"), new),
    )


def _count(letter: str, label: str, example: int) -> int:
    return int(
        st.number_input(
            f"**{letter}** {label}",
            **widgets.limits(COUNT),
            value=example,
            key=f"total-{letter}",
            persist_state="session",
        )
    )
