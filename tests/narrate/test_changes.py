"""How a rate moved, in words: bold only what is beyond doubt, and nothing where the page's caution says all."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from retention.analysis.change import Change
from retention.analysis.change.kitagawa import split
from retention.narrate import changes

BEFORE, NOW = np.array([[60, 12], [0, 0], [40, 28], [100, 80]]), np.array([[40, 4], [20, 4], [40, 20], [100, 62]])
FALL = Change(
    days=(dt.date(2025, 4, 1), dt.date(2025, 4, 30)),
    days_before=(dt.date(2024, 4, 1), dt.date(2024, 4, 30)),
    customers=200,
    retained=90,
    customers_before=200,
    retained_before=120,
    rate_effect=-0.15,
    mix_effect=0.0,
    low=-0.25,
    high=-0.05,
    chance=0.003,
    verdict="down",
    doubts=(),
    parts=split(BEFORE, NOW),
)


def test_a_fall_beyond_doubt_is_bold() -> None:
    said = changes.compared(FALL, "month")
    assert said.startswith("It was 60 in April 2024, now 15 fewer.")
    assert "**Customers alike come back less often**: 15 fewer of every 100 (5 to 25)" in said
    assert "chance alone" in said


def test_what_may_be_the_season_is_not() -> None:
    said = changes.compared(dataclasses.replace(FALL, verdict=None, doubts=("season",)), "month")
    assert "**" not in said
    assert "season" in said


@pytest.mark.parametrize("doubt", ["left_edge", "short"])
def test_a_doubt_takes_the_verdict_back(doubt: str) -> None:
    said = changes.compared(dataclasses.replace(FALL, verdict=None, doubts=(doubt,)), "month")
    assert said.startswith("It was 60 in April 2024, now 15 fewer. No verdict:")


@pytest.mark.parametrize("doubt", ["few", "unfinished"])
def test_what_the_caution_says_already_is_not_compared(doubt: str) -> None:
    assert changes.compared(dataclasses.replace(FALL, verdict=None, doubts=(doubt,)), "month") == ""
    assert changes.compared(None, "month") == ""


def test_the_split_and_its_classes() -> None:
    assert "Of that, +0.0 pts come from **who**" in changes.why(FALL, "month")
    lines = changes.classes(FALL).splitlines()
    assert len(lines) == 2 + 3  # those of the second order, none before, stand with the third and fourth
    assert "the first" in lines[2]
    assert "30→20%" in lines[2]
    assert "20→10%" in lines[2]
