"""A difference between two rates, split into what customers do (rate) and who they are (mix)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np

from retention.intervals import Z_95

FEWEST_IN_CLASS = 10
"""Customers of either period below which a class is joined with its neighbour: a handful of people has no rate."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Split:
    """`change` = `rate_effect` + `mix_effect`, as fractions, with the standard error of the rate effect.

    By class, one entry each: `ends` (the last of the classes given that is joined in it), `before` and `now` (customers
    at the start, and who of them came back: two columns), `rates` and `mixes`, which add up to the effects.
    """

    ends: np.ndarray
    before: np.ndarray
    now: np.ndarray
    rates: np.ndarray
    mixes: np.ndarray
    error: float

    @property
    def rate_effect(self) -> float:
        """The part of the change that comes from what customers of the same class do."""
        return float(self.rates.sum())

    @property
    def mix_effect(self) -> float:
        """The part of the change that comes from who the customers at the start are."""
        return float(self.mixes.sum())


def split(before: np.ndarray, now: np.ndarray) -> Split:
    """The change from one set of customers to another, by a class they are in.

    Both have a row per class, in order: customers at the start, and those of them who came back. Neighbouring classes
    are joined until each has 10 customers in both. The rate effect is Σ ½(w₀ + w₁)(r₁ − r₀), the mix effect
    Σ ½(r₀ + r₁)(w₁ − w₀), with weights w and rates r; together they are the change. The error is that of
    independent binomial draws in every class of both, each rate moved a little towards one half (one customer more
    who came back and one who did not), so that a class in which all or none came back does not look certain.

    Source: Kitagawa, Components of a Difference Between Two Rates, JASA 50, 1955; the moved rates are those of Agresti
    & Caffo, Simple and Effective Confidence Intervals for Proportions and Differences of Proportions, The American
    Statistician 54(4), 2000.

    >>> before, now = np.array([[50, 10], [50, 30]]), np.array([[20, 4], [80, 48]])
    >>> found = split(before, now)
    >>> round(found.rate_effect, 3), round(found.mix_effect, 3)
    (0.0, 0.12)
    """
    ends, before, now = _joined(before, now)
    (n0, k0), (n1, k1) = before.T.astype(float), now.T.astype(float)
    w0, w1, r0, r1 = n0 / n0.sum(), n1 / n1.sum(), k0 / n0, k1 / n1
    weight = (w0 + w1) / 2
    moved = [((k + 1) / (n + 2), n + 2) for k, n in ((k0, n0), (k1, n1))]
    variance = sum(share * (1 - share) / many for share, many in moved)
    return Split(
        ends=ends,
        before=before,
        now=now,
        rates=weight * (r1 - r0),
        mixes=(r0 + r1) / 2 * (w1 - w0),
        error=float(np.sqrt((weight**2 * variance).sum())),
    )


def _joined(before: np.ndarray, now: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Neighbours joined until each class has enough in both; what is left at the end joins the class before it."""
    starts, ends, begin = [], [], 0
    for place in range(len(before)):
        if min(before[begin : place + 1, 0].sum(), now[begin : place + 1, 0].sum()) >= FEWEST_IN_CLASS:
            starts.append(begin)
            ends.append(place)
            begin = place + 1
    starts, ends = starts or [0], [*ends[:-1], len(before) - 1]
    return np.array(ends), np.add.reduceat(before, starts), np.add.reduceat(now, starts)


@dataclass(frozen=True, kw_only=True)
class Band:
    """The 95% interval of a rate effect, as fractions, and the chance of so large an effect without a change."""

    low: float
    high: float
    chance: float


def widest(effects: list[tuple[float, float]], *, scale: float = 1.0) -> Band:
    """The interval that holds those of several estimates of one effect, each (effect, standard error).

    `scale` widens the errors. The chance is that of the estimate that says least, and 1 where they point both ways.
    """
    values, errors = np.array(effects).T
    errors = errors * scale
    one_way = abs(np.sign(values).sum()) == len(values)
    chance = max(erfc(z / sqrt(2)) for z in np.abs(values) / errors) if one_way else 1.0
    return Band(
        low=float((values - Z_95 * errors).min()), high=float((values + Z_95 * errors).max()), chance=float(chance)
    )


def holding(effect: float, others: Sequence[Band]) -> Band | None:
    """The interval that holds an effect and those of others; None without others.

    The chance is that of the one that says least, and 1 where they point both ways.

    >>> holding(-0.05, [Band(low=-0.09, high=-0.02, chance=0.01), Band(low=-0.07, high=-0.01, chance=0.03)])
    Band(low=-0.09, high=-0.01, chance=0.03)
    """
    if not others:
        return None
    ways = {np.sign(effect), *(np.sign(each.low + each.high) for each in others)}
    return Band(
        low=min(effect, *(each.low for each in others)),
        high=max(effect, *(each.high for each in others)),
        chance=max(each.chance for each in others) if len(ways) == 1 else 1.0,
    )
