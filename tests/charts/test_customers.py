"""Pictures of customers draw what they are given: no colour, no word of their own."""

import json
import re

import altair as alt
import pandas as pd
import pytest

from retention import charts

TITLES = {
    name: f"⟨{name}⟩"
    for name in (
        "name",
        "share",
        "text",
        "advice",
        "customers",
        "revenue",
        "told",
        "bucket",
        "orders",
        "date",
        "height",
    )
}


def segments() -> alt.LayerChart:
    bars = [("a", "A", "⟨of customers⟩", 0.6), ("a", "A", "⟨of revenue⟩", 0.3), ("b", "B", "⟨of customers⟩", 0.4)]
    table = pd.DataFrame(bars, columns=["segment", "name", "kind", "share"])
    return charts.segments(table.assign(text="1", advice="x", pale=False), titles=TITLES, alt_text="⟨in words⟩")


def lorenz() -> alt.LayerChart:
    curve = pd.DataFrame({"share_of_customers": [0.0, 1.0], "share_of_revenue": [0.0, 1.0], "told": ["0", "1"]})
    return charts.lorenz(curve, (0.15, 0.5), text="50%", titles=TITLES, alt_text="⟨in words⟩")


def calibration() -> alt.LayerChart:
    buckets = pd.DataFrame({"bucket": ["0", "0"], "kind": ["⟨came⟩", "⟨foreseen⟩"], "orders": [1.0, 2.0]})
    return charts.calibration(buckets.assign(text="1", customers="9"), titles=TITLES, alt_text="⟨in words⟩")


def tracking() -> alt.LayerChart:
    weeks = pd.DataFrame({"date": ["2025-01-05"] * 2, "kind": ["⟨came⟩", "⟨foreseen⟩"], "orders": [1, 2]})
    drawn = weeks.assign(text="1", day="Sunday")
    return charts.tracking(drawn, "2025-01-04", text="⟨hidden⟩", titles=TITLES, alt_text="⟨in words⟩")


def history() -> alt.LayerChart:
    days = pd.DataFrame({"date": ["2025-01-05"], "height": [10.0], "text": ["10"], "day": ["Sunday"]})
    due = pd.DataFrame({"date": ["2025-02-05"], "text": ["⟨due⟩"], "at": [0]})
    return charts.history(days, due, titles=TITLES, alt_text="⟨in words⟩")


PICTURES = (segments, lorenz, calibration, tracking, history)


@pytest.mark.parametrize("picture", PICTURES)
def test_the_text_for_screen_readers_is_the_description(picture: type) -> None:
    assert picture().to_dict(validate=True)["description"] == "⟨in words⟩"


@pytest.mark.parametrize("picture", PICTURES)
def test_colours_and_words_come_from_elsewhere(picture: type) -> None:
    text = json.dumps(picture().to_dict(validate=True)["layer"], ensure_ascii=False)
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", text)
    titles = re.findall(r'"title": "([^"]*)"', text)
    assert titles
    assert all(title.startswith("⟨") for title in titles)


def test_a_click_names_the_segment() -> None:
    found = segments().to_dict(validate=True)["params"]
    assert found[0]["name"] == "segment"
    assert found[0]["select"]["fields"] == ["segment"]


def test_the_longest_bar_leaves_room_for_its_figure() -> None:
    domain = segments().to_dict(validate=True)["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert domain[1] > 0.6
