"""The running period beside a target: counted by hand, against a slow count, by laws, and against what came."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from bench.simulated_shops import simulate
from retention.activity import activity
from retention.analysis.pace import Pace, pace
from retention.analysis.pace.finish import before_it_begins, so_far
from retention.analysis.pace.halves import back_by
from retention.analysis.pace.pace import needed
from retention.analysis.rates import rates
from retention.analysis.rates.bases import Base
from retention.errors import RequestError
from retention.models.shares_over_time import outlook
from retention.periods import Calendar
from tests.refusals import code
from tests.shops import random_shop

BASES = ("previous", "last_year", "ever", "window:3M", "window:40D", (dt.date(2022, 12, 1), dt.date(2023, 2, 28)))


def test_what_is_needed_is_counted_in_whole_customers() -> None:
    assert [needed(0.35, customers) for customers in (20, 21, 3, 1)] == [7, 8, 2, 1]
    assert needed(1.0, 7) == 7


def test_a_running_month_by_hand() -> None:
    """Four whole months of four customers at the start, two of whom return on the 5th and one on the 25th."""
    rows = [("a", 5), ("b", 5), ("c", 25), ("d", 2)]
    months = ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05"]
    dates = [(name, f"{month}-{day:02d}") for month in months for name, day in rows]
    orders = pd.DataFrame([*dates, ("a", "2024-06-05")], columns=["customer", "date"])
    orders = orders.assign(date=pd.to_datetime(orders["date"]), amount=1.0)
    found = pace(orders, target=0.75, as_of=dt.date(2024, 6, 10))
    assert isinstance(found, Pace)
    assert (found.customers_at_start, found.back, found.needed, found.missing) == (4, 1, 3, 2)
    assert (found.start, found.end, found.days_gone, found.days) == (dt.date(2024, 6, 1), dt.date(2024, 6, 30), 10, 30)
    assert found.periods == 4
    assert 0.6 < found.usual_share < 0.85  # three of four returners were back on the 10th
    assert found.few
    assert found.due_by_now == pytest.approx(3 * found.usual_share)
    assert 1 <= found.low <= found.expected <= found.high <= 4


def test_past_periods_of_another_length_are_cut_at_the_same_part() -> None:
    """Half of February are 14 days, half of a month of 31 days are 15."""
    rows = [
        (name, f"{month}-{day}")
        for month in ("2023-10", "2023-11", "2023-12", "2024-01")
        for name, day in (("a", "15"), ("b", "15"), ("c", "20"))
    ]
    orders = pd.DataFrame([*rows, ("a", "2024-02-14")], columns=["customer", "date"])
    orders = orders.assign(date=pd.to_datetime(orders["date"]), amount=1.0)
    done = activity(orders, timeline=Calendar.of("month"), as_of=dt.date(2024, 2, 14))
    heads = back_by(orders, done, Base.of("previous"), share=14 / 29)
    assert heads["customers_at_start"].tolist() == [0, 3, 3, 3, 3]
    assert heads["back"].tolist() == [0, 0, 2, 2, 1]  # November has 30 days: cut after the 14th


@pytest.mark.parametrize("base", BASES, ids=str)
@pytest.mark.parametrize(("grain", "as_of"), [("month", dt.date(2023, 11, 9)), ("week", dt.date(2023, 12, 20))])
def test_counts_are_those_of_the_rates_so_far(base: str, grain: str, as_of: dt.date) -> None:
    orders = random_shop(3, rows=500)
    found, row = pace(orders, grain=grain, base=base, as_of=as_of), rates(orders, grain=grain, base=base, as_of=as_of)
    last = row.iloc[-1]
    assert found is not None
    assert (found.customers_at_start, found.back) == (last["customers_at_start"], last["retained"])


@pytest.mark.parametrize("base", BASES, ids=str)
def test_a_month_that_has_not_begun_has_the_start_it_will_have(base: str) -> None:
    orders = random_shop(4, rows=500)
    found = pace(orders, base=base, as_of=dt.date(2023, 10, 31))
    later = rates(orders, base=base, as_of=dt.date(2023, 11, 1)).iloc[-1]
    assert found is not None
    assert (found.start, found.begun, found.back) == (dt.date(2023, 11, 1), False, 0)
    assert found.customers_at_start == later["customers_at_start"]


def test_a_higher_target_is_never_likelier_and_more_returned_never_worse() -> None:
    rng = np.random.default_rng(5)
    whole = rng.integers(80, 160, 18)
    rate = outlook(rng.binomial(whole, 0.3), whole, np.arange(18), ahead=18, per_year=12)
    early = outlook(rng.binomial(40, 0.5, 18), np.full(18, 40), np.arange(18), ahead=18)
    ends = [so_far(rate, early, customers=120, back=back) for back in range(0, 121, 10)]
    for end in [before_it_begins(rate, 120), *ends]:
        chances = [end.at_least(count) for count in range(122)]
        assert np.all(np.diff(chances) <= 1e-9)
        assert (chances[0], chances[-1]) == (1.0, 0.0)
    for count in (30, 60, 100):
        assert np.all(np.diff([end.at_least(count) for end in ends]) >= -1e-9)


def test_a_quantile_is_the_least_number_that_is_not_exceeded_so_often() -> None:
    rate = outlook(np.array([3, 4, 2, 5]), np.full(4, 10), np.arange(4), ahead=4)
    end = before_it_begins(rate, 12)
    for share in (0.05, 0.5, 0.95):
        count = end.quantile(share)
        assert 1 - end.at_least(count + 1) >= share > 1 - end.at_least(count)


def test_a_million_customers_are_as_quick_and_leave_less_to_chance() -> None:
    whole = np.full(24, 1_000_000)
    rate = outlook(np.full(24, 300_000), whole, np.arange(24), ahead=24, per_year=12)
    early = outlook(np.full(24, 150_000), np.full(24, 300_000), np.arange(24), ahead=24)
    end = so_far(rate, early, customers=1_000_000, back=150_000)
    assert 0.2 < end.quantile(0.05) / 1e6 < end.quantile(0.5) / 1e6 == pytest.approx(0.3, abs=0.01)
    assert end.quantile(0.95) / 1e6 < 0.4


def test_few_periods_are_too_early_to_tell() -> None:
    days = [("a", "2024-01-03"), ("b", "2024-01-09"), ("a", "2024-02-05"), ("b", "2024-02-20"), ("a", "2024-03-04")]
    orders = pd.DataFrame(days, columns=["customer", "date"])
    orders = orders.assign(date=pd.to_datetime(orders["date"]), amount=1.0)
    found = pace(orders, target=0.7, as_of=dt.date(2024, 3, 10))
    assert found is not None
    assert found.short
    assert (found.verdict, math.isnan(found.chance), found.missing) == ("too_early", True, 1)
    reached = pace(orders, target=0.5, as_of=dt.date(2024, 3, 10))
    assert reached is not None
    assert (reached.verdict, reached.chance, reached.missing) == ("reached", 1.0, 0)


def test_nobody_at_the_start_has_no_pace() -> None:
    orders = pd.DataFrame({"customer": ["a"], "date": pd.to_datetime(["2024-01-05"]), "amount": [1.0]})
    assert pace(orders, as_of=dt.date(2024, 1, 10)) is None


@pytest.mark.parametrize("target", [0.0, -0.1, 1.01, math.nan])
def test_a_target_that_cannot_be_is_refused(target: float) -> None:
    with pytest.raises(RequestError, check=code("no_target")):
        pace(random_shop(1), target=target)


def test_chances_come_true_as_often_as_they_say() -> None:
    """A small `bench/pace.py`: three kinds of shops, looked at in the middle of two months each."""
    told, came = [], []
    for kind in ("stationary", "seasonal_36", "then_flat"):
        for seed in (1, 2, 3, 4):
            shop = simulate(kind, seed=seed, changed={"customers": (200, 900)})
            whole = rates(shop.everything, as_of=shop.end).set_index("start")
            usual = whole["crr"].iloc[-24:-12].mean()
            for day in (shop.as_of + dt.timedelta(days=15), shop.as_of + dt.timedelta(days=170)):
                found = pace(shop.everything, target=float(min(usual * (0.9 + 0.08 * (seed % 4)), 1.0)), as_of=day)
                assert found is not None
                told.append(found.chance)
                came.append(whole.loc[found.start, "retained"] >= (found.needed or 0))
    chance, reached = np.array(told), np.array(came, dtype=float)
    reach = 2.6 * np.sqrt((chance * (1 - chance)).sum())
    assert abs((reached - chance).sum()) < reach
    assert reached[chance > 0.5].mean() > reached[chance < 0.5].mean() + 0.2
