"""How long until the next order: the curve, its middle in a sentence, and the gaps from order to order."""

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import cached, widgets
from retention import charts
from retention.analysis.timing import Wait
from retention.narrate import cohort_tables
from retention.narrate.numbers import number
from retention.narrate.texts import N_, _
from retention.orders import Orders

MOST_POINTS = 200
"""Days of the curve that a picture this wide can tell apart; every one is in the download."""
ORDERS = {"2": N_("second order"), "3": N_("third order"), "4": N_("fourth order"), "5": N_("fifth order")}


def render_waiting(orders: Orders) -> None:
    """The wait for a chosen order after the first, and the time from each order to the next."""
    gaps = cached.gaps(orders)
    reached = tuple(name for name in ORDERS if int(name) in set(gaps["number"]))
    if not reached:
        st.info(_("Nobody has placed a second order yet, so there is no time to measure."))
        return
    chosen = widgets.setting("order", options=reached, default=reached[0], shown=lambda name: _(ORDERS[name]))
    wait = cached.wait(orders, int(chosen))
    st.markdown(cohort_tables.wait_for_order(wait, _(ORDERS[chosen])))
    widgets.figure(_chart(wait))
    st.caption(cohort_tables.wait_legend(wait))
    widgets.table_downloads(wait.curve, name=f"days_to_order_{chosen}")
    st.markdown(
        _("**From each order to the next.** Only customers who got that far are counted, the quick ones first.")
    )
    _render_gaps(gaps)
    widgets.table_downloads(gaps, name="days_between_orders")


def _chart(wait: Wait) -> alt.LayerChart:
    titles = {"days": _("Days since the first order"), "share": _("Have ordered"), "low": _("From"), "high": _("To")}
    words = _("How long until they order again")
    return charts.waiting(wait.thinned(MOST_POINTS), median=wait.median, titles=titles, alt_text=words)


def _render_gaps(gaps: pd.DataFrame) -> None:
    columns = {
        _("Order"): [number(place) for place in gaps["number"]],
        _("Customers"): [number(count) for count in gaps["customers"]],
        _("Typical days since the one before"): [number(days) for days in gaps["median"]],
        _("Middle half"): [
            _("{low} to {high}").format(low=number(low), high=number(high))
            for low, high in zip(gaps["lower"], gaps["upper"], strict=True)
        ],
    }
    st.dataframe(
        columns,
        hide_index=True,
        column_config={name: st.column_config.Column(alignment="right") for name in columns},
        alt=_("Days from each order to the next"),
    )
