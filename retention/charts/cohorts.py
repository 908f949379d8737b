"""Cohorts as they age, one age across cohorts, and the wait for the next order."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from retention.charts.layers import (
    ABOVE,
    AS_ONE,
    FIGURE,
    ROLES,
    ROOM,
    Layers,
    Mark,
    below,
    coloured,
    in_order,
    of_series,
    upward,
    where,
    widthwise,
)
from retention.charts.noted import room
from retention.charts.rates import HEIGHT, course

ROW_HEIGHT, HEAD_HEIGHT = 26, 60
CELL = "cell"
"""Name of the selection a click on the heatmap makes: `cohort` and `age` of one cell."""
_LEGIBLE = "contrast('white', scale('fill', datum.shade)) >= contrast('black', scale('fill', datum.shade))"


def heatmap(
    cells: pd.DataFrame,
    rows: Sequence[str],
    *,
    titles: Mapping[str, str],
    formats: Mapping[str, str],
    alt_text: str,
    cell_width: int,
    by_column: bool = False,
) -> Layers:
    """A row per cohort and a column per age, darker where the value is higher.

    `rows` are the labels of all rows from top to bottom. `cells` has one row per known cell; what is not known
    stays empty: `name` (its row's label), `cohort` (its key), `age`, `value`, `short` (the value in the unit of
    the cells), `small` (few customers: pale), `average` (the row of all cohorts: bold), `chosen` (framed), and for
    the tooltip `customers`, `at_risk`, `low`, `high`, `note`. Colours span the whole table or, `by_column`, each age
    alone. Ages for which the page is too narrow, at `cell_width` pixels each, are left out. A click selects a cell
    (`CELL`).
    `titles` names, in order, the columns of the tooltip, `age` among them; `formats` are D3's, by column.
    """
    first, last = int(cells["age"].min()), int(cells["age"].max())
    columns = f"max(1, floor(width / {cell_width}))"
    height = ROW_HEIGHT * len(rows) + HEAD_HEIGHT
    tips = [_tip(field, title, formats) for field, title in titles.items()]
    painted = cells.assign(role=ROLES[0], shade=_shade(cells, by_column=by_column))
    wide_enough = alt.FilterTransform(f"datum.age < {first} + {columns}")
    written = alt.CalculateTransform(calculate=f"format(datum.short, '{formats['short']}')", **{"as": "text"})
    chart: Layers = Layers(
        layer=[_boxes(tips), _figures()],
        data=painted,
        transform=[wide_enough, written],
        height=height,
        padding=ROOM,
        usermeta=AS_ONE,
        description=alt_text,
    ).encode(
        x=alt.X(
            "age:O",
            sort=None,
            title=titles["age"],
            scale=alt.Scale(domain=alt.expr(f"sequence({first}, min({last + 1}, {first} + {columns}))")),
            axis=alt.Axis(orient="top", labelAngle=0, grid=False),
        ),
        y=alt.Y(
            "name:N",
            sort=None,
            title=None,
            scale=in_order(rows),
            axis=alt.Axis(grid=False, labelLimit=170, labelFlush=False),
        ),
    )
    return chart


def _tip(field: str, title: str, formats: Mapping[str, str]) -> alt.Tooltip:
    if field in formats:
        return alt.Tooltip(f"{field}:Q", title=title, format=formats[field])
    return alt.Tooltip(f"{field}:N", title=title)


def _shade(cells: pd.DataFrame, *, by_column: bool) -> np.ndarray:
    """How dark each cell is, 0 for the lowest value and 1 for the highest of the table or of its column.

    Few customers, whose values swing, do not stretch the scale unless there is nobody else.
    """
    value = cells["value"].to_numpy(dtype=float)
    place = pd.factorize(cells["age"])[0] if by_column else np.zeros(len(cells), dtype=int)
    solid, every = (_ends(values, place) for values in (np.where(cells["small"], np.nan, value), value))
    low, high = (np.where(np.isnan(of_solid), of_any, of_solid) for of_solid, of_any in zip(solid, every, strict=True))
    width = np.where(high > low, high - low, np.nan)
    shade: np.ndarray = np.nan_to_num(np.clip((value - low[place]) / width[place], 0, 1), nan=0.5)
    return shade


def _ends(values: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The lowest and the highest value at each place, missing where none is known."""
    low, high = (np.full(place.max(initial=-1) + 1, np.nan) for _end in range(2))
    np.fmin.at(low, place, values)
    np.fmax.at(high, place, values)
    return low, high


def _boxes(tips: Sequence[alt.Tooltip]) -> Mark:
    """The boxes, which alone answer to the pointer: what lies on them has no tooltip, so that it lets it through."""
    boxes: Mark = (
        Mark()
        .mark_rect(cursor="pointer", cornerRadius=2, xOffset=0.5, x2Offset=-0.5, yOffset=0.5, y2Offset=-0.5)
        .encode(
            fill=alt.Fill("shade:Q", scale=alt.Scale(domain=[0, 1]), legend=None),
            fillOpacity=alt.FillOpacityValue(**where("datum.small", 0.12, 1)),
            stroke=alt.Stroke("frame:N", sort=None, scale=in_order(("cell", "chosen")), legend=None),
            strokeWidth=alt.StrokeWidthValue(**where("datum.chosen", 3, 0)),
            tooltip=list(tips),
        )
        .transform_calculate(frame="'chosen'")
        .properties(name="boxes")
        .add_params(alt.selection_point(name=CELL, fields=["cohort", "age"], empty=False))
    )
    return boxes


def _figures() -> Mark:
    """The figure of each cell, white or black as its box allows; on the pale boxes of few customers in their colour."""
    light = alt.when(f"!datum.small && {_LEGIBLE}").then(alt.value("white"))
    boxed: Any = light.when("!datum.small").then(alt.value("black")).to_dict()
    figures: Mark = (
        Mark()
        .mark_text(aria=False, fontSize=11, fontWeight=alt.expr("datum.average ? 'bold' : 'normal'"))
        .encode(text=alt.Text("text:N"), color=coloured().condition(boxed["condition"]))
    )
    return figures


def curves(points: pd.DataFrame, *, titles: Mapping[str, str], formats: Mapping[str, str], alt_text: str) -> Layers:
    """One line per cohort as it ages.

    `points` has one row per known cohort and age: `name`, `age`, `value`, `kind` (what the legend calls its
    colour, in the order of colours), `weight` (0..1, how strongly the line is drawn), `thick`. `formats` are D3's, of
    the `value` and of the `axis`. `titles` names `name`, `age` and `value`.
    """
    kinds = in_order(points["kind"])
    faint = alt.Opacity("weight:Q", scale=alt.Scale(domain=[0, 1], range=[0.15, 1]), legend=None)
    tips = [_tip(field, titles[field], formats) for field in ("name", "age", "value")]
    thin, thick = (Mark().transform_filter(f"datum.thick == {word}") for word in ("false", "true"))
    layers = [
        thin.mark_line(strokeWidth=1.5).encode(opacity=faint),
        thin.mark_point(filled=True, size=28).encode(opacity=faint, tooltip=tips),
        thick.mark_line(strokeWidth=4),
        thick.mark_point(filled=True, size=60, opacity=1).encode(tooltip=tips),
    ]
    height = 290 + ROW_HEIGHT * points["kind"].nunique()
    lines = AS_ONE | of_series(points, "name", "kind", "weight")
    chart: Layers = Layers(
        layer=layers, data=points, height=height, padding=ROOM, description=alt_text, usermeta=lines
    ).encode(
        x=alt.X(
            "age:Q",
            title=titles["age"],
            axis=alt.Axis(format="d", tickMinStep=1, grid=False),
            scale=alt.Scale(range=widthwise()),
        ),
        y=alt.Y(
            "value:Q",
            title=titles["value"],
            axis=alt.Axis(format=formats["axis"], tickCount=5, **ABOVE),
            scale=upward(),
        ),
        color=alt.Color(
            "kind:N",
            sort=None,
            scale=kinds,
            legend=alt.Legend(orient="bottom", title=None, columns=1, labelLimit=320),
        ),
        detail=alt.Detail("name:N"),
    )
    return chart


def across(
    periods: pd.DataFrame,
    levels: pd.DataFrame,
    *,
    titles: Mapping[str, str],
    alt_text: str,
    notes: pd.DataFrame | None = None,
) -> Layers:
    """One age across cohorts with its 95% band, and the level of each set of cohorts that is compared.

    `periods`, `titles` and `notes` as in `course`. `levels` has one row per cohort that takes part: `name`, `rate` (of
    its whole set), `side` (which set), `text` (the set's figure on one of its rows, else empty), `under` (whether that
    stands under the dash, because the line runs above it there).
    """
    base = Mark(levels.assign(role=ROLES[0])).encode(
        x=alt.X("name:O", sort=None, scale=in_order(periods["name"], looks=widthwise(room=FIGURE))),
        y=alt.Y("rate:Q"),
        detail=alt.Detail("side:N"),
        color=coloured(),
    )
    dashes = base.mark_line(strokeDash=[6, 4], strokeWidth=2)
    figures = base.mark_text(dy=alt.expr("datum.under ? 14 : -9"), fontSize=11).encode(text=alt.Text("text:N"))
    layers = [*course(periods, titles=titles, notes=notes), dashes, figures]
    return Layers(
        layer=layers,
        data=periods.assign(role=ROLES[0]),
        height=HEIGHT + (0 if notes is None else room(notes)),
        padding=ROOM,
        description=alt_text,
        usermeta=of_series(levels, "side"),
    )


def waiting(curve: pd.DataFrame, *, median: float | None, titles: Mapping[str, str], alt_text: str) -> Layers:
    """The share of customers who have ordered again by each day, with its 95% band.

    `curve` has one row per day on which somebody did: `days`, `share`, `low`, `high` (fractions). Rules cross at
    the `median` when there is one. `titles` names the four columns.
    """
    formats = {"days": ",.0f", "share": ".1%", "low": ".1%", "high": ".1%"}
    base = Mark().encode(
        x=alt.X(
            "days:Q",
            title=below(titles["days"]),
            axis=alt.Axis(grid=False, tickCount=8),
            scale=alt.Scale(range=widthwise()),
        )
    )
    tips = [_tip(field, titles[field], formats) for field in formats]
    percent = alt.Y(
        "low:Q", title=titles["share"], axis=alt.Axis(format="%", tickCount=5, **ABOVE), scale=upward(domain=(0, 1))
    )
    band = base.mark_area(interpolate="step-after", opacity=0.18).encode(y=percent, y2=alt.Y2("high:Q"))
    line = base.mark_line(interpolate="step-after", strokeWidth=2).encode(y=alt.Y("share:Q"))
    near = alt.selection_point(
        name="near", nearest=True, on="pointerover", clear="pointerout", fields=["days"], empty=False
    )
    shown = alt.OpacityValue(**where(near, 1, 0))
    dots = (
        base.mark_point(filled=True, size=60)
        .encode(y=alt.Y("share:Q"), opacity=shown, tooltip=tips)
        .properties(name="dots")
        .add_params(near)
    )
    layers = [band, line, dots]
    if median is not None:
        half = Mark(pd.DataFrame({"days": [median], "share": [0.5], "role": [ROLES[0]]})).encode(color=coloured())
        layers += [
            half.mark_rule(strokeDash=[4, 4]).encode(x=alt.X("days:Q")),
            half.mark_rule(strokeDash=[4, 4]).encode(y=alt.Y("share:Q")),
        ]
    return Layers(layer=layers, data=curve, height=300, padding=ROOM, description=alt_text, usermeta=AS_ONE)
