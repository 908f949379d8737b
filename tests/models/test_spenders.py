"""Spenders: groups keep the moments and the likelihood of the customers in them."""

import numpy as np
import pytest

from retention.models.spenders import Spenders


def shop(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Counts, and means in whole cents as real ones are."""
    rng = np.random.default_rng(4)
    orders = rng.geometric(0.4, size)
    return orders, np.maximum(rng.gamma(6.2 * orders) / rng.gamma(3.7, 1 / 15.4, size) / orders, 0.01).round(2)


def test_customers_alike_become_one_row() -> None:
    rows = Spenders.grouped(np.array([1, 1, 2, 1]), np.array([10.0, 10.0, 10.0, 40.0]))
    found = zip(rows.orders.tolist(), rows.mean.tolist(), rows.customers.tolist(), strict=True)
    assert sorted(found) == [(1, 10.0, 2.0), (1, 40.0, 1.0), (2, 10.0, 1.0)]


def test_moments_stay() -> None:
    orders, mean = shop(50_000)
    rows = Spenders.grouped(orders, mean)
    assert rows.mean.size < 10_000
    for power in range(4):
        for times in range(2):
            kept = (rows.customers * rows.orders**times * rows.mean**power).sum()
            assert kept == pytest.approx((orders**times * mean**power).sum(), rel=1e-12)
    assert rows.correlation == pytest.approx(np.corrcoef(orders, mean)[0, 1], abs=1e-9)


@pytest.mark.parametrize("v", [0.1, 15.0, 1000.0])
def test_the_likelihood_stays(v: float) -> None:
    """The bound of the docstring, for what the likelihood takes logarithms of."""
    orders, mean = shop(50_000)
    rows = Spenders.grouped(orders, mean)
    whole, few = np.log(v + orders * mean), rows.customers * np.log(v + rows.orders * rows.mean)
    assert few.sum() == pytest.approx(whole.sum(), abs=50_000 / 64**5 / 4)
    assert (rows.customers * np.log(rows.mean)).sum() == pytest.approx(np.log(mean).sum(), abs=50_000 / 64**5 / 4)


def test_rare_counts_stand_for_themselves() -> None:
    orders = np.r_[np.full(1_000, 2), 900_000, 900_000]
    rows = Spenders.grouped(orders, np.r_[np.linspace(1, 100, 1_000), 7.0, 7.0])
    assert rows.customers.sum() == 1_002
    assert rows.mean[rows.orders == 900_000].tolist() == [7.0, 7.0]


def test_a_rough_copy_keeps_customers_and_money() -> None:
    rows = Spenders.grouped(*shop(50_000))
    rough = rows.rough()
    assert rough.mean.size < rows.mean.size / 5
    assert rough.customers.sum() == pytest.approx(50_000)
    assert rough.customers @ rough.mean == pytest.approx(rows.customers @ rows.mean)


def test_all_with_one_count_have_no_correlation() -> None:
    assert Spenders(np.ones(5, dtype=np.int64), np.arange(1.0, 6.0), np.ones(5)).correlation is None
