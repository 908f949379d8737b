"""Whether customers who were flagged as slipping away came back less often than the others, in the shop's own past."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.analysis.customers.rhythm import limits
from retention.defaults import FEWEST_FLAGGED, FLAG_APART
from retention.errors import RetentionError, TooLittleDataError
from retention.intervals import newcombe
from retention.models.purchase_days import PurchaseDays
from retention.models.stretches import Stretch, sampled_customers, stretches

_TENURE = (2, 3, 5)
"""Days with orders at which a class of customers begins: bought once; twice; three or four times; five and more."""


@dataclass(frozen=True, kw_only=True)
class FlagTest:
    """Flags as they would have stood at the end of `cut`, and who ordered again from then to `until`."""

    cut: dt.date
    until: dt.date
    flagged: int
    flagged_back: int
    others: int
    others_back: int

    @property
    def days(self) -> int:
        """How many days they had to come back."""
        return (self.until - self.cut).days

    @property
    def flagged_share(self) -> float:
        """The share of the flagged who came back; NaN where nobody was."""
        return self.flagged_back / self.flagged if self.flagged else float("nan")

    @property
    def others_share(self) -> float:
        """The share of the others who came back; NaN where there were none."""
        return self.others_back / self.others if self.others else float("nan")

    @property
    def enough(self) -> bool:
        """Whether there are enough customers on both sides to compare them."""
        return min(self.flagged, self.others) >= FEWEST_FLAGGED

    @property
    def separates(self) -> bool:
        """Whether the flagged came back clearly less often: 15 points at least, and not by chance."""
        apart, low, _high = newcombe((self.flagged_back, self.flagged), (self.others_back, self.others))
        return bool(apart >= FLAG_APART and low > 0)


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Whether the flag “slipping away” may be shown, by the `tests` on hidden stretches, the last one first.

    `tests` has those with enough customers on both sides; without any, `no_test` says why (a RetentionError). `today`
    has the customers flagged now and the others, and how many should come back by how often such customers did.
    """

    tests: tuple[FlagTest, ...]
    no_test: RetentionError | None
    today: FlagTest | None = None

    @property
    def holds(self) -> bool:
        """Whether the flag told the customers apart on the last stretch and on all together, and should do so today."""
        return self.held and self.tells_today

    @property
    def held(self) -> bool:
        """Whether it told them apart on the last stretch, and on all together."""
        return bool(self.tests) and self.tests[0].separates and self.together.separates

    @property
    def tells_today(self) -> bool:
        """Whether the customers of today, come back as often as such customers did, would be told apart."""
        today = self.today
        # Where nobody is flagged today, or everybody, there is nobody to call wrongly.
        return today is None or not today.enough or today.others_share - today.flagged_share >= FLAG_APART

    @property
    def together(self) -> FlagTest:
        """All tests as one, from the first cut to the last day."""
        first, last = self.tests[-1], self.tests[0]
        counts = ("flagged", "flagged_back", "others", "others_back")
        sums = {name: sum(getattr(test, name) for test in self.tests) for name in counts}
        return FlagTest(cut=first.cut, until=last.until, **sums)

    @property
    def fails(self) -> bool:
        """Whether it was tested and did not tell them apart."""
        return bool(self.tests) and not self.holds

    @property
    def told(self) -> FlagTest | None:
        """The test that is told: the last one; where the flag failed, the last one in which it did, else all."""
        if not self.tests:
            return None
        return next((test for test in self.tests if self.held or not test.separates), self.together)


def proof(days: PurchaseDays) -> Proof:
    """Flag customers by what was known before each hidden stretch, and count who came back in it.

    The last stretch is tested on all customers, earlier ones on a sample of a large shop's. No test:
    `history_too_short` (needed, have) or `too_few_flagged` (needed), where no stretch has ten customers who would have
    been flagged and ten others.
    """
    some = sampled_customers(days)
    try:
        last, *earlier = stretches(days)
    except RetentionError as error:
        return Proof(tests=(), no_test=error)
    flags = [_flags(days, last), *(_flags(some, stretch) for stretch in earlier)]
    found = [_counted(each, stretch) for each, stretch in zip(flags, (last, *earlier), strict=True)]
    tests = tuple(test for test in found if test.enough)
    if not tests:
        return Proof(tests=(), no_test=TooLittleDataError("too_few_flagged", needed=FEWEST_FLAGGED))
    return Proof(tests=tests, no_test=None, today=_today(some, pd.concat(flags, ignore_index=True), last.days))


def flag_test(days: PurchaseDays, stretch: Stretch) -> FlagTest:
    """Who would have been flagged at the cut, and who of them and of the others came back in the stretch."""
    return _counted(_flags(days, stretch), stretch)


def _flags(days: PurchaseDays, stretch: Stretch) -> pd.DataFrame:
    """Each customer known at the cut: `tenure` (a class of days with orders), `flagged`, and `back`: ordered later."""
    came = days.customer[(days.day > stretch.cut) & (days.day <= stretch.until)]
    back = np.bincount(came, minlength=len(days.names))[days.first <= stretch.cut] > 0
    return _flagged(days.until(stretch.cut)).assign(back=back)


def _flagged(known: PurchaseDays) -> pd.DataFrame:
    """`tenure` and `flagged` of each customer on the last day known."""
    tenure = np.searchsorted(_TENURE, known.histories.repeats + 1, side="right")
    return pd.DataFrame({"tenure": tenure, "flagged": known.as_of - known.last > limits(known)})


def _counted(flags: pd.DataFrame, stretch: Stretch) -> FlagTest:
    flagged, back = flags["flagged"], flags["back"]
    return FlagTest(
        cut=stretch.cut_date,
        until=stretch.until_date,
        flagged=int(flagged.sum()),
        flagged_back=int((flagged & back).sum()),
        others=int((~flagged).sum()),
        others_back=int((~flagged & back).sum()),
    )


def _today(days: PurchaseDays, before: pd.DataFrame, ahead: int) -> FlagTest:
    """How many of those flagged now and of the others should come back, by their tenure, if all is as it was.

    A flag that told apart old hands tells less where many are new: nearly nobody of these comes back anyhow.
    """
    now = _flagged(days)
    rates = before.groupby(["flagged", "tenure"])["back"].mean()
    overall = before.groupby("flagged")["back"].mean()
    keys = pd.MultiIndex.from_frame(now[["flagged", "tenure"]])
    expected = rates.reindex(keys).fillna(overall.reindex(now["flagged"]).set_axis(keys)).to_numpy()
    flagged = now["flagged"].to_numpy()
    cut = dt.date.fromordinal(days.as_of + 1)
    return FlagTest(
        cut=cut,
        until=cut + dt.timedelta(days=ahead),
        flagged=int(flagged.sum()),
        flagged_back=round(float(expected[flagged].sum())),
        others=int((~flagged).sum()),
        others_back=round(float(expected[~flagged].sum())),
    )
