"""The shop as every look sees it: which months are whole, which are compared, what a customer who is back brings."""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from retention.activity import Activity, AnyOrders, activity, fetch, first_values
from retention.analysis.cohorts import cohorts
from retention.analysis.rates import figures_of
from retention.analysis.rates.breakdown import dimension_values, several_values
from retention.defaults import MOST_GROUPS
from retention.orders import Orders
from retention.periods import Calendar
from retention.settings import Days

MONTHS = 3
"""Whole months of the stretch that is looked at: a quarter, in which most shops see most of their customers."""
YEAR = 12
HALF_YEAR = 6
AGE_DAYS = 30
AGES = (5, 2)
"""Stretches of 30 days by whose end customers may be back, the longest first: half a year, so that groups that came of
late are seen too, and a quarter in shops that are too young for it."""
BASE = "window:12M"
"""Whose return is looked at among groups: everybody of the year before."""


class Followed(NamedTuple):
    """How long customers are followed: by which `age` they are back; over how many `years` they came; `worth`: what one
    who was back by then brought on top of the first order (NaN without amounts)."""

    age: int
    years: float
    worth: float


class Known:
    """Orders with what several looks need of them, each worked out once."""

    def __init__(
        self, orders: AnyOrders, *, calendar: Calendar, as_of: dt.date | None, columns: Sequence[str] | None
    ) -> None:
        self.orders, self.calendar, self.as_of = orders, calendar, as_of
        self._columns = columns
        self.months = Calendar.of("month")
        self.done: Activity = activity(orders, timeline=self.months, as_of=as_of)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns whose values tell customers apart."""
        if isinstance(self.orders, Orders):
            counts = dimension_values(self.orders)
            asked = counts if self._columns is None else {name: counts[name] for name in self._columns}
        else:
            asked = {name: self._values(name) for name in self._columns or ()}
        return several_values(asked, at_most=MOST_GROUPS)

    def _values(self, column: str) -> int:
        return len(fetch(first_values(self.orders, column, as_of=self.done.as_of).select("group").unique()))

    @property
    def whole_months(self) -> int:
        """How many months the data hold from beginning to end."""
        return self.done.covered - self.done.whole_from + 1

    @cached_property
    def recent(self) -> Days | None:
        """The last whole months; None in data of less than twice as many."""
        return self._months_to(self.done.covered) if self.whole_months >= 2 * MONTHS else None

    @cached_property
    def earlier(self) -> Days | None:
        """The months a year before `recent` where the data hold them, else those just before it."""
        if self.recent is None:
            return None
        return self._months_to(self.done.covered - (YEAR if self.same_season else MONTHS))

    @property
    def same_season(self) -> bool:
        """Whether `earlier` is a year before `recent`."""
        return self.whole_months >= YEAR + MONTHS

    def _months_to(self, last: int, many: int = MONTHS) -> Days:
        return self.months.period(last - many + 1).start, self.months.period(last).end

    @property
    def half_years(self) -> tuple[Days, Days] | None:
        """The last half year and that of a year before, the earlier first; None in less than a year and a half."""
        if self.whole_months < YEAR + HALF_YEAR:
            return None
        return self._months_to(self.done.covered - YEAR, HALF_YEAR), self._months_to(self.done.covered, HALF_YEAR)

    @cached_property
    def lately(self) -> pd.Series | None:
        """The figures of the last whole months, of customers of the year before."""
        if self.recent is None:
            return None
        return figures_of(self.orders, [self.recent], base=BASE, as_of=self.as_of).iloc[0]

    @cached_property
    def followed(self) -> Followed | None:
        """By which age half of all customers or more are followed; None in a shop too young for any."""
        cells = cohorts(self.orders, grain="month", ages=AGE_DAYS, mode="on_or_before", as_of=self.as_of)
        everybody = int(cells.loc[cells["age"] == 0, "size"].sum())
        for age in AGES:
            known = cells[(cells["age"] == age) & cells["at_risk"].notna()]
            if 2 * int(known["at_risk"].sum()) >= everybody > 0:
                return Followed(age, len(known) / YEAR, _worth(cells, known, age))
        return None


def _worth(cells: pd.DataFrame, known: pd.DataFrame, age: int) -> float:
    """What a customer who was back by an age had brought by then, the first stretch aside."""
    back = int(known["customers"].sum())
    mine = cells[cells["cohort"].isin(known["cohort"]) & cells["age"].between(1, age)]
    return float(mine["revenue"].sum(min_count=1)) / back if back else float("nan")
