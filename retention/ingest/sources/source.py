"""Orders where they already are: folders of Parquet or CSV files, databases, Spark."""

import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrame

from retention.errors import RetentionError
from retention.ingest.sources.databases import ask, failed, public
from retention.ingest.sources.spark import spark_table

if TYPE_CHECKING:
    import duckdb

CANONICAL = ("customer", "order", "date", "amount")
# What DuckDB may hold in memory; the rest waits in the system's folder for temporary files until the query is done.
# Leaves room, within 4 GB, for its reading and sorting buffers and for Python.
_MEMORY = "2500MB"
_PARQUET = (".parquet", ".pq")


def open_source(address: str, *, query: str | None = None, columns: Mapping[str, str] | None = None) -> IntoFrame:
    """Orders at an address, as a frame every function of this package takes.

    `duckdb:orders/*.parquet`   Parquet or CSV files (also `.csv.gz`), by DuckDB, larger than memory if need be; their
                                columns go together by name. A folder stands for the Parquet, else the CSV files in it
    `spark:table`               a table of the running Spark session (one is started if none runs)
    `spark:sc://host:15002/table`  a table behind Spark Connect
    any SQLAlchemy address      the result of `query` (required), brought home as a pandas table
    `adbc:` and an ADBC address  the same (`adbc:postgresql://me@host/shop`, `adbc:sqlite:///shop.db`)

    `query`: SQL; for `duckdb:` over the files as table `orders`, for `spark:` instead of a table name.
    `columns`: canonical name → name in the source, for `customer`, `order`, `date`, `amount` and whatever
    else differs (`channel` …). Columns not named keep theirs. A `date` given as text is read as ISO;
    in files, one with a zone counts in UTC. Every row counts as one order: where several stand for one, let the query
    group them (`select customer, "order", min(date) as date, sum(amount) as amount from orders group by all`).

    RetentionError: `unknown_source` (address), `package_missing` (package), `files_not_found` (pattern),
    `source_failed` (address, reason), `columns_repeated` (columns), `missing_columns` (columns, present), `not_a_date`
    (column, type), and those of `ask` and `spark_table`.
    """
    kind, _, rest = address.partition(":")
    if kind == "duckdb" and rest:
        frame: IntoFrame = _files(rest, query)
    elif kind == "spark" and rest:
        frame = spark_table(rest, query)
    elif "://" in address or kind == "adbc":
        frame = ask(address, query)
    else:
        raise RetentionError("unknown_source", address=public(address))
    orders: IntoFrame = _canonical(frame, columns or {})
    return orders


def _files(pattern: str, query: str | None) -> "duckdb.DuckDBPyRelation":
    try:
        import duckdb
    except ImportError as missing:
        raise RetentionError("package_missing", package="duckdb") from missing
    connection = duckdb.connect(
        config={"memory_limit": _MEMORY, "temp_directory": tempfile.gettempdir(), "preserve_insertion_order": False}
    )
    connection.execute("set TimeZone = 'UTC'")  # as pandas and Polars read times with a zone
    place = _inside(Path(pattern)) if Path(pattern).is_dir() else pattern
    read = connection.read_parquet if Path(place).suffix.lower() in _PARQUET else connection.read_csv
    try:
        files = read(place, union_by_name=True)
        return files.query("orders", query) if query else files
    except duckdb.IOException as nothing:
        raise RetentionError("files_not_found", pattern=pattern) from nothing
    except duckdb.Error as failure:
        raise failed(f"duckdb:{pattern}", failure) from failure


def _inside(folder: Path) -> str:
    """A pattern for the files of a folder, as other programs leave them there."""
    kinds = (f"**/*{ending}" for ending in (*_PARQUET, ".csv", ".csv.gz"))
    return next((str(folder / kind) for kind in kinds if any(folder.glob(kind))), str(folder))


def _canonical(native: Any, columns: Mapping[str, str]) -> Any:  # noqa: ANN401 - whatever the engine calls its tables
    """The source's columns under canonical names."""
    repeated = tuple(name for name, times in Counter(native.columns).items() if times > 1)
    if repeated:
        raise RetentionError("columns_repeated", columns=repeated)
    frame = nw.from_native(native)
    schema = frame.collect_schema()
    names = {name: columns.get(name, name) for name in CANONICAL} | dict(columns)
    missing = tuple(names[name] for name in ("customer", "date", "amount") if names[name] not in schema)
    missing += tuple(source for source in columns.values() if source not in schema and source not in missing)
    if missing:
        raise RetentionError("missing_columns", columns=missing, present=tuple(schema))
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
        raise RetentionError("not_a_date", column="date", type="text") from words
