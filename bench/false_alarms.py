"""How often a verdict speaks of a change that is none, and how often it notices one that is.

    python -m bench.false_alarms [--shops 24] [--fresh] [--grain month] [--only stationary,growing]

In shops in which every customer behaves as before, and only their number, age and season change: of all comparisons
the share told as up or down. `headline`: each period as its own page would tell it; `trend`: the same at once, held to
Holm; `cohorts`: newer against older ones at the first three ages; `groups`: 3 to 12 groups drawn by lot, any pair
named. `power`: every fourth of those who came back in the last period had not, in shops with 200 to 450 customers at
its start, by kind of shop and by the rate a year before. Seeds below 100,000 were looked at, those of `--fresh` were
not.
"""

import argparse
import time
from collections import Counter
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

import retention as rt
from bench.simulated_shops import FRESH, START, Shop, simulate
from retention.analysis.change.history import History
from retention.analysis.rates.breakdown import group_contrast, ranked_groups
from retention.periods import Calendar

LARGE = {"customers": (8_000, 30_000)}
MONTHS = {"months": (36, 36)}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "stationary": ("stationary", {}),
    "stationary, large": ("stationary", LARGE | MONTHS),
    "young": ("young", {}),
    "growing": ("growing", {}),
    "growing, large": ("growing", LARGE | MONTHS),
    "growing for long, large": ("growing", LARGE | MONTHS | {"before": (36, 36)}),
    "shrinking": ("shrinking", {}),
    "shrinking, large": ("shrinking", LARGE | MONTHS),
    "shrinking for long, large": ("shrinking", LARGE | MONTHS | {"before": (36, 36)}),
    "cut off": ("cut_off", {}),
    "seasonal, 36 months": ("seasonal_36", {}),
    "seasonal, 36 months, large": ("seasonal_36", LARGE | {"before": (36, 36)}),
    "seasonal, 18 months": ("seasonal_18", {}),
    "seasonal, 18 months, large": ("seasonal_18", LARGE | {"before": (36, 36)}),
}
"""Kinds of `simulated_shops`, and what is changed of them."""
MIDDLE = (200, 450)
"""Customers at the start, about 300, of the shops that power is measured in."""
FALLING = ("stationary", "growing", "shrinking", "seasonal_36")
RATES = (0.0, 0.2, 0.3, 0.45, 1.0)


def alarms(shop: Shop, grain: str) -> Counter[str]:
    """How many comparisons of each verdict there are, and how many tell of a change (`… false`)."""
    found: Counter[str] = Counter()
    history = History(shop.orders, calendar=Calendar.of(grain), base="previous", as_of=shop.as_of)
    alone = [history.compared(place, history.usual_lag(place)) for place in range(history.periods)]
    _note(found, "headline", [each.verdict for each in alone if each])
    _note(found, "bold", [each.verdict if each.firm else "no_clear_change" for each in alone if each and each.verdict])
    _note(found, "trend", rt.changes(shop.orders, grain=grain, as_of=shop.as_of)["verdict"].tolist())
    cells = rt.cohorts(shop.orders, grain=grain, as_of=shop.as_of)
    drifts = [rt.drift(cells, age, per_year=Calendar.of(grain).per_year) for age in (1, 2, 3)]
    _note(found, "cohorts", [each.verdict for each in drifts if each])
    _note(found, "groups", _groups(shop, grain))
    return found


def _note(found: Counter[str], verdict: str, words: list[Any]) -> None:
    found[verdict] += sum(isinstance(word, str) for word in words)
    found[f"{verdict} false"] += sum(word in ("up", "down") for word in words)


def _groups(shop: Shop, grain: str) -> list[str | None]:
    """The verdict on groups drawn by lot, of the last period."""
    rng = np.random.default_rng(len(shop.orders))
    group = rng.integers(0, rng.integers(3, 13), len(shop.born)).astype(str)
    orders = shop.orders.assign(group=group[shop.orders["customer"]])
    table = rt.breakdown(orders, "group", grain=grain, as_of=shop.as_of)
    last = table.loc[table["complete"], "start"].max()
    contrast = group_contrast(ranked_groups(table, last, "crr"), "crr")
    return [contrast.verdict if contrast else None]


class Call(NamedTuple):
    """The rate a year before the fall, and whether the fall was called."""

    rate: float
    called: bool


def noticed(seed: int, grain: str, kind: str = "stationary") -> Call | None:
    """Whether it is called when every fourth of those who came back had not; None for shops of another size."""
    months = {"month": 1, "quarter": 3}[grain]
    size = {"customers": (1_200 // months, 6_000 // months)} | MONTHS
    shop = simulate(kind, seed=seed, changed=size)
    found = rt.change(_fallen(shop, months, seed), grain=grain, as_of=shop.as_of, against="last_year")
    if found is None or not MIDDLE[0] <= found.customers <= MIDDLE[1]:
        return None
    return Call(found.before, found.verdict == "down")


def _fallen(shop: Shop, months: int, seed: int) -> pd.DataFrame:
    """The orders without those, in the last period, of every fourth customer who came back in it."""
    month = shop.orders["date"].to_numpy().astype("datetime64[M]")
    begin = START + shop.months - months
    last, base = month >= begin, (month >= begin - months) & (month < begin)
    customer = shop.orders["customer"].to_numpy()
    back = np.intersect1d(customer[base], customer[last])
    gone = np.random.default_rng(seed).choice(back, round(len(back) / 4), replace=False)
    return shop.orders[~(last & np.isin(customer, gone))]


def table(shops: int, first: int, grain: str, only: list[str]) -> pd.DataFrame:
    """One row per case: shops, and by verdict the comparisons and the share of false ones."""
    rows = []
    for name, (kind, changed) in CASES.items():
        if only and name not in only:
            continue
        total: Counter[str] = Counter()
        for seed in range(first, first + shops):
            total += alarms(simulate(kind, seed=seed, changed=changed), grain)
        told = {
            verdict: f"{100 * total[f'{verdict} false'] / max(total[verdict], 1):.1f}% of {total[verdict]}"
            for verdict in ("headline", "bold", "trend", "cohorts", "groups")
        }
        rows.append({"case": name, "shops": shops, **told})
        print(" | ".join(map(str, rows[-1].values())), flush=True)
    return pd.DataFrame(rows)


def power(shops: int, first: int, grain: str) -> None:
    """Falls called of those there were, by kind of shop and by the rate before."""
    for kind in FALLING:
        calls = [call for seed in range(first, first + shops) if (call := noticed(seed, grain, kind))]
        told = {"all": calls}
        told |= {f"{low}-{high}": [call for call in calls if low <= call.rate < high] for low, high in pairwise(RATES)}
        print(f"power, {kind}:", {name: f"{sum(c.called for c in part)} of {len(part)}" for name, part in told.items()})


def main() -> None:
    """Both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shops", type=int, default=24)
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--grain", choices=["month", "quarter"], default="month")
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    first, began = FRESH if asked.fresh else 0, time.perf_counter()
    only = [name.strip() for name in asked.only.split(";") if name.strip()]
    table(asked.shops, first, asked.grain, only)
    if not only:
        power(3 * asked.shops, first, asked.grain)
    print(f"{asked.grain}, seeds from {first}, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
