"""Bars by period: who bought, stacked by what they are, and what came in."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from retention.charts.layers import (
    ABOVE,
    OF_PERIODS,
    POINT,
    ROOM,
    Layers,
    Mark,
    coloured,
    in_order,
    tooltips,
    upward,
    where,
    widthwise,
)
from retention.charts.noted import noted, room

HEIGHT = 170
"""Pixels of a small picture."""


def by_period(
    bars: pd.DataFrame,
    *,
    titles: Mapping[str, str],
    alt_text: str,
    number_format: str = ",.0f",
    notes: pd.DataFrame | None = None,
) -> Layers:
    """Bars of each period, one on top of the other, in the order of the rows.

    `bars` has one row per period and part, the periods in order: `name`, `role` (see `ROLES`), `part` (what the part is
    called), `value`, `text` (as shown), `complete` (bool): periods that are not over are pale. `titles` names `name`,
    `value` (the upright axis too) and `part`. `notes` on dates: see `noted`; their words stand above the bars.
    """
    x = alt.X(
        "name:O",
        sort=None,
        scale=in_order(bars["name"], looks=widthwise()),
        title=None,
        axis=alt.Axis(**OF_PERIODS),
    )
    above, of_notes = (0, []) if notes is None else (room(notes), noted(notes, x))
    total = bars.groupby("name", sort=False)["value"].sum()
    axis = alt.Axis(format=number_format, tickCount=4, domain=False, **ABOVE)
    drawn = (
        Mark(bars.assign(place=bars.groupby("name", sort=False).cumcount()))
        .mark_bar(cornerRadius=1)
        .encode(
            x=x,
            y=alt.Y(
                "value:Q",
                title=titles["value"],
                axis=axis,
                stack="zero",
                scale=upward(domain=(0.0, float(max(total.max(), 1.0))), room=POINT + above),
            ),
            order=alt.Order("place:Q"),
            color=coloured(),
            opacity=alt.OpacityValue(**where("datum.complete", 1, 0.45)),
            tooltip=tooltips(titles, name="name", part="part", text="value"),
        )
    )
    return Layers(layer=[drawn, *of_notes], height=HEIGHT + above, padding=ROOM, description=alt_text)
