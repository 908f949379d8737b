"""Two periods side by side: what changed, by how much, and whether chance alone would explain it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import Activity, AnyOrders, activity, fetch
from retention.analysis.rates.bases import Base, months_before
from retention.analysis.rates.counting import count
from retention.analysis.rates.figures import PROPORTIONS, RATIOS, describe, settled
from retention.defaults import CONFIDENCE, FEW_CUSTOMERS
from retention.errors import RequestError
from retention.intervals import Z_95, holm, newcombe, verdict
from retention.periods import FIRST_YEAR, LAST_YEAR, Calendar, Period, Window
from retention.settings import Days

MONTHS_OF_A_YEAR = 12
INSIDE = 1  # number of the range itself in a Window


def figures_of(
    orders: AnyOrders,
    ranges: Sequence[tuple[dt.date, dt.date]],
    *,
    base: str | tuple[dt.date, dt.date] = "previous",
    as_of: dt.date | None = None,
) -> pd.DataFrame:
    """The figures of any ranges of dates, both ends included: one row each, columns as in `figures`.

    The base `previous` is as many whole months before a range of whole months, else as many days before it;
    `last_year` the same dates a year earlier (for whole weeks, 52 weeks). RetentionError `not_begun` (start,
    as_of) for a range after the as-of date, `empty_range` (start, end), and those of `rates`.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> spring = (dt.date(2025, 2, 1), dt.date(2025, 3, 9))
    >>> rt.figures_of(orders, [spring], base="ever")[["period", "customers_at_start", "retained", "lost"]]
                      period  customers_at_start  retained  lost
    0  2025-02-01/2025-03-09                   3         2     1
    """
    return pd.concat([_figures_in(orders, Window(*days), Base.of(base), as_of) for days in ranges], ignore_index=True)


def _figures_in(orders: AnyOrders, window: Window, base: Base, as_of: dt.date | None) -> pd.DataFrame:
    done = within(orders, window, as_of)
    table = describe(done, count(orders, done, base), base)
    return table[table["start"] == window.start]


def within(orders: AnyOrders, window: Window, as_of: dt.date | None) -> Activity:
    """Who bought before, in and after a range. RetentionError: those of `figures_of` about the range."""
    for day in (window.start, window.end):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise RequestError("date_out_of_reach", date=day, earliest=FIRST_YEAR, latest=LAST_YEAR)
    done = activity(orders, timeline=window, as_of=as_of)
    if done.as_of < window.start:
        raise RequestError("not_begun", start=window.start, as_of=done.as_of)
    return (
        replace(done, first=INSIDE, whole_from=INSIDE) if done.first > INSIDE else done
    )  # all orders may come after the range


def compare(first: pd.Series, second: pd.Series) -> pd.DataFrame:
    """What changed from one row of figures to another (of `figures`, `figures_of` or `breakdown`).

    One row per figure: `figure`, `first`, `second`, `change` (second − first, in the figure's own unit); for
    shares of customers the change's 95% Newcombe interval `low`, `high`, and `verdict`: up, down or
    no_clear_change, None while either period is incomplete or nobody is at risk; `small`: fewer than 30 at
    risk in either. Verdicts are about chance alone: other seasons, or other customers at the start, move shares too;
    `change` says for the retention rate what customers alike do. The two periods' customers overlap, which the interval
    ignores: for a rate it is a little too wide, so that a verdict errs on the side of no_clear_change.

    Source: Newcombe, Interval Estimation for the Difference Between Independent Proportions, Statistics in Medicine
    17, 1998.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> table = rt.figures(orders, grain="month")
    >>> rt.compare(table.iloc[1], table.iloc[2]).head(3).round(3)
                figure  first  second  change    low   high          verdict  small
    0              crr  0.333     0.0  -0.333 -0.792  0.505  no_clear_change   True
    1            churn  0.667     1.0   0.333 -0.505  0.792  no_clear_change   True
    2  returning_share  1.000     0.5  -0.500 -0.905  0.391  no_clear_change   True
    """
    table = pd.DataFrame({"figure": [*PROPORTIONS, *RATIOS]})
    table["first"], table["second"] = (row[table["figure"]].to_numpy(dtype=float) for row in (first, second))
    table["change"] = table["second"] - table["first"]
    bounds = np.full((len(table), 2), np.nan)
    small = np.zeros(len(table), dtype=bool)
    for place, (part, whole) in enumerate(PROPORTIONS.values()):
        _, *bounds[place] = newcombe((first[part], first[whole]), (second[part], second[whole]))
        small[place] = min(first[whole], second[whole]) < FEW_CUSTOMERS
    table["low"], table["high"] = bounds.T
    finished = first["complete"] and second["complete"]
    table["verdict"] = [verdict(*bound) if finished else None for bound in bounds]
    return table.assign(small=small)


@dataclass(frozen=True, kw_only=True, eq=False)
class PeriodComparison:
    """Two periods side by side, the earlier first: rows of `figures` or `figures_of`.

    `grains` are the lengths of both periods, None for days of somebody's own. `verdict` is what became of the retention
    rate of customers alike, as `change` finds it; None without one.
    """

    first: pd.Series
    second: pd.Series
    grains: tuple[str | None, str | None]
    verdict: str | None = None

    @property
    def days(self) -> tuple[Days, Days]:
        """First and last day of each."""
        return (self.first["start"], self.first["end"]), (self.second["start"], self.second["end"])

    @property
    def same(self) -> bool:
        """Whether both are the same time, so that nothing can be compared."""
        return self.days[0] == self.days[1]

    @property
    def complete(self) -> bool:
        """Whether both are over in the data."""
        return bool(self.first["complete"] and self.second["complete"])

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Every figure of both and its change, one row each, as `compare` gives them, indexed by `figure`.

        The verdicts on the retention rate and on churn are those on customers alike; the others are about chance alone.
        """
        table = compare(self.first, self.second).set_index("figure")
        words = table["verdict"].astype(object)
        words["crr"], words["churn"] = self.verdict, _OPPOSITE.get(self.verdict or "", self.verdict)
        return table.assign(verdict=words)

    @property
    def rate_change(self) -> dict[str, Any]:
        """The `change` of the retention rate, its interval `low`, `high`, and the `verdict` about chance alone.

        See `compare`.
        """
        row = compare(self.first, self.second).set_index("figure").loc["crr"].to_dict()
        return {name: row[name] for name in ("change", "low", "high", "verdict")}

    @property
    def rates(self) -> tuple[float, float]:
        """The retention rate of both, fractions; NaN where nobody was there at the start."""
        return float(self.first["crr"]), float(self.second["crr"])


_OPPOSITE = {"up": "down", "down": "up"}


def compare_periods(
    one: pd.Series, other: pd.Series, *, grains: tuple[str | None, str | None], verdict: str | None = None
) -> PeriodComparison:
    """Two rows of figures side by side, put in the order of time; `grains` say what periods they are.

    `verdict` is the one on the retention rate, see `PeriodComparison`.
    """
    sides = sorted(zip((one, other), grains, strict=True), key=lambda side: (side[0]["start"], side[0]["end"]))
    (first, first_grain), (second, second_grain) = sides
    return PeriodComparison(first=first, second=second, grains=(first_grain, second_grain), verdict=verdict)


def usual_comparison(rates: pd.DataFrame, place: int, *, grain: str) -> int:
    """Which period one at a `place` of `rates` is usually compared with.

    A year earlier where somebody was there at its start, else the period before, else the one after.
    """
    year = place - Calendar.of(grain).per_year
    if year >= 0 and rates["customers_at_start"].iloc[year]:
        return year
    return place - 1 if place else min(1, len(rates) - 1)


def ways_to_compare(starts: pd.Series, place: int, *, per_year: int) -> dict[str, dt.date]:
    """The earlier periods that one at a `place` of `starts` can be held against: name and first day of each.

    `last_year` is the same period a year earlier, `previous` the one before; where both are one and the same, or the
    table does not reach back so far, only those there are.

    >>> quarters = pd.Series([dt.date(2024, month, 1) for month in (1, 4, 7, 10)])
    >>> ways_to_compare(quarters, 2, per_year=4)
    {'previous': datetime.date(2024, 4, 1)}
    """
    back = {"previous": 1} if per_year == 1 else {"last_year": per_year, "previous": 1}
    return {name: starts.iloc[place - lag] for name, lag in back.items() if lag <= place}


def year_before(days: Days) -> Days:
    """First and last day of a range, each a year earlier.

    >>> year_before((dt.date(2024, 2, 29), dt.date(2024, 3, 31)))
    (datetime.date(2023, 2, 28), datetime.date(2023, 3, 31))
    """
    return months_before(days[0], MONTHS_OF_A_YEAR), months_before(days[1], MONTHS_OF_A_YEAR)


def comparison_of_days(days: Days, rates: pd.DataFrame, *, first: dt.date) -> int | Days:
    """What days of somebody's own are usually compared with.

    The same dates a year earlier where the orders, which begin on `first`, reach back so far, else the position of the
    last known period of `rates`.
    """
    earlier = year_before(days)
    return earlier if earlier[0] >= first else latest_known(rates)


def latest_known(rates: pd.DataFrame) -> int:
    """Position of the last period of `rates` that is over and had customers at its start; else of the last.

    >>> latest_known(pd.DataFrame({"complete": [True, True, False], "customers_at_start": [0, 8, 9]}))
    1
    """
    known = np.flatnonzero(settled(rates) & (rates["customers_at_start"] > 0))
    return int(known[-1]) if len(known) else len(rates) - 1


def first_year(first: dt.date, last: dt.date) -> Days:
    """The first 365 days of a history, or all of it where it is shorter.

    >>> first_year(dt.date(2024, 3, 1), dt.date(2024, 4, 20))
    (datetime.date(2024, 3, 1), datetime.date(2024, 4, 20))
    """
    return first, min(first + dt.timedelta(days=364), last)


def trend(table: pd.DataFrame, *, figure: str = "crr", lag: int = 1) -> pd.DataFrame:
    """Change of one share against `lag` rows earlier, for every row of a table of figures.

    One row per period: `period`, `before` (label it is compared with; missing for the first `lag` rows), `change`
    (fraction), its 95% Newcombe interval `low`, `high`, and `verdict`: up, down or no_clear_change, None while either
    period is incomplete or nobody is at risk. As many are asked for at once, a verdict must survive Holm's correction.
    It is about chance alone, and other seasons or other customers move shares too: see `changes` for the retention
    rate. `figure` is one of the shares of customers in `figures`; KeyError else.

    Source: Newcombe, Interval Estimation for the Difference Between Independent Proportions, Statistics in Medicine
    17, 1998; Holm 1979 (see `changes`).

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> table = rt.figures(orders, grain="month")
    >>> rt.trend(table, figure="crr")[["period", "before", "change", "verdict"]].round(3)
        period   before  change          verdict
    0  2025-01      NaN     NaN              NaN
    1  2025-02  2025-01     NaN              NaN
    2  2025-03  2025-02  -0.333  no_clear_change
    """
    part, whole = PROPORTIONS[figure]
    then = table.shift(lag)
    change, low, high = newcombe((then[part], then[whole].fillna(0)), (table[part], table[whole]))
    over = settled(table, figure)
    finished = over & over.shift(lag, fill_value=False)
    chances = holm(np.where(finished, _chances(change, low, high), np.nan))
    words = [
        None if np.isnan(chance) else verdict(*bound) if chance <= 1 - CONFIDENCE else "no_clear_change"
        for *bound, chance in zip(low, high, chances, strict=True)
    ]
    columns = {"change": change, "low": low, "high": high, "verdict": words}
    return pd.DataFrame({"period": table["period"], "before": then["period"], **columns})


def _chances(change: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """How often chance alone would make such changes, by the side of each 95% interval that faces 0."""
    from scipy.special import ndtr

    reach = np.where(change > 0, change - low, high - change)
    with np.errstate(invalid="ignore", divide="ignore"):
        steps = np.where(change == 0, 0.0, np.abs(change) / reach) * Z_95
    found: np.ndarray = 2 * ndtr(-steps)
    return np.where(np.isnan(change), np.nan, found)


MEMBERS = {
    "lost": ("lost",),
    "retained": ("retained",),
    "reactivated": ("reactivated",),
    "new": ("new",),
    "start": ("retained", "lost"),
    "end": ("retained", "reactivated", "new"),
}
"""The counts of the bridge, and the statuses of `members` each is made of; the lost first: they can be won back."""


def behind(everyone: pd.DataFrame, count: str) -> pd.DataFrame:
    """The customers of `members` who are behind one count of the bridge, a key of `MEMBERS`."""
    return everyone[everyone["status"].isin(MEMBERS[count])].reset_index(drop=True)


def member_counts(everyone: pd.DataFrame) -> dict[str, int]:
    """How many customers of `members` are behind each count of the bridge.

    >>> member_counts(pd.DataFrame({"status": ["lost", "lost", "new"]}))
    {'lost': 2, 'retained': 0, 'reactivated': 0, 'new': 1, 'start': 2, 'end': 1}
    """
    sizes = everyone["status"].value_counts()
    return {count: int(sizes.reindex(statuses, fill_value=0).sum()) for count, statuses in MEMBERS.items()}


def most_spent_first(everyone: pd.DataFrame) -> pd.DataFrame:
    """The customers of `members`, those who spent most first: in the period, then in the base, then by name."""
    order = ["revenue", "base_revenue", "customer"]
    return everyone.sort_values(order, ascending=[False, False, True], kind="stable")


def members(
    orders: AnyOrders,
    period: Period | tuple[dt.date, dt.date],
    *,
    base: str | tuple[dt.date, dt.date] = "previous",
    as_of: dt.date | None = None,
) -> pd.DataFrame:
    """The customers behind the bridge of one period.

    One row per customer at the start or active: `customer`, `status` (retained, lost, new, reactivated),
    `orders`, `revenue` in the period, `base_orders`, `base_revenue` in the base (0 where there were none; money is
    missing when no amount is known). RetentionError: those of `figures_of`.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> february = (dt.date(2025, 2, 1), dt.date(2025, 2, 28))
    >>> rt.members(orders, february)
      customer    status  orders  revenue  base_orders  base_revenue
    0      ann  retained       1     90.0            1          30.0
    1      bob      lost       0      0.0            1          40.0
    2      eve      lost       0      0.0            1          10.0
    """
    window = Window(period.start, period.end) if isinstance(period, Period) else Window(*period)
    done = within(orders, window, as_of)
    bought = fetch(done.table.filter(_bought()).select("customer", "orders", "revenue", "first"))
    span = Base.of(base).span(window.period(INSIDE), window)
    earlier = activity(orders, timeline=Window(*span), as_of=as_of).table.filter(_bought()) if span else None
    columns = {"orders": "base_orders", "revenue": "base_revenue"}
    base_rows = fetch(earlier.select("customer", *columns)) if earlier is not None else bought.iloc[:0]
    both = bought.merge(base_rows[["customer", *columns]].rename(columns=columns), on="customer", how="outer")
    here, there = both["orders"].notna(), both["base_orders"].notna()
    new = both["first"] == INSIDE
    status = np.select([here & there, there, new], ["retained", "lost", "new"], "reactivated")
    whole = dict.fromkeys(("orders", "base_orders"), np.int64)
    numbers = both.drop(columns="first").fillna(dict.fromkeys(("orders", "revenue", *columns.values()), 0))
    if not done.money:
        numbers = numbers.assign(revenue=np.nan, base_revenue=np.nan)
    table = done.named(numbers.astype(whole).assign(status=status))
    return table[["customer", "status", "orders", "revenue", "base_orders", "base_revenue"]]


def _bought() -> nw.Expr:
    return (nw.col("period") == INSIDE) & (nw.col("orders") > 0)
