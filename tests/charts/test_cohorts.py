"""Pictures of cohorts draw what they are given: no colour of their own but black and white, no word of their own."""

import json
import re
from typing import Any

import altair as alt
import pandas as pd
import pytest

from retention import charts
from retention.charts.cohorts import CELL

FORMATS = {"value": ".1%", "short": ".0f", "axis": "~%"}


def titles(*names: str) -> dict[str, str]:
    return {name: f"⟨{name}⟩" for name in names}


def heatmap(**options: Any) -> alt.LayerChart:
    rows = [("all", None, 1, 0.4), ("a · 90", "a", 1, 0.5), ("a · 90", "a", 2, 0.2), ("b · 9", "b", 1, 1.0)]
    cells = pd.DataFrame(rows, columns=["name", "cohort", "age", "value"])
    cells = cells.assign(
        short=100 * cells["value"], small=cells["cohort"] == "b", average=cells["cohort"].isna(), chosen=False
    )
    labels = titles("name", "age", "value")
    return charts.heatmap(
        cells,
        ["all", "a · 90", "b · 9"],
        titles=labels,
        formats=FORMATS,
        alt_text="⟨in words⟩",
        cell_width=30,
        **options,
    )


def curves() -> alt.LayerChart:
    points = pd.DataFrame({"name": ["a", "a", "all"], "age": [1, 2, 1], "value": [0.5, 0.2, 0.4]})
    points = points.assign(kind=["⟨each⟩", "⟨each⟩", "⟨all⟩"], weight=1.0, thick=[False, False, True])
    return charts.curves(points, titles=titles("name", "age", "value"), formats=FORMATS, alt_text="⟨in words⟩")


def across() -> alt.LayerChart:
    periods = pd.DataFrame({"name": ["a", "b"], "rate": [0.4, 0.5], "low": [0.3, 0.4], "high": [0.5, 0.6]})
    periods = periods.assign(complete=True, small=False, selected=[False, True], text="1", range="2", note="")
    levels = pd.DataFrame({"name": ["a"], "rate": [0.4], "side": ["o"], "text": ["40%"], "under": [False]})
    return charts.across(periods, levels, titles=titles("name", "rate", "range", "note"), alt_text="⟨in words⟩")


def waiting(median: float | None = 20) -> alt.LayerChart:
    curve = pd.DataFrame({"days": [3, 20], "share": [0.2, 0.6], "low": [0.1, 0.5], "high": [0.3, 0.7]})
    return charts.waiting(curve, median=median, titles=titles("days", "share", "low", "high"), alt_text="⟨in words⟩")


@pytest.mark.parametrize("draw", [heatmap, curves, across, waiting])
def test_the_text_for_screen_readers_is_the_description_and_colours_come_from_the_palette(draw: Any) -> None:
    spec = draw().to_dict(validate=True)
    text = json.dumps(spec["layer"])
    assert spec["description"] == "⟨in words⟩"
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", text)


@pytest.mark.parametrize("draw", [heatmap, curves, across, waiting])
def test_every_word_comes_with_the_call(draw: Any) -> None:
    spec = json.dumps(draw().to_dict(validate=True), ensure_ascii=False)
    said = re.findall(r'"title": "([^"]*)"', spec)
    assert said
    assert all(re.fullmatch("⟨.*⟩", title) for title in said)


def test_a_click_tells_cohort_and_age() -> None:
    [click] = heatmap().to_dict(validate=True)["params"]
    assert click["name"] == CELL
    assert click["select"]["fields"] == ["cohort", "age"]


def test_what_is_unknown_has_no_cell() -> None:
    spec = heatmap().to_dict(validate=True)
    [data] = spec["datasets"].values()
    assert sorted((row["name"], row["age"]) for row in data) == [
        ("a · 90", 1),
        ("a · 90", 2),
        ("all", 1),
        ("b · 9", 1),
    ]
    assert spec["encoding"]["y"]["scale"]["domain"] == ["all", "a · 90", "b · 9"]


@pytest.mark.parametrize(("by_column", "shades"), [(False, [2 / 3, 1, 0, 1]), (True, [0, 1, 0.5, 1])])
def test_colours_span_the_table_or_one_age_and_few_customers_do_not_stretch_them(
    by_column: bool, shades: list[float]
) -> None:
    [data] = heatmap(by_column=by_column).to_dict(validate=True)["datasets"].values()
    assert [row["shade"] for row in data] == pytest.approx(shades)


def test_few_customers_stretch_the_colours_where_there_is_nobody_else() -> None:
    chart = charts.heatmap(
        pd.DataFrame({"name": ["a"] * 3, "age": [1, 2, 3], "value": [0.1, 0.2, 0.3], "small": True, "short": 1}),
        ["a"],
        titles=titles("name", "age", "value"),
        formats=FORMATS,
        alt_text="⟨in words⟩",
        cell_width=30,
    )
    [data] = chart.to_dict(validate=True)["datasets"].values()
    assert [row["shade"] for row in data] == pytest.approx([0, 0.5, 1])


@pytest.mark.parametrize("draw", [heatmap, curves, waiting])
def test_pictures_of_hundreds_of_marks_are_one_canvas(draw: Any) -> None:
    assert draw().to_dict(validate=True)["usermeta"]["embedOptions"] == {"renderer": "canvas"}


def test_ages_without_room_are_left_out() -> None:
    steps = heatmap().to_dict(validate=True)["transform"]
    assert {"filter": "datum.age < 1 + max(1, floor(width / 30))"} in steps


def test_the_middle_is_marked_where_it_is_reached() -> None:
    assert len(waiting().to_dict(validate=True)["layer"]) == len(waiting(None).to_dict(validate=True)["layer"]) + 2
