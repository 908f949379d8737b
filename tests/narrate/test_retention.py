"""What is said about the retention rate: counts where customers are few, shares where not, and every doubt."""

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pandas as pd
import pytest

from retention.analysis.rates.bridge import Bridge
from retention.narrate import retention
from retention.narrate.reader import Reader, reading_as

SPRING = Bridge(
    start=dt.date(2025, 4, 1),
    end=dt.date(2025, 6, 30),
    grain="quarter",
    base="previous",
    base_days=(dt.date(2025, 1, 1), dt.date(2025, 3, 31)),
    customers_at_start=200,
    retained=100,
    lost=100,
    reactivated=0,
    new=40,
    active=140,
    crr=0.5,
    crr_low=0.43,
    crr_high=0.57,
    textbook=0.5,
    complete=True,
    few=False,
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with reading_as(Reader(language="en")):
        yield


def test_a_rate_is_told_of_every_hundred_with_its_interval() -> None:
    said = retention.headline(SPRING)
    assert said == "Of every 100 customers who bought in Q1 2025, 50 came back in Q2 2025 (43 to 57)."
    assert retention.caution(SPRING) is None


def test_few_customers_are_counted_and_the_doubt_is_told() -> None:
    few = dataclasses.replace(
        SPRING, customers_at_start=3, retained=1, crr=1 / 3, crr_low=0.06, crr_high=0.79, few=True
    )
    assert "3 customers bought in Q1 2025. 1 of them came back" in retention.headline(few)
    assert "between 6% and 79%" in str(retention.caution(few))


def test_an_unfinished_period_says_when_it_is_final() -> None:
    begun = dataclasses.replace(SPRING, complete=False)
    assert "Final after June 30, 2025" in str(retention.caution(begun))


@pytest.mark.parametrize(
    ("base", "days", "said"),
    [
        ("ever", (dt.date.min, dt.date(2025, 3, 31)), "at any time before"),
        ("window:6M", (dt.date(2024, 10, 1), dt.date(2025, 3, 31)), "in the 6 months before"),
        ("last_year", (dt.date(2024, 4, 1), dt.date(2024, 6, 30)), "in Q2 2024"),
    ],
)
def test_the_time_of_the_customers_at_the_start_has_a_name(base: str, days: tuple[dt.date, dt.date], said: str) -> None:
    assert retention.when_at_start(dataclasses.replace(SPRING, base=base, base_days=days)) == said


def test_the_bridge_is_told_as_a_sum() -> None:
    assert retention.flow(SPRING) == (
        "200 customers at the start − 100 lost + 0 back again after a break + 40 new = 140 customers in the period"
    )


def test_the_steps_of_the_bridge_stand_on_the_ground_at_both_ends() -> None:
    with reading_as(Reader()):
        steps = retention.steps(dataclasses.replace(SPRING, reactivated=3, active=143))
    assert steps["key"].tolist() == ["start", "lost", "reactivated", "new", "end"]
    assert steps["change"].tolist() == [200, -100, 3, 40, 0]
    assert steps["text"].tolist() == ["200", "−100", "+3", "+40", "143"]
    assert steps.loc[steps["total"], "key"].tolist() == ["start", "end"]


def test_a_table_of_members_leaves_out_what_says_nothing() -> None:
    rows = [("a", 1, 9.999, 0, 0.0), ("b", 2, 1.0, 0, 0.0)]
    table = pd.DataFrame(rows, columns=["customer", "orders", "revenue", "base_orders", "base_revenue"])
    with reading_as(Reader()):
        shown = retention.members_table(table, "EUR", has_money=True)
        bare = retention.members_table(table, None, has_money=False)
    assert shown.to_dict("list") == {"Customer": ["a", "b"], "Orders": [1, 2], "Revenue (EUR)": [10.0, 1.0]}
    assert list(bare) == ["Customer", "Orders"]
