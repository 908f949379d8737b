"""Orders nobody's name is on, under a filter: those of them that fulfil it, on every engine."""

import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pytest

import retention as rt
from retention.activity import filtered, without_customer
from retention.ingest.clean import clean
from retention.ingest.columns import map_columns
from retention.ingest.limited import wire
from retention.ingest.read import read
from tests.shops import random_shop

ITEMS = ("Tea", "Mug", "Pot")
ASKED: list[dict[str, Any]] = [
    {},
    {"only": {"channel": "till"}},
    {"without": {"channel": "till"}},
    {"only": {"channel": ""}},
    {"only": {"product": "Mug"}, "without": {"channel": "web"}},
    {"only": {"sku": ["S1", "S2"]}},
    {"without": {"sku": "S0"}},
]
OF_CUSTOMERS: list[dict[str, Any]] = [{"only": {"first:channel": "till"}}, {"only": {"ever:product": "Tea"}}]


def lines(seed: int, orders: int = 60) -> pd.DataFrame:
    """Lines of orders of one to three items; a third of the orders name no customer, a fifth no channel."""
    rng = np.random.default_rng(seed)
    rows = []
    for n in range(orders):
        who = "" if rng.random() < 0.35 else f"c{rng.integers(0, 9)}"
        where = ("till", "web", "till", "web", "")[rng.integers(0, 5)]
        for item in rng.choice(3, rng.integers(1, 4), replace=False):
            price = f"{5 + item}.50"
            rows.append((f"A{n}", who, f"2025-{1 + n // 8:02}-{1 + n % 27:02}", where, ITEMS[item], f"S{item}", price))
    return pd.DataFrame(rows, columns=["Order", "Customer", "Date", "Channel", "Item", "SKU", "Price"])


def fulfils(order: pd.DataFrame, column: str, values: str | Iterable[str]) -> bool:
    header = {"channel": "Channel", "product": "Item", "sku": "SKU"}[column]
    return bool(set(order[header]) & set([values] if isinstance(values, str) else values))


def slowly(rows: pd.DataFrame, wanted: dict[str, Any]) -> tuple[int, int, float]:
    """Rows, orders and money of the orders without a customer that fulfil every condition, one after the other."""
    found = []
    for _, order in rows[rows["Customer"] == ""].groupby("Order"):
        only, without = (wanted.get(name, {}) for name in ("only", "without"))
        if all(fulfils(order, *each) for each in only.items()) and not any(
            fulfils(order, *each) for each in without.items()
        ):
            found.append((len(order), order["Price"].astype(float).sum()))
    return sum(count for count, _ in found), len(found), sum(money for _, money in found)


@pytest.fixture(scope="module", params=[1, 2])
def shop(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> tuple[pd.DataFrame, Path]:
    rows = lines(request.param)
    path = tmp_path_factory.mktemp("shop") / "lines.csv"
    rows.assign(Qty=1).to_csv(path, index=False)
    return rows, path


@pytest.fixture(scope="module")
def orders(shop: tuple[pd.DataFrame, Path]) -> rt.Orders:
    raw = read(shop[1])
    return clean([(raw, map_columns(raw))])


@pytest.mark.parametrize("wanted", ASKED, ids=str)
def test_those_count_that_one_would_pick_by_hand(
    shop: tuple[pd.DataFrame, Path], orders: rt.Orders, wanted: dict[str, Any]
) -> None:
    part = filtered(orders, **wanted)
    found = part.unidentified
    assert (found.rows, found.orders, found.revenue) == slowly(shop[0], wanted)
    assert part.rows_read == part.rows_used + part.rows_set_aside == len(shop[0])


@pytest.mark.parametrize("wanted", OF_CUSTOMERS, ids=str)
def test_nobody_is_asked_about_a_customer(orders: rt.Orders, wanted: dict[str, Any]) -> None:
    assert orders.unidentified.orders > 0
    assert filtered(orders, **wanted).unidentified.orders == 0


def test_filtering_twice_is_filtering_once_by_both(orders: rt.Orders) -> None:
    once = filtered(orders, only={"channel": "till"}, without={"product": "Tea"})
    twice = filtered(filtered(orders, only={"channel": "till"}), without={"product": "Tea"})
    assert once.unidentified == twice.unidentified


def test_what_a_limited_process_sends_back_is_the_same(shop: tuple[pd.DataFrame, Path], orders: rt.Orders) -> None:
    raw = read(shop[1])
    files = [(raw, map_columns(raw))]
    message, tables = wire.plain_orders(clean(files))
    there = wire.orders(message, tables, files)
    assert there.unidentified == orders.unidentified
    for wanted in ASKED[1:]:
        assert filtered(there, **wanted).unidentified == filtered(orders, **wanted).unidentified


def test_a_cell_of_theirs_makes_another_fingerprint(orders: rt.Orders) -> None:
    frame = orders.unidentified.frame
    assert frame is not None
    changed = frame.assign(channel=frame["channel"].cat.codes.map(lambda code: "till" if code else "web"))
    other = dataclasses.replace(orders.unidentified, frame=changed.astype({"channel": "category"}))
    assert dataclasses.replace(orders, unidentified=other).fingerprint != orders.fingerprint


def engines(rows: pd.DataFrame) -> list[object]:
    import duckdb
    import polars

    return [polars.from_pandas(rows).lazy(), duckdb.connect().from_df(rows)]


@pytest.mark.needs("polars")
@pytest.mark.needs("duckdb")
@pytest.mark.parametrize("wanted", [{}, *ASKED[1:4], {"only": {"first:channel": "web"}}], ids=str)
def test_every_engine_counts_the_same(wanted: dict[str, Any]) -> None:
    rows = random_shop(5, rows=120)
    rows = rows.assign(channel=rows["channel"].replace("shop", "till"))
    rows.loc[::4, "customer"] = None
    rows.loc[::7, "channel"] = None
    here = without_customer(filtered(rows, **wanted))
    of_customers = "first" in str(wanted)
    by_hand = rows[rows["customer"].isna() & (not of_customers)]
    if wanted and not of_customers:
        ((mode, conditions),) = wanted.items()
        held = by_hand["channel"].fillna("") == conditions["channel"]
        by_hand = by_hand[held if mode == "only" else ~held]
    expected = (len(by_hand), int(by_hand["purchase"].sum()), pytest.approx(by_hand["amount"].sum()))
    assert (here.rows, here.orders, here.revenue) == expected
    for there in engines(rows):
        found = without_customer(filtered(nw.to_native(nw.from_native(there)), **wanted))
        assert (found.rows, found.orders, found.revenue) == expected


def test_a_file_in_which_everybody_is_named_has_none_of_them(tmp_path: Path) -> None:
    """Nor need every file have the columns of the other."""
    rows = lines(3)
    rows.assign(Qty=1).to_csv(tmp_path / "till.csv", index=False)
    named = rows[rows["Customer"] != ""].drop(columns=["SKU"]).assign(Qty=1)
    named.assign(Order="W" + named["Order"]).to_csv(tmp_path / "web.csv", index=False)
    raws = [read(tmp_path / "till.csv"), read(tmp_path / "web.csv")]
    both = clean([(raw, map_columns(raw)) for raw in raws])
    for wanted in ({"only": {"product": "Mug"}}, {"only": {"sku": "S1"}}):
        found = filtered(both, **wanted).unidentified
        assert (found.rows, found.orders, found.revenue) == slowly(rows, wanted)
