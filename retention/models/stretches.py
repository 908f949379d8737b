"""Which stretches of a shop's own past are hidden to test what is said of its customers."""

import datetime as dt
from dataclasses import dataclass

from retention.defaults import DAYS_TO_BACKTEST, DAYS_TO_FORECAST
from retention.errors import TooLittleDataError
from retention.models.purchase_days import PurchaseDays

DAYS_PER_YEAR = 365
QUARTER = 0.25  # of a stretch that each begins before the one after it
MOST_STRETCHES = 5
FEWEST_STRETCHES = 3
_MANY = 50_000  # customers from whom each stretch says enough, and takes its time
_TESTED = 5_000  # customers from whom shares are known to a point or less


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """What is known up to and with `cut` foretells the days after it, up to and with `until` (since 0001-01-01)."""

    cut: int
    until: int

    @property
    def cut_date(self) -> dt.date:
        """The last day that is known."""
        return dt.date.fromordinal(self.cut + 1)

    @property
    def until_date(self) -> dt.date:
        """The last day that is hidden."""
        return dt.date.fromordinal(self.until + 1)

    @property
    def days(self) -> int:
        """How many days are hidden."""
        return self.until - self.cut


def stretches(days: PurchaseDays) -> tuple[Stretch, ...]:
    """Up to five stretches of a year (or half of a shorter history), the last one first, each a quarter earlier.

    Of very large shops three. They overlap, since few shops have five years; each is foretold from at least half as
    many days as it has. Raises RetentionError `history_too_short` (needed, have, in days).
    """
    if days.span < DAYS_TO_BACKTEST:
        raise TooLittleDataError("history_too_short", needed=DAYS_TO_BACKTEST, have=days.span)
    hidden = min(DAYS_PER_YEAR, days.span // 2)
    least = max(DAYS_TO_FORECAST, hidden // 2)
    first = int(days.day.min())
    cuts = [days.as_of - hidden - int(number * hidden * QUARTER) for number in range(MOST_STRETCHES)]
    known = [cut for number, cut in enumerate(cuts) if number == 0 or cut - first + 1 >= least]
    most = MOST_STRETCHES if len(days.names) < _MANY else FEWEST_STRETCHES
    return tuple(Stretch(cut=cut, until=cut + hidden) for cut in known[:most])


def sampled_customers(days: PurchaseDays) -> PurchaseDays:
    """All customers, of more than ten thousand every so many: enough to test with, and as quick as a small shop."""
    return days.every(sample_step(len(days.names)))


def sample_step(customers: int) -> int:
    """One customer of how many is in the sample."""
    return max(1, customers // _TESTED)
