"""Shops whose customers behave exactly as BG/BB says, with parameters we choose: the truth is known."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

Parameters = tuple[float, float, float, float]


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
