"""Segments: every combination of scores has exactly one name, and equal customers get equal scores."""

import itertools
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.analysis.customers import customers
from retention.analysis.customers.segments import (
    by_count,
    in_rhythm,
    names,
    rules,
    scores,
    summary,
    with_money,
    without_proof,
)
from retention.narrate.segments import TRAITS
from tests.buyers import busy_shop
from tests.shops import random_shop, worked_example

ALL = np.array(list(itertools.product(range(1, 6), repeat=3)))
values = st.lists(st.integers(-5, 20), min_size=1, max_size=60)


@pytest.mark.parametrize("small", [False, True])
def test_all_125_scores_are_covered_and_every_rule_is_needed(small: bool) -> None:
    found = names(*ALL.T, small=small)
    assert len(found) == 125
    assert found.notna().all()
    assert set(found) == {segment.name for segment in rules(small=small)}


def test_the_first_rule_that_fits_names_the_segment() -> None:
    for scored, name in zip(ALL, names(*ALL.T), strict=True):
        first = next(
            rule
            for rule in rules()
            if all(low <= score <= high for score, (low, high) in zip(scored, (rule.r, rule.f, rule.m), strict=True))
        )
        assert name == first.name


@pytest.mark.parametrize(
    ("r", "f", "m", "name"),
    [
        (5, 5, 5, "champions"),
        (5, 5, 1, "loyal"),
        (1, 5, 5, "cannot_lose"),
        (2, 3, 1, "at_risk"),
        (2, 2, 5, "at_risk"),
        (5, 2, 5, "promising"),
        (5, 1, 5, "big_newcomers"),
        (5, 1, 1, "new"),
        (3, 1, 1, "about_to_sleep"),
        (1, 1, 1, "lost"),
    ],
)
def test_names_say_what_they_mean(r: int, f: int, m: int, name: str) -> None:
    assert names(np.array([r]), np.array([f]), np.array([m]))[0] == name


def test_recency_is_put_right_by_the_rhythm() -> None:
    r = np.array([5, 1, 5, 1, 3])
    late = np.array([True, True, False, False, False])
    assert in_rhythm(r, late).tolist() == [2, 1, 5, 3, 3]


def test_who_is_late_where_that_says_nothing_is_middling() -> None:
    r, f = without_proof(np.array([2, 1, 5]), np.array([5, 1, 5]), np.array([True, True, False]))
    assert (r.tolist(), f.tolist()) == ([3, 3, 5], [3, 1, 5])


def test_frequency_is_put_right_by_the_count() -> None:
    orders = np.array([1, 1, 2, 2, 3, 3, 9, 10, 400])
    f = np.array([1, 4, 1, 5, 1, 5, 2, 1, 1])
    assert by_count(f, orders).tolist() == [1, 1, 2, 2, 3, 5, 3, 4, 4]


def test_money_is_put_right_by_there_being_any() -> None:
    assert with_money(np.array([5, 4, 3]), np.array([10.0, 0.0, -2.0])).tolist() == [5, 1, 1]
    assert with_money(None, np.array([np.nan, np.nan])).tolist() == [3, 3]


HOLDS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "champions": lambda rows: (rows["orders"] >= 3) & ~rows["late"] & (rows["revenue"] > 0) & (rows["m"] >= 4),
    "loyal": lambda rows: (rows["orders"] >= 3) & ~rows["late"],
    "cannot_lose": lambda rows: (rows["orders"] >= 3) & rows["late"] & (rows["m"] >= 4),
    "at_risk": lambda rows: (rows["orders"] >= 2) & rows["late"],
    "big_newcomers": lambda rows: (rows["orders"] == 1) & ~rows["late"] & (rows["m"] == 5),
    "promising": lambda rows: rows["orders"].between(2, 9) & ~rows["late"] & (rows["r"] >= 4),
    "new": lambda rows: (rows["orders"] == 1) & ~rows["late"] & (rows["r"] >= 4),
    "needs_attention": lambda rows: rows["orders"].between(2, 9) & ~rows["late"] & (rows["r"] <= 3),
    "about_to_sleep": lambda rows: (rows["orders"] == 1) & (rows["r"] <= 3),
    "sleeping_spenders": lambda rows: (rows["orders"] == 1) & rows["late"] & (rows["m"] >= 4),
    "lost": lambda rows: (rows["orders"] == 1) & rows["late"],
    "regulars": lambda rows: (rows["orders"] >= 3) & ~rows["late"],
    "recent": lambda rows: (rows["orders"] <= 2) & ~rows["late"],
    "quiet": lambda rows: rows["late"],
}
"""What each segment's words say (`narrate.segments.TRAITS`), of every customer in it."""


def daily_buyers() -> pd.DataFrame:
    """Everybody comes nearly every day for months; the least frequent fifth has bought some hundred times."""
    rng = np.random.default_rng(1)
    rows = [(f"c{name}", day) for name in range(80) for day in np.flatnonzero(rng.random(200) < 0.6 + name / 250)]
    return dated(rows, rng)


def one_time_buyers() -> pd.DataFrame:
    """Nine of ten came once, some of them with two orders on one day."""
    rng = np.random.default_rng(2)
    rows = [(f"c{name}", int(rng.integers(0, 600))) for name in range(300)]
    rows += [(f"c{name}", int(rng.integers(0, 600))) for name in range(0, 300, 10)]
    return dated([*rows, *rows[:40:3]], rng)


def nobody_came_back() -> pd.DataFrame:
    return dated([(f"c{name}", name) for name in range(70)], np.random.default_rng(3))


def dated(rows: list[tuple[str, int]], rng: np.random.Generator) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer", "day"])
    frame["date"] = pd.Timestamp("2023-01-01") + pd.to_timedelta(frame.pop("day"), unit="D")
    return frame.assign(order=[str(n) for n in range(len(rows))], amount=rng.gamma(2, 20, len(rows)).round(2))


SHOPS = {
    "daily": daily_buyers,
    "once": one_time_buyers,
    "nobody": nobody_came_back,
    "busy": lambda: busy_shop(3),
    "small": lambda: busy_shop(4, 40),
    "random": lambda: random_shop(5, rows=500, customers=90),
    "worked": worked_example,
}


@pytest.mark.few(4)
@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("money", [True, False])
def test_a_segments_words_hold_of_each_customer_in_it(shop: str, money: bool) -> None:
    orders = SHOPS[shop]()
    found = customers(orders if money else orders.assign(amount=np.nan))
    for name, rows in found.table.groupby("segment", observed=True):
        middling = rows["late"] if found.proof.fails and name in {"needs_attention", "about_to_sleep"} else False
        assert (HOLDS[str(name)](rows) | middling).all(), name
    assert set(HOLDS) == set(TRAITS)


def test_small_shops_have_three_groups() -> None:
    assert [segment.name for segment in rules(small=True)] == ["regulars", "recent", "quiet"]


def test_every_segment_has_advice() -> None:
    advice = [segment.advice for segment in rules()]
    assert len(set(advice)) == len(advice) == 11
    assert {"personal_call", "early_access", "personal_thanks", "win_back_offer", "silence"} <= set(advice)


def test_fifths_of_different_values() -> None:
    assert scores(np.arange(10)).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert scores(np.arange(10), ties_up=True).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_ties_do_not_change_the_scale() -> None:
    """Seven one-time buyers of ten are all 1; who is better than eight of ten is 5, whoever is below."""
    assert scores(np.array([1, 1, 1, 1, 1, 1, 1, 2, 3, 9])).tolist() == [1] * 7 + [4, 5, 5]
    assert scores(np.array([7, 7, 7])).tolist() == [1, 1, 1]
    assert scores(np.array([7, 7, 7]), ties_up=True).tolist() == [5, 5, 5]


@given(values, st.booleans(), st.randoms())
def test_scores_depend_on_nothing_but_order(drawn: list[int], ties_up: bool, random: object) -> None:
    array = np.array(drawn)
    found = scores(array, ties_up=ties_up)
    assert ((found >= 1) & (found <= 5)).all()
    assert (scores(np.exp(array / 7), ties_up=ties_up) == found).all()
    turned = np.array(random.sample(range(array.size), array.size))  # type: ignore[attr-defined]
    assert (scores(array[turned], ties_up=ties_up) == found[turned]).all()
    order = np.argsort(array, kind="stable")
    assert (np.diff(found[order]) >= 0).all()
    same = array[:, None] == array[None, :]
    assert (found[:, None] == found[None, :])[same].all()


def test_summary_by_hand() -> None:
    table = pd.DataFrame(
        {
            "segment": names(np.array([5, 5, 1]), np.array([5, 5, 1]), np.array([5, 4, 1])),
            "revenue": [60.0, 20.0, 20.0],
            "orders": [6, 4, 1],
            "rhythm": [10.0, 20.0, 15.0],
            "days_since_last": [1, 3, 90],
        }
    )
    found = summary(table).set_index("segment")
    assert found.index.tolist() == [segment.name for segment in rules()]
    assert found.loc["champions", ["customers", "share", "revenue", "revenue_share"]].tolist() == [2, 2 / 3, 80, 0.8]
    assert found.loc["champions", ["orders", "rhythm", "days_since_last", "advice"]].tolist() == [
        5,
        15,
        2,
        "early_access",
    ]
    assert found.loc["loyal", ["customers", "revenue"]].tolist() == [0, 0]
    assert found["share"].sum() == pytest.approx(1)
