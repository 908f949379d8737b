"""How busy each part of the year is, and what first-time and returning buyers spend in a period."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.periods import Calendar, Grain
from retention.whatif.history import History

YEARS_NEEDED = 2
KINDS = ("new", "returning")


@dataclass(frozen=True, kw_only=True, eq=False)
class Season:
    """`levels` by position in the year: 1 is usual, 1.2 a fifth more; all 1 where nothing is known or proven.

    Positions are months (also for weeks, by their fourth day) or quarters. `known` says whether there were two
    years to learn from, `kept_share` (0..1) how much of the differences seen was kept after shrinking.
    """

    calendar: Calendar
    levels: np.ndarray
    known: bool
    kept_share: float

    def at(self, periods: np.ndarray) -> np.ndarray:
        """Level of each period number."""
        level: np.ndarray = self.levels[positions(self.calendar, periods)]
        return level


def positions(calendar: Calendar, periods: np.ndarray) -> np.ndarray:
    """Place in the year of each period number: 0..11 for months and weeks, 0..3 for quarters, 0 for years."""
    if calendar.grain is Grain.WEEK:
        middles = np.asarray(periods) * 7 + calendar.week_start + 3 - 719162
        return middles.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    return np.asarray(periods, dtype=np.int64) % calendar.per_year


def season(calendar: Calendar, periods: np.ndarray, seen: np.ndarray, expected: np.ndarray) -> Season:
    """Levels from `seen` against `expected` counts of consecutive periods; needs two years of them.

    Log-ratios are freed of their course (a centred moving average over one year), averaged by place in the
    year, and shrunk: the more alike the places and the more the years disagree, the closer to 1. Shrinkage as
    in empirical Bayes (Morris, Parametric Empirical Bayes Inference, JASA 78(381), 1983).
    """
    year = calendar.per_year
    count = 4 if calendar.grain is Grain.QUARTER else 12
    if year == 1 or len(periods) < YEARS_NEEDED * year:
        return Season(calendar=calendar, levels=np.ones(count), known=False, kept_share=0.0)
    place = positions(calendar, periods)
    ratio = np.log((seen + 0.5) / (expected + 0.5))
    rest = ratio - _course(ratio, year)
    times = np.bincount(place, minlength=count)
    mean = np.bincount(place, rest, minlength=count) / np.maximum(times, 1)
    mean -= mean.mean()
    noise = float(((rest - mean[place]) ** 2).sum()) / max(len(rest) - count - 2, 1)
    real = max(float(mean.var(ddof=1)) - noise * float((1 / np.maximum(times, 1)).mean()), 0.0)
    kept = real / (real + noise / np.maximum(times, 1)) if real > 0 else np.zeros(count)
    return Season(calendar=calendar, levels=np.exp(mean * kept), known=True, kept_share=float(np.mean(kept)))


def _course(values: np.ndarray, year: int) -> np.ndarray:
    """Centred moving average over one year, held level where the year reaches beyond the data."""
    edges = 2 if year % 2 == 0 else 1
    weights = np.convolve(np.ones(year), np.full(edges, 1 / edges)) / year
    inner = np.convolve(values, weights, "valid")
    before = (len(values) - len(inner)) // 2
    return np.pad(inner, (before, len(values) - len(inner) - before), mode="edge")


@dataclass(frozen=True, kw_only=True)
class Spend:
    """Of one kind of buyers: `orders` per buying customer and period, `order_value` (money per order, NaN unknown).

    `spread`: standard deviation of the logarithm of a period's money per buyer; `periods` it was learned from.
    `single`: standard deviation of what one buyer spends in a period, as a share of `per_buyer`; known of returning
    buyers.
    """

    orders: float
    order_value: float
    spread: float = 0.0
    single: float = 0.0
    periods: int = 1

    @property
    def per_buyer(self) -> float:
        """Money per buying customer and period."""
        return self.orders * self.order_value

    def paths(self, rng: np.random.Generator, sets: int, ahead: int) -> np.ndarray:
        """Money per buyer in possible futures (sets × ahead; the first set is as expected).

        Two things vary: single periods, and how well so few periods show the mean.
        """
        lasting = rng.standard_normal((sets, 1)) / np.sqrt(self.periods)
        varied = np.exp(self.spread * (lasting + rng.standard_normal((sets, ahead))))
        varied[0] = 1.0
        paths: np.ndarray = self.per_buyer * varied
        return paths


def spend(history: History) -> dict[str, Spend]:
    """Means over the last year (all periods when there are fewer), for `new` and `returning` buyers."""
    return {kind: _spend(history, kind) for kind in KINDS}


def _spend(history: History, kind: str) -> Spend:
    recent = history.by_period.iloc[-min(history.calendar.per_year, history.periods - 1) :]
    buyers, orders, revenue = (
        recent[name].to_numpy(dtype=float) for name in (kind, f"{kind}_orders", f"{kind}_revenue")
    )
    if orders.sum() == 0:
        everyone = history.by_period[[f"{kind}_orders", f"{kind}_revenue"]].sum()
        value = everyone.iloc[1] / everyone.iloc[0] if everyone.iloc[0] else np.nan
        return Spend(orders=1.0, order_value=float(value))
    usable = (buyers > 0) & (revenue > 0)
    logs = np.log(revenue[usable] / buyers[usable])
    return Spend(
        orders=float(orders.sum() / buyers.sum()),
        order_value=float(revenue.sum() / orders.sum()),
        single=_single(recent) if kind == "returning" else 0.0,
        spread=float(logs.std(ddof=1)) if logs.size > 1 else 0.0,
        periods=max(int(usable.sum()), 1),
    )


def _single(recent: pd.DataFrame) -> float:
    """Standard deviation of single returning buyers' money around their period's mean, as a share of the mean."""
    seen = recent[recent["returning"] > 0]
    buyers, revenue = seen["returning"], seen["returning_revenue"]
    freedom = float((buyers - 1).sum())
    if freedom <= 0 or not revenue.sum() > 0:
        return 0.0
    variance = float((seen["returning_squares"] - revenue**2 / buyers).sum()) / freedom
    return float(np.sqrt(max(variance, 0.0)) * buyers.sum() / revenue.sum())
