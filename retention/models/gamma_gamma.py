"""Gamma-Gamma: what a customer spends per order in the long run, judged from the few orders seen.

Source: Fader & Hardie, The Gamma-Gamma Model of Monetary Value, 2013.
"""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln

from retention.defaults import REPEATERS_NEEDED
from retention.errors import TooLittleDataError, refusal
from retention.models.maximum_likelihood import SHAPE, Estimate, Objective, Search, maximise

_FEW = 2_000  # rows from which grouping and a rough search pay
_FINE = 52 - 6  # bits of a number left out where its six leading binary digits say enough: groups are 1/64 wide
_ROUGH = 0.1  # width of a group, in the logarithm, in a rough copy
_BLOCK = 65_536  # customers at a time, so that what is in between never leaves the processor's cache
_TABLE = 50_000  # groups that may always be counted in a table, however few the customers
_NOTHING = 1e-9  # a spread this small, relative to the mean, is rounding


class SpendingGroups(NamedTuple):
    """Customers, or groups of customers alike, by their number of `orders` and the `mean` value of these.

    `customers` says how many customers each row stands for.
    """

    orders: np.ndarray
    mean: np.ndarray
    customers: np.ndarray

    @property
    def correlation(self) -> float | None:
        """Of orders and mean value over customers; None when all have the same count."""
        share = self.customers / self.customers.sum()
        # In units of the largest, as squares of huge or tiny amounts would leave the range of numbers.
        x, z = (values - (share * values).sum() for values in (self.orders, self.mean / self.mean.max()))
        spread = (share * x**2).sum() * (share * z**2).sum()
        return float((share * x * z).sum() / np.sqrt(spread)) if spread > 0 else None

    @classmethod
    def grouped(cls, orders: np.ndarray, mean: np.ndarray) -> "SpendingGroups":
        """Customers of one count and nearly one mean as two rows: the same likelihood from far fewer rows.

        The two keep the number of customers and the sums of their means, squares and cubes (Gauss quadrature). What
        Gamma-Gamma takes the logarithm of, z and v + x z, has a fourth derivative of at most 6 / z⁴, and groups are
        z / 64 wide: the log-likelihood of a customer changes by less than (2 p x + q) / 64⁵ / 4. With p = 6 and
        three orders each that is below 0.1 for ten million. Those with so many orders that hardly anybody has as
        many stand for themselves.
        """
        lowest, highest = (int(edge.view(np.int64) >> _FINE) for edge in (mean.min(), mean.max()))
        span = highest - lowest + 1
        rare = orders >= max(_TABLE, orders.size) // span
        if rare.any():
            rest = cls(orders[rare], mean[rare], np.ones(int(rare.sum())))
            orders, mean = orders[~rare], mean[~rare]
        else:
            rest = cls(orders[:0], mean[:0], np.ones(0))
        sums = _sums(orders, mean, lowest, span)
        found = np.flatnonzero(sums[0])
        customers = sums[0, found]
        edge = ((found % span + lowest) << _FINE).view(np.float64)
        pairs = _two_each(cls(found // span, edge, customers), sums[1:, found] / customers)
        return cls(*map(np.concatenate, zip(pairs, rest, strict=True)))

    def rough(self) -> "SpendingGroups":
        """Few rows, near enough to start a search from: customers of one count and roughly one mean as one row."""
        step = np.floor(np.log(self.mean) / _ROUGH).astype(np.int64)
        step -= step.min()
        span = int(step.max()) + 1
        place, group = ranked(self.orders * span + step)
        customers = np.bincount(place, self.customers)
        return SpendingGroups(group // span, np.bincount(place, self.customers * self.mean) / customers, customers)


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
    fit: Estimate | None = None

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
        raise refusal(code, needed=REPEATERS_NEEDED, have=have)
    unit = float(z.mean())
    if np.ptp(z) <= 1e-9 * unit:
        raise TooLittleDataError("spend_all_alike", value=float(f"{unit:.6g}"))
    rows = SpendingGroups.grouped(x, z) if x.size > _FEW else SpendingGroups(x, z, np.ones(x.size))
    found = _search(rows, unit)
    p, q, v = map(float, found.parameters)
    if q <= 1:
        raise TooLittleDataError("spend_without_mean", q=q)
    return GammaGamma(p=p, q=q, v=v, correlation=rows.correlation, fit=found)


def _search(rows: SpendingGroups, unit: float) -> Estimate:
    """The maximum, sought with money in the `unit` of the average, so that it sees the same numbers in any currency."""
    scaled = rows._replace(mean=rows.mean / unit)
    exact = _likelihood(scaled)
    nearby = _likelihood(scaled.rough()) if rows.mean.size > _FEW else exact
    search = Search(model=GammaGamma.name, start=(1.0, 3.0, 2.0), limits=(SHAPE, SHAPE, SHAPE))
    found = maximise(nearby, exact, search)
    scale = np.array([1.0, 1.0, unit])
    return Estimate(
        parameters=found.parameters * scale,
        log_likelihood=found.log_likelihood - float(rows.customers.sum()) * float(np.log(unit)),
        standard_errors=found.standard_errors * scale,
        at_limit=found.at_limit,
    )


def _likelihood(rows: SpendingGroups) -> Objective:
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
        slopes = digamma(shape + q)
        by_p = counts @ (totals * (slopes - digamma(shape)) + by_count - logs)
        by_q = totals @ slopes - logs.sum() + everybody * (np.log(v) - digamma(q))
        by_v = everybody * q / v - (shape + q) @ np.bincount(place, customers / spent)
        return float(value + everybody * (q * np.log(v) - gammaln(q))), np.array([by_p, by_q, by_v])

    return at


def _sums(orders: np.ndarray, mean: np.ndarray, lowest: int, span: int) -> np.ndarray:
    """Customers of each group, and how far their means lie above its lower edge: sums, of squares, of cubes."""
    size = (int(orders.max(initial=0)) + 1) * span
    sums = np.zeros((4, size))
    for start in range(0, mean.size, _BLOCK):
        value = mean[start : start + _BLOCK]
        step = value.view(np.int64) >> _FINE
        above = value - (step << _FINE).view(np.float64)
        key = orders[start : start + _BLOCK] * span + (step - lowest)
        square = above * above
        sums[0] += np.bincount(key, minlength=size)
        for place, part in enumerate((above, square, square * above), start=1):
            sums[place] += np.bincount(key, part, size)
    return sums


def _two_each(groups: SpendingGroups, moments: np.ndarray) -> SpendingGroups:
    """Two rows per group that keep three moments of how far means lie above `groups.mean`; one where all are alike."""
    first, second, third = moments
    spread = np.sqrt(np.maximum(second - first**2, 0.0))
    apart = np.flatnonzero(spread > _NOTHING * groups.mean)
    alike = np.flatnonzero(spread <= _NOTHING * groups.mean)
    middle = groups.mean + first
    wide, base = spread[apart], first[apart]
    skew = (third[apart] - 3 * base * second[apart] + 2 * base**3) / wide**3 / 2
    root = np.sqrt(1 + skew**2)
    share = (1 - skew / root) / 2
    return SpendingGroups(
        np.r_[groups.orders[alike], groups.orders[apart], groups.orders[apart]],
        np.r_[middle[alike], middle[apart] + wide * (skew + root), middle[apart] + wide * (skew - root)],
        np.r_[groups.customers[alike], groups.customers[apart] * share, groups.customers[apart] * (1 - share)],
    )


def ranked(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Place of each whole number among the distinct ones, and these in ascending order."""
    place, distinct = pd.factorize(values)
    order = np.argsort(distinct)
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    return rank[place], distinct[order]
