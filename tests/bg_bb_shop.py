"""Shops whose customers behave exactly as BG/BB says, with parameters we choose: the truth is known."""

import numpy as np
import pandas as pd


def simulate(
    seed: int, *, parameters: tuple[float, float, float, float], months: int, new_per_month: int
) -> pd.DataFrame:
    """Orders of 10.0 on the 15th of a month, from January 2020, by about `new_per_month` newcomers a month."""
    rng = np.random.default_rng(seed)
    alpha, beta, gamma, delta = parameters
    first = np.repeat(np.arange(months), rng.poisson(new_per_month, months))
    chance, leaving = rng.beta(alpha, beta, first.size), rng.beta(gamma, delta, first.size)
    left = first + rng.geometric(np.maximum(leaving, 1e-12))
    month = np.arange(months)
    since = month > first[:, None]
    buys = since & (month < left[:, None]) & (rng.random((first.size, months)) < chance[:, None])
    customer, when = np.nonzero(buys | (month == first[:, None]))
    dates = np.datetime64("2020-01") + when.astype("timedelta64[M]")
    days = dates.astype("datetime64[D]") + np.timedelta64(14, "D")
    return pd.DataFrame({"customer": customer, "date": pd.to_datetime(days), "amount": 10.0})


def last_day(months: int) -> pd.Timestamp:
    """Last day of the last of so many months."""
    return pd.Timestamp("2020-01-01") + pd.DateOffset(months=months, days=-1)
