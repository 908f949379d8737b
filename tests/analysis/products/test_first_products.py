"""What customers begin with: by hand, customer by customer, and as laws: equal products are not told apart."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from retention.analysis.products import first_products
from retention.errors import RetentionError
from retention.orders import Orders
from tests.lines import Sold, sold
from tests.pages.screen import as_orders
from tests.refusals import code
from tests.shops import worked_example

SHOP: tuple[Sold, ...] = (
    ("ann", "2025-01-01", "tea", 10),
    ("ann", "2025-01-21", "mug+tea", 30),
    ("bob", "2025-01-05", "tea+mug", 25),
    ("bob", "2025-03-05", "pot", 40),  # after 59 days: too late for 30
    ("eve", "2025-01-10", "mug", 15),
    ("eve", "2025-01-10", "pot", 40),  # at the same moment: one first order of two numbers
    ("eve", "2025-02-01", "mug", 15),
    ("kim", "2025-03-20", "tea", 10),  # followed for 11 days only
    ("lea", "2025-01-02", "", 99),  # names no product
)


def test_by_hand() -> None:
    found = first_products(sold(SHOP, as_of=dt.date(2025, 3, 31)), within=30)
    table = found.table.set_index("product")
    assert table.index.tolist() == ["tea", "mug", "pot"]
    assert table["customers"].tolist() == [3, 2, 1]  # ann, bob, kim; bob, eve; eve
    assert table["followed"].tolist() == [2, 2, 1]
    assert table["returned"].tolist() == [1, 1, 1]  # ann after 20 days; eve after 22
    assert table["value"].tolist() == [(40 + 25) / 2, (25 + 70) / 2, 70]
    assert table["later"].tolist() == [30 / 2, 15 / 2, 15]
    assert table["others_share"].tolist() == [1, 1, 1 / 2]  # eve; ann; ann and bob, of whom ann
    assert table["others_later"].tolist() == [15, 30, 15]
    assert table["next_customers"].tolist() == [2, 2, 1]
    assert table["next_product"].tolist() == ["mug", "mug", "mug"]  # of equals the first of the alphabet
    assert table["next_share"].tolist() == [1 / 2, 1 / 2, 1]
    assert (found.customers, found.followed, found.returned_share) == (4, 3, 2 / 3)
    assert table["few"].all()
    assert table["next_few"].all()
    assert found.compared == 0
    assert found.apart.empty


def test_the_order_of_rows_does_not_matter() -> None:
    rng, as_of = np.random.default_rng(2), dt.date(2025, 3, 31)
    tables = [first_products(sold(rows, as_of=as_of), within=30).table for rows in (SHOP, rng.permutation(SHOP))]
    pd.testing.assert_frame_equal(*tables, check_dtype=False)


@pytest.mark.parametrize(("days", "horizon"), [(400, 365), (300, 180), (100, 90), (20, 90)])
def test_the_horizon_is_the_longest_for_which_half_can_be_followed(days: int, horizon: int) -> None:
    begun = [(f"c{n}", str(dt.date(2025, 1, 1) + dt.timedelta(days=n % 2)), "tea", 5.0) for n in range(10)]
    assert first_products(sold(begun, as_of=dt.date(2025, 1, 2) + dt.timedelta(days=days))).within == horizon


def simulated(seed: int, *, planted: float = 0.3, customers: int = 360) -> Orders:
    """Customers begin with one or two of six products; three of ten are back within 60 days, after `p0` so many."""
    rng = np.random.default_rng(seed)
    rows: list[Sold] = []
    for n in range(customers):
        basket = rng.choice(6, size=rng.integers(1, 3), replace=False)
        day = dt.date(2025, 1, 1) + dt.timedelta(days=int(rng.integers(0, 90)))
        rows.append((f"c{n}", str(day), "+".join(f"p{p}" for p in basket), float(rng.lognormal(3, 0.5))))
        if rng.random() < (planted if 0 in basket else 0.3):
            later = day + dt.timedelta(days=int(rng.integers(1, 60)))
            rows.append((f"c{n}", str(later), f"p{rng.integers(6)}", float(rng.lognormal(3, 0.5))))
    return sold(rows, as_of=dt.date(2025, 12, 31))


def test_equal_products_are_told_apart_in_five_of_a_hundred_shops_at_most() -> None:
    found = [first_products(simulated(seed), within=90) for seed in range(20)]
    assert min(one.compared for one in found) >= 6
    assert sum(not one.apart.empty for one in found) <= 3  # of 20; 1 expected at most, 4 in one of sixty tries


def test_a_product_after_which_few_come_back_is_found() -> None:
    found = [first_products(simulated(seed, planted=0.05, customers=700), within=90) for seed in range(4)]
    told = [one.table.set_index("product")["comes_back"] for one in found]
    assert all(each["p0"] == "less" for each in told)
    assert sum(one.table.set_index("product")["brings"]["p0"] == "less" for one in found) >= 3


@pytest.mark.parametrize("seed", range(2))
def test_customer_by_customer_it_is_the_same(seed: int) -> None:
    orders = simulated(seed, customers=80)
    table = first_products(orders, within=45).table.set_index("product")
    lines = orders.lines["product"].astype(object).groupby(level=0).agg(set)
    frame = orders.frame.assign(products=lines)
    for product, row in table.iterrows():
        back, brought = [], []
        for _customer, mine in frame.sort_values("date").groupby("customer", observed=True):
            if product in mine["products"].iloc[0]:
                since = (mine["date"] - mine["date"].iloc[0]).dt.days
                back.append(bool(((since > 0) & (since <= 45)).any()))
                brought.append(mine.loc[since.between(1, 45), "amount"].sum())
        assert (row["customers"], row["returned"]) == (len(back), sum(back))
        assert row["later"] == pytest.approx(np.mean(brought))


def test_without_amounts_everything_but_money_is_told() -> None:
    bare = [(customer, day, products, float("nan")) for customer, day, products, _amount in SHOP]
    found = first_products(sold(bare, as_of=dt.date(2025, 3, 31)), within=30)
    assert not found.money
    assert found.table["returned"].tolist() == [1, 1, 1]
    assert found.table[["value", "later", "others_later"]].isna().all(axis=None)


def test_an_order_may_name_its_product_without_lines() -> None:
    frame = worked_example().assign(product=["cut", "dye", "set"] * 5)
    orders = as_orders(frame, as_of=dt.date(2024, 12, 31))
    assert first_products(orders, within=90).table["customers"].sum() == 8


def test_refusals() -> None:
    with pytest.raises(RetentionError, check=code("no_products")):
        first_products(as_orders(worked_example(), as_of=dt.date(2024, 12, 31)))
    with pytest.raises(RetentionError, check=code("no_products")):
        first_products(worked_example())
    with pytest.raises(RetentionError, check=code("out_of_range")):
        first_products(sold(SHOP, as_of=dt.date(2025, 3, 31)), within=0)
