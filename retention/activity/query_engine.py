"""Orders on any engine Narwhals knows: counting is a query, and only what is asked for comes back."""

import datetime as dt
from typing import Any, NamedTuple

import narwhals as nw
import numpy as np
import pandas as pd

from retention.errors import SourceError, first_line
from retention.periods import NEVER, Timeline, day_number

DENSE = 4
"""How many times as far as there are rows whole numbers may reach, for tables to be laid out by them."""
# Packages whose errors tell what is wrong with the data.
_ENGINES = frozenset({"_duckdb", "duckdb", "narwhals", "polars", "pyspark"})


class Extent(NamedTuple):
    """Day of the first sale and of the last row, and whether any amount is known."""

    first: dt.date
    last: dt.date
    money: bool


class Totals(NamedTuple):
    """Customers who bought, their orders, net revenue (NaN when no amount is known), and the day of the last order."""

    customers: int
    orders: int
    revenue: float
    last: dt.date


class Waits(NamedTuple):
    """How many waits lasted so many days, from one day with orders to the customer's next, by their days (0 is empty).

    `begun`: how many customers began so many days after the first of all.
    """

    between: np.ndarray
    begun: np.ndarray


def is_sale(frame: nw.LazyFrame[Any]) -> nw.Expr:
    """Whether a row is an order: as the column `purchase` says, without it every row but negative amounts."""
    if "purchase" in frame.collect_schema():
        return nw.col("purchase")
    amount = nw.col("amount").cast(nw.Float64)
    return ~(amount < 0) | amount.is_null()


_SALE_DAY = nw.when(nw.col("purchase") == 1).then(nw.col("day"))


class QueriedOrders:
    """Orders where they live; customers keep their names there, so `names` is None."""

    names: pd.Index | None = None

    def __init__(self, frame: nw.LazyFrame[Any]) -> None:
        amount = nw.col("amount").cast(nw.Float64)
        purchase = nw.when(is_sale(frame)).then(nw.lit(1)).otherwise(nw.lit(0))
        self._rows = frame.filter(~nw.col("customer").is_null(), ~nw.col("date").is_null()).select(
            "customer",
            "date",
            day=day_number(nw.col("date")),
            amount=nw.when(amount.is_finite()).then(amount),
            purchase=purchase.cast(nw.Int64),
        )

    def _until(self, as_of: dt.date | None) -> nw.LazyFrame[Any]:
        return self._rows if as_of is None else self._rows.filter(nw.col("day") <= as_of.toordinal() - 1)

    def extent(self, as_of: dt.date | None) -> Extent | None:
        """What the table holds up to the as-of date; None without any sale."""
        rows = self._until(as_of).with_columns(sale=_SALE_DAY)
        seen = fetch(
            rows.select(
                nw.col("sale").min().alias("first"), nw.col("day").max().alias("last"), nw.col("amount").count()
            )
        )
        if seen["first"].isna().any():
            return None
        first, last = (dt.date.fromordinal(int(seen[name].iloc[0]) + 1) for name in ("first", "last"))
        return Extent(first, last, bool(seen["amount"].iloc[0]))

    def totals(self, as_of: dt.date | None) -> Totals:
        """How many customers and orders there are up to the as-of date, and for how much money."""
        each = (
            self._until(as_of)
            .with_columns(sale=_SALE_DAY)
            .group_by("customer")
            .agg(nw.col("purchase", "amount").sum(), nw.col("sale").max(), known=nw.col("amount").count())
            .with_columns(nw.col("known").cast(nw.Int64), bought=(nw.col("purchase") > 0).cast(nw.Int64))
        )
        sums = nw.col("bought", "purchase", "amount", "known").sum()
        found = fetch(each.select(sums, nw.col("sale").max())).iloc[0]
        return Totals(
            customers=int(found["bought"]),
            orders=int(found["purchase"]),
            revenue=float(found["amount"]) if found["known"] else float("nan"),
            last=dt.date.fromordinal(int(found["sale"]) + 1),
        )

    def sale_days(self, as_of: dt.date) -> np.ndarray:
        """Numbers of the days with sales."""
        sales = self._until(as_of).filter(nw.col("purchase") == 1)
        return fetch(sales.select("day").unique())["day"].to_numpy()

    def waits(self, as_of: dt.date) -> Waits:
        """How long customers waited between days with orders, and when they began."""
        sales = self._until(as_of).filter(nw.col("purchase") == 1).select("customer", "day").unique()
        before = nw.col("day").shift(1).over("customer", order_by="day")
        waited = sales.with_columns(before=before).filter(~nw.col("before").is_null())
        between = _tally(waited, nw.col("day") - nw.col("before"))
        first = sales.group_by("customer").agg(nw.col("day").min())
        return Waits(between, np.trim_zeros(_tally(first, nw.col("day")), "f"))

    def by_period(self, timeline: Timeline, as_of: dt.date) -> nw.LazyFrame[Any]:
        """The table of `Activity`."""
        counted = (
            self._until(as_of)
            .select("customer", "amount", "purchase", period=timeline.number(nw.col("date")))
            .group_by("customer", "period")
            .agg(orders=nw.col("purchase").sum(), revenue=nw.col("amount").sum())
            .with_columns(nw.col("revenue").fill_null(0.0), active=nw.col("orders") > 0)
        )
        past = counted.with_columns(
            first=nw.when(nw.col("active")).then(nw.col("period")).min().over("customer"),
            previous=nw.col("period").shift(1).over("customer", "active", order_by="period"),
            before=nw.col("orders").cum_sum().over("customer", order_by="period") - nw.col("orders"),
            total=nw.col("orders").sum().over("customer"),
        )
        previous = nw.when(nw.col("active")).then(nw.col("previous")).otherwise(nw.lit(NEVER))
        return past.select(
            "customer",
            "period",
            "orders",
            "revenue",
            nw.col("first").fill_null(NEVER).cast(nw.Int64),
            previous.fill_null(NEVER).cast(nw.Int64).alias("previous"),
            nw.col("before").cast(nw.Int64),
            nw.col("total").cast(nw.Int64),
        )


def _tally(rows: nw.LazyFrame[Any], number: nw.Expr) -> np.ndarray:
    """How many rows there are for each value of a whole number, from 0 up."""
    found = fetch(rows.select(number=number.cast(nw.Int64)).group_by("number").agg(rows=nw.len()))
    return np.bincount(found["number"], found["rows"]).astype(np.int64)


def fetch(frame: nw.LazyFrame[Any]) -> pd.DataFrame:
    """Bring a small result home as pandas; counts become int64 whatever the engine's own choice, unless some miss.

    Spark hands over Arrow, since its way to pandas warns of every pandas from version 3 on.
    RetentionError: `source_failed` (address: the engine's name, reason) when the engine cannot answer.
    """
    try:
        if frame.implementation.is_spark_like():
            table = frame.collect("pyarrow").to_pandas()
        else:
            table = frame.collect("pandas").to_native()
    except Exception as failure:
        # Where the data live is where a cell that is no number or a file that is damaged turns up.
        if type(failure).__module__.partition(".")[0] not in _ENGINES:
            raise
        reason = first_line(failure)
        raise SourceError("source_failed", address=str(frame.implementation), reason=reason) from failure
    whole = [name for name, column in table.select_dtypes("integer").items() if not column.hasnans]
    return table.astype(dict.fromkeys(whole, np.int64))


def sum_by(rows: nw.LazyFrame[Any], *keys: str) -> pd.DataFrame:
    """Bring home the sums of all other columns by whole numbers or values, in no order."""
    if len(keys) == 1 and rows.implementation.is_pandas():
        table = rows.collect("pandas").to_native()
        key = table[keys[0]].to_numpy()
        if key.size and key.min() >= 0 and key.max() < DENSE * len(key):
            return _summed(table.drop(columns=keys[0]), keys[0], key)
    return fetch(rows.group_by(*keys).agg(nw.all().sum()))


def _summed(table: pd.DataFrame, name: str, key: np.ndarray) -> pd.DataFrame:
    """Sums by a key of small whole numbers, which needs neither sorting nor hashing."""
    rows = np.bincount(key)
    seen = np.flatnonzero(rows)

    def total(values: np.ndarray) -> np.ndarray:
        if values.dtype == np.int64 and values.min() == values.max() == 1:
            return rows
        return np.bincount(key, values)

    columns = {each: table[each].to_numpy() for each in table}
    return pd.DataFrame({name: seen, **{each: total(of)[seen].astype(of.dtype) for each, of in columns.items()}})
