"""How busy each part of the year is."""

from dataclasses import dataclass

import numpy as np

from retention.periods import Calendar, Grain
from retention.whatif.levels import Levels

YEARS_NEEDED = 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Season:
    """`levels` by position in the year: 1 is usual, 1.2 a fifth more; all 1 where nothing shows one.

    Positions are months (also for weeks, by their fourth day) or quarters. `known` says whether there were two
    years to learn from, `kept_share` (0..1) how much of the season is known then: nothing before.
    """

    levels: np.ndarray
    known: bool
    kept_share: float


def positions(calendar: Calendar, periods: np.ndarray) -> np.ndarray:
    """Place in the year of each period number: 0..11 for months and weeks, 0..3 for quarters, 0 for years."""
    if calendar.grain is Grain.WEEK:
        middles = np.asarray(periods) * 7 + calendar.week_start + 3 - 719162
        return middles.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    return np.asarray(periods, dtype=np.int64) % calendar.per_year


def season(calendar: Calendar, periods: int, course: Levels) -> Season:
    """The season of a series of so many periods, as its levels tell it; it takes two years to be sure of one."""
    year = calendar.per_year
    known = year > 1 and periods >= YEARS_NEEDED * year
    return Season(levels=np.exp(course.season), known=known, kept_share=course.season_share if known else 0.0)
