"""How long lifetime models take: against `lifetimes` on CDNOW, and for a million customers against ten thousand.

    python bench/lifetime.py [--oracle PYTHON] [--rounds 5]

PYTHON is an interpreter that can import lifetimes 0.11.3 (an environment of its own: numpy < 1.26, pandas < 2,
scipy < 1.11, autograd, dill). Both fit the same file in turn, in the same minutes, each after a first fit that
warms it up, so the ratios hold on a noisy machine. Without it only our own times are shown.
"""

import argparse
import importlib.metadata
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent.parent))

from retention.models.bg_nbd import fit_bg_nbd
from retention.models.gamma_gamma import fit_gamma_gamma
from retention.models.pareto_nbd import fit_pareto_nbd
from retention.models.purchase_histories import PurchaseHistories

LIMITS = {"bg_nbd": 0.5, "pareto_nbd": 0.25}
GROWTH_LIMIT = 10
ORACLE = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
import pandas as pd
from lifetimes import BetaGeoFitter, ParetoNBDFitter
data = pd.read_csv(sys.argv[1])
for name, fitter in (("bg_nbd", BetaGeoFitter), ("pareto_nbd", ParetoNBDFitter)):
    for _ in range(2):
        began = time.perf_counter()
        fitter().fit(data["frequency"], data["recency"], data["T"])
        seconds = time.perf_counter() - began
    print(json.dumps([name, seconds]))
"""


def cdnow() -> Path:
    """The summary file inside the lifetimes wheel."""
    files = importlib.metadata.files("lifetimes") or []
    return next(Path(str(file.locate())) for file in files if file.name == "cdnow_customers_summary.csv")


def seconds(task: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Time of one run."""
    began = clock()
    task()
    return clock() - began


def simulated(customers: int, days: int) -> PurchaseHistories:
    """Customers of a Pareto/NBD shop with CDNOW's parameters, who joined on any of the days, dated by day."""
    rng = np.random.default_rng(1)
    age = rng.integers(0, days, customers)
    rate, leaving = rng.gamma(0.553, 1 / 10.578, customers) / 7, rng.gamma(0.606, 1 / 11.669, customers) / 7
    stay = np.minimum(rng.exponential(1, customers) / leaving, age)
    orders = rng.poisson(rate * stay)
    who = np.repeat(np.arange(customers), orders)
    day = np.ceil(rng.random(who.size) * stay[who]).astype(np.int64)
    days_bought = np.unique(who * (days + 1) + day)
    who, day = np.divmod(days_bought, days + 1)
    last = np.zeros(customers, dtype=np.int64)
    np.maximum.at(last, who, day)
    return PurchaseHistories.of_days(repeats=np.bincount(who, minlength=customers), last=np.minimum(last, age), age=age)


def against_lifetimes(oracle: str | None, rounds: int) -> None:
    """Both on CDNOW's 2,357 customers."""
    table = pd.read_csv(cdnow())
    histories = PurchaseHistories.of(table["frequency"], table["recency"], table["T"])
    ours: dict[str, list[float]] = {name: [] for name in LIMITS}
    theirs: dict[str, list[float]] = {name: [] for name in LIMITS}
    for fit in (fit_bg_nbd, fit_pareto_nbd):
        fit(histories)
    for _ in range(rounds):
        for name, fit in (("bg_nbd", fit_bg_nbd), ("pareto_nbd", fit_pareto_nbd)):
            ours[name].append(seconds(partial(fit, histories)))
        if oracle:
            command = [oracle, "-W", "ignore", "-c", ORACLE, str(cdnow())]
            found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            for line in found.splitlines():
                name, taken = json.loads(line)
                theirs[name].append(taken)
    for name, limit in LIMITS.items():
        mine = statistics.median(ours[name])
        said = f"{name:<12} CDNOW {mine:7.4f} s"
        if oracle:
            other = statistics.median(theirs[name])
            said += f"   lifetimes {other:6.3f} s   ratio {mine / other:.3f} (at most {limit})"
        print(said)


def spenders(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Repeat orders of customers and their mean value, with CDNOW's parameters."""
    rng = np.random.default_rng(2)
    orders = rng.geometric(0.4, size)
    return orders, rng.gamma(6.25 * orders) / rng.gamma(3.74, 1 / 15.44, size) / orders


def compared(name: str, fit: Callable[[int], object], rounds: int) -> None:
    """Median processor time of `fit` for both sizes, each in turn, after a first fit that warms it up.

    Not the time on the wall: whatever else the machine does interrupts the longer fit only.
    """
    taken: dict[int, list[float]] = {10_000: [], 1_000_000: []}
    for size in taken:
        fit(size)
    for _ in range(rounds):
        for size, times in taken.items():
            times.append(seconds(partial(fit, size), time.process_time))
    few, many = map(statistics.median, taken.values())
    ratio = f"ratio {many / few:5.1f} (at most {GROWTH_LIMIT})"
    print(f"{name:<27} 10,000: {few:6.4f} s   1,000,000: {many:6.4f} s   {ratio}")


def million_against_ten_thousand(rounds: int) -> None:
    """How the time grows with a hundred times the customers, watched for 39 weeks and for two years."""
    for days in (273, 730):
        shops = {size: simulated(size, days) for size in (10_000, 1_000_000)}
        for fit in (fit_bg_nbd, fit_pareto_nbd):
            compared(f"{fit.__name__} {days} days", lambda size, fit=fit, shops=shops: fit(shops[size]), rounds)
    payers = {size: spenders(size) for size in (10_000, 1_000_000)}
    compared(fit_gamma_gamma.__name__, lambda size: fit_gamma_gamma(*payers[size]), rounds)


def main() -> None:
    """Measure and print medians and ratios."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--oracle", help="interpreter with lifetimes 0.11.3")
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    against_lifetimes(options.oracle, options.rounds)
    million_against_ten_thousand(options.rounds)


if __name__ == "__main__":
    main()
