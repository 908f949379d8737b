"""Courses with their bands, levers by weight, results by response, value by recency."""

import json
from collections.abc import Mapping

import altair as alt
import pandas as pd

from retention.charts.layers import (
    ABOVE,
    OF_PERIODS,
    POINT,
    ROLES,
    ROOM,
    Layers,
    Mark,
    below,
    coloured,
    in_order,
    named_rows,
    tooltips,
    upward,
    widthwise,
)

HEIGHT = 320
"""Pixels of a picture of courses, axes left out."""
BAR_HEIGHT = 40
"""Pixels one lever takes, label included."""
FIGURES = 72
"""Pixels of a figure beside a bar."""


def courses(
    table: pd.DataFrame,
    *,
    names: Mapping[str, str],
    titles: Mapping[str, str],
    units: Mapping[float, str],
    alt_text: str,
    height: int = HEIGHT,
) -> Layers:
    """One or two courses over time, each with its band, in a picture of so many pixels' `height`.

    `table` has one row per period and course, in order: `name` (of the period), `role` (see `ROLES`), `value`, `low`,
    `high`, `text` and `range` (both as shown). `names` says what each role stands for, in order of the legend.
    `titles` names `name`, `value`, `range` and `series`; `units` are words for thousands and more (see `_short`).
    """
    axis = alt.Axis(**OF_PERIODS)
    base = Mark(table.assign(series=table["role"].map(dict(names)))).encode(
        x=alt.X("name:O", sort=None, scale=in_order(table["name"], looks=widthwise()), title=None, axis=axis),
        color=_named(names),
    )
    values = _short(units)
    band = base.mark_area(opacity=0.16).encode(
        y=alt.Y("low:Q", title=titles["value"], axis=values, scale=upward()), y2=alt.Y2("high:Q")
    )
    line = base.mark_line(strokeWidth=2).encode(y=alt.Y("value:Q"))
    tooltip = [
        alt.Tooltip(f"{field}:N", title=titles[title])
        for field, title in (("series", "series"), ("name", "name"), ("text", "value"), ("range", "range"))
    ]
    points = base.mark_point(filled=True, size=45).encode(y=alt.Y("value:Q"), tooltip=tooltip)
    return Layers(layer=[band, line, points], height=height, padding=ROOM, description=alt_text)


def readings(table: pd.DataFrame, *, titles: Mapping[str, str], alt_text: str) -> Layers:
    """What a change would bring in each reading of it, as a bar with its 90% band; one row per reading.

    `table` has one row per reading, in order: `label`, `role` (see `ROLES`), `value`, `low`, `high`, `text` and `range`
    (both as shown). `titles` names `label`, `text` and `range`.
    """
    base = Mark(table.assign(zero=0.0, most=table[["value", "high"]].max(axis=1))).encode(
        y=named_rows(table, "label", width=150), color=coloured()
    )
    tooltip = tooltips(titles, label="label", text="text", range="range")
    scale = alt.Scale(zero=True, range=widthwise(room=FIGURES))
    bars = base.mark_bar(cornerRadius=2, height={"band": 0.5}).encode(
        x=alt.X("value:Q", axis=None, scale=scale), x2=alt.X2("zero:Q"), tooltip=tooltip
    )
    bands = base.mark_rule(strokeWidth=2, opacity=0.6).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"), tooltip=tooltip)
    texts = base.mark_text(align="left", dx=6).encode(x=alt.X("most:Q"), text=alt.Text("text:N"))
    return Layers(layer=[bars, bands, texts], height=BAR_HEIGHT * len(table), padding=ROOM, description=alt_text)


def tornado(levers: pd.DataFrame, *, names: Mapping[str, str], titles: Mapping[str, str], alt_text: str) -> Layers:
    """What moving each lever down and up does to the result, the heaviest lever on top.

    `levers` has two rows per lever, in order: `label`, `role` (see `ROLES`), `start` (the result unmoved), `end`
    (moved), `text` (the change as shown). `names` says what each role stands for; `titles` names `label` and `text`.
    """
    base = Mark(levers).encode(
        y=named_rows(levers, "label", width=190),
        color=_named(names),
    )
    scale = alt.Scale(zero=False, padding=72)
    bars = base.mark_bar(cornerRadius=2, height={"band": 0.6}).encode(
        x=alt.X("start:Q", axis=None, scale=scale),
        x2=alt.X2("end:Q"),
        tooltip=tooltips(titles, label="label", text="text"),
    )
    rising = base.transform_filter("datum.end >= datum.start").mark_text(align="left", dx=5)
    falling = base.transform_filter("datum.end < datum.start").mark_text(align="right", dx=-5)
    layers = [bars, *(text.encode(x=alt.X("end:Q"), text=alt.Text("text:N")) for text in (rising, falling))]
    return Layers(layer=layers, height=BAR_HEIGHT * levers["label"].nunique() + 30, padding=ROOM, description=alt_text)


def by_response(
    results: pd.DataFrame, *, titles: Mapping[str, str], units: Mapping[float, str], alt_text: str
) -> Layers:
    """Result of an action by the share of those addressed who respond, with the line between gain and loss.

    `results` has one row per share: `response` (fraction), `result` (money), `chosen` (bool), `share` and `text` (both
    as shown). `titles` names `response` and `result`; `units` as in `courses`.
    """
    base = Mark(results.assign(role=ROLES[0])).encode(
        x=alt.X(
            "response:Q",
            title=below(titles["response"]),
            axis=alt.Axis(format="~%", tickCount=5, grid=False),
            scale=alt.Scale(range=widthwise()),
        ),
        color=coloured(),
    )
    line = base.mark_line(strokeWidth=2).encode(
        y=alt.Y("result:Q", title=titles["result"], axis=_short(units), scale=upward())
    )
    zero_line = Mark(pd.DataFrame({"zero": [0.0]})).mark_rule(strokeDash=[4, 4], opacity=0.7).encode(y=alt.Y("zero:Q"))
    tooltip = tooltips(titles, share="response", text="result")
    points = base.mark_point(filled=True, size=30).encode(y=alt.Y("result:Q"), tooltip=tooltip)
    chosen = base.transform_filter("datum.chosen").mark_point(filled=True, size=170)
    return Layers(
        layer=[line, zero_line, points, chosen.encode(y=alt.Y("result:Q"), tooltip=tooltip)],
        height=240,
        padding=ROOM,
        description=alt_text,
    )


def by_recency(
    values: pd.DataFrame,
    *,
    names: Mapping[str, str],
    titles: Mapping[str, str],
    units: Mapping[float, str],
    alt_text: str,
) -> Layers:
    """Value of a customer by how long ago the last purchase was, written to every period.

    `values` has one row per recency: `recency` (1 …), `value` (money), `role` (see `ROLES`), `text`, `chance` (both as
    shown). `names` says what each role stands for; `titles` names `recency`, `value` and `chance`; `units`: see
    `courses`.
    """
    base = Mark(values).encode(
        x=alt.X(
            "recency:O",
            sort=None,
            scale=in_order(values["recency"], looks=widthwise(room=POINT)),
            title=below(titles["recency"]),
            axis=alt.Axis(labelAngle=0, labelOverlap="parity", ticks=False),
        ),
        color=_named(names),
    )
    bars = base.mark_bar(cornerRadius=2).encode(
        y=alt.Y("value:Q", title=titles["value"], axis=_short(units), scale=upward()),
        tooltip=[
            alt.Tooltip("recency:O", title=titles["recency"]),
            alt.Tooltip("text:N", title=titles["value"]),
            alt.Tooltip("chance:N", title=titles["chance"]),
        ],
    )
    return Layers(layer=[bars], height=280, padding=ROOM, description=alt_text)


def _short(units: Mapping[float, str]) -> alt.Axis:
    """An axis with 12 thousand instead of 12,000, because axes have little room.

    `units` gives the words for thousands and more, in any order.
    """
    text = "format(datum.value, '~r')"
    for size, word in sorted(units.items()):
        of_unit = f"format(datum.value / {size:.0f}, '.3~r') + {json.dumps(word, ensure_ascii=False)}"
        text = f"abs(datum.value) >= {size:.0f} ? {of_unit} : {text}"
    return alt.Axis(labelExpr=text, tickCount=5, domain=False, **ABOVE)


def _named(names: Mapping[str, str]) -> alt.Color:
    """Colour by `role`, with a legend that says what each role stands for here; a single one needs none."""
    if len(names) == 1:
        return coloured()
    words = f"({json.dumps(dict(names), ensure_ascii=False)})[datum.value]"
    legend = alt.Legend(
        orient="top", title=None, values=list(names), labelExpr=words, labelLimit=260, symbolOpacity=1, columns=1
    )
    return alt.Color("role:N", sort=None, scale=in_order(ROLES), legend=legend)
