"""Every public function shows an example, and every example gives what it says."""

import datetime as dt
import doctest
import inspect

import numpy as np
import pandas as pd
import pytest

import retention as rt

GLOBALS = {"dt": dt, "np": np, "pd": pd, "rt": rt}
"""What examples may use without importing it."""
FUNCTIONS = [name for name in rt.__all__ if inspect.isfunction(getattr(rt, name))]
WITHOUT = {"open_source"}
"""Functions that still have no example: they need a file."""


def example(name: str) -> doctest.DocTest:
    function = getattr(rt, name)
    return doctest.DocTestParser().get_doctest(inspect.getdoc(function) or "", dict(GLOBALS), name, None, None)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_examples_give_what_they_say(name: str) -> None:
    said: list[str] = []
    with pd.option_context("display.width", 120, "display.max_columns", 20):
        found = doctest.DocTestRunner().run(example(name), out=said.append)
    assert bool(found.attempted) != (name in WITHOUT)
    assert not found.failed, "".join(said)


def test_an_example_that_is_wrong_is_noticed() -> None:
    wrong = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, None)
    assert doctest.DocTestRunner().run(wrong, out=lambda said: None).failed == 1
