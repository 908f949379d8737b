"""The bridge of one period and the rate over time."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from retention.charts.layers import (
    ABOVE,
    FIGURE,
    OF_PERIODS,
    ROLES,
    ROOM,
    Layers,
    Mark,
    coloured,
    in_order,
    named_rows,
    tooltips,
    upward,
    where,
    widthwise,
)
from retention.charts.noted import noted, room

HEIGHT = 300
"""Pixels of a picture of a figure over time, notes aside."""
STEP = "step"
"""Name of the selection a click on the bridge makes."""
# Where the line leaves room for the figure of a point: below a valley, else above, on the side it does not come from.
_ABOVE = "datum.falls && datum.rises ? 20 : datum.falls || datum.rises ? -14 : -18"
_ASIDE = "datum.falls == datum.rises ? 0 : datum.falls ? 20 : -20"
ROW_HEIGHT = 42
"""Pixels one bar of the bridge takes, label included."""
_LETTER, _MARGIN = 8, 10
"""Pixels that a character of a figure takes at most, and the space around the figure."""


def bridge(steps: pd.DataFrame, *, unit: str, alt_text: str, clickable: bool = True) -> Layers:
    """From the customers at the start to those at the end, as a waterfall read from top to bottom.

    `unit` names what is counted. `steps` has one row per step, in order: `key`, `label`, `change` (customers,
    signed; the last row's is 0), `total` (True for the first and last row, which begin at zero), `role` (see
    `ROLES`), `text` (the figure as shown). A click on a bar selects its `key` (`STEP`) where it is `clickable`.
    """
    clicked = alt.selection_point(name=STEP, fields=["key"], empty=False)
    base = (
        Mark(steps)
        .transform_window(after="sum(change)", frame=[None, 0])
        .transform_calculate(
            before="datum.total ? 0 : datum.after - datum.change",
            outer="max(datum.before, datum.after)",
        )
        .encode(
            y=named_rows(steps, "label", width=170),
            color=coloured(),
        )
    )
    room = _LETTER * int(steps["text"].str.len().max()) + _MARGIN
    named = base.properties(name="bars")
    bars = (
        (named.add_params(clicked) if clickable else named)
        .mark_bar(cursor="pointer" if clickable else "default", cornerRadius=2, height={"band": 0.62})
        .encode(
            x=alt.X("before:Q", axis=None, scale=alt.Scale(zero=True, range=widthwise(room=room))),
            x2=alt.X2("after:Q"),
            tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=unit)],
        )
    )
    texts = base.mark_text(align="left", dx=6, fontSize=13, fontWeight="bold").encode(
        x=alt.X("outer:Q"), text=alt.Text("text:N")
    )
    return Layers(layer=[bars, texts], height=ROW_HEIGHT * len(steps), padding=ROOM, description=alt_text)


def trend(
    periods: pd.DataFrame,
    *,
    titles: Mapping[str, str],
    alt_text: str,
    number_format: str = "%",
    beside: float | None = None,
    target: float | None = None,
    notes: pd.DataFrame | None = None,
) -> Layers:
    """A figure over time as `course` draws it, with `notes` on dates as `noted` takes them.

    A dashed rule stands at `beside`, a full one at the `target`, each when given.
    """
    layers = course(periods, titles=titles, number_format=number_format, notes=notes)
    for level, dash in ((beside, [5, 4]), (target, [1, 0])):
        if level is not None:
            rule = Mark(pd.DataFrame({"rate": [level]})).mark_rule(strokeDash=dash, color="gray")
            layers.insert(0, rule.encode(y=alt.Y("rate:Q")))
    drawn = periods.assign(role=ROLES[0])
    height = HEIGHT + (0 if notes is None else room(notes))
    return Layers(layer=layers, data=drawn, height=height, padding=ROOM, description=alt_text)


def course(
    periods: pd.DataFrame,
    *,
    titles: Mapping[str, str],
    number_format: str = "%",
    notes: pd.DataFrame | None = None,
) -> list[Mark]:
    """The layers of a figure over time with its 95% band; they draw the periods of the picture they stand in.

    `periods` has one row per period, in order: `name`, `rate`, `low`, `high` (fractions, missing where
    undefined), `complete`, `small`, `selected` (bool), `text` and `range` (rate and interval as shown), `note`.
    Unfinished periods are hollow and stand apart from the line, small samples are pale, the selected period
    is large and carries its figure. `number_format` is D3's, for the axis. `titles` names `name`, `rate`, `range`
    and `note`. `notes` on dates: see `noted`; their words take room at the top.
    """
    x = alt.X(
        "name:O",
        sort=None,
        scale=in_order(periods["name"], looks=widthwise(room=FIGURE)),
        title=None,
        axis=alt.Axis(**OF_PERIODS),
    )
    base = Mark().encode(x=x, color=coloured())
    above, of_notes = (0, []) if notes is None else (room(notes), noted(notes, x))
    known, unfinished = base.transform_filter("datum.complete"), base.transform_filter("!datum.complete")
    percent = alt.Axis(format=number_format, tickCount=5, domain=False, **ABOVE)
    band = known.mark_area(opacity=0.18).encode(
        y=alt.Y("low:Q", title=titles["rate"], axis=percent, scale=upward(room=FIGURE + above)), y2=alt.Y2("high:Q")
    )
    line = known.mark_line(strokeWidth=2).encode(y=alt.Y("rate:Q"))
    whiskers = unfinished.mark_rule(strokeDash=[3, 3], opacity=0.6).encode(y=alt.Y("low:Q"), y2=alt.Y2("high:Q"))
    look = {
        "y": alt.Y("rate:Q"),
        "size": alt.SizeValue(**where("datum.selected", 170, 55)),
        "opacity": alt.OpacityValue(**where("datum.small", 0.4, 1)),
        "tooltip": tooltips(titles, name="name", text="rate", range="range", note="note"),
    }
    points = known.mark_point(filled=True).encode(**look)
    hollow = unfinished.mark_point(filled=False, strokeWidth=2).encode(**look)
    figure = (
        base.transform_window(before="lag(rate)", after="lead(rate)")
        .transform_calculate(falls="datum.before > datum.rate", rises="datum.after > datum.rate")
        .transform_filter("datum.selected")
        .mark_text(dx=alt.expr(_ASIDE), dy=alt.expr(_ABOVE), fontWeight="bold")
        .encode(y=alt.Y("rate:Q"), text=alt.Text("text:N"))
    )
    return of_notes + [band, line, points] + ([] if periods["complete"].all() else [whiskers, hollow]) + [figure]
