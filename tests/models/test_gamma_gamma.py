"""Gamma-Gamma: the published numbers, an independent implementation, and known parameters."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from retention.errors import RetentionError
from retention.models.gamma_gamma import GammaGamma, fit_gamma_gamma

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
