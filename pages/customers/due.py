"""Expected next orders: who is due soon by their rhythm, and who is a little late."""

import datetime as dt

import streamlit as st

from pages.customers import choices, lists
from pages.shared import cached, widgets
from retention.analysis.customers import Customers
from retention.defaults import DUE_DAYS
from retention.narrate.numbers import date, number
from retention.narrate.texts import N_, _, fill, ngettext
from retention.orders import Orders

HORIZONS = {
    "7": N_("within 7 days"),
    "14": N_("within 14 days"),
    "30": N_("within 30 days"),
    "late": N_("a little late"),
}
COLUMNS = (
    "customer",
    "expected_next",
    "overdue_days",
    "rhythm",
    "own_rhythm",
    "segment",
    "last_order",
    "orders",
    "revenue",
)


def show(found: Customers, orders: Orders) -> None:
    """A choice of how far to look ahead, and the list, soonest first."""
    horizons = {name: _(words) for name, words in HORIZONS.items()}
    chosen = widgets.chips("due", horizons, default="7", label_visibility="visible")
    late = chosen == "late"
    ahead = DUE_DAYS if late else int(chosen)
    brief = cached.briefing(orders, choices.share(), choices.margin(), ahead)
    rows = brief.overdue if late else brief.due
    st.markdown(_late(len(rows)) if late else _soon(len(rows), found.as_of + dt.timedelta(days=int(chosen))))
    st.caption(
        _(
            "Last order plus the usual gap: the customer's own median from three orders on, else the shop's, as the "
            "column says. Half of all orders come sooner, half later."
        )
    )
    name = "a_little_late" if late else f"due_in_{chosen}_days"
    lists.show(rows, found, name=name, among=COLUMNS, order=_("Soonest first"), currency=orders.currency)


def _soon(count: int, day: dt.date) -> str:
    template = ngettext(
        "The next order of {n} customer is due by {day}.", "The next orders of {n} customers are due by {day}.", count
    )
    return fill(template, n=number(count), day=date(day))


def _late(count: int) -> str:
    template = ngettext(
        "{n} customer is past the day the next order was due, but no later than is usual now and then.",
        "{n} customers are past the day the next order was due, but no later than is usual now and then.",
        count,
    )
    return fill(template, n=number(count))
