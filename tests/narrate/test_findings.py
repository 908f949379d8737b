"""Findings in words: the sentence, its basis, what it is worth, and how sure it is."""

import dataclasses
import datetime as dt

from retention.analysis.findings import Counted, Finding, Findings
from retention.narrate import findings as words
from tests.narrate.test_changes import FALL

QUARTERS = (dt.date(2024, 4, 1), dt.date(2024, 6, 30)), (dt.date(2025, 4, 1), dt.date(2025, 6, 30))
CODE = Finding(
    kind="began",
    column="code",
    value="SALE_50",
    here=Counted(part=20, whole=250),
    there=Counted(part=300, whole=500),
    effect=-0.52,
    low=-0.57,
    high=-0.46,
    money=-5_200.0,
    chance=1e-9,
    held=1e-8,
    numbers={"customers": 100.0, "brings": 100.0, "times": 1, "days": 180},
)


def all_of(*certain: Finding, facts: tuple[Finding, ...] = (), looks: int = 12) -> Findings:
    return Findings(certain=certain, facts=facts, looks=looks)


def test_a_group_with_its_basis_and_its_money() -> None:
    said = words.headline(CODE)
    assert said == ("Discount code “SALE\\_50”: 8 of every 100 newcomers came back within 180 days, of the others 60.")
    assert words.basis(CODE, "EUR").startswith("20 of 250 against 300 of 500: −52.0 pts")
    assert words.worth(CODE, "EUR") == "−€5,200 a year"
    assert words.working(CODE, "EUR").startswith("Money: −52.0 pts × 100 customers × €100 each × 1 a year")
    assert "fewer than 0.1%" in words.doubt(CODE, all_of(CODE))
    assert "something that goes with it" in words.doubt(CODE, all_of(CODE))


def test_prices_take_who_left_after_them_along() -> None:
    price = dataclasses.replace(
        CODE,
        kind="price",
        value="products",
        effect=0.18,
        day=dt.date(2025, 4, 1),
        change=FALL,
        grain="month",
        here=Counted(part=12, whole=12, days=QUARTERS[1]),
        there=Counted(part=12, whole=12, days=QUARTERS[0]),
    )
    assert words.headline(price) == (
        "Prices are 18% higher since April 1, 2025. After that, 15 fewer of every 100 customers alike came back."
    )
    assert "Came back: 90 of 200 in April 2025 against 120 of 200 in April 2024." in words.basis(price, "EUR")
    assert "whether one caused the other" in words.doubt(price, all_of(price))
    alone = dataclasses.replace(price, change=None, numbers={"revenue": 1_000.0})
    assert words.headline(alone) == "Prices are 18% higher since April 1, 2025."
    assert words.working(alone, "EUR") == "Money: the difference × a year’s revenue of €1,000, at as many orders."


def test_that_nothing_stands_out_is_an_answer() -> None:
    assert words.answer(all_of()).startswith("**Nothing stands out**: 12 comparisons")
    assert words.answer(all_of(looks=0)).startswith("Too little data")
    assert words.answer(all_of(CODE)).startswith("1 thing stands out of 12 comparisons")


def test_a_fact_is_counted_and_not_tested() -> None:
    fact = Finding(kind="unidentified", here=Counted(part=40, whole=60), page="data")
    assert words.headline(fact).startswith("67% of the orders name no customer")
    assert words.basis(fact, None) == "40 of 60."
    assert words.worth(fact, None) == words.working(fact, None) == ""
    assert words.doubt(fact, all_of(facts=(fact,))).startswith("Counted, not tested")
    assert words.page(fact) == "Data"
