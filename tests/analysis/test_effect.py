"""What another choice would change, counted by hand."""

import dataclasses
import datetime as dt
import math

import numpy as np
import pandas as pd

from retention.activity import narrowed_orders
from retention.analysis.effect import Effect, Outcome, as_apart, of_joining, outcome, rate_of
from retention.analysis.rates import rates
from retention.errors import Issue
from retention.filters import Filter
from tests.pages.screen import as_orders
from tests.shops import END_OF_2024, worked_example


def test_an_outcome_counts_orders_customers_and_money() -> None:
    orders = as_orders(
        worked_example(),
        as_of=END_OF_2024,
        issues=(Issue(code="date_too_far", rows=1), Issue(code="duplicate", rows=1)),
    )
    found = outcome(orders, 0.75)
    assert (found.orders, found.customers) == (len(orders.frame), 8)
    assert found.revenue == orders.frame["amount"].sum()
    assert (found.crr, found.unfinished) == (0.75, {"date_too_far"})


def test_an_effect_is_signed_and_names_what_cannot_be_followed_to_the_end() -> None:
    before = Outcome(orders=10, customers=8, revenue=100.0, crr=0.5, unfinished=frozenset({"a"}))
    after = Outcome(orders=12, customers=7, revenue=80.0, crr=np.nan, unfinished=frozenset({"a", "c", "b"}))
    found = Effect(before=before, after=after)
    assert (found.orders, found.customers, found.revenue, found.unfinished) == (2, -1, -20.0, ("b", "c"))


def test_a_period_without_orders_has_no_rate() -> None:
    rates = pd.DataFrame({"start": [dt.date(2025, 1, 1)], "crr": [0.5]})
    assert math.isnan(rate_of(rates, (dt.date(2025, 2, 1), dt.date(2025, 2, 28))))


def test_what_joining_changes_is_the_rate_with_and_without_it() -> None:
    orders = as_orders(worked_example(), as_of=END_OF_2024)
    assert as_apart(orders) is None
    assert of_joining(orders, lambda other: outcome(other, 0.5)) is None
    each = pd.Categorical([f"n{place}" for place in range(len(orders.frame))])
    joined = dataclasses.replace(orders, frame=orders.frame.assign(apart=each))
    table = rates(joined, grain="quarter")
    second = (table["start"].iloc[1], table["end"].iloc[1])
    changed = of_joining(joined, lambda other: outcome(other, rate_of(rates(other, grain="quarter"), second)))
    assert changed is not None
    assert (changed.before.crr, changed.after.crr) == (0.0, table["crr"].iloc[1])
    assert changed.customers == 8 - len(orders.frame)


def test_filtered_orders_whose_customers_are_apart_are_known_from_those_that_are_not() -> None:
    orders = as_orders(worked_example(), as_of=END_OF_2024)
    halves = np.where(np.arange(len(orders.frame)) % 2, "till", "web")
    each = pd.Categorical([f"n{place}" for place in range(len(orders.frame))])
    frame = orders.frame.assign(apart=each, channel=pd.Categorical(halves))
    found = narrowed_orders(dataclasses.replace(orders, frame=frame), Filter.of({"channel": "web"}, None))
    apart = as_apart(found)
    assert apart is not None
    assert apart.fingerprint != found.fingerprint
    assert apart.customers == len(found.frame) > found.customers
