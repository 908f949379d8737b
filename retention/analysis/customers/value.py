"""What customers are worth: over the next twelve months, in all that is to come, and so far."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.analysis.customers.forecast import Forecast
from retention.analysis.customers.spend import known_amounts, paid_nothing
from retention.analysis.customers.vips import revenue_of
from retention.defaults import DISCOUNT_RATE
from retention.errors import RequestError
from retention.models.order_model import DAYS_PER_YEAR, WEEKS_PER_YEAR, discounted_orders
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

    `p_alive`, calibrated where the hidden stretches allow it, and `p_alive_model` as the model has it;
    `expected_orders` (days with orders in the next 365 days, by the forecast that leads), `expected_spend` per such
    day, `expected_revenue`, `expected_value` (× margin), with `expected_orders_low`, `expected_orders_high`,
    `expected_value_low`, `expected_value_high` (where nine of ten customers ended of whom as much was foreseen; NaN
    untested); `residual_value` (all to come, discounted, × margin), `historic_value` (so far, × margin);
    `value_note`: missing, or the code a value has to be read with (`_notes`).
    """
    revenue = revenue_of(days)
    spend, orders = forecast.expected_spend(days), forecast.expected_orders(days)
    raw = np.full(len(days.names), np.nan) if forecast.model is None else forecast.model.p_alive(days.histories)
    money = orders * spend
    (low, high), (least, most) = _ranges(forecast, orders, money)
    return pd.DataFrame(
        {
            "p_alive": forecast.calibrated(raw),
            "p_alive_model": raw,
            "expected_orders": orders,
            "expected_orders_low": low,
            "expected_orders_high": high,
            "expected_spend": spend,
            "expected_revenue": money,
            "expected_value": money * assumptions.kept,
            "expected_value_low": least * assumptions.kept,
            "expected_value_high": most * assumptions.kept,
            "residual_value": _residual_orders(days, forecast, orders, assumptions) * spend * assumptions.kept,
            "historic_value": revenue * assumptions.kept,
            "value_note": _notes(days, revenue),
        }
    )


def _ranges(
    forecast: Forecast, orders: np.ndarray, money: np.ndarray
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Low and high of orders, then of money; NaN where they could not be tested."""
    unknown = np.full(orders.size, np.nan), np.full(orders.size, np.nan)
    lead, test = forecast.lead, forecast.money
    if lead is None:
        return unknown, unknown
    year = DAYS_PER_YEAR / lead.hidden_days
    of_orders = unknown if lead.ranges is None else lead.ranges.of(orders, times=year)
    of_money = unknown if test is None or test.ranges is None else test.ranges.of(money, times=year)
    return of_orders, of_money


def _residual_orders(
    days: PurchaseDays, forecast: Forecast, orders: np.ndarray, assumptions: ValueAssumptions
) -> np.ndarray:
    """All orders to come, discounted: the model's, as many times as its next year goes into that of the lead.

    Never less than the next year's, which lie half a year ahead on average.
    """
    model = forecast.model
    if model is None:
        return np.full(orders.size, np.nan)
    residual = discounted_orders(model, days.histories, yearly=assumptions.discount)
    if not forecast.leads_with_a_guess:
        return residual
    year = float(model.expected_orders(days.histories, weeks=WEEKS_PER_YEAR).sum())
    share = float(orders.sum()) / year if year > 0 else 1.0
    return np.asarray(np.maximum(residual * share, orders / np.sqrt(1 + assumptions.discount)))


def _notes(days: PurchaseDays, revenue: np.ndarray) -> np.ndarray:
    """Codes: `no_amounts` (the shop's), `amounts_unknown` (this customer's: the average stands in),
    `refunded` (refunds took back all that was paid: nothing more is expected, and so far it may be below 0).
    """
    notes = np.full(len(days.names), None, dtype=object)
    if not days.knows_money:
        notes[:] = "no_amounts"
        return notes
    notes[known_amounts(days) == 0] = "amounts_unknown"
    notes[paid_nothing(days, revenue)] = "refunded"
    return notes
