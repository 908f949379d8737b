"""What a simple guess foresees, where it came nearer in the test than the model did."""

from dataclasses import dataclass

from retention.analysis.customers import Customers
from retention.models.backtest import simple_guesses
from retention.models.order_model import DAYS_PER_YEAR


@dataclass(frozen=True, kw_only=True)
class Guess:
    """The simple guess (`method`) whose total was nearest in the test, and by how much it `miss`ed.

    0.1 is 10% too many; `model_miss` is the same of the model. `orders` and `value` (× margin; NaN without money) are
    what the guess foresees of all customers for the next 365 days.
    """

    method: str
    miss: float
    model_miss: float
    orders: float
    value: float


def nearer_guess(found: Customers) -> Guess | None:
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
    stretch = (test.until - test.cut).days
    orders = simple_guesses(found.days, stretch)[method] * DAYS_PER_YEAR / stretch
    kept = 1.0 if found.simple.margin is None else found.simple.margin
    value = (found.table["expected_spend"] * orders).sum(min_count=1) * kept
    return Guess(
        method=method,
        miss=float(misses[method]),
        model_miss=test.miss,
        orders=float(orders.sum()),
        value=float(value),
    )
