"""Back-test: hide the last stretch, predict it, and see which forecast would have been nearest."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.defaults import DAYS_TO_BACKTEST
from retention.errors import RetentionError, TooLittleDataError
from retention.models.order_model import DAYS_PER_YEAR, FITS, IMMORTAL, OrderModel, adds_nothing
from retention.models.purchase_days import PurchaseDays
from retention.models.purchase_histories import DAYS_PER_WEEK

TOP_BUCKET = 7  # customers with this many repeats or more are one bucket, as in the papers
NAIVE = ("same_as_before", "own_pace")


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
    def naive_misses(self) -> dict[str, float]:
        """Relative miss of each naive forecast's total, by method."""
        naive = self.forecasts[self.forecasts["naive"]]
        return dict(zip(naive["method"], naive["miss"].astype(float), strict=True))

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
    the models: `same_as_before` (each customer's repeat days of the stretch of the same length before) and
    `own_pace` (each goes on at x / T). Raises RetentionError `history_too_short` (needed, have, in days),
    `nothing_to_compare` (cut) when nobody known at the cut ordered again, and what kept every model from being
    fitted: `too_few_repeaters` (needed, have) or `model_not_converged` (model).
    """
    if days.span < DAYS_TO_BACKTEST:
        raise TooLittleDataError("history_too_short", needed=DAYS_TO_BACKTEST, have=days.span)
    hidden = hidden_days or min(DAYS_PER_YEAR, days.span // 2)
    known = days.until(days.as_of - hidden)
    actual = _later_days(days, known)
    if not actual.any():
        raise TooLittleDataError("nothing_to_compare", cut=_date(known.as_of))
    models, failed = _fitted(known)
    predicted = naive_forecasts(known, hidden) | {
        name: model.expected_orders(known.histories, weeks=hidden / DAYS_PER_WEEK) for name, model in models.items()
    }
    calibration = _calibration(known, predicted, actual)
    forecasts = _forecasts(predicted, actual, calibration, failed)
    ranked = forecasts[forecasts["method"].isin(models)].sort_values("bucket_miss", kind="stable")
    ranked = ranked.sort_values("method", key=lambda name: name == IMMORTAL, kind="stable")
    chosen = str(ranked["method"].iloc[0])
    return Backtest(
        cut=_date(known.as_of),
        until=_date(days.as_of),
        customers=len(known.names),
        actual=int(actual.sum()),
        forecasts=forecasts,
        chosen=chosen,
        model=models[chosen],
        calibration=calibration,
        tracking=_tracking(days, known, models[chosen]),
    )


def _date(day: int) -> dt.date:
    return dt.date.fromordinal(day + 1)


def _fitted(known: PurchaseDays) -> tuple[dict[str, OrderModel], dict[str, str]]:
    """Models that could be fitted, and the code of what kept the others; raises the first reason when none could."""
    models: dict[str, OrderModel] = {}
    reasons: dict[str, RetentionError] = {}
    for name, fit in FITS.items():
        try:
            models[name] = fit(known.histories)
        except RetentionError as error:
            reasons[name] = error
    if not models:
        raise next(iter(reasons.values()))
    models = {name: model for name, model in models.items() if not adds_nothing(model)}
    return models, {name: error.code for name, error in reasons.items()}


def _later_days(days: PurchaseDays, known: PurchaseDays) -> np.ndarray:
    """Days with orders after the cut of each customer known at it."""
    place = known.names.get_indexer(days.names)[days.customer[days.day > known.as_of]]
    return np.bincount(place[place >= 0], minlength=len(known.names))


def naive_forecasts(known: PurchaseDays, ahead: int) -> dict[str, np.ndarray]:
    """Days with orders of each customer in so many days to come, by the two naive forecasts; see `backtest`."""
    recent = (known.day > known.as_of - ahead) & (known.day > known.first[known.customer])
    histories = known.histories
    pace = histories.repeats / np.maximum(histories.weeks_observed, 1 / DAYS_PER_WEEK)
    before = np.bincount(known.customer[recent], minlength=len(known.names))
    return dict(zip(NAIVE, (before.astype(float), pace * ahead / DAYS_PER_WEEK), strict=True))


def _calibration(known: PurchaseDays, predicted: dict[str, np.ndarray], actual: np.ndarray) -> pd.DataFrame:
    bucket = np.minimum(known.histories.repeats, TOP_BUCKET)
    labels = [str(count) for count in range(TOP_BUCKET)] + [f"{TOP_BUCKET}+"]
    tables = []
    for method, values in predicted.items():
        frame = pd.DataFrame({"bucket": bucket, "predicted": values, "actual": actual})
        means = frame.groupby("bucket").agg(
            customers=("actual", "size"), predicted=("predicted", "mean"), actual=("actual", "mean")
        )
        means.insert(0, "bucket", [labels[place] for place in means.index])
        means.insert(0, "method", method)
        tables.append(means)
    return pd.concat(tables, ignore_index=True)


def _forecasts(
    predicted: dict[str, np.ndarray], actual: np.ndarray, calibration: pd.DataFrame, failed: dict[str, str]
) -> pd.DataFrame:
    came = float(actual.sum())
    apart = (calibration["predicted"] - calibration["actual"]).abs() * calibration["customers"]
    bucket_miss = apart.groupby(calibration["method"]).sum() / came
    rows = [
        {
            "method": method,
            "naive": method in NAIVE,
            "total": float(values.sum()),
            "miss": float(values.sum()) / came - 1,
            "bucket_miss": float(bucket_miss[method]),
            "customer_miss": float(np.sqrt(np.mean((values - actual) ** 2))),
            "failed": None,
        }
        for method, values in predicted.items()
    ]
    rows += [{"method": method, "naive": False, "failed": code} for method, code in failed.items()]
    return pd.DataFrame(rows)


def _tracking(days: PurchaseDays, known: PurchaseDays, model: OrderModel) -> pd.DataFrame:
    """Cumulative repeat days by week, seen and expected, of the customers known at the cut."""
    first_day = int(known.first.min())
    place = known.names.get_indexer(days.names)[days.customer]
    repeat = (place >= 0) & (days.day > known.first[place])
    span = days.as_of - first_day
    seen = np.bincount(days.day[repeat] - first_day, minlength=span + 1).cumsum()
    joined = np.bincount(known.first - first_day, minlength=span + 1)
    by_age = model.expected_of_new(np.arange(span + 1) / DAYS_PER_WEEK)
    expected = np.convolve(joined, by_age)[: span + 1]
    weeks = np.arange(DAYS_PER_WEEK - 1, span + 1, DAYS_PER_WEEK)
    return pd.DataFrame(
        {
            "date": [_date(first_day + int(day)) for day in weeks],
            "hidden": first_day + weeks > known.as_of,
            "actual": seen[weeks],
            "predicted": expected[weeks],
        }
    )
