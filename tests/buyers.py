"""Buyers the tests share: CDNOW as published, and simulated ones whose parameters are known."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from retention.models.purchase_days import purchase_days
from retention.models.purchase_histories import PurchaseHistories


def cdnow_summary(path: Path) -> pd.DataFrame:
    """2,357 customers of the CDNOW sample in weeks 1 to 39: frequency, recency, T (weeks)."""
    return pd.read_csv(path)


def cdnow_histories(path: Path) -> PurchaseHistories:
    """The same as histories."""
    table = cdnow_summary(path)
    return PurchaseHistories.of(table["frequency"], table["recency"], table["T"])


def cdnow_sample(path: Path) -> pd.DataFrame:
    """Orders of the CDNOW sample over all 78 weeks."""
    columns = ["master", "customer", "date", "discs", "amount"]
    lines = pd.read_csv(path, sep=r"\s+", names=columns, dtype=str)
    lines["date"] = pd.to_datetime(lines["date"], format="%Y%m%d")
    return lines.assign(amount=lines["amount"].astype(float))[["customer", "date", "amount"]]


def cdnow_calibration(path: Path) -> PurchaseHistories:
    """Weeks 1 to 39 of those orders; the summary file rounds t_x and T to 0.01 weeks, these are exact."""
    return purchase_days(cdnow_sample(path)).until(dt.date(1997, 9, 30).toordinal() - 1).histories


def bg_nbd_buyers(
    rng: np.random.Generator, size: int, *, r: float, alpha: float, a: float, b: float, once: bool = False
) -> PurchaseHistories:
    """Customers who leave after an order with a chance of their own; watched for 20 to 78 weeks.

    `once`: they may leave after the first order too (MBG/NBD).
    """
    age = rng.uniform(20, 78, size)
    rate, chance = rng.gamma(r, 1 / alpha, size), rng.beta(a, b, size)
    repeats, last = np.zeros(size, dtype=np.int64), np.zeros(size)
    active = rng.random(size) > chance if once else np.ones(size, dtype=bool)
    while active.any():
        following = last + rng.exponential(1, size) / rate
        active &= following <= age
        repeats[active] += 1
        last[active] = following[active]
        active &= rng.random(size) > chance
    return PurchaseHistories.of(repeats, last, age)


def pareto_nbd_buyers(
    rng: np.random.Generator, size: int, *, r: float, alpha: float, s: float, beta: float
) -> PurchaseHistories:
    """Customers who leave at any moment; watched for 20 to 78 weeks."""
    age = rng.uniform(20, 78, size)
    rate = rng.gamma(r, 1 / alpha, size)
    stay = np.minimum(rng.exponential(1, size) / rng.gamma(s, 1 / beta, size), age)
    repeats = rng.poisson(rate * stay)
    # The last of n arrivals spread evenly over a stretch is at its n-th root of a uniform draw.
    last = np.where(repeats > 0, stay * rng.random(size) ** (1 / np.maximum(repeats, 1)), 0.0)
    return PurchaseHistories.of(repeats, last, age)


def busy_shop(seed: int, size: int = 200) -> pd.DataFrame:
    """Customers who come about every 30 days and mostly leave within a year or two, over 700 days."""
    rng = np.random.default_rng(seed)
    rows = []
    for name in range(size):
        day, until = rng.integers(0, 600), rng.exponential(300)
        stay = day + until
        while day <= min(stay, 700):
            rows.append((f"c{name:04d}", pd.Timestamp("2023-01-01") + pd.Timedelta(days=int(day)), rng.gamma(4, 10)))
            day += 1 + rng.exponential(30)
    return pd.DataFrame(rows, columns=["customer", "date", "amount"])


def regular_buyers(
    rng: np.random.Generator, size: int, *, r: float, alpha: float, a: float, b: float, k: int, ahead: float = 0
) -> tuple[PurchaseHistories, np.ndarray]:
    """Customers with waits of k ticks of their clock each (MBG/CNBD-k), watched for 20 to 78 weeks.

    And how many orders each placed in the `ahead` weeks after that.
    """
    age = rng.uniform(20, 78, size)
    rate, chance = rng.gamma(r, 1 / alpha, size), rng.beta(a, b, size)
    repeats, later = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    last, now, logs = np.zeros(size), np.zeros(size), np.zeros(size)
    active = rng.random(size) > chance
    while active.any():
        wait = rng.gamma(k, 1, size) / rate
        now = np.where(active, now + wait, now)
        known = active & (now <= age)
        repeats[known] += 1
        last[known] = now[known]
        logs[known] += np.log(wait[known])
        later[active & (now > age) & (now <= age + ahead)] += 1
        active &= now <= age + ahead
        active &= rng.random(size) > chance
    return PurchaseHistories.of(repeats, last, age, log_gaps=logs), later
