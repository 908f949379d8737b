"""Lenses drawn: cohorts with all of them on scales that hold both, and money in layers of cohorts."""

import pandas as pd
import pytest

from retention import charts
from retention.charts.layers import Layers

LINES = pd.DataFrame(
    {
        "name": ["Q1", "Q1", "Q2"],
        "age": [0, 1, 0],
        "value": [10.0, 30.0, 12.0],
        "text": ["10", "30", "12"],
        "weight": [0.5, 0.5, 1.0],
    }
)
AVERAGE = pd.DataFrame(
    {"age": [0, 1], "value": [11.0, 30.0], "low": [9.0, 20.0], "high": [13.0, 45.0], "text": ["11", "30"], "range": ""}
)
BARS = pd.DataFrame(
    {
        "name": ["2024", "2025", "2025"],
        "cohort": ["2024", "2024", "2025"],
        "rank": [0, 0, 1],
        "value": [50.0, 20.0, 60.0],
        "text": ["50", "20", "60"],
        "complete": [True, False, False],
    }
)


def growth(cost: float | None = 60.0) -> Layers:
    titles = {"name": "First bought", "age": "Quarters", "value": "Revenue", "range": "95% interval"}
    return charts.growth(LINES, AVERAGE, cost=cost, titles=titles, alt_text="What a customer brings")


def stacked() -> Layers:
    titles = {"name": "Period", "cohort": "First bought", "value": "Revenue"}
    return charts.stacked(BARS, titles=titles, alt_text="Whose money it is")


@pytest.mark.parametrize(("cost", "top"), [(None, 45.0), (20.0, 45.0), (60.0, 60.0)])
def test_the_scale_holds_the_band_every_cohort_and_the_cost(cost: float | None, top: float) -> None:
    spec = growth(cost).to_dict(validate=True)
    scales = [layer["encoding"]["y"]["scale"]["domain"] for layer in spec["layer"] if "scale" in layer["encoding"]["y"]]
    assert scales
    assert all(domain == [0.0, top] for domain in scales)
    assert sum(layer["mark"]["type"] == "rule" for layer in spec["layer"]) == (cost is not None)


def test_a_stack_names_every_cohort_and_holds_the_highest() -> None:
    encoding = stacked().to_dict(validate=True)["layer"][0]["encoding"]
    assert encoding["y"]["scale"]["domain"] == [0.0, 80.0]
    assert encoding["x"]["scale"]["domain"] == ["2024", "2025"]
    assert encoding["color"]["legend"]["labelExpr"] == '(["2024", "2025"])[datum.value]'
    assert encoding["order"]["field"] == "rank"
