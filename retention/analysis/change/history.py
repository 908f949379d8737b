"""The customers at the start of every period of one history, and why the rate of one differs from that of another."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from retention.activity import Activity, AnyOrders, activity
from retention.analysis.change.kitagawa import Band, Split, holding, split, widest
from retention.analysis.change.starters import TENURES, Starters, starters
from retention.analysis.change.usual import against_usual
from retention.analysis.left_edge import LeftEdge, left_edge
from retention.analysis.rates.bases import Base
from retention.analysis.rates.figures import is_whole
from retention.defaults import CONFIDENCE, FEW_CUSTOMERS, SWINGS_NEEDED
from retention.errors import RequestError
from retention.intervals import SEASON, Z_95, Judged, verdict
from retention.periods import Calendar
from retention.settings import Days

PREVIOUS, LAST_YEAR = "previous", "last_year"
AGAINST = (PREVIOUS, LAST_YEAR)
UNFINISHED, FEW, LEFT_EDGE, SHORT = "unfinished", "few", "left_edge", "short"
LOOK_BACK = 0.75
"""Years looked back from a base where the data bear it: with half a year, quarters of old shops that shrink misled."""
MOST_PERIODS_BACK = 26  # weeks, of which a year would take a database long
_NO_VERDICT = {UNFINISHED, FEW, LEFT_EDGE, SHORT}


@dataclass(frozen=True, kw_only=True, eq=False)
class Change(Judged):
    """The retention rate of one period against that of an earlier one, and why it differs.

    `days`, `days_before`: first and last day of both; `customers`, `retained` and the same `_before`: customers at the
    start and who of them came back. `rate_effect` + `mix_effect` = `change`: fractions. `low`, `high`: the 95% interval
    of the rate effect, `chance`: how often chance alone would make it so large. `verdict` on the rate effect: up, down
    or no_clear_change; None where a doubt forbids one. `doubts`, codes: `unfinished` (either period is not over), `few`
    (fewer than 30 customers at the start of either), `left_edge` (the data do not reach back far enough from the
    earlier period to tell who was new), `short` (too few other changes are known to tell how much this shop swings),
    `season` (the two are not the same season: the interval allows for swings as seen so far, and a change beyond them
    is told as `leaning`, without a verdict). `parts` is the split by tenure.
    """

    days: Days
    days_before: Days
    customers: int
    retained: int
    customers_before: int
    retained_before: int
    rate_effect: float
    mix_effect: float
    chance: float
    parts: Split

    @property
    def now(self) -> float:
        """The rate of the later period."""
        return self.retained / self.customers

    @property
    def before(self) -> float:
        """The rate of the earlier period."""
        return self.retained_before / self.customers_before

    @property
    def change(self) -> float:
        """The difference of the two rates."""
        return self.now - self.before

    @cached_property
    def classes(self) -> pd.DataFrame:
        """One row per class of tenure.

        `tenure`: "1", "2", "3-4", "5+" orders, or a range where small classes are joined ("2+"); `customers_before`,
        `retained_before`, `customers`, `retained`, `rate_before`, `rate`, `share_before`, `share` (of the customers at
        the start), `rate_effect`, `mix_effect`.
        """
        parts = self.parts
        (n0, k0), (n1, k1) = parts.before.T, parts.now.T
        return pd.DataFrame(
            {
                "tenure": [_orders(first, int(last)) for first, last in pairwise([-1, *parts.ends])],
                "customers_before": n0,
                "retained_before": k0,
                "customers": n1,
                "retained": k1,
                "rate_before": k0 / n0,
                "rate": k1 / n1,
                "share_before": n0 / n0.sum(),
                "share": n1 / n1.sum(),
                "rate_effect": parts.rates,
                "mix_effect": parts.mixes,
            }
        )


def _orders(before: int, last: int) -> str:
    """The orders of a class of tenure that ends with class `last` and begins after class `before`."""
    first = (1, *TENURES)[before + 1]
    if last == len(TENURES):
        return f"{first}+"
    end = TENURES[last] - 1
    return str(first) if first == end else f"{first}-{end}"


class History:
    """The customers at the start of every period of one history, ready to be compared."""

    def __init__(self, orders: AnyOrders, *, calendar: Calendar, base: str | Days, as_of: dt.date | None) -> None:
        self.calendar, self.base = calendar, Base.of(base)
        self.done: Activity = activity(orders, timeline=calendar, as_of=as_of)
        self.edge: LeftEdge = left_edge(orders, as_of=as_of)
        self._steps: dict[int, dict[int, float]] = {}

    @cached_property
    def periods(self) -> int:
        """How many there are."""
        return self.done.last - self.done.first + 1

    def place(self, day: dt.date) -> int:
        """The place of the period that holds a day, 0 for the first. RetentionError `no_such_period` (day)."""
        place = self.calendar.number_of(day) - self.done.first
        if not 0 <= place < self.periods:
            raise RequestError("no_such_period", day=day)
        return place

    @cached_property
    def latest(self) -> int:
        """The place of the last period that is over and had customers at its start; else of the last."""
        known = self.starters
        counts = np.ones(self.periods) if known is None else known.tenure[:, :, 0].sum(axis=1)
        over = [place for place in range(self.periods) if counts[place] and self._over(place)]
        return over[-1] if over else self.periods - 1

    @property
    def latest_change(self) -> Change | None:
        """The last period that is over against the one it is usually compared with; see `change`."""
        return self.compared(self.latest, self.usual_lag(self.latest))

    def usual_lag(self, place: int) -> int:
        """How many periods back a period is compared: a year where the data bear it, else one."""
        year = self.calendar.per_year
        return year if place >= year and not self._edged(place - year) else 1

    @cached_property
    def starters(self) -> Starters | None:
        """Who was there at the start of every period; see `starters`."""
        return starters(self.done, self.base, look_back=self.look_back)

    @cached_property
    def _sure_after(self) -> int:
        """Periods from the beginning of the data to the first in which who looks new is new."""
        sure = self.calendar.number_of(self.edge.sure_from)
        return sure - self.done.first + (self.calendar.period(sure).start < self.edge.sure_from)

    @cached_property
    def look_back(self) -> int:
        """Periods looked back from every base: that of the left edge, and as much of `LOOK_BACK` as the data bear."""
        year = self.calendar.per_year
        spare = self.periods - 1 - year - self._reach
        return min(max(self._sure_after, min(int(LOOK_BACK * year), spare), 1), MOST_PERIODS_BACK)

    def compared(self, place: int, lag: int) -> Change | None:
        """One period against the one `lag` earlier; None where nobody was there at the start of either."""
        found = self.starters
        if found is None or place < lag:
            return None
        before, now = found.tenure[place - lag], found.tenure[place]
        if not before[:, 0].sum() or not now[:, 0].sum():
            return None
        doubts = self._doubts(place, lag, found)
        parts = split(before, now)
        band = None if SEASON in doubts or doubts & _NO_VERDICT else self._against_usual(place, lag, found, parts)
        if band is None:
            effects = [(each.rate_effect, each.error) for each in (parts, self._alike(place, lag, found)) if each]
            scale = 1.0
            if SEASON in doubts and not doubts & _NO_VERDICT:
                others = self._swings(lag, found, place)
                if len(others) < SWINGS_NEEDED:
                    doubts |= {SHORT}
                else:
                    scale = swing_scale(others)
            band = widest(effects, scale=scale)
        return self._told(place, lag, parts, band, doubts)

    def _against_usual(self, place: int, lag: int, found: Starters, parts: Split) -> Band | None:
        """The rate effect held against what is usual; None where too little is known of that.

        What is usual are the periods from a year before the earlier one to half a year after it: a change that began
        within the last half year is not taken for what was always so.
        """
        year, then = self.calendar.per_year, place - lag
        begin = max(then - year, self._reach + max(self._sure_after, self.look_back))
        pool = [at for at in range(begin, then + year // 2 + 1) if self._over(at) and at < place]
        if then not in pool:
            return None
        by_age = (against_usual(ages, place, then, np.array(pool)) for ages in (found.age, found.age_seen))
        return holding(parts.rate_effect, [each for each in by_age if each is not None])

    def _told(self, place: int, lag: int, parts: Split, band: Band, doubts: set[str]) -> Change:
        then, now = (self.done.timeline.period(self.done.first + at) for at in (place - lag, place))
        (n0, k0), (n1, k1) = parts.before.sum(axis=0), parts.now.sum(axis=0)
        word = verdict(band.low, band.high)
        return Change(
            days=(now.start, now.end),
            days_before=(then.start, then.end),
            customers=int(n1),
            retained=int(k1),
            customers_before=int(n0),
            retained_before=int(k0),
            rate_effect=parts.rate_effect,
            mix_effect=parts.mix_effect,
            low=band.low,
            high=band.high,
            chance=band.chance,
            verdict=None if doubts & _NO_VERDICT or (SEASON in doubts and word in ("up", "down")) else word,
            doubts=tuple(sorted(doubts)),
            parts=parts,
        )

    def _doubts(self, place: int, lag: int, found: Starters) -> set[str]:
        few = min(found.tenure[at, :, 0].sum() for at in (place - lag, place)) < FEW_CUSTOMERS
        told = {
            UNFINISHED: not (self._over(place) and self._over(place - lag)),
            FEW: few,
            LEFT_EDGE: self._edged(place - lag) or not found.age_seen[place, :, 0].any(),
            SEASON: lag % self.calendar.per_year != 0,
        }
        return {code for code, holds in told.items() if holds}

    def _alike(self, place: int, lag: int, found: Starters) -> Split | None:
        """The change between customers of the same age, looking back equally far from both periods."""
        before, now = found.age_seen[place - lag], found.age_seen[place]
        return split(before, now) if before[:, 0].any() and now[:, 0].any() else None

    @property
    def _reach(self) -> int:
        """Periods from the last one of a base to the one it is the base of."""
        return self.calendar.per_year if self.base.kind == LAST_YEAR else 1

    def _over(self, place: int) -> bool:
        return self.done.whole_from <= self.done.first + place <= self.done.covered

    def _edged(self, place: int) -> bool:
        """Whether the data do not reach back far enough from the base of a period."""
        number = self.done.first + place
        eve = number - self._reach
        if eve < self.done.first or not is_whole(
            self.base.span(self.calendar.period(number), self.calendar), self.done
        ):
            return True
        return not self.edge.sure(self.calendar.period(eve).start)

    def _swings(self, lag: int, found: Starters, besides: int) -> np.ndarray:
        """The other changes over as many periods between customers of the same age, in standard errors."""
        if lag not in self._steps:
            places = [at for at in range(lag, self.periods) if not self._doubts(at, lag, found) - {SEASON}]
            alike = {at: self._alike(at, lag, found) for at in places}
            self._steps[lag] = {at: each.rate_effect / each.error for at, each in alike.items() if each is not None}
        return np.array([step for at, step in self._steps[lag].items() if at != besides])


def swing_scale(steps: np.ndarray) -> float:
    """By how much the errors of one more change are to be widened, given others in standard errors; at least 1.

    Without a change of behaviour and without seasons the others spread by 1. Where they spread more, a shop's usual
    swings explain a change as well as chance does; with few others known, by the quantile of Student's t.

    Source: Laney, Improved Control Charts for Attributes, Quality Engineering 14(4), 2002.
    """
    from scipy.special import stdtrit

    spread = float(np.sqrt(np.mean(steps**2)))
    return max(1.0, spread * float(stdtrit(len(steps), (1 + CONFIDENCE) / 2)) / Z_95)
