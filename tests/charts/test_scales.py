"""No picture leaves an order to its data: neither those there are, nor one that somebody adds."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import pytest

from retention import charts
from retention.charts.layers import Layers, Mark, in_order
from tests.charts import test_audit, test_cohorts, test_customers, test_overview, test_whatif
from tests.charts.specs import left_to_the_data, marks
from tests.test_charts import bridge_of, ranges_of, trend

PICTURES: dict[str, Callable[[], Any]] = {
    "bridge": bridge_of,
    "trend": lambda: trend(complete=(True, True, False)),
    "ranges": ranges_of,
    "by_period": test_overview.by_period,
    **{name: getattr(test_audit, name) for name in ("growth", "stacked")},
    **{name: getattr(test_cohorts, name) for name in ("heatmap", "curves", "across", "waiting")},
    **{name: getattr(test_customers, name) for name in ("segments", "lorenz", "calibration", "tracking", "history")},
    **{name: getattr(test_whatif, name) for name in ("courses", "readings", "tornado", "by_response", "by_recency")},
}


def drawing_functions() -> set[str]:
    modules = [
        importlib.import_module(f"{charts.__name__}.{found.name}") for found in pkgutil.iter_modules(charts.__path__)
    ]
    return {
        name
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__annotations__.get("return") is Layers and not name.startswith("_")
    }


def test_every_picture_is_held_to_it() -> None:
    assert drawing_functions() == PICTURES.keys()


@pytest.mark.parametrize("name", PICTURES)
def test_every_order_comes_with_the_call(name: str) -> None:
    spec = PICTURES[name]().to_dict(validate=True)
    assert list(marks(spec))
    assert not left_to_the_data(spec)


ROWS = pd.DataFrame({"name": ["b", "a"], "value": [1, 2]})


def spec(name: alt.X, **channels: Any) -> dict[str, Any]:
    layer = Mark(ROWS).mark_line().encode(x=name, y=alt.Y("value:Q"), **channels)
    return Layers(layer=[layer]).to_dict()


@pytest.mark.parametrize(
    "loose",
    [
        alt.X("name:N"),
        alt.X("name:N", sort=None),
        alt.X("name:O", scale=in_order("ba")),
        alt.X("name:N", sort=["b", "a"]),
    ],
)
def test_an_order_left_to_the_data_is_seen(loose: alt.X) -> None:
    assert left_to_the_data(spec(loose)) == ["x name"]


def test_lines_without_an_order_are_seen() -> None:
    ordered = alt.X("name:N", sort=None, scale=in_order("ba"))
    assert left_to_the_data(spec(ordered)) == []
    assert left_to_the_data(spec(ordered, detail=alt.Detail("name:N"))) == ["detail"]


def test_the_order_is_that_of_the_rows_whatever_the_alphabet_says() -> None:
    periods = trend(complete=(True, True, True)).to_dict(validate=True)
    assert {tuple(channels["x"]["scale"]["domain"]) for _mark, channels in marks(periods)} == {("a", "b", "c")}
    steps = bridge_of().to_dict(validate=True)
    assert {tuple(channels["y"]["scale"]["domain"]) for _mark, channels in marks(steps)} == {
        ("then", "gone", "back", "first", "now")
    }


def test_days_are_no_text_which_browsers_read_in_the_first_data_alone() -> None:
    stems = test_customers.history().layer[0].layer[0]
    lines = test_customers.tracking().layer[0]
    for mark in (stems, lines):
        assert pd.api.types.is_datetime64_any_dtype(mark.data["date"])
