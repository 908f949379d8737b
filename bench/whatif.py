"""How long a what-if question takes, how often its bands hold the truth, and what its forecasts would have missed by.

    python bench/whatif.py [ORDERS …] [--shops 24] [--since 1000]

Time: 500 draws × 36 periods × two scenarios, after the fit, on a simulated shop. Truth: shops whose customers
behave as BG/BB says with known parameters, one year ahead. Misses: on the samples of sample_data/, and on any
exports given, from every earlier month with four months before it, up to six months ahead.
"""

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from retention import load, whatif  # noqa: E402 - the project is not installed
from tests.bg_bb_shop import KINDS, last_day, simulate  # noqa: E402
from tests.known_bands import held  # noqa: E402


def speed() -> None:
    """Milliseconds of a slider's answer and of the estimate before it."""
    orders = simulate(7, parameters=KINDS[0][0], months=36, new_per_month=400)
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


def truth(shops: int, since: int) -> None:
    """Percent of shops, by kind and over all, whose truth lay in the 90% band (`held` says of what)."""
    found = pd.DataFrame(
        [{"kind": place} | held(since + seed, kind) for seed in range(shops) for place, kind in enumerate(KINDS, 1)]
    )
    shares = found.groupby("kind").mean().T.assign(all=found.drop(columns="kind").mean())
    print(f"{shops} shops of each kind, from seed {since} on\n{(100 * shares).round(1).to_string()}")


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
    arguments.add_argument("--shops", type=int, default=24, help="of each kind")
    arguments.add_argument("--since", type=int, default=1000, help="first seed")
    chosen = arguments.parse_args()
    speed()
    misses([*sorted(p for p in (ROOT / "sample_data").iterdir() if p.suffix in {".csv", ".xlsx"}), *chosen.orders])
    truth(chosen.shops, chosen.since)


if __name__ == "__main__":
    main()
