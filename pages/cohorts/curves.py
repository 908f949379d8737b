"""Cohorts as curves: over their ages, one age across all cohorts, and the wait for the next order."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from pages.cohorts.choices import Shown
from pages.shared import cached, notes, widgets
from retention import charts
from retention.analysis.cohorts import Drift, Side
from retention.analysis.cohorts.reading import around, at_age
from retention.analysis.timing import Wait
from retention.narrate import cohort_measures, cohort_tables, periods
from retention.narrate.numbers import between, from_to, number, percent, period_name
from retention.narrate.texts import N_, _
from retention.orders import Orders
from retention.periods import Calendar

MOST_GROUPS, MOST_PERIODS = 6, 12
"""Lines that can be told apart: groups by their colour, periods by how strongly they are drawn."""
MOST_POINTS = 200
"""Days of the curve that a picture this wide can tell apart; every one is in the download."""
ORDERS = {"2": N_("second order"), "3": N_("third order"), "4": N_("fourth order"), "5": N_("fifth order")}


def render_curves(shown: Shown) -> None:
    """The curves of the latest or largest cohorts and of all."""
    widgets.figure(_chart(shown))


def _chart(shown: Shown) -> alt.LayerChart:
    table, groups = shown.table, shown.table.by is not None
    seen = list(table.known["cohort"].unique())
    drawn = seen[:MOST_GROUPS] if groups else seen[:: -(-len(seen) // MOST_PERIODS)]
    strength = {key: 1.0 if groups else (place + 1) / len(drawn) for place, key in enumerate(drawn)}
    one = table.known[table.known["cohort"].isin(drawn)]
    one = one.assign(
        name=one["cohort"].map(shown.names),
        kind=one["cohort"].map(shown.names) if groups else _("Each cohort, newer ones stronger"),
        weight=one["cohort"].map(strength).where(one["sure"], 0.0),
        thick=False,
    )
    pooled = table.means[~table.means["few"]]
    every = pooled.assign(name=_("All cohorts"), kind=_("All cohorts"), weight=1.0, thick=True)
    points = pd.concat([one, every], ignore_index=True)[["name", "age", "value", "kind", "weight", "thick"]]
    titles = {"name": _("Cohort"), "age": _("Age"), "value": cohort_measures.title(table.measure)}
    return charts.curves(
        points,
        titles=titles,
        formats=cohort_measures.formats(table.measure),
        alt_text=_("The same as curves"),
    )


def render_across(cells: pd.DataFrame, found: Drift | None, age: int, calendar: Calendar) -> None:
    """The share of each cohort that came back at an age, and the two levels that are compared."""
    widgets.figure(_across_chart(at_age(cells, age), found, calendar))
    noted = notes.listed(list(at_age(cells, age)["start"]), calendar)
    st.caption(
        " ".join(filter(None, [_("Dashed: the two sides that are compared."), noted])),
        help=_(
            "The shaded band is the 95% interval. Pale points: few customers, or such that may have bought before your "
            "data begin."
        ),
    )


def _across_chart(known: pd.DataFrame, found: Drift | None, calendar: Calendar) -> alt.LayerChart:
    names = [period_name(start, calendar.grain) for start in known["start"]]
    points = pd.DataFrame(
        {
            "name": names,
            "rate": known["share"].astype(float),
            "low": known["share_low"],
            "high": known["share_high"],
            "complete": True,
            "small": known["pale"],
            "selected": known["start"] == known["start"].iloc[-1],
            "text": [percent(rate) for rate in known["share"]],
            "range": [between(low, high) for low, high in zip(known["share_low"], known["share_high"], strict=True)],
            "note": [periods.cohort_note(few, sure) for few, sure in zip(known["few"], known["sure"], strict=True)],
        }
    )
    titles = {"name": _("First bought"), "rate": _("Came back"), "range": _("95% interval"), "note": _("Note")}
    sides = [] if found is None else [found.older, found.newer]
    levels = [_level(side, name, points, known) for name, side in zip("on", sides, strict=False)]
    none = pd.DataFrame({"name": [], "rate": [], "side": [], "text": [], "under": []})
    marks = notes.drawn(list(known["start"]), names, calendar)
    return charts.across(points, pd.concat([none, *levels]), titles=titles, alt_text=titles["rate"], notes=marks)


def _level(side: Side, name: str, points: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The share of one side, at each of its cohorts, written where the line leaves most room."""
    found = around(side, known)
    texts = np.where(found["farthest"], percent(side.share), "")
    names = points.loc[found.index, "name"]
    return pd.DataFrame({"name": names, "rate": side.share, "side": name, "text": texts, "under": found["above"]})


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
    widgets.figure(_waiting_chart(wait))
    st.caption(cohort_tables.wait_legend(wait), help=cohort_tables.wait_reading())
    widgets.table_downloads(wait.curve, name=f"days_to_order_{chosen}", key="wait")
    st.markdown(
        _("**From each order to the next**"),
        help=_("Only customers who got that far are counted, the quick ones first."),
    )
    _render_gaps(gaps)
    widgets.table_downloads(gaps, name="days_between_orders", key="gaps")


def _waiting_chart(wait: Wait) -> alt.LayerChart:
    titles = {"days": _("Days since the first order"), "share": _("Have ordered"), "low": _("From"), "high": _("To")}
    words = _("How long until they order again")
    return charts.waiting(wait.thinned(MOST_POINTS), median=wait.median, titles=titles, alt_text=words)


def _render_gaps(gaps: pd.DataFrame) -> None:
    columns = {
        _("Order"): [number(place) for place in gaps["number"]],
        _("Customers"): [number(count) for count in gaps["customers"]],
        _("Typical days since the one before"): [number(days) for days in gaps["median"]],
        _("Middle half"): [
            from_to(number(low), number(high)) for low, high in zip(gaps["lower"], gaps["upper"], strict=True)
        ],
    }
    st.dataframe(
        columns,
        hide_index=True,
        column_config={name: st.column_config.Column(alignment="right") for name in columns},
        alt=_("Days from each order to the next"),
    )
