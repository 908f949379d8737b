"""Whether newer cohorts come back more than older ones did at the same age."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.defaults import COHORTS_TO_SPARE, CONFIDENCE, FEW_CUSTOMERS
from retention.intervals import SEASON, Z_95, Judged, newcombe, verdict, wilson

LEFT_EDGE, FEW = "left_edge", "few"


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
class Drift(Judged):
    """Older against newer cohorts: `change` is newer − older with its 95% interval `low`, `high`, and `verdict`.

    The verdict is None where a doubt forbids it. `doubts`, codes: `few` (fewer than 30 customers on either side),
    `left_edge` (the older ones may hold regulars from before the data), `season` (the two sides are different seasons:
    a change is told as `leaning`, without a verdict). `whole_years`: each side is
    one whole year, so that seasons cannot make the difference. `left_out`: how many of the earliest cohorts take no
    part.
    """

    older: Side
    newer: Side
    change: float
    whole_years: bool
    left_out: int

    @property
    def few(self) -> bool:
        """Whether either side has fewer than 30 customers: too few to carry a rate or a verdict."""
        return min(self.older.at_risk, self.newer.at_risk) < FEW_CUSTOMERS


def drift(cells: pd.DataFrame, age: int, *, per_year: int) -> Drift | None:
    """The newest cohorts known at an age against those before them.

    `cells` are cohorts by period as `cohorts` returns them. Where two years of them are known (`per_year`
    periods each), the last year is compared with the one before, else the later half with the earlier one (the
    middle one of an odd number is older). Empty cohorts are passed over, and those whose customers are not surely new
    (`sure`, see `left_edge`) left out: regulars from before the data look new in them and come back more often than
    newcomers. Where nobody can tell, of four or more the first stands aside. None with fewer than two cohorts.

    The interval is Newcombe's. Of two whole years, it also holds that of the newer one counted as if the data began a
    year later (`at_risk_later`): some old customers buy so seldom that no look-back tells them from new ones, and in an
    old shop they are in both years alike only if the data reach back equally far from both; in a young one there are
    none. Its counts are scaled down by how much the moves from each cohort to that of the same season a year later
    differ among each other beyond chance. Where the sides are different seasons, the counts are scaled down by how much
    the cohorts of a side differ among each other beyond chance (Pearson's chi-square by its degrees of freedom, with
    the quantile of Student's t), and a change beyond chance still has no verdict: half a year of cohorts against the
    other half tells the season as well.

    Source: Newcombe, Interval Estimation for the Difference Between Independent Proportions, Statistics in Medicine
    17, 1998; Finney, Probit Analysis, 1947 (heterogeneity factor).

    >>> cells = pd.DataFrame({
    ...    "start": [dt.date(2025, 1, 1), dt.date(2025, 2, 1)],
    ...    "age": [1, 1],
    ...    "customers": [48.0, 56.0],
    ...    "at_risk": [80, 70],
    ... })
    >>> found = rt.drift(cells, 1, per_year=12)
    >>> round(found.change, 4), round(found.low, 4), round(found.high, 4), found.verdict, found.leaning
    (0.2, 0.0524, 0.3339, None, 'up')
    """
    every = known_at(cells, age)
    known, edged = _to_compare(every)
    if len(known) < 2:
        return None
    width = per_year if len(known) >= 2 * per_year else len(known) // 2
    newer = known.iloc[-width:]
    older = known.iloc[:-width] if width < per_year else known.iloc[-2 * width : -width]
    whole_years = len(older) == len(newer) == per_year and not _broken(pd.concat([older, newer]), cells)
    sides = _side(older), _side(newer)
    by = _unlike_moves(older, newer) if whole_years else _unlike_cohorts(older, newer)
    change, low, high = newcombe(*((side.customers / by, side.at_risk / by) for side in sides))
    if whole_years:
        low, high = _holding(low, high, older, _looked_back_on(newer), by)
    few = min(side.at_risk for side in sides) < FEW_CUSTOMERS
    told = {LEFT_EDGE: edged, FEW: few, SEASON: not whole_years}
    word = verdict(float(low), float(high))
    undecided = edged or few or (not whole_years and word in ("up", "down"))
    return Drift(
        older=sides[0],
        newer=sides[1],
        change=float(change),
        low=float(low),
        high=float(high),
        verdict=None if undecided else word,
        whole_years=whole_years,
        left_out=len(every) - len(known),
        doubts=tuple(code for code, holds in told.items() if holds),
    )


def _to_compare(known: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """The cohorts that are compared, and whether they may hold regulars from before the data."""
    sure = known.get("sure", pd.Series(True, index=known.index)).astype(bool)
    if sure.all():
        return known.iloc[int(len(known) >= COHORTS_TO_SPARE) :], False
    return (known[sure], False) if sure.sum() > 1 else (known, True)


def _looked_back_on(newer: pd.DataFrame) -> pd.DataFrame:
    """Cohorts as if the data began a year later, where that is known."""
    if "at_risk_later" not in newer or newer["at_risk_later"].isna().any():
        return newer
    return newer.assign(customers=newer["customers_later"], at_risk=newer["at_risk_later"])


def _holding(
    low: np.ndarray, high: np.ndarray, older: pd.DataFrame, newer: pd.DataFrame, by: float
) -> tuple[np.ndarray, np.ndarray]:
    """An interval widened to hold the one of these two sides, their counts scaled down `by` so much."""
    sums = [(side["customers"].sum() / by, side["at_risk"].sum() / by) for side in (older, newer)]
    _change, lower, higher = newcombe(*sums)
    return np.fmin(low, lower), np.fmax(high, higher)


def _unlike_moves(older: pd.DataFrame, newer: pd.DataFrame) -> float:
    """By how much the moves from cohorts of one year to those of the next differ more than chance makes them, min. 1.

    Each cohort stands beside the one of the same season, so that seasons are no difference.
    """
    (n0, k0), (n1, k1) = (
        (side["at_risk"].to_numpy(float), side["customers"].to_numpy(float)) for side in (older, newer)
    )
    share = (k0.sum() + k1.sum() + 1) / (n0.sum() + n1.sum() + 2)
    variance = share * (1 - share) * (1 / n0 + 1 / n1)
    moves = k1 / n1 - k0 / n0
    mean = (moves / variance).sum() / (1 / variance).sum()
    return max(1.0, float(((moves - mean) ** 2 / variance).sum()) / max(len(moves) - 1, 1))


def _unlike_cohorts(*sides: pd.DataFrame) -> float:
    """By how much the cohorts within sides differ more than chance makes them, at least 1."""
    from scipy.special import stdtrit

    distance, free = 0.0, 0
    for side in sides:
        many, back = side["at_risk"].astype(float), side["customers"].astype(float)
        share = back.sum() / many.sum()
        if len(side) > 1 and 0 < share < 1:
            distance += float(((back - many * share) ** 2 / (many * share * (1 - share))).sum())
            free += len(side) - 1
    if not free:
        return 1.0
    return max(1.0, distance / free * (float(stdtrit(free, (1 + CONFIDENCE) / 2)) / Z_95) ** 2)


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
