"""The retention that was seen, period by period, beside what the customer model expects of the same people."""

from dataclasses import dataclass

import numpy as np

from retention.models import bg_bb
from retention.whatif.history import History
from retention.whatif.levels import Levels, learn
from retention.whatif.season import positions

_HABITS = ((0.0, 0.7), (0.12, 0.3))  # trend of retention per year (logarithm), beyond what the model expects


@dataclass(frozen=True, kw_only=True, eq=False)
class Observed:
    """`buyers` of each period but the last, how many were `retained` in the next one, and how many `expected` to."""

    buyers: np.ndarray
    retained: np.ndarray
    expected: np.ndarray

    @classmethod
    def of(cls, history: History, parameters: np.ndarray) -> "Observed":
        """Counted from the history; expected with one set of BG/BB parameters, given what each had done by then."""
        spells = history.spells[history.spells["period"] < history.last]
        period = (spells["period"] - history.first).to_numpy()
        n = (spells["period"] - spells["first"]).to_numpy()
        customers = spells["customers"].to_numpy(dtype=float)
        chance = bg_bb.purchase_chance(parameters, spells["repeat"].to_numpy(), n) * bg_bb.survival(parameters, n, 1)
        back = (spells["following"] == spells["period"] + 1).to_numpy()
        buyers, retained, expected = (
            np.bincount(period, customers * share, history.periods - 1) for share in (np.ones(len(n)), back, chance)
        )
        return cls(buyers=buyers, retained=retained, expected=expected)

    @property
    def last(self) -> float:
        """Retention of the last complete period against the one before; NaN where nobody had bought in that."""
        return float(self.retained[-1] / self.buyers[-1]) if self.buyers[-1] else float("nan")

    def levels(self, history: History) -> Levels:
        """How many times what the model expects really came back (logarithm): its level and its season."""
        places = positions(history.calendar, history.by_period.index.to_numpy()[1:])
        share = (self.expected + 0.5) / (self.buyers + 1)
        ratio = np.log((self.retained + 0.5) / (self.expected + 0.5))
        variances = (1 - share) / (self.expected + 0.5)
        ratio += variances / 2  # by so much lies the mean of a logarithm below the logarithm of the mean
        return learn(ratio, variances, places, per_year=history.calendar.per_year, trend=_HABITS)
