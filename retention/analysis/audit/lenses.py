"""Five lenses on the customers of a shop, and what moved its money."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from retention.activity import AnyOrders, activity
from retention.analysis.audit.deciles import DecileMoves, decile_moves, deciles
from retention.analysis.audit.ladder import Ladder, next_order_ladder
from retention.analysis.money.bridge import MoneyBridge, money_bridge
from retention.analysis.money.cohort_value import CohortValue, check_worth, cohort_value
from retention.analysis.money.stacked import stacked_revenue
from retention.analysis.money.two_periods import TwoPeriods, usual_periods
from retention.errors import RetentionError
from retention.periods import Calendar, Grain
from retention.settings import Days

MOST_COHORTS = 8
"""Cohorts of years or quarters that can still be told apart in one stack."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Audit:
    """What a customer-base audit looks at, each part by its own function and worked out when it is asked for first.

    `period` is the last one that is over, `earlier` the one it is compared with (None while there is none), both first
    and last day. `deciles` (lens 1): the customers of the period by tenths of revenue. `moves` (lens 2) and `bridge`:
    who moved between both, and what that did to revenue; None without an earlier period. `value` (lenses 3 and 4):
    what a customer of each cohort has brought by each age. `stacked` (lens 5): revenue by the cohort that brought it,
    cohorts of `cohort_grain`. `ladder`: chances of the next order. Without amounts (`money` is False) there is no
    bridge, tenths are made by orders, and `value` counts orders.
    """

    orders: AnyOrders = field(repr=False)
    calendar: Calendar
    as_of: dt.date | None
    period: Days
    earlier: Days | None
    complete: bool
    cohort_grain: str
    money: bool
    margin: float | None
    acquisition_cost: float | None

    @property
    def grain(self) -> str:
        """How long the periods are."""
        return str(self.calendar.grain)

    @cached_property
    def deciles(self) -> pd.DataFrame:
        """Lens 1; see `retention.deciles`."""
        return deciles(self.orders, self.period, as_of=self.as_of)

    @cached_property
    def moves(self) -> DecileMoves | None:
        """Lens 2; see `retention.decile_moves`."""
        if self.earlier is None:
            return None
        return decile_moves(self.orders, self.earlier, self.period, as_of=self.as_of)

    @cached_property
    def bridge(self) -> MoneyBridge | None:
        """What moved the money; see `retention.money_bridge`."""
        if self.earlier is None or not self.money:
            return None
        return money_bridge(self.orders, self.earlier, self.period, as_of=self.as_of)

    @cached_property
    def value(self) -> CohortValue:
        """Lenses 3 and 4; see `retention.cohort_value`."""
        of = "revenue" if self.money else "orders"
        found = cohort_value(self.orders, of=of, as_of=self.as_of, **self.calendar.options)
        return found.worth(self.margin, self.acquisition_cost) if self.money else found

    @cached_property
    def stacked(self) -> pd.DataFrame:
        """Lens 5; see `retention.stacked_revenue`."""
        cut = self.calendar.options
        return stacked_revenue(self.orders, cohort_grain=self.cohort_grain, as_of=self.as_of, **cut)

    @cached_property
    def ladder(self) -> Ladder:
        """Chances of the next order; see `retention.next_order_ladder`."""
        return next_order_ladder(self.orders, as_of=self.as_of)

    @property
    def same_age(self) -> int:
        """The age at which cohorts stand beside each other (lens 4): half of the oldest known one, 12 at most."""
        return min(12, int(self.value.average["age"].max()) // 2) if len(self.value.average) else 0


def audit(
    orders: AnyOrders,
    *,
    grain: str = "month",
    margin: float | None = None,
    acquisition_cost: float | None = None,
    as_of: dt.date | None = None,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> Audit:
    """The customer-base audit of Fader, Hardie & Ross, with the money bridge and the next-order ladder.

    The last period of the `grain` that is over is looked at, against the same one a year before where the data hold it
    whole, else the one before. `margin` and `acquisition_cost` are those of `cohort_value`; time is cut as in `rates`.
    Orders without amounts tell all that is not money; margin and cost then have no part.
    RetentionError: those of `deciles` and `cohort_value`, without `no_amounts`.

    Source: Fader, Hardie & Ross, The Customer-Base Audit: The First Step on the Journey to Customer Centricity, 2022.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> found = rt.audit(orders, grain="month", as_of=dt.date(2025, 3, 31))
    >>> found.period, found.bridge.change, found.moves.moves["customers"].to_dict()["new"]
    ((datetime.date(2025, 3, 1), datetime.date(2025, 3, 31)), -20.0, 1)
    """
    check_worth(margin, acquisition_cost)
    cut = Calendar.of(grain, year_start, week_start, calendar)
    both = _periods(orders, cut, as_of)
    done = activity(orders, timeline=cut, as_of=as_of)
    last = done.timeline.period(max(done.covered, done.first))
    return Audit(
        orders=orders,
        calendar=cut,
        as_of=as_of,
        period=(last.start, last.end) if both is None else both.second,
        earlier=None if both is None else both.first,
        complete=done.covered >= done.first,
        cohort_grain=_cohort_grain(cut, len(done.periods)),
        money=done.money,
        margin=margin,
        acquisition_cost=acquisition_cost,
    )


def _periods(orders: AnyOrders, cut: Calendar, as_of: dt.date | None) -> TwoPeriods | None:
    """The periods to compare; None while fewer than two are over."""
    try:
        return usual_periods(orders, cut, as_of=as_of)
    except RetentionError as short:
        if short.code != "too_little_history":
            raise
        return None


def _cohort_grain(cut: Calendar, periods: int) -> str:
    """The shortest grain in which there are few enough cohorts to tell apart, a year at the latest."""
    grains = list(Grain)
    per_year = {grain: Calendar.of(str(grain)).per_year for grain in grains}
    years = periods / cut.per_year
    fine = (grain for grain in grains[grains.index(cut.grain) :] if years * per_year[grain] <= MOST_COHORTS)
    return str(next(fine, Grain.YEAR))
