"""Rhythm: gaps counted by hand."""

import numpy as np
import pandas as pd
import pytest

from retention.analysis.customers.rhythm import rhythms
from retention.models.purchase_days import PurchaseDays, purchase_days

START = pd.Timestamp("2024-01-01")


def shop(**customers: list[int]) -> PurchaseDays:
    """Customers by the days they bought on."""
    rows = [(name, START + pd.Timedelta(days=day)) for name, days in customers.items() for day in days]
    return purchase_days(pd.DataFrame(rows, columns=["customer", "date"]).assign(amount=1.0))


def test_own_gaps_else_the_shops() -> None:
    found = rhythms(shop(a=[0, 10, 20, 50], b=[0, 40], c=[5], d=[0, 8, 12]))
    assert found.typical_gap.tolist()[:2] == [10, 40]
    assert np.isnan(found.typical_gap[2])
    assert found.typical_gap[3] == 6
    assert found.own.tolist() == [True, False, False, True]
    # The shop's: the median of 10, 40 and 6. A single gap is no rhythm yet.
    assert found.rhythm.tolist() == [10, 10, 10, 6]


def test_nine_of_ten_waits_end_before_the_limit() -> None:
    """Gaps of 1 to 10 times 7 days: the median is 38.5; nine of ten end within 9.1 × 7 days."""
    days = np.cumsum([0, *(7 * length for length in range(1, 11))]).tolist()
    found = rhythms(shop(a=days, b=[3]))
    assert found.slips_after[0] == pytest.approx(9.1 * 7)
    # Only one customer ever came back: their typical gap is all the shop knows.
    assert found.slips_after[1] == 38.5


def test_the_limit_moves_with_the_rhythm() -> None:
    found = rhythms(shop(weekly=[0, 7, 14, 22], monthly=[0, 30, 60, 95]))
    assert found.slips_after[1] / found.slips_after[0] == pytest.approx(7 / 30)


def test_nobody_came_back() -> None:
    found = rhythms(shop(a=[0], b=[4]))
    assert np.isnan(found.rhythm).all()
    assert np.isnan(found.slips_after).all()
