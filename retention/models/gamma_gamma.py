"""Gamma-Gamma: what a customer spends per order in the long run, judged from the few orders seen.

Source: Fader & Hardie, The Gamma-Gamma Model of Monetary Value, 2013.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln

from retention.errors import RetentionError
from retention.models.maximum_likelihood import SHAPE, Maximum, Objective, Search, maximise
from retention.models.purchase_histories import REPEATERS_NEEDED
from retention.models.spenders import Spenders, ranked

_FEW = 2_000  # rows from which grouping and a rough search pay


@dataclass(frozen=True, kw_only=True)
class GammaGamma:
    """Order values of a customer are Gamma(p, ν), and ν differs between customers as Gamma(q, v); v is money.

    The model takes order value and order frequency for unrelated; `correlation` (of repeats and mean value over
    the customers it was fitted on) says how far that is from true. `fit` and it are None for given parameters.
    """

    name: ClassVar[str] = "gamma_gamma"
    p: float
    q: float
    v: float
    correlation: float | None = None
    fit: Maximum | None = None

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters by name."""
        return {"p": self.p, "q": self.q, "v": self.v}

    def expected_spend(self, orders: ArrayLike, mean: ArrayLike) -> np.ndarray:
        """Expected value per order of customers with so many orders of that mean value (equation 5).

        With no orders seen (`mean` does not matter then) it is the average over all customers. Needs q > 1.
        """
        x = np.asarray(orders, dtype=float)
        seen = np.where(x > 0, x * np.where(x > 0, np.asarray(mean, dtype=float), 0.0), 0.0)
        return np.asarray(self.p * (self.v + seen) / (self.p * x + self.q - 1))


def fit_gamma_gamma(orders: ArrayLike, mean: ArrayLike) -> GammaGamma:
    """Estimate p, q, v by maximum likelihood from each customer's number of repeat orders and their mean value.

    Only rows with orders > 0 and mean > 0 count. Raises RetentionError `too_few_repeaters` and `too_few_paying`
    (needed, have), `spend_all_alike` (value), `model_not_converged` (model), and `spend_without_mean` (q) when a few
    customers spend so much more than the rest that the model's average is infinite (q <= 1).
    """
    x, z = np.asarray(orders, dtype=np.int64), np.asarray(mean, dtype=float)
    usable = (x > 0) & (z > 0)
    if not usable.all():
        x, z = x[usable], z[usable]
    if x.size < REPEATERS_NEEDED:
        repeaters = int((np.asarray(orders) > 0).sum())
        code, have = ("too_few_repeaters", repeaters) if repeaters < REPEATERS_NEEDED else ("too_few_paying", x.size)
        raise RetentionError(code, needed=REPEATERS_NEEDED, have=have)
    unit = float(z.mean())
    if np.ptp(z) <= 1e-9 * unit:
        raise RetentionError("spend_all_alike", value=float(f"{unit:.6g}"))
    rows = Spenders.grouped(x, z) if x.size > _FEW else Spenders(x, z, np.ones(x.size))
    found = _search(rows, unit)
    p, q, v = map(float, found.parameters)
    if q <= 1:
        raise RetentionError("spend_without_mean", q=q)
    return GammaGamma(p=p, q=q, v=v, correlation=rows.correlation, fit=found)


def _search(rows: Spenders, unit: float) -> Maximum:
    """The maximum, sought with money in the `unit` of the average, so that it sees the same numbers in any currency."""
    scaled = rows._replace(mean=rows.mean / unit)
    exact = _likelihood(scaled)
    nearby = _likelihood(scaled.rough()) if rows.mean.size > _FEW else exact
    search = Search(model=GammaGamma.name, start=(1.0, 3.0, 2.0), limits=(SHAPE, SHAPE, SHAPE))
    found = maximise(nearby, exact, search)
    scale = np.array([1.0, 1.0, unit])
    return Maximum(
        parameters=found.parameters * scale,
        log_likelihood=found.log_likelihood - float(rows.customers.sum()) * float(np.log(unit)),
        standard_errors=found.standard_errors * scale,
        at_limit=found.at_limit,
    )


def _likelihood(rows: Spenders) -> Objective:
    """Log-likelihood of p, q, v (equation 1a) and its gradient; gamma functions once per distinct count."""
    x, z, customers = rows.orders, rows.mean, rows.customers
    place, counts = ranked(x)
    totals = np.bincount(place, customers)
    logs = customers * np.log(z)
    by_count = np.bincount(place, logs) + totals * np.log(counts)
    everybody = float(customers.sum())
    constant = float(logs.sum())
    brought = x * z

    def at(theta: np.ndarray) -> tuple[float, np.ndarray]:
        p, q, v = theta
        spent = v + brought
        logs = np.bincount(place, customers * np.log(spent))
        shape = p * counts
        value = totals @ (gammaln(shape + q) - gammaln(shape)) - logs @ (shape + q) + p * (counts @ by_count) - constant
        by_shape = digamma(shape + q)
        by_p = counts @ (totals * (by_shape - digamma(shape)) + by_count - logs)
        by_q = totals @ by_shape - logs.sum() + everybody * (np.log(v) - digamma(q))
        by_v = everybody * q / v - (shape + q) @ np.bincount(place, customers / spent)
        return float(value + everybody * (q * np.log(v) - gammaln(q))), np.array([by_p, by_q, by_v])

    return at
