"""BG/NBD and MBG/NBD: customers buy at their own steady rate and may leave for good right after any order.

Sources: Fader, Hardie & Lee, "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model,
Marketing Science 24(2), 2005, and, with leaving after the first order too: Batislam, Denizel & Filiztekin, Empirical
Validation and Comparison of Models for Customer Base Analysis, International Journal of Research in Marketing 24(3),
2007. The two differ by one chance to leave, so that `b` counts from one order earlier.
"""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from scipy.special import betaln, digamma, expit, gammaln

from retention.models.buy_till_you_die import BuyTillYouDie, Pairs
from retention.models.maximum_likelihood import SHAPE, WEEKS, Estimate, Search, maximise
from retention.models.purchase_histories import PurchaseHistories

NODES = 32  # ten digits for expectations a year ahead
_SMALLEST = 1e-300
_FEW = 5_000  # groups up to which a rough search first does not pay


@dataclass(frozen=True, kw_only=True)
class BgNbd:
    """Order rates vary as Gamma(r, alpha), per week; the chance of leaving after an order as Beta(a, b).

    Nobody can have left before a second order, so it calls every one-time buyer a customer (P(alive) = 1).
    `fit` is None for parameters that were given rather than estimated.
    """

    name: ClassVar[str] = "bg_nbd"
    dropout_offset: ClassVar[int] = 0
    """How many times a customer could already leave with the first order."""
    r: float
    alpha: float
    a: float
    b: float
    fit: Estimate | None = None

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters by name."""
        return {"r": self.r, "alpha": self.alpha, "a": self.a, "b": self.b}

    def p_alive(self, histories: PurchaseHistories) -> np.ndarray:
        """Probability that each row's customer has not left by T (section 7 of Fader & Hardie's 2008 note)."""
        theta = np.array([self.r, self.alpha, self.a, self.b])
        x, times = histories.repeats, histories.times
        there = _alive(theta, x, times[histories.age])[0]
        gone = _left(theta, x, times[histories.last], self.dropout_offset)[0]
        return np.asarray(expit(there - gone))

    def expected_orders(self, histories: PurchaseHistories, *, weeks: float) -> np.ndarray:
        """Expected days with orders of each row's customer in the `weeks` after T (equation 10)."""
        pairs = Pairs.of(histories.repeats, histories.age, histories.times)
        ahead = self.expected_if_alive(pairs.x, pairs.t, weeks=weeks)
        return np.asarray(self.p_alive(histories) * ahead[pairs.place])

    def expected_of_new(self, weeks: np.ndarray) -> np.ndarray:
        """Expected repeat days of a customer in the `weeks` since the first order (equation 9)."""
        chance, weight = over_beta(self.a, self.b + self.dropout_offset)
        stayed = np.exp(betaln(self.a, self.b + self.dropout_offset) - betaln(self.a, self.b))
        return np.asarray(stayed * self._orders(np.outer(weeks / self.alpha, chance), chance, 0) @ weight)

    def expected_if_alive(self, x: np.ndarray, t: np.ndarray, *, weeks: float) -> np.ndarray:
        """Expected days with orders in the `weeks` after T of those with x repeats by T who have not left.

        A customer of rate λ and chance p makes (1 - exp(-λpt)) / p more; λ is averaged in closed form, p by
        Gauss-Jacobi quadrature. No difference of large numbers, unlike the paper's 2F1, and no pole at a = 1.
        """
        expected = np.empty(x.size)
        for repeats in np.unique(x):
            rows = x == repeats
            chance, weight = over_beta(self.a, self.b + self.dropout_offset + repeats)
            stretch = np.outer(weeks / (self.alpha + t[rows]), chance)
            expected[rows] = self._orders(stretch, chance, repeats) @ weight
        return expected

    def discounted_orders(self, histories: PurchaseHistories, *, weekly: float) -> np.ndarray:
        """All days with orders to come of each row's customer, each discounted at the rate `weekly`."""
        pairs = Pairs.of(histories.repeats, histories.age, histories.times)
        ahead = self.discounted_if_alive(pairs.x, pairs.t, weekly=weekly)
        return np.asarray(self.p_alive(histories) * ahead[pairs.place])

    def discounted_if_alive(self, x: np.ndarray, t: np.ndarray, *, weekly: float) -> np.ndarray:
        """All days with orders to come after T of those who have not left, each discounted at the rate `weekly`.

        A customer of rate λ and chance p is worth λ / (weekly + λp); averaged over both by quadrature.
        """
        total = np.empty(x.size)
        for repeats in np.unique(x):
            rows = x == repeats
            chance, weight = over_beta(self.a, self.b + self.dropout_offset + repeats)
            scaled, share = over_gamma(self.r + repeats)
            rate = np.outer(1 / (self.alpha + t[rows]), scaled)[:, :, None]
            total[rows] = (rate / (weekly + rate * chance)) @ weight @ share
        return total

    def _orders(self, stretch: np.ndarray, chance: np.ndarray, repeats: int) -> np.ndarray:
        """(1 - exp(-λpt)) / p averaged over λ; `stretch` is p t / (α + T)."""
        return np.asarray(-np.expm1(-(self.r + repeats) * np.log1p(stretch)) / chance)


class MbgNbd(BgNbd):
    """BG/NBD in which customers may leave after their first order too (MBG/NBD): one-time buyers may be gone."""

    name: ClassVar[str] = "mbg_nbd"
    dropout_offset: ClassVar[int] = 1


# MBG/CNBD-k of customers without a rhythm is this model, of the same customers.
_MBG_NBD: WeakKeyDictionary[PurchaseHistories, MbgNbd] = WeakKeyDictionary()


def fit_bg_nbd(histories: PurchaseHistories) -> BgNbd:
    """Estimate r, alpha, a, b by maximum likelihood.

    Raises RetentionError `too_few_repeaters` (needed, have) and `model_not_converged` (model).
    """
    return _fitted(BgNbd, histories)


def fit_mbg_nbd(histories: PurchaseHistories) -> MbgNbd:
    """Estimate r, alpha, a, b of MBG/NBD by maximum likelihood.

    Raises RetentionError `too_few_repeaters` (needed, have) and `model_not_converged` (model).
    """
    if histories not in _MBG_NBD:
        _MBG_NBD[histories] = _fitted(MbgNbd, histories)
    return _MBG_NBD[histories]


Model = TypeVar("Model", bound=BgNbd)


def _fitted(kind: type[Model], histories: PurchaseHistories) -> Model:
    exact = histories.grouped()
    exact.check_repeaters()
    rough = exact if exact.repeats.size < _FEW else exact.rough()
    common, left = (
        partial(_common, dropout_offset=kind.dropout_offset),
        partial(_left, dropout_offset=kind.dropout_offset),
    )
    objective = BuyTillYouDie(exact, common=common, alive=_alive, left=left)
    nearby = objective if rough is exact else BuyTillYouDie(rough, common=common, alive=_alive, left=left)
    r, alpha = 0.5, 0.5 / rough.order_rate
    search = Search(
        model=kind.name,
        start=(r, alpha, 1.0, 3.0),
        second_start=(r, alpha, 0.05, 0.15),
        limits=(SHAPE, WEEKS, SHAPE, SHAPE),
    )
    found = maximise(nearby, objective, search)
    r, alpha, a, b = map(float, found.parameters)
    return kind(r=r, alpha=alpha, a=a, b=b, fit=found)


def _common(theta: np.ndarray, x: np.ndarray, dropout_offset: int) -> tuple[np.ndarray, np.ndarray]:
    r, alpha, a, b = theta
    stays = x + dropout_offset
    value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + stays) - betaln(a, b)
    both = digamma(a + b) - digamma(a + b + stays)
    by_r = digamma(r + x) - digamma(r) + np.log(alpha)
    return value, np.array([by_r, np.full(x.size, r / alpha), both, digamma(b + stays) - digamma(b) + both])


def _alive(theta: np.ndarray, x: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    r, alpha, _, _ = theta
    log = np.log(alpha + t)
    nothing = np.zeros(x.size)
    return -(r + x) * log, np.array([-log, -(r + x) / (alpha + t), nothing, nothing])


def _left(theta: np.ndarray, x: np.ndarray, t: np.ndarray, dropout_offset: int) -> tuple[np.ndarray, np.ndarray]:
    """Having left right after the last order; impossible for those who had no chance to leave yet."""
    _, _, a, b = theta
    value, slope = _alive(theta, x, t)
    chances = x + dropout_offset
    orders = np.where(chances > 0, b + chances - 1, 1.0)
    slope[2:] = [np.full(x.size, 1 / a), -1 / orders]
    return np.where(chances > 0, value + np.log(a) - np.log(orders), -np.inf), slope


def over_beta(a: float, b: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes in 0..1 and weights for averages over Beta(a, b)."""
    k = np.arange(NODES, dtype=float)
    # Jacobi polynomials on -1..1 with exponents b - 1 at 1 and a - 1 at -1.
    total, both = 2 * k + a + b - 2, (b - 1) ** 2 - (a - 1) ** 2
    middle = np.empty(NODES)
    middle[0] = (a - b) / (a + b)
    middle[1:] = -both / (total[1:] * (total[1:] + 2))
    k, total = k[1:], total[1:]
    square = 4 * k * (k + a - 1) * (k + b - 1) / (total**2 * (total + 1))
    # (k + a + b - 2) / (total - 1) is 1 for k = 1, where both vanish when a + b is 1.
    square[1:] *= (k[1:] + a + b - 2) / (total[1:] - 1)
    node, weight = _nodes(middle, np.sqrt(square))
    return np.clip((1 + node) / 2, _SMALLEST, 1.0), weight


def over_gamma(shape: float) -> tuple[np.ndarray, np.ndarray]:
    """Positive nodes and weights for averages over Gamma(shape, 1)."""
    k = np.arange(NODES, dtype=float)
    node, weight = _nodes(2 * k + shape, np.sqrt(k[1:] * (k[1:] + shape - 1)))
    return np.maximum(node, _SMALLEST), weight


def _nodes(middle: np.ndarray, beside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from scipy.linalg import eigh_tridiagonal  # here, for it takes long to load and most pages do without

    node, vectors = eigh_tridiagonal(middle, beside)
    return node, vectors[0] ** 2
