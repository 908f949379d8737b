"""What customers are worth: over the next twelve months, in all that is to come, and so far."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.analysis.customers.forecast import Forecast, Spend
from retention.analysis.customers.vips import revenue_of
from retention.defaults import DISCOUNT_RATE
from retention.errors import RequestError
from retention.models.order_model import WEEKS_PER_YEAR, discounted_orders
from retention.models.purchase_days import PurchaseDays


@dataclass(frozen=True, kw_only=True)
class ValueAssumptions:
    """How money counts: `margin` is the share of revenue that stays (None: unknown, values are revenue), `discount`
    the yearly rate at which later money counts less.

    RetentionError `margin_out_of_range` (margin; 0..1) and `discount_out_of_range` (discount; above 0, up to 1).
    """

    margin: float | None = None
    discount: float = DISCOUNT_RATE

    def __post_init__(self) -> None:
        if self.margin is not None and not 0 <= self.margin <= 1:
            raise RequestError("margin_out_of_range", margin=self.margin)
        if not 0 < self.discount <= 1:
            raise RequestError("discount_out_of_range", discount=self.discount)

    @property
    def kept(self) -> float:
        """Factor from revenue to value."""
        return 1.0 if self.margin is None else self.margin


def values(days: PurchaseDays, forecast: Forecast, assumptions: ValueAssumptions) -> pd.DataFrame:
    """Forecast and value of each customer, in the order of `days.names`; NaN where the model or money is missing.

    `p_alive`; `expected_orders` (days with orders in the next 365 days), `expected_spend` per such day,
    `expected_revenue`, `expected_value` (× margin); `residual_value` (all to come, discounted, × margin),
    `historic_value` (so far, × margin); `value_note`: missing, or the code a value has to be read with (`_notes`).
    """
    size = len(days.names)
    model, revenue = forecast.model, revenue_of(days)
    spend = _spend(days, forecast, revenue)
    alive = orders = residual = np.full(size, np.nan)
    if model is not None:
        alive = model.p_alive(days.histories)
        orders = model.expected_orders(days.histories, weeks=WEEKS_PER_YEAR)
        residual = discounted_orders(model, days.histories, yearly=assumptions.discount)
    return pd.DataFrame(
        {
            "p_alive": alive,
            "expected_orders": orders,
            "expected_spend": spend,
            "expected_revenue": orders * spend,
            "expected_value": orders * spend * assumptions.kept,
            "residual_value": residual * spend * assumptions.kept,
            "historic_value": revenue * assumptions.kept,
            "value_note": _notes(days, revenue),
        }
    )


def _spend(days: PurchaseDays, forecast: Forecast, revenue: np.ndarray) -> np.ndarray:
    """Expected money per day with orders: by the model, else the customer's own mean, else the shop's; never negative.

    Customers who got back all they paid are expected to bring nothing.
    """
    if not days.knows_money:
        return np.full(len(days.names), np.nan)
    seen = Spend.of(days)
    if forecast.spend is not None:
        usable = np.where(seen.mean > 0, seen.orders, 0)
        spend = forecast.spend.expected_spend(usable, seen.mean)
    else:
        known = _known_amounts(days)
        shop = revenue.sum() / known.sum()
        spend = np.divide(revenue, known, out=np.full(known.size, shop), where=known > 0)
    refunded = (seen.orders > 0) & (seen.mean <= 0) | (_paid_nothing(days, revenue))
    return np.where(refunded, 0.0, np.maximum(spend, 0.0))


def _paid_nothing(days: PurchaseDays, revenue: np.ndarray) -> np.ndarray:
    """Customers with known amounts whose money adds up to nothing or less."""
    return np.asarray((_known_amounts(days) > 0) & (revenue <= 0))


def _known_amounts(days: PurchaseDays) -> np.ndarray:
    """How many days with orders of each customer have a known amount."""
    return np.asarray(days.per_customer((~np.isnan(days.amount)).astype(np.int64)))


def _notes(days: PurchaseDays, revenue: np.ndarray) -> np.ndarray:
    """Codes: `no_amounts` (the shop's), `amounts_unknown` (this customer's: the average stands in),
    `refunded` (refunds took back all that was paid: nothing more is expected, and so far it may be below 0).
    """
    notes = np.full(len(days.names), None, dtype=object)
    if not days.knows_money:
        notes[:] = "no_amounts"
        return notes
    notes[_known_amounts(days) == 0] = "amounts_unknown"
    notes[_paid_nothing(days, revenue)] = "refunded"
    return notes
