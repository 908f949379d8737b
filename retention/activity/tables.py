"""A table of orders wherever it is: what it must have, and, of filtered ones, which rows count."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame

from retention.errors import ColumnError, NoOrdersError
from retention.filters import EVERY_ORDER, Filter
from retention.orders import Orders
from retention.periods import day_number

REQUIRED = ("customer", "date", "amount")
Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class FilteredTable:
    """A table of orders of which only those count that fulfil a filter, and that were placed by a day.

    `frame` holds their rows, on the engine that holds `whole`, the table of all orders: this one still tells until
    when the data reach, and which periods are over. `later`: the rows after the day, which count nowhere.
    """

    frame: IntoFrame
    whole: IntoFrame
    filter: Filter = EVERY_ORDER
    later: IntoFrame | None = None


AnyOrders: TypeAlias = Orders | FilteredTable | IntoFrame
"""Orders as every function takes them: cleaned, filtered, or any table that Narwhals knows."""


def filter_of(orders: AnyOrders) -> Filter:
    """Which of all orders these are; without a condition, all of them."""
    return orders.filter if isinstance(orders, Orders | FilteredTable) else EVERY_ORDER


def native(orders: AnyOrders) -> IntoFrame:
    """The rows that count as a table of the engine that holds them."""
    return orders.frame if isinstance(orders, Orders | FilteredTable) else orders


def placed_until(day: dt.date, orders: IntoFrame) -> FilteredTable:
    """The orders of a table but for those after a day, the one on which it is read: no order can be of a later one."""
    rows = countable(orders)
    late = day_number(nw.col("date")) > day.toordinal() - 1
    known = rows.filter(~late | nw.col("date").is_null()).to_native()
    return FilteredTable(frame=known, whole=known, later=rows.filter(late).to_native())


def nothing_left(by: Filter) -> NoOrdersError:
    """The refusal of a filter that no order fulfils."""
    return NoOrdersError("filter_leaves_nothing", conditions=[str(each) for each in by.conditions])


def countable(orders: AnyOrders) -> Frame:
    """The orders as a Narwhals frame with `customer`, `date` and `amount`, on the engine that holds them.

    In pandas, dates may also be Python's own, as databases return them, and those of a time zone become the local
    time they show. Tables of engines without queries of their own (PyArrow) come to pandas.
    RetentionError: `missing_columns` (columns, present), `not_a_date` (column, type), `not_a_number` (column).
    """
    frame: Frame = nw.from_native(native(orders))
    schema = frame.collect_schema()
    missing = tuple(name for name in REQUIRED if name not in schema)
    if missing:
        raise ColumnError("missing_columns", columns=missing, present=tuple(schema))
    if isinstance(frame, nw.DataFrame) and not frame.implementation.is_polars():
        rows = frame.to_native() if frame.implementation.is_pandas() else frame.to_pandas()
        return nw.from_native(_with_numbers(_with_plain_dates(rows)))
    if not isinstance(schema["date"], nw.Date | nw.Datetime):
        raise ColumnError("not_a_date", column="date", type=str(schema["date"]))
    if not isinstance(schema["amount"], nw.String | nw.Unknown) and not schema["amount"].is_numeric():
        raise ColumnError("not_a_number", column="amount")
    return frame


def _with_plain_dates(rows: pd.DataFrame) -> pd.DataFrame:
    date = rows["date"]
    if date.dtype == object and pd.api.types.infer_dtype(date, skipna=True) in {"date", "datetime", "empty"}:
        date = pd.to_datetime(date)
    kind = nw.from_native(date.to_frame("date")).collect_schema()["date"]
    if not (pd.api.types.is_datetime64_any_dtype(date) or isinstance(kind, nw.Date | nw.Datetime)):
        raise ColumnError("not_a_date", column="date", type=str(kind))
    zoned = kind != nw.Date and getattr(date.dt, "tz", None) is not None
    plain = date.dt.tz_localize(None) if zoned else date
    return rows if plain is rows["date"] else rows.assign(date=plain)


def _with_numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """Amounts that databases return as text or decimals become numbers."""
    amount = rows["amount"]
    if pd.api.types.is_numeric_dtype(amount):
        return rows
    try:
        return rows.assign(amount=amount.to_numpy(dtype=float, na_value=np.nan))
    except (TypeError, ValueError) as words:
        raise ColumnError("not_a_number", column="amount") from words
