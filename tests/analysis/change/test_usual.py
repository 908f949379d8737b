"""A period against what is usual: by hand where nothing swings, near the same season where the seasons swing."""

import numpy as np
import pytest

from retention.activity import activity
from retention.analysis.change.starters import states
from retention.analysis.change.usual import against_usual
from retention.periods import Calendar
from tests.shops import random_shop

POOL = np.arange(19)


def periods(rates: list[float], now: float, *, customers: int = 1_000) -> np.ndarray:
    """Customers of one age by period, and who of them came back; the last period is the one in question."""
    back = np.round(np.array([*rates, now]) * customers)
    return np.stack([np.full(len(back), customers), back], axis=-1)[:, None, :].astype(np.int64)


def test_where_nothing_swings_all_the_past_is_what_is_usual() -> None:
    chance = np.random.default_rng(1).binomial(1_000, 0.3, 19) / 1_000
    found = against_usual(periods(list(chance), 0.25), 19, 12, POOL)
    assert found is not None
    assert found.high < 0
    # One period against another alone: 1.96 · √(2 · 0.3 · 0.7 / 1000) to either side.
    assert found.high - found.low < 0.9 * 2 * 1.96 * np.sqrt(2 * 0.21 / 1_000)


def test_where_seasons_swing_the_same_season_is_what_is_usual() -> None:
    season = list(0.3 + 0.1 * np.cos(2 * np.pi * np.arange(19) / 12))  # 0.4 at places 0 and 12
    peak = against_usual(periods(season, 0.4), 19, 12, POOL)
    trough = against_usual(periods(season, 0.2), 19, 12, POOL)
    assert peak is not None
    assert trough is not None
    assert peak.low < 0 < peak.high
    assert peak.chance > 0.3
    assert trough.high == pytest.approx(-0.2, abs=0.06)


def test_nothing_is_usual_in_two_periods() -> None:
    assert against_usual(periods([0.3, 0.3], 0.1), 2, 1, np.arange(2)) is None


def test_nobody_back_and_everybody_back_have_an_answer() -> None:
    for usual, now in ((0.0, 0.5), (1.0, 0.5), (0.3, 0.0), (0.3, 1.0)):
        found = against_usual(periods([usual] * 19, now, customers=40), 19, 12, POOL)
        assert found is not None
        assert found.chance < 0.05
        assert (found.low > 0) == (now > usual)


@pytest.mark.parametrize("look_back", [1, 3, 9])
def test_the_first_period_within_a_look_back_as_a_slow_count_finds_it(look_back: int) -> None:
    polars = pytest.importorskip("polars")
    orders = random_shop(6, rows=700, customers=50, days=500)[["customer", "date", "amount", "purchase"]].dropna()
    done = activity(orders, timeline=Calendar.of("month"))
    found = states(done, look_back).collect().to_native()
    for _name, part in found.groupby("customer"):
        months = part["period"].tolist()
        slow = [min(each for each in months if month - look_back <= each <= month) for month in months]
        assert part["since"].tolist() == slow
    asked = activity(polars.from_pandas(orders), timeline=Calendar.of("month"))
    there = states(asked, look_back).collect().to_native().to_pandas()
    columns = ["period", "first", "since", "following", "so_far"]
    assert sorted(there[columns].itertuples(index=False)) == sorted(found[columns].itertuples(index=False))
