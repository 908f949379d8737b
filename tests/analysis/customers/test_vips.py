"""VIPs: by hand, and who moved."""

import numpy as np
import pandas as pd
import pytest

from retention.analysis.customers import customers, lorenz, vip_moves
from retention.analysis.customers.vips import is_vip, revenue_share
from retention.errors import RetentionError

TEN = np.array([50.0, 5, 5, 5, 5, 5, 5, 10, 10, 0])
ONES = np.ones(10, dtype=np.int64)


def test_the_smallest_group_that_is_a_share() -> None:
    """15% of ten customers are two: the 50, and of the two 10s the one who bought later."""
    last = np.array([1, 1, 1, 1, 1, 1, 1, 1, 2, 1])
    vip = is_vip(TEN, ONES, last)
    assert np.flatnonzero(vip).tolist() == [0, 8]
    assert revenue_share(TEN, vip) == pytest.approx(0.6)
    assert is_vip(TEN, ONES, last, share=0.1).sum() == 1
    assert is_vip(TEN, ONES, last, share=1).sum() == 9  # nobody without revenue is a VIP


@pytest.mark.parametrize("share", [0, -0.1, 1.5])
def test_a_share_is_a_share(share: float) -> None:
    with pytest.raises(RetentionError) as caught:
        is_vip(TEN, ONES, ONES, share=share)
    assert caught.value.code == "share_out_of_range"


def test_lorenz_by_hand() -> None:
    curve = lorenz(TEN).set_index("share_of_customers")["share_of_revenue"]
    assert len(curve) == 101
    found = [curve.iloc[percent] for percent in (0, 10, 30, 90, 100)]
    assert found == pytest.approx([0, 0.5, 0.7, 1, 1])
    assert curve.is_monotonic_increasing


def test_refunds_beyond_the_orders_are_nobodys_share() -> None:
    assert lorenz(np.array([10.0, -5.0]))["share_of_revenue"].max() == 1
    assert lorenz(np.array([np.nan, np.nan])).empty
    assert lorenz(np.array([-1.0, 0.0])).empty


def test_who_joined_and_who_fell_out() -> None:
    """In March b overtakes a; with one VIP of three, they change places."""
    rows = [("a", "2024-01-05", 30.0), ("b", "2024-01-06", 20.0), ("c", "2024-02-01", 1.0), ("b", "2024-03-02", 15.0)]
    frame = pd.DataFrame(rows, columns=["customer", "date", "amount"]).astype({"date": "datetime64[us]"})
    moved = vip_moves(customers(frame))
    assert moved.to_dict("list") == {
        "customer": ["b", "a"],
        "move": ["joined", "fell_out"],
        "revenue": [35.0, 30.0],
        "revenue_before": [20.0, 30.0],
        "rank": [1.0, 2.0],
        "rank_before": [2.0, 1.0],
    }
    assert vip_moves(customers(frame), grain="year")["move"].tolist() == ["joined"]
    fiscal = vip_moves(customers(frame), grain="year", year_start=3)
    assert fiscal["move"].tolist() == ["joined", "fell_out"]
