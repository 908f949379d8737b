"""Waits between orders as Kaplan and Meier count them: one that is still open counts for as long as it has lasted."""

import numpy as np
import pandas as pd

from retention.defaults import ENOUGH_WAITING
from retention.intervals import Z_95

CURVE = ("days", "share", "low", "high", "at_risk")


def kaplan_meier(ended: pd.DataFrame, still_open: pd.DataFrame) -> pd.DataFrame:
    """Share of waits that have ended by each day, when those still open are followed as far as they go.

    Both tables have `days` and how many `rows` (or how much weight) have waited so long. One row per day on which a
    wait ended, in order: `days`, `share` with its 95% band `low`, `high` (log-log; NaN once all have ended), and
    `at_risk`, the waits that had come so far.

    Source: Kaplan & Meier, Nonparametric Estimation from Incomplete Observations, JASA 53(282), 1958; band: Kalbfleisch
    & Prentice, The Statistical Analysis of Failure Time Data, 1980, with Greenwood's variance.
    """
    days, place = np.unique(ended["days"].to_numpy(float), return_inverse=True)
    over = np.bincount(place, ended["rows"].to_numpy(float), len(days))
    waiting = still_open[["days", "rows"]].astype(float).sort_values("days")
    left = np.r_[0.0, np.cumsum(waiting["rows"].to_numpy())]
    gone = left[np.searchsorted(waiting["days"].to_numpy(), days, side="left")]
    at_risk = over.sum() - (np.cumsum(over) - over) + left[-1] - gone
    at_risk = np.where(at_risk > over * (1 + 1e-9), at_risk, over)  # sums of weights are not exact
    with np.errstate(divide="ignore", invalid="ignore"):
        waits = np.cumprod(1 - over / at_risk)
        error = np.sqrt(np.cumsum(over / (at_risk * (at_risk - over))))
        reach = Z_95 * error / np.abs(np.log(waits))
        low, high = (np.where(waits > 0, 1 - waits ** np.exp(away), np.nan) for away in (-reach, reach))
    return pd.DataFrame(dict(zip(CURVE, (days, 1 - waits, low, high, at_risk), strict=True)))


def usual_wait(
    ended: pd.DataFrame, still_open: pd.DataFrame, shares: tuple[float, ...] = (0.25, 0.5, 0.75)
) -> tuple[float, ...]:
    """Days by which these shares of those who order again have done so; NaN where nobody did.

    `ended` and `still_open` as in `kaplan_meier`, each customer's waits weighing one together, so that those who order
    often count no more than others. Who orders again is read where a tenth of all are still followed: behind that
    single customers move the curve (Pocock, Clayton & Altman, Survival Plots of Time-to-Event Outcomes in Clinical
    Trials, Lancet 359, 2002).

    >>> ended = pd.DataFrame({"days": [10, 20, 40], "rows": [1.0, 1.0, 1.0]})
    >>> usual_wait(ended, pd.DataFrame({"days": [5, 90], "rows": [1.0, 1.0]}))
    (10.0, 20.0, 40.0)
    """
    curve = kaplan_meier(ended, still_open)
    followed = curve[curve["at_risk"] >= ENOUGH_WAITING * (ended["rows"].sum() + still_open["rows"].sum())]
    followed = followed if len(followed) else curve.iloc[:1]
    if followed.empty:
        return tuple(np.nan for _ in shares)
    share = followed["share"].to_numpy() / followed["share"].iloc[-1]
    places = np.searchsorted(share, np.array(shares) - 1e-12)
    return tuple(float(day) for day in followed["days"].to_numpy()[places])
