"""The list of calls: what somebody bought last, and how to reach them."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

import retention as rt
from retention.analysis.customers import Customers
from retention.analysis.customers.calls import call_list, last_products
from retention.orders import Orders

LINES = """Order,Customer,Date,Item,Qty,Price
1,ann,2025-01-31,Tea,2,4.50
1,ann,2025-01-31,Mug,1,12
2,bob,2025-02-01,Tea,1,4.50
3,ann,2025-03-01,Filter,1,2
3,ann,2025-03-01,Kettle,1,40
"""


@pytest.fixture
def orders(tmp_path: Path) -> Orders:
    path = tmp_path / "orders.csv"
    path.write_text(LINES, encoding="utf-8")
    return rt.load(path)


@pytest.fixture
def found(orders: Orders) -> Customers:
    return rt.customers(orders, as_of=dt.date(2025, 4, 1))


def test_the_dearest_line_of_the_latest_order_is_what_was_bought_last(orders: Orders) -> None:
    assert last_products(orders, pd.Series(["bob", "ann"])).to_dict() == {"bob": "Tea", "ann": "Kettle"}


def test_without_lines_nobody_knows_what_was_bought(found: Customers, tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("Customer,Date,Amount\nann,2025-01-31,5\nbob,2025-02-01,6\n", encoding="utf-8")
    assert last_products(rt.load(path), pd.Series(["ann"])).isna().all()


@pytest.mark.parametrize(
    ("phone", "dialled"), [("447911123456", "+447911123456"), ("07911123456", "07911123456"), ("123456", "123456")]
)
def test_a_number_with_its_country_is_dialled_with_a_plus(
    orders: Orders, found: Customers, phone: str, dialled: str
) -> None:
    known = pd.DataFrame({"phone": [phone], "email": ["ann@example.com"]}, index=["ann"])
    row = call_list(orders, found.table.head(1), known).iloc[0]
    assert (row["phone"], row["email"], row["name"]) == (dialled, "ann@example.com", "ann")


def test_a_name_that_files_tell_stands_for_the_number(orders: Orders, found: Customers) -> None:
    known = pd.DataFrame({"first_name": ["Ann"], "last_name": ["Lee"]}, index=["ann"])
    named = call_list(orders, found.table, known)
    assert named["name"].tolist() == ["Ann Lee", "bob"]
    assert named[["email", "phone"]].isna().all(axis=None)
