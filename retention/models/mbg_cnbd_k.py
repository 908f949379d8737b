"""MBG/CNBD-k: customers buy at their own rate with waits as even as Erlang-k, and may leave for good after any order.

MBG/NBD is k = 1, where the next order is as likely on any day as on any other. The larger k, the more regular the
rhythm, and the more a silence says.

Sources: Reutterer, Platzer & Schröder, Leveraging Purchase Regularity for Predicting Customer Behavior the Easy Way,
International Journal of Research in Marketing 38(1), 2021; with k = 1 Batislam, Denizel & Filiztekin, Empirical
Validation and Comparison of Models for Customer Base Analysis, International Journal of Research in Marketing 24(3),
2007.
"""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from scipy.special import betaln, digamma, expit, gammaln

from retention.errors import RetentionError
from retention.models.bg_nbd import MbgNbd, fit_mbg_nbd, over_beta, over_gamma
from retention.models.buy_till_you_die import Pairs, log_sum
from retention.models.maximum_likelihood import SHAPE, WEEKS, Estimate, Objective, Search, maximise
from retention.models.purchase_histories import PurchaseHistories

MOST_REGULAR = 12
"""Largest k that is tried. At 12 nine of ten waits lie within half and one and a half times the usual one."""
_STRIDES = (2, 4, 8, MOST_REGULAR)
_TO_CHOOSE = 2_000  # repeaters from whom k is chosen: a step of k changes their likelihood by dozens
_TO_FIT = 20_000  # repeaters from whom parameters are known to one or two percent, as well as anybody can use them
_BLOCK = 8_192  # customers at a time, so that what is in between never leaves the processor's cache
_ROWS = 64  # pairs at a time that share the range of clicks added up
_DIGITS = 35.0  # natural ones: exp(-35) is 6e-16


@dataclass(frozen=True, kw_only=True)
class MbgCnbdK:
    """A clock of each customer ticks at a rate λ per week, Gamma(r, alpha) over customers; every k-th tick is an order.

    After each order, the first one included, a customer leaves with a chance of their own, Beta(a, b) over customers.
    `fit` is None for parameters that were given rather than estimated.
    """

    name: ClassVar[str] = "mbg_cnbd_k"
    r: float
    alpha: float
    a: float
    b: float
    k: int
    fit: Estimate | None = None

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters by name, but for k, which is a whole number and has no standard error."""
        return {"r": self.r, "alpha": self.alpha, "a": self.a, "b": self.b}

    @property
    def unordered(self) -> MbgNbd:
        """MBG/NBD with the same parameters: this very model where k is 1."""
        return MbgNbd(r=self.r, alpha=self.alpha, a=self.a, b=self.b, fit=self.fit)

    def p_alive(self, histories: PurchaseHistories) -> np.ndarray:
        """Probability that each row's customer has not left by T."""
        if self.k == 1:
            return self.unordered.p_alive(histories)
        x, age, last = histories.repeats, histories.weeks_observed, histories.times[histories.last]
        shape = self.r + self.k * x
        still = np.log(self._ticks(histories).sum(axis=0)) - shape * np.log(self.alpha + age)
        gone = np.log(self.a / (self.b + x)) - shape * np.log(self.alpha + last)
        return np.asarray(expit(still - gone))

    def expected_orders(self, histories: PurchaseHistories, *, weeks: float) -> np.ndarray:
        """Expected days with orders of each row's customer in the `weeks` after T; exact, see `_expected`."""
        if self.k == 1:
            return self.unordered.expected_orders(histories, weeks=weeks)
        pairs = Pairs.of(histories.repeats, histories.age, histories.times)
        ahead = np.array([self._ahead(pairs, tick, weeks) for tick in range(self.k)])
        return self._over_ticks(histories, pairs, ahead)

    def expected_of_new(self, weeks: np.ndarray) -> np.ndarray:
        """Expected repeat days of a customer in the `weeks` since the first order."""
        if self.k == 1:
            return self.unordered.expected_of_new(weeks)
        stayed = self.b / (self.a + self.b)
        return np.asarray(stayed * self._expected(self.r, weeks / (self.alpha + weeks), repeats=0, tick=0))

    def discounted_orders(self, histories: PurchaseHistories, *, weekly: float) -> np.ndarray:
        """All days with orders to come of each row's customer after T, each discounted at the rate `weekly`.

        With f = λ / (weekly + λ) what a tick is worth when it comes, a customer whose clock has ticked `tick` times
        since the last order is worth f^(k - tick) / (1 - (1 - p) f^k); averaged over λ and p by quadrature.
        """
        if self.k == 1:
            return self.unordered.discounted_orders(histories, weekly=weekly)
        pairs = Pairs.of(histories.repeats, histories.age, histories.times)
        ahead = np.empty((self.k, pairs.x.size))
        for repeats in np.unique(pairs.x):
            rows = pairs.x == repeats
            chance, weight = over_beta(self.a, self.b + 1 + repeats)
            scaled, share = over_gamma(self.r + self.k * repeats)
            worth = -np.log1p(weekly * np.divide.outer(self.alpha + pairs.t[rows], scaled))
            lasting = -np.expm1(self.k * worth)
            endless = 1 / (lasting[:, :, None] + np.exp(self.k * worth)[:, :, None] * chance) @ weight
            for tick in range(self.k):
                by_tick = share * scaled**tick
                ahead[tick, rows] = (endless * np.exp((self.k - tick) * worth)) @ (by_tick / by_tick.sum())
        return self._over_ticks(histories, pairs, ahead)

    def _ticks(self, histories: PurchaseHistories) -> np.ndarray:
        """How likely 0, 1 … k - 1 ticks since the last order are for whoever is still there, one row each, unscaled."""
        shape = self.r + self.k * histories.repeats
        age, last = histories.weeks_observed, histories.times[histories.last]
        since = (age - last) / (self.alpha + age)
        chances = np.ones((self.k, shape.size))
        for tick in range(1, self.k):
            chances[tick] = chances[tick - 1] * (shape + tick - 1) / tick * since
        return chances

    def _over_ticks(self, histories: PurchaseHistories, pairs: Pairs, ahead: np.ndarray) -> np.ndarray:
        """Expectations by ticks since the last order, averaged for each row's customer, who may have left."""
        chances = self._ticks(histories)
        expected = np.zeros(pairs.place.size)
        for chance, by_pair in zip(chances, ahead, strict=True):
            expected += chance * by_pair[pairs.place]
        return np.asarray(self.p_alive(histories) * expected / chances.sum(axis=0))

    def _ahead(self, pairs: Pairs, tick: int, weeks: float) -> np.ndarray:
        """Expected orders of those who are still there, so many ticks after their last order."""
        expected = np.empty(pairs.x.size)
        for repeats in np.unique(pairs.x):
            rows = pairs.x == repeats
            share = weeks / (self.alpha + pairs.t[rows] + weeks)
            expected[rows] = self._expected(self.r + self.k * repeats + tick, share, repeats=int(repeats), tick=tick)
        return expected

    def _expected(self, shape: float, share: np.ndarray, *, repeats: int, tick: int) -> np.ndarray:
        """Expected orders, when ticks to come are negative binomial with this `shape` and `share` of all time ahead.

        After n ticks the customer has ordered m = (tick + n) // k times unless they left before: Σ E[(1 - p)^(i - 1)]
        over i = 1 … m. A sum of positive terms over n, far enough on both sides for fifteen digits.
        """
        expected = np.zeros(share.size)
        order = np.argsort(share)
        for start in range(0, share.size, _ROWS):
            rows = order[start : start + _ROWS]
            low, high = (_ticks_ahead(shape, float(share[rows[end]])) for end in (0, -1))
            ticks = np.arange(low[0], high[1] + 1)
            log = gammaln(shape + ticks) - gammaln(shape) - gammaln(ticks + 1)
            there = np.maximum(share[rows], 1e-300)[:, None]
            chance = np.exp(log + ticks * np.log(there) + shape * np.log1p(-there))
            orders = self._orders_by(int(ticks[-1]) + tick, repeats)[ticks + tick]
            expected[rows] = np.einsum("ij,j->i", chance, orders)  # too small for the threads of BLAS
        return expected

    def _orders_by(self, most: int, repeats: int) -> np.ndarray:
        """Expected orders by number of ticks, 0 to `most`, of somebody who is there after so many `repeats`."""
        stays = self.b + 1 + repeats + np.arange(most // self.k)
        still = np.cumprod(np.r_[1.0, stays / (self.a + stays)])[: most // self.k]
        return np.asarray(np.r_[0.0, np.cumsum(still)][np.arange(most + 1) // self.k])


def _ticks_ahead(shape: float, share: float) -> tuple[int, int]:
    """The least and the most ticks that have any chance worth counting."""
    if share <= 0:
        return 0, 0
    mean = shape * share / (1 - share)
    spread = 10 * np.sqrt(mean / (1 - share))
    return max(0, int(mean - spread)), int(np.ceil(mean + spread + _DIGITS / -np.log(share)))


def fit_mbg_cnbd_k(histories: PurchaseHistories, *, k: int | None = None) -> MbgCnbdK:
    """Estimate r, alpha, a, b by maximum likelihood, and k (1 to 12) where it is not given.

    k is the likeliest, the likelihood rising up to it and falling from it on; waits of many customers are judged by
    every so many of them in order of names, 2,000 returning ones for k, 20,000 for the rest. `histories` need
    `log_gaps` unless `k` is 1.

    Raises RetentionError `too_few_repeaters` (needed, have) and `model_not_converged` (model).
    """
    histories.check_repeaters()
    if k == 1:
        return _of_mbg_nbd(fit_mbg_nbd(histories))
    few, many = _sample(histories, _TO_CHOOSE), _sample(histories, _TO_FIT)
    plain = _of_mbg_nbd(fit_mbg_nbd(few))
    best = _most_likely(few, plain) if k is None else _fitted(few, _scaled(plain, k))
    if best.k == 1:
        return _of_mbg_nbd(fit_mbg_nbd(histories))
    return best if many.repeats.size == few.repeats.size else _fitted(many, best, nearby=few)


def _most_likely(histories: PurchaseHistories, plain: MbgCnbdK) -> MbgCnbdK:
    """The model with the likeliest k: in strides while it rises, then step by step around the best of these."""
    tried: dict[int, MbgCnbdK | None] = {1: plain}
    best = plain
    for k in _STRIDES:
        found = tried[k] = _tried(histories, best, k)
        if found is None or _likelihood_of(found) <= _likelihood_of(best):
            break
        best = found
    for step in (1, -1):
        while 1 < (k := best.k + step) <= MOST_REGULAR and k not in tried:
            found = tried[k] = _tried(histories, best, k)
            if found is None or _likelihood_of(found) <= _likelihood_of(best):
                break
            best = found
    return best


def _tried(histories: PurchaseHistories, start: MbgCnbdK, k: int) -> MbgCnbdK | None:
    try:
        return _fitted(histories, _scaled(start, k))
    except RetentionError:  # a k whose search does not arrive is not the likeliest
        return None


def _of_mbg_nbd(model: MbgNbd) -> MbgCnbdK:
    return MbgCnbdK(r=model.r, alpha=model.alpha, a=model.a, b=model.b, k=1, fit=model.fit)


def _scaled(model: MbgCnbdK, k: int) -> MbgCnbdK:
    """A model with as many orders per time as `model`, from a clock that ticks k times for each."""
    return replace(model, alpha=model.alpha * model.k / k, k=k)


def _likelihood_of(model: MbgCnbdK) -> float:
    assert model.fit is not None
    return model.fit.log_likelihood


def _sample(histories: PurchaseHistories, repeaters: int) -> PurchaseHistories:
    """Every so many rows, so that about that many customers who came back are among them."""
    return histories.every(int((histories.repeats > 0).sum()) // repeaters)


def _fitted(histories: PurchaseHistories, start: MbgCnbdK, *, nearby: PurchaseHistories | None = None) -> MbgCnbdK:
    exact = _likelihood(histories, start.k)
    rough = exact if nearby is None else _likelihood(nearby, start.k, customers=float(histories.customers.sum()))
    search = Search(
        model=MbgCnbdK.name,
        start=(start.r, start.alpha, start.a, start.b),
        second_start=(start.r, start.alpha, 0.05, 0.15),
        limits=(SHAPE, (WEEKS[0] / MOST_REGULAR, WEEKS[1]), SHAPE, SHAPE),
    )
    found = maximise(rough, exact, search)
    r, alpha, a, b = map(float, found.parameters)
    return MbgCnbdK(r=r, alpha=alpha, a=a, b=b, k=start.k, fit=found)


def _likelihood(histories: PurchaseHistories, k: int, *, customers: float | None = None) -> Objective:
    """Log-likelihood of r, alpha, a, b and its gradient, as if there were so many `customers` in all."""
    if histories.log_gaps is None:
        raise ValueError("a regular rhythm is told by the logarithms of waits: histories need log_gaps")
    waits = float(histories.customers @ histories.log_gaps)
    orders = float(histories.customers @ histories.repeats)
    constant = (k - 1) * waits - orders * float(gammaln(k))
    scale = 1.0 if customers is None else customers / float(histories.customers.sum())
    rows = histories.grouped()
    by_repeats = np.bincount(rows.repeats, rows.customers)
    counts = np.flatnonzero(by_repeats)
    last, age = rows.times[rows.last], rows.weeks_observed

    def at(theta: np.ndarray) -> tuple[float, np.ndarray]:
        common, slope = _common(theta, counts, k)
        value, total = float(by_repeats[counts] @ common) + constant, slope @ by_repeats[counts]
        for start in range(0, age.size, _BLOCK):
            part = slice(start, start + _BLOCK)
            weight = rows.customers[part]
            still, still_slope = _still(theta, rows.repeats[part], last[part], age[part], k)
            left, left_slope = _left(theta, rows.repeats[part], last[part], k)
            both, share = log_sum(still, left)
            value += float(weight @ both)
            total = total + still_slope @ (weight * (1 - share)) + left_slope @ (weight * share)
        return value * scale, total * scale

    return at


def _common(theta: np.ndarray, x: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Of those who ordered x times more, without having left before the last order."""
    r, alpha, a, b = theta
    value = gammaln(r + k * x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x + 1) - betaln(a, b)
    both = digamma(a + b) - digamma(a + b + x + 1)
    by_r = digamma(r + k * x) - digamma(r) + np.log(alpha)
    return value, np.array([by_r, np.full(x.size, r / alpha), both, digamma(b + x + 1) - digamma(b) + both])


def _still(
    theta: np.ndarray, x: np.ndarray, last: np.ndarray, age: np.ndarray, k: int
) -> tuple[np.ndarray, np.ndarray]:
    """Still there, with fewer than k ticks since the last order; a polynomial in the share of time since."""
    r, alpha, _, _ = theta
    shape, there = r + k * x, alpha + age
    since = (age - last) / there
    ticks, by_shape, by_since = np.ones(x.size), np.zeros(x.size), np.zeros(x.size)
    for tick in range(k - 1, 0, -1):
        factor = (shape + tick - 1) / tick
        by_shape = since * (ticks / tick + factor * by_shape)
        by_since = factor * (ticks + since * by_since)
        ticks = 1 + factor * since * ticks
    log, nothing = np.log(there), np.zeros(x.size)
    by_alpha = -(by_since / ticks * since + shape) / there
    return np.log(ticks) - shape * log, np.array([by_shape / ticks - log, by_alpha, nothing, nothing])


def _left(theta: np.ndarray, x: np.ndarray, last: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Having left right after the last order."""
    r, alpha, a, b = theta
    shape, there = r + k * x, alpha + last
    log = np.log(there)
    slope = np.array([-log, -shape / there, np.full(x.size, 1 / a), -1 / (b + x)])
    return np.log(a / (b + x)) - shape * log, slope
