"""The customers a shop has at the end of its last period, and how BG/BB expects them to buy and to leave.

Everything is computed for many parameter sets at once (first axis: `sets`; the first set is the estimate, the
others are draws around it). Fader, Hardie & Shang 2010: a customer who has not left buys with chance p in
every period, p ~ Beta(α + x, β + n − x), and stays j periods with chance E[(1 − θ)^j], θ ~ Beta(γ, δ + n).
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.special import betaln

from retention.models.bg_bb import Groups, portions, purchase_chance, still_customer

_LOGIT_LIMIT = 18.0  # logits: beyond lies a share below 2e-8
_WIDEST = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Nodes:
    """Points in (0, 1) by their logarithms: `log_p`, `log_q` (of 1 − p), `width` in logits."""

    log_p: np.ndarray
    log_q: np.ndarray
    width: float

    @property
    def p(self) -> np.ndarray:
        """The points."""
        point: np.ndarray = np.exp(self.log_p)
        return point

    @classmethod
    def for_betas(cls, a: np.ndarray, b: np.ndarray) -> "Nodes":
        """Nodes fine enough for the narrowest of these Beta densities; their logits vary by √(1/a + 1/b)."""
        width = min(_WIDEST, float(np.sqrt(1 / a + 1 / b).min()))
        logit = np.arange(-_LOGIT_LIMIT, _LOGIT_LIMIT + width, width)
        return cls(log_p=-np.logaddexp(0, -logit), log_q=-np.logaddexp(0, logit), width=width)


def mixture(
    nodes: Nodes, a: np.ndarray, b: np.ndarray, more: np.ndarray, others: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Weights (sets × nodes) of Σ weights · Beta(a + more, b + others): sum them times f(p) for Σ weights · E[f].

    `a`, `b` are one number per set; `more`, `others` (whole numbers) and `weights` (sets × components) describe
    the components. The part that depends on the set and the part that depends on the component separate, so
    this is one matrix product.
    """
    centre = a / (a + b)
    log_p0, log_q0 = np.log(centre), np.log1p(-centre)
    prior = a[:, None] * (nodes.log_p - log_p0[:, None]) + b[:, None] * (nodes.log_q - log_q0[:, None])
    exponent = more[:, None] * nodes.log_p + others[:, None] * nodes.log_q
    peak = exponent.max(axis=1)
    offset = (a * log_p0 + b * log_q0)[:, None] + peak - betaln(a[:, None] + more, b[:, None] + others)
    weighted: np.ndarray = (weights * np.exp(offset)) @ np.exp(exponent - peak[:, None]) * np.exp(prior) * nodes.width
    return weighted


LOG_ODDS = (-5.0, 7.0)  # how far the odds of buying can be moved, natural logarithm
_HIGHEST = 0  # place of the upper end among the points
_POINTS = 40  # Chebyshev points in that range; the error of interpolating is below 1e-8
_SOLVED = 8  # targets of retention
_BISECTIONS = 40
# Chebyshev points of the second kind over that range, and their barycentric signs: the ends count half.
_CHEBYSHEV = sum(LOG_ODDS) / 2 + (LOG_ODDS[1] - LOG_ODDS[0]) / 2 * np.cos(np.pi * np.arange(_POINTS) / (_POINTS - 1))
_SIGNS = np.where(np.arange(_POINTS) % 2, -1.0, 1.0) * np.where(np.arange(_POINTS) % (_POINTS - 1), 1.0, 0.5)


@dataclass(frozen=True, kw_only=True, eq=False)
class CurrentCustomers:
    """Customers by (`x`, `n`), `present` of them still customers (sets × pairs), `recent` bought just now (pairs).

    `parameters`: sets × 4. A newcomer is a customer with x = n = 0.
    """

    parameters: np.ndarray
    x: np.ndarray
    n: np.ndarray
    present: np.ndarray
    recent: np.ndarray

    @classmethod
    def of(cls, groups: Groups, parameters: np.ndarray) -> "CurrentCustomers":
        """Sum the groups over t_x, which matters only for whether somebody has left."""
        order = np.lexsort((groups.x, groups.n))
        x, n = groups.x[order], groups.n[order]
        begins = np.flatnonzero(np.r_[True, (np.diff(x) != 0) | (np.diff(n) != 0)])
        different, place = np.unique(parameters, axis=0, return_inverse=True)
        blocks = [
            np.add.reduceat((still_customer(block, groups) * groups.customers)[:, order], begins, axis=1)
            for block in portions(different, groups)
        ]
        recent = np.add.reduceat(np.where(groups.just_bought, groups.customers, 0)[order], begins).astype(float)
        return cls(parameters=parameters, x=x[begins], n=n[begins], present=np.vstack(blocks)[place], recent=recent)

    @cached_property
    def only_expected(self) -> "CurrentCustomers":
        """The first set, the estimate, without the draws."""
        return replace(self, parameters=self.parameters[:1], present=self.present[:1])

    @cached_property
    def ages(self) -> np.ndarray:
        """Different numbers of periods since the first purchase."""
        return np.unique(self.n)

    @cached_property
    def _age_begins(self) -> np.ndarray:
        return np.searchsorted(self.n, self.ages)

    def _by_age(self, values: np.ndarray) -> np.ndarray:
        """Sums over x (… × pairs → … × ages)."""
        summed: np.ndarray = np.add.reduceat(values, self._age_begins, axis=-1)
        return summed

    @cached_property
    def present_by_age(self) -> np.ndarray:
        """Customers who have not left, by age (sets × ages)."""
        return self._by_age(self.present)

    @cached_property
    def purchase_chance(self) -> np.ndarray:
        """Mean p of each pair (sets × pairs)."""
        return purchase_chance(self.parameters, self.x, self.n)

    @cached_property
    def _stay_chance(self) -> np.ndarray:
        """Mean of 1 − θ of each pair, the chance of staying one period more (sets × pairs)."""
        gamma, delta = self.parameters[:, 2, None], self.parameters[:, 3, None]
        chance: np.ndarray = (delta + self.n) / (gamma + delta + self.n)
        return chance

    @cached_property
    def _distinct(self) -> tuple[np.ndarray, np.ndarray]:
        """Where each different parameter set stands first, and which of them each set is: draws are often equal."""
        _sets, first, place = np.unique(self.parameters, axis=0, return_index=True, return_inverse=True)
        return first, place

    @cached_property
    def _lifts(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Extra purchases per period when the odds of p change, at the Chebyshev points.

        For those present (sets × ages × points), those who just bought and stay (sets × points), and one
        newcomer (sets × points).
        """
        first, place = self._distinct
        alpha, beta = self.parameters[first, 0], self.parameters[first, 1]
        nodes = Nodes.for_betas(alpha + self.x.max(), beta + self.n.max())
        p, q = np.exp(nodes.log_p), np.exp(nodes.log_q)
        odds = np.exp(_CHEBYSHEV)
        gain = (odds - 1) * (p * q)[:, None] / (q[:, None] + odds * p[:, None])
        per_age = []
        for begin, end in zip(self._age_begins, [*self._age_begins[1:], len(self.n)], strict=True):
            part = slice(begin, end)
            present = self.present[first][:, part]
            weights = mixture(nodes, alpha, beta, self.x[part], (self.n - self.x)[part], present)
            per_age.append(weights @ gain)
        bought = self.recent > 0
        staying = (self.recent * self._stay_chance[first])[:, bought]
        just = mixture(nodes, alpha, beta, self.x[bought], (self.n - self.x)[bought], staying) @ gain
        nobody = np.zeros(1, dtype=np.int64)
        newcomer = mixture(nodes, alpha, beta, nobody, nobody, np.ones((len(alpha), 1))) @ gain
        return np.stack(per_age, axis=1)[place], just[place], newcomer[place]

    def buying(self, odds: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Purchases per period of those present, by age (sets × ages), and of one newcomer (sets).

        `odds` (sets) multiplies everybody's odds of p.
        """
        alpha, beta = self.parameters[:, 0], self.parameters[:, 1]
        present, newcomer = self._by_age(self.present * self.purchase_chance), alpha / (alpha + beta)
        if odds is None:
            return present, newcomer
        weights = _interpolation(np.log(odds))
        lifts, _, newcomer_lift = self._lifts
        return present + np.einsum("sap,sp->sa", lifts, weights), newcomer + (newcomer_lift * weights).sum(axis=1)

    def stays(self, weights: np.ndarray, ages: np.ndarray, ahead: int, leaving: np.ndarray | None = None) -> np.ndarray:
        """Σ weights · chance of staying 1 … `ahead` periods more (sets × ahead); `weights` sets × ages.

        `leaving` (sets, 0..1) multiplies everybody's chance θ of leaving.
        """
        if leaving is None:
            return self._stays(weights, ages, ahead)
        gamma, delta = self.parameters[:, 2], self.parameters[:, 3]
        nodes = Nodes.for_betas(gamma, delta + ages.max())
        spectrum = mixture(nodes, gamma, delta, np.zeros(ages.size), ages, weights)
        straight = weights @ np.ones(ages.size)
        slope = (weights * gamma[:, None] / ((gamma + delta)[:, None] + ages)).sum(axis=1)
        stay = 1 - leaving[:, None] * nodes.p
        chance, columns = np.ones_like(stay), []
        for period in range(1, ahead + 1):
            chance = chance * stay
            fall = (1 - leaving) ** period - 1
            bend = (spectrum * (chance - 1 - fall[:, None] * nodes.p)).sum(axis=1)
            columns.append(straight + fall * slope + bend)
        return np.stack(columns, axis=1)

    def _stays(self, weights: np.ndarray, ages: np.ndarray, ahead: int) -> np.ndarray:
        """Period by period, because whoever has stayed t periods stays another one with chance (δ + t)/(γ + δ + t)."""
        gamma, delta = self.parameters[:, 2, None], self.parameters[:, 3, None]
        t = np.arange(ages.max() + ahead)
        stay = (delta + t) / (gamma + delta + t)
        left, kept = weights, np.empty((len(weights), ahead))
        for period in range(ahead):
            left = left * stay[:, ages + period]
            kept[:, period] = left.sum(axis=1)
        return kept

    @cached_property
    def crr(self) -> np.ndarray:
        """Share of those who just bought that will buy in the next period (sets)."""
        share: np.ndarray = (self.purchase_chance * self._stay_chance) @ self.recent / self.recent.sum()
        return share

    @cached_property
    def crr_spread(self) -> np.ndarray:
        """Standard deviation of that share because the buyers themselves are few and differ (sets).

        The variance of each one's chance p · (1 − θ), given their history, averaged over them.
        """
        gamma_delta, delta = self.parameters[:, 2:].sum(axis=1)[:, None], self.parameters[:, 3, None]
        return self._spread(self._stay_chance, (delta + self.n + 1) / (gamma_delta + self.n + 1))

    @cached_property
    def room_spread(self) -> np.ndarray:
        """How much p · θ, what those who just bought lose by leaving, spreads, as a share of its mean (sets)."""
        gamma_delta, gamma = self.parameters[:, 2:].sum(axis=1)[:, None], self.parameters[:, 2, None]
        spread = self._spread(1 - self._stay_chance, (gamma + 1) / (gamma_delta + self.n + 1))
        room = self.crr_if_nobody_leaves - self.crr
        share: np.ndarray = np.divide(spread, room, out=np.zeros_like(spread), where=room > 0)
        return share

    def _spread(self, mean_share: np.ndarray, next_share: np.ndarray) -> np.ndarray:
        """Standard deviation of the mean of p times a share over those who just bought (sets).

        `mean_share` is the mean of that share, `next_share` its mean once it has come true again (sets × pairs).
        """
        alpha, alpha_beta = self.parameters[:, 0, None], self.parameters[:, :2].sum(axis=1)[:, None]
        mean, buying_again = self.purchase_chance * mean_share, (alpha + self.x + 1) / (alpha_beta + self.n + 1)
        spread: np.ndarray = np.sqrt((mean * (buying_again * next_share - mean)) @ self.recent) / self.recent.sum()
        return spread

    @cached_property
    def crr_if_nobody_leaves(self) -> np.ndarray:
        """Retention with θ = 0: the most that keeping people from leaving can reach (sets)."""
        share: np.ndarray = self.purchase_chance @ self.recent / self.recent.sum()
        return share

    @cached_property
    def crr_at_most(self) -> np.ndarray:
        """Retention with the odds of p at the end of their range: the most that buying more often reaches (sets)."""
        _, just, _ = self._lifts
        share: np.ndarray = self.crr + just[:, _HIGHEST] / self.recent.sum()
        return share

    def odds_for(self, target: np.ndarray) -> np.ndarray:
        """What everybody's odds of p must be multiplied by for this CRR (sets).

        At the ends of the range where the target lies beyond it. The last ones solved are kept: which lever matters
        most is asked with one change of retention and many others.
        """
        asked = target.tobytes()
        if asked not in self._solved:
            if len(self._solved) >= _SOLVED:
                del self._solved[next(iter(self._solved))]
            self._solved[asked] = self._odds_for(target)
        return self._solved[asked]

    @cached_property
    def _solved(self) -> dict[bytes, np.ndarray]:
        return {}

    def _odds_for(self, target: np.ndarray) -> np.ndarray:
        wanted = (target - self.crr) * self.recent.sum()
        # Equal draws that aim at the same are solved once.
        _, first, place = np.unique(self._distinct[1] + 1j * wanted, return_index=True, return_inverse=True)
        just, wanted = self._lifts[1][first], wanted[first]
        low, high = (np.full(len(first), end) for end in LOG_ODDS)
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            short = (just * _interpolation(middle)).sum(axis=1) < wanted
            low, high = np.where(short, middle, low), np.where(short, high, middle)
        odds: np.ndarray = np.exp((low + high) / 2)[place]
        return odds

    def leaving_for(self, target: np.ndarray, luck: np.ndarray | float = 1.0) -> np.ndarray:
        """What everybody's θ must be multiplied by for this CRR (sets), which is linear in it; within 0..1.

        `luck` (sets): how many times more than such customers on average the last buyers happen to lose by leaving.
        """
        room = (self.crr_if_nobody_leaves - self.crr) * luck
        factor: np.ndarray = np.clip(1 - (target - self.crr) / np.where(room > 0, room, np.inf), 0.0, 1.0)
        return factor


def _interpolation(log_odds: np.ndarray) -> np.ndarray:
    """Barycentric weights (values × points) with which values at the Chebyshev points add up to one in between.

    Berrut & Trefethen, Barycentric Lagrange Interpolation, SIAM Review 46(3), 2004.
    """
    distance = np.clip(log_odds, *LOG_ODDS)[:, None] - _CHEBYSHEV
    at_a_point = (distance == 0).any(axis=1)
    distance[at_a_point] = np.where(distance[at_a_point] == 0, 1.0, np.inf)  # all the weight is on that point
    weights: np.ndarray = _SIGNS / distance
    weights /= weights.sum(axis=1, keepdims=True)
    return weights
