"""The leaky bucket: what three totals say about the coming periods, for those who have no list of orders.

Every period a share CRR of the buyers comes back and N new ones arrive: E(t + 1) = CRR · E(t) + N. It settles at
N / (1 − CRR).
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from retention.analysis.totals import from_totals
from retention.periods import Calendar
from retention.whatif.base import Response
from retention.whatif.fields import check_within
from retention.whatif.scenario import Reading
from retention.whatif.spend import Spend

DRAWS = 500
LONGEST = 24  # periods; nothing but the user's three numbers says how things go on


@dataclass(frozen=True, kw_only=True, eq=False)
class Bucket:
    """A shop known by totals only. Implements `Base`: every reading of a retention change means the same here.

    `rates` (CRR by the textbook formula: the estimate, then draws from its Beta posterior under Jeffreys' prior)
    and `arrivals` (new customers: the count, then Gamma draws around it) carry the uncertainty of one observed
    period; that periods differ for other reasons cannot be seen in totals.
    """

    grain: str
    buyers: float
    rates: np.ndarray
    arrivals: np.ndarray
    spend: dict[str, Spend]
    seed: int = 0
    longest: int = field(default=LONGEST)

    @property
    def sets(self) -> int:
        """The estimate and the draws."""
        return len(self.rates)

    @property
    def per_year(self) -> int:
        """Periods in a year."""
        return Calendar.of(self.grain).per_year

    @property
    def crr(self) -> np.ndarray:
        """Share of this period's buyers who buy in the next (sets)."""
        return self.rates

    @property
    def crr_of_last_buyers(self) -> np.ndarray:
        """Retention of the last buyers in person: `rates`, whose draws already hold the chance of one period."""
        return self.rates

    @property
    def arrivals_mean(self) -> float:
        """New customers per period."""
        return float(self.arrivals[0])

    def ceiling(self, reading: Reading) -> float:
        """Everybody comes back."""
        return 1.0

    def response(self, reading: Reading, points: np.ndarray) -> Response:
        """CRR itself rises."""
        return Response(added=points)

    def new(self, ahead: int) -> np.ndarray:
        """New customers (sets × ahead)."""
        return np.repeat(self.arrivals[:, None], ahead, axis=1)

    def returning(self, new: np.ndarray, response: Response) -> np.ndarray:
        """Returning buyers (sets × ahead)."""
        rates = self.rates if response.added is None else np.clip(self.rates + response.added, 0.0, 1.0)
        buyers, columns = np.full(len(new), self.buyers), []
        for period in range(new.shape[1]):
            columns.append(rates * buyers)
            buyers = columns[-1] + new[:, period]
        return np.stack(columns, axis=1)

    def customers(self, new: np.ndarray, response: Response) -> np.ndarray:
        """Unknown: totals do not tell who has left and who only pauses."""
        return np.full((len(new), new.shape[1] + 1), np.nan)

    def level(self, ahead: int) -> np.ndarray:
        """No drift: totals show none."""
        return np.ones((self.sets, ahead))

    def noise(self, expected: np.ndarray) -> np.ndarray:
        """How far a count of independent customers deviates by chance (sets × ahead)."""
        spread = np.sqrt(np.maximum(expected * (1 - np.clip(self.rates[:, None], 0, 1)), 0))
        deviation: np.ndarray = self._normals(0, expected) * spread
        return deviation

    def extra_noise(self, extra: np.ndarray, response: Response) -> np.ndarray:
        """How far a count of rare events deviates by chance (sets × ahead)."""
        deviation: np.ndarray = self._normals(1, extra) * np.sqrt(np.abs(extra))
        return deviation

    def per_buyer(self, kind: str, ahead: int) -> np.ndarray:
        """Money per buying customer (sets × ahead)."""
        return np.full((self.sets, ahead), self.spend[kind].per_buyer)

    def extra_spend_noise(self, extra: np.ndarray) -> np.ndarray:
        """No deviation, because totals do not tell how customers differ."""
        return np.zeros_like(extra)

    def dates(self, ahead: int) -> pd.DataFrame:
        """Periods without dates, numbered from 1."""
        return pd.DataFrame({"period": [str(n) for n in range(1, ahead + 1)], "start": None, "end": None})

    @cached_property
    def only_expected(self) -> "Bucket":
        """The shop with its estimate alone, without draws."""
        return replace(self, rates=self.rates[:1], arrivals=self.arrivals[:1])

    def _normals(self, stream: int, like: np.ndarray) -> np.ndarray:
        normals = np.random.default_rng((self.seed, stream)).standard_normal((self.sets, self.longest))
        normals[0] = 0.0
        return normals[:, : like.shape[1]]


def bucket(
    *,
    at_start: int,
    active: int,
    new: int,
    order_value: float | None = None,
    orders_per_buyer: float = 1.0,
    grain: str = "year",
    draws: int = DRAWS,
    seed: int = 0,
) -> Bucket:
    """A shop from totals of one period: customers at its start (S), active in it (E), new among those (N).

    `order_value`: money per order (None: money unknown, NaN); `grain`: how long the period was.
    Raises what `totals.from_totals` raises, and `unknown_grain` (grain, options).

    >>> shop = whatif.bucket(at_start=100, active=120, new=40, order_value=50, grain="month")
    >>> float(shop.crr[0]), shop.buyers, shop.arrivals_mean, shop.spend["returning"].per_buyer
    (0.8, 120.0, 40.0, 50.0)
    """
    Calendar.of(grain)
    known = from_totals(at_start, active, new)
    rng = np.random.default_rng((seed, 2))
    rates = np.r_[known.crr, rng.beta(known.retained + 0.5, at_start - known.retained + 0.5, draws)]
    arrivals = np.r_[float(new), rng.gamma(new + 0.5, 1.0, draws) if new else np.zeros(draws)]
    one = Spend(orders=orders_per_buyer, order_value=np.nan if order_value is None else order_value)
    return Bucket(
        grain=grain,
        buyers=float(active),
        rates=rates,
        arrivals=arrivals,
        spend={"new": one, "returning": one},
        seed=seed,
    )


def steady_state(crr: float, new: float) -> float:
    """Where E(t + 1) = CRR · E(t) + N settles: N / (1 − CRR); infinite for a CRR of 1.

    Raises RetentionError `out_of_range` (field, value, minimum, maximum) for a CRR outside 0..1.

    >>> round(whatif.steady_state(0.8, 40))
    200
    """
    check_within("crr", crr)
    return new / (1 - crr) if crr < 1 else float("inf")


def customer_value(crr: float, discount_rate: float, *, margin: float = 1.0) -> float:
    """Present value of a customer who yields `margin` per period from now on and stays with chance `crr`.

    margin · (1 + d) / (1 + d − r), Gupta & Lehmann, Customers as Assets, J. Interactive Marketing 17(1), 2003.
    With d = 10%, five points more add 5.9% at r = 20%, 9.1% at 50%, 33.3% at 90%.

    >>> round(whatif.customer_value(0.8, 0.1, margin=20), 2)
    73.33
    """
    return margin * (1 + discount_rate) / (1 + discount_rate - crr)


def value_of_points(crr: float, points: float, discount_rate: float) -> float:
    """By how much `points` more retention raise the value of a customer (0.059: 5.9%); NaN where more than all stay.

    >>> round(whatif.value_of_points(0.8, 0.05, 0.1), 3)
    0.2
    """
    if crr + points > 1:
        return float("nan")
    return customer_value(crr + points, discount_rate) / customer_value(crr, discount_rate) - 1
