"""Five lenses on the customers of a shop, and what moved its money."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from retention.activity import AnyOrders, activity
from retention.analysis.audit.deciles import DecileMoves, decile_moves, deciles
from retention.analysis.audit.ladder import Ladder, next_order_ladder
from retention.analysis.money.bridge import MoneyBridge, money_bridge
from retention.analysis.money.cohort_value import CohortValue, cohort_value
from retention.analysis.money.stacked import stacked_revenue
from retention.analysis.money.two_periods import TwoPeriods, usual_periods
from retention.errors import RetentionError
from retention.periods import Calendar, Grain
from retention.settings import Days

MOST_COHORTS = 8
"""Cohorts of years or quarters that can still be told apart in one stack."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Audit:
    """What a customer-base audit looks at, each part by its own function.

    `period` is the last one that is over, `earlier` the one it is compared with (None while there is none), both first
    and last day. `deciles` (lens 1): the customers of the period by tenths of revenue. `moves` (lens 2) and `bridge`:
    who moved between both, and what that did to revenue; None without an earlier period. `value` (lenses 3 and 4):
    what a customer of each cohort has brought by each age. `stacked` (lens 5): revenue by the cohort that brought it,
    cohorts of `cohort_grain`. `ladder`: chances of the next order. Without amounts (`money` is False) there is no
    bridge, tenths are made by orders, and `value` counts orders.
    """

    grain: str
    period: Days
    earlier: Days | None
    complete: bool
    deciles: pd.DataFrame
    moves: DecileMoves | None
    bridge: MoneyBridge | None
    value: CohortValue
    stacked: pd.DataFrame
    cohort_grain: str
    ladder: Ladder
    money: bool

    @property
    def cohort(self) -> pd.DataFrame:
        """Lens 3: one cohort over its life, the oldest that is not few and holds no customers from before the data.

        Empty where there is none.
        """
        cells = self.value.cells
        able = cells[cells["sure"] & ~cells["few"]]
        return able[able["start"] == able["start"].iloc[0]] if len(able) else able

    @property
    def same_age(self) -> int:
        """Lens 4: the age at which cohorts stand beside each other, half of the oldest known one and 12 at most."""
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
    cut = Calendar.of(grain, year_start, week_start, calendar)
    options = cut.options
    both = _periods(orders, cut, as_of)
    done = activity(orders, timeline=cut, as_of=as_of)
    last = done.timeline.period(max(done.covered, done.first))
    period = (last.start, last.end) if both is None else both.second
    two = None if both is None else (both.first, both.second)
    longer = _cohort_grain(cut, len(done.periods))
    worth = {"margin": margin, "acquisition_cost": acquisition_cost} if done.money else {"of": "orders"}
    return Audit(
        grain=str(cut.grain),
        period=period,
        earlier=None if both is None else both.first,
        complete=done.covered >= done.first,
        deciles=deciles(orders, period, as_of=as_of),
        moves=None if two is None else decile_moves(orders, *two, as_of=as_of),
        bridge=None if two is None or not done.money else money_bridge(orders, *two, as_of=as_of),
        value=cohort_value(orders, as_of=as_of, **worth, **options),
        stacked=stacked_revenue(orders, cohort_grain=longer, as_of=as_of, **options),
        cohort_grain=longer,
        ladder=next_order_ladder(orders, as_of=as_of),
        money=done.money,
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
