"""Refill times: by hand, and what must not matter."""

import datetime as dt

import numpy as np
import pytest

from retention.analysis.products import refills
from tests.lines import Sold, sold

END = dt.date(2025, 12, 31)


def every(days: int, *, product: str, customers: int, times: int = 2) -> list[Sold]:
    """Customers who buy a product again after so many days, the first at the new year and each a day later."""
    begin = [dt.date(2025, 1, 1) + dt.timedelta(days=n) for n in range(customers)]
    return [
        (f"{product}{n}", str(first + dt.timedelta(days=days * time)), product, 5.0)
        for n, first in enumerate(begin)
        for time in range(times)
    ]


def test_by_hand() -> None:
    rows = [*every(28, product="tea", customers=40), *every(90, product="oil", customers=12, times=3)]
    rows += [("late", "2025-12-30", "tea", 5.0), ("late", "2025-12-30", "tea", 5.0), ("one", "2025-02-01", "pot", 9.0)]
    table = refills(sold(rows, as_of=END)).set_index("product")
    assert table.index.tolist() == ["tea", "oil", "pot"]
    assert table["customers"].tolist() == [41, 12, 1]
    assert table["repeaters"].tolist() == [40, 12, 0]  # twice on one day is no refill
    assert table.loc[["tea", "oil"], ["lower", "typical", "upper"]].to_numpy().tolist() == [[28] * 3, [90] * 3]
    assert np.isnan(table.loc["pot", "typical"])
    assert table["few"].tolist() == [False, True, True]


def test_below_ten_repeaters_there_is_no_usual_time() -> None:
    table = refills(sold(every(28, product="tea", customers=9), as_of=END))
    assert table["repeaters"].tolist() == [9]
    assert table[["lower", "typical", "upper"]].isna().all(axis=None)


@pytest.mark.parametrize("times", [3, 9])
def test_who_buys_often_counts_once(times: int) -> None:
    """Fifteen customers buy every ten days, fifteen every forty: half of them after ten, however often they come."""
    rows = [*every(10, product="tea", customers=15, times=times)]
    rows += [
        (f"slow{customer}", day, product, amount)
        for customer, day, product, amount in every(40, product="tea", customers=15)
    ]
    found = refills(sold(rows, as_of=END)).iloc[0]
    assert (found["lower"], found["upper"]) == (10, 40)
