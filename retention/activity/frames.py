"""What callers hand in, as a frame that can be counted."""

from typing import Any

import narwhals as nw
import pandas as pd
from narwhals.typing import IntoFrame

from retention.errors import RetentionError
from retention.orders import Orders

REQUIRED = ("customer", "date", "amount")
Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]


def countable(orders: Orders | IntoFrame) -> Frame:
    """The orders as a Narwhals frame with `customer`, `date` and `amount`, on the engine that holds them.

    In pandas, dates may also be Python's own, as databases return them, and those of a time zone become the local
    time they show. Tables of engines without queries of their own (PyArrow) come to pandas.
    RetentionError: `missing_columns` (columns, present), `not_a_date` (column, type).
    """
    frame: Frame = nw.from_native(orders.frame if isinstance(orders, Orders) else orders)
    schema = frame.collect_schema()
    missing = tuple(name for name in REQUIRED if name not in schema)
    if missing:
        raise RetentionError("missing_columns", columns=missing, present=tuple(schema))
    if isinstance(frame, nw.DataFrame) and not frame.implementation.is_polars():
        native = frame.to_native() if frame.implementation.is_pandas() else frame.to_pandas()
        return nw.from_native(_with_plain_dates(native))
    if not isinstance(schema["date"], nw.Date | nw.Datetime):
        raise RetentionError("not_a_date", column="date", type=str(schema["date"]))
    return frame


def _with_plain_dates(native: pd.DataFrame) -> pd.DataFrame:
    date = native["date"]
    if date.dtype == object and pd.api.types.infer_dtype(date, skipna=True) in {"date", "datetime", "empty"}:
        date = pd.to_datetime(date)
    kind = nw.from_native(native[["date"]]).collect_schema()["date"]
    if not (pd.api.types.is_datetime64_any_dtype(date) or isinstance(kind, nw.Date | nw.Datetime)):
        raise RetentionError("not_a_date", column="date", type=str(kind))
    zoned = getattr(date.dt, "tz", None) is not None
    plain = date.dt.tz_localize(None) if zoned else date
    return native if plain is native["date"] else native.assign(date=plain)
