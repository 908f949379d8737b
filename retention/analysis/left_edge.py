"""The left edge: a file begins in the middle of a shop's life, so that old customers look new in its first stretch."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from retention.activity import AnyOrders, FilteredTable, waits
from retention.defaults import CLOSED_LIST, LOOK_BACK_WAITS, MOST_LOOK_BACK, WAITS_NEEDED
from retention.orders import Orders


@dataclass(frozen=True, kw_only=True)
class LeftEdge:
    """From when on who looks new is new.

    `begin`: first day of the data. `look_back`: how many days without an order before it make a customer surely new;
    None where too few waits between orders are known to tell. `closed`: a list of customers who all began in the first
    stretch, such as everybody who first bought in one quarter: nobody came later, so they are new by definition.
    """

    begin: dt.date
    look_back: int | None
    closed: bool

    @property
    def sure_from(self) -> dt.date:
        """First day on which a customer without an earlier order is surely new; the first of all where nobody knows."""
        if self.look_back is None or self.closed:
            return self.begin
        return self.begin + dt.timedelta(days=self.look_back)

    def sure(self, start: dt.date) -> bool:
        """Whether customers of a stretch that begins on a day are surely new.

        >>> LeftEdge(begin=dt.date(2025, 1, 1), look_back=60, closed=False).sure(dt.date(2025, 3, 1))
        False
        """
        return start >= self.sure_from or self.sure_from == self.begin


def left_edge(orders: AnyOrders, *, as_of: dt.date | None = None) -> LeftEdge:
    """How far to look back before calling a customer new.

    The look-back is the 90th percentile of the waits from one day with orders to the customer's next, at most half of
    the days the data cover. With fewer than 30 waits nothing is known of the rhythm, and nothing is set aside. Of
    filtered orders, time is that of all orders: a channel opened later has no left edge.
    RetentionError: those of `activity`.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> rt.left_edge(orders).look_back is None
    True
    """
    days, seen = waits(_whole(orders), as_of=as_of)
    if seen.between.sum() < WAITS_NEEDED:
        return LeftEdge(begin=days.first, look_back=None, closed=False)
    half = int(MOST_LOOK_BACK * (days.last - days.first).days)
    look_back = min(_quantile(seen.between, LOOK_BACK_WAITS), half)
    later = int(seen.begun[look_back:].sum())
    return LeftEdge(begin=days.first, look_back=look_back, closed=later < CLOSED_LIST * int(seen.begun.sum()))


def _whole(orders: AnyOrders) -> AnyOrders:
    """All orders, also those a filter leaves out."""
    return orders.whole if isinstance(orders, Orders | FilteredTable) else orders


def _quantile(counts: np.ndarray, share: float) -> int:
    """The days that this share of waits, counted by their days, do not exceed."""
    ends = np.cumsum(counts)
    return int(np.searchsorted(ends, share * ends[-1]))
