"""What a shop's past says about its coming periods, before anybody changes anything."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from retention.models import bg_bb
from retention.whatif import projection
from retention.whatif.current_customers import CurrentCustomers
from retention.whatif.history import History
from retention.whatif.season import Season, season

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
    new = history.column("new")[1:] / season.at(history.by_period.index.to_numpy()[1:])
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


CANDIDATES = ("bg_bb", "bg_bb_season", "last_year", "last")
_GROWTH_KEPT = 0.5  # of a year's growth, on the logarithmic scale, that is taken to go on
_STEADYING = 10.0  # buyers added to both sides before growth is taken from small numbers


@dataclass(frozen=True, kw_only=True, eq=False)
class Forecaster:
    """The models fitted to one history, and the returning and new customers they expect.

    `customers`: as BG/BB sees them, by the estimate and by draws around it.
    """

    history: History
    fit: bg_bb.Fit
    groups: bg_bb.Groups
    customers: CurrentCustomers
    season: Season
    arrivals: Arrivals

    @classmethod
    def of(
        cls, history: History, *, draws: int, rng: np.random.Generator, start: np.ndarray | None = None
    ) -> "Forecaster":
        """Fit BG/BB to everything the history holds, with so many parameter draws around it."""
        groups = history.groups()
        fit = bg_bb.fit(groups, start=start)
        customers = CurrentCustomers.of(groups, np.vstack([fit.parameters, fit.draws(groups, draws, rng)]))
        levels = _season(history, fit)
        return cls(
            history=history,
            fit=fit,
            groups=groups,
            customers=customers,
            season=levels,
            arrivals=arrivals(history, levels),
        )

    def numbers(self, ahead: int) -> np.ndarray:
        """Numbers of the coming periods."""
        return self.history.last + 1 + np.arange(ahead)

    def new(self, ahead: int) -> np.ndarray:
        """Expected new customers in each coming period."""
        return self.arrivals.expected(self.numbers(ahead))

    def bg_bb(self, ahead: int) -> np.ndarray:
        """Returning buyers by BG/BB alone, the estimate only (ahead)."""
        expected: np.ndarray = returning(self.customers.only_expected, self.new(ahead)[None, :])[0]
        return expected

    def candidates(self, ahead: int) -> dict[str, np.ndarray]:
        """Forecasts of returning buyers in each coming period, by name, as far as the history is long enough.

        `bg_bb`, or `bg_bb_season` (times the season) where a season is proven; `last_year`: same period last
        year times growth, half of it on the logarithmic scale, known from the last half-year; `last`: as in the
        last period.
        """
        model = self.bg_bb(ahead)
        levels = self.season.at(self.numbers(ahead))
        found = {"bg_bb_season": model * levels} if self.season.kept_share > 0 else {"bg_bb": model}
        last_year = self._last_year(ahead)
        if last_year is not None:
            found["last_year"] = last_year
        found["last"] = np.full(ahead, self.history.column("returning")[-1])
        return found

    def _last_year(self, ahead: int) -> np.ndarray | None:
        seen, year = self.history.column("returning"), self.history.calendar.per_year
        compared = min(max(1, year // 2), len(seen) - 1 - year)
        if compared < 1:
            return None
        before = seen[-year - compared : -year].sum() if year else 0.0
        growth = (seen[-compared:].sum() + _STEADYING) / (before + _STEADYING)
        repeated = np.resize(seen[-year:], ahead)
        forecast: np.ndarray = repeated * growth**_GROWTH_KEPT
        return forecast

    @cached_property
    def naive_last_year(self) -> float | None:
        """Returning buyers of the coming period a year earlier; None with less than a year."""
        seen, year = self.history.column("returning"), self.history.calendar.per_year
        return float(seen[-year]) if len(seen) > year else None

    def covariance_root(self, ahead: int) -> np.ndarray:
        """What links the chance of one coming period with that of the others; see `projection.covariance_root`."""
        return projection.covariance_root(self.groups, self.fit.parameters, self.new(ahead))


def returning(
    customers: CurrentCustomers, new: np.ndarray, odds: np.ndarray | None = None, leaving: np.ndarray | None = None
) -> np.ndarray:
    """Expected returning buyers by BG/BB (sets × ahead), given new customers per period (sets × ahead)."""
    ahead = new.shape[1]
    present, newcomer = customers.buying(odds)
    known = customers.stays(present, customers.ages, ahead, leaving)
    later = newcomer[:, None] * customers.stays(np.ones((len(new), 1)), np.zeros(1, dtype=np.int64), ahead, leaving)
    expected: np.ndarray = known + convolve(new, later)
    return expected


def convolve(new: np.ndarray, response: np.ndarray) -> np.ndarray:
    """Σ over earlier periods i of new(i) · response(s − i), for each period s (sets × ahead)."""
    total = np.zeros(np.broadcast_shapes(new.shape, response.shape))
    ahead = new.shape[1]
    for lag in range(1, ahead):
        total[:, lag:] += new[:, : ahead - lag] * response[:, lag - 1, None]
    return total


def _season(history: History, fit: bg_bb.Fit) -> Season:
    """Levels from returning buyers against those BG/BB expects of all who had come by then."""
    new = history.column("new")[None, :]
    steps = np.arange(1, history.periods + 1)
    parameters = fit.parameters
    response = parameters[0] / (parameters[0] + parameters[1]) * bg_bb.survival(parameters, 0, steps)
    expected = convolve(new, response[None, :])[0, 1:]
    return season(history.calendar, history.by_period.index.to_numpy()[1:], history.column("returning")[1:], expected)
