"""What first-time and returning buyers spend in a period, how sure that is, and how far single huge orders count."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.whatif.history import SIZES_PER_DOUBLING, History
from retention.whatif.levels import Levels, learn
from retention.whatif.season import positions

KINDS = ("new", "returning")
# A buyer's period counts for at most the median times (95th percentile / median) to this power: where amounts are
# log-normal that is 5.5 standard deviations above the middle, which one in fifty million reaches.
_BOUND_POWER = 5.5 / 1.645
_LEAST_SPREAD = 1.5  # of that ratio, where all pay nearly the same
_HEAVY = 1.0  # variance of the logarithm of amounts from which on their tail is heavy
_PRICES = ((0.0, 0.5), (0.12, 0.5))  # trend of money per buyer and year (logarithm): prices rise
_LEAST_VARIED, _MOST_VARIED = 0.01, 6.0  # standard deviation of single buyers' money, as a share of its mean


@dataclass(frozen=True, kw_only=True, eq=False)
class Spend:
    """Of one kind of buyers: `orders` per buying customer and period, `order_value` (money per order, NaN unknown).

    `levels`: money per buyer so far (logarithm), None where nothing varies. `single`: standard deviation of what one
    buyer spends in a period, as a share of `per_buyer`.
    """

    orders: float
    order_value: float
    single: float = 0.0
    levels: Levels | None = None

    @property
    def per_buyer(self) -> float:
        """Money per buying customer and usual period."""
        return self.orders * self.order_value

    def paths(self, rng: np.random.Generator, sets: int, places: np.ndarray, buyers: np.ndarray) -> np.ndarray:
        """Money per buyer in possible futures (sets × periods; the first set is as expected).

        `places` in the year and expected `buyers` of each coming period. The mean is known from so many periods only,
        levels wander, and few buyers differ by chance.
        """
        if self.levels is None:
            return np.full((sets, len(places)), self.per_buyer)
        chance = np.log1p(self.single**2 / np.maximum(buyers, 1.0))
        logs = self.levels.paths(rng, sets, places)
        varied = logs + np.sqrt(chance) * rng.standard_normal(logs.shape) - chance / 2
        varied[0] = logs[0]
        paths: np.ndarray = np.exp(varied)
        return paths


def spend(history: History) -> dict[str, Spend]:
    """What `new` and `returning` buyers spend, learned from all periods, what lies beyond `bound` left out."""
    highest = bound(history)
    over = excess(history, highest)
    return {kind: _spend(history, kind, highest, over[kind].to_numpy()) for kind in KINDS}


def bound(history: History) -> float:
    """The most that one buyer's period counts for, far beyond what the usual amounts make likely; NaN unknown."""
    spent = history.spent
    if spent.empty:
        return float("nan")
    many = spent.groupby("size")["buyers"].sum()
    share = (many.cumsum() / many.sum()).to_numpy()
    places = many.index.to_numpy()[np.searchsorted(share, (0.5, 0.95))]
    middle, high = (float(2 ** ((place + 0.5) / SIZES_PER_DOUBLING)) for place in places)
    return float(middle * max(high / middle, _LEAST_SPREAD) ** _BOUND_POWER)


def excess(history: History, highest: float) -> pd.DataFrame:
    """What buyers spent beyond the `highest` that counts: one row per period, columns `new`, `returning` (money)."""
    above = history.spent[history.spent["revenue"] > highest * history.spent["buyers"]]
    above = above.assign(over=above["revenue"] - highest * above["buyers"])
    of = {"new": above[above["is_new"]], "returning": above[~above["is_new"]]}
    index = history.by_period.index
    return pd.DataFrame({kind: of[kind].groupby("period")["over"].sum().reindex(index).fillna(0.0) for kind in KINDS})


def _spend(history: History, kind: str, highest: float, over: np.ndarray) -> Spend:
    recent = history.by_period.iloc[-min(history.calendar.per_year, history.periods - 1) :]
    orders = float(recent[f"{kind}_orders"].sum())
    each = orders / float(recent[kind].sum()) if orders else 1.0
    buyers = history.column(kind)
    revenue = history.column(f"{kind}_revenue") - over
    usable = (buyers > 0) & (revenue > 0) & (np.arange(history.periods) > 0)
    if not usable.any():
        total = history.by_period[[f"{kind}_orders", f"{kind}_revenue"]].sum(min_count=1)
        return Spend(orders=each, order_value=float(total.iloc[1] / total.iloc[0]) if total.iloc[0] else np.nan)
    single = _single(history, kind, highest)
    variances = np.log1p(np.maximum(single, _LEAST_VARIED) ** 2 / buyers[usable])
    places = positions(history.calendar, history.by_period.index.to_numpy()[usable])
    logs = np.log(revenue[usable] / buyers[usable]) + variances / 2
    levels = learn(logs, variances, places, per_year=history.calendar.per_year, edge=False, trend=_PRICES)
    return Spend(orders=each, order_value=float(np.exp(levels.state[0])) / each, single=single, levels=levels)


def _single(history: History, kind: str, highest: float) -> float:
    """Standard deviation of single buyers' money in a period, as a share of its mean.

    What was seen; the heavier the tail, the more the larger one that log-normal amounts of their spread have, because
    of heavy tails a sample shows too little. Amounts above `highest` count as that.
    """
    spent = history.spent[history.spent["is_new"] == (kind == "new")]
    many = spent["buyers"].to_numpy(dtype=float)
    if many.sum() < 2:
        return 0.0
    amounts = np.minimum(spent["revenue"].to_numpy(dtype=float) / many, highest)
    mean, logs = float(np.average(amounts, weights=many)), np.log(amounts)
    seen = float(np.average((amounts / mean - 1) ** 2, weights=many))
    spread = float(np.average((logs - np.average(logs, weights=many)) ** 2, weights=many))
    heavy = float(np.clip(spread - _HEAVY, 0.0, 1.0))
    supposed = max(seen, float(np.expm1(min(spread, _MOST_VARIED))))
    return min(float(np.sqrt((1 - heavy) * seen + heavy * supposed)), _MOST_VARIED)
