"""A period beside its target, in words."""

import dataclasses
import datetime as dt
import math

import pytest

from retention.analysis.pace import Pace
from retention.narrate import pace as words

RUNNING = Pace(
    start=dt.date(2025, 6, 1),
    end=dt.date(2025, 6, 30),
    as_of=dt.date(2025, 6, 10),
    days=30,
    days_gone=10,
    customers_at_start=200,
    back=30,
    periods=20,
    usual_share=0.4,
    expected=74.0,
    low=62.0,
    high=88.0,
    target=0.35,
    chance=0.72,
    verdict="on_track",
)


def told(**changed: object) -> str:
    found = dataclasses.replace(RUNNING, **changed)
    return f"{words.answer(found)} {words.basis(found, 'month')}"


def test_the_answer_stands_first_then_what_is_missing_and_where_it_ends() -> None:
    assert told() == (
        "**On track for the target of 35%**: the chance of reaching it is 72%. "
        "40 more customers must come back by June 30, 2025, 70 in all. Usually 28 of them would be back by now. "
        "30 of 200 customers are back in June 2025 so far, after 10 of 30 days. "
        "Going by your past periods it ends at 31% to 44%, nine times in ten."
    )


@pytest.mark.parametrize(
    ("verdict", "begins"),
    [
        ("ahead", "**Ahead of the target of 35%**"),
        ("behind", "**Behind the target of 35%**"),
        ("too_early", "**Too early to tell** whether 35% will be reached: the chance is 72%."),
    ],
)
def test_every_verdict_has_its_words(verdict: str, begins: str) -> None:
    assert told(verdict=verdict).startswith(begins)


def test_a_target_reached_misses_nobody() -> None:
    said = told(verdict="reached", back=75, chance=1.0)
    assert said.startswith("**Target of 35% reached.** 75 of 200")


def test_a_short_history_says_so_and_tells_no_chance() -> None:
    said = told(
        expected=math.nan, low=math.nan, high=math.nan, chance=math.nan, usual_share=math.nan, verdict="too_early"
    )
    assert said.startswith("**Too early to tell** whether 35% will be reached. 40 more")
    assert said.endswith("Fewer than 4 past periods are whole in your data, too few to know this shop's pace.")


def test_a_period_to_come_has_a_chance_and_no_pace_yet() -> None:
    said = told(days_gone=0, back=0, usual_share=math.nan)
    assert said.startswith(
        "**Target 35%**: before the period begins, the chance of reaching it is 72%. 70 customers must"
    )
    assert "200 customers can come back in June 2025." in said


def test_a_small_shop_says_what_one_customer_weighs() -> None:
    said = told(customers_at_start=20, back=3, expected=8.0, low=5.0, high=11.0)
    assert said.endswith("So few customers say little: each of them moves the rate by 5 points.")


def test_no_chance_is_told_as_certain() -> None:
    assert [words.chance(share) for share in (0.0, 0.004, 0.5, 0.996)] == [
        "less than 1%",
        "less than 1%",
        "50%",
        "more than 99%",
    ]


def test_a_target_keeps_the_decimal_it_was_set_with() -> None:
    assert [words.aim(share) for share in (0.35, 0.29, 0.285)] == ["35%", "29%", "28.5%"]
