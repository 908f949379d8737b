"""Bars by period: one stack a period, in order, with a scale that does not depend on what was drawn before."""

import pandas as pd

from retention import charts
from retention.charts.layers import Layers

ROWS = pd.DataFrame(
    {
        "name": ["Q1", "Q1", "Q2", "Q2"],
        "role": ["kept", "new", "kept", "new"],
        "part": ["Came back", "New", "Came back", "New"],
        "value": [3, 2, 4, 5],
        "text": ["3", "2", "4", "5"],
        "complete": [True, True, False, False],
    }
)
TITLES = {"name": "Period", "value": "Customers", "part": "Of these"}


def by_period() -> Layers:
    return charts.by_period(ROWS, titles=TITLES, alt_text="Customers over time")


def test_the_scale_holds_the_highest_stack() -> None:
    spec = by_period().to_dict(validate=True)
    encoding = spec["layer"][0]["encoding"]
    assert encoding["y"]["scale"]["domain"] == [0.0, 9.0]
    assert encoding["x"]["scale"]["domain"] == ["Q1", "Q2"]
    assert encoding["order"]["field"] == "place"


def test_periods_without_anything_keep_their_place() -> None:
    spec = charts.by_period(ROWS.assign(value=0), titles=TITLES, alt_text="Nothing").to_dict(validate=True)
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0.0, 1.0]
