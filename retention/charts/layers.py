"""Several marks in one panel, as every picture here is made."""

from typing import Any, Literal

import altair as alt

AS_ONE = {"embedOptions": {"renderer": "canvas"}}
"""`usermeta` of a picture of hundreds of marks: a canvas, for browsers are slow at an element for each."""


class Layers(alt.LayerChart):
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
