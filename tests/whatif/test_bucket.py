"""From three totals: the leaky bucket, the value of a customer, and the arithmetic behind the famous 25 to 95%."""

import numpy as np
import pytest

from retention import whatif
from retention.errors import RetentionError
from retention.whatif import Reading, Scenario
from tests.refusals import code


def test_the_bucket_fills_as_the_formula_says() -> None:
    base = whatif.bucket(at_start=9000, active=5000, new=2000, order_value=50.0)
    table = whatif.project(base, Scenario(horizon=3, margin=0.4))
    assert base.crr[0] == pytest.approx(1 / 3)
    assert table["returning"].tolist() == pytest.approx(
        [5000 / 3, (5000 / 3 + 2000) / 3, ((5000 / 3 + 2000) / 3 + 2000) / 3]
    )
    assert table["revenue"].tolist() == pytest.approx((table["buyers"] * 50).tolist())
    assert table["customers"].isna().all()


def test_it_settles_at_the_steady_state() -> None:
    base = whatif.bucket(at_start=1000, active=700, new=100)
    answer = whatif.compare(base, Scenario(crr_change=-0.2, new_customers_change=0.5, horizon=24))
    assert answer.settling == pytest.approx((100 / 0.4, 150 / 0.6))
    assert answer.today.buyers[0, -1] == pytest.approx(answer.settling[0], rel=1e-3)
    assert answer.changed.buyers[0, -1] == pytest.approx(answer.settling[1], rel=1e-3)
    assert whatif.steady_state(0.3, 70) == pytest.approx(100)
    assert whatif.steady_state(1.0, 70) == np.inf


@pytest.mark.parametrize("reading", list(Reading))
def test_all_readings_mean_the_same_here(reading: Reading) -> None:
    base = whatif.bucket(at_start=1000, active=700, new=400, order_value=20.0)
    answer = whatif.compare(base, Scenario(crr_change=0.05, reading=reading, margin=0.4, horizon=6))
    assert answer.target[0] == pytest.approx(0.35)
    assert answer.changed.expected[0, 0] == pytest.approx(0.35 * 700)
    assert answer.total("npv") > 0


def test_the_band_is_the_uncertainty_of_one_period() -> None:
    few, many = (
        whatif.compare(whatif.bucket(at_start=10 * n, active=7 * n, new=4 * n), Scenario(crr_change=0.05)).crr
        for n in (2, 200)
    )
    assert few[2] - few[1] > 5 * (many[2] - many[1]) > 0


@pytest.mark.parametrize(("crr", "gain"), [(0.2, 0.059), (0.5, 0.091), (0.9, 0.333)])
def test_five_points_are_worth_more_where_retention_is_high(crr: float, gain: float) -> None:
    assert whatif.value_of_points(crr, 0.05, 0.1) == pytest.approx(gain, abs=0.0005)


def test_a_customer_is_worth_the_sum_of_what_is_to_come() -> None:
    by_hand = sum(10 * 0.6**t / 1.1**t for t in range(400))
    assert whatif.customer_value(0.6, 0.1, margin=10) == pytest.approx(by_hand)


def test_without_an_order_value_money_is_unknown() -> None:
    table = whatif.project(whatif.bucket(at_start=10, active=7, new=4), Scenario(horizon=2))
    assert table["revenue"].isna().all()


def test_more_than_everybody_cannot_stay() -> None:
    base = whatif.bucket(at_start=10, active=9, new=0)
    with pytest.raises(RetentionError, check=code("target_out_of_range")):
        whatif.compare(base, Scenario(crr_change=0.2))
    with pytest.raises(RetentionError, check=code("out_of_range")):
        whatif.steady_state(1.2, 10)
