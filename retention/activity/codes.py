"""Orders in pandas: customers and days become whole numbers, and counting is array arithmetic."""

import datetime as dt
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from retention.periods import NEVER, Timeline

_DENSE_CELLS_PER_ROW = 32  # up to here counting in a customer × period grid beats sorting
_EPOCH_DAY = dt.date(1970, 1, 1).toordinal() - 1


class Codes:
    """Orders in pandas; `names` are the customers, their positions the numbers they get.

    Three to six times faster than grouping the same million rows, and the result is in order of time.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        codes, self.names = numbered(frame["customer"])
        days = _days(frame["date"])
        amount = frame["amount"].to_numpy(dtype=float, na_value=np.nan)
        stated = "purchase" in frame
        sale = frame["purchase"].to_numpy(dtype=bool, na_value=False) if stated else ~(amount < 0)
        known = (codes >= 0) & ~np.isnat(days)
        self._codes, self._sale = codes[known].astype(np.int64), sale[known]
        self._days, self._amount = days[known].astype(np.int64) + _EPOCH_DAY, np.nan_to_num(amount[known])

    def _until(self, as_of: dt.date) -> np.ndarray | slice:
        early = self._days <= as_of.toordinal() - 1
        return slice(None) if early.all() else early

    def extent(self, as_of: dt.date | None) -> tuple[dt.date, dt.date] | None:
        """Day of the first sale and of the last row up to the as-of date; None without any sale."""
        rows = self._until(as_of or dt.date.max)
        days = self._days[rows]
        sales = days[self._sale[rows]]
        if not sales.size:
            return None
        return dt.date.fromordinal(int(sales.min()) + 1), dt.date.fromordinal(int(days.max()) + 1)

    def sale_days(self, as_of: dt.date) -> np.ndarray:
        """Numbers of the days with sales, counted from the first of them."""
        rows = self._until(as_of)
        days = self._days[rows][self._sale[rows]]
        return np.flatnonzero(np.bincount(days - days.min()))

    def by_period(self, timeline: Timeline, as_of: dt.date) -> nw.LazyFrame[Any]:
        """The table of `Activity`."""
        rows = self._until(as_of)
        days, codes, sale, amount = self._days[rows], self._codes[rows], self._sale[rows], self._amount[rows]
        seen = range(int(days.min()), int(days.max()) + 1)
        number = np.array([timeline.number_of(dt.date.fromordinal(day + 1)) for day in seen])
        width = number[-1] - number[0] + 1
        table = _count(codes * width + number[days - seen.start] - number[0], sale, amount)
        key = table.pop("key")
        table.insert(0, "customer", key // width)
        table.insert(1, "period", key % width + number[0])
        return nw.from_native(_with_past(table)).lazy()


def numbered(customer: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Customers as whole numbers, -1 where missing, and the names these are positions of."""
    if isinstance(customer.dtype, pd.CategoricalDtype):
        return customer.cat.codes.to_numpy().astype(np.int64), customer.cat.categories
    codes, names = pd.factorize(customer)
    return codes, pd.Index(names)


def _days(dates: pd.Series) -> np.ndarray:
    """Local calendar days as datetime64[D]."""
    local = dates.dt.tz_localize(None) if getattr(dates.dt, "tz", None) is not None else dates
    return local.to_numpy(dtype="datetime64[us]", na_value=np.datetime64("NaT")).astype("datetime64[D]")


def _count(key: np.ndarray, sale: np.ndarray, amount: np.ndarray) -> pd.DataFrame:
    """Orders and money by key, one row per key in ascending order."""
    size = int(key.max()) + 1
    if size <= _DENSE_CELLS_PER_ROW * key.size:
        place, rows = key, np.bincount(key)
        keys = kept = np.flatnonzero(rows)
    else:
        keys, place, rows = np.unique(key, return_inverse=True, return_counts=True)
        kept = np.arange(keys.size)
    orders = rows if sale.all() else np.bincount(place, sale).astype(np.int64)
    return pd.DataFrame({"key": keys, "orders": orders[kept], "revenue": np.bincount(place, amount)[kept]})


def _with_past(table: pd.DataFrame) -> pd.DataFrame:
    """Add what came before each row to a table in order of customer and period."""
    customer, period, orders = (table[name].to_numpy() for name in ("customer", "period", "orders"))
    active = orders > 0
    start = np.flatnonzero(np.r_[True, customer[1:] != customer[:-1]])
    rows = np.diff(np.r_[start, len(period)])
    never = np.iinfo(np.int64).max
    first = np.minimum.reduceat(np.where(active, period, never), start)
    latest = np.maximum.accumulate(np.where(active, np.arange(len(period)), -1))
    last_active = np.r_[-1, latest[:-1]]
    known = active & (last_active >= 0) & (customer[last_active] == customer)
    so_far = np.cumsum(orders) - orders
    return table.assign(
        first=np.repeat(np.where(first == never, NEVER, first), rows),
        previous=np.where(known, period[last_active], NEVER),
        before=so_far - np.repeat(so_far[start], rows),
        total=np.repeat(np.add.reduceat(orders, start), rows),
    )
