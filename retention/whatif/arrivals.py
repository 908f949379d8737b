"""New customers to come: their level, damped trend and season, and how sure each is."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from retention.whatif.history import History
from retention.whatif.levels import Levels, of_counts
from retention.whatif.season import positions

_LIST = 10.0  # this many new customers to be expected of a silent stretch, and nobody came: a closed list


@dataclass(frozen=True, kw_only=True, eq=False)
class Arrivals:
    """What the past says about new customers; `levels` is None for a closed list, to which nobody more will come."""

    history: History
    levels: Levels | None

    @classmethod
    def of(cls, history: History) -> "Arrivals":
        """Learned from every period but the first, in which everybody is new."""
        new = history.column("new")[1:]
        if closed(new):
            return cls(history=history, levels=None)
        year = history.calendar.per_year
        places = positions(history.calendar, history.by_period.index.to_numpy()[1:])
        return cls(history=history, levels=of_counts(new, places, per_year=year))

    @property
    def closed(self) -> bool:
        """Whether nobody more will come."""
        return self.levels is None

    @property
    def edge_chance(self) -> float:
        """How likely old customers look new in the first periods, because the data begin in the middle, 0..1."""
        return 0.0 if self.levels is None else self.levels.edge_chance

    @cached_property
    def mean(self) -> float:
        """Expected new customers per period, over the coming year."""
        return float(self.expected(self.history.calendar.per_year).mean())

    def expected(self, ahead: int) -> np.ndarray:
        """Expected new customers in each coming period."""
        if self.levels is None:
            return np.zeros(ahead)
        expected: np.ndarray = np.exp(self.levels.expected(self._places(ahead)))
        return expected

    def paths(self, rng: np.random.Generator, sets: int, ahead: int) -> np.ndarray:
        """Possible courses of new customers (sets × ahead); the first set is what is expected."""
        if self.levels is None:
            return np.zeros((sets, ahead))
        expected = np.exp(self.levels.paths(rng, sets, self._places(ahead)))
        counts: np.ndarray = np.maximum(expected + np.sqrt(expected) * rng.standard_normal((sets, ahead)), 0.0)
        counts[0] = expected[0]
        return counts

    def _places(self, ahead: int) -> np.ndarray:
        return positions(self.history.calendar, self.history.last + 1 + np.arange(ahead))


def closed(new: np.ndarray) -> bool:
    """Whether these newcomers per period are those of a closed list: a cohort that someone exported.

    Many came, then nobody did for so long that chance does not explain it, and never before had nobody come for as
    long: a shop that closes for the winter has seen its winters.
    """
    came = np.flatnonzero(new)
    if not came.size:
        return True
    silent = len(new) - 1 - int(came[-1])
    pauses = np.diff(came) - 1
    paused = int(pauses.max()) if pauses.size else 0
    return silent > paused and silent * float(np.median(new[came])) >= _LIST
