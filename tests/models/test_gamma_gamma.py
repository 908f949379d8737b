"""Gamma-Gamma: the published numbers, an independent implementation, and known parameters."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from retention.errors import RetentionError
from retention.models.gamma_gamma import GammaGamma, SpendingGroups, fit_gamma_gamma

Data = Callable[[str], Path]


@pytest.fixture(scope="module")
def cdnow(lifetimes_data: Data) -> pd.DataFrame:
    """x, t_x, T, zbar (mean value of the repeat orders) of 2,357 customers."""
    return pd.read_csv(lifetimes_data("cdnow_customers_summary_with_transactions.csv"))


@pytest.fixture(scope="module")
def fitted(cdnow: pd.DataFrame) -> GammaGamma:
    return fit_gamma_gamma(cdnow["x"], cdnow["zbar"])


def test_parameters_of_fader_hardie_2013(fitted: GammaGamma, cdnow: pd.DataFrame) -> None:
    """946 repeat buyers: p 6.25, q 3.74, v 15.44 (γ in the note), log-likelihood -4055.92."""
    assert (cdnow["x"] > 0).sum() == 946
    assert fitted.fit is not None
    assert fitted.parameters["p"] == pytest.approx(6.25, abs=5e-3)
    assert fitted.parameters["q"] == pytest.approx(3.74, abs=5e-3)
    assert fitted.parameters["v"] == pytest.approx(15.44, abs=1e-2)
    assert fitted.fit.log_likelihood == pytest.approx(-4055.92, abs=0.01)


def test_first_customers_of_fader_hardie_2013(fitted: GammaGamma, cdnow: pd.DataFrame) -> None:
    """E(M) of customers 1 to 5: 24.65, 18.91, and 35.17 for the three without a repeat order."""
    first = cdnow.head(5)
    expected = [24.65, 18.91, 35.17, 35.17, 35.17]
    assert fitted.expected_spend(first["x"], first["zbar"]) == pytest.approx(expected, abs=0.01)


def test_lifetimes_agrees(fitted: GammaGamma, cdnow: pd.DataFrame) -> None:
    """lifetimes 0.11.3, GammaGammaFitter on the same file."""
    theirs = [6.248802496074264, 3.744588460923312, 15.447748064932831]
    assert list(fitted.parameters.values()) == pytest.approx(theirs, rel=5e-5)
    expected = [24.658616, 18.91148, 35.171002, 35.171002, 35.171002, 71.462851, 18.91148]
    first = cdnow.head(7)
    assert fitted.expected_spend(first["x"], first["zbar"]) == pytest.approx(expected, rel=1e-5)


def shop(seed: int, size: int, scale: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    orders = rng.geometric(0.4, size)
    nu = rng.gamma(3.7, 1 / (15.4 * scale), size)
    return orders, rng.gamma(6.2 * orders) / nu / orders


def test_known_parameters_come_back() -> None:
    model = fit_gamma_gamma(*shop(5, 20_000))
    assert model.fit is not None
    away = (np.array(list(model.parameters.values())) - [6.2, 3.7, 15.4]) / model.fit.standard_errors
    assert (np.abs(away) < 3).all()
    assert model.correlation == pytest.approx(0, abs=0.03)


def test_currency_does_not_matter() -> None:
    small, large = fit_gamma_gamma(*shop(6, 500)), fit_gamma_gamma(*shop(6, 500, scale=1e6))
    assert (large.p, large.q, large.v / 1e6) == pytest.approx((small.p, small.q, small.v), rel=1e-4)


def test_only_repeat_orders_with_money_count() -> None:
    orders, mean = shop(7, 300)
    padded = fit_gamma_gamma(np.r_[orders, 0, 3, 2], np.r_[mean, np.nan, 0.0, -5.0])
    assert padded.parameters == fit_gamma_gamma(orders, mean).parameters


@pytest.mark.parametrize(
    ("orders", "mean", "code"),
    [
        (np.ones(20), np.arange(1, 21), "too_few_repeaters"),
        (np.ones(50), np.r_[np.arange(1, 21), np.zeros(30)], "too_few_paying"),
        (np.ones(50), np.full(50, 30.0), "spend_all_alike"),
        (np.full(200, 9), np.exp(np.random.default_rng(1).normal(0, 6, 200)), "spend_without_mean"),
    ],
)
def test_nothing_to_learn_from(orders: np.ndarray, mean: np.ndarray, code: str) -> None:
    with pytest.raises(RetentionError) as caught:
        fit_gamma_gamma(orders, mean)
    assert caught.value.code == code


def test_what_everybody_spends_is_said_as_it_stands() -> None:
    """A mean of many orders at 9.99 is 9.989999999999998."""
    with pytest.raises(RetentionError) as caught:
        fit_gamma_gamma(np.full(50, 400), np.full(50, 9.989999999999998))
    assert caught.value.details["value"] == 9.99


def test_amounts_beyond_all_money_do_not_overflow() -> None:
    model, plain = fit_gamma_gamma(*shop(6, 500, scale=1e300)), fit_gamma_gamma(*shop(6, 500))
    assert model.correlation == pytest.approx(plain.correlation, rel=1e-6)


def cents_shop(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Counts, and means in whole cents as real ones are."""
    rng = np.random.default_rng(4)
    orders = rng.geometric(0.4, size)
    return orders, np.maximum(rng.gamma(6.2 * orders) / rng.gamma(3.7, 1 / 15.4, size) / orders, 0.01).round(2)


def test_customers_alike_become_one_row() -> None:
    rows = SpendingGroups.grouped(np.array([1, 1, 2, 1]), np.array([10.0, 10.0, 10.0, 40.0]))
    found = zip(rows.orders.tolist(), rows.mean.tolist(), rows.customers.tolist(), strict=True)
    assert sorted(found) == [(1, 10.0, 2.0), (1, 40.0, 1.0), (2, 10.0, 1.0)]


def test_moments_stay() -> None:
    orders, mean = cents_shop(50_000)
    rows = SpendingGroups.grouped(orders, mean)
    assert rows.mean.size < 10_000
    for power in range(4):
        for times in range(2):
            kept = (rows.customers * rows.orders**times * rows.mean**power).sum()
            assert kept == pytest.approx((orders**times * mean**power).sum(), rel=1e-12)
    assert rows.correlation == pytest.approx(np.corrcoef(orders, mean)[0, 1], abs=1e-9)


@pytest.mark.parametrize("v", [0.1, 15.0, 1000.0])
def test_the_likelihood_stays(v: float) -> None:
    """The bound of the docstring, for what the likelihood takes logarithms of."""
    orders, mean = cents_shop(50_000)
    rows = SpendingGroups.grouped(orders, mean)
    whole, few = np.log(v + orders * mean), rows.customers * np.log(v + rows.orders * rows.mean)
    assert few.sum() == pytest.approx(whole.sum(), abs=50_000 / 64**5 / 4)
    assert (rows.customers * np.log(rows.mean)).sum() == pytest.approx(np.log(mean).sum(), abs=50_000 / 64**5 / 4)


def test_rare_counts_stand_for_themselves() -> None:
    orders = np.r_[np.full(1_000, 2), 900_000, 900_000]
    rows = SpendingGroups.grouped(orders, np.r_[np.linspace(1, 100, 1_000), 7.0, 7.0])
    assert rows.customers.sum() == 1_002
    assert rows.mean[rows.orders == 900_000].tolist() == [7.0, 7.0]


def test_a_rough_copy_keeps_customers_and_money() -> None:
    rows = SpendingGroups.grouped(*cents_shop(50_000))
    rough = rows.rough()
    assert rough.mean.size < rows.mean.size / 5
    assert rough.customers.sum() == pytest.approx(50_000)
    assert rough.customers @ rough.mean == pytest.approx(rows.customers @ rows.mean)


def test_all_with_one_count_have_no_correlation() -> None:
    assert SpendingGroups(np.ones(5, dtype=np.int64), np.arange(1.0, 6.0), np.ones(5)).correlation is None
