"""How often the interval of a quotient of two sums holds the truth, beside a bootstrap over customers.

python -m bench.revenue_intervals [SAMPLES]

Customers whose orders are worth e^N(0, s²) come back with a chance that rises with their worth; net and gross revenue
retention of all of them is the truth. Of samples of 30 to 1,000 customers it is counted whose 95% interval holds it: by
`retention.intervals.of_sums` and by the percentiles of 400 resamplings. The generator has a fixed seed.
"""

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from retention.intervals import of_sums

POPULATION = 2_000_000
RESAMPLINGS = 400


def customers(rng: np.random.Generator, count: int, spread: float) -> tuple[np.ndarray, np.ndarray]:
    """What each customer spent in the base, and again in the period (0 where they did not come back)."""
    worth = rng.lognormal(0, spread, count)
    before, after = (worth * rng.lognormal(0, 0.5, count) * (1 + rng.poisson(0.5, count)) for _ in range(2))
    back = rng.random(count) < 0.35 * np.minimum(worth**0.2, 2)
    return before, np.where(back, after, 0.0)


def by_sums(part: np.ndarray, whole: np.ndarray, *, at_most_one: bool) -> tuple[float, float]:
    """The interval that the package prints."""
    squares = (part @ part, part @ whole, whole @ whole)
    low, high = of_sums(part.sum(), whole.sum(), squares, len(whole), at_most_one=at_most_one)
    return float(low), float(high)


def main(samples: int) -> None:
    """Print a line per spread and size: shares of samples that hold the truth, and the time of both ways."""
    rng = np.random.default_rng(1)
    for spread in (0.7, 1.2):
        before, after = customers(rng, POPULATION, spread)
        truth = {"net": after.sum() / before.sum(), "gross": np.minimum(before, after).sum() / before.sum()}
        for size in (30, 100, 300, 1000):
            hits, seconds = dict.fromkeys(("net", "gross", "net resampled", "gross resampled"), 0), [0.0, 0.0]
            for _ in range(samples):
                before, after = customers(rng, size, spread)
                for name, part in (("net", after), ("gross", np.minimum(before, after))):
                    begun = time.process_time()
                    low, high = by_sums(part, before, at_most_one=name == "gross")
                    seconds[0] += time.process_time() - begun
                    hits[name] += low <= truth[name] <= high
                    begun = time.process_time()
                    weights = rng.poisson(1, (RESAMPLINGS, size)).astype(float)
                    low, high = np.quantile(weights @ part / (weights @ before), (0.025, 0.975))
                    seconds[1] += time.process_time() - begun
                    hits[f"{name} resampled"] += low <= truth[name] <= high
            shares = ", ".join(f"{name} {count / samples:.1%}" for name, count in hits.items())
            print(
                f"spread {spread}, {size} customers: {shares}; "
                f"resampling takes {seconds[1] / seconds[0]:.0f} times as long"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
