"""What buying customers spend, and how much single ones differ."""

import numpy as np
import pandas as pd
import pytest

from retention import whatif
from retention.periods import Calendar
from retention.whatif import Baseline
from retention.whatif.history import history
from retention.whatif.season import spend
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
