"""Scales that depend on the data of the call alone: nothing of an earlier picture decides how one looks.

A browser keeps a picture and only exchanges its data while the specification stays the same. An order left to the data
(`sort=None` alone) is then the order in which values came to the picture, over all the data it ever showed. And room
that marks, labels and titles take beyond the axes is measured on the picture before, so nothing reaches beyond them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import pandas as pd

POINT, LABEL, FIGURE = 8, 24, 32
"""Pixels that a point, half a label below it, and a figure above or beside it take beyond it."""
SERIES = "series"
"""Where `usermeta` names the lines of a picture."""


def upward(*, domain: Sequence[float] | None = None, room: int = POINT) -> alt.Scale:
    """A scale from the bottom of the picture up that leaves `room` at the top."""
    ends: list[Any] = [alt.expr("height"), room]
    return alt.Scale(range=ends) if domain is None else alt.Scale(range=ends, domain=list(domain))


def widthwise(*, room: int = LABEL) -> list[Any]:
    """The range of a scale from the left of the picture to `room` before its right."""
    return [0, alt.expr(f"width - {room}")]


def in_order(values: Iterable[Any], *, looks: Sequence[Any] | None = None) -> alt.Scale:
    """A discrete scale of these values, each once, in the order in which they come, with their `looks` where given."""
    domain = list(dict.fromkeys(values))
    return alt.Scale(domain=domain) if looks is None else alt.Scale(domain=domain, range=list(looks))


def of_series(rows: pd.DataFrame, *columns: str) -> dict[str, Any]:
    """`usermeta` that names the lines which the `columns` tell apart, in the order in which they are drawn.

    Lines have no scale that could hold their order, and what is drawn later lies on top. Part of the specification,
    the names make the browser build the picture anew when there are other lines.
    """
    return {SERIES: rows[list(columns)].drop_duplicates().to_numpy().tolist()}
