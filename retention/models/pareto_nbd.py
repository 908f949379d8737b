"""Pareto/NBD: customers buy at their own steady rate and may leave for good at any moment, unseen.

Source: Schmittlein, Morrison & Colombo, Counting Your Customers: Who Are They and What Will They Do Next?,
Management Science 33(1), 1987; notation and formulas after Fader & Hardie, A Note on Deriving the Pareto/NBD
Model and Related Expressions, 2005.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.special import digamma, gammaln, hyperu

from retention.models.buy_till_you_die import BuyTillYouDie, Pairs, log_sum
from retention.models.hypergeometric import log_hyp2f1_one
from retention.models.maximum_likelihood import SHAPE, WEEKS, Maximum, Search, maximise
from retention.models.purchase_histories import Histories


@dataclass(frozen=True, kw_only=True)
class ParetoNbd:
    """Order rates vary as Gamma(r, alpha) and rates of leaving as Gamma(s, beta), both per week.

    One-time buyers may have left too. `fit` is None for parameters that were given rather than estimated.
    """

    name: ClassVar[str] = "pareto_nbd"
    r: float
    alpha: float
    s: float
    beta: float
    fit: Maximum | None = None

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters by name."""
        return {"r": self.r, "alpha": self.alpha, "s": self.s, "beta": self.beta}

    def p_alive(self, histories: Histories) -> np.ndarray:
        """Probability that each row's customer has not left by T (equations 36 and 37 of the note)."""
        theta = np.array([self.r, self.alpha, self.s, self.beta])
        ages = Pairs.of(histories.repeats, histories.age, histories.times)
        lasts = Pairs.of(histories.repeats, histories.last, histories.times)
        stayed = _stayed(theta, ages.x, ages.t)[0][ages.place]
        rest = _alive(theta, ages.x, ages.t)[0][ages.place]
        gone = _left(theta, lasts.x, lasts.t)[0][lasts.place]
        return np.asarray(np.minimum(np.exp(stayed - log_sum(rest, gone)[0]), 1.0))

    def expected_orders(self, histories: Histories, *, weeks: float) -> np.ndarray:
        """Expected days with orders of each row's customer in the `weeks` after T (equation 41)."""
        per_customer = self.expected_if_alive(histories.repeats, histories.weeks_observed, weeks=weeks)
        return np.asarray(self.p_alive(histories) * per_customer)

    def expected_of_new(self, weeks: np.ndarray) -> np.ndarray:
        """Expected repeat days of a customer in the `weeks` since the first order (equation 27)."""
        return np.asarray(self.r / self.alpha * self.beta * _stretch(weeks / self.beta, self.s))

    def expected_if_alive(self, x: np.ndarray, t: np.ndarray, *, weeks: float) -> np.ndarray:
        """Expected days with orders in the `weeks` after T of those with x repeats by T who have not left."""
        left = self.beta + t
        return np.asarray((self.r + x) / (self.alpha + t) * left * _stretch(weeks / left, self.s))

    def discounted_if_alive(self, x: np.ndarray, t: np.ndarray, *, weekly: float) -> np.ndarray:
        """All days with orders to come after T of those who have not left, each discounted at the rate `weekly`.

        Source: Fader, Hardie & Lee, RFM and CLV: Using Iso-Value Curves for Customer Base Analysis, Journal of
        Marketing Research 42(4), 2005, equation 4.
        """
        left = self.beta + t
        return np.asarray((self.r + x) / (self.alpha + t) * left * hyperu(1, 2 - self.s, weekly * left))


def fit_pareto_nbd(histories: Histories) -> ParetoNbd:
    """Estimate r, alpha, s, beta by maximum likelihood.

    Raises RetentionError `too_few_repeaters` (needed, have) and `model_not_converged` (model).
    """
    exact = histories.grouped()
    exact.check_repeaters()
    rough = exact.rough()
    objective = BuyTillYouDie(exact, common=_common, alive=_alive, left=_left)
    nearby = objective if rough is exact else BuyTillYouDie(rough, common=_common, alive=_alive, left=_left)
    weeks = float(rough.customers @ rough.weeks_observed / rough.customers.sum())
    start = (0.5, 0.5 / rough.order_rate, 0.5, weeks / 2)
    found = maximise(nearby, objective, Search(model=ParetoNbd.name, start=start, limits=(SHAPE, WEEKS, SHAPE, WEEKS)))
    r, alpha, s, beta = map(float, found.parameters)
    return ParetoNbd(r=r, alpha=alpha, s=s, beta=beta, fit=found)


def _stretch(ratio: np.ndarray, s: float) -> np.ndarray:
    """(1 - (1 + ratio)^(1 - s)) / (s - 1), which is log(1 + ratio) at s = 1."""
    log = np.log1p(ratio)
    if abs(s - 1) < 1e-9:
        return np.asarray(log)
    return np.asarray(-np.expm1((1 - s) * log) / (s - 1))


def _common(theta: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    r, alpha, s, beta = theta
    value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    by_r = digamma(r + x) - digamma(r) + np.log(alpha)
    return value, np.array([by_r, *(np.full(x.size, slope) for slope in (r / alpha, np.log(beta), s / beta))])


def _stayed(theta: np.ndarray, x: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logarithm of staying until t, with its x repeats."""
    r, alpha, s, beta = theta
    orders, leaving = np.log(alpha + t), np.log(beta + t)
    slope = np.array([-orders, -(r + x) / (alpha + t), -leaving, -s / (beta + t)])
    return -(r + x) * orders - s * leaving, slope


def _left(theta: np.ndarray, x: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logarithm of leaving at some time after t: ∫ s (α + τ)^-(r + x) (β + τ)^-(s + 1) dτ from t on.

    The note's two 2F1 forms (α > β and α < β) are one and the same 2F1(1, s + 1; r + s + x + 1; z) with
    z = (β - α) / (β + t), positive or negative.
    """
    r, alpha, s, beta = theta
    orders, leaving, total = alpha + t, beta + t, r + s + x
    z = (beta - alpha) / leaving
    log, (by_b, by_c, by_z) = log_hyp2f1_one(np.full(x.size, s + 1.0), total + 1.0, z)
    value = np.log(s / total) - (s + 1) * np.log(leaving) - (r + x - 1) * np.log(orders) + log
    slope = np.array(
        [
            -1 / total - np.log(orders) + by_c,
            -(r + x - 1) / orders - by_z / leaving,
            1 / s - 1 / total - np.log(leaving) + by_b + by_c,
            -(s + 1) / leaving + by_z * (1 - z) / leaving,
        ]
    )
    return value, slope


def _alive(theta: np.ndarray, x: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Staying until T less leaving after it: with `_left` from t_x on it adds up to staying or leaving in between."""
    stayed, stayed_slope = _stayed(theta, x, t)
    gone, gone_slope = _left(theta, x, t)
    later = np.minimum(np.exp(gone - stayed), 1 - 1e-15)
    return stayed + np.log1p(-later), (stayed_slope - later * gone_slope) / (1 - later)
