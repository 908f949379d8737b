"""Line items in a source: as many orders as there are numbers, whatever engine holds them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from retention.line_items import one_row_per_order
from retention.rates import figures
from retention.sources import open_source

LINES = pd.DataFrame(
    [
        ("a", "1", "2024-01-05 10:00", 5.0, "web"),
        ("a", "1", "2024-01-05 10:05", 7.0, "web"),
        ("a", "2", "2024-01-09", 3.0, "shop"),
        ("b", "3", "2024-01-31", 4.0, "web"),
        ("b", "3", "2024-01-31", None, "web"),
        ("b", None, "2024-02-01", 1.0, "shop"),
        ("b", None, "2024-02-01", 1.0, "shop"),
        ("b", "", "2024-02-02", 1.0, "shop"),
        ("c", "3", "2024-02-03", None, "web"),
        ("c", "3", "2024-02-03", None, "web"),
        ("c", "4", "2024-02-04", 6.0, "web"),
        ("c", "4", "2024-02-20", -6.0, "web"),
    ],
    columns=["customer", "order", "date", "amount", "channel"],
).astype({"date": "datetime64[us]"})
ORDERS = [
    ("a", "1", "2024-01-05 10:00", 12.0, "web"),
    ("a", "2", "2024-01-09 00:00", 3.0, "shop"),
    ("b", "3", "2024-01-31 00:00", 4.0, "web"),
    ("b", None, "2024-02-01 00:00", 1.0, "shop"),
    ("b", None, "2024-02-01 00:00", 1.0, "shop"),
    ("b", "", "2024-02-02 00:00", 1.0, "shop"),
    ("c", "3", "2024-02-03 00:00", None, "web"),
    ("c", "4", "2024-02-04 00:00", 6.0, "web"),
    ("c", "4", "2024-02-20 00:00", -6.0, "web"),  # money given back on another day stays money of that day
]


def told(orders: pd.DataFrame) -> list[tuple[Any, ...]]:
    ordered = orders.sort_values(["date", "customer", "order"], kind="stable")
    written = ordered.assign(date=ordered["date"].dt.strftime("%Y-%m-%d %H:%M")).astype(object)
    return list(written.where(written.notna(), None).itertuples(index=False, name=None))


def test_lines_of_one_number_are_one_order() -> None:
    assert sorted(told(one_row_per_order(LINES)), key=str) == sorted(ORDERS, key=str)


@pytest.mark.needs("duckdb")
def test_duckdb_groups_the_same_lines(tmp_path: Path) -> None:
    LINES.to_parquet(tmp_path / "lines.parquet")
    found = open_source(f"duckdb:{tmp_path.as_posix()}/*.parquet")
    assert sorted(told(found.df()), key=str) == sorted(ORDERS, key=str)


def test_a_total_that_stands_on_each_line_counts_once() -> None:
    totals = [
        ("a", str(number), f"2024-01-{number:02}", 10.0 * number) for number in (1, 2, 3, 4) for _line in range(2)
    ]
    lines = pd.DataFrame(totals, columns=["customer", "order", "date", "amount"]).astype({"date": "datetime64[us]"})
    assert one_row_per_order(lines)["amount"].tolist() == [10, 20, 30, 40]


@pytest.mark.parametrize(
    "change",
    [lambda lines: lines.drop(columns="order"), lambda lines: lines.drop_duplicates("order").dropna(subset="order")],
    ids=["no numbers", "none shared"],
)
def test_orders_stay_as_they_are(change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    orders = change(LINES)
    assert one_row_per_order(orders) is orders


@pytest.mark.needs("duckdb")
@pytest.mark.parametrize("amount", ["1.5", "'1.50'", "1.5::decimal(9,2)"])
def test_repeat_purchases_are_of_orders_not_of_lines(tmp_path: Path, amount: str) -> None:
    import duckdb

    lines = f"select 'a' as customer, 1 as \"order\", '2024-01-05' as date, {amount} as amount from range(3)"
    duckdb.sql(f"copy ({lines}) to '{tmp_path.as_posix()}/lines.parquet'")
    january = figures(open_source(f"duckdb:{tmp_path.as_posix()}/*.parquet")).iloc[0]
    assert january[["orders", "repeat_purchase_rate", "revenue"]].tolist() == [1, 0.0, 4.5]
