"""Pareto/NBD: the published numbers, an independent implementation, known parameters, and the integral written out."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import gammaln, hyp2f1

from retention.models.order_model import discounted_orders
from retention.models.pareto_nbd import ParetoNbd, fit_pareto_nbd, log_hyp2f1_one
from retention.models.purchase_histories import PurchaseHistories
from tests.buyers import cdnow_calibration, cdnow_histories, pareto_nbd_buyers

Data = Callable[[str], Path]
FIVE = PurchaseHistories.of([2, 1, 0, 5, 0], [30.43, 1.71, 0, 36.14, 0], [38.86, 38.86, 38.86, 38.14, 36.0])


@pytest.fixture(scope="module")
def cdnow(lifetimes_data: Data) -> PurchaseHistories:
    return cdnow_histories(lifetimes_data("cdnow_customers_summary.csv"))


@pytest.fixture(scope="module")
def fitted(cdnow: PurchaseHistories) -> ParetoNbd:
    return fit_pareto_nbd(cdnow)


def test_parameters_of_schmittlein_morrison_colombo_1987(lifetimes_data: Data) -> None:
    """Fader & Hardie's 2005 note; Fader, Hardie & Lee 2005, table 2: r .553, α 10.578, s .606, β 11.669, -9595.0."""
    model = fit_pareto_nbd(cdnow_calibration(lifetimes_data("CDNOW_sample.txt")))
    assert model.fit is not None
    assert list(model.parameters.values()) == pytest.approx([0.553, 10.578, 0.606, 11.669], abs=5e-4)
    assert model.fit.log_likelihood == pytest.approx(-9595.0, abs=0.05)


def test_orders_of_a_new_customer_in_a_year(fitted: ParetoNbd) -> None:
    """Fader & Hardie's 2005 note: E[X(52)] = 1.473."""
    assert fitted.expected_of_new(np.array([52.0]))[0] == pytest.approx(1.473, abs=5e-4)


def test_one_customer_of_the_note(fitted: ParetoNbd) -> None:
    """x = 26, t_x = 30.86, T = 31: P(alive) .9979, 25.46 orders in the next 52 weeks."""
    one = PurchaseHistories.of([26], [30.86], [31.0])
    assert fitted.p_alive(one)[0] == pytest.approx(0.9979, abs=5e-5)
    assert fitted.expected_orders(one, weeks=52)[0] == pytest.approx(25.46, abs=5e-3)


def test_lifetimes_agrees(fitted: ParetoNbd, cdnow: PurchaseHistories) -> None:
    """lifetimes 0.11.3, ParetoNBDFitter on the same file; its search stops a little before the summit."""
    theirs = [0.5532601851626484, 10.577325285766769, 0.6062349246731962, 11.66832690051195]
    assert list(fitted.parameters.values()) == pytest.approx(theirs, rel=1e-4)
    assert fitted.p_alive(FIVE) == pytest.approx([0.869116, 0.167868, 0.295094, 0.972443, 0.312801], abs=1e-5)
    expected = [1.850764, 0.217466, 0.136166, 4.558722, 0.151585]
    assert fitted.expected_orders(FIVE, weeks=52) == pytest.approx(expected, rel=1e-4)
    assert fitted.expected_orders(cdnow, weeks=39).sum() == pytest.approx(1665.514, abs=0.1)


def test_known_parameters_come_back() -> None:
    truth = {"r": 0.8, "alpha": 8.0, "s": 0.7, "beta": 15.0}
    model = fit_pareto_nbd(pareto_nbd_buyers(np.random.default_rng(12), 20_000, **truth))
    assert model.fit is not None
    away = (np.array(list(model.parameters.values())) - list(truth.values())) / model.fit.standard_errors
    assert (np.abs(away) < 3).all()
    assert (model.fit.standard_errors < np.array(list(truth.values())) * 0.25).all()


@pytest.mark.parametrize("parameters", [(0.55, 10.6, 0.61, 11.7), (1.2, 3.0, 0.5, 40.0), (0.4, 30.0, 2.0, 2.0)])
def test_p_alive_is_an_integral_over_when_they_left(parameters: tuple[float, float, float, float]) -> None:
    """Staying till T against leaving at any τ between t_x and T, by adaptive quadrature."""
    r, alpha, s, beta = parameters
    model = ParetoNbd(r=r, alpha=alpha, s=s, beta=beta)
    for place, p_alive in enumerate(model.p_alive(FIVE)):
        x, t_x, age = FIVE.repeats[place], FIVE.times[FIVE.last[place]], FIVE.weeks_observed[place]
        stayed = (alpha + age) ** -(r + x) * (beta + age) ** -s
        gone = quad(lambda tau, x=x: s * (alpha + tau) ** -(r + x) * (beta + tau) ** -(s + 1), t_x, age)[0]
        assert p_alive == pytest.approx(stayed / (stayed + gone), rel=1e-7)


def test_likelihood_is_the_integral_too(fitted: ParetoNbd, cdnow: PurchaseHistories) -> None:
    """A customer's likelihood is that of staying, divided by P(alive) (the test above)."""
    r, alpha, s, beta = fitted.parameters.values()
    x, age = cdnow.repeats, cdnow.weeks_observed
    front = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    stayed = front - (r + x) * np.log(alpha + age) - s * np.log(beta + age)
    assert fitted.fit is not None
    assert fitted.fit.log_likelihood == pytest.approx(float((stayed - np.log(fitted.p_alive(cdnow))).sum()), abs=1e-6)


def test_one_time_buyers_may_be_gone(fitted: ParetoNbd) -> None:
    assert fitted.p_alive(PurchaseHistories.of([0, 0], [0, 0], [5.0, 50.0])) == pytest.approx([0.77, 0.24], abs=0.02)


def test_discounting_is_a_sum_over_time(fitted: ParetoNbd) -> None:
    weeks = np.arange(0, 10_400, 5.0)
    ahead = np.array([fitted.expected_orders(FIVE, weeks=week) for week in weeks])
    slow = np.diff(ahead, axis=0).T @ 1.15 ** (-(weeks[1:] + weeks[:-1]) / 2 * 7 / 365)
    assert discounted_orders(fitted, FIVE, yearly=0.15) == pytest.approx(slow, rel=1e-3)


def test_leaving_rate_of_one_is_a_limit() -> None:
    """s = 1 divides by zero in the textbook form."""
    near = [
        ParetoNbd(r=0.6, alpha=10, s=s, beta=12).expected_of_new(np.array([39.0]))[0] for s in (1 - 1e-6, 1, 1 + 1e-6)
    ]
    assert near[0] == pytest.approx(near[1], rel=1e-5)
    assert near[2] == pytest.approx(near[1], rel=1e-5)


def value(b: float, c: float, z: float) -> float:
    return float(np.exp(log_hyp2f1_one(np.array([b]), np.array([c]), np.array([z]))[0][0]))


@pytest.mark.parametrize("z", [-0.9, -0.3, 0.2, 0.7, 0.95])
@pytest.mark.parametrize(("b", "c"), [(1.6, 2.2), (1.01, 1.3), (3.0, 7.5), (1.6, 40.0)])
def test_agrees_with_scipy_where_that_converges(b: float, c: float, z: float) -> None:
    assert value(b, c, z) == pytest.approx(float(hyp2f1(1, b, c, z)), rel=1e-9)


@pytest.mark.parametrize("z", [-1e6, -1e4, -50.0, 0.5, 0.999, 1 - 1e-9])
def test_logarithm(z: float) -> None:
    """2F1(1, 1; 2; z) = -log(1 - z) / z (DLMF 15.4.1)."""
    assert value(1.0, 2.0, z) == pytest.approx(-np.log1p(-z) / z, rel=1e-9)


@pytest.mark.parametrize("z", [-2000.0, -1.0, 0.3, 0.99])
def test_power(z: float) -> None:
    """2F1(1, b; b; z) = 1 / (1 - z) (DLMF 15.4.6)."""
    assert value(1.7, 1.7, z) == pytest.approx(1 / (1 - z), rel=1e-9)


@pytest.mark.parametrize("point", [(1.6, 3.0, -7.0), (1.2, 1.8, 0.6), (5.0, 60.0, 0.98)])
def test_slopes(point: tuple[float, float, float]) -> None:
    centre = np.array(point)
    slope = log_hyp2f1_one(*centre[:, None])[1][:, 0]
    for place, step in enumerate(np.eye(3) * 1e-5):
        above, below = (log_hyp2f1_one(*(centre + sign * step)[:, None])[0][0] for sign in (1, -1))
        assert slope[place] == pytest.approx((above - below) / 2e-5, rel=1e-4)
