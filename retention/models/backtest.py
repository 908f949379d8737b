"""Back-test: hide the last stretch, predict it, and see which forecast would have been nearest."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.models.order_model import IMMORTAL, OrderModel
from retention.models.purchase_days import PurchaseDays
from retention.models.purchase_histories import DAYS_PER_WEEK
from retention.models.stretches import Stretch, stretches
from retention.models.trials import NAIVE, Trial, trial


@dataclass(frozen=True, kw_only=True, eq=False)
class Backtest:
    """How well each forecast, made at the end of `cut`, told the days with orders from the day after to `until`.

    Only the `customers` known at the cut are predicted; `actual` is how many days with orders they had.
    `forecasts`: one row per method with `method`, `naive`, `total` (predicted), `miss` ((total - actual) / actual),
    `bucket_miss` (Σ |predicted - actual| over the buckets / actual: who, not only how many), `customer_miss`
    (root mean squared error per customer), `failed` (code of the reason a model could not be fitted, else None).
    `chosen` is the model with the smallest bucket_miss, fitted on what was known at the cut: `model`. BG/NBD stands
    for comparison only, unless no other model could be fitted: it takes one-time buyers for customers for ever.
    `calibration`: one row per method and `bucket` (repeats before the cut, "7+" the last), with `customers`,
    `predicted` and `actual` mean per customer. `tracking`: one row per week with its last day `date`, `hidden`
    (after the cut), cumulative `actual` and `predicted` repeat days of these customers.
    """

    cut: dt.date
    until: dt.date
    customers: int
    actual: int
    forecasts: pd.DataFrame
    chosen: str
    model: OrderModel
    calibration: pd.DataFrame
    tracking: pd.DataFrame

    @property
    def miss(self) -> float:
        """Relative miss of the chosen model's total: 0.1 is 10% too many."""
        return float(self.forecasts.loc[self.forecasts["method"] == self.chosen, "miss"].iloc[0])

    @property
    def hidden_days(self) -> int:
        """How many days were hidden."""
        return (self.until - self.cut).days

    @property
    def predicted(self) -> float:
        """Days with orders that the chosen model told."""
        return float(self.forecasts.loc[self.forecasts["method"] == self.chosen, "total"].iloc[0])

    @property
    def tells_who(self) -> bool:
        """Whether the chosen model was nearer than both naive forecasts by bucket: who orders more than whom."""
        table = self.forecasts.set_index("method")
        return bool(table.loc[self.chosen, "bucket_miss"] < table.loc[table["naive"], "bucket_miss"].min())

    @property
    def beats_naive(self) -> bool:
        """Whether the chosen model was nearer than both naive forecasts, in total and by bucket."""
        table = self.forecasts.set_index("method")
        return bool(abs(self.miss) < table.loc[table["naive"], "miss"].abs().min()) and self.tells_who


def backtest(days: PurchaseDays, *, hidden_days: int | None = None) -> Backtest:
    """Fit every model on all but the last `hidden_days` and compare with what came.

    By default a year is hidden, or half of the history when that is shorter. Two naive forecasts stand beside
    the models, see `trials.naive_forecasts`. Raises RetentionError `history_too_short` (needed, have, in days),
    `nothing_to_compare` (cut) when nobody known at the cut ordered again, and what kept every model from being
    fitted: `too_few_repeaters` (needed, have) or `model_not_converged` (model).
    """
    last = stretches(days)[0]
    stretch = last if hidden_days is None else Stretch(cut=days.as_of - hidden_days, until=days.as_of)
    return of_trial(days, trial(days, stretch))


def of_trial(days: PurchaseDays, trial: Trial, *, chosen: str | None = None) -> Backtest:
    """The back-test on one stretch; the model `chosen` on more of them, else the one nearest on this one."""
    calibration, forecasts = trial.calibration(), _forecasts(trial)
    ranked = forecasts[forecasts["method"].isin(trial.models)].sort_values("bucket_miss", kind="stable")
    ranked = ranked.sort_values("method", key=lambda name: name == IMMORTAL, kind="stable")
    name = str(ranked["method"].iloc[0]) if chosen is None else chosen
    return Backtest(
        cut=trial.stretch.cut_date,
        until=trial.stretch.until_date,
        customers=len(trial.known.names),
        actual=int(trial.actual.sum()),
        forecasts=forecasts,
        chosen=name,
        model=trial.models[name],
        calibration=calibration,
        tracking=_tracking(days, trial.known, trial.models[name]),
    )


def _forecasts(trial: Trial) -> pd.DataFrame:
    rows = [
        {"method": method, "naive": method in NAIVE, **trial.misses(values), "failed": None}
        for method, values in trial.predicted.items()
    ]
    rows += [{"method": method, "naive": False, "failed": code} for method, code in trial.failed.items()]
    return pd.DataFrame(rows)


def _tracking(days: PurchaseDays, known: PurchaseDays, model: OrderModel) -> pd.DataFrame:
    """Cumulative repeat days by week, seen and expected, of the customers known at the cut."""
    first_day = int(known.first.min())
    before = days.first <= known.as_of
    place = np.where(before, np.cumsum(before) - 1, -1)[days.customer]
    repeat = (place >= 0) & (days.day > known.first[place])
    span = days.as_of - first_day
    seen = np.bincount(days.day[repeat] - first_day, minlength=span + 1).cumsum()
    joined = np.bincount(known.first - first_day, minlength=span + 1)
    by_age = model.expected_of_new(np.arange(span + 1) / DAYS_PER_WEEK)
    expected = np.convolve(joined, by_age)[: span + 1]
    weeks = np.arange(DAYS_PER_WEEK - 1, span + 1, DAYS_PER_WEEK)
    return pd.DataFrame(
        {
            "date": [dt.date.fromordinal(first_day + int(day) + 1) for day in weeks],
            "hidden": first_day + weeks > known.as_of,
            "actual": seen[weeks],
            "predicted": expected[weeks],
        }
    )
