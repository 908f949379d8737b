"""MBG/CNBD-k: MBG/NBD where k is 1, the papers' formula, known parameters, and what simulated customers then did."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.special import betaln, gammaln, hyp2f1
from scipy.stats import nbinom

from retention.errors import RetentionError
from retention.models.bg_nbd import fit_mbg_nbd
from retention.models.mbg_cnbd_k import MbgCnbdK, fit_mbg_cnbd_k
from retention.models.order_model import discounted_orders
from retention.models.purchase_days import purchase_days
from retention.models.purchase_histories import PurchaseHistories
from tests import refusals
from tests.buyers import cdnow_calibration, regular_buyers

Data = Callable[[str], Path]
TRUTH = {"r": 2.0, "alpha": 3.0, "a": 0.7, "b": 2.5}
FIVE = PurchaseHistories.of([2, 1, 0, 5, 0], [30.43, 1.71, 0, 36.14, 0], [38.86, 38.86, 38.86, 38.14, 36.0])


@pytest.fixture(scope="module")
def cdnow(lifetimes_data: Data) -> PurchaseHistories:
    return cdnow_calibration(lifetimes_data("CDNOW_sample.txt"))


@pytest.fixture(scope="module")
def regular() -> tuple[PurchaseHistories, np.ndarray]:
    """Customers with k = 3, and the orders of their next 52 weeks."""
    return regular_buyers(np.random.default_rng(5), 8_000, **TRUTH, k=3, ahead=52)


@pytest.fixture(scope="module")
def fitted(regular: tuple[PurchaseHistories, np.ndarray]) -> MbgCnbdK:
    return fit_mbg_cnbd_k(regular[0])


def test_with_k_1_it_is_mbg_nbd_to_the_last_digit(cdnow: PurchaseHistories) -> None:
    """Batislam, Denizel & Filiztekin 2007, written out here: likelihood, P(alive), expected orders."""
    model, plain = fit_mbg_cnbd_k(cdnow, k=1), fit_mbg_nbd(cdnow)
    assert model.parameters == plain.parameters
    r, alpha, a, b = model.parameters.values()
    x, t_x, age = cdnow.repeats, cdnow.times[cdnow.last], cdnow.weeks_observed
    still = betaln(a, b + x + 1) - (r + x) * np.log(alpha + age)
    gone = betaln(a + 1, b + x) - (r + x) * np.log(alpha + t_x)
    front = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - betaln(a, b)
    assert model.fit is not None
    assert model.fit.log_likelihood == pytest.approx(float((front + np.logaddexp(still, gone)).sum()), rel=1e-12)
    alive = 1 / (1 + np.exp(gone - still))
    np.testing.assert_allclose(model.p_alive(cdnow), alive, rtol=1e-11)
    series = hyp2f1(r + x, b + x + 1, a + b + x, 52 / (alpha + age + 52))
    later = (a + b + x) / (a - 1) * (1 - ((alpha + age) / (alpha + age + 52)) ** (r + x) * series) * alive
    np.testing.assert_allclose(model.expected_orders(cdnow, weeks=52), later, rtol=1e-8)
    np.testing.assert_array_equal(
        model.discounted_orders(cdnow, weekly=0.002), plain.discounted_orders(cdnow, weekly=0.002)
    )


def test_the_sum_over_ticks_is_that_of_mbg_nbd_too(cdnow: PurchaseHistories) -> None:
    """The way that any k goes, with k = 1, beside the quadrature of MBG/NBD."""
    model = fit_mbg_cnbd_k(cdnow, k=1)
    share = 52 / (model.alpha + 39 + 52)
    mine = model._expected(model.r + 4, np.array([share]), repeats=4, tick=0)
    theirs = model.unordered.expected_if_alive(np.array([4]), np.array([39.0]), weeks=52)
    assert mine == pytest.approx(theirs, rel=1e-9)


def test_known_parameters_come_back(fitted: MbgCnbdK) -> None:
    assert fitted.k == 3
    assert fitted.fit is not None
    away = (np.array(list(fitted.parameters.values())) - list(TRUTH.values())) / fitted.fit.standard_errors
    assert (np.abs(away) < 3).all()
    assert not fitted.fit.at_limit.any()


@pytest.mark.parametrize("k", [1, 5, 11])
def test_k_comes_back(k: int) -> None:
    found, _ = regular_buyers(np.random.default_rng(k), 1_500, **TRUTH | {"alpha": 9.0 / k}, k=k)
    assert fit_mbg_cnbd_k(found).k == k


def test_likelihood_customer_by_customer(fitted: MbgCnbdK, regular: tuple[PurchaseHistories, np.ndarray]) -> None:
    """Reutterer, Platzer & Schröder 2021: the density of Erlang waits, then fewer than k ticks or having left."""
    histories, (r, alpha, a, b), k = regular[0], fitted.parameters.values(), fitted.k
    x, t_x, age = histories.repeats, histories.times[histories.last], histories.weeks_observed
    assert histories.log_gaps is not None
    waits = (k - 1) * histories.log_gaps - x * gammaln(k)
    front = gammaln(r + k * x) - gammaln(r) + r * np.log(alpha) - (r + k * x) * np.log(alpha + age)
    gone = a / (b + x) * ((alpha + age) / (alpha + t_x)) ** (r + k * x)
    ticks = sum(
        np.exp(gammaln(r + k * x + j) - gammaln(r + k * x) - gammaln(j + 1)) * ((age - t_x) / (alpha + age)) ** j
        for j in range(k)
    )
    slow = waits + front + betaln(a, b + x + 1) - betaln(a, b) + np.log(gone + ticks)
    assert fitted.fit is not None
    assert fitted.fit.log_likelihood == pytest.approx(float(slow.sum()), rel=1e-10)
    np.testing.assert_allclose(fitted.p_alive(histories), ticks / (gone + ticks), rtol=1e-9)


def test_expected_orders_term_by_term() -> None:
    """The m-th order to come needs enough ticks (negative binomial) and m - 1 times staying."""
    model = MbgCnbdK(**TRUTH, k=3)
    x, last, age, weeks = 4, 17.0, 20.0, 30.0
    one = PurchaseHistories.of([x], [last], [age])
    shape, since = model.r + 3 * x, (age - last) / (model.alpha + age)
    weight = np.array([np.exp(gammaln(shape + j) - gammaln(shape) - gammaln(j + 1)) * since**j for j in range(3)])
    m = np.arange(1, 400)
    stayed = np.exp(betaln(model.a, model.b + 1 + x + m - 1) - betaln(model.a, model.b + 1 + x))
    there = (model.alpha + age) / (model.alpha + age + weeks)
    later = [stayed @ nbinom.sf(3 * m - j - 1, shape + j, there) for j in range(3)]
    slow = float(weight @ later / weight.sum()) * model.p_alive(one)[0]
    assert model.expected_orders(one, weeks=weeks)[0] == pytest.approx(slow, rel=1e-9)


def test_simulated_customers_do_what_is_expected(regular: tuple[PurchaseHistories, np.ndarray]) -> None:
    """By what was known of them: orders to come in groups by silence, and in all."""
    (histories, later), model = regular, MbgCnbdK(**TRUTH, k=3)
    expected = model.expected_orders(histories, weeks=52)
    alive = model.p_alive(histories)
    for group in (alive < 0.2, (alive >= 0.2) & (alive < 0.9), alive >= 0.9):
        error = later[group].std() / np.sqrt(group.sum())
        assert abs(expected[group].mean() - later[group].mean()) < 3 * error
    assert (later[alive < 0.02] > 0).mean() < 0.03


def test_new_customers_begin_at_nothing_and_grow() -> None:
    model = MbgCnbdK(**TRUTH, k=4)
    curve = model.expected_of_new(np.array([0.0, 1.0, 10.0, 52.0, 500.0]))
    assert curve[0] == 0
    assert (np.diff(curve) > 0).all()
    new = PurchaseHistories.of([0], [0.0], [0.0])
    stayed = model.b / (model.a + model.b)
    assert model.p_alive(new)[0] == pytest.approx(stayed)
    assert model.expected_orders(new, weeks=52.0)[0] == pytest.approx(curve[3])


def test_discounting_is_a_sum_over_time() -> None:
    model = MbgCnbdK(**TRUTH, k=3)
    weeks = np.r_[np.arange(0, 400, 10.0), np.arange(400, 4_001, 50.0)]
    ahead = np.array([model.expected_orders(FIVE, weeks=week) for week in weeks])
    slow = np.diff(ahead, axis=0).T @ 1.2 ** (-(weeks[1:] + weeks[:-1]) / 2 * 7 / 365)
    assert discounted_orders(model, FIVE, yearly=0.2) == pytest.approx(slow, rel=2e-3)


def test_waits_of_days_with_orders_are_added_up_as_logarithms() -> None:
    rows = [("a", 0), ("a", 7), ("a", 21), ("b", 3), ("c", 1), ("c", 2)]
    frame = pd.DataFrame(rows, columns=["customer", "day"])
    frame["date"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(frame.pop("day"), unit="D")
    found = purchase_days(frame.assign(amount=1.0)).histories.log_gaps
    assert found == pytest.approx([np.log(1) + np.log(2), 0.0, np.log(1 / 7)])


def test_a_large_shop_is_judged_by_every_so_many_of_its_customers(
    regular: tuple[PurchaseHistories, np.ndarray], fitted: MbgCnbdK, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retention.models.mbg_cnbd_k._TO_CHOOSE", 500)
    monkeypatch.setattr("retention.models.mbg_cnbd_k._TO_FIT", 2_500)
    found = fit_mbg_cnbd_k(regular[0])
    assert found.k == 3
    assert found.parameters != fitted.parameters
    assert list(found.parameters.values()) == pytest.approx(list(TRUTH.values()), rel=0.25)


def test_refusals() -> None:
    with pytest.raises(RetentionError, check=refusals.code("too_few_repeaters")):
        fit_mbg_cnbd_k(FIVE)
    many = PurchaseHistories.of(np.ones(40, dtype=int), np.ones(40), np.full(40, 9.0))
    with pytest.raises(ValueError, match="log_gaps"):
        fit_mbg_cnbd_k(many)
