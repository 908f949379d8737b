"""What projections need to know of a shop, whether it was learned from orders or from three totals."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from retention.whatif.scenario import Reading
from retention.whatif.spend import Spend


@dataclass(frozen=True, kw_only=True, eq=False)
class Response:
    """How customers answer to a change of retention, one number per parameter set; None: not in this way.

    `odds` multiplies the odds of buying, `leaving` the chance of leaving, `added` is the share of the buyers of
    the period before who come back on top.
    """

    odds: np.ndarray | None = None
    leaving: np.ndarray | None = None
    added: np.ndarray | None = None


class Base(Protocol):
    """A shop as projections see it. Arrays start with the parameter sets, the first of which is the estimate."""

    @property
    def sets(self) -> int:
        """How many parameter sets there are."""

    @property
    def per_year(self) -> int:
        """Periods in a year."""

    @property
    def longest(self) -> int:
        """Most periods that what is known reaches to look ahead."""

    @property
    def buyers(self) -> float:
        """Buying customers of the last period."""

    @property
    def crr(self) -> np.ndarray:
        """Share of the last period's buyers expected in the next (sets)."""

    @property
    def crr_of_last_buyers(self) -> np.ndarray:
        """Retention of the last buyers in person, who differ from the average by chance (sets; not in the first)."""

    @property
    def spend(self) -> dict[str, Spend]:
        """Spend of `new` and `returning` buyers."""

    @property
    def arrivals_mean(self) -> float:
        """Expected new customers in a usual period."""

    def ceiling(self, reading: Reading) -> float:
        """Highest CRR that can be reached in this reading."""

    def response(self, reading: Reading, points: np.ndarray) -> Response:
        """What raises CRR by so many points (sets)."""

    def new(self, ahead: int) -> np.ndarray:
        """New customers (sets × ahead)."""

    def returning(self, new: np.ndarray, response: Response) -> np.ndarray:
        """Returning buyers expected (sets × ahead)."""

    def customers(self, new: np.ndarray, response: Response) -> np.ndarray:
        """Customers who have not left, now and after each period (sets × ahead + 1); NaN where nobody can know."""

    def level(self, ahead: int) -> np.ndarray:
        """What courses are multiplied by because levels drift (sets × ahead; 1 in the first set)."""

    def noise(self, expected: np.ndarray) -> np.ndarray:
        """How far returning buyers deviate from the expected ones by chance (sets × ahead; 0 in the first set)."""

    def extra_noise(self, extra: np.ndarray, response: Response) -> np.ndarray:
        """How far additional returning buyers of a response deviate by chance (sets × ahead; 0 in the first set)."""

    def per_buyer(self, kind: str, ahead: int) -> np.ndarray:
        """Money per buying customer (sets × ahead)."""

    def extra_spend_noise(self, extra: np.ndarray) -> np.ndarray:
        """How far the money of additional returning buyers deviates by chance (sets × ahead; 0 in the first set)."""

    @property
    def only_expected(self) -> "Base":
        """The shop with its estimate alone, without draws: for questions that take many runs and need no band."""

    def dates(self, ahead: int) -> pd.DataFrame:
        """`period` (label), `start`, `end` (dates, or None) of the coming periods."""
