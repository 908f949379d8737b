"""Shops whose customers behave exactly as BG/BB says, with parameters we choose: the truth is known."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq

Parameters = tuple[float, float, float, float]
# Parameters, months known and newcomers per month of shops that differ in size, age and habits.
KINDS: tuple[tuple[Parameters, int, int], ...] = (
    ((1.2, 3.0, 0.6, 6.0), 24, 40),
    ((0.6, 3.5, 0.4, 3.0), 18, 120),
    ((2.0, 2.0, 0.8, 12.0), 24, 25),
    ((0.6, 3.5, 0.4, 3.0), 36, 60),
)


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What no shop knows of its customers: month of the `first` purchase, `chance` p, `leaving` θ, month they `left`.

    `bought`: customers × months.
    """

    first: np.ndarray
    chance: np.ndarray
    leaving: np.ndarray
    left: np.ndarray
    bought: np.ndarray

    @property
    def orders(self) -> pd.DataFrame:
        """What the shop sees: orders of 10.0 on the 15th of a month, from January 2020."""
        customer, when = np.nonzero(self.bought)
        dates = np.datetime64("2020-01") + when.astype("timedelta64[M]")
        days = dates.astype("datetime64[D]") + np.timedelta64(14, "D")
        return pd.DataFrame({"customer": customer, "date": pd.to_datetime(days), "amount": 10.0})

    def last_buyers(self, known: int) -> np.ndarray:
        """Who bought in the last of so many known months (customers)."""
        last: np.ndarray = self.bought[:, known - 1]
        return last

    def crr(self, known: int, odds: float = 1.0) -> float:
        """Share of those to be expected back in the next month when everybody's odds of buying are multiplied."""
        return float((raised(self.chance, odds) * (1 - self.leaving))[self.last_buyers(known)].mean())

    def ceiling(self, known: int) -> float:
        """The same when nobody leaves any more."""
        return float(self.chance[self.last_buyers(known)].mean())

    def odds_for(self, known: int, points: float) -> float:
        """What everybody's odds must be multiplied by for so much more of that share."""
        target = self.crr(known) + points
        return float(np.exp(brentq(lambda log: self.crr(known, np.exp(log)) - target, 0, 5)))


def raised(chance: np.ndarray, odds: float) -> np.ndarray:
    """The chance when its odds are multiplied."""
    higher: np.ndarray = odds * chance / (1 - chance + odds * chance)
    return higher


def live(seed: int, *, parameters: Parameters, months: int, new_per_month: int) -> Truth:
    """Months of a shop with about `new_per_month` newcomers in each."""
    rng = np.random.default_rng(seed)
    alpha, beta, gamma, delta = parameters
    first = np.repeat(np.arange(months), rng.poisson(new_per_month, months))
    chance, leaving = rng.beta(alpha, beta, first.size), rng.beta(gamma, delta, first.size)
    left = first + rng.geometric(np.maximum(leaving, 1e-12))
    month = np.arange(months)
    since = month > first[:, None]
    buys = since & (month < left[:, None]) & (rng.random((first.size, months)) < chance[:, None])
    return Truth(first=first, chance=chance, leaving=leaving, left=left, bought=buys | (month == first[:, None]))


def simulate(seed: int, *, parameters: Parameters, months: int, new_per_month: int) -> pd.DataFrame:
    """The orders of such a shop."""
    return live(seed, parameters=parameters, months=months, new_per_month=new_per_month).orders


def last_day(months: int) -> pd.Timestamp:
    """Last day of the last of so many months."""
    return pd.Timestamp("2020-01-01") + pd.DateOffset(months=months, days=-1)


def bought_more_often(truth: Truth, known: int, points: float, rng: np.random.Generator) -> int:
    """Purchases that come on top after the `known` months: of those who would not have bought, when all odds rise.

    The same people with the same luck, so each of them buys with chance (p' − p) / (1 − p).
    """
    month = np.arange(known, truth.bought.shape[1])
    idle = (month > truth.first[:, None]) & (month < truth.left[:, None]) & ~truth.bought[:, known:]
    more = (raised(truth.chance, truth.odds_for(known, points)) - truth.chance) / (1 - truth.chance)
    return int((idle & (rng.random(idle.shape) < more[:, None])).sum())


def came_after_each(truth: Truth, known: int, points: float, rng: np.random.Generator) -> int:
    """The same when a share of the buyers of the month before comes back on top, those on top included."""
    total = on_top = 0
    for before in range(known - 1, truth.bought.shape[1] - 1):
        on_top = rng.binomial(truth.bought[:, before].sum() + on_top, points)
        total += on_top
    return total


def left_later(truth: Truth, known: int, points: float, rng: np.random.Generator) -> int:
    """The same when fewer leave: everybody who would leave stays with the same chance, and may leave again."""
    factor = max(1 - points / (truth.ceiling(known) - truth.crr(known)), 0.0)
    kept = (truth.left >= known) & (rng.random(truth.left.size) > factor)
    until = truth.left + rng.geometric(np.maximum(factor * truth.leaving, 1e-12))
    month = np.arange(known, truth.bought.shape[1])
    there = (month > truth.first[:, None]) & (month >= truth.left[:, None]) & (month < until[:, None])
    buys = there & kept[:, None] & (rng.random(there.shape) < truth.chance[:, None])
    return int(buys.sum())


# What comes on top in fact, by how customers respond.
ON_TOP: dict[str, Callable[[Truth, int, float, np.random.Generator], int]] = {
    "everyone": bought_more_often,
    "just_bought": came_after_each,
    "fewer_leave": left_later,
}
