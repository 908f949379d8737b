"""Orders in pandas: customers and days become whole numbers, and counting is array arithmetic."""

import datetime as dt
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity.query_engine import DENSE, Extent, Waits
from retention.periods import NEVER, Timeline

# Large arrays are changed in place where that can be: getting memory for another takes longer than the arithmetic.
_PACKED_BITS = 63  # of a whole number, which may hold a key and its place
_EPOCH = dt.date(1970, 1, 1).toordinal()


class PandasOrders:
    """Orders in pandas, by customer and day; `names` are the customers, their positions the numbers they get.

    Sorted once, after which any cut of time is a single pass: several times faster than grouping the same rows
    anew for each, and the result is in order of customer and time.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        codes, self.names = numbered(frame["customer"])
        days = days_of(frame["date"])
        amount = frame["amount"].to_numpy(dtype=float, na_value=np.nan)
        known = _some((codes >= 0) & ~np.isnat(days))
        self._customer, self._day, order = _by_day(codes[known], days[known].astype(np.int64))
        amount = amount[known][order]
        finite = np.isfinite(amount)
        self._money = bool(finite.any())
        self._amount = amount if finite.all() else np.where(finite, amount, 0.0)
        sale = sales(frame)[known]
        self._sale = sale if sale.all() else sale[order]
        self._last_day = int(self._day.max()) if self._day.size else 0

    def _until(self, as_of: dt.date | None) -> np.ndarray | slice:
        last = _day_number(as_of or dt.date.max)
        return slice(None) if self._last_day <= last else _some(self._day <= last)

    def extent(self, as_of: dt.date | None) -> Extent | None:
        """What the table holds up to the as-of date; None without any sale."""
        rows = self._until(as_of)
        days = self._day[rows]
        sold = days[_some(self._sale[rows])]
        return Extent(_date(sold.min()), _date(days.max()), self._money) if sold.size else None

    def sale_days(self, as_of: dt.date) -> np.ndarray:
        """Numbers of the days with sales, counted from the first of them."""
        rows = self._until(as_of)
        days = self._day[rows][_some(self._sale[rows])]
        return np.flatnonzero(np.bincount(days - days.min()))

    def waits(self, as_of: dt.date) -> Waits:
        """How long customers waited between days with orders, and when they began."""
        rows = self._until(as_of)
        customer, day, sale = self._customer[rows], self._day[rows], self._sale[rows]
        sold = _some(sale)
        customer, day = customer[sold], day[sold]
        same = customer[1:] == customer[:-1]
        begun = day[np.r_[True, ~same]]
        waited = np.diff(day)
        waited *= same
        between = np.bincount(waited, minlength=1)
        between[0] = 0  # other customers, and further orders of a day
        return Waits(between, np.bincount(begun - begun.min()))

    def by_period(self, timeline: Timeline, as_of: dt.date) -> nw.LazyFrame[Any]:
        """The table of `Activity`."""
        rows = self._until(as_of)
        customer, day, sale = self._customer[rows], self._day[rows], self._sale[rows]
        first = int(day.min())
        period = _numbers(timeline, first, int(day.max()))[day - first]
        start = _starts(customer, period)
        customer, period = customer[start], period[start]
        orders = _lengths(start, len(sale)) if sale.all() else np.add.reduceat(sale, start, dtype=np.int64)
        revenue = np.add.reduceat(self._amount[rows], start)
        table = {"customer": customer, "period": period, "orders": orders, "revenue": revenue}
        return nw.from_native(pd.DataFrame(table | _past(customer, period, orders), copy=False)).lazy()


def numbered(customer: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Customers as whole numbers, -1 where missing, and the names these are positions of, used or not."""
    if isinstance(customer.dtype, pd.CategoricalDtype):
        return customer.cat.codes.to_numpy().astype(np.int64), customer.cat.categories
    if customer.dtype == np.int64 and len(customer):
        first, last = int(customer.min()), int(customer.max())
        if last - first < DENSE * len(customer):
            return customer.to_numpy() - first, pd.RangeIndex(first, last + 1)
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


def _numbers(timeline: Timeline, first: int, last: int) -> np.ndarray:
    """The period of every day of a stretch; days between two of one period are of it as well, and not asked."""
    numbers = np.empty(last - first + 1, dtype=np.int64)
    open_ends = [(first, last)]
    while open_ends:
        start, end = open_ends.pop()
        lowest, highest = (timeline.number_of(_date(day)) for day in (start, end))
        if lowest == highest:
            numbers[start - first : end - first + 1] = lowest
        elif end - start == 1:
            numbers[start - first : end - first + 1] = lowest, highest
        else:
            middle = (start + end) // 2
            open_ends += [(start, middle), (middle + 1, end)]
    return numbers


def _day_number(day: dt.date) -> int:
    return day.toordinal() - _EPOCH


def _date(number: int) -> dt.date:
    return dt.date.fromordinal(int(number) + _EPOCH)


def _by_day(codes: np.ndarray, days: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customers and days in ascending order, and the places they had before; `days` is used up."""
    if not codes.size:
        return codes, days, np.arange(0)
    first = days.min()
    bits = int(days.max() - first).bit_length()  # shifting is several times faster than dividing
    key = codes << bits
    days -= first
    key |= days
    key, order = _ordered(key)
    day = key & ((1 << bits) - 1)
    day += first
    key >>= bits
    return key, day, order


def _ordered(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The keys in ascending order and their places, in the array itself; numbers sort twice as fast as places."""
    bits = len(key).bit_length()
    if int(key.max()) >= 2 ** max(_PACKED_BITS - bits, 0):
        order = np.argsort(key, kind="stable")
        return key[order], order
    key <<= bits
    key |= np.arange(len(key))
    key.sort()
    order = key & ((1 << bits) - 1)
    key >>= bits
    return key, order


def _some(wanted: np.ndarray) -> np.ndarray | slice:
    """The places of wanted rows; all rows as a slice, which takes them without a copy."""
    return slice(None) if wanted.all() else np.flatnonzero(wanted)


def _starts(*columns: np.ndarray) -> np.ndarray:
    """Where a stretch of rows that agree in all columns begins."""
    changed = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return np.flatnonzero(np.r_[True, changed])


def _lengths(start: np.ndarray, end: int) -> np.ndarray:
    """How many rows the stretches that begin at `start` have."""
    return np.diff(start, append=end)


def _past(customer: np.ndarray, period: np.ndarray, orders: np.ndarray) -> dict[str, np.ndarray]:
    """What came before each row of a table in order of customer and period."""
    start = _starts(customer)
    rows = _lengths(start, len(customer))
    first, previous = _earlier(customer, period, orders, start)
    before = np.cumsum(orders)
    before -= orders
    before -= np.repeat(before[start], rows)
    return {
        "first": np.repeat(first, rows),
        "previous": previous,
        "before": before,
        "total": np.repeat(np.add.reduceat(orders, start), rows),
    }


def _earlier(
    customer: np.ndarray, period: np.ndarray, orders: np.ndarray, start: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The first period with orders of every customer, and of every row with orders the last one before it."""
    active = _some(orders > 0)
    opening = _starts(customer[active])
    before = np.roll(period[active], 1)
    before[opening] = NEVER
    if isinstance(active, slice):
        return period[start], before
    first, previous = np.full(len(start), NEVER), np.full(len(period), NEVER)
    first[np.searchsorted(start, active[opening], side="right") - 1] = period[active[opening]]
    previous[active] = before
    return first, previous
