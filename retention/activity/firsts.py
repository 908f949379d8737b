"""What was so on each customer's first order: its channel, country, product, discount."""

import datetime as dt
from typing import Any

import narwhals as nw
import pandas as pd
from narwhals.typing import IntoFrame

from retention.activity.codes import numbered
from retention.errors import RetentionError
from retention.orders import Orders
from retention.periods import day_number


def first_values(frame: nw.LazyFrame[Any], by: str, *, present: bool = False) -> nw.LazyFrame[Any]:
    """What column `by` says on each customer's first order: `customer`, `group` (text, missing where it says nothing).

    `frame` holds `known` rows. With `present`, `group` only tells whether there is something: "1" for a text or
    a number other than 0, else "0". Of several first orders at the same time the alphabetically first value
    counts, so that the order of rows never does.

    Raises RetentionError `no_such_column` (column, columns).
    """
    schema = frame.collect_schema()
    if by not in schema:
        raise RetentionError("no_such_column", column=by, columns=tuple(schema))
    rows = _purchases(frame).select("customer", "date", group=nw.col(by))
    value = nw.col("group").cast(nw.String)
    if present:
        nothing = nw.col("group").is_null() | value.is_in(["", "0", "0.0", "nan", "False", "false"])
        value = nw.when(nothing).then(nw.lit("0")).otherwise(nw.lit("1"))
    same = rows.filter(nw.col("date") == nw.col("date").min().over("customer")).with_columns(group=value)
    return same.group_by("customer").agg(nw.col("group").min())


def known(orders: Orders | IntoFrame, as_of: dt.date) -> nw.LazyFrame[Any]:
    """The rows of known customers up to the as-of date; in pandas customers are numbers, as in `Activity`."""
    frame = nw.from_native(orders.frame if isinstance(orders, Orders) else orders)
    native = frame.to_native()
    if isinstance(native, pd.DataFrame):
        codes, _ = numbered(native["customer"])
        frame = nw.from_native(native.assign(customer=codes)[codes >= 0])
    rows = frame.lazy().filter(day_number(nw.col("date")) <= as_of.toordinal() - 1)
    return rows.filter(~nw.col("customer").is_null())


def _purchases(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The rows that are orders."""
    if "purchase" in frame.collect_schema():
        return frame.filter(nw.col("purchase"))
    return frame.filter((nw.col("amount") >= 0) | nw.col("amount").is_null())
