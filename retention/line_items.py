"""Line items of a source: rows that share an order's number are one order there too."""

from typing import Any

import narwhals as nw
import numpy as np

from retention.activity import fetch
from retention.activity.frames import Frame, countable
from retention.cleaning.amounts import total_repeats
from retention.periods import day_number

_LOOKED_AT = 20_000
"""Rows by which a source is judged: even in random order some lines of one order are among so many."""
_KEY = ("customer", "order", "_day")


def one_row_per_order(native: Any) -> Any:  # noqa: ANN401 - whatever the engine calls its tables
    """A table of orders with one row for each, where the first rows show that several share an order's number.

    Rows of one customer, `order` number and day become one order at the first moment: its `amount` is their sum, or
    the total once where it stands on each of them; it is a purchase where one of them is, and of other columns the
    lowest value remains. Rows without a number stay as they are, and so does a table where none is shared or that has
    no column `order`.

    RetentionError: those of `countable`, and `source_failed`.
    """
    frame: Frame = nw.from_native(native)
    if "order" not in frame.collect_schema():
        return native
    rows = countable(native).lazy().with_columns(nw.col("amount").cast(nw.Float64), _day=day_number(nw.col("date")))
    numbered = ~nw.col("order").is_null() & (nw.col("order").cast(nw.String) != "")
    seen = fetch(rows.head(_LOOKED_AT).filter(numbered, ~nw.col("customer").is_null()).select(*_KEY, "amount"))
    keys = seen.groupby(list(_KEY)).ngroup().to_numpy()
    if len(np.unique(keys)) == len(keys):
        return native
    orders = _grouped(rows.filter(numbered), totals=total_repeats(seen.assign(extended=np.nan), keys))
    loose = rows.filter(~numbered | nw.col("order").is_null())
    whole = nw.concat([orders.select(*frame.collect_schema()), loose.select(*frame.collect_schema())])
    return whole.to_native()


def _grouped(lines: nw.LazyFrame[Any], *, totals: bool) -> nw.LazyFrame[Any]:
    """Lines with a number as orders; money that no line of an order knows stays unknown."""
    further = [name for name in lines.collect_schema() if name not in (*_KEY, "amount")]
    values = [nw.col(name).max() if name == "purchase" else nw.col(name).min() for name in further]
    money = nw.col("amount").max() if totals else nw.col("amount").sum()
    grouped = lines.group_by(*_KEY).agg(*values, money.alias("money"), known=nw.col("amount").count())
    return grouped.with_columns(amount=nw.when(nw.col("known") > 0).then(nw.col("money")))
