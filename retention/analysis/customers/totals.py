"""What all customers together are expected to bring, and the simple guess to hold that against."""

from dataclasses import dataclass

import numpy as np

from retention.analysis.customers.table import Customers
from retention.analysis.customers.value import ValueAssumptions
from retention.models.order_model import DAYS_PER_YEAR
from retention.models.trials import NAIVE, naive_forecasts


@dataclass(frozen=True, kw_only=True)
class ValueTotals:
    """What customers are worth: `mean` per customer and `total` of all, by column of the table; NaN when unknown.

    `low` and `high`: of the expected value of all, where nine of ten such totals should end (NaN untested);
    `orders_low` and `orders_high`: of the expected orders.
    `refunded` and `amounts_unknown` count the customers whose value has to be read with care (see `value_note`).
    """

    mean: dict[str, float]
    total: dict[str, float]
    low: float
    high: float
    orders_low: float
    orders_high: float
    refunded: int
    amounts_unknown: int


def value_totals(found: Customers) -> ValueTotals:
    """Mean and total of expected, residual and historic value over all customers."""
    columns = ("expected_value", "residual_value", "historic_value")
    notes = found.table["value_note"]
    expected, test = float(found.table["expected_value"].sum(min_count=1)), found.forecast.money
    spread = float("nan") if test is None else test.spread
    orders, lead = float(found.table["expected_orders"].sum(min_count=1)), found.forecast.lead
    of_orders = float("nan") if lead is None else lead.spread
    return ValueTotals(
        mean={name: float(found.table[name].mean()) for name in columns},
        total={name: float(found.table[name].sum(min_count=1)) for name in columns},
        low=float(expected * np.exp(-spread)),
        high=float(expected * np.exp(spread)),
        orders_low=float(orders * np.exp(-of_orders)),
        orders_high=float(orders * np.exp(of_orders)),
        refunded=int((notes == "refunded").sum()),
        amounts_unknown=int((notes == "amounts_unknown").sum()),
    )


@dataclass(frozen=True, kw_only=True)
class NaiveForecast:
    """The simple guess (`method`) that was nearer than the forecast in all tests, in total and for each customer.

    `miss` and `model_miss` are the mean misses of the total, of the guess and of the forecast: 0.1 is 10% off. `orders`
    and `value` (× margin; NaN without money) are what it foresees of all customers for the next 365 days.
    """

    method: str
    miss: float
    model_miss: float
    orders: float
    value: float


def better_naive_forecast(found: Customers) -> NaiveForecast | None:
    """The simple guess to hold the forecast against; None where none was nearer, or nothing was tested.

    It looks as far ahead as in the tests, and where that was less than a year the rest goes on alike. The forecast
    that leads was nearest by total, groups and customers together, so that a guess may still be nearer in two of them.
    """
    lead = found.forecast.lead
    if lead is None:
        return None
    own = {name: lead.score_of(lead.method, name) for name in ("total_miss", "customer_miss")}
    nearer = [guess for guess in NAIVE if all(lead.score_of(guess, name) < miss for name, miss in own.items())]
    if not nearer:
        return None
    method = min(nearer, key=lambda guess: lead.score_of(guess, "total_miss"))
    orders = naive_forecasts(found.days, lead.hidden_days)[method] * DAYS_PER_YEAR / lead.hidden_days
    kept = ValueAssumptions(margin=found.simple.margin).kept
    value = (found.table["expected_spend"] * orders).sum(min_count=1) * kept
    return NaiveForecast(
        method=method,
        miss=lead.score_of(method, "total_miss"),
        model_miss=own["total_miss"],
        orders=float(orders.sum()),
        value=float(value),
    )
