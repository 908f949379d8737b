"""Today's course of a shop, estimated from its orders: what every what-if question is compared with."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from retention.activity import AnyOrders
from retention.periods import Calendar
from retention.whatif.backtest import BackTest, back_test, level_factor
from retention.whatif.base import Response
from retention.whatif.drift import Drift
from retention.whatif.forecaster import Forecaster, convolve, returning
from retention.whatif.history import History, history
from retention.whatif.levels import Levels
from retention.whatif.observed import Observed
from retention.whatif.scenario import Reading
from retention.whatif.season import positions
from retention.whatif.spend import Spend, spend

DRAWS = 500
# By how much (share) people respond otherwise than BG/BB's do: when they come more often, and when they stay longer.
_COMING_SPREAD, _STAYING_SPREAD = 0.03, 0.15
_UNLIKE_REGULAR = 0.25  # more of the former where rhythms are regular, which BG/BB's are not
# What a change brings on average and what it brings in one year are told by one band: with all of the chance of single
# buyers it holds the former nearly always, without it the latter too rarely.
_OF_CHANCE = 0.5
_LEFT = 0.03  # share of last period's buyers who left within it
_TURNS = 2.0  # how much of the chance of who comes back regular rhythms settle, beside the shortfall they show as


@dataclass(frozen=True, kw_only=True, eq=False)
class Baseline:
    """A shop's past and what follows from it if nothing changes.

    `forecaster`: the fitted models; `tests`: how earlier forecasts did; `weights`: how much each candidate forecast
    counts; `drift`: how far forecasts drift off, as those tests tell; `observed`: the retention seen in the past;
    `spend` of `new` and `returning` buyers. Implements `Base`.
    """

    forecaster: Forecaster
    tests: BackTest
    weights: dict[str, float]
    drift: Drift
    observed: Observed
    spend: dict[str, Spend]
    seed: int = 0

    @property
    def history(self) -> History:
        """The complete periods it was learned from."""
        return self.forecaster.history

    @property
    def sets(self) -> int:
        """Parameter sets: the estimate and the draws."""
        return len(self.forecaster.customers.parameters)

    @property
    def per_year(self) -> int:
        """Periods in a year."""
        return self.history.calendar.per_year

    @property
    def longest(self) -> int:
        """Number of periods a question can look ahead: as many as are behind, up to a year twice as many."""
        return max(self.history.periods, min(2 * self.history.periods, self.per_year))

    @property
    def arrivals_mean(self) -> float:
        """Expected new customers in a usual period."""
        return self.forecaster.arrivals.mean

    @property
    def buyers(self) -> float:
        """Buying customers of the last complete period."""
        return float(self.history.column("new")[-1] + self.history.column("returning")[-1])

    @cached_property
    def places(self) -> np.ndarray:
        """Place in the year of each complete period."""
        return positions(self.history.calendar, self.history.by_period.index.to_numpy())

    @cached_property
    def factor(self) -> np.ndarray:
        """What BG/BB's returning buyers are multiplied by, period by period, to give the weighted forecast."""
        return level_factor(self.forecaster, self.weights, max(self.longest, self.per_year))

    @cached_property
    def height(self) -> float:
        """How much higher than BG/BB alone the courses of a change lie: half (logarithm) of what today's does.

        Half, because simple forecasts know of the height of a course, and nothing of how people respond.
        """
        return float(np.sqrt(self.factor[: self.per_year].mean()))

    @cached_property
    def retention_levels(self) -> Levels:
        """How many times as many of the last buyers come back as BG/BB expects, learned from all periods."""
        return self.observed.levels(self.history)

    @cached_property
    def crr(self) -> np.ndarray:
        """Share of the last period's buyers expected to buy in a usual next period (sets).

        What BG/BB expects of these buyers, at the level at which the retention seen so far stood to what it expected;
        usual is the mean over the places of a year. Of a closed list BG/BB alone: each period its buyers are fewer and
        better ones, so that earlier levels say little of theirs.
        """
        if self.forecaster.arrivals.closed:
            return self.forecaster.customers.crr
        levels = self.retention_levels
        usual = float(np.exp(levels.season).mean())
        found = np.exp(levels.ends(self._rng(9), self.sets)) * self.forecaster.customers.crr[0] * usual
        shares: np.ndarray = np.clip(found, 0.0, 1.0)
        return shares

    @cached_property
    def crr_of_last_buyers(self) -> np.ndarray:
        """Retention of the last buyers in person, who differ from the average by chance (sets; not in the first)."""
        spread = np.sqrt(self.forecaster.customers.crr_spread**2 + self._decided)
        luck = self._rng(5).standard_normal(self.sets) * spread
        luck[0] = 0.0
        shares: np.ndarray = np.clip(self.crr + luck, 0.0, 1.0)
        return shares

    @cached_property
    def regularity(self) -> float:
        """How regular rhythms are, 0..1: by how much fewer come back at once than BG/BB expects of their habits.

        As a share of those who would not come. Whoever buys in a rhythm does not buy again right away, which BG/BB, to
        whom every period is a new toss, cannot know.
        """
        expected = float(self.forecaster.customers.crr[0])
        return float(np.clip((expected - float(self.crr[0])) / max(1 - expected, _LEFT), 0.0, 1.0))

    @cached_property
    def _decided(self) -> np.ndarray:
        """Variance of the last buyers' retention that is decided already, though nobody can see it (sets).

        Some of them have left within the period; and the more regular rhythms are, the more is it settled whose turn
        comes next. Both as a share of a toss for each buyer.
        """
        toss: np.ndarray = self.crr * (1 - self.crr) / max(self.buyers, 1.0)
        return min(_LEFT + _TURNS * self.regularity, 1.0) * toss

    def ceiling(self, reading: Reading) -> float:
        """Highest CRR that can be reached in this reading, 0..1."""
        customers = self.forecaster.customers
        if reading is Reading.JUST_BOUGHT:
            return 1.0
        reachable = customers.crr_at_most if reading is Reading.EVERYONE else customers.crr_if_nobody_leaves
        return min(float(self.crr[0]) + float(reachable[0] - customers.crr[0]) * self.height, 1.0)

    def response(self, reading: Reading, points: np.ndarray) -> Response:
        """What raises CRR by so many points (sets)."""
        if not points.any():
            return Response()
        if reading is Reading.JUST_BOUGHT:
            return Response(added=points)
        customers = self.forecaster.customers
        target = customers.crr + points / self.height
        if reading is Reading.EVERYONE:
            return Response(odds=customers.odds_for(target))
        return Response(leaving=customers.leaving_for(target, self._room_luck))

    @cached_property
    def _room_luck(self) -> np.ndarray:
        """What the last buyers' loss by leaving is multiplied by, because they are few and differ (sets)."""
        scale = np.sqrt(np.log1p(self.forecaster.customers.room_spread**2))
        luck: np.ndarray = np.exp(scale * self._rng(8).standard_normal(self.sets) - scale**2 / 2)
        luck[0] = 1.0
        return luck

    def new(self, ahead: int) -> np.ndarray:
        """New customers (sets × ahead)."""
        return self._new[:, :ahead]

    @cached_property
    def _new(self) -> np.ndarray:
        return self.forecaster.arrivals.paths(self._rng(1), self.sets, self.longest)

    def returning(self, new: np.ndarray, response: Response) -> np.ndarray:
        """Returning buyers expected (sets × ahead).

        Only those who just bought respond: buyers'(t + 1) = buyers(t + 1) + Δ · buyers'(t).
        """
        expected: np.ndarray = (
            returning(self.forecaster.customers, new, response.odds, response.leaving) * self.factor[: new.shape[1]]
        )
        if response.added is not None:
            bought = np.full(len(new), self.buyers)
            for period in range(new.shape[1]):
                expected[:, period] = np.maximum(expected[:, period] + response.added * bought, 0.0)
                bought = expected[:, period] + new[:, period]
        return expected

    def customers(self, new: np.ndarray, response: Response) -> np.ndarray:
        """Customers who have not left, now and after each period (sets × ahead + 1)."""
        customers, ahead = self.forecaster.customers, new.shape[1]
        stayed = customers.stays(customers.present_by_age, customers.ages, ahead, response.leaving)
        staying = customers.stays(np.ones((len(new), 1)), np.zeros(1, dtype=np.int64), ahead, response.leaving)
        now = customers.present_by_age.sum(axis=1, keepdims=True)
        return np.hstack([now, stayed + new + convolve(new, staying)])

    def level(self, ahead: int) -> np.ndarray:
        """What courses are multiplied by because levels drift (sets × ahead)."""
        return self._level[:, :ahead]

    @cached_property
    def _level(self) -> np.ndarray:
        level: np.ndarray = np.exp(self.drift.paths(self._rng(2), self.sets, self.longest))
        level[0] = 1.0
        return level

    @cached_property
    def _covariance_root(self) -> np.ndarray:
        """What links standard normals as one shop's periods are linked (periods × periods)."""
        return self.forecaster.covariance_root(self.longest)

    @cached_property
    def _normals(self) -> np.ndarray:
        normals = np.stack([self._rng(stream).standard_normal((self.sets, self.longest)) for stream in (3, 6, 7)])
        normals[:, 0] = 0.0
        return normals

    def noise(self, expected: np.ndarray) -> np.ndarray:
        """How far returning buyers deviate from the expected ones by chance (sets × ahead)."""
        ahead = expected.shape[1]
        deviation: np.ndarray = (
            self._normals[0, :, :ahead] @ self._covariance_root[:ahead, :ahead].T * self.factor[:ahead]
        )
        return deviation

    def extra_noise(self, extra: np.ndarray, response: Response) -> np.ndarray:
        """How far additional returning buyers deviate by chance (sets × ahead): as a count of rare events does.

        Of that chance so much counts as makes one band serve for what is brought on average and in one year.
        An induced purchase says nothing about the next one. Who has been kept from leaving buys again and again,
        so there the periods are linked as one shop's are.
        """
        ahead = extra.shape[1]
        normals = self._normals[1, :, :ahead]
        if response.leaving is not None:
            root = self._covariance_root[:ahead, :ahead]
            normals = normals @ (root / np.sqrt((root**2).sum(axis=1))[:, None]).T
        spread = _COMING_SPREAD + _UNLIKE_REGULAR * self.regularity if response.leaving is None else _STAYING_SPREAD
        unlike = spread * self._rng(10).standard_normal((self.sets, 1))
        unlike[0] = 0.0
        deviation: np.ndarray = normals * np.sqrt(_OF_CHANCE * np.abs(extra)) + extra * unlike
        return deviation

    def per_buyer(self, kind: str, ahead: int) -> np.ndarray:
        """Money per buying customer (sets × ahead)."""
        return self._per_buyer[kind][:, :ahead]

    @cached_property
    def _per_buyer(self) -> dict[str, np.ndarray]:
        ahead, rng = self.longest, self._rng(4)
        places = positions(self.history.calendar, self.forecaster.numbers(ahead))
        buyers = {"new": self.forecaster.new(ahead), "returning": self.forecaster.bg_bb(ahead) * self.factor[:ahead]}
        return {kind: one.paths(rng, self.sets, places, buyers[kind]) for kind, one in self.spend.items()}

    def extra_spend_noise(self, extra: np.ndarray) -> np.ndarray:
        """How far the money of additional returning buyers, each on their own, deviates by chance (sets × ahead)."""
        one, normals = self.spend["returning"], self._normals[2, :, : extra.shape[1]]
        spent: np.ndarray = normals * np.sqrt(np.abs(extra)) * (one.single * one.per_buyer)
        return spent

    @cached_property
    def only_expected(self) -> "Baseline":
        """The shop with its estimate alone, without draws."""
        return replace(self, forecaster=replace(self.forecaster, customers=self.forecaster.customers.only_expected))

    def dates(self, ahead: int) -> pd.DataFrame:
        """`period`, `start`, `end` of the coming periods."""
        periods = [self.history.calendar.period(int(number)) for number in self.forecaster.numbers(ahead)]
        return pd.DataFrame(
            {"period": [p.label for p in periods], "start": [p.start for p in periods], "end": [p.end for p in periods]}
        )

    def _rng(self, stream: int) -> np.random.Generator:
        return np.random.default_rng((self.seed, stream))


def estimate(
    orders: AnyOrders,
    *,
    grain: str = "month",
    as_of: dt.date | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    year_start: int | None = None,
    week_start: str | None = None,
    calendar: str | None = None,
) -> Baseline:
    """Today's course of a shop, from its orders.

    Fits BG/BB to all complete periods, tests the candidate forecasts from earlier dates, and weighs them.
    Raises RetentionError `too_little_history` (periods, needed), `no_repeat_buyers` (customers), and what
    `activity` and `Calendar.of` raise.

    >>> orders = pd.DataFrame(
    ...     [(str(who), dt.datetime(2025, 1 + month, 9), 20.0)
    ...      for who in range(60) for month in range(who % 6, 9, 1 + who % 4)],
    ...     columns=["customer", "date", "amount"],
    ... )
    >>> shop = whatif.estimate(orders, draws=20)
    >>> round(float(shop.crr[0]), 2), len(whatif.project(shop))
    (0.74, 12)
    """
    periods = Calendar.of(grain, year_start, week_start, calendar)
    return of_history(history(orders, calendar=periods, as_of=as_of), draws=draws, seed=seed)


def of_history(past: History, *, draws: int = DRAWS, seed: int = 0) -> Baseline:
    """The baseline of a history already counted; see `estimate`."""
    forecaster = Forecaster.of(past, draws=draws, rng=np.random.default_rng((seed, past.last)))
    tests = back_test(past, seed=seed)
    base = Baseline(
        forecaster=forecaster,
        tests=tests,
        weights=tests.weights(forecaster),
        drift=tests.drift(forecaster),
        observed=Observed.of(past, forecaster.fit.parameters),
        spend=spend(past),
        seed=seed,
    )
    base.ceiling(Reading.EVERYONE)  # its tables are made now, so that the first question is as quick as the rest
    return base
