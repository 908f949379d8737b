"""Segments, what the best customers bring, and how well a forecast would have told what came."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from retention.charts.layers import (
    ABOVE,
    ROLES,
    ROOM,
    Layers,
    Mark,
    below,
    coloured,
    in_order,
    named_rows,
    tooltips,
    upward,
    where,
    widthwise,
)

SEGMENT = "segment"
"""Name of the selection a click on a segment makes: its `segment`."""
_ROW_HEIGHT = 40
_SMALL = 11
_ROOM = 1.3  # length of the axis beside the longest bar, so that its figure fits


def segments(bars: pd.DataFrame, *, titles: Mapping[str, str], alt_text: str) -> Layers:
    """Each segment's share of the customers beside its share of the money.

    `bars` has one row per segment and kind of share, segments in the order shown: `segment` (key), `name` (as
    shown), `kind` (of share, as the legend calls it), `share` (a fraction), `text` (the figure at the bar's end),
    `advice`, `pale` (bool). A click selects a segment (`SEGMENT`). `titles` names `name`, `share`, `text`, `advice`.
    """
    bars = bars.assign(share=bars["share"].clip(lower=0.0))  # money given back leaves no bar
    kinds = list(bars["kind"].unique())
    clicked = alt.selection_point(name=SEGMENT, fields=["segment"], empty=False)
    base = Mark(bars).encode(
        y=named_rows(bars, "name", width=150),
        yOffset=alt.YOffset("kind:N", sort=None, scale=in_order(kinds)),
        x=alt.X("share:Q", axis=None, scale=alt.Scale(domain=[0, float(bars["share"].max()) * _ROOM or 1.0])),
        color=_by_kind(kinds),
        opacity=alt.OpacityValue(**where("datum.pale", 0.3, 1)),
        tooltip=tooltips(titles, name="name", kind="share", text="text", advice="advice"),
    )
    shown = base.mark_bar(cornerRadius=2, cursor="pointer").properties(name="bars").add_params(clicked)
    figures = base.mark_text(align="left", dx=5, fontSize=_SMALL).encode(
        text=alt.Text("text:N"), color=alt.ColorDatum(kinds[0])
    )
    rows = bars["segment"].nunique()
    return Layers(layer=[shown, figures], height=_ROW_HEIGHT * rows, padding=ROOM, description=alt_text)


def _by_kind(kinds: list[str], **symbols: Any) -> alt.Color:  # noqa: ANN401 - Altair's own types
    """Colour by a `kind` column, with a legend above the picture whose symbols look as `symbols` say."""
    legend = alt.Legend(orient="top", title=None, **symbols)
    return alt.Color("kind:N", sort=None, scale=in_order(kinds), legend=legend)


def lorenz(
    curve: pd.DataFrame, chosen: tuple[float, float], *, text: str, titles: Mapping[str, str], alt_text: str
) -> Layers:
    """What share of the money the best share of customers brings, and what it would be if all were alike.

    `curve` has `share_of_customers` and `share_of_revenue` (fractions) and how a point is `told`. `chosen` is the
    point of the VIPs, `text` stands beside it. `titles` names `customers`, `revenue` and `told`.
    """
    percent: dict[str, Any] = {"format": "%", "tickCount": 5, "grid": False, "domain": False}
    point = pd.DataFrame(
        {
            "share_of_customers": [chosen[0]],
            "share_of_revenue": [chosen[1]],
            "zero": [0],
            "text": [text],
            "role": [ROLES[0]],
        }
    )
    base = Mark(curve).encode(
        x=alt.X(
            "share_of_customers:Q",
            title=below(titles["customers"]),
            axis=alt.Axis(**percent),
            scale=alt.Scale(range=widthwise()),
        ),
        y=alt.Y(
            "share_of_revenue:Q",
            title=titles["revenue"],
            axis=alt.Axis(**percent, **ABOVE),
            scale=upward(domain=(0, 1)),
        ),
    )
    alike = base.mark_line(strokeDash=[4, 4], strokeWidth=1, opacity=0.6).encode(y=alt.Y("share_of_customers:Q"))
    area = base.mark_area(opacity=0.15)
    line = base.mark_line(strokeWidth=2).encode(tooltip=alt.Tooltip("told:N", title=titles["told"]))
    vips = Mark(point).encode(x=alt.X("share_of_customers:Q"), y=alt.Y("share_of_revenue:Q"), color=coloured())
    drop = vips.mark_rule(strokeDash=[2, 3], opacity=0.7).encode(y2=alt.Y2("zero:Q"))
    dot = vips.mark_point(filled=True, size=120, opacity=1)
    figure = vips.mark_text(align="left", dx=12, dy=12, fontWeight="bold", fontSize=13).encode(text=alt.Text("text:N"))
    return Layers(layer=[area, alike, line, drop, dot, figure], height=300, padding=ROOM, description=alt_text)


def calibration(buckets: pd.DataFrame, *, titles: Mapping[str, str], alt_text: str) -> Layers:
    """Predicted beside actual orders per customer, by how often they had ordered before.

    `buckets` has one row per bucket and kind, in order: `bucket`, `kind` (as the legend calls it), `orders`, `text`,
    `customers` (as shown). `titles` names `bucket`, `orders`, `customers`.
    """
    kinds = list(buckets["kind"].unique())
    base = Mark(buckets).encode(
        x=alt.X(
            "bucket:O",
            sort=None,
            scale=in_order(buckets["bucket"]),
            title=below(titles["bucket"]),
            axis=alt.Axis(labelAngle=0, grid=False, ticks=False),
        ),
        y=alt.Y("orders:Q", title=titles["orders"], axis=alt.Axis(tickCount=5, domain=False, **ABOVE), scale=upward()),
        color=_by_kind(kinds),
        tooltip=tooltips(titles, bucket="bucket", text="orders", customers="customers"),
    )
    bars = base.mark_bar(cornerRadius=2).encode(xOffset=alt.XOffset("kind:N", sort=None, scale=in_order(kinds)))
    return Layers(layer=[bars], height=290, padding=ROOM, description=alt_text)


def tracking(weeks: pd.DataFrame, cut: str, *, text: str, titles: Mapping[str, str], alt_text: str) -> Layers:
    """Repeat orders added up over time, those that came and those the model expected.

    `weeks` has one row per week and kind: `date` (ISO), `kind` (as the legend calls it), `orders`, `text`, `day` (as
    shown). `cut` is the last day (ISO) the model saw; `text` stands beside it. `titles` names `date` and `orders`.
    """
    kinds = list(weeks["kind"].unique())
    base = Mark(_dated(weeks)).encode(
        x=alt.X(
            "date:T",
            title=None,
            axis=alt.Axis(format="%Y", tickCount="year", grid=False),
            scale=alt.Scale(range=widthwise()),
        ),
        y=alt.Y(
            "orders:Q",
            title=titles["orders"],
            axis=alt.Axis(format=",d", tickCount=5, domain=False, **ABOVE),
            scale=upward(),
        ),
        color=_by_kind(kinds, symbolType="stroke", symbolSize=300, symbolStrokeWidth=2),
        tooltip=tooltips(titles, day="date", text="orders"),
    )
    lines = base.mark_line(strokeWidth=2).encode(
        strokeDash=alt.StrokeDash("kind:N", sort=None, scale=in_order(kinds, looks=([1, 0], [6, 4])), legend=None)
    )
    end = Mark(_dated(pd.DataFrame({"date": [cut], "text": [text]}))).encode(
        x=alt.X("date:T"), color=alt.ColorDatum(kinds[0])
    )
    rule = end.mark_rule(strokeDash=[4, 4], opacity=0.7)
    label = end.mark_text(align="right", dx=-6, baseline="top", fontSize=_SMALL).encode(
        y=alt.value(4), text=alt.Text("text:N")
    )
    return Layers(layer=[lines, rule, label], height=280, padding=ROOM, description=alt_text)


def history(days: pd.DataFrame, due: pd.DataFrame, *, titles: Mapping[str, str], alt_text: str) -> Layers:
    """One customer's orders over time, and the days that matter for the next one.

    `days` has one row per day with orders or refunds: `date` (ISO), `height` (money, or orders without it), `text`
    and `day` (as shown). `due` has one row per day to mark: `date` (ISO) its `text`, and `at` (0, 1: how low the
    text stands). `titles` names `date` and `height`.
    """
    base = Mark(_dated(days).assign(zero=0, role=ROLES[0])).encode(
        color=coloured(),
        x=alt.X(
            "date:T",
            title=None,
            axis=alt.Axis(format="%m/%Y", grid=False, tickCount=6, labelOverlap=True),
            scale=alt.Scale(range=widthwise()),
        ),
        tooltip=tooltips(titles, day="date", text="height"),
    )
    stems = base.mark_rule(strokeWidth=2).encode(
        y=alt.Y("height:Q", title=titles["height"], axis=alt.Axis(tickCount=4, domain=False, **ABOVE), scale=upward()),
        y2=alt.Y2("zero:Q"),
    )
    heads = base.mark_point(filled=True, size=50, opacity=1).encode(y=alt.Y("height:Q"))
    marks = Mark(_dated(due).assign(role=ROLES[0])).encode(x=alt.X("date:T"), color=coloured())
    rules = marks.mark_rule(strokeDash=[4, 4], opacity=0.7)
    labels = marks.mark_text(align="right", dx=-4, baseline="top", fontSize=_SMALL).encode(
        y=alt.Y("at:Q", axis=None, scale=alt.Scale(domain=[0, 1], range=[40, 2])), text=alt.Text("text:N")
    )
    orders = Layers(layer=[stems, heads, rules])
    drawn = Layers(layer=[orders, labels], height=200, padding=ROOM, description=alt_text)
    chart: Layers = drawn.resolve_scale(y="independent")
    return chart


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `date` as days: browsers read days written as text in the first data of a picture alone."""
    return rows.assign(date=pd.to_datetime(rows["date"]))
