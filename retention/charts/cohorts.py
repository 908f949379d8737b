"""Cohorts as they age, one age across cohorts, and the wait for the next order."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from retention.charts.rates import trend

ROW_HEIGHT = 26
CELL = "cell"
"""Name of the selection a click on the heatmap makes: `cohort` and `age` of one cell."""
_LEGIBLE = "contrast('white', scale('color', datum.shade)) >= contrast('black', scale('color', datum.shade))"
_GREY: dict[str, Any] = {"style": "guide-label", "fontSize": 11}
"""Text in the colour of the axis labels, the only text colour every theme sets."""


def heatmap(
    cells: pd.DataFrame,
    rows: Sequence[str],
    *,
    titles: Mapping[str, str],
    alt_text: str,
    cell_width: int,
    by_column: bool = False,
) -> alt.LayerChart:
    """A row per cohort and a column per age, darker where the value is higher.

    `rows` are the labels of all rows from top to bottom. `cells` has one row per known cell; what is not known
    stays empty: `name` (its row's label), `cohort` (its key), `age`, `value`, `text` (as written in the cell),
    `small` (few customers: pale), `average` (the row of all cohorts: bold), `full`, `customers`, `range` and
    `note` for the tooltip. Colours span the whole table or, `by_column`, each age alone. Ages for which the
    page is too narrow, at `cell_width` pixels each, are left out. A click selects a cell (`CELL`). `titles`
    names `age`, `row`, `full`, `customers`, `range` and `note`.
    """
    first = int(cells["age"].min())
    clicked = alt.selection_point(name=CELL, fields=["cohort", "age"], empty=False)
    base = (
        _shaded(cells, by_column=by_column)
        .transform_filter(f"datum.age < {first} + max(1, floor(width / {cell_width}))")
        .encode(
            x=alt.X(
                "age:O",
                title=titles["age"],
                axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, grid=False),
            ),
            y=alt.Y(
                "name:N",
                title=None,
                scale=alt.Scale(domain=list(rows)),
                axis=alt.Axis(ticks=False, domain=False, grid=False, labelLimit=170),
            ),
            tooltip=[
                alt.Tooltip(f"{field}:N", title=titles[title])
                for field, title in (
                    ("name", "row"),
                    ("age", "age"),
                    ("full", "full"),
                    ("customers", "customers"),
                    ("range", "range"),
                    ("note", "note"),
                )
            ],
        )
    )
    return alt.LayerChart(
        layer=[_boxes(base, clicked), *_figures(base)], height=ROW_HEIGHT * len(rows), description=alt_text
    )


def _shaded(cells: pd.DataFrame, *, by_column: bool) -> alt.Chart:
    """How dark each cell is, 0 for the lowest value and 1 for the highest of the table or of its column."""
    shaded: alt.Chart = (
        alt.Chart(cells)
        .transform_joinaggregate(lowest="min(value)", highest="max(value)", groupby=["age"] if by_column else [])
        .transform_calculate(
            shade="datum.highest > datum.lowest ? (datum.value - datum.lowest) / (datum.highest - datum.lowest) : 0.5"
        )
    )
    return shaded


def _boxes(base: alt.Chart, clicked: alt.Parameter) -> alt.Chart:
    boxes: alt.Chart = (
        base.mark_rect(cursor="pointer", cornerRadius=2, xOffset=0.5, x2Offset=-0.5, yOffset=0.5, y2Offset=-0.5)
        .encode(
            color=alt.Color("shade:Q", scale=alt.Scale(domain=[0, 1]), legend=None),
            fillOpacity=alt.when("datum.small").then(alt.value(0.25)).otherwise(alt.value(1)),
            stroke=alt.Stroke("mark:N", scale=alt.Scale(domain=["cell", "chosen"]), legend=None),
            strokeWidth=alt.when(clicked).then(alt.value(3)).otherwise(alt.value(0)),
        )
        .transform_calculate(mark="'chosen'")
        .add_params(clicked)
    )
    return boxes


def _figures(base: alt.Chart) -> list[alt.Chart]:
    legible = alt.when(_LEGIBLE).then(alt.value("white")).otherwise(alt.value("black"))
    normal, bold = "!datum.small && !datum.average", "!datum.small && datum.average"
    return [
        base.transform_filter(normal).mark_text(fontSize=11).encode(text="text:N", color=legible),
        base.transform_filter(bold).mark_text(fontSize=11, fontWeight="bold").encode(text="text:N", color=legible),
        base.transform_filter("datum.small").mark_text(**_GREY).encode(text="text:N"),
    ]


def curves(points: pd.DataFrame, *, titles: Mapping[str, str], number_format: str, alt_text: str) -> alt.LayerChart:
    """One line per cohort as it ages.

    `points` has one row per known cohort and age: `name`, `age`, `value`, `text` (as shown), `kind` (what the
    legend calls its colour, in the order of colours), `weight` (0..1, how strongly the line is drawn), `thick`.
    `number_format` is D3's, for the axis. `titles` names `name`, `age` and `value`.
    """
    kinds = list(points["kind"].unique())
    base = alt.Chart(points).encode(
        x=alt.X("age:Q", title=titles["age"], axis=alt.Axis(format="d", tickMinStep=1, grid=False)),
        y=alt.Y("value:Q", title=titles["value"], axis=alt.Axis(format=number_format, tickCount=5, domain=False)),
        color=alt.Color(
            "kind:N", scale=alt.Scale(domain=kinds), legend=alt.Legend(orient="bottom", title=None, columns=3)
        ),
        detail="name:N",
        tooltip=[alt.Tooltip(f"{field}:N", title=titles[title]) for field, title in _CURVE_TIPS],
    )
    faint = alt.Opacity("weight:Q", scale=alt.Scale(domain=[0, 1], range=[0.15, 1]), legend=None)
    lines = base.transform_filter("!datum.thick").mark_line(strokeWidth=1.5).encode(opacity=faint)
    dots = base.transform_filter("!datum.thick").mark_point(filled=True, size=28).encode(opacity=faint)
    thick = base.transform_filter("datum.thick").mark_line(strokeWidth=4, point=alt.OverlayMarkDef(size=60))
    return alt.LayerChart(layer=[lines, dots, thick], height=320, description=alt_text)


_CURVE_TIPS = (("name", "name"), ("age", "age"), ("text", "value"))


def across(periods: pd.DataFrame, levels: pd.DataFrame, *, titles: Mapping[str, str], alt_text: str) -> alt.LayerChart:
    """One age across cohorts with its 95% band, and the level of each set of cohorts that is compared.

    `periods` and `titles` as in `trend`. `levels` has one row per cohort that takes part: `name`, `rate` (of its
    whole set), `side` (which set), `text` (the set's figure on its first row, else empty).
    """
    base = alt.Chart(levels).encode(x=alt.X("name:O", sort=None), y="rate:Q", detail="side:N")
    dashes = base.mark_line(strokeDash=[6, 4], strokeWidth=2)
    figures = base.mark_text(align="left", dy=-9, **_GREY).encode(text="text:N")
    return alt.LayerChart(
        layer=[trend(periods, titles=titles, alt_text=alt_text), dashes, figures], height=300, description=alt_text
    )


def waiting(curve: pd.DataFrame, *, median: float | None, titles: Mapping[str, str], alt_text: str) -> alt.LayerChart:
    """The share of customers who have ordered again by each day, with its 95% band.

    `curve` has one row per day on which somebody did: `days`, `share`, `low`, `high` (fractions), `text` and
    `range` (as shown). A rule stands at `median` when there is one. `titles` names `days`, `share`, `range`.
    """
    base = alt.Chart(curve).encode(x=alt.X("days:Q", title=titles["days"], axis=alt.Axis(grid=False, tickCount=8)))
    percent = alt.Axis(format="%", tickCount=5, domain=False)
    tips = [
        alt.Tooltip("days:Q", title=titles["days"]),
        alt.Tooltip("text:N", title=titles["share"]),
        alt.Tooltip("range:N", title=titles["range"]),
    ]
    band = base.mark_area(interpolate="step-after", opacity=0.18).encode(
        y=alt.Y("low:Q", title=titles["share"], axis=percent, scale=alt.Scale(domain=[0, 1])), y2="high:Q"
    )
    line = base.mark_line(interpolate="step-after", strokeWidth=2).encode(y="share:Q", tooltip=tips)
    near = alt.selection_point(name="near", nearest=True, on="pointerover", fields=["days"], empty=False)
    dots = base.mark_point(filled=True, size=60).encode(
        y="share:Q", opacity=alt.when(near).then(alt.value(1)).otherwise(alt.value(0)), tooltip=tips
    )
    layers = [band, line, dots.add_params(near)]
    if median is not None:
        half = alt.Chart(pd.DataFrame({"days": [median], "share": [0.5]}))
        layers.append(half.mark_rule(strokeDash=[4, 4]).encode(x="days:Q"))
        layers.append(half.mark_rule(strokeDash=[4, 4]).encode(y="share:Q"))
    return alt.LayerChart(layer=layers, height=300, description=alt_text)
