"""What was bought is what stands on any line of an order, not on its first one alone."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import retention as rt
from retention.activity import values_of
from retention.errors import RetentionError
from tests.refusals import code

ITEMS = ("Tea", "Mug", "Pot", "")


def lines(seed: int, orders: int = 40) -> list[tuple[str, str, str, str, str]]:
    """Lines of orders of one to three items: number, customer, day, item, article number."""
    rng = np.random.default_rng(seed)
    found = []
    for n in range(orders):
        day = f"2025-{1 + n * 11 // orders:02}-{1 + n % 27:02}"
        who = f"c{rng.integers(0, 12)}"
        items = rng.integers(0, len(ITEMS), rng.integers(1, 4))
        found += [(f"A{n}", who, day, ITEMS[item], f"S{item}" if ITEMS[item] else "") for item in items]
    return found


@pytest.fixture(params=[1, 2])
def shop(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[list[tuple[str, ...]], rt.Orders]:
    rows = lines(request.param)
    head = "Order,Customer,Date,Item,SKU,Qty,Price"
    path = tmp_path / "lines.csv"
    path.write_text("\n".join([head, *(",".join((*row, "1", "5.50")) for row in rows)]), encoding="utf-8")
    return rows, rt.load(path)


def slowly(rows: list[tuple[str, ...]], items: set[str], scope: str) -> set[str]:
    """The orders with one of some items, or of customers who bought one at first or ever."""
    holding = {number for number, _, _, item, _ in rows if item in items}
    if scope == "order":
        return holding
    first = {who: min(day for _, other, day, _, _ in rows if other == who) for _, who, _, _, _ in rows}
    buyers = {who for number, who, day, _, _ in rows if number in holding and (scope == "ever" or day == first[who])}
    return {number for number, who, _, _, _ in rows if who in buyers}


@pytest.mark.few(3)
@pytest.mark.parametrize("scope", ["order", "first", "ever"])
@pytest.mark.parametrize("items", [{"Tea"}, {"Mug", "Pot"}], ids=["one", "two"])
def test_any_line_tells(shop: tuple[list[tuple[str, ...]], rt.Orders], scope: str, items: set[str]) -> None:
    rows, orders = shop
    name = "product" if scope == "order" else f"{scope}:product"
    wanted: dict[str, Any] = {name: sorted(items)}
    only = rt.filtered(orders, only=wanted)
    assert set(only.frame["order"]) == slowly(rows, items, scope)
    every = set(orders.frame["order"])
    left = every - set(only.frame["order"])
    if left:
        assert set(rt.filtered(orders, without=wanted).frame["order"]) == left
    else:
        with pytest.raises(RetentionError, check=code("filter_leaves_nothing")):
            rt.filtered(orders, without=wanted)


def test_lines_of_what_counts_are_those_of_its_orders(shop: tuple[list[tuple[str, ...]], rt.Orders]) -> None:
    rows, orders = shop
    part = rt.filtered(orders, only={"product": "Pot"})
    kept = set(part.frame["order"])
    assert sorted(part.lines["order"]) == sorted(row[0] for row in rows if row[0] in kept)
    assert part.frame["order"].iloc[part.lines.index].tolist() == part.lines["order"].tolist()


def test_article_numbers_are_on_lines_alone(shop: tuple[list[tuple[str, ...]], rt.Orders]) -> None:
    rows, orders = shop
    assert set(rt.filtered(orders, only={"sku": "S2"}).frame["order"]) == slowly(rows, {"Pot"}, "order")
    with pytest.raises(RetentionError, check=code("filter_value_unknown")):
        rt.filtered(orders, only={"sku": "S9"})


def test_how_many_orders_hold_each_item(shop: tuple[list[tuple[str, ...]], rt.Orders]) -> None:
    rows, orders = shop
    counted = values_of(orders, "product")
    assert {item: int(counted[item]) for item in ITEMS[:3]} == {
        item: len(slowly(rows, {item}, "order")) for item in ITEMS[:3]
    }
    nothing = {row[0] for row in rows} - slowly(rows, set(ITEMS[:3]), "order")
    assert counted.get("", 0) == len(nothing)
    if nothing:
        assert set(rt.filtered(orders, only={"product": ""}).frame["order"]) == nothing
