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
from retention.models.maximum_likelihood import SHAPE, WEEKS, Estimate, Search, maximise
from retention.models.purchase_histories import PurchaseHistories

_LOWEST = -4.0  # in y: exp(y - exp(-y)) is 1e-25 there
_BEYOND = 45.0  # exp(-45) is nothing
_DIGITS = 24.0  # natural ones: exp(-24) is 4e-11
_EXTREME = 3.0  # |log(1 - z)| from which elements get finer steps of their own


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
    fit: Estimate | None = None

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters by name."""
        return {"r": self.r, "alpha": self.alpha, "s": self.s, "beta": self.beta}

    def p_alive(self, histories: PurchaseHistories) -> np.ndarray:
        """Probability that each row's customer has not left by T (equations 36 and 37 of the note)."""
        theta = np.array([self.r, self.alpha, self.s, self.beta])
        ages = Pairs.of(histories.repeats, histories.age, histories.times)
        lasts = Pairs.of(histories.repeats, histories.last, histories.times)
        stayed = _stayed(theta, ages.x, ages.t)[0][ages.place]
        rest = _alive(theta, ages.x, ages.t)[0][ages.place]
        gone = _left(theta, lasts.x, lasts.t)[0][lasts.place]
        return np.asarray(np.minimum(np.exp(stayed - log_sum(rest, gone)[0]), 1.0))

    def expected_orders(self, histories: PurchaseHistories, *, weeks: float) -> np.ndarray:
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

    def discounted_orders(self, histories: PurchaseHistories, *, weekly: float) -> np.ndarray:
        """All days with orders to come of each row's customer, each discounted at the rate `weekly`."""
        pairs = Pairs.of(histories.repeats, histories.age, histories.times)
        ahead = self.discounted_if_alive(pairs.x, pairs.t, weekly=weekly)
        return np.asarray(self.p_alive(histories) * ahead[pairs.place])

    def discounted_if_alive(self, x: np.ndarray, t: np.ndarray, *, weekly: float) -> np.ndarray:
        """All days with orders to come after T of those who have not left, each discounted at the rate `weekly`.

        Source: Fader, Hardie & Lee, RFM and CLV: Using Iso-Value Curves for Customer Base Analysis, Journal of
        Marketing Research 42(4), 2005, equation 4.
        """
        left = self.beta + t
        return np.asarray((self.r + x) / (self.alpha + t) * left * hyperu(1, 2 - self.s, weekly * left))


def fit_pareto_nbd(histories: PurchaseHistories) -> ParetoNbd:
    """Estimate r, alpha, s, beta by maximum likelihood.

    Raises RetentionError `too_few_repeaters` (needed, have) and `model_not_converged` (model).
    """
    exact = histories.grouped()
    exact.check_repeaters()
    rough = exact.rough()
    objective = BuyTillYouDie(exact, common=_common, alive=_alive, left=_left)
    nearby = objective if rough is exact else BuyTillYouDie(rough, common=_common, alive=_alive, left=_left)
    weeks = float(rough.customers @ rough.weeks_observed / rough.customers.sum())
    r, alpha = 0.5, 0.5 / rough.order_rate
    search = Search(
        model=ParetoNbd.name,
        start=(r, alpha, 0.5, weeks / 2),
        second_start=(r, alpha, 0.05, weeks / 40),
        limits=(SHAPE, WEEKS, SHAPE, WEEKS),
    )
    found = maximise(nearby, objective, search)
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


def log_hyp2f1_one(b: np.ndarray, c: np.ndarray, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """log 2F1(1, b; c; z) for b > 0, c > 1 and z < 1, elementwise, and its derivatives by b, c and z as three rows.

    Euler's integral with u = 1 - exp(-q / (c - 1)) is ∫ exp(-q) (1 - z u)^-b dq over q > 0, everywhere positive,
    so that nothing cancels; derivatives are averages under it. Ten digits.
    """
    distance = np.abs(np.log1p(-z))
    value, slope = np.empty_like(z), np.empty((3, z.size))
    for rows in (np.flatnonzero(distance < _EXTREME), np.flatnonzero(distance >= _EXTREME)):
        if rows.size:
            value[rows], slope[:, rows] = _integral(b[rows], c[rows] - 1.0, z[rows], float(distance[rows].max()))
    return value, slope


def _integral(b: np.ndarray, below: np.ndarray, z: np.ndarray, distance: float) -> tuple[np.ndarray, np.ndarray]:
    """Trapezoids in y with q = exp(y - exp(-y)), steps as fine as the nearest singularity asks for; `below` is c - 1.

    Source: Takahasi & Mori, Double Exponential Formulas for Numerical Integration, Publ. RIMS 9, 1974.
    """
    step = 2 * np.pi * np.arctan2(np.pi / 2, 1 + distance) / _DIGITS
    highest = np.log(_BEYOND + max(0.0, float((below * -np.log1p(-z)).max())))
    y = np.arange(_LOWEST, highest + step, step)
    q = np.exp(y - np.exp(-y))
    width = np.log(q * (1 + np.exp(-y)) * step)
    part = -np.expm1(-np.outer(1 / below, q))
    base = 1 - z[:, None] * part
    log_base = np.log(base)
    log_term = width - q - b[:, None] * log_base
    peak = log_term.max(axis=1)
    share = np.exp(log_term - peak[:, None])
    total = share.sum(axis=1)
    by_base = share / base
    by_b = -np.einsum("ij,ij->i", share, log_base) / total
    by_z = b * np.einsum("ij,ij->i", by_base, part) / total
    # u falls with c by (1 - u) q / (c - 1)².
    by_c = -b * z / below**2 * np.einsum("ij,ij->i", by_base, (1 - part) * q) / total
    return peak + np.log(total), np.array([by_b, by_c, by_z])
