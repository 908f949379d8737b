"""Axes with thousands in words; levers and courses are tested where they are shown."""

import altair as alt
import pandas as pd

from retention.charts import whatif as charts


def courses() -> alt.LayerChart:
    rows = pd.DataFrame({"name": ["b", "a"] * 2, "role": ["kept"] * 2 + ["reactivated"] * 2, "value": [1.0, 2, 3, 4]})
    rows = rows.assign(low=0.5, high=5.0, text="1", range="2")
    titles = {"name": "Period", "value": "Revenue", "range": "Band", "series": " "}
    return charts.courses(
        rows, names={"kept": "New", "reactivated": "Old"}, titles=titles, units={}, alt_text="Revenue"
    )


def tornado() -> alt.LayerChart:
    levers = pd.DataFrame(
        {"label": ["b", "b", "a", "a"], "role": ["lost", "kept"] * 2, "start": 5.0, "end": [1.0, 9, 4, 6]}
    )
    titles = {"label": " ", "text": "Change"}
    return charts.tornado(
        levers.assign(text="1"), names={"kept": "More", "lost": "Less"}, titles=titles, alt_text="Levers"
    )


def by_response() -> alt.LayerChart:
    table = pd.DataFrame({"response": [0.1], "result": [1.5e6], "chosen": [True], "share": ["10%"], "text": ["1.5M"]})
    titles = {"response": "Response", "result": "Result"}
    return charts.by_response(table, titles=titles, units={1e3: " тыс.", 1e6: " млн"}, alt_text="Result")


def by_recency() -> alt.LayerChart:
    values = pd.DataFrame(
        {"recency": [1, 2], "value": [3.0, -1.0], "role": ["kept", "lost"], "text": "1", "chance": "2"}
    )
    titles = {"recency": "Silence", "value": "Value", "chance": "Chance"}
    return charts.by_recency(
        values, names={"kept": "Pays", "lost": "Costs"}, titles=titles, units={}, alt_text="Silence"
    )


def readings() -> alt.LayerChart:
    table = pd.DataFrame({"label": ["b", "a"], "role": ["kept", "reactivated"], "value": [2.0, 1.0]})
    titles = {"label": " ", "text": "Revenue", "range": "Band"}
    return charts.readings(table.assign(low=0.5, high=3.0, text="2", range="1 to 3"), titles=titles, alt_text="Ways")


def test_an_axis_says_thousands_and_millions_in_words() -> None:
    label = by_response().to_dict(validate=True)["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    assert label.startswith("abs(datum.value) >= 1000000 ? ")
    assert '" млн" : abs(datum.value) >= 1000 ? ' in label
    assert label.endswith("\" тыс.\" : format(datum.value, '~r')")


def test_readings_stand_in_their_order_with_their_bands() -> None:
    drawn = readings().to_dict(validate=True)
    assert drawn["layer"][0]["encoding"]["y"]["scale"]["domain"] == ["b", "a"]
    assert [layer["mark"]["type"] for layer in drawn["layer"]] == ["bar", "rule", "text"]


def test_a_course_alone_needs_no_legend() -> None:
    titles = {"name": "Period", "value": "Revenue", "range": "Band", "series": " "}
    rows = pd.DataFrame({"name": ["a"], "role": ["kept"], "value": [1.0], "low": [0.5], "high": [2.0]})
    rows = rows.assign(text="1", range="2")
    alone = charts.courses(rows, names={"kept": "New"}, titles=titles, units={}, alt_text="Revenue")
    assert alone.to_dict()["layer"][0]["encoding"]["color"]["legend"] is None
    assert courses().to_dict()["layer"][0]["encoding"]["color"]["legend"]["values"] == ["kept", "reactivated"]
