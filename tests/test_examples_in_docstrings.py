"""Every public function shows an example, and every example gives what it says."""

import datetime as dt
import doctest
import inspect

import numpy as np
import pandas as pd
import pytest

import retention as rt
from retention import whatif

GLOBALS = {"dt": dt, "np": np, "pd": pd, "rt": rt, "whatif": whatif}
"""What examples may use without importing it."""
PUBLIC = {name: getattr(rt, name) for name in rt.__all__} | {
    f"whatif.{name}": getattr(whatif, name) for name in whatif.__all__
}
FUNCTIONS = [name for name, found in PUBLIC.items() if inspect.isfunction(found)]
CLASSES = [
    "Customers",
    "ImportSession",
    "RetentionError",
    "RetentionWarning",
    "whatif.BackTest",
    "whatif.Comparison",
    "whatif.Programme",
    "whatif.Scenario",
    "whatif.Shop",
]
"""Classes whose methods and properties people call; the others are small tables, or name a choice."""
NEEDS = {"open_source": "duckdb"}
"""Optional packages of which an example shows the use."""


def example(name: str) -> doctest.DocTest:
    text = inspect.getdoc(PUBLIC[name]) or ""
    return doctest.DocTestParser().get_doctest(text, dict(GLOBALS), name, None, None)


def marked(name: str) -> object:
    return pytest.param(name, marks=pytest.mark.needs(NEEDS[name])) if name in NEEDS else name


@pytest.mark.parametrize("name", [marked(name) for name in (*FUNCTIONS, *CLASSES)])
def test_examples_give_what_they_say(name: str) -> None:
    said: list[str] = []
    with pd.option_context("display.width", 120, "display.max_columns", 20):
        found = doctest.DocTestRunner().run(example(name), out=said.append)
    assert found.attempted
    assert not found.failed, "".join(said)


def test_an_example_that_is_wrong_is_noticed() -> None:
    wrong = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, None)
    assert doctest.DocTestRunner().run(wrong, out=lambda said: None).failed == 1
