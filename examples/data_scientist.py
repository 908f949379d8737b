"""Orders that are in a table already: pandas, Polars, DuckDB or Spark in, small pandas tables out.

    python examples/data_scientist.py [duckdb|polars|spark]

The functions take any table with the columns `customer`, `order`, `date` and `amount`, one row per order. The counting
is done where the table is; only the answer comes back.
"""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))  # found without being installed

import numpy as np
import pandas as pd

import retention as rt


def orders() -> pd.DataFrame:
    """5,000 orders of 600 customers within two years, a few of whom buy much more often than others."""
    draw = np.random.default_rng(1)
    eager = draw.gamma(0.7, size=600)
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(draw.integers(0, 730, 5_000), unit="D")
    bought = {"customer": draw.choice(600, 5_000, p=eager / eager.sum()).astype(str), "date": days}
    return pd.DataFrame({"order": np.arange(5_000).astype(str), **bought, "amount": draw.gamma(2, 20, 5_000).round(2)})


def in_engine(table: pd.DataFrame, engine: str) -> Any:  # noqa: ANN401 - a table of whichever engine
    """The table as an engine holds it; in practice it is there already, as a query or a Parquet file."""
    if engine == "polars":
        import polars

        return polars.from_pandas(table).lazy()
    if engine == "duckdb":
        import duckdb

        return duckdb.from_df(table)
    if engine == "spark":
        from pyspark.sql import SparkSession

        return SparkSession.builder.getOrCreate().createDataFrame(table)
    return table


def main(engine: str = "pandas") -> pd.DataFrame:
    """Print rates and cohorts of a table in an engine; gives back the rates, a pandas table."""
    table = in_engine(orders(), engine)
    rates = rt.rates(table, grain="quarter")
    print(rates[["period", "customers_at_start", "retained", "crr", "crr_low", "crr_high"]].round(3))

    # Any column of a cohort table can be the triangle's.
    cohorts = rt.cohorts(table, grain="quarter", ages=91)
    print(rt.triangle(cohorts, "revenue_per_customer").round(1))
    return rates


if __name__ == "__main__":
    main(*sys.argv[1:2])
