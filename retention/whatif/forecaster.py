"""What a shop's past says about its coming periods, before anybody changes anything."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from retention.models import bg_bb
from retention.whatif import projection
from retention.whatif.arrivals import Arrivals
from retention.whatif.current_customers import CurrentCustomers
from retention.whatif.history import History
from retention.whatif.levels import Levels, of_ratios
from retention.whatif.season import Season, positions, season

LEVELLED = "bg_bb_season"
MODELS = ("bg_bb", LEVELLED)
CANDIDATES = (*MODELS, "last_year", "last")
_GROWTH_KEPT = 0.5  # of a year's growth, on the logarithmic scale, that is taken to go on
_STEADYING = 10.0  # buyers added to both sides before growth is taken from small numbers


@dataclass(frozen=True, kw_only=True, eq=False)
class Forecaster:
    """The models fitted to one history, and the returning and new customers they expect.

    `customers`: as BG/BB sees them, by the estimate and by draws around it. `course`: how many times what BG/BB expects
    of all who had come by then really came back in each period: where that stands, its trend and its season.
    """

    history: History
    fit: bg_bb.Fit
    groups: bg_bb.Groups
    customers: CurrentCustomers
    course: Levels
    arrivals: Arrivals

    @classmethod
    def of(
        cls, history: History, *, draws: int, rng: np.random.Generator, start: np.ndarray | None = None
    ) -> "Forecaster":
        """Fit BG/BB to everything the history holds, with so many parameter draws around it."""
        groups = history.groups()
        fit = bg_bb.fit(groups, start=start)
        customers = CurrentCustomers.of(groups, np.vstack([fit.parameters, fit.draws(groups, draws, rng)]))
        return cls(
            history=history,
            fit=fit,
            groups=groups,
            customers=customers,
            course=_course(history, fit),
            arrivals=Arrivals.of(history),
        )

    def numbers(self, ahead: int) -> np.ndarray:
        """Numbers of the coming periods."""
        return self.history.last + 1 + np.arange(ahead)

    def new(self, ahead: int) -> np.ndarray:
        """Expected new customers in each coming period."""
        return self.arrivals.expected(ahead)

    def bg_bb(self, ahead: int) -> np.ndarray:
        """Returning buyers by BG/BB alone, the estimate only (ahead)."""
        expected: np.ndarray = returning(self.customers.only_expected, self.new(ahead)[None, :])[0]
        return expected

    def candidates(self, ahead: int) -> dict[str, np.ndarray]:
        """Forecasts of returning buyers in each coming period, by name, as far as the history is long enough.

        `bg_bb`; `bg_bb_season`: times the level at which returning buyers stood to it of late, with season;
        `last_year`: same period last year times growth, half of it on the logarithmic scale, known from the last
        half-year; `last`: as in the last period. Of a closed list the first two alone: its customers only become fewer.
        """
        model = self.bg_bb(ahead)
        levels = self.course.expected(positions(self.history.calendar, self.numbers(ahead)))
        found = {"bg_bb": model, LEVELLED: model * np.exp(levels)}
        if self.arrivals.closed:
            return found
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
    def season(self) -> Season:
        """How busy returning buyers are in each part of the year."""
        return season(self.history.calendar, self.history.periods - 1, self.course)

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


def _course(history: History, fit: bg_bb.Fit) -> Levels:
    """Returning buyers of each period against those BG/BB expects of all who had come by then."""
    new = history.column("new")[None, :]
    steps = np.arange(1, history.periods + 1)
    parameters = fit.parameters
    response = parameters[0] / (parameters[0] + parameters[1]) * bg_bb.survival(parameters, 0, steps)
    expected = convolve(new, response[None, :])[0, 1:]
    places = positions(history.calendar, history.by_period.index.to_numpy()[1:])
    return of_ratios(history.column("returning")[1:], expected, places, per_year=history.calendar.per_year)
