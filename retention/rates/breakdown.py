"""Figures of parts of the customers: by channel, country, first product, discount used or not."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import narwhals as nw
import pandas as pd
from narwhals.typing import IntoFrame

from retention.activity import activity, fetch, first_values, known
from retention.orders import Orders
from retention.periods import Calendar
from retention.rates.bases import Base
from retention.rates.counts import count
from retention.rates.figures import describe, heads


def breakdown(
    orders: Orders | IntoFrame,
    by: str,
    *,
    present: bool = False,
    top: int = 12,
    grain: str = "month",
    base: str | tuple[dt.date, dt.date] = "previous",
    as_of: dt.date | None = None,
    year_start: int = 1,
) -> pd.DataFrame:
    """The figures of each group of customers, a customer's group being the value on his first order.

    So every customer is in exactly one group, and their counts add up to those of `figures`. One row per group
    and period: `group` (text, missing where the first order has no value), `rest` (True: all groups after the
    `top` largest, together), `customers` (ever, in the group), then the columns of `figures`; `small` marks
    fewer than 30 at the start. `present` splits in "1" and "0", whether the column holds anything (a discount
    used or not). RetentionError: those of `rates`, and `no_such_column` (column, columns).
    """
    timeline = Calendar.of(grain, year_start)
    whole = activity(orders, timeline=timeline, as_of=as_of)
    rows = known(orders, whole.as_of)
    values = first_values(rows, by, present=present)
    grouped = rows.join(values.rename({"group": "_group"}), on="customer", how="inner")
    parts = []
    for label, rest, customers, mine in _groups(grouped, values, top):
        part = activity(mine.to_native(), timeline=timeline, as_of=whole.as_of)
        table = describe(part, count(mine.to_native(), part, Base.of(base)))
        table["complete"] = heads(whole)["complete"].tail(len(table)).to_numpy()
        table.insert(0, "group", pd.Series([label] * len(table), dtype="str"))
        table.insert(1, "rest", rest)
        table.insert(2, "customers", customers)
        parts.append(table)
    return pd.concat(parts, ignore_index=True)


def _groups(
    grouped: nw.LazyFrame[Any], values: nw.LazyFrame[Any], top: int
) -> Iterator[tuple[str | None, bool, int, nw.LazyFrame[Any]]]:
    """Groups by size: label, whether it is the rest, customers, and the orders."""
    sizes = fetch(values.group_by("group").agg(customers=nw.len()))
    sizes = sizes.sort_values(["customers", "group"], ascending=[False, True], ignore_index=True)
    for label, customers in sizes.head(top).itertuples(index=False, name=None):
        missing = pd.isna(label)
        mine = nw.col("_group").is_null() if missing else nw.col("_group") == label
        yield None if missing else label, False, customers, grouped.filter(mine)
    others = sizes["group"].iloc[top:]
    if len(others):
        mine = nw.col("_group").is_in(others.dropna().tolist())
        rest = grouped.filter(mine | nw.col("_group").is_null() if others.isna().any() else mine)
        yield None, True, int(sizes["customers"].iloc[top:].sum()), rest
