"""Shops with the habits of a grocery, an apparel shop and a superstore, and whether forecasts and flags hold in them.

    python -m bench.shops_like_real [--shops 4] [--since 0]

Unlike `simulated_shops`, whose customers buy at a rate, these keep to a calendar: weekdays, pay days, holidays and
sales make days busier, customers differ in rhythm and size of basket, some come for one occasion a year, and shops have
good and bad weeks of their own. For each shop: the share of months whose returning buyers lay in the 90% band of the
back-test, its miss beside those of the two naive forecasts; and on a hidden next stretch the miss that was shown beside
the one that came, and who came back of those flagged as slipping away and of the others.
"""

import argparse
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bench.next_stretch import CUTS
from retention import whatif
from retention.analysis.customers.forecast import forecast
from retention.analysis.customers.proof import flag_test, proof
from retention.errors import RetentionError
from retention.models.purchase_days import purchase_days
from retention.models.stretches import DAYS_PER_YEAR, Stretch

BEGIN = np.datetime64("2021-01-01")
BEFORE = 400  # days of life before the data begin


@dataclass(frozen=True, kw_only=True)
class Habits:
    """Of one kind of shop: `wait` between visits in days (middle, spread of the logarithm), `stay` in days, `regular`
    (Erlang stages of a wait), `once` (share who never come again), `yearly` (share who come for one occasion a year),
    `week` (weight of each weekday), `payday` (times as busy after the 1st and the 15th), `sales` (days of a year with a
    promotion: first, last, times as busy, times as many newcomers), `shaken` (spread of a week's own luck), `newcomers`
    a day, `drift` of them a year, `basket` (middle, spread of the logarithm)."""

    wait: tuple[float, float]
    stay: float
    regular: int
    once: float
    yearly: float
    week: tuple[float, ...]
    payday: float
    sales: tuple[tuple[int, int, float, float], ...]
    shaken: float
    newcomers: float
    drift: float
    basket: tuple[float, float]


KINDS = {
    "grocery": Habits(
        wait=(11, 0.7), stay=420, regular=3, once=0.25, yearly=0.03, week=(0.8, 0.8, 0.9, 1, 1.3, 1.6, 0.6), payday=1.3,
        sales=((352, 365, 1.6, 1.2), (92, 106, 1.25, 1.1)), shaken=0.08, newcomers=0.5, drift=0.05, basket=(28, 0.6),
    ),
    "apparel": Habits(
        wait=(130, 0.7), stay=800, regular=1, once=0.5, yearly=0.15, week=(0.9, 0.9, 0.9, 1, 1.1, 1.3, 0.9), payday=1.1,
        sales=((1, 20, 1.9, 1.6), (182, 205, 1.8, 1.5), (328, 333, 3.0, 2.5), (335, 357, 1.5, 1.6)),
        shaken=0.15, newcomers=2, drift=-0.1, basket=(60, 0.7),
    ),
    "superstore": Habits(
        wait=(95, 0.5), stay=3000, regular=1, once=0.02, yearly=0.05, week=(1.1, 1.1, 1, 1, 1.2, 0.4, 0.3), payday=1.0,
        sales=((244, 273, 1.7, 1.0), (305, 357, 1.9, 1.0), (32, 59, 0.5, 0.8)),
        shaken=0.12, newcomers=0.35, drift=0.0, basket=(220, 1.3),
    ),
}  # fmt: skip


def shop(kind: str, seed: int) -> pd.DataFrame:
    """Orders of one shop: `customer`, `date`, `amount`, over 24 to 42 months."""
    of, rng = KINDS[kind], np.random.default_rng((seed, sorted(KINDS).index(kind)))
    days = BEFORE + int(rng.integers(730, 1280))
    busy, coming = _days(of, rng, days)
    clock = np.r_[0.0, np.cumsum(busy)] / busy.mean()
    per_day = of.newcomers * np.exp(rng.uniform(-0.4, 0.6)) * (1 + of.drift) ** (np.arange(days) / 365)
    arrivals = rng.poisson(per_day * coming / coming.mean())
    arrivals[0] += rng.poisson(per_day[0] * min(of.stay, 900))  # those there already
    born = np.repeat(np.arange(days), arrivals)
    wait = of.wait[0] * np.exp(of.wait[1] * rng.standard_normal(len(born)))
    gone = born + rng.exponential(of.stay, len(born)) * rng.gamma(2, 0.5, len(born))
    gone[rng.random(len(born)) < of.once] = -1
    when = [np.c_[np.arange(len(born)), born]]
    reading, own = clock[born], np.arange(len(born))
    while len(own):
        reading = reading + wait[own] * rng.gamma(of.regular, 1 / of.regular, len(own))
        day = np.searchsorted(clock, reading) - 1
        stays = (day < np.minimum(gone[own], days)) & (reading < clock[-1])
        own, reading, day = own[stays], reading[stays], day[stays]
        when.append(np.c_[own, day])
    yearly = np.flatnonzero(rng.random(len(born)) < of.yearly)
    for year in range(1, days // 365 + 1):
        there = yearly[rng.random(len(yearly)) < 0.6]
        day = born[there] + 365 * year + rng.integers(-6, 7, len(there))
        when.append(np.c_[there, day][(day >= 0) & (day < days)])
    customer, day = np.concatenate(when).T
    usual = of.basket[0] * np.exp(0.4 * rng.standard_normal(len(born)))
    amount = usual[customer] * np.exp(of.basket[1] * rng.standard_normal(len(customer)))
    orders = pd.DataFrame({"customer": customer, "date": BEGIN + (day - BEFORE), "amount": amount.round(2)})
    return orders[day >= BEFORE].sort_values("date", ignore_index=True)


def _days(of: Habits, rng: np.random.Generator, days: int) -> tuple[np.ndarray, np.ndarray]:
    """How busy each day is, and how many newcomers it brings."""
    date = BEGIN - BEFORE + np.arange(days)
    weekday = (date.astype(int) + 3) % 7
    month_day = (date - date.astype("datetime64[M]")).astype(int) + 1
    of_year = (date - date.astype("datetime64[Y]")).astype(int) + 1
    week = np.repeat(np.exp(of.shaken * rng.standard_normal(days // 7 + 1)), 7)[:days]
    busy = np.array(of.week)[weekday] * np.where(np.isin(month_day, (1, 2, 3, 15, 16, 17)), of.payday, 1.0) * week
    coming = np.ones(days)
    for first, last, times, newcomers in of.sales:
        luck = np.exp(0.15 * rng.standard_normal(days // 365 + 2))[(np.arange(days) // 365)]
        during = (of_year >= first) & (of_year <= last)
        busy *= np.where(during, times * luck, 1.0)
        coming *= np.where(during, newcomers * luck, 1.0)
    return busy, coming


def of_months(orders: pd.DataFrame) -> dict[str, float]:
    """The back-test of returning buyers by month: share within the band, and the misses."""
    found = whatif.estimate(orders, draws=50).tests.misses().set_index("forecast")
    naive = found["miss"].reindex(["last", "naive_last_year"])
    return {
        "within": found["within"]["chosen"],
        "miss": found["miss"]["chosen"],
        "last": naive["last"],
        "year": naive["naive_last_year"],
        "tests": found["tests"]["chosen"],
    }


def of_stretches(orders: pd.DataFrame) -> list[dict[str, float]]:
    """On hidden stretches: the miss that came as a multiple of the one shown, and the flag where it was shown."""
    days = purchase_days(orders)
    hidden, rows = min(DAYS_PER_YEAR, days.span // 3), []
    for back in CUTS:
        cut = days.as_of - hidden - int(back * hidden)
        stretch = Stretch(cut=cut, until=cut + hidden)
        known = days.until(cut)
        try:
            found, shown = forecast(known), proof(known).holds
        except RetentionError:
            continue
        row = {"times": float("nan"), "flag": float("nan")}
        if found.lead is not None:
            foreseen = found.expected_orders(known).sum() * hidden / DAYS_PER_YEAR
            came = ((days.day > cut) & (days.day <= cut + hidden) & (days.first <= cut)[days.customer]).sum()
            row["times"] = abs(foreseen / came - 1) / found.lead.off_by
        if shown:
            test = flag_test(days, stretch)
            row["flag"] = test.others_share - test.flagged_share
        rows.append(row)
    return rows


def main() -> None:
    """A line per shop, and one per kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shops", type=int, default=4)
    parser.add_argument("--since", type=int, default=0)
    parser.add_argument("--only", default="", help="a kind")
    asked = parser.parse_args()
    for kind in [asked.only] if asked.only else KINDS:
        months, stretches = [], []
        for seed in range(asked.since, asked.since + asked.shops):
            orders = shop(kind, seed)
            months.append(of_months(orders))
            stretches += of_stretches(orders)
            last = " ".join(f"{name} {value:.2f}" for name, value in months[-1].items())
            print(
                f"{kind} {seed}: {len(orders):,} orders, {orders['customer'].nunique():,} customers: {last}", flush=True
            )
        table, hidden = pd.DataFrame(months), pd.DataFrame(stretches)
        within = (table["within"] * table["tests"]).sum() / table["tests"].sum()
        better = (table["miss"] <= table[["last", "year"]].min(axis=1) * 1.0001).sum()
        times, flags = hidden["times"].dropna(), hidden["flag"].dropna()
        print(f"{kind}: within {within:.1%}; no worse than the better naive one in {better} of {len(table)} shops")
        print(f"  miss at most 1.5 times that shown {(times <= 1.5).sum()} of {len(times)}, most {times.max():.2f}")
        apart = f"15 points apart {(flags >= 0.15).sum()}, least {flags.min():.2f}"
        print(f"  flag shown {len(flags)} of {len(hidden)}, {apart}")


if __name__ == "__main__":
    main()
