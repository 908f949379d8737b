"""The whole audit: its parts are those of their own functions, and short or filtered histories leave some out."""

import datetime as dt

import pandas as pd
import pytest

import retention as rt
from retention.analysis.audit import audit, decile_moves
from retention.analysis.money import money_bridge
from tests.shops import random_shop


def test_two_years_are_compared_with_the_year_before() -> None:
    orders = random_shop(3, rows=1800, customers=1000, days=900)
    found = audit(orders, grain="quarter", margin=0.5, acquisition_cost=10)
    assert found.earlier is not None
    assert found.bridge is not None
    assert found.moves is not None
    assert found.period[0].replace(year=found.period[0].year - 1) == found.earlier[0]
    assert found.bridge.steps == money_bridge(orders, found.earlier, found.period).steps
    assert found.moves.table.equals(decile_moves(orders, found.earlier, found.period).table)
    assert found.deciles["customers"].sum() == found.moves.table.query("after > 0")["customers"].sum()
    assert found.cohort_grain == "year"
    assert (found.value.oldest["start"] == found.value.oldest["start"].iloc[0]).all()
    assert not found.value.oldest["few"].any()
    assert found.value.oldest["sure"].all()
    assert 0 < found.same_age <= 12


def test_a_shop_of_one_month_has_no_earlier_period() -> None:
    orders = random_shop(3, rows=80, days=40)
    found = audit(orders, grain="quarter")
    assert (found.earlier, found.bridge, found.moves) == (None, None, None)
    assert not found.complete
    assert len(found.deciles)
    assert found.ladder.steps[0] == 1


def test_a_filter_leaves_only_its_orders() -> None:
    orders = random_shop(3, rows=600)
    web = rt.filtered(orders, only={"channel": "web"})
    period = dt.date(2023, 4, 1), dt.date(2023, 6, 30)
    known = orders[orders["customer"].notna() & (orders["channel"] == "web")].fillna({"amount": 0.0})
    inside = known[known["date"].between(pd.Timestamp(period[0]), pd.Timestamp(2023, 7, 1), inclusive="left")]
    assert rt.money_bridge(web, (dt.date(2023, 1, 1), dt.date(2023, 3, 31)), period).revenue_1 == pytest.approx(
        inside["amount"].sum()
    )
    assert audit(web, grain="quarter").stacked["revenue"].sum() == pytest.approx(known["amount"].sum())
