"""Orders in pandas: customers and days become whole numbers, and counting is array arithmetic."""

import datetime as dt
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity.rows import Extent
from retention.periods import NEVER, Timeline

_PACKED_BITS = 63  # of a whole number, which may hold a key and its place
_EPOCH_DAY = dt.date(1970, 1, 1).toordinal() - 1


class Codes:
    """Orders in pandas, by customer and day; `names` are the customers, their positions the numbers they get.

    Sorted once, after which any cut of time is a single pass: several times faster than grouping the same rows
    anew for each, and the result is in order of customer and time.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        codes, self.names = numbered(frame["customer"])
        days = days_of(frame["date"])
        amount = frame["amount"].to_numpy(dtype=float, na_value=np.nan)
        known = (codes >= 0) & ~np.isnat(days)
        sale = sales(frame)
        rows = _some(known)
        codes, days, amount, sale = codes[rows], days[rows], amount[rows], sale[rows]
        unknown = ~np.isfinite(amount)
        self._money = bool((~unknown).any())
        numbers = days.astype(np.int64) + _EPOCH_DAY
        self._customer, self._day, self._orders, self._revenue = _by_day(
            codes, numbers, sale, np.where(unknown, 0.0, amount)
        )

    def _until(self, as_of: dt.date) -> np.ndarray | slice:
        return _some(self._day <= as_of.toordinal() - 1)

    def extent(self, as_of: dt.date | None) -> Extent | None:
        """What the table holds up to the as-of date; None without any sale."""
        rows = self._until(as_of or dt.date.max)
        days = self._day[rows]
        sales = days[_some(self._orders[rows] > 0)]
        if not sales.size:
            return None
        first, last = (dt.date.fromordinal(int(day) + 1) for day in (sales.min(), days.max()))
        return Extent(first, last, self._money)

    def sale_days(self, as_of: dt.date) -> np.ndarray:
        """Numbers of the days with sales, counted from the first of them."""
        rows = self._until(as_of)
        days = self._day[rows][_some(self._orders[rows] > 0)]
        return np.flatnonzero(np.bincount(days - days.min()))

    def by_period(self, timeline: Timeline, as_of: dt.date) -> nw.LazyFrame[Any]:
        """The table of `Activity`."""
        rows = self._until(as_of)
        customer, day = self._customer[rows], self._day[rows]
        seen = range(int(day.min()), int(day.max()) + 1)
        number = np.array([timeline.number_of(dt.date.fromordinal(each + 1)) for each in seen])
        period = number[day - seen.start]
        start = _starts(customer, period)
        table = pd.DataFrame(
            {
                "customer": customer[start],
                "period": period[start],
                "orders": np.add.reduceat(self._orders[rows], start),
                "revenue": np.add.reduceat(self._revenue[rows], start),
            },
            copy=False,
        )
        return nw.from_native(_with_past(table)).lazy()


def numbered(customer: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Customers as whole numbers, -1 where missing, and the names these are positions of."""
    if isinstance(customer.dtype, pd.CategoricalDtype):
        return customer.cat.codes.to_numpy().astype(np.int64), customer.cat.categories
    codes, names = pd.factorize(customer)
    return codes, pd.Index(names)


def sales(frame: pd.DataFrame) -> np.ndarray:
    """Which rows are orders: those told to be, else all but negative amounts."""
    if "purchase" in frame:
        return frame["purchase"].to_numpy(dtype=bool, na_value=False)
    return ~(frame["amount"].to_numpy(dtype=float, na_value=np.nan) < 0)


def days_of(dates: pd.Series) -> np.ndarray:
    """Calendar days as datetime64[D]."""
    return dates.to_numpy(dtype="datetime64[us]", na_value=np.datetime64("NaT")).astype("datetime64[D]")


def _by_day(codes: np.ndarray, days: np.ndarray, sale: np.ndarray, amount: np.ndarray) -> tuple[np.ndarray, ...]:
    """Customer, day, orders and money, one entry per customer and day in ascending order."""
    if not codes.size:
        return codes, days, sale.astype(np.int64), amount
    first = days.min()
    bits = int(days.max() - first).bit_length()  # shifting is several times faster than dividing
    key, order = _ordered((codes << bits) | (days - first))
    start = _starts(key)
    orders = np.diff(np.r_[start, len(key)]) if sale.all() else np.add.reduceat(sale[order].astype(np.int64), start)
    key = key[start]
    return key >> bits, (key & ((1 << bits) - 1)) + first, orders, np.add.reduceat(amount[order], start)


def _ordered(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The keys in ascending order and their places; sorting numbers is twice as fast as sorting places."""
    bits = len(key).bit_length()
    if int(key.max()) >= 2 ** max(_PACKED_BITS - bits, 0):
        order = np.argsort(key, kind="stable")
        return key[order], order
    packed = np.sort((key << bits) | np.arange(len(key)))
    return packed >> bits, packed & ((1 << bits) - 1)


def _some(wanted: np.ndarray) -> np.ndarray | slice:
    """The places of wanted rows; all rows as a slice, which takes them without a copy."""
    return slice(None) if wanted.all() else np.flatnonzero(wanted)


def _starts(*columns: np.ndarray) -> np.ndarray:
    """Where a stretch of rows that agree in all columns begins."""
    changed = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return np.flatnonzero(np.r_[True, changed])


def _with_past(table: pd.DataFrame) -> pd.DataFrame:
    """Add what came before each row to a table in order of customer and period."""
    customer, period, orders = (table[name].to_numpy() for name in ("customer", "period", "orders"))
    start = _starts(customer)
    active = _some(orders > 0)
    begins = np.r_[True, customer[active][1:] != customer[active][:-1]]
    earlier = np.r_[NEVER, period[active][:-1]]
    earlier[begins] = NEVER
    previous = np.full(len(period), NEVER)
    previous[active] = earlier
    first = np.full(len(start), NEVER)
    opening = np.flatnonzero(begins) if isinstance(active, slice) else active[begins]
    first[np.searchsorted(start, opening, side="right") - 1] = period[opening]
    so_far = np.cumsum(orders) - orders
    whose = np.repeat(np.arange(len(start)), np.diff(np.r_[start, len(period)]))
    return table.assign(
        first=first[whose],
        previous=previous,
        before=so_far - so_far[start][whose],
        total=np.add.reduceat(orders, start)[whose],
    )
