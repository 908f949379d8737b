"""Figures beside each other on one axis, each with its interval."""

import json
import textwrap
from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from retention.charts.layers import ROLES, ROOM, Layers, Mark, coloured, in_order, tooltips, where, widthwise

ROW_HEIGHT, LINE_HEIGHT = 38, 16
"""Pixels of a row whose name takes up to two lines, and of each line more."""
AXIS_HEIGHT = 30
"""Pixels of the axis above the rows."""
NAME_LETTERS, NAME_LINES = 22, 3
"""Characters of a line of a name, and lines of a name, so that marks and figures have room beside it on a phone."""
REFERENCE = "gray"
"""Colour of lines that only help to compare: seen on light and on dark."""
_LETTER, _MARGIN = 8, 14
"""Pixels that a character of a figure takes at most, and the space between marks and figures."""

_EMPTY = "\u200b"
"""A line without letters: one that is altogether empty is left out."""


def ranges(
    rows: pd.DataFrame, *, titles: Mapping[str, str], number_format: str, alt_text: str, whole: float | None = None
) -> Layers:
    """One row per figure from top to bottom on a common axis: its name, its interval, its value as text.

    `rows`: `name`, `value`, `low`, `high` (missing where there is no interval), `text` and `range` (as shown),
    `note`, `small` (few customers: pale), and, where something published stands beside the figures, `beside` (missing
    where nothing does): a grey upright dash. `number_format` is D3's, for the axis. A dashed rule stands at `whole`
    when given. `titles` names `name`, `value`, `range` and `note`.
    """
    names = [_lines(name) for name in rows["name"]]
    base = Mark(rows.assign(place=range(len(rows)), role=ROLES[0])).encode(
        y=alt.Y("place:O", sort=None, scale=in_order(range(len(rows))), axis=_labels(names)),
        color=coloured(),
        tooltip=tooltips(titles, name="name", text="value", range="range", note="note"),
    )
    axis = alt.Axis(format=number_format, tickCount=5, domain=False, orient="top", labelFlush=False)
    room = _LETTER * int(rows["text"].str.len().max()) + _MARGIN
    scale = alt.Scale(zero=True, range=widthwise(room=room))
    spread = base.mark_rule(strokeWidth=5, strokeCap="round").encode(
        x=alt.X("low:Q", title=None, axis=axis, scale=scale), x2=alt.X2("high:Q"), opacity=_pale(0.2, usual=0.4)
    )
    dots = base.mark_point(filled=True, size=90).encode(x=alt.X("value:Q", scale=scale), opacity=_pale(0.45))
    texts = base.mark_text(align="right", fontWeight="bold", fontSize=13).encode(
        x=alt.value("width"), text=alt.Text("text:N"), opacity=_pale(0.7)
    )
    layers = [spread, dots, texts]
    if "beside" in rows:
        dash = base.mark_tick(thickness=3, size=22, color=REFERENCE).transform_filter("isValid(datum.beside)")
        layers.insert(1, dash.encode(x=alt.X("beside:Q", scale=scale), color=alt.ColorValue(REFERENCE)))
    if whole is not None:
        mark = Mark(pd.DataFrame({"whole": [whole]})).mark_rule(strokeDash=[5, 4], color=REFERENCE)
        layers.insert(0, mark.encode(x=alt.X("whole:Q", scale=scale)))
    height = (ROW_HEIGHT + LINE_HEIGHT * max(0, max(map(len, names), default=1) - 2)) * len(rows) + AXIS_HEIGHT
    return Layers(layer=layers, height=height, padding=ROOM, description=alt_text)


def _pale(opacity: float, *, usual: float = 1) -> alt.OpacityValue:
    """How strongly a mark is drawn: with `opacity` where it rests on few customers, else as `usual`."""
    return alt.OpacityValue(**where("datum.small", opacity, usual))


def _lines(name: str) -> list[str]:
    """A name in lines; what is too long ends in an ellipsis, and stands in full in the tooltip."""
    return textwrap.wrap(name, NAME_LETTERS, max_lines=NAME_LINES, placeholder=" …") or [name]


def _labels(names: Sequence[Sequence[str]]) -> alt.Axis:
    """Names as labels of the axis, the only text that is drawn in the colour of the page, each beside its marks.

    Vega lays the first line of a label level with the marks. Lines of half the height, every second one empty, and
    one label more or less far down, lay the middle of each name there.
    """
    most = max(map(len, names), default=1)
    spaced = [
        [*[_EMPTY] * (most - len(lines)), *(half for line in lines for half in (line, _EMPTY))] for lines in names
    ]
    return alt.Axis(
        labelExpr=f"({json.dumps(spaced)})[datum.value]",
        labelFlush=False,
        labelFontSize=13,
        labelLimit=0,
        labelLineHeight=LINE_HEIGHT / 2,
        labelOffset=(1 - most) * LINE_HEIGHT / 2,
        labelOverlap=False,
        labelPadding=10,
        title=None,
        domain=False,
        grid=False,
        ticks=False,
    )
