"""Whether newer cohorts come back more than older ones did at the same age."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from retention.defaults import COHORTS_TO_SPARE, FEW_CUSTOMERS
from retention.intervals import newcombe, verdict, wilson

_EARLY = dt.timedelta(days=365)  # so long after the data begin, regulars from before may still look new


@dataclass(frozen=True, kw_only=True)
class Side:
    """Neighbouring cohorts taken together: `customers` of `at_risk` came back, with the 95% Wilson interval.

    `start` and `last` are the first days of the first and of the last of its `cohorts` cohorts.
    """

    start: dt.date
    last: dt.date
    cohorts: int
    customers: int
    at_risk: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Drift:
    """Older against newer cohorts: `change` is newer − older with its 95% Newcombe interval and `verdict`.

    `whole_years`: each side is one whole year, so that seasons cannot make the difference. `first_left_out`: the
    earliest cohort takes no part.
    """

    older: Side
    newer: Side
    change: float
    low: float
    high: float
    verdict: str | None
    whole_years: bool
    first_left_out: bool

    @property
    def few(self) -> bool:
        """Whether either side has fewer than 30 customers: too few to carry a rate or a verdict."""
        return min(self.older.at_risk, self.newer.at_risk) < FEW_CUSTOMERS

    def may_hold_regulars(self, begin: dt.date) -> bool:
        """Whether a fall may come from regulars of before the data, which `begin` on that day, among the older."""
        return self.change < 0 and self.older.start - begin < _EARLY


def drift(cells: pd.DataFrame, age: int, *, per_year: int) -> Drift | None:
    """The newest cohorts known at an age against those before them.

    `cells` are cohorts by period as `cohorts` returns them. Where two years of them are known (`per_year`
    periods each), the last year is compared with the one before, else the later half with the earlier one (the
    middle one of an odd number is older). Empty cohorts are passed over. Of four or more the first stands
    aside: whoever bought before the data begin is new in it, and regulars come back more often than newcomers.
    None with fewer than two cohorts.

    >>> cells = pd.DataFrame({
    ...    "start": [dt.date(2025, 1, 1), dt.date(2025, 2, 1)],
    ...    "age": [1, 1],
    ...    "customers": [48.0, 56.0],
    ...    "at_risk": [80, 70],
    ... })
    >>> found = rt.drift(cells, 1, per_year=12)
    >>> round(found.change, 4), round(found.low, 4), round(found.high, 4), found.verdict
    (0.2, 0.0524, 0.3339, 'up')
    """
    known = known_at(cells, age)
    if len(known) < 2:
        return None
    aside = len(known) >= COHORTS_TO_SPARE
    known = known.iloc[int(aside) :]
    width = per_year if len(known) >= 2 * per_year else len(known) // 2
    newer = known.iloc[-width:]
    older = known.iloc[:-width] if width < per_year else known.iloc[-2 * width : -width]
    sides = _side(older), _side(newer)
    change, low, high = newcombe(*((side.customers, side.at_risk) for side in sides))
    return Drift(
        older=sides[0],
        newer=sides[1],
        change=float(change),
        low=float(low),
        high=float(high),
        verdict=verdict(float(low), float(high)),
        whole_years=len(older) == len(newer) == per_year and not _broken(pd.concat([older, newer]), cells),
        first_left_out=aside,
    )


def known_at(cells: pd.DataFrame, age: int) -> pd.DataFrame:
    """The rows of the cohorts for which an age is over."""
    return cells[(cells["age"] == age) & (cells["at_risk"].fillna(0) > 0)].reset_index(drop=True)


def _side(part: pd.DataFrame) -> Side:
    customers, at_risk = int(part["customers"].sum()), int(part["at_risk"].sum())
    low, high = wilson(customers, at_risk)
    return Side(
        start=part["start"].iloc[0],
        last=part["start"].iloc[-1],
        cohorts=len(part),
        customers=customers,
        at_risk=at_risk,
        share=customers / at_risk,
        low=float(low),
        high=float(high),
    )


def _broken(part: pd.DataFrame, cells: pd.DataFrame) -> bool:
    """Whether empty cohorts lie between those of a part."""
    starts = cells.loc[cells["age"] == 0, "start"]
    return int(starts.between(part["start"].iloc[0], part["start"].iloc[-1]).sum()) > len(part)
