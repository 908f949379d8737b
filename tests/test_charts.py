"""Charts draw what they are given: no colour, no theme, no word of their own."""

import json
import re
from typing import Any

import altair as alt
import pandas as pd
import pytest

from retention import charts

TITLES = {"name": "⟨name⟩", "rate": "⟨rate⟩", "range": "⟨range⟩", "note": "⟨note⟩"}


@pytest.fixture
def bridge() -> alt.LayerChart:
    rows = [
        ("then", 10, True, "kept", "10"),
        ("gone", -4, False, "lost", "−4"),
        ("back", 2, False, "reactivated", "+2"),
        ("first", 5, False, "new", "+5"),
        ("now", 0, True, "kept", "13"),
    ]
    steps = pd.DataFrame(rows, columns=["label", "change", "total", "role", "text"])
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
    return dict(chart.to_dict())


def test_the_takeaway_is_the_description(bridge: alt.LayerChart) -> None:
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
    filters = {layer["transform"][0]["filter"] for layer in spec(trend(complete=(True, True, False)))["layer"]}
    assert {"datum.complete", "!datum.complete"} <= filters
    finished = {layer["transform"][0]["filter"] for layer in spec(trend(complete=(True, True, True)))["layer"]}
    assert "!datum.complete" not in finished


def test_the_bridge_stands_on_the_ground_at_both_ends(bridge: alt.LayerChart) -> None:
    steps = spec(bridge)["layer"][0]["transform"]
    assert steps[0]["window"] == [{"op": "sum", "field": "change", "as": "after"}]
    assert steps[1]["calculate"].startswith("datum.total ? 0")
