"""What buying customers spend, and how much single ones differ."""

import numpy as np
import pandas as pd
import pytest

from retention import whatif
from retention.periods import Calendar
from retention.whatif import Baseline
from retention.whatif.history import history
from retention.whatif.spend import bound, excess, spend
from tests.bg_bb_shop import last_day, simulate


def shop_orders() -> pd.DataFrame:
    """Two years of orders whose amounts spread by 1/√2 of their mean."""
    orders = simulate(11, parameters=(1.2, 3.0, 0.6, 6.0), months=24, new_per_month=40)
    return orders.assign(amount=np.random.default_rng(2).gamma(2.0, 5.0, len(orders)))


def test_single_buyers_spend_differently() -> None:
    found = spend(history(shop_orders(), calendar=Calendar.of("month"), as_of=last_day(24).date()))["returning"]
    assert found.per_buyer == pytest.approx(10.0, rel=0.05)
    assert found.single == pytest.approx(1 / np.sqrt(2), rel=0.1)


def test_where_all_spend_alike_nothing_varies(shop: Baseline) -> None:
    assert shop.spend["returning"].single == 0
    assert not shop.extra_spend_noise(np.full((shop.sets, 12), 25.0)).any()


def test_the_money_of_what_comes_on_top_varies_more_than_its_number() -> None:
    base = whatif.estimate(shop_orders(), as_of=last_day(24).date(), draws=200)
    asked = whatif.Scenario(crr_change=0.05, reading="just_bought")
    table = whatif.compare(base, asked).totals.set_index("measure")
    width = (table["difference_high"] - table["difference_low"]) / table["difference"]
    assert width["revenue"] > 1.05 * width["returning"]


def with_one_of_a_million(place: int = -40) -> pd.DataFrame:
    orders = shop_orders().sort_values("date", ignore_index=True)
    orders.loc[orders.index[place], "amount"] = 1e6
    return orders


def yearly_revenue(orders: pd.DataFrame) -> float:
    base = whatif.estimate(orders, as_of=last_day(24).date(), draws=50)
    return whatif.compare(base, whatif.Scenario()).total("revenue", "today")


def test_one_order_of_a_million_does_not_lift_the_forecast() -> None:
    """It weighs a hundred times all others of its month; counted as it is, it lifted the year's revenue eightfold."""
    assert yearly_revenue(with_one_of_a_million()) == pytest.approx(yearly_revenue(shop_orders()), rel=0.05)


def test_what_lies_beyond_the_bound_is_known_to_the_cent() -> None:
    past = history(with_one_of_a_million(), calendar=Calendar.of("month"), as_of=last_day(24).date())
    highest = bound(past)
    assert 50 < highest < 5_000
    assert excess(past, highest).to_numpy().sum() == pytest.approx(1e6, rel=0.005)
    usual = history(shop_orders(), calendar=Calendar.of("month"), as_of=last_day(24).date())
    assert excess(usual, bound(usual)).to_numpy().sum() == 0


def test_heavy_tails_are_no_exceptions() -> None:
    orders = shop_orders()
    orders["amount"] = np.exp(1.6 * np.random.default_rng(4).standard_normal(len(orders)))
    past = history(orders, calendar=Calendar.of("month"), as_of=last_day(24).date())
    assert excess(past, bound(past)).to_numpy().sum() < 0.01 * orders["amount"].sum()


def test_classes_of_money_add_up_to_all_money() -> None:
    past = history(shop_orders(), calendar=Calendar.of("month"), as_of=last_day(24).date())
    for new, kind in ((True, "new"), (False, "returning")):
        part = past.spent[past.spent["is_new"] == new].groupby("period")[["buyers", "revenue"]].sum()
        by_period = past.by_period[[kind, f"{kind}_revenue"]].set_axis(["buyers", "revenue"], axis=1)
        assert np.allclose(part.reindex(by_period.index).fillna(0.0), by_period)
