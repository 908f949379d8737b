"""Tenths of customers: by hand, and as laws: nobody is lost or counted twice."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from retention.analysis.audit import decile_moves, deciles
from retention.analysis.audit.deciles import outweighed
from retention.analysis.rates import members
from tests.shops import random_shop

SPRING = dt.date(2023, 1, 1), dt.date(2023, 4, 30)
SUMMER = dt.date(2023, 5, 1), dt.date(2023, 8, 31)


def twenty() -> pd.DataFrame:
    """In January c1 spends 1, c2 2 … c20 20; in February c20 spends 1, c1 200, c30 50; c2 to c18 as before."""
    january = pd.DataFrame({"customer": [f"c{n}" for n in range(1, 21)], "amount": np.arange(1.0, 21)})
    february = january.head(18).set_index("customer")["amount"].to_dict() | {"c20": 1.0, "c1": 200.0, "c30": 50.0}
    later = pd.DataFrame({"customer": [*february], "amount": [*february.values()]})
    return pd.concat([january.assign(date="2025-01-10"), later.assign(date="2025-02-10")]).astype(
        {"date": "datetime64[us]"}
    )


def test_tenths_by_hand() -> None:
    table = deciles(twenty(), (dt.date(2025, 1, 1), dt.date(2025, 1, 31))).set_index("decile")
    assert table["customers"].tolist() == [2] * 10
    assert table["revenue"].tolist() == [39, 35, 31, 27, 23, 19, 15, 11, 7, 3]
    assert table.loc[1, "revenue_share"] == 39 / 210
    assert table.loc[10, "cumulative_share"] == pytest.approx(1)
    assert table["one_order"].sum() == 20


def test_moves_by_hand() -> None:
    found = decile_moves(
        twenty(), (dt.date(2025, 1, 1), dt.date(2025, 1, 31)), (dt.date(2025, 2, 1), dt.date(2025, 2, 28)),
        as_of=dt.date(2025, 2, 28),
    )  # fmt: skip
    assert found.moves["customers"][["lost", "new", "back", "since"]].tolist() == [1, 1, 0, 0]  # c19; c30
    fell = found.table[(found.table["before"] == 1) & (found.table["move"] == "down")]
    assert fell["after"].tolist() == [10]
    assert found.best().to_dict() == {"all": 2, "stayed": 0, "down": 1, "lost": 1}
    assert found.complete
    assert found.gone == 19  # c19 spent that and did not come back


def test_the_best_tenth_is_weighed_against_the_lowest() -> None:
    table = deciles(twenty(), (dt.date(2025, 1, 1), dt.date(2025, 1, 31)))
    assert outweighed(table) == 4  # 3 + 7 + 11 + 15 is less than 39, with 19 more it is not
    assert outweighed(table.head(1)) == 0


@pytest.mark.parametrize("seed", range(4))
def test_every_customer_of_either_period_is_in_one_place(seed: int) -> None:
    orders = random_shop(seed, rows=400, customers=70)
    found = decile_moves(orders, SPRING, SUMMER)
    for days, column in ((SPRING, "before"), (SUMMER, "after")):
        table = deciles(orders, days).set_index("decile")
        sizes = found.table[found.table[column] > 0].groupby(column)["customers"].sum()
        assert sizes.tolist() == table["customers"].tolist()
        assert table["customers"].max() - table["customers"].min() <= 1
    everyone = members(orders, SUMMER, base=SPRING)
    assert found.table["customers"].sum() == len(everyone)
    assert found.moves["customers"]["lost"] == (everyone["status"] == "lost").sum()
    assert found.moves["customers"]["new"] == (everyone["status"] == "new").sum()
    assert found.moves["customers"].sum() == len(everyone)


def test_without_amounts_tenths_are_made_by_orders() -> None:
    orders = random_shop(1).assign(amount=float("nan"))
    table, moved = deciles(orders, SPRING), decile_moves(orders, SPRING, SUMMER)
    assert table[["revenue", "revenue_share", "revenue_per_customer", "order_value"]].isna().all(axis=None)
    assert (table["orders"] / table["customers"]).is_monotonic_decreasing
    assert table["orders_share"].sum() == pytest.approx(1)
    assert table["cumulative_share"].iloc[-1] == pytest.approx(1)
    assert moved.moves["revenue_0"].isna().all()
    assert moved.moves["customers"].sum() == len(members(orders, SUMMER, base=SPRING))
