"""On which days each customer bought, and for how much: all that lifetime models and customer lists start from."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import Activity, AnyOrders, activity, fetch, is_sale, native
from retention.models.purchase_histories import DAYS_PER_WEEK, PurchaseHistories
from retention.periods import Days


@dataclass(frozen=True, kw_only=True, eq=False)
class PurchaseDays:
    """One row per customer and day with orders, in order of customer and day; columns are arrays.

    `names` are the customers (with at least one order) in order, `customer` positions in it; `day` counts days since
    0001-01-01; `orders` of that day; `amount` is their money, NaN where none of it is known. `refunds`
    has one row per `customer` and `day` with refunds only, and their `amount` (negative). `as_of` is the last
    day covered.
    """

    names: pd.Index
    customer: np.ndarray
    day: np.ndarray
    orders: np.ndarray
    amount: np.ndarray
    refunds: pd.DataFrame
    as_of: int

    @cached_property
    def starts(self) -> np.ndarray:
        """Row of each customer's first day."""
        return np.flatnonzero(np.r_[True, self.customer[1:] != self.customer[:-1]])

    @cached_property
    def ends(self) -> np.ndarray:
        """Row of each customer's last day."""
        return np.asarray(np.r_[self.starts[1:], len(self.customer)] - 1)

    @property
    def first(self) -> np.ndarray:
        """Day of each customer's first order."""
        return np.asarray(self.day[self.starts])

    @property
    def last(self) -> np.ndarray:
        """Day of each customer's last order."""
        return np.asarray(self.day[self.ends])

    @cached_property
    def histories(self) -> PurchaseHistories:
        """Repeat days, time of the last and time observed of each customer, in the order of `names`."""
        first = self.first
        return PurchaseHistories.of_days(
            repeats=self.ends - self.starts, last=self.last - first, age=self.as_of - first, log_gaps=self._log_gaps()
        )

    def _log_gaps(self) -> np.ndarray:
        """Logarithms of the waits between each customer's days, in weeks, added up; 0 for those who came once."""
        gaps = np.zeros(self.day.size, dtype=np.int64)
        gaps[1:] = np.diff(self.day)
        gaps[self.starts] = 0
        logs = np.log(np.arange(int(gaps.max(initial=0)) + 1).clip(1) / DAYS_PER_WEEK)
        logs[0] = 0.0
        return self.per_customer(logs[gaps])

    @property
    def span(self) -> int:
        """Days from the first order to the last day covered, both included."""
        return self.as_of - int(self.day.min()) + 1

    @property
    def knows_money(self) -> bool:
        """Whether any amount is known."""
        return not np.isnan(self.amount).all()

    @property
    def returned(self) -> np.ndarray:
        """Money of each customer from refunds on days without an order: 0 or less."""
        return np.bincount(self.refunds["customer"], self.refunds["amount"], len(self.names))

    def per_customer(self, values: np.ndarray) -> np.ndarray:
        """Sum of a column by customer."""
        return np.asarray(np.add.reduceat(values, self.starts))

    def every(self, step: int) -> "PurchaseDays":
        """One customer of so many in order of names, with all their orders: a sample that is the same each time."""
        if step <= 1:
            return self
        rows, lone = self.customer % step == 0, self.refunds["customer"] % step == 0
        refunds = self.refunds[lone]
        return replace(
            self,
            names=self.names[::step],
            customer=self.customer[rows] // step,
            day=self.day[rows],
            orders=self.orders[rows],
            amount=self.amount[rows],
            refunds=refunds.assign(customer=refunds["customer"] // step),
        )

    def until(self, day: int) -> "PurchaseDays":
        """What was known at the end of a day: its customers, numbered anew, and their orders up to then."""
        rows = self.day <= day
        known = np.flatnonzero(self.first <= day)
        place = np.full(len(self.names), -1)
        place[known] = np.arange(known.size)
        refunds = self.refunds.assign(customer=place[self.refunds["customer"]])
        return replace(
            self,
            names=self.names[known],
            customer=place[self.customer[rows]],
            day=self.day[rows],
            orders=self.orders[rows],
            amount=self.amount[rows],
            refunds=refunds[(refunds["customer"] >= 0) & (refunds["day"] <= day)],
            as_of=day,
        )


def purchase_days(orders: AnyOrders, *, as_of: dt.date | None = None) -> PurchaseDays:
    """Count orders and money by customer and day on the engine that holds them.

    Takes and raises what `activity` does. Customers with refunds only are no customers.
    """
    done = activity(orders, timeline=Days(), as_of=as_of)
    table = fetch(done.table.select("customer", "period", "orders", "revenue"))
    unknown = _unknown(orders, done)
    if unknown is not None:
        table = table.merge(unknown, on=["customer", "period"], how="left")
        table["revenue"] = table["revenue"].where((table["known"] > 0) | (table["orders"] == 0))
    return _sorted(table, names=done.names, as_of=Days().number_of(done.as_of))


def _unknown(orders: AnyOrders, done: Activity) -> pd.DataFrame | None:
    """How many orders of each customer and day have a known amount; None when all have."""
    frame = nw.from_native(native(orders)).lazy()
    amount = nw.col("amount").cast(nw.Float64)
    missing = amount.is_null() | amount.is_nan()
    if not fetch(frame.select(missing=missing.any()))["missing"].iloc[0]:
        return None
    counted = frame.with_columns(purchase=is_sale(frame)).with_columns(
        amount=nw.when(missing | ~nw.col("purchase")).then(nw.lit(0.0)).otherwise(nw.lit(1.0))
    )
    again = activity(counted.to_native(), timeline=done.timeline, as_of=done.as_of)
    return fetch(again.table.select("customer", "period", known="revenue"))


def _sorted(table: pd.DataFrame, *, names: pd.Index | None, as_of: int) -> PurchaseDays:
    """Rows by customer and day, refunds of other days apart, customers numbered without gaps."""
    if names is None:
        codes, found = pd.factorize(table["customer"])
        table, names = table.assign(customer=codes), pd.Index(found)
    if not (names.is_monotonic_increasing and table["customer"].is_monotonic_increasing):
        order = names.argsort()
        rank = np.empty(order.size, dtype=np.int64)
        rank[order] = np.arange(order.size)
        names = names[order]
        table = table.assign(customer=rank[table["customer"]]).sort_values(["customer", "period"])
    bought = table["orders"].to_numpy() > 0
    buyers = table["customer"].to_numpy()[bought]
    buyers = buyers[np.diff(buyers, prepend=-1) > 0]
    place = np.full(len(names), -1)
    place[buyers] = np.arange(buyers.size)
    customer = place[table["customer"].to_numpy()]
    lone = ~bought & (customer >= 0)
    columns = {"day": table["period"].to_numpy(), "amount": table["revenue"].to_numpy()}
    return PurchaseDays(
        names=names[buyers],
        customer=customer[bought],
        day=columns["day"][bought],
        orders=table["orders"].to_numpy()[bought],
        amount=columns["amount"][bought],
        refunds=pd.DataFrame(
            {"customer": customer[lone], "day": columns["day"][lone], "amount": columns["amount"][lone]}
        ),
        as_of=as_of,
    )
