"""Forecast: what it rests on, and what it says when it cannot be made."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from retention.analysis.customers import customers, slipping
from retention.analysis.customers.forecast import forecast
from retention.analysis.customers.spend import Spend
from retention.analysis.customers.value import ValueAssumptions, values
from retention.models.purchase_days import purchase_days
from tests.buyers import busy_shop


def test_spend_counts_repeat_orders_net_of_refunds() -> None:
    rows = [("a", 0, 50.0), ("a", 10, 30.0), ("a", 20, np.nan), ("a", 30, 10.0), ("a", 35, -4.0), ("b", 3, 9.0)]
    frame = pd.DataFrame(rows, columns=["customer", "day", "amount"])
    dates = pd.Timestamp("2024-01-01") + pd.to_timedelta(frame.pop("day"), unit="D")
    spend = Spend.of(purchase_days(frame.assign(date=dates)))
    assert spend.orders.tolist() == [2, 0]
    assert spend.mean[0] == (30 + 10 - 4) / 2
    assert np.isnan(spend.mean[1])


def steady_shop() -> pd.DataFrame:
    """60 customers who come every ten days or so and never leave, but for the last month of six of them."""
    rng = np.random.default_rng(9)
    rows = []
    for name in range(60):
        day, until = rng.integers(0, 30), 370 if name < 6 else 400
        while day < until:
            rows.append((f"c{name:02d}", pd.Timestamp("2024-01-01") + pd.Timedelta(days=int(day)), float(20 + name)))
            day += 1 + rng.exponential(9)
    return pd.DataFrame(rows, columns=["customer", "date", "amount"])


def test_where_nobody_leaves_calls_go_by_what_is_at_stake() -> None:
    shop = customers(steady_shop())
    found = replace(shop, table=shop.table.assign(p_alive=0.9))
    assert not found.sees_leaving
    calls = slipping(found)
    assert calls["value_at_stake"].is_monotonic_decreasing
    assert calls["customer"].isin([f"c{name:02d}" for name in range(60)]).all()


def test_customers_who_leave_all_alike_are_seen_to_leave() -> None:
    """The model's limit there says that they are alike, not that nobody leaves."""
    found = customers(busy_shop(5))
    assert found.forecast.model is not None
    assert found.forecast.model.fit is not None
    assert found.forecast.model.fit.at_limit.any()
    assert found.sees_leaving


@pytest.mark.parametrize(("part", "ends"), [(0.85, True), (0.95, False)])
def test_whoever_is_still_there_may_seem_to_stay_for_ever(part: float, ends: bool) -> None:
    """The same expectation year after year, discounted by 10% yearly, is worth 1 / ln 1.1 = 10.49 times one year."""
    found = customers(busy_shop(5))
    assert found.sees_leaving
    assert found.sees_an_end
    lasting = found.table.assign(residual_value=found.table["expected_value"] * 10.49 * part)
    assert replace(found, table=lasting).sees_an_end == ends


def test_a_young_shop_says_why_there_is_no_back_test() -> None:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"customer": rng.integers(0, 60, 300), "day": rng.integers(0, 40, 300), "amount": 10.0})
    frame["amount"] += rng.random(300)
    frame["date"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(frame["day"], unit="D")
    predicted = forecast(purchase_days(frame))
    assert predicted.no_backtest is not None
    assert predicted.no_backtest.code == "history_too_short"
    assert predicted.no_backtest.details["needed"] == 56
    assert predicted.model is not None
    assert predicted.spend is not None


def test_two_days_do_not_make_a_year() -> None:
    """5,000 customers who came on both days of an export would be foreseen to come every day."""
    days = pd.date_range("2024-01-01", periods=2)
    pairs = pd.DataFrame({"customer": np.repeat(np.arange(5000), 2).astype(str), "date": np.tile(days, 5000)})
    predicted = forecast(purchase_days(pairs.assign(amount=10.0)))
    assert predicted.model is None
    assert predicted.no_model is not None
    assert (predicted.no_model.code, predicted.no_model.details) == ("too_few_days", {"needed": 28, "have": 2})


def test_shop_without_spread_in_prices_uses_each_customers_mean() -> None:
    found = customers(steady_shop().assign(amount=30.0))
    assert found.forecast.no_spend is not None
    assert found.forecast.no_spend.code == "spend_all_alike"
    assert found.table["expected_spend"].to_numpy() == pytest.approx(30.0)


def test_what_is_said_of_the_next_stretch_holds_on_it() -> None:
    """The last third of the days hidden once more: single customers and totals end where the tests said they would."""
    days = purchase_days(busy_shop(11, 500))
    cut = days.as_of - 230
    known = days.until(cut)
    found = forecast(known)
    table = values(known, found, ValueAssumptions())
    later = days.day > cut
    came, money = (
        np.bincount(days.customer[later], weights, len(days.names))[days.first <= cut]
        for weights in (None, days.amount[later])
    )
    share = 230 / 365
    assert found.lead is not None
    assert found.money is not None
    assert abs(np.log(table["expected_orders"].sum() * share / came.sum())) <= found.lead.spread
    assert abs(np.log(table["expected_value"].sum() * share / money.sum())) <= found.money.spread
    for name, actual in (("expected_orders", came), ("expected_value", money)):
        within = (table[f"{name}_low"] * share <= actual + 1e-9) & (actual <= table[f"{name}_high"] * share + 1e-9)
        assert 0.88 <= within.mean() <= 0.99
