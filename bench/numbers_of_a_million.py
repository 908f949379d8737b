"""How long the monthly bridge and the monthly cohorts of a million orders take, next to other ways to get them.

    python -m bench.numbers_of_a_million [--orders 1000000] [--customers 200000] [--rounds 5]
        [--lifetimes PYTHON] [--repeatradar PYTHON]

Every way gets the table in its own best form and computes in turn, in the same minutes, so that ratios hold on a
noisy machine; the best and the median round are printed. `pandas`: `rates` and `cohorts` on `Orders`, customers as
categories. `DuckDB SQL`: the same two tables by one hand-written query each over one shared customer × month table,
inside the database, with whole-number and with text customers.

Two libraries live in environments of their own, since they want older packages; name their interpreters:

    python3 -m venv A && A/bin/pip install lifetimes==0.11.3 "pandas<2" "numpy<2" "setuptools<60"
    python3 -m venv B && B/bin/pip install repeatradar

`lifetimes`: `summary_data_from_transaction_data` (frequency, recency, age: neither bridge nor cohorts).
`repeatradar`: `generate_cohort_data`, customers by cohort and month (no bridge).
"""

import argparse
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from retention.analysis.cohorts import cohorts
from retention.analysis.rates import rates
from retention.orders import Orders

MONTHLY = """
    create or replace temp table activity as
    select {customer} as customer, year(date) * 12 + month(date) as month, count(*) as orders, sum(amount) as revenue
    from orders group by all
"""
BRIDGE = """
    with first as (select customer, min(month) as first from activity group by customer)
    select month, count(*) as active, count(*) filter (month = first) as new, count(before.customer) as retained,
           sum(now.orders) as orders, sum(now.revenue) as revenue
    from activity as now join first using (customer)
    left join (select customer, month + 1 as month from activity) as before using (customer, month)
    group by month order by month
"""
COHORTS = """
    with first as (select customer, min(month) as first from activity group by customer)
    select first, month - first as age, count(*) as customers, sum(orders) as orders, sum(revenue) as revenue
    from activity join first using (customer) group by all order by all
"""
ELSEWHERE = """
import sys, time, numpy as np, pandas as pd
data = np.load(sys.argv[1])
frame = pd.DataFrame({{"customer": data["customer"], "date": data["date"].astype("datetime64[ns]")}})
{load}
for _ in range(int(sys.argv[2])):
    began = time.perf_counter()
    {call}
    print(time.perf_counter() - began)
"""
LIFETIMES = ELSEWHERE.format(
    load="from lifetimes.utils import summary_data_from_transaction_data",
    call='summary_data_from_transaction_data(frame, "customer", "date", freq="D")',
)
REPEATRADAR = ELSEWHERE.format(
    load="from repeatradar import generate_cohort_data",
    call='generate_cohort_data(frame, "date", "customer", cohort_period="M", period_duration="M")',
)


def shop(orders: int, customers: int) -> pd.DataFrame:
    """Three years of orders; some customers order far more often than others."""
    rng = np.random.default_rng(1)
    weights = rng.gamma(0.8, 1.0, customers) + 0.02
    who = rng.choice(customers, orders, p=weights / weights.sum())
    seconds = rng.integers(0, 1096 * 86_400, orders)
    return pd.DataFrame(
        {
            "customer": pd.Categorical.from_codes(who, pd.Index([f"c{n:07d}" for n in range(customers)])),
            "order": np.arange(orders).astype(str),
            "date": (np.datetime64("2022-01-01", "s") + seconds).astype("datetime64[us]"),
            "amount": rng.lognormal(3, 1, orders).round(2),
            "purchase": True,
        }
    )


def in_pandas(frame: pd.DataFrame) -> None:
    """The bridge and the cohorts, from a fresh Orders each time, so that nothing is remembered."""
    as_of = frame["date"].max().date()
    orders = Orders(frame=frame, as_of=as_of, set_aside=pd.DataFrame(columns=["file", "row", "reason"]))
    rates(orders)
    cohorts(orders)


def in_sql(connection: duckdb.DuckDBPyConnection, customer: str) -> None:
    """The same two tables by SQL."""
    connection.execute(MONTHLY.format(customer=customer))
    connection.execute(BRIDGE).fetchall()
    connection.execute(COHORTS).fetchall()


def timed(ways: dict[str, Callable[[], None]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each way in each round, in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds + 1):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            seconds[name].append(time.perf_counter() - began)
    return {name: measured[1:] for name, measured in seconds.items()}  # the first round warms up


def elsewhere(python: str, script: str, frame: pd.DataFrame, rounds: int) -> list[float]:
    """Seconds of each round in another interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.npz"
        np.savez(path, customer=frame["customer"].cat.codes, date=frame["date"].to_numpy().astype(np.int64) * 1000)
        command = [python, "-c", script, str(path), str(rounds)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(line) for line in done.stdout.split()]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("--orders", 1_000_000), ("--customers", 200_000), ("--rounds", 5)):
        options.add_argument(name, type=int, default=default)
    for name in ("--lifetimes", "--repeatradar"):
        options.add_argument(name, metavar="PYTHON")
    chosen = options.parse_args()
    frame = shop(chosen.orders, chosen.customers)
    connection = duckdb.connect()
    plain = frame.assign(code=frame["customer"].cat.codes, customer=frame["customer"].astype("str"))
    connection.register("source", plain)
    connection.execute("create table orders as select * from source")
    ways = {
        "pandas": lambda: in_pandas(frame),
        "DuckDB SQL, numbers": lambda: in_sql(connection, "code"),
        "DuckDB SQL, text": lambda: in_sql(connection, "customer"),
    }
    seconds = timed(ways, chosen.rounds)
    for name, script in (("lifetimes", LIFETIMES), ("repeatradar", REPEATRADAR)):
        if getattr(chosen, name):
            seconds[name] = elsewhere(getattr(chosen, name), script, frame, chosen.rounds)
    for name, measured in seconds.items():
        ratio = min(measured) / min(seconds["pandas"])
        print(f"{name:20} best {min(measured):7.3f} s   median {statistics.median(measured):7.3f} s   {ratio:5.1f} x")


if __name__ == "__main__":
    main()
