"""One finding: what is so, since when, for whom, how sure that is, and what it is worth a year."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from retention.analysis.change import Change
from retention.defaults import CONFIDENCE
from retention.settings import Days

UNKNOWN = float("nan")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One side of a comparison: `part` of `whole` customers (or orders, or money), counted over `days`."""

    part: float
    whole: float
    days: Days | None = None

    @property
    def share(self) -> float:
        """part / whole; NaN for nobody."""
        return self.part / self.whole if self.whole else UNKNOWN


@dataclass(frozen=True, kw_only=True, eq=False)
class Finding:
    """Something that stands out.

    `kind`, what was looked at: `change` (customers alike come back more or less often than before), `price` (what the
    same products, or orders of the same customers, cost), `began` (customers whose first order had a `value` in a
    `column` come back more or less often than the others), `stays` (those of the last year who began so were back more
    or less often of late), `cohorts` (newer customers against older ones), `weekday` (the day on which customers buy);
    and what is so without a test: `mix` (the rate moved because other customers were at the start), `slipping`,
    `concentration`, `unidentified` and `unknown_amounts`.

    `here` against `there`: the group against the others, or the later time against the earlier one. `effect` is the
    difference that is judged, a fraction, with its 95% interval `low`, `high`; `chance` how often chance alone would
    make one so large, `held` the same held to all looks of the run (Holm), both NaN without a test. `money`: what it
    is worth a year, below 0 what is lost, in the currency of the orders; NaN where no amount is known. `doubts`,
    codes: what to keep in mind. `page` and `settings` (those of the pages) are where the figure stands on its own.
    `numbers` holds what `money` was worked out of, by name. `change` is the comparison behind a change of rate, `day`
    the day of a change of prices.
    """

    kind: str
    here: Counted
    there: Counted | None = None
    effect: float = UNKNOWN
    low: float = UNKNOWN
    high: float = UNKNOWN
    money: float = UNKNOWN
    chance: float = UNKNOWN
    held: float = UNKNOWN
    column: str | None = None
    value: str | None = None
    grain: str | None = None
    day: dt.date | None = None
    doubts: tuple[str, ...] = ()
    page: str = "retention"
    settings: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    change: Change | None = None

    @property
    def certain(self) -> bool:
        """Whether chance alone would hardly make any look of the run stand out so."""
        return self.held <= 1 - CONFIDENCE

    @property
    def tested(self) -> bool:
        """Whether chance could have made it: what is merely counted needs no test."""
        return not math.isnan(self.chance)

    @property
    def weight(self) -> tuple[bool, float, float]:
        """What it is ranked by: what costs before what brings, money a year, customers (or orders) it moves."""
        moved = 0.0 if math.isnan(self.effect) else abs(self.effect) * self.here.whole
        costs = (self.effect if math.isnan(self.money) else self.money) < 0
        return costs, (0.0 if math.isnan(self.money) else abs(self.money)), moved


@dataclass(frozen=True, kw_only=True, eq=False)
class Findings:
    """What stands out, what costs most a year first, then what brings most.

    `certain`: what survives the correction for all `looks` (how many comparisons were made); `facts`: what is so
    without a test. `nothing` tells that no comparison stands out, which is an answer too.
    """

    certain: tuple[Finding, ...]
    facts: tuple[Finding, ...]
    looks: int

    @property
    def ranked(self) -> tuple[Finding, ...]:
        """All of them: what a test bears out before what is merely counted, each by money a year."""
        return (*self.certain, *self.facts)

    @property
    def nothing(self) -> bool:
        """Whether no comparison stands out."""
        return not self.certain
