"""Several marks in one panel, scales that depend on the call alone, and what the first colours stand for."""

import copy
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, Self

import altair as alt
import pandas as pd
from altair.utils.schemapi import SchemaBase

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


def named_rows(rows: pd.DataFrame, field: str, *, width: int) -> alt.Y:
    """An upright axis that holds nothing but the name of each row, `field`, in at most `width` pixels."""
    axis = alt.Axis(labelLimit=width, ticks=False, domain=False)
    return alt.Y(f"{field}:N", sort=None, scale=in_order(rows[field]), title=None, axis=axis)


def of_series(rows: pd.DataFrame, *columns: str) -> dict[str, Any]:
    """`usermeta` that names the lines which the `columns` tell apart, in the order in which they are drawn.

    Lines have no scale that could hold their order, and what is drawn later lies on top. Part of the specification,
    the names make the browser build the picture anew when there are other lines.
    """
    return {SERIES: rows[list(columns)].drop_duplicates().to_numpy().tolist()}


ROLES = ("kept", "lost", "reactivated", "new")


def coloured() -> alt.Color:
    """Colour by a `role` column, always the same colour for the same role."""
    return alt.Color("role:N", sort=None, scale=in_order(ROLES), legend=None)


def tooltips(titles: Mapping[str, str], **fields: str) -> list[alt.Tooltip]:
    """What the pointer shows: each of the `fields` as it is written, by the name of its title in `titles`."""
    return [alt.Tooltip(f"{field}:N", title=titles[title]) for field, title in fields.items()]


def where(condition: str | alt.Parameter, then: float, otherwise: float) -> Any:  # noqa: ANN401 - Altair builds its class at run time
    """The arguments of an Altair value: `then` for rows that meet the condition, `otherwise` for the others.

    >>> alt.OpacityValue(**where("datum.small", 0.4, 1)).to_dict()
    {'condition': {'test': 'datum.small', 'value': 0.4}, 'value': 1}
    """
    return alt.when(condition).then(alt.value(then)).otherwise(alt.value(otherwise))


AS_ONE = {"embedOptions": {"renderer": "canvas"}}
"""`usermeta` of a picture of hundreds of marks: a canvas, for browsers are slow at an element for each."""

ROOM: dict[str, Any] = {"top": 8, "left": 4, "right": 4}
"""`padding` of a picture in pixels, so that its edge cuts no label."""

ABOVE: dict[str, Any] = {
    "titleAngle": 0,
    "titleAlign": "left",
    "titleBaseline": "bottom",
    "titleX": 0,
    "titleY": -6,
    "titleLimit": alt.expr("width"),
}
"""Title of an upright axis: above it and read like any other text; beside it, it may be longer than the axis."""
TITLE_LETTERS = 36
"""Characters of a line of a title below an axis, so that a phone does not cut it."""

OF_PERIODS: dict[str, Any] = {
    "labelAngle": 0,
    "labelOverlap": "parity",
    "labelSeparation": 6,
    "labelFlush": 20,
    "labelFlushOffset": 8,
    "ticks": False,
}
"""An axis of periods: labels that have room, the outer ones drawn in so that the picture's edge does not cut them."""


class _Light(SchemaBase):
    """A chart whose copies share its parts.

    Altair copies every part of every layer several times while it puts layers together and once more at each drawing,
    which took half of the time in which a page answers. No part but these lists is changed once it is made.
    """

    def copy(self, deep: bool | Iterable[Any] = True, ignore: list[str] | None = None) -> Self:
        """A chart of the same parts; lists, or those named by `deep`, which Altair is about to change, are its own."""
        lists = (name for name, part in self._kwds.items() if isinstance(part, list))
        own = set(() if deep is False else lists if deep is True else deep)
        twin: Self = object.__new__(type(self))
        object.__setattr__(twin, "_args", self._args)
        parts = {name: copy.copy(part) if name in own else part for name, part in self._kwds.items()}
        object.__setattr__(twin, "_kwds", parts)
        return twin


def below(title: str) -> str | list[str]:
    """The title of an axis at the bottom, in lines where it is long."""
    lines = textwrap.wrap(title, TITLE_LETTERS)
    return lines if len(lines) > 1 else title


class Mark(_Light, alt.Chart):
    """One layer, or what several have in common."""


class Layers(_Light, alt.LayerChart):
    """An Altair chart that is drawn as it stands.

    Altair holds every specification against the schema of Vega-Lite, again at each drawing, which took half of the
    time in which a page answers. Here it is done only on request, as the tests do: `to_dict(validate=True)`.
    For the same reason channels are written out (`alt.Text("text:N")`): Altair guesses the class of a bare word or
    condition by trying it against the schema.
    """

    def to_dict(
        self,
        validate: bool = False,
        *,
        format: Literal["vega-lite", "vega"] = "vega-lite",  # noqa: A002 (Altair's name)
        ignore: list[str] | None = None,
        context: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The specification in Vega-Lite's terms; see `altair.LayerChart.to_dict`."""
        spec: dict[str, Any] = super().to_dict(validate=validate, format=format, ignore=ignore, context=context)
        return spec
