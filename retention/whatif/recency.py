"""What a customer is worth by how long ago the last purchase was, and until when writing to a silent one pays.

Source: Pfeifer & Carraway, Modeling Customer Relationships as Markov Chains, J. Interactive Marketing 14(2), 2000.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.defaults import DISCOUNT_RATE
from retention.errors import RequestError
from retention.models import bg_bb
from retention.whatif.baseline import Baseline

_LEAST_INTEREST = 1e-6  # a year: with next to none a silent customer's value has no end
_FEW = 1.0  # customers in a recency below which its chance is a guess


def value_by_recency(
    chances: Sequence[float], *, contribution: float, cost: float, discount_rate: float
) -> pd.DataFrame:
    """Present value of a customer by recency, when everybody up to the last row is written to every period.

    `chances`: of buying in a period, for those who last bought 1, 2, … periods ago; whoever is silent longer is
    given up and worth 0. `contribution`: money per purchase; `cost`: money per period and customer written to;
    `discount_rate`: per period. One row per recency: `recency` (1 …), `chance`, `value` (money), `pays` (written
    to, and value not below 0). V = (I − P / (1 + d))⁻¹ R, with a purchase leading back to recency 1.
    Raises RetentionError `out_of_range` (field, value, minimum, maximum) for chances outside 0..1 or a discount
    rate not above 0.

    >>> whatif.value_by_recency([0.3, 0.2, 0.05], contribution=40, cost=4, discount_rate=0.03).round(1)
       recency  chance  value   pays
    0        1     0.3   56.6   True
    1        2     0.2    6.0   True
    2        3     0.0   -1.3  False
    3        4     0.0    0.0  False
    """
    p = np.asarray(chances, dtype=float)
    if p.size == 0 or p.min() < 0 or p.max() > 1:
        raise RequestError("out_of_range", field="chances", value=tuple(chances), minimum=0.0, maximum=1.0)
    if discount_rate <= 0:
        raise RequestError("out_of_range", field="discount_rate", value=discount_rate, minimum=0.0, maximum=np.inf)
    value = _values(p, contribution, cost, discount_rate)
    return pd.DataFrame(
        {
            "recency": np.arange(1, p.size + 2),
            "chance": np.r_[p, 0.0],
            "value": value,
            "pays": np.r_[value[:-1] >= 0, False],
        }
    )


def _values(p: np.ndarray, contribution: float, cost: float, discount_rate: float) -> np.ndarray:
    """Values of recency 1 … and of having been given up. Only recency 1 has just paid its contribution."""
    states = p.size + 1
    moves = np.zeros((states, states))
    moves[:-1, 0] = p
    moves[np.arange(p.size), np.arange(1, states)] += 1 - p
    moves[-1, -1] = 1.0
    reward = np.r_[contribution - cost, np.full(p.size - 1, -cost), 0.0]
    value: np.ndarray = np.linalg.solve(np.eye(states) - moves / (1 + discount_rate), reward)
    return value


def write_until(chances: Sequence[float], *, contribution: float, cost: float, discount_rate: float) -> int:
    """The recency after which writing no longer pays: the cut-off under which a customer who just bought is worth most.

    0 when even writing to last period's buyers loses money.

    >>> whatif.write_until([0.3, 0.2, 0.05], contribution=40, cost=4, discount_rate=0.03)
    2
    """
    p = np.asarray(chances, dtype=float)
    values = [contribution, *(_values(p[:cut], contribution, cost, discount_rate)[0] for cut in range(1, p.size + 1))]
    return int(np.argmax(values))


def chances_by_recency(baseline: Baseline) -> pd.DataFrame:
    """Chance of buying next period by recency, expected by BG/BB for the shop's own customers.

    One row per `recency` (1: bought in the last period) with `customers` and `chance`, up to the last recency
    with at least one customer in every row before it.

    >>> orders = pd.DataFrame(
    ...     [(str(who), dt.datetime(2025, 1 + month, 9), 20.0)
    ...      for who in range(60) for month in range(who % 6, 9, 1 + who % 4)],
    ...     columns=["customer", "date", "amount"],
    ... )
    >>> whatif.chances_by_recency(whatif.estimate(orders, draws=20)).round(2)
       recency  customers  chance
    0        1         20    0.74
    1        2         25    0.37
    2        3          5    0.30
    3        4         10    0.21
    """
    forecaster = baseline.forecaster
    groups, parameters = forecaster.groups, forecaster.fit.parameters
    chance = bg_bb.alive_next(parameters, groups) * bg_bb.purchase_chance(parameters, groups.x, groups.n)
    recency = groups.n - groups.t_x
    customers = np.bincount(recency, groups.customers)
    expected = np.bincount(recency, groups.customers * chance)
    rows = int(np.argmax(customers < _FEW)) if (customers < _FEW).any() else customers.size
    return pd.DataFrame(
        {
            "recency": np.arange(1, rows + 1),
            "customers": customers[:rows].astype(np.int64),
            "chance": expected[:rows] / customers[:rows],
        }
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class RecencyValue:
    """Until when writing to a silent customer pays.

    `until`: the recency after which it no longer does, in periods, 0 when it never does (see `write_until`); `seen`:
    recencies the shop's own customers show; `table`: a row for each of them, as `value_by_recency` gives it.
    """

    until: int
    seen: int
    table: pd.DataFrame

    @property
    def always(self) -> bool:
        """Whether writing pays as far back as the data reach."""
        return self.until >= self.seen


def recency_value(baseline: Baseline, *, margin: float, cost: float, discount_rate: float) -> RecencyValue:
    """What a customer is worth by how long ago the last purchase was, for the shop's own customers and money.

    `margin`: share of the price that is left; `cost`: money per message and customer; `discount_rate`: a year, the
    usual one where it is next to nothing.

    >>> orders = pd.DataFrame(
    ...     [(str(who), dt.datetime(2025, 1 + month, 9), 20.0)
    ...      for who in range(60) for month in range(who % 6, 9, 1 + who % 4)],
    ...     columns=["customer", "date", "amount"],
    ... )
    >>> found = whatif.recency_value(whatif.estimate(orders, draws=20), margin=0.4, cost=0.5, discount_rate=0.1)
    >>> found.until, found.seen, found.always
    (4, 4, True)
    """
    interest = discount_rate if discount_rate >= _LEAST_INTEREST else DISCOUNT_RATE
    chances = chances_by_recency(baseline)["chance"].tolist()
    contribution = margin * baseline.spend["returning"].per_buyer
    per_period = (1 + interest) ** (1 / baseline.per_year) - 1
    until = write_until(chances, contribution=contribution, cost=cost, discount_rate=per_period)
    table = value_by_recency(chances, contribution=contribution, cost=cost, discount_rate=per_period)
    return RecencyValue(until=until, seen=len(chances), table=table.iloc[: len(chances)])
