"""Customers, revenue and profit over time: today's course against the changed one, each with its band."""

import altair as alt
import pandas as pd
import streamlit as st

from pages.shared import widgets
from pages.what_if.ground import Ground
from retention.charts import whatif as charts
from retention.narrate import numbers
from retention.narrate import whatif as words
from retention.narrate.texts import N_, _
from retention.whatif import Comparison

MEASURES = {"buyers": N_("Customers"), "revenue": N_("Revenue"), "profit": N_("Profit")}
VIEWS = {"each": N_("Each period"), "total": N_("Added up"), "difference": N_("The difference")}
TOTALS = {"revenue": "revenue_total", "profit": "npv"}
"""What adds a measure up, in today's money."""
COURSES = {"scenario": "kept", "today": "reactivated"}


def show(ground: Ground, answer: Comparison) -> None:
    """The picture and what to look at in it."""
    possible = [name for name in MEASURES if _known(name, ground, answer)]
    with st.container(horizontal=True):
        measure = _choice("outcome", MEASURES, possible, default=possible[-1])
        view = _choice("view", VIEWS, [name for name in VIEWS if name != "total" or measure in TOTALS], default="each")
    column = TOTALS.get(measure, measure) if view != "each" else measure
    widgets.figure(_chart(ground, answer, measure, column, view))
    st.caption(_reading(view))


def _known(name: str, ground: Ground, answer: Comparison) -> bool:
    if name == "profit":
        return ground.has_money and answer.scenario.margin is not None
    return name == "buyers" or ground.has_money


def _choice(name: str, labels: dict[str, str], options: list[str], *, default: str) -> str:
    """One of several; it goes back to the default where the choice is no longer possible."""
    if len(options) == 1:
        return options[0]
    return widgets.chips(name, {option: _(labels[option]) for option in options}, default=default)


def _chart(ground: Ground, answer: Comparison, measure: str, column: str, view: str) -> alt.LayerChart:
    periods = answer.periods
    names = _names(periods, ground)
    courses = {"difference": "kept"} if view == "difference" else COURSES
    parts = [_course(periods, f"{column}_{course}", names, role, measure, ground) for course, role in courses.items()]
    if view == "difference":
        legend = {"kept": _("What the change adds")}
    else:
        legend = {"kept": _("With the change"), "reactivated": _("Today's course")}
    titles = {"name": _("Period"), "value": _(MEASURES[measure]), "range": _("90% band"), "series": " "}
    words_of = f"{titles['value']}: {', '.join(legend.values())}"
    return charts.courses(
        pd.concat(parts, ignore_index=True), names=legend, titles=titles, units=numbers.units(), alt_text=words_of
    )


def _names(periods: pd.DataFrame, ground: Ground) -> list[str]:
    if ground.tested is None:
        return [str(number) for number in periods["ahead"]]
    return [numbers.period_name(start, ground.grain) for start in periods["start"]]


def _course(
    periods: pd.DataFrame, column: str, names: list[str], role: str, measure: str, ground: Ground
) -> pd.DataFrame:
    found = periods[[column, f"{column}_low", f"{column}_high"]].set_axis(["value", "low", "high"], axis=1)
    ends = zip(found["low"], found["high"], strict=True)

    def shown(value: float) -> str:
        value = words.about(value)
        return numbers.number(value) if measure == "buyers" else numbers.money(value, ground.currency)

    return found.assign(
        name=names,
        role=role,
        text=[shown(value) for value in found["value"]],
        range=[_("{low} to {high}").format(low=shown(low), high=shown(high)) for low, high in ends],
    )


def _reading(view: str) -> str:
    if view == "difference":
        return _(
            "What the change adds, with its 90% band. Both courses share the same luck, so this band is the narrow one."
        )
    if view == "total":
        return _("Added up in today's money, with 90% bands.")
    return _("Shaded: the 90% bands. They overlap because good and bad times come either way.")
