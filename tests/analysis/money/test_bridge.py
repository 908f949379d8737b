"""The money bridge by hand, against loops, and as a law: it closes to the cent."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

import retention as rt
from retention.analysis.money import MoneyBridge, money_bridge
from retention.errors import RetentionError
from tests.refusals import code
from tests.shops import random_shop

JANUARY, FEBRUARY, MARCH = (
    (dt.date(2025, 1, 1), dt.date(2025, 1, 31)),
    (dt.date(2025, 2, 1), dt.date(2025, 2, 28)),
    (dt.date(2025, 3, 1), dt.date(2025, 3, 31)),
)


def shop(*rows: tuple[str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer", "date", "amount"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def closes(found: MoneyBridge) -> None:
    """Every part is in whole cents, and they lead from one revenue to the other."""
    steps = found.steps
    total = sum(money for name, money in steps.items() if name != "revenue_1")
    assert total == pytest.approx(steps["revenue_1"], abs=1e-6)
    assert found.both == pytest.approx(found.how_often + found.how_much, abs=1e-6)
    assert all(money == round(money, 2) for money in steps.values())


def test_by_hand() -> None:
    """a ordered once for 30, then twice for 50; b left with 40; c missed January; d is new and e came in between."""
    orders = shop(
        ("c", "2024-12-03", 5), ("a", "2025-01-05", 30), ("b", "2025-01-06", 40), ("e", "2025-02-02", 7),
        ("a", "2025-03-01", 20), ("a", "2025-03-09", 30), ("c", "2025-03-10", 8), ("d", "2025-03-11", 9),
        ("e", "2025-03-12", 11),
    )  # fmt: skip
    found = money_bridge(orders, JANUARY, MARCH, as_of=dt.date(2025, 4, 30))
    assert (found.revenue_0, found.revenue_1, found.change) == (70, 78, 8)
    assert (found.lost, found.back, found.new, found.since, found.other) == (40, 8, 9, 11, 0)
    assert found.how_often == (2 - 1) * (30 + 25) / 2
    assert found.how_much == (25 - 30) * (1 + 2) / 2
    assert (found.orders_0, found.orders_1, found.complete, found.few) == (1, 2, True, True)
    assert found.customers == {"both": 1, "new": 1, "since": 1, "back": 1, "lost": 1, "other": 0}
    closes(found)


def test_a_refund_that_comes_later_belongs_to_who_is_lost_and_one_without_orders_to_nobody() -> None:
    orders = shop(
        ("z", "2024-12-03", 50), ("a", "2025-01-05", 30), ("b", "2025-01-06", 40), ("b", "2025-02-06", -15),
        ("z", "2025-02-07", -50), ("a", "2025-02-08", 30),
    )  # fmt: skip
    found = money_bridge(orders, JANUARY, FEBRUARY, as_of=dt.date(2025, 2, 28))
    assert (found.revenue_0, found.revenue_1) == (70, -35)
    assert (found.lost, found.other, found.both) == (55, -50, 0)
    closes(found)


def slowly(orders: pd.DataFrame, first: tuple[dt.date, dt.date], second: tuple[dt.date, dt.date]) -> dict[str, float]:
    """The parts of the bridge, customer by customer."""
    known = orders[orders["customer"].notna()].fillna({"amount": 0.0}).assign(day=lambda frame: frame["date"].dt.date)
    parts = dict.fromkeys(("both", "new", "since", "back", "lost", "other"), 0.0)
    for _, mine in known.groupby("customer"):
        bought = mine[mine["purchase"]]
        paid = [mine.loc[mine["day"].between(*days), "amount"].sum() for days in (first, second)]
        here, there = (bought["day"].between(*days).any() for days in (first, second))
        begun = bought["day"].min()
        if here and there:
            group = "both"
        elif here:
            group = "lost"
        elif not there:
            group = "other"
        elif begun >= second[0]:
            group = "new"
        else:
            group = "since" if begun > first[1] else "back"
        parts[group] += paid[1] - paid[0]
    return parts | {"lost": -parts["lost"]}


@pytest.mark.parametrize("seed", range(4))
def test_customer_by_customer_the_parts_are_the_same(seed: int) -> None:
    orders = random_shop(seed, rows=400)
    first, second = (
        ((dt.date(2023, 1, 1), dt.date(2023, 3, 31)), (dt.date(2023, 4, 1), dt.date(2023, 6, 30))),
        ((dt.date(2023, 1, 9), dt.date(2023, 2, 28)), (dt.date(2023, 7, 1), dt.date(2023, 9, 14))),
    )[seed % 2]
    found = money_bridge(orders, first, second)
    for name, money in slowly(orders, first, second).items():
        assert getattr(found, name) == pytest.approx(money)
    closes(found)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("grain", ["week", "month", "quarter"])
def test_it_closes_in_any_shop(seed: int, grain: str) -> None:
    orders = random_shop(seed, rows=600)
    orders["amount"] *= 1.07931  # amounts with more than two decimals, as rates of exchange make them
    closes(money_bridge(orders, grain=grain))


def test_the_usual_periods_are_a_year_apart_where_the_data_hold_both() -> None:
    orders = random_shop(5, rows=900, days=800)
    found = money_bridge(orders, grain="quarter")
    assert (found.first[0].year, found.first[0].month) == (found.second[0].year - 1, found.second[0].month)
    short = money_bridge(random_shop(5, rows=200, days=130), grain="month")
    assert (short.second[0] - short.first[1]).days == 1


def test_what_cannot_be_bridged_is_refused() -> None:
    orders = shop(("a", "2025-01-05", 30), ("b", "2025-02-06", 40))
    with pytest.raises(RetentionError, check=code("periods_overlap")):
        money_bridge(orders, FEBRUARY, JANUARY)
    with pytest.raises(RetentionError, check=code("not_begun")):
        money_bridge(orders, JANUARY, MARCH)
    with pytest.raises(RetentionError, check=code("too_little_history")):
        money_bridge(orders.head(1), grain="month", as_of=dt.date(2025, 1, 31))
    with pytest.raises(RetentionError, check=code("no_amounts")):
        money_bridge(orders.assign(amount=float("nan")), JANUARY, FEBRUARY)


LINES = """Order,Customer,Date,Item,Qty,Price,Discount
1,a,2025-01-05,Tea,2,10,0
2,b,2025-01-06,Tea,1,10,0
2,b,2025-01-06,Mug,1,20,0
3,a,2025-02-05,Tea,3,12,0
4,b,2025-02-06,Mug,2,20,4
"""


def test_lines_tell_units_price_assortment_and_discount(tmp_path: Path) -> None:
    """January: 4 units in 2 orders for 50. February: 5 units for 76 before a discount of 4.

    Units 2 → 2.5 an order, mean price 12.5 → 15.2: units ½ · 13.85 = 6.925 an order. Tea (share ¾ → ⅗) rose by 2:
    price .675 · 2 = 1.35 a unit, times 2.25 units; assortment (11 · −.15 + 20 · .15) = 1.35 a unit. Two orders each.
    """
    path = tmp_path / "lines.csv"
    path.write_text(LINES, encoding="utf-8")
    found = rt.money_bridge(rt.load(path), JANUARY, FEBRUARY, as_of=dt.date(2025, 2, 28))
    assert (found.revenue_0, found.revenue_1, found.how_often, found.how_much) == (50, 72, 0, 22)
    assert found.basket is not None
    parts = {"units": 13.85, "price": 6.07, "assortment": 6.07, "discount": -4.0, "rest": 0.0}
    assert found.basket.parts == pytest.approx(parts, abs=0.011)
    assert sum(found.basket.parts.values()) == pytest.approx(found.how_much, abs=1e-9)


def test_without_lines_there_is_no_basket() -> None:
    assert money_bridge(shop(("a", "2025-01-05", 30), ("a", "2025-02-06", 40)), JANUARY, FEBRUARY).basket is None
