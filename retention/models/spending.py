"""What a day with orders counts for at most in forecasts of money, so that no single one decides about all of them."""

from dataclasses import dataclass, replace

import numpy as np

from retention.models.purchase_days import PurchaseDays

_SPREADS = 6.0  # of the middle half, as standard deviations: of amounts that follow a log-normal law one in a billion
_NORMAL = 1.4826  # median absolute deviations in a standard deviation
_TENFOLD = np.log(10.0)  # at least so far above the median, however alike the amounts are
_USUAL = 0.995  # share of amounts that are never cut, so that a shop's few large customers stay what they are
_BEYOND = 3.0  # times the largest usual amount that are never cut either, as few large customers differ in size too


@dataclass(frozen=True, kw_only=True)
class SpendLimit:
    """The amount that a day with orders counts for at most in forecasts of money; facts are never cut.

    `limit` in money; `days` with more than that, `largest` of their amounts, and `largest_share` of all money.
    """

    limit: float
    days: int
    largest: float
    largest_share: float

    def bounded(self, days: PurchaseDays) -> PurchaseDays:
        """Purchase days of which none counts for more money than the limit."""
        return replace(days, amount=np.minimum(days.amount, self.limit)) if self.days else days


def spend_limit(days: PurchaseDays) -> SpendLimit:
    """The limit of these purchase days: six robust standard deviations of the logarithms above their median.

    Never below ten times the median, nor below three times what 99.5% of days stay under, so that far less than one day
    in two hundred is cut. Median and median absolute deviation: Hampel, The Influence Curve and its Role in Robust
    Estimation, JASA 69(346), 1974.
    """
    paid = days.amount[days.amount > 0]
    if not paid.size:
        return SpendLimit(limit=np.inf, days=0, largest=0.0, largest_share=0.0)
    logs = np.log(paid)
    middle = float(np.median(logs))
    spread = _NORMAL * float(np.median(np.abs(logs - middle)))
    usual = np.partition(paid, place := int(_USUAL * (paid.size - 1)))[place]
    limit = max(float(np.exp(middle + max(_SPREADS * spread, _TENFOLD))), _BEYOND * float(usual))
    beyond = int((paid > limit).sum())
    largest = float(paid.max())
    return SpendLimit(limit=limit, days=beyond, largest=largest, largest_share=largest / float(paid.sum()))
