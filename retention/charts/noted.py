"""Notes on dates in a picture of periods: a rule in the period of each, and what happened in a row of its own above."""

from typing import Literal

import altair as alt
import pandas as pd

from retention.charts.layers import Mark

ROW = 14
"""Pixels that a row of words takes above the picture's own marks."""
_FIRST, _BESIDE = 9, 4
"""Pixels from the top to the middle of the first row, and from a rule to its words."""
_COLOUR = "gray"
"""Seen on light and on dark."""


def room(notes: pd.DataFrame) -> int:
    """Pixels that the words of `notes` take at the top of a picture."""
    return ROW * (int(notes["row"].max()) + 1) if len(notes) else 0


def noted(notes: pd.DataFrame, x: alt.X) -> list[Mark]:
    """The layers of notes; nothing without any.

    `notes` has one row per note: `name` (of its period, a value of the axis `x`), `row` (one of its own, 0 on top),
    `words` (as shown), `leftward` (bool: they end at the rule instead of beginning there). A rule begins at the row of
    its words, so that none goes through those of another.
    """
    layers = []
    for row, leftward in zip(notes["row"].tolist(), notes["leftward"].tolist(), strict=True):
        top = _FIRST + ROW * row
        base = Mark(notes.loc[notes["row"] == row, ["name", "words"]]).encode(x=x)
        rule = base.mark_rule(color=_COLOUR, strokeDash=[2, 3])
        layers.append(rule.encode(y=alt.value(top), y2=alt.value("height")))
        align: Literal["left", "right"] = "right" if leftward else "left"
        aside = -_BESIDE if leftward else _BESIDE
        text = base.mark_text(color=_COLOUR, fontSize=11, baseline="middle", align=align, dx=aside)
        layers.append(text.encode(y=alt.value(top), text=alt.Text("words:N")))
    return layers
