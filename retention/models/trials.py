"""Trials: every forecast of orders made from what was known before a hidden stretch, beside what then came."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from retention.errors import RetentionError, TooLittleDataError
from retention.models.order_model import FITS, OrderModel, adds_nothing
from retention.models.purchase_days import PurchaseDays
from retention.models.purchase_histories import DAYS_PER_WEEK, PurchaseHistories
from retention.models.stretches import Stretch, sample_step, sampled_customers, stretches

TOP_BUCKET = 7  # customers with this many repeats or more are one bucket, as in the papers
NAIVE = ("same_as_before", "own_pace")
_TO_FIT = 20_000  # customers of a large shop from whom parameters are known to a percent or two


@dataclass(frozen=True, kw_only=True, eq=False)
class Trial:
    """Forecasts of one stretch: what was `known` at its cut, the `models` fitted on that, and days with orders.

    `predicted` by method and `actual`, each by customer in the order of `known.names`. `failed`: code of the reason a
    model could not be fitted, by name. `later` holds all customers and days, those after the stretch too; of those
    known at the cut the trial has one of so many (`step`).
    """

    stretch: Stretch
    known: PurchaseDays
    models: dict[str, OrderModel]
    failed: dict[str, str]
    predicted: dict[str, np.ndarray]
    actual: np.ndarray
    later: PurchaseDays
    step: int = 1

    def sampled(self) -> "Trial":
        """This trial with every so many of its customers, where there are more than it takes to judge single ones."""
        step = sample_step(len(self.known.names))
        if step == 1:
            return self
        # Customers known at the cut are every so many of all of them, so those to come are taken likewise.
        return replace(
            self,
            known=self.known.every(step),
            predicted={name: values[::step] for name, values in self.predicted.items()},
            actual=self.actual[::step],
            step=self.step * step,
        )

    def calibration(self) -> pd.DataFrame:
        """Mean predicted and actual days with orders by method and earlier repeats; see `Backtest.calibration`."""
        bucket = np.minimum(self.known.histories.repeats, TOP_BUCKET)
        labels = [str(count) for count in range(TOP_BUCKET)] + [f"{TOP_BUCKET}+"]
        by_bucket = pd.DataFrame({**self.predicted, "actual": self.actual}).groupby(bucket)
        means, customers = by_bucket.mean(), by_bucket.size().to_numpy()
        tables = [
            pd.DataFrame(
                {
                    "method": method,
                    "bucket": [labels[place] for place in means.index],
                    "customers": customers,
                    "predicted": means[method].to_numpy(),
                    "actual": means["actual"].to_numpy(),
                }
            )
            for method in self.predicted
        ]
        return pd.concat(tables, ignore_index=True)

    def money(self, limit: float) -> np.ndarray:
        """What each known customer brought in the stretch, net of refunds, no day counting for more than `limit`.

        A day of which no amount is known counts for the mean of the others.
        """
        days, stretch = self.later, self.stretch
        hidden = (days.day > stretch.cut) & (days.day <= stretch.until)
        amount = np.minimum(days.amount[hidden], limit)
        unknown = np.isnan(amount)
        if unknown.any() and not unknown.all():
            amount = np.where(unknown, np.nanmean(amount), amount)
        lone = days.refunds
        back = lone[(lone["day"] > stretch.cut) & (lone["day"] <= stretch.until)]
        size = len(days.names)
        money = np.bincount(days.customer[hidden], amount, size) + np.bincount(back["customer"], back["amount"], size)
        return np.asarray(money[days.first <= stretch.cut][:: self.step])

    def misses(self, predicted: np.ndarray) -> dict[str, float]:
        """How far a forecast was off: `miss`, `bucket_miss` and `customer_miss`; see `Backtest.forecasts`."""
        came = float(self.actual.sum())
        bucket = np.minimum(self.known.histories.repeats, TOP_BUCKET)
        apart = np.abs(np.bincount(bucket, predicted - self.actual))
        return {
            "total": float(predicted.sum()),
            "miss": float(predicted.sum()) / came - 1,
            "bucket_miss": float(apart.sum()) / came,
            "customer_miss": float(np.sqrt(np.mean((predicted - self.actual) ** 2))),
        }


def trial(days: PurchaseDays, stretch: Stretch) -> Trial:
    """Fit every model on what was known at the cut of a stretch, and compare with what came in it.

    Two naive forecasts stand beside the models. Raises RetentionError `nothing_to_compare` (cut) when nobody known at
    the cut ordered again, and what kept every model from being fitted.
    """
    known = days.until(stretch.cut)
    actual = _later_days(days, stretch)
    if not actual.any():
        raise TooLittleDataError("nothing_to_compare", cut=stretch.cut_date)
    models, failed = _fitted(known.histories)
    predicted = naive_forecasts(known, stretch.days) | {
        name: model.expected_orders(known.histories, weeks=stretch.days / DAYS_PER_WEEK)
        for name, model in models.items()
    }
    return Trial(
        stretch=stretch, known=known, models=models, failed=failed, predicted=predicted, actual=actual, later=days
    )


def trials(days: PurchaseDays) -> list[Trial]:
    """One trial per stretch that can be told, the last one first and of all customers, earlier ones of a sample.

    Raises what `stretches` does, and what `trial` raises of the last stretch.
    """
    last, *earlier = stretches(days)
    found = [trial(days, last)]
    some = sampled_customers(days)
    for stretch in earlier:
        try:
            found.append(trial(some, stretch))
        except RetentionError:  # too few customers so early: the others have to do
            continue
    return found


def naive_forecasts(known: PurchaseDays, ahead: int) -> dict[str, np.ndarray]:
    """Days with orders of each customer in so many days to come, by the two naive forecasts.

    `same_as_before`: each customer's repeat days of the stretch of the same length before; `own_pace`: each goes on
    at x / T.
    """
    recent = (known.day > known.as_of - ahead) & (known.day > known.first[known.customer])
    histories = known.histories
    pace = histories.repeats / np.maximum(histories.weeks_observed, 1 / DAYS_PER_WEEK)
    before = np.bincount(known.customer[recent], minlength=len(known.names))
    return dict(zip(NAIVE, (before.astype(float), pace * ahead / DAYS_PER_WEEK), strict=True))


def _fitted(histories: PurchaseHistories) -> tuple[dict[str, OrderModel], dict[str, str]]:
    """Models that could be fitted, and the code of what kept the others; raises the first reason when none could."""
    models: dict[str, OrderModel] = {}
    reasons: dict[str, RetentionError] = {}
    sample = histories.every(histories.repeats.size // _TO_FIT)
    for name, fit in FITS.items():
        try:
            model = fit(sample)
        except RetentionError as error:
            reasons[name] = error
        else:
            if not adds_nothing(model):
                models[name] = model
    if not models:
        raise next(iter(reasons.values()))
    return models, {name: error.code for name, error in reasons.items()}


def _later_days(days: PurchaseDays, stretch: Stretch) -> np.ndarray:
    """Days with orders in a stretch of each customer known at its cut."""
    came = days.customer[(days.day > stretch.cut) & (days.day <= stretch.until)]
    return np.bincount(came, minlength=len(days.names))[days.first <= stretch.cut]
