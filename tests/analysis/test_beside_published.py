"""A shop's own figures beside published ones: by hand, and what they are not."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from retention.analysis.beside_published import beside_published
from retention.analysis.rates import simple_lifetime_value
from tests.shops import END_OF_2024, random_shop, worked_example


def orders(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer", "date", "amount"]).astype({"date": "datetime64[us]"})


def test_by_hand() -> None:
    """In 2023 a, b and c buy, of whom a and b do again in 2024; d begins then. A first order of 2024 brings 30."""
    shop = orders(
        ("a", "2023-01-01", 10), ("b", "2023-06-01", 10), ("c", "2023-09-01", 10),
        ("a", "2024-02-01", 40), ("b", "2024-03-01", 50), ("d", "2024-04-01", 30), ("a", "2024-05-01", 30),
    )  # fmt: skip
    found = beside_published(shop, as_of=dt.date(2024, 12, 31))
    assert found.yearly is not None
    assert (found.yearly.part, found.yearly.whole) == (2, 3)
    assert (found.lifetime.part, found.lifetime.whole) == (2, 4)
    assert found.lifetime.few
    spend = found.later_spend
    assert spend is not None
    assert (spend.first, spend.later, spend.customers) == (30, 40, 1)
    assert spend.more == pytest.approx(1 / 3)
    assert math.isnan(spend.low)  # of one customer nobody knows the spread
    assert spend.few


@pytest.mark.parametrize("seed", range(3))
def test_the_yearly_rate_is_that_of_the_lifetime_value(seed: int) -> None:
    shop = random_shop(seed, rows=300, days=900)
    found, value = beside_published(shop), simple_lifetime_value(shop)
    assert found.yearly is not None
    assert found.yearly.value == pytest.approx(value.yearly_crr)


def test_a_young_shop_has_no_yearly_rate_and_one_without_amounts_no_spending() -> None:
    found = beside_published(worked_example(), as_of=END_OF_2024)
    assert found.yearly is None
    assert (found.lifetime.part, found.lifetime.whole) == (5, 8)
    assert beside_published(worked_example().assign(amount=np.nan), as_of=END_OF_2024).later_spend is None


def test_the_interval_is_the_one_that_drawing_customers_anew_gives() -> None:
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"customer": [f"c{n}" for n in range(400)], "date": pd.Timestamp("2024-01-05")})
    again = table[rng.random(400) < 0.5].assign(date=pd.Timestamp("2024-06-05"))
    shop = pd.concat([table, again], ignore_index=True)
    shop["amount"] = rng.lognormal(3, 0.6, len(shop))
    first, later = shop["amount"].to_numpy()[:400], shop["amount"].to_numpy()[400:]
    means = [rng.choice(side, (4000, len(side))).mean(axis=1) for side in (first, later)]
    spend = beside_published(shop, as_of=END_OF_2024).later_spend
    assert spend is not None
    assert (spend.low, spend.high) == pytest.approx(np.quantile(means[1] / means[0] - 1, (0.025, 0.975)), abs=0.01)
