"""New customers to come: the recent mean, by season."""

from dataclasses import dataclass

import numpy as np

from retention.whatif.history import History
from retention.whatif.season import Season

SHORTEST_WINDOW = 3
_TOO_MANY = 2.0  # times the median: a burst (a sale, a fair) that is not to be expected every period
_LIST = 10.0  # this many new customers per period and then nobody: a closed list, not a slow month


@dataclass(frozen=True, kw_only=True, eq=False)
class Arrivals:
    """Expected new customers in a usual period (`mean`), their `season`, and how much single periods vary.

    `spread` is the standard deviation of the logarithm beyond pure chance.
    """

    mean: float
    season: Season
    spread: float

    def expected(self, periods: np.ndarray) -> np.ndarray:
        """Expected new customers in each period number."""
        return self.mean * self.season.at(periods)


def arrivals(history: History, season: Season) -> Arrivals:
    """Recent mean of new customers, freed of season: half a year, at least three periods, never the first one.

    The first period is left out because everybody is new in it. Counts above twice the median of a year count
    as twice the median. A shop that had ten or more new customers per period and then none in the last one is
    a closed list (a cohort someone exported): nobody more will come.
    """
    year = history.calendar.per_year
    new = history.column("new")[1:] / season.at(history.sums.index.to_numpy()[1:])
    recent = new[-max(SHORTEST_WINDOW, year // 2) :]
    if recent[-1] == 0 and recent.mean() >= _LIST:
        return Arrivals(mean=0.0, season=season, spread=0.0)
    usual = float(np.median(new[-max(SHORTEST_WINDOW, year) :]))
    capped = np.minimum(recent, _TOO_MANY * usual) if usual > 0 else recent
    mean = float(capped.mean())
    return Arrivals(mean=mean, season=season, spread=_spread(capped, mean))


def _spread(counts: np.ndarray, mean: float) -> float:
    """Standard deviation of log counts that chance (Poisson) does not explain."""
    if mean <= 0 or len(counts) < 2:
        return 0.0
    excess = float(counts.var(ddof=1)) / mean**2 - 1 / mean
    return float(np.sqrt(np.log1p(max(excess, 0.0))))
