"""How far single customers, and all of them together, end from what was foreseen: as they did on hidden stretches."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from retention.defaults import BAND
from retention.models.stretches import QUARTER

CHANCE = 1.645  # standard deviations within which nine of ten misses lie
_LARGEST = 3.0  # in logarithms: a forecast may have been twenty times too high or too low
_USUAL_MISS = 0.2
"""Root mean square, in logarithms, of misses of totals a stretch ahead, over shops whose tests had looked better: a few
stretches that went well by luck promise no more."""
_BEFORE = 2.0  # stretches of other shops that this is worth
_BINS = 20
_IN_A_BIN = 50  # customers of whom two or three end above nine of ten, and as many below


@dataclass(frozen=True, kw_only=True, eq=False)
class Ranges:
    """Between what nine of ten customers ended of whom about so much was foreseen.

    `table`: one row per bin of customers by forecast, lowest first: `customers`, `predicted` (mean), `low` and `high`
    (quantiles of what came). Both rise with `predicted`.
    """

    table: pd.DataFrame

    def of(self, expected: np.ndarray, *, times: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        """Low and high for each forecast, over a stretch that is so many `times` as long as those tested.

        Along straight lines between the bins, in proportion beyond the last; a forecast lies within its own range.
        """
        table = self.table
        predicted = table["predicted"].to_numpy()
        place = expected / times
        beyond = np.maximum(place / max(predicted[-1], 1e-12), 1.0)
        low, high = (np.interp(place, predicted, table[name].to_numpy()) * beyond * times for name in ("low", "high"))
        return np.minimum(low, expected), np.maximum(high, expected)


def ranges(predicted: np.ndarray, actual: np.ndarray) -> Ranges | None:
    """Ranges from what was foreseen of each customer and what came; None where there are too few customers to say."""
    bins = min(_BINS, predicted.size // _IN_A_BIN)
    if bins < 2:
        return None
    rank = pd.Series(predicted).rank(method="min").to_numpy()
    place = np.minimum(rank * bins // predicted.size, bins - 1)
    groups = pd.DataFrame({"predicted": predicted, "actual": actual}).groupby(place)
    low, high = (groups["actual"].quantile(share).to_numpy() for share in ((1 - BAND) / 2, (1 + BAND) / 2))
    return Ranges(
        table=pd.DataFrame(
            {
                "customers": groups.size().to_numpy(),
                "predicted": groups["predicted"].mean().to_numpy(),
                "low": np.minimum.accumulate(low[::-1])[::-1],
                "high": np.maximum.accumulate(high),
            }
        )
    )


def spread_of_totals(pairs: list[tuple[np.ndarray, np.ndarray]], *, customers: int | None = None) -> float:
    """Half of the width, in logarithms, that nine of ten totals to come should lie in, on the cautious side.

    `pairs` of what was foreseen of each customer and what came, one per stretch. Never less than the largest miss, nor
    than what one more stretch may bring: Student's t around misses whose variance is known from these, overlapping
    ones counting for what they add, and from `_BEFORE` stretches of other shops. Beside it what customers do by chance,
    as the errors of single ones tell: as little as among so many `customers` where the pairs are a sample of them.

    Source: Gelman et al., Bayesian Data Analysis, 3rd edition 2013, 2.6 (variance with a scaled inverse chi-square).
    """
    logs, chance = [], []
    for predicted, actual in pairs:
        came, foreseen = max(float(actual.sum()), 1e-9), max(float(predicted.sum()), 1e-9)
        logs.append(min(_LARGEST, abs(float(np.log(foreseen / came)))))
        errors = predicted * came / foreseen - actual
        share = actual.size / (customers or actual.size)
        chance.append(float(np.sqrt(np.sum((errors - errors.mean()) ** 2))) / came * np.sqrt(share))
    apart = 1 + (len(pairs) - 1) * QUARTER
    variance = (_BEFORE * _USUAL_MISS**2 + apart * float(np.mean(np.square(logs)))) / (_BEFORE + apart)
    drift = max(*logs, float(stdtrit(_BEFORE + apart, (1 + BAND) / 2)) * float(np.sqrt(variance)))
    return min(_LARGEST, float(np.hypot(drift, CHANCE * np.mean(chance))))
