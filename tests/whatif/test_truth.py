"""Shops whose truth is known: their next year, their CRR and what a change would bring lie where the bands say."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import brentq

from retention import whatif
from retention.periods import Calendar
from retention.whatif.baseline import of_history
from retention.whatif.history import history
from tests.bg_bb_shop import Truth, last_day, live

KINDS = (
    ((1.2, 3.0, 0.6, 6.0), 24, 40),
    ((0.6, 3.5, 0.4, 3.0), 18, 120),
    ((2.0, 2.0, 0.8, 12.0), 24, 25),
    ((0.6, 3.5, 0.4, 3.0), 36, 60),
)
YEAR = 12
POINTS = 0.05
Seen = dict[str, float]


@pytest.fixture(scope="module")
def seen() -> list[Seen]:
    """One row per shop: what share of its truth lay in the band."""
    return [_seen(seed, *kind) for seed in range(6) for kind in KINDS]


def _seen(seed: int, parameters: tuple[float, float, float, float], months: int, new: int) -> Seen:
    truth = live(seed, parameters=parameters, months=months + YEAR, new_per_month=new)
    whole = history(truth.orders, calendar=Calendar.of("month"), as_of=last_day(months + YEAR).date())
    base = of_history(whole.until(whole.last - YEAR), draws=150)
    answer = whatif.compare(base, whatif.Scenario(crr_change=POINTS, horizon=YEAR))
    low, high = np.percentile(answer.today.returning[1:], (5, 95), axis=0)
    came = whole.column("returning")[-YEAR:]
    crr, gain, times = _truth(truth, parameters, months, new)
    extra = answer.totals.set_index("measure").loc["returning"]
    lately = whatif.compare(base, whatif.Scenario(crr_change=POINTS, horizon=YEAR, reading="just_bought"))
    after_each = lately.totals.set_index("measure").loc["returning"]
    came_on_top = _induced(truth, times, months, np.random.default_rng(seed))
    followed = _followed(truth, months, np.random.default_rng(seed))
    return {
        "periods": float(((low <= came) & (came <= high)).mean()),
        "crr": float(answer.crr[1] <= crr <= answer.crr[2]),
        "gain": float(extra["difference_low"] <= gain <= extra["difference_high"]),
        "bias": float(extra["difference"] / gain - 1),
        "induced": float(extra["difference_low"] <= came_on_top <= extra["difference_high"]),
        "followed": float(after_each["difference_low"] <= followed <= after_each["difference_high"]),
    }


def _truth(
    truth: Truth, parameters: tuple[float, float, float, float], months: int, new: int
) -> tuple[float, float, float]:
    """The share of the last buyers to be expected back, what five points more of it bring within a year, …

    … and what everybody's odds are multiplied by for it.

    Every customer's own p and θ are known here; newcomers are a large sample of the same kind.
    """
    known = truth.first < months
    p, stay = truth.chance[known], 1 - truth.leaving[known]
    there, last = truth.left[known] >= months, truth.bought[known, months - 1]

    def crr(odds: Callable[[np.ndarray], np.ndarray]) -> float:
        return float((odds(p) * stay * there)[last].mean())

    usual = crr(lambda each: each)
    times = np.exp(brentq(lambda log: crr(_raised(np.exp(log))) - usual - POINTS, 0, 5))
    more = _raised(times)(p) - p
    rng = np.random.default_rng(0)
    chance, staying = rng.beta(*parameters[:2], 50_000), 1 - rng.beta(*parameters[2:], 50_000)
    later = _raised(times)(chance) - chance
    gain = sum((more * stay**n * there).sum() for n in range(1, YEAR + 1))
    gain += sum(new * (later * staying**age).mean() * (YEAR - age) for age in range(1, YEAR))
    return usual, float(gain), float(times)


def _induced(truth: Truth, times: float, months: int, rng: np.random.Generator) -> int:
    """Purchases that in fact come on top within a year: of those who would not have bought, when everyone's odds rise.

    The same people with the same luck, so each of them buys with chance (p' − p) / (1 − p).
    """
    month = np.arange(months, months + YEAR)
    idle = (month > truth.first[:, None]) & (month < truth.left[:, None]) & ~truth.bought[:, months:]
    more = (_raised(times)(truth.chance) - truth.chance) / (1 - truth.chance)
    return int((idle & (rng.random(idle.shape) < more[:, None])).sum())


def _followed(truth: Truth, months: int, rng: np.random.Generator) -> int:
    """The same when five of every hundred buyers of the month before come back on top, those on top included."""
    total = on_top = 0
    for before in range(months - 1, months + YEAR - 1):
        on_top = rng.binomial(truth.bought[:, before].sum() + on_top, POINTS)
        total += on_top
    return total


def _raised(times: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda p: times * p / (1 - p + times * p)


def test_the_band_holds_the_truth_in_nine_of_ten_periods(seen: list[Seen]) -> None:
    assert 0.85 <= np.mean([shop["periods"] for shop in seen]) <= 0.95


def test_the_interval_of_the_rate_holds_the_true_rate(seen: list[Seen]) -> None:
    assert np.mean([shop["crr"] for shop in seen]) >= 0.8


def test_what_a_change_brings_is_told_without_bias_and_within_its_band(seen: list[Seen]) -> None:
    assert np.mean([shop["gain"] for shop in seen]) >= 0.85
    assert abs(np.mean([shop["bias"] for shop in seen])) < 0.05


def test_what_comes_on_top_in_fact_lies_in_its_band(seen: list[Seen]) -> None:
    for what in ("induced", "followed"):
        assert np.mean([shop[what] for shop in seen]) >= 0.85, what
