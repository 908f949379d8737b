"""How long until the next order: the curve, its middle in a sentence, and the gaps from order to order."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from pages.shared import cached, widgets
from retention import charts
from retention.analysis.timing import Wait
from retention.defaults import FEW_CUSTOMERS
from retention.narrate.numbers import number, percent
from retention.narrate.texts import N_, Markup, _, fill, ngettext
from retention.orders import Orders

MOST_POINTS = 200
"""Days of the curve that a picture this wide can tell apart; every one is in the download."""
ORDERS = {"2": N_("second order"), "3": N_("third order"), "4": N_("fourth order"), "5": N_("fifth order")}


def show(orders: Orders) -> None:
    """The wait for a chosen order after the first, and the time from each order to the next."""
    gaps = cached.gaps(orders)
    reached = tuple(name for name in ORDERS if int(name) in set(gaps["number"]))
    if not reached:
        st.info(_("Nobody has placed a second order yet, so there is no time to measure."))
        return
    chosen = widgets.setting("order", options=reached, default=reached[0], shown=lambda name: _(ORDERS[name]))
    wait = cached.wait(orders, int(chosen))
    st.markdown(_sentence(wait, _(ORDERS[chosen])))
    widgets.figure(_chart(wait))
    st.caption(_reading(wait))
    widgets.table_downloads(wait.curve, name=f"days_to_order_{chosen}")
    st.markdown(
        _("**From each order to the next.** Only customers who got that far are counted, the quick ones first.")
    )
    _table(gaps)
    widgets.table_downloads(gaps, name="days_between_orders")


def _sentence(wait: Wait, order: str) -> Markup:
    if wait.median is None:
        last = wait.curve.iloc[-1]
        template = ngettext(
            "**Half is not reached**: within {n} day, {share} of the customers had placed their {order}.",
            "**Half is not reached**: within {n} days, {share} of the customers had placed their {order}.",
            int(last["days"]),
        )
        return fill(template, n=number(last["days"]), share=percent(last["share"]), order=order)
    template = ngettext(
        "Half of the customers had placed their {order} within **{n} day** of the first.",
        "Half of the customers had placed their {order} within **{n} days** of the first.",
        int(wait.median),
    )
    return fill(template, n=number(wait.median), order=order)


def _reading(wait: Wait) -> Markup:
    told = [
        fill(
            ngettext(
                "{n} customer began; {reached} got there. Those who began lately count for the days they could be "
                "watched (Kaplan–Meier). The shaded band is the 95% interval.",
                "{n} customers began; {reached} got there. Those who began lately count for the days they could be "
                "watched (Kaplan–Meier). The shaded band is the 95% interval.",
                wait.customers,
            ),
            n=number(wait.customers),
            reached=number(wait.ordered),
        )
    ]
    if wait.customers < FEW_CUSTOMERS:
        told.append(Markup(_("Few customers: read with care.")))
    return Markup(" ".join(told))


def _chart(wait: Wait) -> alt.LayerChart:
    titles = {"days": _("Days since the first order"), "share": _("Have ordered"), "low": _("From"), "high": _("To")}
    words = _("How long until they order again")
    return charts.waiting(_drawn(wait.curve), median=wait.median, titles=titles, alt_text=words)


def _drawn(curve: pd.DataFrame) -> pd.DataFrame:
    """The first and last day of the curve and evenly many between them: thousands of points keep a browser busy."""
    places = np.linspace(0, len(curve) - 1, MOST_POINTS).round().astype(int)
    return curve.iloc[np.unique(places)]


def _table(gaps: pd.DataFrame) -> None:
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
