"""Times of a source on the shop's own clock, moved where they are: in pandas, in DuckDB, on Spark."""

from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd

from retention.errors import RequestError
from retention.ingest.mapping import TIME_ZONE

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation
    from pyspark.sql import DataFrame as SparkFrame

UTC = frozenset({"UTC", "Etc/UTC", "GMT"})
"""What engines call the zone whose days are nobody's own."""


def in_zone(native: Any, zone: str) -> Any:  # noqa: ANN401 - whatever the engine calls its tables
    """The table with its `date` as the clock of a time zone shows it.

    A time without a zone is one of UTC, as databases keep them; days without a time of day have no zone.
    RetentionError: `unknown_timezone` (value), `days_without_time` (column).
    """
    if TIME_ZONE.read(zone) is None:
        raise RequestError("unknown_timezone", value=zone)
    frame = nw.from_native(native)
    kind = frame.collect_schema()["date"]
    aware = isinstance(kind, nw.Datetime) and kind.time_zone is not None
    if isinstance(native, pd.DataFrame):
        return _in_pandas(native, zone)
    if not aware and (not isinstance(kind, nw.Datetime) or not _tells_times(frame)):
        raise RequestError("days_without_time", column="date")
    return (_on_spark if frame.implementation.is_spark_like() else _in_duckdb)(native, zone, aware=aware)


def in_utc(native: Any) -> bool:  # noqa: ANN401 - whatever the engine calls its tables
    """Whether the times of `date` are told in UTC."""
    kind = nw.from_native(native).collect_schema()["date"]
    return isinstance(kind, nw.Datetime) and kind.time_zone in UTC


def _tells_times(frame: "nw.LazyFrame[Any] | nw.DataFrame[Any]") -> bool:
    """Whether any moment is another than midnight."""
    date = nw.col("date").dt
    clock = date.hour().cast(nw.Int64) * 60 + date.minute().cast(nw.Int64)
    latest = frame.lazy().select(clock.max().alias("clock")).collect("pyarrow")["clock"][0]
    return bool(latest)


def _in_pandas(rows: pd.DataFrame, zone: str) -> pd.DataFrame:
    days = rows["date"].dtype == object and pd.api.types.infer_dtype(rows["date"], skipna=True) == "date"
    moments = pd.to_datetime(rows["date"], utc=True)
    aware = isinstance(rows["date"].dtype, pd.DatetimeTZDtype)
    if days or (not aware and (moments.dropna() == moments.dropna().dt.normalize()).all()):
        raise RequestError("days_without_time", column="date")
    return rows.assign(date=moments.dt.tz_convert(zone).dt.tz_localize(None))


def _in_duckdb(rows: "DuckDBPyRelation", zone: str, *, aware: bool) -> "DuckDBPyRelation":
    moment = '"date"' if aware else "(\"date\" at time zone 'UTC')"
    return rows.project(f"* replace ({moment} at time zone '{zone}' as \"date\")")


def _on_spark(rows: "SparkFrame", zone: str, *, aware: bool) -> "SparkFrame":
    from pyspark.sql import functions

    # Without a source zone, that of the session is meant, on whose clock Spark shows a time with a zone.
    source = None if aware else functions.lit("UTC")
    shown = functions.col("date").cast("timestamp_ntz")
    return rows.withColumn("date", functions.convert_timezone(source, functions.lit(zone), shown))
