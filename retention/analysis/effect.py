"""Counts before and after another choice about the same files: rows, orders, customers, revenue, and the rate."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from retention.orders import Orders
from retention.settings import Days

UNFINISHED = frozenset({"date_too_far"})
"""Codes of issues that tell that a choice could not be carried out in full, such as a last day without any order."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What orders come to: how many, of how many customers, for how much money, and the rate of one period.

    `crr` is a fraction, NaN where the orders have none for that period; `unfinished` holds the codes of issues there
    are only because a choice could not be followed to the end.
    """

    orders: int
    customers: int
    revenue: float
    crr: float
    unfinished: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What changes from one outcome to another; counts and money are signed, more is positive."""

    before: Outcome
    after: Outcome

    @property
    def customers(self) -> int:
        """Customers more."""
        return self.after.customers - self.before.customers

    @property
    def orders(self) -> int:
        """Orders more."""
        return self.after.orders - self.before.orders

    @property
    def revenue(self) -> float:
        """Money more, in the currency of the orders."""
        return self.after.revenue - self.before.revenue

    @property
    def unfinished(self) -> tuple[str, ...]:
        """Codes of the issues that come with the change, in order."""
        return tuple(sorted(self.after.unfinished - self.before.unfinished))


def outcome(orders: Orders, crr: float) -> Outcome:
    """What orders come to, with the rate of the period in question."""
    return Outcome(
        orders=len(orders.purchases),
        customers=orders.customers,
        revenue=orders.revenue,
        crr=crr,
        unfinished=UNFINISHED & {issue.code for issue in orders.issues},
    )


def rate_of(rates: pd.DataFrame, days: Days) -> float:
    """The retention rate of the period that begins as these days do; NaN where `rates` has none.

    >>> import datetime as dt
    >>> rates = pd.DataFrame({"start": [dt.date(2025, 1, 1)], "crr": [0.5]})
    >>> rate_of(rates, (dt.date(2025, 1, 1), dt.date(2025, 1, 31)))
    0.5
    """
    same = rates.loc[rates["start"] == days[0], "crr"]
    return float(same.iloc[0]) if len(same) else float("nan")


def as_apart(orders: Orders) -> Orders | None:
    """Orders as if no customers had been joined by e-mail or phone; None where none were.

    Of filtered orders, all those they were filtered from are taken apart too: they are other orders to every cache.
    """
    if "apart" not in orders.frame:
        return None
    frame = orders.frame.assign(customer=orders.frame["apart"]).drop(columns="apart")
    whole = None if orders.unfiltered is None else as_apart(orders.unfiltered)
    return replace(orders, frame=frame, unfiltered=whole)


def of_joining(orders: Orders, count: Callable[[Orders], Outcome]) -> Effect | None:
    """What it changes that customers with one e-mail or phone are one person; None where there are none.

    `count` tells what orders come to.
    """
    apart = as_apart(orders)
    return None if apart is None else Effect(before=count(apart), after=count(orders))
