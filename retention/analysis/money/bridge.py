"""Where the revenue of one period went and that of the next came from, to the cent."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from retention.activity import AnyOrders
from retention.analysis.left_edge import left_edge
from retention.analysis.money.basket import Basket, basket
from retention.analysis.money.two_periods import GROUPS, SECOND, TwoPeriods, by_group, customers_of, usual_periods
from retention.defaults import FEW_CUSTOMERS
from retention.errors import ColumnError
from retention.periods import Calendar
from retention.settings import Days

CENTS = 2
"""Decimals of a bridge's amounts."""


@dataclass(frozen=True, kw_only=True)
class MoneyBridge:
    """From the revenue of one period to that of a later one.

    `first` and `second` are the first and last day of both; `revenue_0`, `revenue_1` what came in. Always
    revenue_0 + new + since + back − lost + both + other = revenue_1, to the cent: `new`, from customers whose first
    order lies in the second period; `since`, from those who first ordered between the two (0 where nothing lies
    between); `back`, from those who had bought earlier and missed the first; `lost`, what came in the first from those
    who did not order in the second, less what they got back in it; `both`, the change among customers of both; `other`,
    the change of money without an order in either, such as a later refund.

    `both` = `how_often` + `how_much`, by Δorders · ½(v₀ + v₁) and Δv · ½(o₀ + o₁), o orders and v revenue per order.
    `basket` splits `how_much` on by what was in the orders, None without lines that tell. `customers` is how many each
    group holds, `orders_0`, `orders_1` the orders of the customers of both.

    Doubts: `complete` is False while the second period is not over in the data, `few` is True below 30 customers in
    the first, and `surely_new` is False where customers from before the data may still look new in the second (see
    `left_edge`).
    """

    first: Days
    second: Days
    revenue_0: float
    revenue_1: float
    new: float
    since: float
    back: float
    lost: float
    both: float
    other: float
    how_often: float
    how_much: float
    basket: Basket | None
    customers: dict[str, int]
    orders_0: int
    orders_1: int
    complete: bool
    few: bool
    surely_new: bool

    @property
    def change(self) -> float:
        """What the second period brought more, below 0 less."""
        return round(self.revenue_1 - self.revenue_0, CENTS)

    @property
    def steps(self) -> dict[str, float]:
        """The bridge from one revenue to the other, what is lost with a minus; steps that cannot be are left out."""
        steps = {
            "revenue_0": self.revenue_0,
            "lost": -self.lost,
            "how_often": self.how_often,
            "how_much": self.how_much,
            "back": self.back,
            "since": self.since,
            "new": self.new,
            "other": self.other,
            "revenue_1": self.revenue_1,
        }
        return {name: money for name, money in steps.items() if name not in ("since", "other") or money}


def money_bridge(
    orders: AnyOrders,
    first: Days | None = None,
    second: Days | None = None,
    *,
    grain: str = "month",
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> MoneyBridge:
    """What made the revenue of the `second` period differ from that of the `first`, to the cent.

    Periods are pairs of first and last day. Without them, the last period of the `grain` that is over, against the same
    one a year before where the data hold it, else the one before; `grain`, `year_start`, `week_start`, `calendar` cut
    time as in `rates`. Revenue is net, refunds standing in the period of their order where they are tied to it, or in
    that of the day they were made on where the files were read so (`refund_days` of the counting rules). Amounts are in
    the orders' currency, rounded to cents so that the parts add up.

    RetentionError: `no_amounts`, `empty_range` (start, end), `periods_overlap`, `not_begun` (start, as_of),
    `too_little_history` (needed, periods), and those of `activity` and `Calendar.of`.

    Source of the split into how often and how much: the midpoint decomposition of Kitagawa, Components of a Difference
    Between Two Rates, JASA 50, 1955, applied to a product.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "ann", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-02-12", "2025-02-28"]),
    ...    "amount": [30.0, 40.0, 10.0, 25.0, 25.0, 60.0],
    ... })
    >>> found = rt.money_bridge(orders)
    >>> found.revenue_0, found.lost, found.how_often, found.how_much, found.back, found.new, found.revenue_1
    (80.0, 50.0, 27.5, -7.5, 0.0, 60.0, 110.0)
    """
    if first is None or second is None:
        periods = usual_periods(orders, Calendar.of(grain, year_start, week_start, calendar), as_of=as_of)
    else:
        periods = TwoPeriods(first, second)
    done, customers = customers_of(orders, periods, as_of=as_of)
    if not done.money:
        raise ColumnError("no_amounts")
    return _bridge(
        by_group(done, customers),
        periods,
        complete=done.covered >= SECOND,
        surely_new=left_edge(orders, as_of=as_of).sure(periods.second[0]),
        lines=basket(orders, customers, periods),
    )


def _bridge(
    groups: pd.DataFrame, periods: TwoPeriods, *, complete: bool, surely_new: bool, lines: Basket | None
) -> MoneyBridge:
    total_0, total_1 = (_cents(groups[name].sum()) for name in ("revenue_0", "revenue_1"))
    change = {name: _cents(groups["revenue_1"][name] - groups["revenue_0"][name]) for name in groups.index}
    # What rounding leaves over belongs to the largest part, so that the bridge closes in every cent.
    change["both"] = _cents(total_1 - total_0 - sum(change[name] for name in change if name != "both"))
    often, much = _split(groups, change["both"])
    return MoneyBridge(
        first=periods.first,
        second=periods.second,
        revenue_0=total_0,
        revenue_1=total_1,
        new=change["new"],
        since=change["since"],
        back=change["back"],
        lost=-change["lost"] or 0.0,
        both=change["both"],
        other=change["other"],
        how_often=often,
        how_much=much,
        basket=None if lines is None else lines.closed(much),
        customers=dict(zip(GROUPS, groups["customers"].astype(int).tolist(), strict=True)),
        orders_0=int(groups["orders_0"]["both"]),
        orders_1=int(groups["orders_1"]["both"]),
        complete=complete,
        few=int(groups["customers"][["both", "lost"]].sum()) < FEW_CUSTOMERS,
        surely_new=surely_new,
    )


def _split(groups: pd.DataFrame, change: float) -> tuple[float, float]:
    """The change among customers of both periods as how often and how much; both 0 where there are none."""
    both = groups.T["both"]
    orders = both["orders_0"], both["orders_1"]
    if not min(orders):
        return 0.0, change
    values = both["revenue_0"] / orders[0], both["revenue_1"] / orders[1]
    often = _cents((orders[1] - orders[0]) * (values[0] + values[1]) / 2)
    return often, _cents(change - often)


def _cents(amount: float) -> float:
    """An amount to the cent, without a minus before 0."""
    return round(float(amount), CENTS) or 0.0
