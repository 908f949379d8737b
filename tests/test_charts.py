"""Charts draw what they are given: no colour, no theme, no word of their own."""

import json
import re
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
import pytest

from retention import charts
from tests.charts.specs import left_to_the_data

TITLES = {"name": "⟨name⟩", "rate": "⟨rate⟩", "range": "⟨range⟩", "note": "⟨note⟩"}


@pytest.fixture
def bridge() -> alt.LayerChart:
    return bridge_of()


def bridge_of() -> alt.LayerChart:
    rows = [
        ("start", "then", 10, True, "kept", "10"),
        ("lost", "gone", -4, False, "lost", "−4"),
        ("reactivated", "back", 2, False, "reactivated", "+2"),
        ("new", "first", 5, False, "new", "+5"),
        ("end", "now", 0, True, "kept", "13"),
    ]
    steps = pd.DataFrame(rows, columns=["key", "label", "change", "total", "role", "text"])
    return charts.bridge(steps, unit="⟨unit⟩", alt_text="10 − 4 + 2 + 5 = 13")


def trend(*, complete: tuple[bool, ...]) -> alt.LayerChart:
    periods = pd.DataFrame(
        {
            "name": ["a", "b", "c"],
            "rate": [0.4, 0.5, 0.2],
            "low": [0.3, 0.4, 0.1],
            "high": [0.5, 0.6, 0.3],
            "complete": complete,
            "small": [True, False, False],
            "selected": [False, True, False],
            "text": ["40%", "50%", "20%"],
            "range": ["30–50", "40–60", "10–30"],
            "note": ["", "", "open"],
        }
    )
    return charts.trend(periods, titles=TITLES, alt_text="between 40% and 50%")


def spec(chart: alt.LayerChart) -> dict[str, Any]:
    return dict(chart.to_dict(validate=True))


def test_the_text_for_screen_readers_is_the_description(bridge: alt.LayerChart) -> None:
    assert spec(bridge)["description"] == "10 − 4 + 2 + 5 = 13"
    assert spec(trend(complete=(True, True, True)))["description"] == "between 40% and 50%"


def test_colours_are_positions_in_the_palette(bridge: alt.LayerChart) -> None:
    for chart in (bridge, trend(complete=(True, True, False))):
        text = json.dumps(spec(chart)["layer"])
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b", text)
        assert json.dumps(list(charts.ROLES)) in text
    assert alt.theme.active == "default"


def test_titles_come_with_the_call(bridge: alt.LayerChart) -> None:
    text = json.dumps(spec(trend(complete=(True, True, False)))["layer"], ensure_ascii=False)
    assert all(title in text for title in TITLES.values())
    assert "⟨unit⟩" in json.dumps(spec(bridge)["layer"], ensure_ascii=False)


def test_unfinished_periods_are_drawn_apart() -> None:
    assert {"datum.complete", "!datum.complete"} <= filters(trend(complete=(True, True, False)))
    assert "!datum.complete" not in filters(trend(complete=(True, True, True)))


def filters(chart: alt.LayerChart) -> set[str]:
    steps = (step for layer in spec(chart)["layer"] for step in layer["transform"])
    return {step["filter"] for step in steps if "filter" in step}


def test_the_bridge_stands_on_the_ground_at_both_ends(bridge: alt.LayerChart) -> None:
    steps = spec(bridge)["layer"][0]["transform"]
    assert steps[0]["window"] == [{"op": "sum", "field": "change", "as": "after"}]
    assert steps[1]["calculate"].startswith("datum.total ? 0")


def ranges(**options: Any) -> dict[str, Any]:
    return spec(ranges_of(**options))


def ranges_of(names: Sequence[str] = ('"a"', "b</script>"), **options: Any) -> alt.LayerChart:
    rows = pd.DataFrame({"name": names, "value": [0.4, 0.2], "low": [0.3, None], "high": [0.5, None]})
    rows = rows.assign(text=["40%", "20%"], range=["30–50", ""], note="", small=[False, True])
    titles = {"name": "⟨name⟩", "value": "⟨value⟩", "range": "⟨range⟩", "note": "⟨note⟩"}
    return charts.ranges(rows, titles=titles, number_format="%", alt_text="a 40%; b 20%", **options)


def labels(drawn: dict[str, Any]) -> list[list[str]]:
    """The lines of each row's name, empty ones left out."""
    expression = drawn["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    spaced = json.loads(expression.removeprefix("(").removesuffix(")[datum.value]"))
    return [[line for line in lines if line != "\u200b"] for lines in spaced]


def test_ranges_name_every_row_as_it_is() -> None:
    drawn = ranges()
    assert drawn["description"] == "a 40%; b 20%"
    assert labels(drawn) == [['"a"'], ["b</script>"]]


def test_a_long_name_leaves_room_for_marks_and_figures() -> None:
    drawn = ranges(names=["Share of the revenue that comes from returning customers", "b"])
    assert labels(drawn) == [["Share of the revenue", "that comes from", "returning customers"], ["b"]]


def test_name_marks_and_figure_of_a_row_stand_level() -> None:
    for layer in ranges(whole=0.3)["layer"][1:]:
        assert layer["encoding"]["y"]["field"] == "place"
        assert not {"yOffset", "dy"} & layer["mark"].keys()


def test_ranges_show_the_whole_when_there_is_one() -> None:
    assert "strokeDash" not in json.dumps(ranges())
    dashed = ranges(whole=0.3)["layer"][0]
    assert dashed["mark"]["strokeDash"]
    assert dashed["encoding"]["x"]["field"] == "whole"


def test_a_bar_can_be_clicked(bridge: alt.LayerChart) -> None:
    assert [param["name"] for param in spec(bridge)["params"]] == ["step"]


def test_a_published_figure_stands_beside_the_trend() -> None:
    periods = pd.DataFrame({"name": ["a"], "rate": [0.4], "low": [0.3], "high": [0.5], "complete": [True]})
    periods = periods.assign(small=False, selected=True, text="40%", range="", note="")
    dashed = spec(charts.trend(periods, titles=TITLES, alt_text="", beside=0.28))["layer"][0]
    assert dashed["mark"]["strokeDash"]
    assert dashed["encoding"]["y"]["field"] == "rate"


NOTES = pd.DataFrame({"name": ["c", "a"], "words": ["late", "early"], "row": [0, 1], "leftward": [True, False]})


def noted() -> alt.LayerChart:
    periods = pd.DataFrame({"name": ["a", "b", "c"], "rate": 0.3, "low": 0.2, "high": 0.4, "complete": True})
    periods = periods.assign(small=False, selected=False, text="30%", range="20–40", note="")
    return charts.trend(periods, titles=TITLES, alt_text="steady", target=0.5, beside=0.4, notes=NOTES)


def test_a_note_has_a_rule_in_its_period_that_begins_at_the_row_of_its_words() -> None:
    layers = [layer for layer in spec(noted())["layer"] if layer["mark"].get("strokeDash") == [2, 3]]
    values = list(spec(noted())["datasets"].values())
    assert [{"name": "c", "words": "late"}] in values
    assert [{"name": "a", "words": "early"}] in values
    assert [layer["encoding"]["y"]["value"] for layer in layers] == [9, 23]
    assert all(layer["encoding"]["y2"] == {"value": "height"} for layer in layers)
    assert all(layer["encoding"]["x"]["scale"]["domain"] == ["a", "b", "c"] for layer in layers)


def test_notes_make_room_and_leave_no_order_to_the_data() -> None:
    plain, with_notes = spec(trend(complete=(True, True, True))), spec(noted())
    assert with_notes["height"] == plain["height"] + 28
    assert not left_to_the_data(with_notes)


def test_a_target_is_a_full_line_and_a_published_figure_a_dashed_one() -> None:
    rules = [layer["mark"]["strokeDash"] for layer in spec(noted())["layer"] if layer["mark"]["type"] == "rule"]
    assert rules.count([1, 0]) == 1
    assert rules.count([5, 4]) == 1
