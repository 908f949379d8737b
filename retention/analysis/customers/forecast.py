"""The forecast for a shop's customers: back-test first, then the model it chose, fitted on everything."""

from dataclasses import dataclass

import numpy as np

from retention.defaults import DAYS_TO_FORECAST
from retention.errors import ColumnError, RetentionError, TooLittleDataError
from retention.models.backtest import Backtest, backtest
from retention.models.gamma_gamma import GammaGamma, fit_gamma_gamma
from retention.models.order_model import FITS, OrderModel
from retention.models.purchase_days import PurchaseDays


@dataclass(frozen=True, kw_only=True, eq=False)
class Forecast:
    """What the forecast rests on. Each part that is None has its reason, a RetentionError with code and details.

    `model` of order times, fitted on all data: the one the `backtest` chose, or the first that could be fitted
    where no back-test was possible. `spend`: the model of money per order.
    """

    model: OrderModel | None
    no_model: RetentionError | None
    backtest: Backtest | None
    no_backtest: RetentionError | None
    spend: GammaGamma | None
    no_spend: RetentionError | None

    @property
    def has_money(self) -> bool:
        """Whether money can be forecast: order times by a model, and amounts in the data."""
        return self.model is not None and (self.no_spend is None or self.no_spend.code != "no_amounts")


@dataclass(frozen=True, kw_only=True, eq=False)
class Spend:
    """What customers spent on days with orders after their first one, arrays in the order of `PurchaseDays.names`.

    `orders` with a known amount, and their `mean` net of refunds (NaN where `orders` is 0).
    """

    orders: np.ndarray
    mean: np.ndarray

    @classmethod
    def of(cls, days: PurchaseDays) -> "Spend":
        """Refunds on days without an order come off the repeat orders, as nothing says which order they undo."""
        known = ~np.isnan(days.amount)
        known[days.starts] = False
        orders = days.per_customer(known.astype(np.int64))
        money = days.per_customer(np.where(known, days.amount, 0.0)) + days.returned
        return cls(orders=orders, mean=np.divide(money, orders, out=np.full(orders.size, np.nan), where=orders > 0))


def forecast(days: PurchaseDays) -> Forecast:
    """Back-test, then fit. Nothing is raised: what cannot be done stands as a reason in the result."""
    test, no_test = None, None
    try:
        test = backtest(days)
    except RetentionError as error:
        no_test = error
    names = [test.chosen] if test else []
    model, no_model = _fit([*names, *(name for name in FITS if name not in names)], days)
    spend, no_spend = _fit_spend(days)
    return Forecast(model=model, no_model=no_model, backtest=test, no_backtest=no_test, spend=spend, no_spend=no_spend)


def _fit(names: list[str], days: PurchaseDays) -> tuple[OrderModel | None, RetentionError | None]:
    """The first model that can be fitted, else why the first could not, or `too_few_days` (needed, have)."""
    if days.span < DAYS_TO_FORECAST:
        return None, TooLittleDataError("too_few_days", needed=DAYS_TO_FORECAST, have=days.span)
    first: RetentionError | None = None
    for name in names:
        try:
            return FITS[name](days.histories), None
        except RetentionError as error:
            first = first or error
    return None, first


def _fit_spend(days: PurchaseDays) -> tuple[GammaGamma | None, RetentionError | None]:
    if not days.knows_money:
        return None, ColumnError("no_amounts")
    spend = Spend.of(days)
    try:
        return fit_gamma_gamma(spend.orders, spend.mean), None
    except RetentionError as error:
        return None, error
