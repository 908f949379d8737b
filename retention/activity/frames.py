"""What callers hand in, as a frame that can be counted."""

from typing import Any

import narwhals as nw
import numpy as np
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
    RetentionError: `missing_columns` (columns, present), `not_a_date` (column, type), `not_a_number` (column).
    """
    frame: Frame = nw.from_native(orders.frame if isinstance(orders, Orders) else orders)
    schema = frame.collect_schema()
    missing = tuple(name for name in REQUIRED if name not in schema)
    if missing:
        raise RetentionError("missing_columns", columns=missing, present=tuple(schema))
    if isinstance(frame, nw.DataFrame) and not frame.implementation.is_polars():
        native = frame.to_native() if frame.implementation.is_pandas() else frame.to_pandas()
        return nw.from_native(_with_numbers(_with_plain_dates(native)))
    if not isinstance(schema["date"], nw.Date | nw.Datetime):
        raise RetentionError("not_a_date", column="date", type=str(schema["date"]))
    if not isinstance(schema["amount"], nw.String | nw.Unknown) and not schema["amount"].is_numeric():
        raise RetentionError("not_a_number", column="amount")
    return frame


def _with_plain_dates(native: pd.DataFrame) -> pd.DataFrame:
    date = native["date"]
    if date.dtype == object and pd.api.types.infer_dtype(date, skipna=True) in {"date", "datetime", "empty"}:
        date = pd.to_datetime(date)
    kind = nw.from_native(date.to_frame("date")).collect_schema()["date"]
    if not (pd.api.types.is_datetime64_any_dtype(date) or isinstance(kind, nw.Date | nw.Datetime)):
        raise RetentionError("not_a_date", column="date", type=str(kind))
    zoned = kind != nw.Date and getattr(date.dt, "tz", None) is not None
    plain = date.dt.tz_localize(None) if zoned else date
    return native if plain is native["date"] else native.assign(date=plain)


def _with_numbers(native: pd.DataFrame) -> pd.DataFrame:
    """Amounts that databases return as text or decimals become numbers."""
    amount = native["amount"]
    if pd.api.types.is_numeric_dtype(amount):
        return native
    try:
        return native.assign(amount=amount.to_numpy(dtype=float, na_value=np.nan))
    except (TypeError, ValueError) as words:
        raise RetentionError("not_a_number", column="amount") from words
