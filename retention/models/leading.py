"""Which forecast of orders leads: the nearest on all hidden stretches, be it a model, a simple guess or a mixture."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.models.order_model import IMMORTAL, OrderModel
from retention.models.purchase_days import PurchaseDays
from retention.models.ranges import Ranges, ranges, spread_of_totals
from retention.models.stretches import DAYS_PER_YEAR
from retention.models.trials import NAIVE, Trial, naive_forecasts

MIXTURE = "mixture"


@dataclass(frozen=True, kw_only=True, eq=False)
class Lead:
    """The forecast that leads, and how all of them did on the hidden stretches.

    `method` is a model's name, a naive forecast's or `mixture`; `parts` are the forecasts it averages (one, or the
    best model and the best guess). `model` is the best model, which says who is still a customer. `scores`: one row
    per method with `method`, `naive`, `total_miss` (mean of the absolute relative misses of the total), `bucket_miss`
    (mean over the stretches, see `Backtest.forecasts`), `customer_miss` (root mean squared error per customer, in
    units of the actual root mean square) and `score`, their sum: the smallest leads. `misses`: of the lead's total on
    each stretch, the last one first; 0.1 is 10% too many. `spread`: within how much, in logarithms, nine of ten totals
    to come should lie, see `spread_of_totals`. `ranges`: the same of single
    customers, over a stretch. `hidden_days`: length of a stretch.
    """

    method: str
    parts: tuple[str, ...]
    model: str
    scores: pd.DataFrame
    misses: tuple[float, ...]
    spread: float
    ranges: Ranges | None
    hidden_days: int

    @property
    def naive(self) -> bool:
        """Whether a simple guess leads."""
        return self.method in NAIVE

    @property
    def beats_guesses(self) -> bool:
        """Whether both simple guesses were further off, in total and for each customer."""
        return all(
            self.score_of(guess, name) > self.score_of(self.method, name)
            for guess in NAIVE
            for name in ("total_miss", "customer_miss")
        )

    @property
    def off_by(self) -> float:
        """By what share of itself a total to come may be off: as much as on any stretch, and as chance alone brings."""
        return float(np.expm1(self.spread))

    @property
    def largest_miss(self) -> float:
        """The largest miss, with its sign."""
        return max(self.misses, key=lambda miss: abs(np.log1p(miss)))

    def expected_orders(self, days: PurchaseDays, model: OrderModel) -> np.ndarray:
        """Days with orders of each customer in the next 365 days, by the parts; `model` is `self.model` fitted anew.

        A guess looks as far ahead as it did in the tests, and where that was less than a year the rest goes on alike.
        """
        guesses = naive_forecasts(days, self.hidden_days)
        year = DAYS_PER_YEAR / self.hidden_days
        return self.average(
            {
                **{name: guess * year for name, guess in guesses.items()},
                self.model: model.expected_orders(days.histories, weeks=DAYS_PER_YEAR / 7),
            }
        )

    def score_of(self, method: str, name: str) -> float:
        """One figure of `scores`."""
        return float(self.scores.loc[self.scores["method"] == method, name].iloc[0])

    def average(self, predicted: dict[str, np.ndarray]) -> np.ndarray:
        """The parts' mean for each customer."""
        return np.asarray(sum(predicted[part] for part in self.parts) / len(self.parts))


def leading(trials: list[Trial]) -> Lead:
    """The forecast with the smallest score over the trials; a guess or a mixture leads only where it was nearer.

    Models that could be fitted on each stretch compete; BG/NBD stands for comparison only, unless no other could.
    """
    shared = [name for name in trials[0].models if all(name in trial.models for trial in trials)]
    models = [name for name in shared if name != IMMORTAL] or shared or list(trials[0].models)
    usable = [trial for trial in trials if all(name in trial.models for name in models)]
    rows = [_scored(name, (name,), usable) for name in (*shared, *NAIVE)]
    scores = pd.DataFrame(rows).set_index("method", drop=False)
    model = str(scores.loc[models, "score"].idxmin())
    guess = str(scores.loc[list(NAIVE), "score"].idxmin())
    mixed = _scored(MIXTURE, (model, guess), usable)
    scores = pd.concat([scores, pd.DataFrame([mixed], index=[MIXTURE])])
    method = str(scores.loc[[model, guess, MIXTURE], "score"].idxmin())
    parts = (model, guess) if method == MIXTURE else (method,)
    totals = [trial.misses(_mean(trial, parts)) for trial in usable]
    some = [trial.sampled() for trial in usable]
    pairs = [(_mean(trial, parts), trial.actual.astype(float)) for trial in some]
    return Lead(
        method=method,
        parts=parts,
        model=model,
        scores=scores.reset_index(drop=True),
        misses=tuple(total["miss"] for total in totals),
        spread=spread_of_totals(pairs, customers=len(trials[0].actual)),
        ranges=ranges(*map(np.concatenate, zip(*pairs, strict=True))),
        hidden_days=trials[0].stretch.days,
    )


def _mean(trial: Trial, parts: tuple[str, ...]) -> np.ndarray:
    return np.asarray(sum(trial.predicted[part] for part in parts) / len(parts))


def _scored(method: str, parts: tuple[str, ...], trials: list[Trial]) -> dict[str, object]:
    found = [trial.misses(_mean(trial, parts)) for trial in trials]
    size = [float(np.sqrt(np.mean(trial.actual.astype(float) ** 2))) for trial in trials]
    total = float(np.mean([abs(misses["miss"]) for misses in found]))
    bucket = float(np.mean([misses["bucket_miss"] for misses in found]))
    customer = float(np.mean([misses["customer_miss"] / unit for misses, unit in zip(found, size, strict=True)]))
    return {
        "method": method,
        "naive": method in NAIVE,
        "total_miss": total,
        "bucket_miss": bucket,
        "customer_miss": customer,
        "score": total + bucket + customer,
    }
