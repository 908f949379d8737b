"""Orders where they already are: folders of Parquet or CSV files, databases, Spark."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import narwhals as nw
from narwhals.typing import IntoFrame

from retention.errors import ColumnError, SourceError
from retention.ingest.sources.databases import public, query_database
from retention.ingest.sources.duckdb_files import duckdb_table, named_files
from retention.ingest.sources.read_only import files_of_sqlite
from retention.ingest.sources.spark import spark_table
from retention.ingest.sources.time_zone import in_zone

CANONICAL = ("customer", "order", "date", "amount")
_SQLITE = re.compile(r"(?:sqlite(?:\+\w+)?:///|adbc:sqlite:(?:///)?)")
"""What an address of an SQLite database has before its path."""


def open_source(
    address: str, *, query: str | None = None, columns: Mapping[str, str] | None = None, timezone: str | None = None
) -> IntoFrame:
    """Orders at an address, as a frame every function of this package takes.

    `duckdb:orders/*.parquet`   Parquet or CSV files (also `.csv.gz`), by DuckDB, larger than memory if need be; their
                                columns go together by name. A folder stands for the Parquet, else the CSV files in it
    `duckdb:shop.duckdb`        the result of `query` (required) in a database of DuckDB's own
    `spark:table`               a table of the running Spark session (one is started if none runs)
    `spark:sc://host:15002/table`  a table behind Spark Connect
    any SQLAlchemy address      the result of `query` (required), as a pandas table
    `adbc:` and an ADBC address  likewise (`adbc:postgresql://me@host/shop`, `adbc:sqlite:///shop.db`)

    `query`: SQL; for `duckdb:` over the files as table `orders`, for `spark:` instead of a table name.
    `columns`: canonical name → name in the source, for `customer`, `order`, `date`, `amount` and whatever
    else differs (`channel` …). Columns not named keep theirs. A `date` given as text is read as ISO;
    in files, one with a zone counts in UTC. `timezone`: the shop's, such as `Europe/Chisinau`, on whose clock days are
    counted; times without a zone are taken as UTC's. Every row counts as one order: where several stand for one, let
    the query group them
    (`select customer, "order", min(date) as date, sum(amount) as amount from orders group by all`).

    Whatever the query says, a source is read and stays as it is; nothing is fetched or installed for it.

    RetentionError: `unknown_source` (address), `columns_repeated` (columns), `missing_columns` (columns, present),
    `not_a_date` (column, type), `unknown_timezone` (value), `days_without_time` (column), and those of
    `query_database`, `duckdb_table` and `spark_table`.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     written = Path(folder, "2025.csv").write_text(
    ...         "who,date,amount\\nann,2025-01-05,30\\nbob,2025-01-06,40\\nann,2025-02-07,90\\n"
    ...     )
    ...     orders = rt.open_source(f"duckdb:{folder}", columns={"customer": "who"})
    ...     table = rt.rates(orders, grain="month")
    >>> table[["period", "customers_at_start", "retained", "crr"]]
        period  customers_at_start  retained  crr
    0  2025-01                   0         0  NaN
    1  2025-02                   2         1  0.5
    """
    scheme, _, rest = _without_adbc(address).partition(":")
    if scheme == "duckdb" and rest:
        frame: IntoFrame = duckdb_table(rest, query)
    elif scheme == "spark" and rest:
        frame = spark_table(rest, query)
    elif "://" in address or scheme == "adbc":
        frame = query_database(address, query)
    else:
        raise SourceError("unknown_source", address=public(address))
    orders: IntoFrame = _canonical(frame, columns or {})
    return orders if timezone is None else in_zone(orders, timezone)


def _without_adbc(address: str) -> str:
    """The address of DuckDB itself where ADBC is to reach it: only when asked directly it can be kept from writing."""
    return address.removeprefix("adbc:") if address.startswith("adbc:duckdb:") else address


def source_files(address: str) -> list[str]:
    """The files on this computer that a source reads; none for one that is elsewhere.

    RetentionError: `source_elsewhere` (address), `package_missing` (package).
    """
    scheme, _, rest = _without_adbc(address).partition(":")
    if scheme == "duckdb" and rest:
        return named_files(rest)
    database = _SQLITE.match(address)
    if database is None:
        return []
    place = address[database.end() :]
    return [*files_of_sqlite(place), *files_of_sqlite(unquote(place))]  # drivers read %20 as a space, some do not


def _canonical(native: Any, columns: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever the engine calls its tables
    """The source's columns under canonical names."""
    repeated = tuple(name for name, times in Counter(native.columns).items() if times > 1)
    if repeated:
        raise ColumnError("columns_repeated", columns=repeated)
    frame = nw.from_native(native)
    schema = frame.collect_schema()
    names = {name: columns.get(name, name) for name in CANONICAL} | dict(columns)
    missing = tuple(names[name] for name in ("customer", "date", "amount") if names[name] not in schema)
    missing += tuple(source for source in columns.values() if source not in schema and source not in missing)
    if missing:
        raise ColumnError("missing_columns", columns=missing, present=tuple(schema))
    taken = {*names.values(), *names}
    chosen = [nw.col(source).alias(name) for name, source in names.items() if source in schema]
    rest = [name for name in schema if name not in taken]
    table = frame.select(*chosen, *rest)
    if isinstance(schema[names["date"]], nw.String):
        table = _with_dates(table)
    return table.to_native()


def _with_dates(table: nw.DataFrame[Any] | nw.LazyFrame[Any]) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:
    """Dates given as text, read as ISO: at once in memory, elsewhere when they are asked for."""
    if isinstance(table, nw.LazyFrame):
        return table.with_columns(nw.col("date").cast(nw.Datetime("us")))
    try:
        return table.with_columns(nw.col("date").str.to_datetime())
    except ValueError as words:
        raise ColumnError("not_a_date", column="date", type="text") from words
