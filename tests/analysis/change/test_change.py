"""Rate and mix: by hand, by their law, on every engine, and without a verdict where a doubt forbids one."""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest

import retention as rt
from retention.analysis.change.change import held_to_all
from retention.analysis.change.history import swing_scale
from retention.analysis.change.kitagawa import split, widest
from retention.errors import RetentionError
from tests.refusals import code
from tests.shops import random_shop


def shop(
    *, fall: float = 1.0, months: int = 30, newcomers: int = 60, fewer: float = 1.0, seed: int = 5
) -> pd.DataFrame:
    """Customers who buy in a month with a chance of their own and leave with another; from July 2023 on newcomers are
    `fewer` times as many, and in the last month everybody's chance is `fall` times itself."""
    rng = np.random.default_rng(seed)
    born = np.repeat(np.arange(months), [int(newcomers * (fewer if month >= 18 else 1)) for month in range(months)])
    buys, leaves = rng.beta(2, 3, len(born)), rng.beta(1, 12, len(born))
    gone = born + rng.geometric(leaves)
    chance = np.full(months, 1.0)
    chance[-1] = fall
    month = np.arange(months)[:, None]
    bought = (month == born) | (
        (month > born) & (month < gone) & (rng.random((months, len(born))) < buys * chance[:, None])
    )
    when, who = np.nonzero(bought)
    days = pd.to_datetime(pd.Series(np.datetime64("2022-01") + when)) + pd.to_timedelta(
        rng.integers(0, 28, len(who)), "D"
    )
    return pd.DataFrame({"customer": who, "date": days, "amount": 10.0})


END = dt.date(2024, 6, 30)


def test_rate_and_mix_by_hand() -> None:
    # First-time buyers: 40 of whom 10 came back, then 60 of whom 12. Old hands: 60 of 30, then 40 of 16.
    found = split(np.array([[40, 10], [60, 30]]), np.array([[60, 12], [40, 16]]))
    assert found.rates == pytest.approx([0.5 * (0.2 - 0.25), 0.5 * (0.4 - 0.5)])
    assert found.mixes == pytest.approx([0.225 * 0.2, 0.45 * -0.2])
    assert (found.rate_effect, found.mix_effect) == pytest.approx((-0.075, -0.045))
    assert found.rate_effect + found.mix_effect == pytest.approx(28 / 100 - 40 / 100)


def test_classes_with_few_customers_join_their_neighbours() -> None:
    found = split(np.array([[4, 1], [6, 3], [40, 20], [3, 3]]), np.array([[9, 1], [1, 0], [40, 20], [0, 0]]))
    assert found.ends.tolist() == [1, 3]
    assert found.before.tolist() == [[10, 4], [43, 23]]
    assert found.now.tolist() == [[10, 1], [40, 20]]


def test_the_interval_holds_both_estimates_and_a_verdict_needs_both() -> None:
    band = widest([(0.10, 0.02), (0.05, 0.02)])
    assert (band.low, band.high) == pytest.approx((0.05 - 1.96 * 0.02, 0.10 + 1.96 * 0.02), abs=1e-4)
    assert band.chance == pytest.approx(0.0124, abs=1e-4)  # 2.5 standard errors
    assert widest([(0.10, 0.02), (-0.01, 0.02)]).chance == 1.0


@pytest.mark.parametrize(
    ("grain", "base"),
    [
        ("week", "previous"),
        ("month", "previous"),
        ("month", "window:3M"),
        ("quarter", "ever"),
        ("quarter", "last_year"),
    ],
)
def test_effects_add_up_to_the_change_of_the_counts_that_rates_has(grain: str, base: str) -> None:
    orders = random_shop(3, rows=1500, customers=150, days=900)
    table = rt.rates(orders, grain=grain, base=base)
    moves = rt.changes(orders, grain=grain, base=base, against="previous")
    told = moves["change"].notna()
    assert told.sum() > 4
    assert moves["change"][told].tolist() == pytest.approx(table["crr"].diff()[told].tolist())
    assert (moves["rate_effect"] + moves["mix_effect"])[told].tolist() == pytest.approx(moves["change"][told].tolist())
    assert (moves["low"][told] <= moves["rate_effect"][told]).all()
    assert (moves["rate_effect"][told] <= moves["high"][told]).all()


def test_classes_are_counted_as_a_slow_count_does() -> None:
    orders = random_shop(4, rows=900, customers=60, days=300)
    found = rt.change(orders, day=dt.date(2023, 6, 10), against="previous")
    assert found is not None
    sold = orders[orders["purchase"]].dropna(subset=["customer", "date"])
    month = sold["date"].dt.to_period("M")
    at_start = sold.loc[month == pd.Period("2023-05"), "customer"].unique()
    so_far = sold[month <= pd.Period("2023-05")].groupby("customer").size()
    back = set(sold.loc[month == pd.Period("2023-06"), "customer"])
    assert (found.customers, found.retained) == (len(at_start), len(back.intersection(at_start)))
    last = found.classes.iloc[-1]
    fewest = int(last["tenure"].rstrip("+"))
    regulars = [name for name in at_start if so_far[name] >= fewest]
    assert (last["customers"], last["retained"]) == (len(regulars), len(back.intersection(regulars)))


@pytest.mark.parametrize("base", ["previous", "ever", "last_year"])
def test_every_engine_counts_alike(base: str) -> None:
    polars = pytest.importorskip("polars")
    orders = random_shop(5, rows=1200, customers=120, days=900)[["customer", "date", "amount", "purchase"]]
    orders = orders.dropna()
    here, there = (rt.changes(table, base=base, grain="quarter") for table in (orders, polars.from_pandas(orders)))
    pd.testing.assert_frame_equal(here, there)


def test_fewer_newcomers_are_mix_and_no_verdict() -> None:
    found = rt.change(shop(fewer=0.3), as_of=END)
    assert found is not None
    assert found.days_before[0] == dt.date(2023, 6, 1)
    assert found.mix_effect > 0.03
    assert found.verdict == "no_clear_change"
    assert not found.firm
    assert found.classes["mix_effect"].sum() == pytest.approx(found.mix_effect)


def test_a_fall_by_a_third_is_called() -> None:
    found = rt.change(shop(fall=0.67, newcomers=90), as_of=END)
    assert found is not None
    assert (found.verdict, found.doubts, found.firm) == ("down", (), True)
    assert found.low < found.rate_effect < found.high < 0


def test_against_the_month_before_the_season_is_in_doubt() -> None:
    found = rt.change(shop(fall=0.5, newcomers=90), as_of=END, against="previous")
    assert found is not None
    assert (found.verdict, found.leaning, found.doubts) == (None, "down", ("season",))
    assert not found.firm


@pytest.mark.parametrize(
    ("months", "day", "doubt"),
    [(8, None, "short"), (30, dt.date(2022, 3, 1), "left_edge"), (30, dt.date(2024, 6, 1), "unfinished")],
)
def test_a_doubt_forbids_the_verdict(months: int, day: dt.date | None, doubt: str) -> None:
    orders = shop(months=months)
    until = dt.date(2022, 8, 31) if months == 8 else dt.date(2024, 6, 10)
    found = rt.change(orders, day=day, against="previous", as_of=until)
    assert found is not None
    assert doubt in found.doubts
    assert found.verdict is None


def test_many_at_once_are_held_to_holm_but_the_latest_is_judged_by_itself() -> None:
    down = rt.change(shop(fall=0.67, newcomers=90), as_of=END)
    assert down is not None
    doubtful = dataclasses.replace(down, chance=0.04)
    held = held_to_all([doubtful, None, doubtful, doubtful], but=3)
    assert [each.verdict if each else None for each in held] == ["no_clear_change", None, "no_clear_change", "down"]
    sure = dataclasses.replace(down, chance=0.001)
    assert [each.verdict for each in held_to_all([sure, doubtful, down], but=2) if each] == ["down", "down", "down"]


def test_swings_of_a_shop_widen_what_chance_allows() -> None:
    assert swing_scale(np.array([0.1, -0.2, 0.3, 0.1, 0.2, -0.1])) == 1.0
    assert swing_scale(np.array([3.0, -3.0] * 50)) == pytest.approx(3.0, rel=0.02)


def test_what_cannot_be_compared() -> None:
    orders = shop(months=4)
    assert rt.change(orders, day=dt.date(2022, 1, 5)) is None
    assert rt.change(orders, base="window:90D") is None
    with pytest.raises(RetentionError, check=code("no_such_period")):
        rt.change(orders, day=dt.date(2021, 1, 5))
    with pytest.raises(RetentionError, check=code("unknown_comparison")):
        rt.change(orders, against="yesterday")
