"""One age across all cohorts: the picture of the answer."""

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from pages.shared import widgets
from retention import charts
from retention.analysis.cohorts import Drift, Side
from retention.analysis.cohorts.reading import around, at_age
from retention.narrate.numbers import between, percent, period_name
from retention.narrate.texts import _
from retention.periods import Calendar


def render_across(cells: pd.DataFrame, found: Drift | None, age: int, calendar: Calendar) -> None:
    """The share of each cohort that came back at an age, and the two levels that are compared."""
    widgets.figure(_chart(at_age(cells, age), found, calendar))
    st.caption(
        _("The shaded band is the 95% interval. Dashed: the two sides that are compared. Pale points: few customers.")
    )


def _chart(known: pd.DataFrame, found: Drift | None, calendar: Calendar) -> alt.LayerChart:
    names = [period_name(start, calendar.grain) for start in known["start"]]
    periods = pd.DataFrame(
        {
            "name": names,
            "rate": known["share"].astype(float),
            "low": known["share_low"],
            "high": known["share_high"],
            "complete": True,
            "small": known["few"],
            "selected": known["start"] == known["start"].iloc[-1],
            "text": [percent(rate) for rate in known["share"]],
            "range": [between(low, high) for low, high in zip(known["share_low"], known["share_high"], strict=True)],
            "note": [_("few customers, read with care") if few else "" for few in known["few"]],
        }
    )
    titles = {"name": _("First bought"), "rate": _("Came back"), "range": _("95% interval"), "note": _("Note")}
    sides = [] if found is None else [found.older, found.newer]
    levels = [_level(side, name, periods, known) for name, side in zip("on", sides, strict=False)]
    none = pd.DataFrame({"name": [], "rate": [], "side": [], "text": [], "under": []})
    return charts.across(periods, pd.concat([none, *levels]), titles=titles, alt_text=titles["rate"])


def _level(side: Side, name: str, periods: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The share of one side, at each of its cohorts, written where the line leaves most room."""
    found = around(side, known)
    texts = np.where(found["farthest"], percent(side.share), "")
    names = periods.loc[found.index, "name"]
    return pd.DataFrame({"name": names, "rate": side.share, "side": name, "text": texts, "under": found["above"]})
