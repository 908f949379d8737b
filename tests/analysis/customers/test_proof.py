"""Slipping away with proof: returns of the flagged and the others by hand, and shops where the flag says nothing."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from retention.analysis.customers import customers, slipping
from retention.analysis.customers.proof import FlagTest, Proof, flag_test, proof
from retention.models.purchase_days import PurchaseDays, purchase_days
from retention.models.stretches import Stretch, sampled_customers, stretches
from tests.buyers import busy_shop

Rows = list[tuple[str, int]]


def shop(rows: Rows) -> PurchaseDays:
    return purchase_days(orders(rows))


def orders(rows: Rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer", "day"])
    frame["date"] = pd.Timestamp("2023-01-01") + pd.to_timedelta(frame.pop("day"), unit="D")
    return frame.assign(amount=1.0)


def regulars() -> Rows:
    """Twenty who come every ten days for two years, twenty who stop after half a year, five of these come back."""
    stay = [(f"stay{n:02}", day + n % 10) for n in range(20) for day in range(0, 720, 10)]
    stop = [(f"stop{n:02}", day + n % 10) for n in range(20) for day in range(0, 180, 10)]
    return [*stay, *stop, *[(f"stop{n:02}", 500) for n in range(5)]]


def test_returns_by_hand() -> None:
    days = shop(regulars())
    test = flag_test(days, Stretch(cut=days.as_of - 365, until=days.as_of))
    assert (test.flagged, test.flagged_back, test.others, test.others_back) == (20, 5, 20, 20)
    assert (test.flagged_share, test.others_share, test.days) == (0.25, 1.0, 365)
    assert test.enough
    assert test.separates


def test_a_flag_that_holds_is_shown() -> None:
    found = proof(shop(regulars()))
    assert found.holds
    assert not found.fails
    assert found.told == found.tests[0]
    assert found.told.until == dt.date(2024, 12, 20)


def test_where_nobody_ever_leaves_being_late_says_nothing() -> None:
    """Everybody orders once in a hundred days or so, at random."""
    rng = np.random.default_rng(3)
    rows = [
        (f"c{name:03}", int(day))
        for name in range(200)
        for day in np.unique(np.cumsum(rng.exponential(100, 30)).astype(int))
        if day < 1_000
    ]
    found = customers(orders(rows))
    assert found.proof.fails
    assert not found.table["slipping"].any()
    assert found.table["late"].any()
    assert slipping(found).empty
    told = found.proof.told
    assert told is not None
    assert told.others_share - told.flagged_share < 0.15
    assert not set(found.table["segment"]) & {"at_risk", "cannot_lose", "lost", "sleeping_spenders"}


def test_a_shop_whose_customers_leave_shows_who_does() -> None:
    found = customers(busy_shop(3))
    assert found.proof.holds
    assert (found.table["slipping"] == found.table["late"]).all()


def flags(flagged: int, flagged_back: int, others: int, others_back: int) -> FlagTest:
    day = dt.date(2024, 1, 1)
    return FlagTest(
        cut=day, until=day, flagged=flagged, flagged_back=flagged_back, others=others, others_back=others_back
    )


@pytest.mark.parametrize(
    ("test", "separates"),
    [
        (flags(100, 40, 100, 60), True),
        (flags(1000, 460, 1000, 600), False),  # 14 points
        (flags(1000, 880, 1000, 870), False),  # a real shop's, the wrong way round
        (flags(10, 5, 10, 7), False),  # 20 points, and maybe chance
        (flags(13, 5, 48, 47), True),
        (flags(0, 0, 10, 7), False),
    ],
)
def test_fifteen_points_that_are_no_chance(test: FlagTest, separates: bool) -> None:
    assert test.separates == separates


def test_it_holds_on_the_last_stretch_and_on_all_together() -> None:
    good, bad = flags(50, 5, 50, 40), flags(500, 300, 500, 310)
    assert Proof(tests=(good, good), no_test=None).holds
    assert not Proof(tests=(bad, good), no_test=None).holds
    mixed = Proof(tests=(good, bad), no_test=None)
    assert not mixed.holds
    assert mixed.told == bad
    assert mixed.together.flagged == 550


def test_where_customers_of_today_are_others_it_has_to_tell_those_apart() -> None:
    """Old hands were told apart; of today's customers nearly all bought once, and of such hardly anybody came back."""
    good = flags(50, 5, 50, 40)
    assert Proof(tests=(good,), no_test=None, today=flags(400, 20, 600, 240)).holds
    weak = Proof(tests=(good,), no_test=None, today=flags(400, 20, 600, 60))
    assert weak.held
    assert not weak.holds
    assert Proof(tests=(good,), no_test=None, today=flags(0, 0, 600, 60)).holds


def test_today_is_as_before_for_customers_alike() -> None:
    """Of the twenty flagged before each stretch five came back; today the same twenty are."""
    found = proof(shop(regulars()))
    assert found.today is not None
    assert (found.today.flagged, found.today.flagged_back, found.today.others) == (20, 5, 20)
    assert 15 <= found.today.others_back <= 20  # some of the others stopped soon after the earlier cuts


@pytest.mark.parametrize(("until", "code"), [(40, "history_too_short"), (200, "too_few_flagged")])
def test_what_cannot_be_tested_says_why(until: int, code: str) -> None:
    found = proof(shop([(name, day) for name, day in regulars() if day < until and name[-1] < "3"]))
    assert not found.holds
    assert not found.fails
    assert found.told is None
    assert found.no_test is not None
    assert found.no_test.code == code


def test_stretches_are_a_year_or_half_of_what_there_is_each_a_quarter_earlier() -> None:
    long, short = shop([("a", 0), ("a", 1_199)]), shop([("a", 0), ("a", 545)])
    assert [long.as_of - each.until for each in stretches(long)] == [0, 91, 182, 273, 365]
    assert {each.days for each in stretches(long)} == {365}
    assert [each.cut - int(short.day.min()) + 1 for each in stretches(short)] == [273, 205, 137]


def test_many_customers_are_tested_by_every_so_many_of_them() -> None:
    days = shop([(f"c{n:05}", n % 90) for n in range(12_500)])
    some = sampled_customers(days)
    assert list(some.names[:3]) == ["c00000", "c00002", "c00004"]
    assert some.day[:3].tolist() == days.day[[0, 2, 4]].tolist()
    assert some.names.size == sampled_customers(some).names.size == 6_250
