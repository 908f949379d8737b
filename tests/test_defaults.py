"""Conventions stand in one place and agree with what is derived from them."""

import ast
import dataclasses
import inspect

import pytest
from scipy.stats import norm

import retention as rt
from retention import defaults, whatif
from retention.intervals import Z_95


def test_intervals_are_as_sure_as_the_convention_says() -> None:
    assert pytest.approx(norm.ppf((1 + defaults.CONFIDENCE) / 2), rel=1e-15) == Z_95


def test_what_callers_leave_out_is_the_convention() -> None:
    asked = inspect.signature(rt.customers).parameters
    assert asked["vip_share"].default == defaults.TOP_SHARE
    assert asked["discount"].default == defaults.DISCOUNT_RATE
    told = {field.name: field.default for field in dataclasses.fields(whatif.Scenario)}
    assert (told["horizon"], told["discount_rate"]) == (defaults.HORIZON, defaults.DISCOUNT_RATE)


def test_every_convention_has_its_reason() -> None:
    lines = ast.parse(inspect.getsource(defaults)).body[1:]
    values, reasons = lines[::2], lines[1::2]
    assert all(isinstance(value, ast.Assign) for value in values)
    assert all(isinstance(reason, ast.Expr) and len(ast.unparse(reason)) > 40 for reason in reasons)
    assert len(values) == len(reasons)
