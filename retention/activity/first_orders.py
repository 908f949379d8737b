"""What was so on each customer's first order."""

import datetime as dt
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity.pandas_engine import numbered, sales
from retention.activity.query_engine import is_sale
from retention.activity.tables import AnyOrders, countable
from retention.errors import ColumnError
from retention.periods import day_number

_NOTHING = ("", "0", "0.0", "nan", "false")


def first_values(orders: AnyOrders, by: str, *, as_of: dt.date, present: bool = False) -> nw.LazyFrame[Any]:
    """What column `by` says on each customer's first order: `customer`, `group` (text, missing where it says nothing).

    One row per customer with an order up to the as-of date; in pandas `customer` is a number, as in `Activity`,
    and `group` a category. With `present`, `group` only tells whether there is something: "1" for a text or a
    number other than 0, else "0". Of several first orders at the same time the alphabetically first value
    counts, so that the order of rows never does. Yes and no are written `true` and `false`.

    Raises RetentionError `no_such_column` (column, columns) and those of `countable`.
    """
    frame = countable(orders)
    schema = frame.collect_schema()
    if by not in schema:
        raise ColumnError("no_such_column", column=by, columns=tuple(schema))
    native = frame.to_native()
    if isinstance(native, pd.DataFrame):
        found = _in_pandas(native, by, as_of)
    else:
        rows = frame.lazy().filter(day_number(nw.col("date")) <= as_of.toordinal() - 1)
        found = _first_rows(rows.filter(~nw.col("customer").is_null()), by)
    if not present:
        return found
    text = nw.col("group").cast(nw.String)
    nothing = nw.col("group").is_null() | text.is_in(_NOTHING)
    return found.with_columns(group=nw.when(nothing).then(nw.lit("0")).otherwise(nw.lit("1")))


def _in_pandas(native: pd.DataFrame, by: str, as_of: dt.date) -> nw.LazyFrame[Any]:
    codes, names = numbered(native["customer"])
    moment = native["date"].to_numpy(dtype="datetime64[us]", na_value=np.datetime64("NaT"))
    ended = np.datetime64(as_of, "us") + np.timedelta64(1, "D")
    rows = np.flatnonzero((codes >= 0) & (moment < ended) & sales(native))
    first = np.full(len(names), np.iinfo(np.int64).max)
    np.minimum.at(first, codes[rows], moment[rows].astype(np.int64))
    rows = rows[moment[rows].astype(np.int64) == first[codes[rows]]]
    value, texts = _texts(native[by].iloc[rows])
    # In order of the alphabet, missing ones last: of several at the same time the first remains.
    ordered = np.lexsort((np.where(value < 0, len(texts), value), codes[rows]))
    customer = codes[rows][ordered]
    keep = np.r_[True, customer[1:] != customer[:-1]][: len(customer)]
    group = pd.Categorical.from_codes(value[ordered][keep], texts)
    return nw.from_native(pd.DataFrame({"customer": customer[keep], "group": group})).lazy()


def _texts(values: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Each value's place among the texts that occur, -1 where missing, and these in order of the alphabet."""
    codes, found = pd.factorize(values)
    written = [str(value).lower() if isinstance(value, bool | np.bool_) else str(value) for value in found]
    texts, place = np.unique(np.array(written, dtype=object), return_inverse=True)
    return np.where(codes < 0, -1, np.r_[place, -1][codes]), pd.Index(texts, dtype="str")


def _first_rows(rows: nw.LazyFrame[Any], by: str) -> nw.LazyFrame[Any]:
    written = _written(nw.col(by), flag=rows.collect_schema()[by] == nw.Boolean)
    value = rows.filter(is_sale(rows)).select("customer", "date", group=written)
    same = value.filter(nw.col("date") == nw.col("date").min().over("customer"))
    return same.group_by("customer").agg(nw.col("group").min())


def _written(value: nw.Expr, *, flag: bool) -> nw.Expr:
    """A value as text; engines write yes and no differently."""
    if not flag:
        return value.cast(nw.String)
    return nw.when(value).then(nw.lit("true")).otherwise(nw.when(~value).then(nw.lit("false")))
