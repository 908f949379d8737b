"""BG/NBD and MBG/NBD: published numbers, an independent implementation, known parameters, the formula written out."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.special import betaln, gammaln, hyp2f1, roots_sh_jacobi

from retention.models.bg_nbd import NODES, BgNbd, MbgNbd, fit_bg_nbd, fit_mbg_nbd, over_beta, over_gamma
from retention.models.order_model import discounted_orders
from retention.models.purchase_histories import PurchaseHistories
from tests.buyers import bg_nbd_buyers, cdnow_calibration, cdnow_histories

Data = Callable[[str], Path]
# Customers 1, 2, 3, 101 and 501 of the CDNOW summary: x, t_x, T.
FIVE = PurchaseHistories.of([2, 1, 0, 5, 0], [30.43, 1.71, 0, 36.14, 0], [38.86, 38.86, 38.86, 38.14, 36.0])


@pytest.fixture(scope="module")
def cdnow(lifetimes_data: Data) -> PurchaseHistories:
    return cdnow_histories(lifetimes_data("cdnow_customers_summary.csv"))


@pytest.fixture(scope="module")
def fitted(cdnow: PurchaseHistories) -> BgNbd:
    return fit_bg_nbd(cdnow)


def test_parameters_of_fader_hardie_lee_2005(lifetimes_data: Data) -> None:
    """Table 2: r .243, α 4.414, a .793, b 2.426, log-likelihood -9582.4."""
    model = fit_bg_nbd(cdnow_calibration(lifetimes_data("CDNOW_sample.txt")))
    assert model.fit is not None
    assert list(model.parameters.values()) == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=5e-4)
    assert model.fit.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert not model.fit.at_limit.any()


def test_one_customer_of_fader_hardie_lee_2005(fitted: BgNbd) -> None:
    """x = 2, t_x = 30.43, T = 38.86: 1.226 orders in the next 39 weeks, P(alive) .7266."""
    one = PurchaseHistories.of([2], [30.43], [38.86])
    assert fitted.expected_orders(one, weeks=39)[0] == pytest.approx(1.226, abs=5e-4)
    assert fitted.p_alive(one)[0] == pytest.approx(0.7266, abs=5e-5)


def test_orders_of_a_new_customer_in_78_weeks(fitted: BgNbd) -> None:
    """E[X(78)] of equation 9. The published 1.8576 adds up 150 terms of the 2F1, which then still grows: 1.8580."""
    r, alpha, a, b = fitted.parameters.values()
    z = 78 / (alpha + 78)

    def expected(gauss: float) -> float:
        return float((a + b - 1) / (a - 1) * (1 - (alpha / (alpha + 78)) ** r * gauss))

    j = np.arange(150)
    terms = np.cumprod(np.r_[1.0, (r + j) * (b + j) / ((a + b - 1 + j) * (j + 1)) * z])
    assert expected(terms.sum()) == pytest.approx(1.8576, abs=5e-5)
    assert expected(hyp2f1(r, b, a + b - 1, z)) == pytest.approx(1.8580, abs=5e-5)
    assert fitted.expected_of_new(np.array([78.0]))[0] == pytest.approx(expected(hyp2f1(r, b, a + b - 1, z)), rel=1e-9)


def test_hold_out_of_fader_hardie_lee_2005(fitted: BgNbd, cdnow: PurchaseHistories) -> None:
    """Weeks 40 to 78: 1,653 expected (1,882 came)."""
    assert fitted.expected_orders(cdnow, weeks=39).sum() == pytest.approx(1653, abs=0.5)


def test_lifetimes_agrees(fitted: BgNbd) -> None:
    """lifetimes 0.11.3, BetaGeoFitter on the same file: parameters, P(alive), orders in 52 weeks, E[X(39)]."""
    theirs = [0.2425929282798216, 4.413532265271803, 0.7928859664405851, 2.42575238262545]
    assert list(fitted.parameters.values()) == pytest.approx(theirs, rel=2e-5)
    assert fitted.p_alive(FIVE) == pytest.approx([0.726609, 0.212227, 1, 0.86295, 1], abs=1e-5)
    expected = [1.558584, 0.259907, 0.251666, 4.199187, 0.267209]
    assert fitted.expected_orders(FIVE, weeks=52) == pytest.approx(expected, rel=1e-5)
    assert fitted.expected_of_new(np.array([39.0]))[0] == pytest.approx(1.195016228446211, rel=1e-5)


def test_known_parameters_come_back() -> None:
    truth = {"r": 0.6, "alpha": 6.0, "a": 0.9, "b": 3.0}
    model = fit_bg_nbd(bg_nbd_buyers(np.random.default_rng(11), 20_000, **truth))
    assert model.fit is not None
    away = (np.array(list(model.parameters.values())) - list(truth.values())) / model.fit.standard_errors
    assert (np.abs(away) < 3).all()
    assert (model.fit.standard_errors < np.array(list(truth.values())) * 0.2).all()


def test_likelihood_is_the_papers_formula(fitted: BgNbd, cdnow: PurchaseHistories) -> None:
    """Equation 6, customer by customer."""
    r, alpha, a, b = fitted.parameters.values()
    x, t_x, age = cdnow.repeats, cdnow.times[cdnow.last], cdnow.weeks_observed
    front = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    alive = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
    later = np.maximum(x, 1)
    left = np.where(x > 0, betaln(a + 1, b + later - 1) - betaln(a, b) - (r + x) * np.log(alpha + t_x), -np.inf)
    assert fitted.fit is not None
    assert fitted.fit.log_likelihood == pytest.approx(float((front + np.logaddexp(alive, left)).sum()), abs=1e-6)


def test_expectation_is_the_papers_formula(fitted: BgNbd) -> None:
    """Equation 10, with scipy's 2F1 where it can be trusted."""
    r, alpha, a, b = fitted.parameters.values()
    x, age = FIVE.repeats, FIVE.weeks_observed
    series = hyp2f1(r + x, b + x, a + b + x - 1, 52 / (alpha + age + 52))
    still = 1 - ((alpha + age) / (alpha + age + 52)) ** (r + x) * series
    expected = (a + b + x - 1) / (a - 1) * still * fitted.p_alive(FIVE)
    assert fitted.expected_orders(FIVE, weeks=52) == pytest.approx(expected, rel=1e-9)


def test_discounting_is_a_sum_over_time(fitted: BgNbd) -> None:
    """Week by week over two centuries, each week's orders times what money is worth then."""
    weeks = np.arange(0, 10_400, 1.0)
    ahead = np.array([fitted.expected_orders(FIVE, weeks=week)[3] for week in weeks[::20]])
    middle = (weeks[::20][1:] + weeks[::20][:-1]) / 2
    slow = float(np.diff(ahead) @ 1.15 ** (-middle * 7 / 365))
    assert discounted_orders(fitted, FIVE, yearly=0.15)[3] == pytest.approx(slow, rel=0.01)


def test_nobody_leaves() -> None:
    """Customers who never leave: said as a limit, and forecasts stay finite and near their own pace."""
    rng = np.random.default_rng(3)
    repeats = rng.poisson(rng.gamma(3, 2, 400)) + 1
    last = 50 * rng.random(400) ** (1 / repeats)
    histories = PurchaseHistories.of(repeats, last, np.full(400, 50.0))
    model = fit_bg_nbd(histories)
    assert model.fit is not None
    assert model.fit.at_limit.any()
    assert model.expected_orders(histories, weeks=50).sum() == pytest.approx(repeats.sum(), rel=0.05)


@pytest.fixture(scope="module")
def modified(cdnow: PurchaseHistories) -> MbgNbd:
    return fit_mbg_nbd(cdnow)


def test_lifetimes_agrees_on_mbg_nbd(modified: MbgNbd) -> None:
    """lifetimes 0.11.3, ModifiedBetaGeoFitter: parameters, P(alive), orders in 52 weeks, E[X(39)], E[X(78)]."""
    theirs = [0.5248377255676407, 6.182988479133824, 0.8913562809311867, 1.6140000256723184]
    assert list(modified.parameters.values()) == pytest.approx(theirs, rel=1e-4)
    assert modified.p_alive(FIVE) == pytest.approx([0.706126, 0.17082, 0.389716, 0.851839, 0.397935], abs=1e-5)
    expected = [1.596826, 0.240069, 0.197628, 4.088589, 0.213387]
    assert modified.expected_orders(FIVE, weeks=52) == pytest.approx(expected, rel=1e-4)
    assert modified.expected_of_new(np.array([39.0, 78.0])) == pytest.approx([1.182284, 1.803636], rel=1e-4)


def test_likelihood_of_mbg_nbd_customer_by_customer(modified: MbgNbd, cdnow: PurchaseHistories) -> None:
    """Batislam, Denizel & Filiztekin 2007: BG/NBD with one more chance to leave."""
    r, alpha, a, b = modified.parameters.values()
    x, t_x, age = cdnow.repeats, cdnow.times[cdnow.last], cdnow.weeks_observed
    front = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - betaln(a, b)
    alive = betaln(a, b + x + 1) - (r + x) * np.log(alpha + age)
    left = betaln(a + 1, b + x) - (r + x) * np.log(alpha + t_x)
    assert modified.fit is not None
    assert modified.fit.log_likelihood == pytest.approx(float((front + np.logaddexp(alive, left)).sum()), abs=1e-6)


def test_known_parameters_of_mbg_nbd_come_back() -> None:
    truth = {"r": 0.6, "alpha": 6.0, "a": 0.9, "b": 3.0}
    model = fit_mbg_nbd(bg_nbd_buyers(np.random.default_rng(12), 20_000, **truth, once=True))
    assert model.fit is not None
    away = (np.array(list(model.parameters.values())) - list(truth.values())) / model.fit.standard_errors
    assert (np.abs(away) < 3).all()


def test_discounting_of_mbg_nbd_is_a_sum_over_time(modified: MbgNbd) -> None:
    weeks = np.arange(0, 10_400, 20.0)
    ahead = np.array([modified.expected_orders(FIVE, weeks=week) for week in weeks])
    slow = np.diff(ahead, axis=0).T @ 1.15 ** (-(weeks[1:] + weeks[:-1]) / 2 * 7 / 365)
    assert discounted_orders(modified, FIVE, yearly=0.15) == pytest.approx(slow, rel=0.01)


@pytest.mark.parametrize(("a", "b"), [(0.8, 2.4), (0.3, 0.7), (1.0, 1.0), (0.001, 1000.0), (2.0, 1e4), (0.001, 0.002)])
def test_beta_moments(a: float, b: float) -> None:
    node, weight = over_beta(a, b)
    assert weight.sum() == pytest.approx(1)
    assert node @ weight == pytest.approx(a / (a + b), rel=1e-6)
    assert node**2 @ weight == pytest.approx(a * (a + 1) / (a + b) / (a + b + 1), rel=1e-6)
    assert (node > 0).all()


@pytest.mark.parametrize("shape", [0.001, 0.24, 1.0, 50.0, 1e4])
def test_gamma_moments(shape: float) -> None:
    node, weight = over_gamma(shape)
    assert node @ weight == pytest.approx(shape)
    assert node**2 @ weight == pytest.approx(shape * (shape + 1))
    assert (node > 0).all()


def test_scipy_has_the_same_nodes() -> None:
    node, weight = over_beta(0.8, 2.4)
    theirs, their_weight = roots_sh_jacobi(NODES, 0.8 + 2.4 - 1, 0.8)
    np.testing.assert_allclose(node, theirs, rtol=1e-10)
    np.testing.assert_allclose(weight, their_weight / their_weight.sum(), rtol=1e-9)
