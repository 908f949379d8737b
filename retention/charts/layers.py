"""Several marks in one panel, as every picture here is made."""

import copy
import textwrap
from collections.abc import Iterable
from typing import Any, Literal, Self

import altair as alt
from altair.utils.schemapi import SchemaBase

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
    time in which a page answers. Here that is done where it is asked for, as the tests do: `to_dict(validate=True)`.
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
