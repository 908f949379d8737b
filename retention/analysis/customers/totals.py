"""What all customers together are expected to bring, and the simple guess to hold that against."""

from dataclasses import dataclass

from retention.analysis.customers.table import Customers
from retention.analysis.customers.value import ValueAssumptions
from retention.models.order_model import DAYS_PER_YEAR
from retention.models.trials import naive_forecasts


@dataclass(frozen=True, kw_only=True)
class ValueTotals:
    """What customers are worth: `mean` per customer and `total` of all, by column of the table; NaN when unknown.

    `refunded` and `amounts_unknown` count the customers whose value has to be read with care (see `value_note`).
    """

    mean: dict[str, float]
    total: dict[str, float]
    refunded: int
    amounts_unknown: int


def value_totals(found: Customers) -> ValueTotals:
    """Mean and total of expected, residual and historic value over all customers."""
    columns = ("expected_value", "residual_value", "historic_value")
    notes = found.table["value_note"]
    return ValueTotals(
        mean={name: float(found.table[name].mean()) for name in columns},
        total={name: float(found.table[name].sum(min_count=1)) for name in columns},
        refunded=int((notes == "refunded").sum()),
        amounts_unknown=int((notes == "amounts_unknown").sum()),
    )


@dataclass(frozen=True, kw_only=True)
class NaiveForecast:
    """The simple guess (`method`) whose total was nearest in the test, and by how much it `miss`ed.

    0.1 is 10% too many; `model_miss` is the same of the model. `orders` and `value` (× margin; NaN without money) are
    what it foresees of all customers for the next 365 days.
    """

    method: str
    miss: float
    model_miss: float
    orders: float
    value: float


def better_naive_forecast(found: Customers) -> NaiveForecast | None:
    """The simple guess to hold the forecast against; None where the model's total was as near, or nothing was tested.

    It looks as far ahead as in the test, and where that was less than a year the rest goes on alike.
    """
    test = found.forecast.backtest
    if test is None:
        return None
    misses = test.forecasts[test.forecasts["naive"]].set_index("method")["miss"]
    method = str(misses.abs().idxmin())
    if abs(misses[method]) >= abs(test.miss):
        return None
    orders = naive_forecasts(found.days, test.hidden_days)[method] * DAYS_PER_YEAR / test.hidden_days
    kept = ValueAssumptions(margin=found.simple.margin).kept
    value = (found.table["expected_spend"] * orders).sum(min_count=1) * kept
    return NaiveForecast(
        method=method,
        miss=float(misses[method]),
        model_miss=test.miss,
        orders=float(orders.sum()),
        value=float(value),
    )
