"""How long a what-if question takes, how often its bands hold the truth, and what its forecasts would have missed by.

    python bench/whatif.py [ORDERS …] [--shops 40]

Time: 500 draws × 36 periods × two scenarios, after the fit, on a simulated shop. Truth: shops whose customers
behave as BG/BB says with known parameters, one year ahead. Misses: on the samples of sample_data/, and on any
exports given, from every earlier month with four months before it, up to six months ahead.
"""

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from retention import load, whatif  # noqa: E402 - the project is not installed
from retention.periods import Calendar  # noqa: E402
from retention.whatif.baseline import of_history  # noqa: E402
from retention.whatif.history import history  # noqa: E402
from retention.whatif.projection import course  # noqa: E402
from tests.bg_bb_shop import last_day, simulate  # noqa: E402

MONTHS = Calendar.of("month")
KNOWN = (
    ((1.2, 3.0, 0.6, 6.0), 24, 40),
    ((0.6, 3.5, 0.4, 3.0), 18, 120),
    ((2.0, 2.0, 0.8, 12.0), 24, 25),
    ((0.6, 3.5, 0.4, 3.0), 36, 60),
)


def speed() -> None:
    """Milliseconds of a slider's answer and of the estimate before it."""
    orders = simulate(7, parameters=KNOWN[0][0], months=36, new_per_month=400)
    began = time.perf_counter()
    shop = whatif.estimate(orders, as_of=last_day(36).date())
    print(f"estimate of {orders['customer'].nunique():,} customers: {time.perf_counter() - began:.2f} s")
    asked = whatif.Scenario(crr_change=0.05, margin=0.4, acquisition_cost=5.0, horizon=36)
    for reading in whatif.Reading:
        times = []
        for change in (0.011, 0.005, 0.006, 0.007, 0.008):
            began = time.perf_counter()
            answer = whatif.compare(shop, replace(asked, crr_change=change, reading=reading))
            middle = time.perf_counter()
            answer.totals, answer.periods  # noqa: B018 - timed
            times.append((middle - began, time.perf_counter() - middle))
        first, best = times[0], min(times[1:])
        print(f"{reading}: first {first[0] * 1e3:.0f} ms, then {best[0] * 1e3:.0f} ms, tables {best[1] * 1e3:.0f} ms")


def truth(shops: int) -> None:
    """Share of periods, and of whole years, whose true number of returning buyers lay in the 90% band."""
    for parameters, months, new in KNOWN:
        found = []
        for seed in range(shops):
            orders = simulate(seed, parameters=parameters, months=months + 12, new_per_month=new)
            whole = history(orders, calendar=MONTHS, as_of=last_day(months + 12).date())
            shop = of_history(whole.until(whole.last - 12))
            paths = course(shop, whatif.Scenario(horizon=12)).returning[1:]
            came = whole.column("returning")[-12:]
            low, high = np.percentile(paths, (5, 95), axis=0)
            year = np.percentile(paths.sum(axis=1), (5, 95))
            found.append((((low <= came) & (came <= high)).mean(), year[0] <= came.sum() <= year[1]))
        periods, years = np.mean(found, axis=0)
        print(f"{parameters}, {months} months, {new} new: {periods:.1%} of periods, {years:.1%} of years")


def misses(paths: list[Path]) -> None:
    """Mean absolute miss of returning buyers by forecast, and the share of periods within the band."""
    rows = {}
    for path in paths:
        shop = whatif.estimate(load(path))
        table = shop.tests.misses().set_index("forecast")
        rows[path.name] = table["miss"].to_dict() | {
            "within": table["within"]["chosen"],
            "tests": table["tests"]["chosen"],
        }
        rows[path.name]["cautions"] = " ".join(one.code for one in whatif.cautions(shop))
    print(pd.DataFrame(rows).T.to_string())


def main() -> None:
    """Run all three."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("orders", nargs="*", type=Path)
    arguments.add_argument("--shops", type=int, default=40)
    chosen = arguments.parse_args()
    speed()
    misses([*sorted(p for p in (ROOT / "sample_data").iterdir() if p.suffix in {".csv", ".xlsx"}), *chosen.orders])
    truth(chosen.shops)


if __name__ == "__main__":
    main()
