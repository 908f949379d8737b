"""Published figures in words: each has its source and trust, and stands beside a figure of its own meaning."""

import pytest

from retention.analysis.beside_published import BesidePublished, LaterSpend, OwnShare
from retention.benchmarks.published import comparable, figures
from retention.metrics import BENCHMARKS
from retention.narrate import benchmarks

FOUND = BesidePublished(
    yearly=OwnShare(part=300, whole=1000),
    lifetime=OwnShare(part=450, whole=1500),
    later_spend=LaterSpend(first=50, later=40, more=-0.2, low=-0.3, high=-0.08, customers=400),
)
NOTHING = BesidePublished(yearly=None, lifetime=OwnShare(part=2, whole=5), later_spend=None)


def test_every_figure_beside_others_is_of_a_published_definition() -> None:
    told = {*benchmarks.RATES, *benchmarks.SAYINGS, "next_order_within_a_year"}
    assert told == {*BENCHMARKS}
    assert all(comparable(name) for name in told)
    assert "crr_unstated" not in told  # nobody says what those rates are
    assert {each.definition for each in figures() if "crr" in each.definition} == {"crr_unstated", "yearly_crr"}


def test_the_yearly_rate_stands_beside_the_classes() -> None:
    assert benchmarks.yearly(FOUND) == (
        "**30% (27% to 33%)** of the customers of the year before bought in the last 12 months. Under 40% is a "
        "business of acquisition, up to 60% hybrid, above one of retention (K. Hillstrom, undated, low trust)."
    )


@pytest.mark.parametrize(("group", "rate"), [("average", "28.0%"), ("coffee", "30.0%")])
def test_the_repeat_rate_stands_beside_the_chosen_kind_of_shop(group: str, rate: str) -> None:
    said = benchmarks.repeat_rate(FOUND, group)
    assert "**30% (28% to 32%)** of all customers have ordered twice or more." in said
    assert rate in said
    assert "Metrilo" in said
    assert group in benchmarks.niches()


def test_sayings_stand_beside_the_shop_s_own_figure() -> None:
    sell, spend, cost = benchmarks.sayings(FOUND, "EUR")
    assert "60% to 70%" in sell
    assert "**30% (27% to 33%)** of the customers of the year before bought again" in sell
    assert "spend 31% more" in spend
    assert "a later order brings €40, a first one €50: **20% less** (−30% to −8%)." in spend
    assert "costs 5 times" in cost
    assert "no order file tells" in cost


def test_what_may_be_chance_is_no_difference() -> None:
    unsure = LaterSpend(first=50, later=49, more=-0.02, low=-0.1, high=0.06, customers=400)
    spend = benchmarks.sayings(BesidePublished(yearly=None, lifetime=FOUND.lifetime, later_spend=unsure), "EUR")[1]
    assert spend.endswith("**no clear difference** (−10% to +6%).")


def test_what_is_unknown_is_said() -> None:
    assert benchmarks.yearly(NOTHING).startswith("Yours is known from two years of orders on.")
    assert "Few customers" in benchmarks.repeat_rate(NOTHING, "average")
    sell, spend, _cost = benchmarks.sayings(NOTHING, None)
    assert sell.endswith("Yours is known from two years of orders on.")
    assert spend.endswith("Yours takes amounts of first and of later orders.")
