"""Every customer's own rhythm: how long they usually wait between orders, and whether they wait too long now."""

from dataclasses import dataclass

import numpy as np

from retention.defaults import FEW_CUSTOMERS, OWN_GAPS, USUAL_WAITS
from retention.models.purchase_days import PurchaseDays

_OWN_CLASSES = (OWN_GAPS, 3, 5, 10)
"""Waits of their own from which customers are compared with others who have about as many."""
_WAITS = 50_000  # from which a wait that nine of ten stay below is known to a percent


@dataclass(frozen=True, kw_only=True, eq=False)
class Rhythm:
    """Per customer, in days, arrays in the order of `PurchaseDays.names`.

    `typical_gap`: median of their own gaps between days with orders, NaN without any. `rhythm`: that, where
    there are two gaps or more (`own`), else the wait in which half of those who order again after as many orders do
    so, NaN when nobody ever came back. `slips_after`: the wait from which they count as slipping away, see `rhythms`.
    """

    typical_gap: np.ndarray
    rhythm: np.ndarray
    own: np.ndarray
    slips_after: np.ndarray


@dataclass(frozen=True, kw_only=True, eq=False)
class Waits:
    """Every wait after a day with orders, in the order of `PurchaseDays.day`, those still open included.

    `days` it has lasted, `ended` whether an order ended it, `before` how many waits of the same customer had ended
    when it began, and `pace` what those suggest: their geometric mean, the shop's counted in as one more. Only what
    was known when a wait began is in its `pace`, so that a limit found from these holds for waits to come.
    """

    days: np.ndarray
    ended: np.ndarray
    before: np.ndarray
    pace: np.ndarray

    @classmethod
    def of(cls, days: PurchaseDays) -> "Waits":
        """Waits in days, none shorter than one but those that begin on the last day."""
        nexts = np.empty_like(days.day)
        nexts[:-1] = days.day[1:]
        nexts[days.ends] = days.as_of
        ended = np.ones(days.day.size, dtype=bool)
        ended[days.ends] = False
        before = np.arange(days.day.size) - days.starts[days.customer]
        lasted = nexts - days.day
        logs = np.where(ended, np.log(np.maximum(lasted, 1)), 0.0)
        sums = np.cumsum(logs) - logs  # of all waits that ended before, whoever's
        own = sums - sums[days.starts][days.customer]
        returned = days.ends > days.starts
        totals = days.per_customer(logs)[returned] / (days.ends - days.starts)[returned]
        shop = totals.mean() if totals.size else 0.0
        return cls(days=lasted, ended=ended, before=before, pace=np.exp((own + shop) / (before + 1)))

    def share_of(self, rows: np.ndarray, shares: tuple[float, ...], *, by_pace: bool) -> tuple[float, ...]:
        """The waits within which such shares of those who order again do so; NaN where nobody did."""
        lasted = self.days[rows] / self.pace[rows] if by_pace else self.days[rows]
        return waits_within(lasted, self.ended[rows], shares)


def rhythms(days: PurchaseDays) -> Rhythm:
    """Rhythms read from the waits between each customer's days with orders, open ones counted.

    A wait is too long when nine of ten of those who order again would have done so. By order number: the wait for
    a second order has a limit of its own, and so has the one for a third. From three days with orders on by their own
    rhythm: so many times their own pace (see `Waits`), the multiple from waits of customers with about as many. Where
    fewer than 30 waits of a kind have ended all of them are taken together. No cut-off is the same for everybody, nor
    made up, and nobody young drags it down: by Kaplan–Meier waits that are not over count for as long as they last.

    Source: Kaplan & Meier, Nonparametric Estimation from Incomplete Observations, JASA 53(282), 1958.
    """
    waits = Waits.of(days)
    gaps = days.ends - days.starts
    typical = _medians(waits.days[waits.ended].astype(float), days.customer[waits.ended], gaps)
    own = gaps >= OWN_GAPS
    usual, limit = _usual_and_late(days, waits)
    return Rhythm(typical_gap=typical, rhythm=np.where(own, typical, usual), own=own, slips_after=limit)


def limits(days: PurchaseDays) -> np.ndarray:
    """The wait from which each customer counts as slipping away, without the rest of their rhythm."""
    return _usual_and_late(days, Waits.of(days))[1]


def _usual_and_late(days: PurchaseDays, waits: Waits) -> tuple[np.ndarray, np.ndarray]:
    """The usual wait of customers without a pace of their own (NaN for the others), and each customer's limit."""
    gaps = days.ends - days.starts
    usual, limit = np.full(gaps.size, np.nan), np.full(gaps.size, np.nan)
    everyone = waits.share_of(np.ones(waits.days.size, dtype=bool), (0.5, USUAL_WAITS), by_pace=False)
    for number in range(OWN_GAPS):
        rows, alike = waits.before == number, gaps == number
        found = waits.share_of(rows, (0.5, USUAL_WAITS), by_pace=False) if _enough(waits, rows) else everyone
        usual[alike], limit[alike] = found
    (shared,) = waits.share_of(waits.before >= OWN_GAPS, (USUAL_WAITS,), by_pace=True)
    if np.isnan(shared):
        limit[gaps >= OWN_GAPS] = everyone[1]
    for least, below in zip(_OWN_CLASSES, (*_OWN_CLASSES[1:], np.inf), strict=True):
        rows, alike = ((counts >= least) & (counts < below) for counts in (waits.before, gaps))
        (multiple,) = waits.share_of(rows, (USUAL_WAITS,), by_pace=True) if _enough(waits, rows) else (shared,)
        if not np.isnan(multiple):
            limit[alike] = multiple * waits.pace[days.ends][alike]
    return usual, limit


def _enough(waits: Waits, rows: np.ndarray) -> bool:
    return int(waits.ended[rows].sum()) >= FEW_CUSTOMERS


def waits_within(lasted: np.ndarray, ended: np.ndarray, shares: tuple[float, ...]) -> tuple[float, ...]:
    """The waits within which such shares of those who order again do so, by Kaplan–Meier; NaN where nobody did.

    Of many waits every so many are looked at. All who ever do are taken to be those who have by the longest wait that
    30 (else any) are known to have waited.
    """
    step = max(1, lasted.size // _WAITS)
    lasted, ended = lasted[::step], ended[::step]
    order = np.lexsort((~ended, lasted))
    times, over = lasted[order], ended[order]
    at_risk = times.size - np.searchsorted(times, times)
    still = np.cumprod(1 - over / (times.size - np.arange(times.size)))
    counted = at_risk >= FEW_CUSTOMERS
    if not (over & counted).any():
        counted = np.ones(times.size, dtype=bool)
    if not over.any():
        return tuple(np.nan for _ in shares)
    reached = 1 - still
    final = reached[counted][-1]
    # Waits of one length end together: only the last of them has them all.
    return tuple(float(times[np.searchsorted(reached, share * final - 1e-12)]) for share in shares)


def _medians(gaps: np.ndarray, customer: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Median gap of each customer, NaN without gaps."""
    ordered = gaps[np.lexsort((gaps, customer))]
    start = np.cumsum(count) - count
    some = count > 0
    medians = np.full(count.size, np.nan)
    low, high = (start + (count - 1) // 2)[some], (start + count // 2)[some]
    medians[some] = (ordered[low] + ordered[high]) / 2
    return medians
