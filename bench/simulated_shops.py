"""Shops of many kinds whose truth is known: every customer's rhythm, stay and spend, drawn at random for each shop.

    from bench.simulated_shops import KINDS, simulate
    shop = simulate("growing", seed=1)
    shop.orders, shop.as_of          # what its owner has
    shop.everything                  # with the year that follows
    shop.crr, shop.gain(0.05)        # what nobody can know

A customer comes at some moment, buys again after waits of his own length (exponential, or Erlang where a rhythm is
regular) and leaves for good after a stay of his own length. Seasons, shocks and changes of rhythm speed up or slow down
everybody's clock. Only the kinds `growing`, `shrinking` and `shock` change; in all others nobody behaves differently in
one year than in another. Seeds below 100,000 were looked at while the forecasts were made, seeds from `FRESH` on were
not.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import gammaincc
from scipy.stats import poisson

FRESH = 100_000
YEAR = 12
START = np.datetime64("2021-01", "M")
_FINE = 20  # steps per month of everybody's clock
_MOST_ODDS = 8.0  # logarithm


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What shops of one kind have in common; ranges are drawn from anew for each shop.

    `months` known; `before`: months of life before the data begin; `growth` of newcomers per month; `season`: half of
    the way from the quietest to the busiest month, as a share; `spread` of order values around the customer's own
    (logarithm); `regular`: Erlang stages of a wait, 1 for waits without a rhythm; `shock`: what rhythm or newcomers
    are multiplied by from six months before the end on; `rhythm`: purchases per month of a customer; `stay`: months.
    Of `OTHERS`: `log_normal`: spread of rhythms (logarithm) instead of a gamma distribution; `second`: share of
    customers who buy so many times as often and stay as many times as long; `grows_until`: share of the known months
    after which growth ends; `promotion`: what newcomers of one month, two to eight before the end, are multiplied by;
    `december`: what that month's pace and newcomers are multiplied by; `drifting`: change of everybody's pace per
    month; `prices`: of order values per month.
    """

    months: tuple[int, int] = (24, 36)
    before: tuple[int, int] = (0, 0)
    customers: tuple[int, int] = (200, 5_000)
    rhythm: tuple[float, float] = (0.12, 1.2)
    stay: tuple[float, float] = (6.0, 30.0)
    growth: float = 0.0
    season: tuple[float, float] = (0.0, 0.0)
    spread: tuple[float, float] = (0.3, 0.7)
    regular: tuple[int, int] = (1, 1)
    shock: tuple[float, float] | None = None
    log_normal: tuple[float, float] | None = None
    second: tuple[float, float, float] | None = None
    grows_until: float = 1.0
    promotion: float = 1.0
    december: float = 1.0
    drifting: float = 0.0
    prices: float = 0.0


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "stationary": Kind(months=(30, 36), before=(60, 60)),
        "young": Kind(months=(14, 20)),
        "cut_off": Kind(months=(18, 30), before=(36, 72)),
        "pareto_nbd": Kind(months=(24, 36)),
        "seasonal_36": Kind(months=(36, 36), season=(0.2, 0.5)),
        "seasonal_18": Kind(months=(18, 18), season=(0.2, 0.5)),
        "growing": Kind(months=(24, 36), growth=0.04),
        "shrinking": Kind(months=(24, 36), growth=-0.04),
        "heavy": Kind(months=(24, 36), spread=(1.3, 1.9)),
        "regular": Kind(months=(24, 36), regular=(2, 5), rhythm=(0.25, 1.0)),
        "short": Kind(months=(8, 8)),
        "shock": Kind(months=(24, 36), shock=(0.5, 0.8)),
    }
)
OTHERS: Mapping[str, Kind] = MappingProxyType(
    {
        "two_segments": Kind(months=(20, 36), second=(0.2, 3.0, 1.5)),
        "log_normal": Kind(months=(20, 36), before=(12, 12), log_normal=(0.5, 1.2)),
        "then_flat": Kind(months=(24, 24), growth=0.05, grows_until=0.5),
        "promotion": Kind(months=(20, 36), promotion=3.0),
        "december": Kind(months=(30, 36), december=2.5),
        "fading": Kind(months=(24, 36), drifting=-0.01),
        "dearer": Kind(months=(20, 30), prices=0.01, growth=0.01),
    }
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Shop:
    """A shop, the year that follows what is known, and the truth about its customers (arrays, one entry each).

    `born` and `gone`: months since the data begin (negative: before); `rhythm`: purchases per month of the clock;
    `leaving`: 1 / mean stay; `clock`: the clock's reading at each step of a `_FINE`-th of a month; `coming`: newcomers
    expected in each month; `phase`: stages of the running wait that have passed by the end of what is known.
    """

    kind: str
    months: int
    everything: pd.DataFrame
    born: np.ndarray
    gone: np.ndarray
    rhythm: np.ndarray
    leaving: np.ndarray
    stages: int
    clock: np.ndarray = field(repr=False)
    begin: int
    coming: np.ndarray
    phase: np.ndarray

    @property
    def as_of(self) -> dt.date:
        """Last day of what is known."""
        day: dt.date = ((START + self.months).astype("datetime64[D]") - 1).item()
        return day

    @property
    def end(self) -> dt.date:
        """Last day of the year that follows."""
        day: dt.date = ((START + self.months + YEAR).astype("datetime64[D]") - 1).item()
        return day

    @cached_property
    def orders(self) -> pd.DataFrame:
        """What is known: `customer`, `date`, `amount`."""
        return self.everything[self.everything["date"].dt.date <= self.as_of].reset_index(drop=True)

    def paces(self, months: np.ndarray) -> np.ndarray:
        """How far the clock goes in each month: 1 in a usual one."""
        begins = (np.asarray(months) - self.begin) * _FINE
        gone: np.ndarray = self.clock[begins + _FINE] - self.clock[begins]
        return gone

    def chance(self, pace: float) -> np.ndarray:
        """Chance that a customer who has not left buys in a month in which the clock goes so far."""
        passed = self.stages * self.rhythm * pace
        none = gammaincc(self.stages + 1, passed) - passed / self.stages * gammaincc(self.stages, passed)
        chance: np.ndarray = 1 - none
        return chance

    @cached_property
    def last_buyers(self) -> np.ndarray:
        """Customers (places in the arrays) who bought in the last known month."""
        first_day = pd.Timestamp((START + self.months - 1).astype("datetime64[D]"))
        bought: np.ndarray = self.orders.loc[self.orders["date"] >= first_day, "customer"].unique()
        return bought

    def rate(self, pace: float) -> float:
        """Share of the last buyers to be expected back in a month in which the clock goes so far."""
        who = self.last_buyers
        there = self.gone[who] > self.months
        waiting = self.stages - self.phase[who]
        buys = poisson.sf(waiting - 1, self.stages * self.rhythm[who] * pace)
        return float((there * buys * np.exp(-self.leaving[who] / 2)).mean())

    @property
    def crr(self) -> float:
        """Share of the last buyers to be expected back in the next month, at its place in the season."""
        return self.rate(float(self.paces(np.array([self.months]))[0]))

    @property
    def usual_crr(self) -> float:
        """Share of the last buyers to be expected back in a usual month: at the mean pace of the coming year."""
        return self.rate(float(self.paces(self.months + np.arange(YEAR)).mean()))

    def gain(self, points: float) -> float:
        """Purchases (one a month and customer at most) that so many points more bring in the year, on average.

        Everybody's odds of buying in a month rise by the same factor, which raises the rate of the last buyers by as
        much; newcomers come as they would have come and are like those of the past.
        """
        paces = self.paces(self.months + np.arange(YEAR))
        usual, who = self.chance(float(paces.mean())), self.last_buyers
        there = (self.gone[who] > self.months) * np.exp(-self.leaving[who] / 2)

        def short(log_odds: float) -> float:
            return float((there * (_raised(usual[who], np.exp(log_odds)) - usual[who])).mean()) - points

        odds = float(np.exp(brentq(short, 0.0, _MOST_ODDS)))
        now = (self.born < self.months) & (self.gone > self.months)
        total = 0.0
        for ahead, pace in enumerate(paces):
            more = _raised(self.chance(pace), odds) - self.chance(pace)
            total += float((more * np.exp(-self.leaving * (ahead + 0.5)))[now].sum())
            for age, newcomers in enumerate(self.coming[self.months : self.months + ahead][::-1], start=1):
                total += float(newcomers * (more * np.exp(-self.leaving * age)).mean())
        return total


def _raised(chance: np.ndarray, odds: float) -> np.ndarray:
    higher: np.ndarray = odds * chance / (1 - chance + odds * chance)
    return higher


def simulate(
    kind: str,
    *,
    seed: int,
    rhythm_from: int | None = None,
    rhythm_times: float = 1.0,
    changed: Mapping[str, Any] | None = None,
) -> Shop:
    """One shop of a kind of `KINDS` or `OTHERS`, with what is `changed` of it, such as {'customers': (8_000, 30_000)}.

    `rhythm_from` (a month, 0 the first) and `rhythm_times`: from that month on everybody buys so many times as often,
    a change that a verdict should notice.
    """
    stream = sorted(KINDS).index(kind) if kind in KINDS else len(KINDS) + sorted(OTHERS).index(kind)
    rule, rng = replace((KINDS | OTHERS)[kind], **(changed or {})), np.random.default_rng((seed, stream))
    months, before = _between(rng, rule.months), _between(rng, rule.before)
    pace, arriving = _courses(rng, rule, months, before)
    if rhythm_from is not None:
        pace[(rhythm_from + before) * _FINE :] *= rhythm_times
    clock = np.r_[0.0, np.cumsum(pace) / _FINE]
    born = _births(rng, rule, arriving, months, before)
    many, stages = len(born), _between(rng, rule.regular)
    rhythm, leaving = _habits(rng, rule, many)
    gone = born + rng.exponential(1 / np.maximum(leaving, 1e-9))
    shop = Shop(
        kind=kind,
        months=months,
        everything=pd.DataFrame(),
        born=born,
        gone=gone,
        rhythm=rhythm,
        leaving=leaving,
        stages=stages,
        clock=clock,
        begin=-before,
        coming=_per_month(arriving, before, len(born)),
        phase=np.zeros(many, dtype=np.int64),
    )
    customer, when, phase = _purchases(rng, shop)
    return replace(shop, everything=_orders(rng, rule, customer, when, many), phase=phase)


def _habits(rng: np.random.Generator, rule: Kind, many: int) -> tuple[np.ndarray, np.ndarray]:
    """Purchases per month, and 1 / mean stay, of each customer."""
    shape, stay_shape = rng.uniform(0.7, 2.5), rng.uniform(1.2, 4.0)
    mean, stay = np.exp(rng.uniform(*np.log(rule.rhythm))), np.exp(rng.uniform(*np.log(rule.stay)))
    if rule.log_normal is None:
        rhythm = rng.gamma(shape, mean / shape, many)
    else:
        spread = rng.uniform(*rule.log_normal)
        rhythm = mean * np.exp(spread * rng.standard_normal(many) - spread**2 / 2)
    leaving = rng.gamma(stay_shape, 1 / stay / stay_shape, many)
    if rule.second is not None:
        share, oftener, longer = rule.second
        second = rng.random(many) < share
        rhythm[second] *= oftener
        leaving[second] /= longer
    return rhythm, leaving


def _between(rng: np.random.Generator, ends: tuple[int, int]) -> int:
    return int(rng.integers(ends[0], ends[1] + 1))


def _courses(rng: np.random.Generator, rule: Kind, months: int, before: int) -> tuple[np.ndarray, np.ndarray]:
    """Everybody's pace, and how many newcomers come, at each step from `before` on; both 1 where nothing is special."""
    step = np.arange((before + months + YEAR) * _FINE) / _FINE - before
    depth, peak = rng.uniform(*rule.season), rng.uniform(0, YEAR)
    season = 1 + depth * np.cos(2 * np.pi * (step - peak) / YEAR)
    grown = step if rule.grows_until == 1 else np.minimum(step, months * rule.grows_until)
    december = np.where(np.floor(step) % YEAR == YEAR - 1, rule.december, 1.0)
    pace = season * december * (1 + rule.drifting) ** step
    arriving = season * december * (1 + rule.growth) ** grown
    if rule.shock is not None:
        times, hit = rng.uniform(*rule.shock), rng.integers(3)
        later = step >= months - YEAR // 2
        pace[later] *= times if hit != 1 else 1.0
        arriving[later] *= times if hit != 0 else 1.0
    if rule.promotion != 1:
        arriving[np.floor(step) == months - rng.integers(2, 9)] *= rule.promotion
    return pace, arriving


def _births(rng: np.random.Generator, rule: Kind, arriving: np.ndarray, months: int, before: int) -> np.ndarray:
    """When each customer comes: as many in the known months as was drawn for the shop, by chance."""
    wanted = np.exp(rng.uniform(*np.log(rule.customers)))
    known = slice(before * _FINE, (before + months) * _FINE)
    count = rng.poisson(arriving * wanted / arriving[known].sum())
    steps = np.repeat(np.arange(len(arriving)), count)
    born: np.ndarray = (steps + rng.random(len(steps))) / _FINE - before
    return born


def _per_month(arriving: np.ndarray, before: int, many: int) -> np.ndarray:
    """Newcomers expected in each month of the data, given how many came in all."""
    shares: np.ndarray = many * arriving / arriving.sum()
    return shares.reshape(-1, _FINE).sum(axis=1)[before:]


def _purchases(rng: np.random.Generator, shop: Shop) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customer and moment of each purchase, and how far each one's running wait had come at the end of the known."""
    grid = shop.begin + np.arange(len(shop.clock)) / _FINE
    first, last = np.interp(shop.born, grid, shop.clock), np.interp(shop.gone, grid, shop.clock)
    count = rng.poisson(shop.stages * shop.rhythm * (last - first))
    who = np.repeat(np.arange(len(count)), count)
    moment = first[who] + rng.random(len(who)) * (last - first)[who]
    order = np.lexsort((moment, who))
    who, moment = who[order], moment[order]
    place = np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count)
    when = np.interp(moment, shop.clock, grid)
    passed = np.bincount(who[when < shop.months], minlength=len(count))
    bought = (place + 1) % shop.stages == 0
    customer = np.r_[np.arange(len(count)), who[bought]]
    return customer, np.r_[shop.born, when[bought]], passed % shop.stages


def _orders(rng: np.random.Generator, rule: Kind, customer: np.ndarray, when: np.ndarray, many: int) -> pd.DataFrame:
    """Orders from the first day of the data on, each customer around an order value of his own."""
    usual, own, spread = np.exp(rng.uniform(np.log(10), np.log(200))), rng.uniform(0.2, 0.6), rng.uniform(*rule.spread)
    level = usual * np.exp(own * rng.standard_normal(many))
    amount = level[customer] * np.exp(spread * rng.standard_normal(len(customer))) * (1 + rule.prices) ** when
    shown = when >= 0
    month = np.floor(when[shown]).astype(np.int64)
    starts = (START + month).astype("datetime64[s]")
    length = (START + month + 1).astype("datetime64[s]") - starts
    date = starts + (length.astype(np.int64) * (when[shown] - month)).astype("timedelta64[s]")
    table = pd.DataFrame(
        {"customer": customer[shown], "date": date, "amount": np.maximum(amount[shown], 0.01).round(2)}
    )
    return table.sort_values("date", ignore_index=True)
