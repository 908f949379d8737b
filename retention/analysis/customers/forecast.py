"""The forecast for a shop's customers: hidden stretches first, then what led on them, fitted on everything."""

from dataclasses import dataclass

import numpy as np

from retention.analysis.customers.spend import MoneyTest, Spend, expected_spend, money_test
from retention.defaults import DAYS_TO_FORECAST, FAR_OFF
from retention.errors import ColumnError, RetentionError, TooLittleDataError
from retention.models.alive import AliveCalibration, calibrated_alive
from retention.models.backtest import Backtest, of_trial
from retention.models.gamma_gamma import GammaGamma, fit_gamma_gamma
from retention.models.leading import Lead, leading
from retention.models.order_model import FITS, WEEKS_PER_YEAR, OrderModel
from retention.models.purchase_days import PurchaseDays
from retention.models.spending import SpendLimit, spend_limit
from retention.models.trials import trials

_TO_FIT = 40_000  # customers of a large shop from whom parameters are known to a percent


@dataclass(frozen=True, kw_only=True, eq=False)
class Forecast:
    """What the forecast rests on. Each part that is None has its reason, a RetentionError with code and details.

    `model` of order times, fitted on all data: the best on the hidden stretches, or the first that could be fitted
    where no back-test was possible. `backtest` tells of the last hidden stretch; `lead` which forecast of orders was
    nearest on all of them, and by how much; `alive` what P(alive) was worth there, and `money` how far money was off
    (each None without a back-test, or where there are too few customers or no amounts). `spend`: the model of money
    per order; `limit`: what one day with orders counts for at most in it.
    """

    model: OrderModel | None
    no_model: RetentionError | None
    backtest: Backtest | None
    no_backtest: RetentionError | None
    spend: GammaGamma | None
    no_spend: RetentionError | None
    lead: Lead | None
    alive: AliveCalibration | None
    money: MoneyTest | None
    limit: SpendLimit

    @property
    def has_money(self) -> bool:
        """Whether money can be forecast: order times by a model, and amounts in the data."""
        return self.model is not None and (self.no_spend is None or self.no_spend.code != "no_amounts")

    @property
    def leads(self) -> bool:
        """Whether the forecast that led on the hidden stretches stands on the model that was fitted."""
        return self.lead is not None and self.model is not None and self.model.name == self.lead.model

    @property
    def leads_with_a_guess(self) -> bool:
        """Whether a simple guess leads, alone or as half of a mixture."""
        return self.leads and self.lead is not None and self.lead.parts != (self.lead.model,)

    @property
    def trusted(self) -> bool:
        """Whether it led both simple guesses, and was not off by half on the hidden stretches."""
        return self.lead is not None and not self.lead.naive and self.lead.beats_guesses and self.lead.off_by < FAR_OFF

    def calibrated(self, p_alive: np.ndarray) -> np.ndarray:
        """P(alive) of the model as the hidden stretches put it right; as it is where they cannot."""
        return self.alive(p_alive) if self.alive is not None and self.leads else p_alive

    def expected_orders(self, days: PurchaseDays) -> np.ndarray:
        """Days with orders of each customer in the next 365 days, by the forecast that leads; NaN without a model."""
        if self.model is None:
            return np.full(len(days.names), np.nan)
        if self.lead is None or not self.leads:
            return self.model.expected_orders(days.histories, weeks=WEEKS_PER_YEAR)
        return self.lead.expected_orders(days, self.model)

    def expected_spend(self, days: PurchaseDays) -> np.ndarray:
        """Expected money per day with orders of each customer; NaN without amounts."""
        return expected_spend(self.limit.bounded(days), self.spend)


def forecast(days: PurchaseDays) -> Forecast:
    """Back-test, then fit. Nothing is raised: what cannot be done stands as a reason in the result."""
    test, no_test, lead, alive, money = None, None, None, None, None
    try:
        found = trials(days)
    except RetentionError as error:
        no_test = error
    else:
        lead = leading(found)
        test = of_trial(days, found[0], chosen=lead.model)
        alive = calibrated_alive(found, lead.model)
        money = money_test(found, lead) if days.knows_money else None
    names = [lead.model] if lead else []
    model, no_model = _fit([*names, *(name for name in FITS if name not in names)], days)
    limit = spend_limit(days)
    spend, no_spend = _fit_spend(limit.bounded(days))
    return Forecast(
        model=model,
        no_model=no_model,
        backtest=test,
        no_backtest=no_test,
        spend=spend,
        no_spend=no_spend,
        lead=lead,
        alive=alive,
        money=money,
        limit=limit,
    )


def _fit(names: list[str], days: PurchaseDays) -> tuple[OrderModel | None, RetentionError | None]:
    """The first model that can be fitted, else why the first could not, or `too_few_days` (needed, have)."""
    if days.span < DAYS_TO_FORECAST:
        return None, TooLittleDataError("too_few_days", needed=DAYS_TO_FORECAST, have=days.span)
    first: RetentionError | None = None
    some = days.histories.every(len(days.names) // _TO_FIT)
    for name in names:
        try:
            return FITS[name](some), None
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
