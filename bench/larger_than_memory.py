"""How time and memory grow from a million orders in Parquet files to a hundred million, through DuckDB.

    python -m bench.larger_than_memory [--orders 1000000 10000000 100000000] [--folder FOLDER]

Writes the orders (one customer for every five) into a folder that is deleted afterwards, and asks `summary` and
`cohorts` for the monthly figures with `--source duckdb:…`, each in a process of its own whose peak memory is watched.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from bench.read_and_answer import peak_megabytes

ORDERS_PER_CUSTOMER = 5
# Customers begin over two years and buy at a pace of their own, so that they come back, pause and stay away.
ORDERS = """
    copy (
        select 'C' || (i % {customers}) as customer, i::varchar as "order",
            date '2023-01-01'
                + (hash(i % {customers}) % 730 + hash(i) % (30 + hash(i % {customers} + 7) % 335))::int as date,
            (hash(i + 1) % 10000) / 100.0 as amount
        from range({start}, {end}) as orders(i)
    ) to '{path}' (format parquet)
"""
PART = 10_000_000


def write(folder: Path, orders: int) -> None:
    """So many orders as Parquet files of at most ten million each."""
    customers = orders // ORDERS_PER_CUSTOMER
    for part, start in enumerate(range(0, orders, PART)):
        end = min(start + PART, orders)
        duckdb.sql(ORDERS.format(customers=customers, start=start, end=end, path=folder / f"{part:03}.parquet"))


def measure(command: str, folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one command over the folder."""
    began = time.perf_counter()
    megabytes = peak_megabytes(
        [sys.executable, "-m", "retention", command, "--source", f"duckdb:{folder}/*.parquet", "--json"]
    )
    return time.perf_counter() - began, megabytes


def main() -> None:
    """Print one row per number of orders."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--orders", type=int, nargs="+", default=[1_000_000, 10_000_000, 100_000_000])
    arguments.add_argument("--folder", type=Path, help="where the files may lie meanwhile")
    options = arguments.parse_args()
    print("| orders | summary, s | summary, MB | cohorts, s | cohorts, MB |\n|---|---|---|---|---|")
    for orders in options.orders:
        with tempfile.TemporaryDirectory(dir=options.folder) as name:
            write(Path(name), orders)
            cells = [f"{value:,.1f}" for command in ("summary", "cohorts") for value in measure(command, Path(name))]
            print(f"| {orders:,} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
