"""The shop a what-if question is asked about: known by its orders, by its last period alone, or by three totals."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from retention.errors import RetentionError
from retention.orders import Orders
from retention.periods import Calendar
from retention.whatif.base import Base
from retention.whatif.baseline import Baseline
from retention.whatif.bucket import Bucket, bucket
from retention.whatif.fields import FIELDS
from retention.whatif.scenario import Scenario

TOO_LITTLE = frozenset({"too_little_history", "no_repeat_buyers", "nobody_lately"})
"""Refusals of the forecast after which the totals of the last period can still answer."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Shop:
    """A shop and what is known of it.

    `base`: its course if nothing changes; `grain`: the length of its periods. `customers`: all it ever had, None where
    only totals are known; `has_amounts`: whether the orders tell any money; `refusal`: why no forecast was possible,
    so that `base` is the last period alone.

    >>> base = whatif.bucket(at_start=100, active=120, new=40, order_value=50)
    >>> shop = whatif.Shop(base=base, grain="year", currency="EUR")
    >>> shop.has_money, shop.measure(whatif.Scenario()), shop.measure(whatif.Scenario(margin=0.4))
    (True, 'revenue_total', 'npv')
    """

    base: Base
    grain: str
    currency: str | None = None
    customers: int | None = None
    has_amounts: bool = True
    refusal: RetentionError | None = None

    @property
    def forecast(self) -> Baseline | None:
        """The forecast with its tests; None where only totals are known."""
        return self.base if isinstance(self.base, Baseline) else None

    @property
    def has_money(self) -> bool:
        """Whether anything can be said about revenue."""
        return self.has_amounts and not any(
            math.isnan(self.base.spend[kind].per_buyer) for kind in ("new", "returning")
        )

    @property
    def horizons(self) -> tuple[int, ...]:
        """Numbers of periods a question can look ahead: as far as the data reach back."""
        return tuple(range(1, min(self.base.longest, int(FIELDS["horizon"].maximum)) + 1))

    def horizon(self, wish: int) -> int:
        """So many periods to look ahead, as far as the data reach back."""
        return min(wish, self.base.longest)

    def measure(self, scenario: Scenario) -> str:
        """What an answer is counted in: npv (profit), revenue_total while the margin is unknown, orders without money.

        The names are measures of `Comparison.totals`.
        """
        return scenario.measure if self.has_money else "orders"


def shop_of(
    orders: Orders, calendar: Calendar, *, estimated: Callable[[], Base], rates: Callable[[], pd.DataFrame]
) -> Shop:
    """The shop of some orders with its course as estimated; with its last period alone where they carry no forecast.

    `rates` are those of the calendar's periods against the period before; both are asked for only when needed, so that
    a face may keep them. Raises the refusal of the estimate where not even a last period is known.
    """
    grain, refusal = str(calendar.grain), None
    try:
        base = estimated()
    except RetentionError as refused:
        last = bucket_of_last_period(rates(), grain=grain) if refused.code in TOO_LITTLE else None
        if last is None:
            raise
        base, refusal = last, refused
    return Shop(
        base=base,
        grain=grain,
        currency=orders.currency,
        customers=orders.customers,
        has_amounts=bool(orders.frame["amount"].notna().any()),
        refusal=refusal,
    )


def bucket_of_last_period(rates: pd.DataFrame, *, grain: str) -> Bucket | None:
    """The leaky bucket of the last period that is over, with customers at its start and orders; None without such.

    `rates` are those of periods of a `grain`, against the period before. Customers who came back after a break are
    left out: the bucket knows only those who stay and those who are new.

    >>> orders = pd.DataFrame({
    ...     "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...     "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31"] + ["2025-02-28"] * 3),
    ...     "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> shop = whatif.bucket_of_last_period(rt.rates(orders, grain="month"), grain="month")
    >>> round(float(shop.crr[0]), 3), shop.buyers, shop.arrivals_mean
    (0.667, 3.0, 1.0)
    """
    known = rates[rates["complete"] & (rates["customers_at_start"] > 0) & (rates["active"] > 0)]
    if known.empty:
        return None
    row = known.iloc[-1]
    orders, revenue = int(row["orders"]), float(row["revenue"])
    paid = orders > 0 and revenue > 0
    return bucket(
        at_start=int(row["customers_at_start"]),
        active=int(row["retained"]) + int(row["new"]),
        new=int(row["new"]),
        order_value=revenue / orders if paid else None,
        orders_per_buyer=orders / max(int(row["active"]), 1),
        grain=grain,
    )
