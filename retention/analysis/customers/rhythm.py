"""Every customer's own rhythm: how long they usually wait between orders, and whether they wait too long now."""

from dataclasses import dataclass

import numpy as np

from retention.defaults import OWN_GAPS, USUAL_WAITS
from retention.models.purchase_days import PurchaseDays


@dataclass(frozen=True, kw_only=True, eq=False)
class Rhythm:
    """Per customer, in days, arrays in the order of `PurchaseDays.names`.

    `typical_gap`: median of their own gaps between days with orders, NaN without any. `rhythm`: that, where
    there are two gaps or more (`own`), else the shop's: the median over customers' typical gaps, NaN when nobody
    ever came back. `slips_after`: the wait from which they count as slipping away, see `rhythms`.
    """

    typical_gap: np.ndarray
    rhythm: np.ndarray
    own: np.ndarray
    slips_after: np.ndarray


def rhythms(days: PurchaseDays) -> Rhythm:
    """Rhythms read from the gaps between each customer's days with orders.

    Nine of ten waits that ended were shorter than so many times the customer's typical gap: that multiple of
    their own typical gap is the limit for customers with a rhythm of their own. For the others it is the gap
    that nine of ten returning customers stay below. No cut-off is the same for everybody, nor made up.
    """
    same = days.customer[1:] == days.customer[:-1]
    gaps = np.diff(days.day)[same].astype(float)
    customer = days.customer[1:][same]
    count = np.bincount(customer, minlength=len(days.names))
    typical = _medians(gaps, customer, count)
    own = count >= OWN_GAPS
    with_gaps = typical[count > 0]
    shop, shop_limit = (np.quantile(with_gaps, [0.5, USUAL_WAITS])) if with_gaps.size else (np.nan, np.nan)
    regular = own[customer]
    multiple = np.quantile(gaps[regular] / typical[customer[regular]], USUAL_WAITS) if regular.any() else np.nan
    return Rhythm(
        typical_gap=typical,
        rhythm=np.where(own, typical, shop),
        own=own,
        slips_after=np.where(own, typical * multiple, shop_limit),
    )


def _medians(gaps: np.ndarray, customer: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Median gap of each customer, NaN without gaps."""
    ordered = gaps[np.lexsort((gaps, customer))]
    start = np.cumsum(count) - count
    some = count > 0
    medians = np.full(count.size, np.nan)
    low, high = (start + (count - 1) // 2)[some], (start + count // 2)[some]
    medians[some] = (ordered[low] + ordered[high]) / 2
    return medians
