"""Pfeifer & Carraway's example to the digit, and until when writing to a silent customer pays."""

import numpy as np
import pytest

from retention import whatif
from retention.errors import RetentionError
from retention.whatif import Baseline

CHANCES = (0.3, 0.2, 0.15, 0.05)
TERMS = {"contribution": 40.0, "cost": 4.0, "discount_rate": 0.2}


def test_the_published_values() -> None:
    """Pfeifer & Carraway 2000: 52.320, 5.554, 1.251, −1.820, 0."""
    table = whatif.value_by_recency(CHANCES, **TERMS)
    assert table["value"].round(3).tolist() == [52.320, 5.554, 1.251, -1.820, 0.0]
    assert table["pays"].tolist() == [True, True, True, False, False]


def test_writing_stops_where_value_turns_negative() -> None:
    cut = whatif.write_until(CHANCES, **TERMS)
    assert cut == 3
    shorter = whatif.value_by_recency(CHANCES[:cut], **TERMS)
    assert shorter["value"].iloc[0] > 52.320
    assert (shorter["value"].iloc[:-1] >= 0).all()
    assert whatif.write_until((0.01, 0.005), contribution=10.0, cost=5.0, discount_rate=0.2) == 0


def test_a_value_is_the_sum_over_possible_futures() -> None:
    rng = np.random.default_rng(1)
    state, money = np.ones(40_000, dtype=int), np.zeros(40_000)
    chances = np.array([*CHANCES, 0.0])
    bought = state == 1
    for period in range(60):
        money += (bought * 40.0 - (state <= 4) * 4.0) / 1.2**period
        bought = rng.random(state.size) < chances[np.minimum(state, 5) - 1]
        state = np.where(bought, 1, np.minimum(state + 1, 5))
    assert money.mean() == pytest.approx(52.32, abs=0.6)


def test_chances_of_a_shop_fall_with_silence(shop: Baseline) -> None:
    table = whatif.chances_by_recency(shop)
    assert table["recency"].iloc[0] == 1
    assert table["chance"].iloc[0] == pytest.approx(shop.forecaster.customers.crr[0])
    assert table["chance"].iloc[0] > table["chance"].iloc[5] > table["chance"].iloc[-1]
    assert table["customers"].sum() <= shop.forecaster.groups.customers.sum()


@pytest.mark.parametrize("change", [{"discount_rate": 0.0}, {"chances": (0.3, 1.2)}, {"chances": ()}])
def test_impossible_terms_are_named(change: dict[str, object]) -> None:
    terms = TERMS | {"chances": CHANCES} | change
    with pytest.raises(RetentionError) as caught:
        whatif.value_by_recency(terms.pop("chances"), **terms)
    assert caught.value.details["field"] == next(iter(change))


def test_a_shops_own_customers_are_valued_by_its_own_money(shop: Baseline) -> None:
    cheap = whatif.recency_value(shop, margin=0.5, cost=1e-9, discount_rate=0.1)
    assert cheap.always
    assert len(cheap.table) == cheap.seen == len(whatif.chances_by_recency(shop))
    dear = whatif.recency_value(shop, margin=0.5, cost=1e9, discount_rate=0.1)
    assert dear.until == 0
    assert not dear.always


def test_next_to_no_interest_is_the_usual_one(shop: Baseline) -> None:
    none, usual = (whatif.recency_value(shop, margin=0.5, cost=0.1, discount_rate=rate) for rate in (0.0, 0.1))
    assert none.table["value"].tolist() == usual.table["value"].tolist()
