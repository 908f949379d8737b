"""The answer about one period: the rate in a sentence, where the customers went, and how it was worked out."""

import altair as alt
import pandas as pd
import streamlit as st

from pages.retention import members
from pages.shared import widgets
from pages.shared.session import View
from pages.shared.widgets import closer
from retention import charts
from retention.analysis.rates.bridge import Bridge
from retention.narrate import retention
from retention.narrate.numbers import number
from retention.narrate.texts import _
from retention.orders import Orders


def render_answer(view: View, orders: Orders) -> None:
    """What was chosen: the answer, its caution, where the customers went, and the working."""
    found = view.bridge
    if not found.has_rate:
        st.info(retention.no_rate(found, ever=bool(view.rates["customers_at_start"].any())))
        return
    said = retention.headline(found)
    with widgets.steady():
        st.header(said, anchor=False)
        compared = retention.comparisons(found)
        if compared:
            st.markdown(compared)
        caution = retention.caution(found)
        if caution:
            st.warning(caution, icon=":material/hourglass_top:")
    widgets.answered(said)
    st.subheader(_("Where the customers went"), anchor=False)
    widgets.figure(_bridge_chart(found), key=members.BRIDGE, clicked=members.open_clicked)
    st.caption(retention.flow(found) + "  \n" + _("Click a bar to see its customers."))
    closer(
        _("How was this worked out?"),
        ":material/calculate:",
        _render_working,
        found,
        orders,
        key="closer-retention-working",
    )
    closer(
        _("Which customers are these?"),
        ":material/group:",
        members.render_members,
        view,
        orders,
        key=members.SECTION,
    )


def _render_working(found: Bridge, orders: Orders) -> None:
    for paragraph in retention.working(found, orders):
        st.markdown(paragraph)


def _bridge_chart(found: Bridge) -> alt.LayerChart:
    """The waterfall of one period."""
    rows = [
        ("start", retention.start_label(found), found.steps["start"], True, "kept", ""),
        ("lost", _("Lost"), found.steps["lost"], False, "lost", "−"),
        ("reactivated", _("Back again"), found.steps["reactivated"], False, "reactivated", "+"),
        ("new", _("New"), found.steps["new"], False, "new", "+"),
        ("end", retention.end_label(found), found.steps["end"], True, "kept", ""),
    ]
    steps = pd.DataFrame(rows, columns=["key", "label", "count", "total", "role", "sign"])
    steps["text"] = [f"{sign}{number(abs(count))}" for sign, count in zip(steps["sign"], steps["count"], strict=True)]
    steps["change"] = steps["count"].where(steps["key"] != "end", 0)
    return charts.bridge(steps, unit=_("Customers"), alt_text=_("Where the customers went"))
