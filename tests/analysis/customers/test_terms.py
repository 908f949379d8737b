"""Other terms give what a fresh computation with them would."""

import numpy as np
import pandas as pd
import pytest

from retention.analysis.customers import customers
from retention.analysis.customers.terms import on_terms
from retention.errors import RetentionError


def shop() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    rows = rng.integers(0, 60, 400)
    return pd.DataFrame(
        {
            "customer": [f"c{n:02}" for n in rows],
            "order": [str(n) for n in range(400)],
            "date": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 800, 400), unit="D"),
            "amount": rng.gamma(4, 10, 400).round(2),
        }
    )


def test_as_if_computed_anew() -> None:
    again = on_terms(customers(shop()), vip_share=0.3, margin=0.4)
    fresh = customers(shop(), vip_share=0.3, margin=0.4)
    pd.testing.assert_frame_equal(again.table, fresh.table)
    assert again.vip_revenue_share == fresh.vip_revenue_share
    assert again.simple.value == pytest.approx(fresh.simple.value, nan_ok=True)
    assert (again.vip_share, again.simple.margin) == (0.3, 0.4)


def test_terms_out_of_range() -> None:
    found = customers(shop())
    with pytest.raises(RetentionError, match="share_out_of_range"):
        on_terms(found, vip_share=0)
    with pytest.raises(RetentionError, match="margin_out_of_range"):
        on_terms(found, margin=2)
