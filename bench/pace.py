"""Whether targets are reached as often as their chance says, and bands of where a period ends hold it.

    python -m bench.pace [--shops 8] [--fresh] [--grain month]

Simulated shops of the kinds of `bench/simulated_shops.py`, each looked at on days in three running periods that follow
what is known, with two targets around what is usual. `chance`: cases by the chance that was told, and the share of them
in which the target was reached. `band`: the share of periods that ended within the 90% band, which would have ended so
about nine times in ten. Seeds below 100,000 were looked at while this was made, those of `--fresh` were not.
"""

import argparse
import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd

import retention as rt
from bench.simulated_shops import FRESH, KINDS, OTHERS, Shop, simulate
from retention.periods import Calendar

PARTS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9)
"""Of the running period, that have passed when it is looked at."""
AROUND = (0.7, 0.85, 0.95, 1.0, 1.05, 1.15, 1.3)
"""What targets are chosen from, as multiples of the shop's rate over the year before."""
BINS = np.array([0.0, 0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98, 1.0])


def cases(shop: Shop, grain: str, rng: np.random.Generator) -> Iterator[dict[str, float | str | bool]]:
    """What was told of each target on each day, and what came."""
    calendar = Calendar.of(grain)
    first = calendar.number_of(shop.as_of + dt.timedelta(days=1))
    last = calendar.number_of(shop.end + dt.timedelta(days=1)) - 1
    whole = rt.rates(shop.everything, grain=grain, as_of=shop.end)
    for number in sorted(rng.choice(np.arange(first + 1, last + 1), size=min(3, last - first), replace=False)):
        period = calendar.period(int(number))
        row = whole[whole["start"] == period.start].iloc[0]
        before = whole[whole["start"] < period.start].tail(calendar.per_year)
        usual = before["retained"].sum() / before["customers_at_start"].sum()
        for part in PARTS:
            as_of = period.start + dt.timedelta(days=round(part * period.days) - 1)
            for times in rng.choice(AROUND, 2, replace=False):
                target = float(min(usual * times, 1.0))
                found = rt.pace(shop.everything, target=target, grain=grain, as_of=as_of)
                if found is None:
                    continue
                yield {
                    "kind": shop.kind,
                    "part": part,
                    "chance": found.chance,
                    "verdict": str(found.verdict),
                    "reached": bool(row["retained"] >= (found.needed or 0)),
                    "held": bool(found.low <= row["retained"] <= found.high),
                    "width": (found.high - found.low) / max(found.customers_at_start, 1),
                }


def by_chance(table: pd.DataFrame) -> pd.DataFrame:
    """Cases by what was told: their mean chance and the share that was reached."""
    known = table[table["chance"].notna() & (table["verdict"] != "reached")]
    groups = known.groupby(pd.cut(known["chance"], BINS, include_lowest=True), observed=True)
    return groups.agg(cases=("chance", "size"), told=("chance", "mean"), reached=("reached", "mean"))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shops", type=int, default=8)
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--grain", default="month")
    parser.add_argument("--only", default=",".join((*KINDS, *OTHERS)))
    wanted = parser.parse_args()
    rows = []
    for kind in wanted.only.split(","):
        for seed in range(wanted.shops):
            number = seed + (FRESH if wanted.fresh else 0)
            rows += cases(simulate(kind, seed=number), wanted.grain, np.random.default_rng((number, 7)))
    table = pd.DataFrame(rows)
    print(by_chance(table).round(3).to_string(), "\n")
    for name in ("kind", "part"):
        told = table[table["chance"].notna()]
        print(told.groupby(name).agg(band=("held", "mean"), width=("width", "mean")).round(3).to_string(), "\n")
    print(table.groupby(["part", "verdict"])["reached"].agg(["size", "mean"]).round(3).to_string())


if __name__ == "__main__":
    main()
