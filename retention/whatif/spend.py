"""What buying customers spend in a period: first-time and returning buyers apart."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.whatif.history import History

KINDS = ("new", "returning")


@dataclass(frozen=True, kw_only=True)
class Spend:
    """Of one kind of buyers: `orders` per buying customer and period, `order_value` (money per order, NaN unknown).

    `spread`: standard deviation of the logarithm of a period's money per buyer; `periods` it was learned from.
    `single`: standard deviation of what one buyer spends in a period, as a share of `per_buyer`; known of returning
    buyers.
    """

    orders: float
    order_value: float
    spread: float = 0.0
    single: float = 0.0
    periods: int = 1

    @property
    def per_buyer(self) -> float:
        """Money per buying customer and period."""
        return self.orders * self.order_value

    def paths(self, rng: np.random.Generator, sets: int, ahead: int) -> np.ndarray:
        """Money per buyer in possible futures (sets × ahead; the first set is as expected).

        Two things vary: single periods, and how well so few periods show the mean.
        """
        lasting = rng.standard_normal((sets, 1)) / np.sqrt(self.periods)
        varied = np.exp(self.spread * (lasting + rng.standard_normal((sets, ahead))))
        varied[0] = 1.0
        paths: np.ndarray = self.per_buyer * varied
        return paths


def spend(history: History) -> dict[str, Spend]:
    """Means over the last year (all periods when there are fewer), for `new` and `returning` buyers."""
    return {kind: _spend(history, kind) for kind in KINDS}


def _spend(history: History, kind: str) -> Spend:
    recent = history.sums.iloc[-min(history.calendar.per_year, history.periods - 1) :]
    buyers, orders, revenue = (
        recent[name].to_numpy(dtype=float) for name in (kind, f"{kind}_orders", f"{kind}_revenue")
    )
    if orders.sum() == 0:
        everyone = history.sums[[f"{kind}_orders", f"{kind}_revenue"]].sum()
        value = everyone.iloc[1] / everyone.iloc[0] if everyone.iloc[0] else np.nan
        return Spend(orders=1.0, order_value=float(value))
    usable = (buyers > 0) & (revenue > 0)
    logs = np.log(revenue[usable] / buyers[usable])
    return Spend(
        orders=float(orders.sum() / buyers.sum()),
        order_value=float(revenue.sum() / orders.sum()),
        single=_single(recent) if kind == "returning" else 0.0,
        spread=float(logs.std(ddof=1)) if logs.size > 1 else 0.0,
        periods=max(int(usable.sum()), 1),
    )


def _single(recent: pd.DataFrame) -> float:
    """Standard deviation of single returning buyers' money around their period's mean, as a share of the mean."""
    seen = recent[recent["returning"] > 0]
    buyers, revenue = seen["returning"], seen["returning_revenue"]
    freedom = float((buyers - 1).sum())
    if freedom <= 0 or not revenue.sum() > 0:
        return 0.0
    variance = float((seen["returning_squares"] - revenue**2 / buyers).sum()) / freedom
    return float(np.sqrt(max(variance, 0.0)) * buyers.sum() / revenue.sum())
