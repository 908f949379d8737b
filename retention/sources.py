"""Orders where they already are: folders of Parquet or CSV files, databases, Spark."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrame

from retention.errors import RetentionError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    from pyspark.sql import DataFrame as SparkFrame

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

    `query`: SQL; for `duckdb:` over the files as table `orders`, for `spark:` instead of a table name.
    `columns`: canonical name → name in the source, for `customer`, `order`, `date`, `amount` and whatever
    else differs (`channel` …). Columns not named keep theirs. A `date` given as text is read as ISO.

    RetentionError: `unknown_source` (address), `package_missing` (package), `files_not_found` (pattern),
    `query_missing` (address), `source_failed` (address, reason), `missing_columns` (columns, present), `not_a_date`
    (column, type).
    """
    kind, _, rest = address.partition(":")
    if kind == "duckdb" and rest:
        frame: IntoFrame = _files(rest, query)
    elif kind == "spark" and rest:
        frame = _spark(rest, query)
    elif "://" in address:
        frame = _database(address, query)
    else:
        raise RetentionError("unknown_source", address=address)
    return _canonical(frame, columns or {})


def _files(pattern: str, query: str | None) -> "duckdb.DuckDBPyRelation":
    try:
        import duckdb
    except ImportError as missing:
        raise RetentionError("package_missing", package="duckdb") from missing
    connection = duckdb.connect(
        config={"memory_limit": _MEMORY, "temp_directory": tempfile.gettempdir(), "preserve_insertion_order": False}
    )
    place = _inside(Path(pattern)) if Path(pattern).is_dir() else pattern
    read = connection.read_parquet if Path(place).suffix.lower() in _PARQUET else connection.read_csv
    try:
        files = read(place, union_by_name=True)
        return files.query("orders", query) if query else files
    except duckdb.IOException as nothing:
        raise RetentionError("files_not_found", pattern=pattern) from nothing
    except duckdb.Error as failure:
        raise _failed(f"duckdb:{pattern}", failure) from failure


def _inside(folder: Path) -> str:
    """A pattern for the files of a folder, as other programs leave them there."""
    kinds = (f"**/*{ending}" for ending in (*_PARQUET, ".csv", ".csv.gz"))
    return next((str(folder / kind) for kind in kinds if any(folder.glob(kind))), str(folder))


def _spark(place: str, query: str | None) -> "SparkFrame":
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise RetentionError("package_missing", package="pyspark") from missing
    server, _, table = place.rpartition("/") if place.startswith("sc://") else ("", "", place)
    builder = SparkSession.builder.remote(server) if server else SparkSession.builder
    try:
        session = builder.getOrCreate()
        frame = session.sql(query) if query else session.table(table)
        return frame.select(frame.columns)  # asking for columns makes Spark Connect look for the table at once
    except PySparkException as failure:
        raise _failed(f"spark:{place}", failure) from failure


def _database(address: str, query: str | None) -> "pd.DataFrame":
    try:
        import sqlalchemy
    except ImportError as missing:
        raise RetentionError("package_missing", package="SQLAlchemy") from missing
    import pandas as pd

    if query is None:
        raise RetentionError("query_missing", address=_public(address))
    try:
        engine = sqlalchemy.create_engine(address)
        with engine.connect() as connection:
            return pd.read_sql_query(sqlalchemy.text(query), connection)
    except ImportError as driver:
        raise RetentionError("package_missing", package=driver.name) from driver
    except (sqlalchemy.exc.SQLAlchemyError, pd.errors.DatabaseError) as failure:
        raise _failed(_public(address), failure) from failure


def _failed(address: str, failure: Exception) -> RetentionError:
    """What the source answered, without its inner workings."""
    return RetentionError("source_failed", address=address, reason=str(failure).partition("\n")[0])


def _public(address: str) -> str:
    """An address without user name and password."""
    kind, _, rest = address.partition("://")
    return f"{kind}://{rest.rpartition('@')[2]}"


def _canonical(native: IntoFrame, columns: Mapping[str, str]) -> IntoFrame:
    """The source's columns under canonical names."""
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
