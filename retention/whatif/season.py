"""How busy each part of the year is."""

from dataclasses import dataclass

import numpy as np

from retention.periods import Calendar, Grain

YEARS_NEEDED = 2


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
