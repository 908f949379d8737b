"""How often the bands told for simulated shops hold what then happens to them: a table of kinds and measures.

    python -m bench.truth [KIND …] [--shops 24] [--fresh | --since SEED] [--rows FILE]

Shops of `bench/simulated_shops.py`, one year ahead, monthly, 90% bands. `--fresh` takes seeds that nobody looked at
before, `--since` those from a seed on; kinds are those of `KINDS` or any named, also of `OTHERS`. `--rows` writes one
line per shop. Columns, in percent of shops: `new`, `returning`, `revenue`: the year's total lay in its band;
`… monthly`: months that did; `width`: median width of the year's band, as a share of what is expected; `usual_crr`:
the true rate lay in the band printed with it; `gain`: what five points bring on average lay in its band, `gained`: the
same with chance; `bias`: by how much the answer was too high, in the median.
"""

import argparse
import os
import time
from pathlib import Path

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # before numpy: several threads make small models wait for each other

import numpy as np
import pandas as pd

from bench.simulated_shops import FRESH, KINDS, YEAR, Shop, simulate
from retention import whatif
from retention.errors import RetentionError
from retention.periods import Calendar
from retention.whatif.baseline import Baseline, of_history
from retention.whatif.history import History, history
from retention.whatif.projection import band

MEASURES = ("new", "returning", "revenue")
POINTS = 0.05
Row = dict[str, float | str]


def forecast(shop: Shop, *, draws: int = 500) -> tuple[Baseline, History]:
    """What is forecast from the known months, and the history with the year that followed."""
    whole = history(shop.everything, calendar=Calendar.of("month"), as_of=shop.end)
    return of_history(whole.until(whole.last - YEAR), draws=draws), whole


def held(shop: Shop, *, draws: int = 500) -> Row:
    """Of one shop: 1 for each measure whose truth lay in its band, 0 for each that lay outside; see the module."""
    began = time.process_time()
    try:
        base, whole = forecast(shop, draws=draws)
    except RetentionError as refused:
        return {"refused": refused.code}
    ahead = min(YEAR, base.longest)
    answer = whatif.compare(base, whatif.Scenario(crr_change=POINTS, horizon=ahead))
    row: Row = {"seconds": time.process_time() - began, "refused": ""}
    for measure in MEASURES:
        row |= _measure(measure, answer.today.paths(measure), _came(whole, measure)[-YEAR:][:ahead])
    row |= {"crr": _within(answer.crr[1:], shop.crr), "usual_crr": _within(answer.crr[1:], shop.usual_crr)}
    row |= {"crr_told": answer.crr[0], "crr_true": shop.usual_crr, "crr_width": answer.crr[2] - answer.crr[1]}
    return row | _gain(answer, shop)


def _came(whole: History, measure: str) -> np.ndarray:
    if measure == "revenue":
        return whole.column("new_revenue") + whole.column("returning_revenue")
    return whole.column(measure)


def _measure(name: str, paths: np.ndarray, came: np.ndarray) -> Row:
    total = paths.sum(axis=1)
    low, high = band(paths)
    first, last = (float(end[0]) for end in band(total[:, None]))
    return {
        name: _within((first, last), float(came.sum())),
        f"{name} monthly": float(((low <= came) & (came <= high)).mean()),
        f"{name} width": (last - first) / max(total[0], 1.0),
        f"{name} off": float(came.sum() / max(total[0], 1.0) - 1),
        f"{name} rank": float((total[1:] < came.sum()).mean()),
    }


def _gain(answer: whatif.Comparison, shop: Shop) -> Row:
    gain, told = shop.gain(POINTS), answer.over_horizon("returning")
    rng = np.random.default_rng(len(shop.everything))  # each shop its own luck
    ends = told["difference_low"], told["difference_high"]
    return {
        "gain": _within(ends, gain),
        "gained": _within(ends, float(rng.poisson(gain))),
        "gain width": (ends[1] - ends[0]) / told["difference"],
        "bias": told["difference"] / gain - 1,
    }


def _within(ends: tuple[float, ...], value: float) -> float:
    return float(ends[0] <= value <= ends[-1])


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """One line per kind: percent of shops, and medians of widths and bias."""
    lines = {}
    for kind, of in rows.groupby("kind", sort=False):
        told = of[of["refused"] == ""]
        shares = {name: 100 * told[name].mean() for name in (*MEASURES, *(f"{name} monthly" for name in MEASURES))}
        shares["width"] = 100 * told["returning width"].median()
        shares |= {name: 100 * told[name].mean() for name in ("usual_crr", "gain", "gained")}
        shares |= {"bias": 100 * told["bias"].median(), "refused": 100 * (of["refused"] != "").mean()}
        lines[kind] = shares
    return pd.DataFrame(lines).T.round(1)


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("kinds", nargs="*", default=list(KINDS))
    arguments.add_argument("--shops", type=int, default=24, help="of each kind")
    arguments.add_argument("--fresh", action="store_true", help="seeds nobody looked at")
    arguments.add_argument("--since", type=int, help="first seed")
    arguments.add_argument("--rows", type=Path, help="file for one line per shop")
    chosen = arguments.parse_args()
    first = chosen.since if chosen.since is not None else FRESH if chosen.fresh else 0
    found = [
        {"kind": kind, "seed": seed, **held(simulate(kind, seed=seed))}
        for kind in chosen.kinds
        for seed in range(first, first + chosen.shops)
    ]
    rows = pd.DataFrame(found)
    if chosen.rows:
        rows.to_csv(chosen.rows, index=False)
    print(f"{chosen.shops} shops of each kind, from seed {first} on\n{table(rows).to_string()}")


if __name__ == "__main__":
    main()
