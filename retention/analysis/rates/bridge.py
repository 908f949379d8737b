"""One period told as a result: its counts, its rate, what became of it since, and what is doubtful about it."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from retention.analysis.rates.bases import Base
from retention.defaults import FEW_CUSTOMERS
from retention.periods import Calendar, Window
from retention.settings import Days


@dataclass(frozen=True, kw_only=True)
class Bridge:
    """From the customers at the start of one period to those who bought in it.

    `start`, `end`: first and last day; `grain`: the length of the period, None for days of somebody's own. `base` says
    who is a customer at the start (see `rates`), `base_days` its first and last day, None where days chosen for it are
    not over before the period begins. Counts of customers: `customers_at_start`, `retained`, `lost`, `reactivated`,
    `new`, `active`, with customers_at_start − lost + reactivated + new = active. `crr` with its 95% Wilson interval,
    and `textbook` = (active − new) / customers_at_start: fractions, NaN where nobody was there at the start.
    Doubts: `complete` is False while the period is not over in the data, `base_complete` where the data begin in the
    middle of the base, `few` is True below 30 customers at the start.
    """

    start: dt.date
    end: dt.date
    grain: str | None
    base: str | Days
    base_days: Days | None
    customers_at_start: int
    retained: int
    lost: int
    reactivated: int
    new: int
    active: int
    crr: float
    crr_low: float
    crr_high: float
    textbook: float
    complete: bool
    few: bool
    base_complete: bool = True

    @property
    def steps(self) -> dict[str, int]:
        """The bridge from the customers at the start to those in the period, what is lost with a minus."""
        return {
            "start": self.customers_at_start,
            "lost": -self.lost,
            "reactivated": self.reactivated,
            "new": self.new,
            "end": self.active,
        }

    @property
    def has_rate(self) -> bool:
        """Whether anybody was there at the start who could come back."""
        return self.customers_at_start > 0 and self.base_days is not None

    @property
    def base_grain(self) -> str | None:
        """The length of the base where it is one period itself: `previous` and `last_year` of a period of a grain."""
        return self.grain if self.base in ("previous", "last_year") else None

    @property
    def base_months(self) -> int:
        """How many months before the period the base reaches back; 0 where it is no such stretch."""
        base = Base.of(self.base)
        return base.length if base.kind == "months" else 0


def bridge(row: pd.Series, *, base: str | Days = "previous", calendar: Calendar | None = None) -> Bridge:
    """The bridge of one row of `rates`, `figures` or `figures_of`.

    `base` is the one the row was counted with, `calendar` cuts the periods it is one of (None: any days).

    >>> import retention as rt
    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> february = bridge(rt.rates(orders, grain="month").iloc[1], calendar=Calendar.of("month"))
    >>> february.customers_at_start, february.lost, february.reactivated, february.new, february.active
    (3, 2, 0, 0, 1)
    >>> february.few, february.complete, february.base_days
    (True, True, (datetime.date(2025, 1, 1), datetime.date(2025, 1, 31)))
    """
    at_start = int(row["customers_at_start"])
    return Bridge(
        start=row["start"],
        end=row["end"],
        grain=None if calendar is None else str(calendar.grain),
        base=base,
        base_days=_base_days((row["start"], row["end"]), base, calendar),
        customers_at_start=at_start,
        retained=int(row["retained"]),
        lost=int(row["lost"]),
        reactivated=int(row["reactivated"]),
        new=int(row["new"]),
        active=int(row["active"]),
        crr=float(row["crr"]),
        crr_low=float(row["crr_low"]),
        crr_high=float(row["crr_high"]),
        textbook=float(row["textbook"]),
        complete=bool(row["complete"]),
        few=at_start < FEW_CUSTOMERS,
        base_complete=bool(row["base_complete"]),
    )


def _base_days(days: Days, base: str | Days, calendar: Calendar | None) -> Days | None:
    """First and last day of a base; None where days chosen for it are not over before the period begins."""
    if calendar is None:
        window = Window(*days)
        return Base.of(base).span(window.period(1), window)
    return Base.of(base).span(calendar.at(days[0]), calendar)
