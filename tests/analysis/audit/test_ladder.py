"""The next-order ladder: by hand, customer by customer, and as a law."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from retention.analysis.audit import next_order_ladder
from retention.analysis.timing import time_to_order
from retention.errors import RetentionError
from tests.refusals import code
from tests.shops import cdnow, random_shop


def shop(**days: list[int]) -> pd.DataFrame:
    rows = [(who, pd.Timestamp("2024-01-01") + pd.Timedelta(days=day)) for who, when in days.items() for day in when]
    return pd.DataFrame(rows, columns=["customer", "date"]).assign(amount=1.0)


def test_by_hand() -> None:
    """After a first order b's second came after 40 days, a's at once; c waits since 100 days, d since 30."""
    orders = shop(a=[0, 0, 50], b=[10, 50], c=[0], d=[70])
    table = next_order_ladder(orders, within=(0, 40, 90), as_of=dt.date(2024, 4, 10)).table.set_index(
        ["number", "days"]
    )
    assert table.loc[1, "share"].tolist() == pytest.approx([1 / 4, 1 / 4 + 3 / 4 / 2, 1 / 4 + 3 / 4 / 2])
    assert table.loc[(1, 40), ["customers", "ordered"]].tolist() == [4, 2]
    assert table.loc[2, "share"].tolist()[:2] == pytest.approx([0, 0])
    assert np.isnan(table.loc[(2, 90), "share"])  # b has waited 50 days, a came after 50: nobody knows of 90
    assert np.isnan(table.loc[(3, 90), "share"])
    assert table["few"].all()


def test_where_the_last_one_followed_orders_the_chance_is_no_surer_than_before() -> None:
    """Of 40 customers 20 ordered again after 10 days; of the others 19 began 5 days ago and one ordered after 60."""
    again = {f"a{n}": [30, 40] for n in range(20)}
    waiting = {f"w{n}": [85] for n in range(19)}
    orders = shop(**again, **waiting, last=[0, 60])
    step = next_order_ladder(orders, within=(20, 90), as_of=dt.date(2024, 3, 31)).table.query("number == 1")
    assert step["share"].tolist() == pytest.approx([20 / 21, 1])
    assert step["low"].iloc[1] == step["low"].iloc[0] < 0.9
    assert step["few"].tolist() == [True, True]


def slowly(orders: pd.DataFrame, number: int, days: int, end: pd.Timestamp) -> float:
    """The product of Kaplan and Meier, day by day."""
    waits = []
    for _, when in orders[orders["customer"].notna() & orders["purchase"]].groupby("customer")["date"]:
        own = sorted(when.dt.normalize())
        if len(own) > number:
            waits.append(((own[number] - own[number - 1]).days, True))
        elif len(own) == number:
            waits.append(((end - own[number - 1]).days, False))
    left = 1.0
    for day in sorted({wait for wait, over in waits if over and wait <= days}):
        at_risk = sum(wait >= day for wait, _ in waits)
        left *= 1 - sum(over and wait == day for wait, over in waits) / at_risk
    return 1 - left if left == 0 or any(wait >= days for wait, _ in waits) else float("nan")


@pytest.mark.parametrize("seed", range(3))
def test_customer_by_customer_the_chances_are_the_same(seed: int) -> None:
    orders = random_shop(seed, rows=160, customers=40)
    end = orders.loc[orders["customer"].notna(), "date"].max().normalize()
    table = next_order_ladder(orders, within=(30, 90, 200)).table
    expected = [slowly(orders, row.number, row.days, end) for row in table.itertuples()]
    assert table["share"].tolist() == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("seed", range(4))
def test_chances_are_shares_that_never_fall_with_time(seed: int) -> None:
    table = next_order_ladder(random_shop(seed, rows=500, customers=60), within=(10, 30, 90, 180, 365)).table
    known = table[table["share"].notna()]
    assert known[["share", "low", "high"]].ge(0).all(axis=None)
    assert known[["share", "low", "high"]].le(1).all(axis=None)
    assert (known["low"] <= known["share"]).all()
    assert (known["share"] <= known["high"]).all()
    for _, step in table.groupby("number"):
        assert step["share"].dropna().is_monotonic_increasing
        assert step["share"].isna().is_monotonic_increasing


def test_on_cdnow_the_first_step_is_the_wait_for_the_second_order(lifetimes_data: Callable[[str], Path]) -> None:
    orders = cdnow(lifetimes_data("CDNOW_master.txt"))
    ladder = next_order_ladder(orders)
    curve = time_to_order(orders).curve
    year = ladder.within(365)
    assert year["share"][0] == pytest.approx(curve.loc[curve["days"] <= 365, "share"].iloc[-1])
    assert (year["customers"][0], year["ordered"][0]) == (23_570, 11_516)  # 48.86% of customers
    assert year["share"].is_monotonic_increasing  # whoever has ordered more often is surer to order again


def test_a_ladder_begins_with_the_first_order() -> None:
    with pytest.raises(RetentionError, check=code("unknown_order_number")):
        next_order_ladder(random_shop(1), up_to=0)
