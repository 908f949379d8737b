"""Lenses of the customer-base audit: what a customer brings over time, and money by the cohort that brought it."""

import json
from collections.abc import Mapping

import altair as alt
import pandas as pd

from retention.charts.layers import (
    ABOVE,
    AS_ONE,
    OF_PERIODS,
    ROLES,
    ROOM,
    Layers,
    Mark,
    coloured,
    in_order,
    of_series,
    tooltips,
    upward,
    where,
    widthwise,
)

REFERENCE = "gray"
"""Colour of lines that only help to compare: seen on light and on dark."""
LEGEND_COLUMNS, LEGEND_ROW = 3, 20
"""Entries of the legend beside each other, as many as a phone holds, and the pixels of a row of them."""
PALE = 1
"""Steps of the palette left out at its pale end, which hardly stands out from the page."""


def growth(
    points: pd.DataFrame,
    average: pd.DataFrame,
    *,
    cost: float | None,
    titles: Mapping[str, str],
    alt_text: str,
    number_format: str = ",.0f",
) -> Layers:
    """What a customer has brought by each age: every cohort as a faint line, all together with a 95% band.

    `points`: `name` (of the cohort), `age`, `value`, `text` (as shown), `weight` (0..1, how strongly it is drawn).
    `average`: `age`, `value`, `low`, `high`, `text`, `range` (as shown). A dashed rule stands at `cost` when given.
    `titles` names `name`, `age`, `value` and `range`.
    """
    ages, highest = (0, int(average["age"].max())), float(average["high"].fillna(average["value"]).max())
    top = max(highest, float(points["value"].max()) if len(points) else 0.0, cost or 0.0, 1e-9)
    ticks = alt.Axis(format="d", tickMinStep=1, grid=False)
    x = alt.X("age:Q", title=titles["age"], axis=ticks, scale=alt.Scale(range=widthwise(), domain=list(ages)))
    axis = alt.Axis(format=number_format, tickCount=5, domain=False, **ABOVE)
    y = alt.Y("value:Q", title=titles["value"], axis=axis, scale=upward(domain=(0.0, top)))
    each = Mark(points.assign(role=ROLES[0])).encode(x=x, y=y, color=coloured(), detail=alt.Detail("name:N"))
    faint = alt.Opacity("weight:Q", scale=alt.Scale(domain=[0, 1], range=[0.1, 0.5]), legend=None)
    every = Mark(average.assign(role=ROLES[0])).encode(x=x, color=coloured())
    layers = [
        every.mark_area(opacity=0.18).encode(y=alt.Y("low:Q"), y2=alt.Y2("high:Q")),
        each.mark_line(strokeWidth=1.2).encode(opacity=faint, tooltip=tooltips(titles, name="name", text="value")),
        every.mark_line(strokeWidth=4).encode(y=y),
        every.mark_point(filled=True, size=60, opacity=1).encode(
            y=y, tooltip=tooltips(titles, age="age", text="value", range="range")
        ),
    ]
    if cost is not None:
        rule = Mark(pd.DataFrame({"value": [cost]})).mark_rule(strokeDash=[5, 4], color=REFERENCE, strokeWidth=2)
        layers.append(rule.encode(y=y))
    lines = AS_ONE | of_series(points, "name")
    return Layers(layer=layers, height=300, padding=ROOM, description=alt_text, usermeta=lines)


def stacked(bars: pd.DataFrame, *, titles: Mapping[str, str], alt_text: str, number_format: str = ",.0f") -> Layers:
    """Bars of each period in layers of cohorts, the oldest at the bottom.

    `bars` has one row per period and cohort, periods in order: `name` (of the period), `cohort`, `rank` (its place, 0
    the oldest), `value`, `text` (as shown), `complete` (bool): periods that are not over are pale. `titles` names
    `name`, `cohort` and `value`.
    """
    total = bars.groupby("name", sort=False)["value"].sum()
    cohorts = list(dict.fromkeys(bars.sort_values("rank", kind="stable")["cohort"]))
    names = json.dumps(cohorts)
    legend = alt.Legend(
        orient="bottom",
        title=titles["cohort"],
        type="symbol",
        symbolType="square",
        values=list(range(len(cohorts))),
        labelExpr=f"({names})[datum.value]",
        columns=LEGEND_COLUMNS,
    )
    shades = alt.Scale(domain=[-PALE, max(len(cohorts) - 1, 1)])
    drawn = (
        Mark(bars)
        .mark_bar(cornerRadius=1)
        .encode(
            x=alt.X(
                "name:O",
                sort=None,
                scale=in_order(bars["name"], looks=widthwise()),
                title=None,
                axis=alt.Axis(**OF_PERIODS),
            ),
            y=alt.Y(
                "value:Q",
                title=titles["value"],
                stack="zero",
                axis=alt.Axis(format=number_format, tickCount=5, domain=False, **ABOVE),
                scale=upward(domain=(0.0, float(max(total.max(), 1e-9)))),
            ),
            order=alt.Order("rank:Q"),
            color=alt.Color("rank:Q", scale=shades, legend=legend),
            opacity=alt.OpacityValue(**where("datum.complete", 1, 0.55)),
            tooltip=tooltips(titles, name="name", cohort="cohort", text="value"),
        )
    )
    height = 280 + LEGEND_ROW * -(-len(cohorts) // LEGEND_COLUMNS)
    return Layers(layer=[drawn], height=height, padding=ROOM, description=alt_text)
