"""Figures beside each other on one axis, each with its interval."""

import json
from collections.abc import Mapping

import altair as alt
import pandas as pd

from retention.charts.layers import Layers, Mark
from retention.charts.roles import ROLES, coloured

ROW_HEIGHT = 44
"""Pixels of one row: its name and figure above, its interval below."""
NAME_WIDTH = 260
"""Pixels after which a long name is cut, so that it leaves room for the figure on a phone."""
REFERENCE = "gray"
"""Colour of lines that only help to compare: seen on light and on dark."""
_UPPER, _LOWER = -8, 8


def ranges(
    rows: pd.DataFrame, *, titles: Mapping[str, str], number_format: str, alt_text: str, whole: float | None = None
) -> Layers:
    """One row per figure from top to bottom, on a common axis.

    `rows`: `name`, `value`, `low`, `high` (missing where there is no interval), `text` and `range` (as shown),
    `note`, `small` (few customers: pale). `number_format` is D3's, for the axis. A dashed rule stands at `whole`
    when given. `titles` names `name`, `value`, `range` and `note`.
    """
    base = Mark(rows.assign(place=range(len(rows)), role=ROLES[0])).encode(
        y=alt.Y("place:O", axis=_names(rows["name"])),
        color=coloured(),
        opacity=alt.OpacityValue(**alt.when("datum.small").then(alt.value(0.45)).otherwise(alt.value(1))),
        tooltip=[
            alt.Tooltip(f"{field}:N", title=titles[title])
            for field, title in (("name", "name"), ("text", "value"), ("range", "range"), ("note", "note"))
        ],
    )
    axis = alt.Axis(format=number_format, tickCount=5, domain=False, orient="top")
    spread = base.mark_rule(strokeWidth=5, strokeCap="round", strokeOpacity=0.4, yOffset=_LOWER).encode(
        x=alt.X("low:Q", title=None, axis=axis), x2=alt.X2("high:Q")
    )
    dots = base.mark_point(filled=True, size=90, yOffset=_LOWER).encode(x=alt.X("value:Q", scale=alt.Scale(zero=True)))
    texts = base.mark_text(align="right", fontWeight="bold", fontSize=13, dy=_UPPER).encode(
        x=alt.value("width"), text=alt.Text("text:N")
    )
    layers = [spread, dots, texts]
    if whole is not None:
        mark = Mark(pd.DataFrame({"whole": [whole]})).mark_rule(strokeDash=[5, 4], color=REFERENCE)
        layers.insert(0, mark.encode(x=alt.X("whole:Q")))
    return Layers(layer=layers, height=ROW_HEIGHT * len(rows), description=alt_text)


def _names(names: pd.Series) -> alt.Axis:
    """Names as labels of the axis, the only text that is drawn in the colour of the page, laid above each row."""
    return alt.Axis(
        labelExpr=f"({json.dumps(list(names))})[datum.value]",
        labelAlign="left",
        labelPadding=0,
        labelOffset=_UPPER - 3,
        labelLimit=NAME_WIDTH,
        labelFontSize=13,
        title=None,
        domain=False,
        grid=False,
        ticks=False,
        zindex=1,
    )
