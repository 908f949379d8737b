"""Memory and time of orders from a million lines, here and in the checkout in BEFORE, in one run.

    python bench/lines_of_a_million.py BEFORE [--lines 1000000]

Writes a shop's export with eight columns (order, customer, date, product, code, quantity, price, total) and lets a
process of each checkout load it: the most memory it held at a time, what it holds afterwards, the processor seconds of
loading (parser included) and of the fingerprint, and here those of `lines`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent.parent
LOAD = """
import json, resource, sys
sys.path.insert(0, sys.argv[1])
import retention as rt
import gc, os, psutil
spent = lambda: sum(os.times()[:4])
began = spent()
orders = rt.load(sys.argv[2])
loaded = spent()
orders.fingerprint
marked = spent()
gc.collect()
found = {"seconds": loaded - began, "fingerprint": marked - loaded, "held": psutil.Process().memory_info().rss,
         "most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "orders": len(orders.frame)}
if hasattr(type(orders), "lines"):
    began = spent()
    lines = len(orders.lines)
    found |= {"lines": lines, "lines_seconds": spent() - began}
print(json.dumps(found))
"""


def export(lines: int) -> pd.DataFrame:
    """Orders of three lines on average, a total on each line."""
    draw = np.random.default_rng(7)
    order = np.sort(draw.integers(0, lines // 3, lines))
    product = draw.integers(0, 2_000, lines)
    quantity, price = draw.integers(1, 5, lines), np.round(draw.uniform(1, 90, 2_000), 2)[product]
    total = np.round(np.bincount(order, weights=quantity * price), 2)
    day = pd.Timestamp("2023-01-01") + pd.to_timedelta(order * 900 // (lines // 3), unit="D")
    return pd.DataFrame(
        {
            "Order ID": [f"A-{number}" for number in order],
            "Customer email": [f"buyer{number * 7919 % (lines // 12)}@mail.test" for number in order],
            "Order date": day.strftime("%Y-%m-%d"),
            "Product name": [f"A useful thing with a long name, no. {number}" for number in product],
            "SKU": [f"SKU-{number:06}" for number in product],
            "Quantity": quantity,
            "Unit price": price,
            "Order total": total[order],
        }
    )


def loaded(checkout: Path, file: Path) -> dict[str, float]:
    """What loading the file takes in a process of one checkout."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD, str(checkout), str(file)], capture_output=True, text=True, check=True, cwd=checkout
    )
    return json.loads(done.stdout)


def main() -> None:
    """Print both, and their ratios."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("before", type=Path)
    arguments.add_argument("--lines", type=int, default=1_000_000)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "orders.csv"
        export(chosen.lines).to_csv(file, index=False)
        before, here = loaded(chosen.before.resolve(), file), loaded(HERE, file)
    print("before", {name: round(value, 3) for name, value in before.items()})
    print("here  ", {name: round(value, 3) for name, value in here.items()})
    print("ratio ", {name: round(here[name] / before[name], 2) for name in before if before[name]})


if __name__ == "__main__":
    main()
