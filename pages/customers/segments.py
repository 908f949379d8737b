"""Segments as a picture that can be clicked, with advice in words, and the customers behind each."""

import pandas as pd
import streamlit as st

from pages.customers import best
from pages.customers.lists import render_list
from pages.shared import cached, margin, session, widgets
from retention import charts
from retention.analysis.customers import Customers
from retention.charts.customers import SEGMENT
from retention.narrate import segments
from retention.narrate.numbers import percent
from retention.narrate.texts import _
from retention.orders import Orders
from retention.settings import Choice

CHOSEN = "segment"
EVERYBODY = "*"
COLUMNS = ("customer", "revenue", "last_order", "segment", "orders", "vip", "days_since_last", "rhythm", "overdue_days")
"""Of lists: the three that matter first, for a phone has room for no more."""


def render_segments(found: Customers, orders: Orders) -> None:
    """The picture, the words to the segment picked (or to all), and its customers."""
    currency = orders.currency
    rows = found.segments_present
    options = (EVERYBODY, *rows["segment"])
    chosen = session.setting(CHOSEN, EVERYBODY, among=Choice(options))
    if len(rows) > 1:
        _render_picture(found, chosen)
    widgets.setting(
        CHOSEN,
        options=options,
        default=EVERYBODY,
        shown=lambda name: _("All customers") if name == EVERYBODY else segments.name_of(name),
    )
    members = cached.ranked_customers(orders, best.share(), margin.given(), "revenue")
    if chosen == EVERYBODY:
        advice = [f"- {segments.advised(row)}" for _place, row in rows.iterrows()]
    else:
        advice = []
        members = members[members["segment"] == chosen]
        row = rows[rows["segment"] == chosen].iloc[0]
        st.markdown(segments.described(row, currency))
        st.info(segments.advice(row["advice"]), icon=":material/lightbulb:")
    name = "customers" if chosen == EVERYBODY else f"customers_{chosen}"
    columns = COLUMNS if chosen == EVERYBODY else tuple(column for column in COLUMNS if column != "segment")
    render_list(members, found, name=name, among=columns, order=_("Revenue, most first"), currency=currency)
    _render_working(advice, small="regulars" in found.segments["segment"].to_numpy())


def _render_picture(found: Customers, chosen: str) -> None:
    """Drawn anew for each choice, so that every click is a fresh one."""
    key = f"segments-{chosen}"
    chart = charts.segments(
        _bars(found.segments_present, chosen),
        titles={"name": _("Segment"), "share": _("Share"), "text": _("Size"), "advice": _("What to do")},
        alt_text=segments.largest(found),
    )
    widgets.figure(chart, key=key, clicked=lambda: _pick(key))


def _pick(key: str) -> None:
    """Make the segment clicked the chosen one; a click on the chosen one shows all again."""
    clicked = st.session_state[key]["selection"][SEGMENT]
    if clicked:
        name = clicked[0]["segment"]
        session.choose(CHOSEN, EVERYBODY if session.settings().get(CHOSEN) == name else name)


def _bars(rows: pd.DataFrame, chosen: str) -> pd.DataFrame:
    kinds = [(_("of customers"), "share")]
    if rows["revenue"].notna().any():
        kinds.append((_("of revenue"), "revenue_share"))
    found = [
        {
            "segment": row["segment"],
            "name": segments.name_of(row["segment"]),
            "kind": kind,
            "share": row[share],
            "text": percent(row[share]),
            "advice": segments.advice(row["advice"]),
            "pale": chosen not in {EVERYBODY, row["segment"]},
        }
        for _place, row in rows.iterrows()
        for kind, share in kinds
    ]
    return pd.DataFrame(found)


def _render_working(advice: list[str], *, small: bool) -> None:
    """What to do about each segment, and how they come about."""
    with st.expander(_("Segments explained"), icon=":material/checklist:", key="segments-working"):
        st.markdown("\n".join(advice))
        st.markdown(
            _(
                "Every customer gets three scores from 1 to 5, by rank among all of yours: **R** how recent the last "
                "order is, **F** how many orders, **M** how much money. 5 is the best fifth. Customers alike get the "
                "same score. Named rules, tried in order, turn the scores into segments (RFM, after Arthur Hughes, "
                "“Strategic Database Marketing”)."
            )
        )
        st.markdown(
            _(
                "Scores compare customers with each other, and a name must hold of each alone, so they are put right "
                "first. **R**: whoever is away for longer than usual counts as 2 at most, everybody else as 3 at "
                "least. **F**: one order is 1 and two are 2, wherever others stand; ten orders are 4 at least. **M**: "
                "1 where no money was kept, 3 where amounts are unknown."
            )
        )
        if small:
            st.markdown(_("With fewer than 60 customers a fifth is a handful of people, so there are three segments."))
        st.caption(_("The advice is common retention practice, not something measured in your data."))
