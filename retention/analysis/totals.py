"""The retention rate from three totals, for those who have no list of orders."""

from dataclasses import dataclass

from retention.errors import RequestError
from retention.intervals import wilson


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Counts of customers: `retained` of `at_start`, with their share `crr` and its 95% Wilson interval, fractions."""

    at_start: int
    active: int
    new: int
    retained: int
    crr: float
    low: float
    high: float


def from_totals(at_start: int, active: int, new: int) -> Totals:
    """(E − N) / S: the textbook formula, the only one totals allow.

    `at_start` customers at the start of a period (S), `active` customers in it (E), `new` of those for the
    first time (N). It counts whoever came back after a break as retained, so it may flatter; it equals the
    rate from orders when nobody did.
    Raises RetentionError `totals_negative`, `totals_nobody_at_start`, `totals_more_new_than_active` (new,
    active), `totals_more_retained_than_at_start` (retained, at_start).

    >>> found = rt.from_totals(at_start=9000, active=5000, new=2000)
    >>> found.retained, round(found.crr, 4), round(found.low, 4), round(found.high, 4)
    (3000, 0.3333, 0.3237, 0.3431)
    """
    retained = active - new
    if min(at_start, active, new) < 0:
        raise RequestError("totals_negative")
    if at_start == 0:
        raise RequestError("totals_nobody_at_start")
    if retained < 0:
        raise RequestError("totals_more_new_than_active", new=new, active=active)
    if retained > at_start:
        raise RequestError("totals_more_retained_than_at_start", retained=retained, at_start=at_start)
    low, high = wilson(retained, at_start)
    return Totals(
        at_start=at_start,
        active=active,
        new=new,
        retained=retained,
        crr=retained / at_start,
        low=float(low),
        high=float(high),
    )
