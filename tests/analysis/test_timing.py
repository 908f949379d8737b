"""Waiting times: by hand, against scipy's own reading of a textbook case, and against numpy."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from retention.analysis.timing import Wait, gaps, possible_grains, suggest_grain, time_to_order, usual_grain
from retention.defaults import MOST_PERIODS
from retention.errors import RetentionError
from retention.periods import FIRST_YEAR, LAST_YEAR, Grain
from tests.refusals import code
from tests.shops import END_OF_2024, cdnow, random_shop, worked_example


def shop(**days: list[int]) -> pd.DataFrame:
    """Customers and the days of their orders."""
    rows = [(who, pd.Timestamp("2024-01-01") + pd.Timedelta(days=day)) for who, when in days.items() for day in when]
    return pd.DataFrame(rows, columns=["customer", "date"]).assign(amount=1.0)


def test_worked_example() -> None:
    """Second orders after 39 (D), 62 (E), 78 (F), 86 (A) and 195 days (B); C, G and H waited 303, 145 and 50."""
    wait = time_to_order(worked_example(), as_of=END_OF_2024)
    assert (wait.customers, wait.ordered, wait.median) == (8, 5, 86)
    assert wait.curve["days"].tolist() == [39, 62, 78, 86, 195]
    left = 7 / 8 * np.cumprod([1, 5 / 6, 4 / 5, 3 / 4, 1 / 2])
    assert wait.curve["share"].tolist() == pytest.approx((1 - left).tolist())


def test_the_leukaemia_patients_of_the_textbooks() -> None:
    """Remission times of 21 patients on 6-MP (Freireich et al. 1963): S(6) = .857, S(10) = .753, S(23) = .448."""
    relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    followed = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    end = 100
    people = {f"r{n}": [0, days] for n, days in enumerate(relapsed)}
    people |= {f"c{n}": [end - days] for n, days in enumerate(followed)}
    wait = time_to_order(shop(**people), as_of=dt.date(2024, 1, 1) + dt.timedelta(days=end))
    curve = wait.curve.set_index("days")
    assert (1 - curve["share"]).round(3).loc[[6, 7, 10, 13, 16, 22, 23]].tolist() == [
        0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448,
    ]  # fmt: skip
    assert curve.loc[23, ["low", "high"]].round(2).tolist() == [0.32, 0.81]
    assert wait.median == 23


def test_a_half_nobody_has_reached_is_not_reached() -> None:
    assert time_to_order(shop(a=[0, 5], b=[0], c=[0], d=[40])).median is None
    nobody = time_to_order(shop(a=[0], b=[3]))
    assert (nobody.ordered, nobody.median, len(nobody.curve)) == (0, None, 0)


def test_cdnow_second_purchase_days(lifetimes_data: Callable[[str], Path]) -> None:
    wait = time_to_order(cdnow(lifetimes_data("CDNOW_master.txt")))
    assert round(wait.ordered / wait.customers, 4) == 0.4886


def test_later_orders_and_several_a_day() -> None:
    orders = shop(a=[0, 0, 4], b=[0, 10], c=[0])
    assert time_to_order(orders, 2).curve["days"].tolist() == [0, 10]
    assert time_to_order(orders, 3).curve["days"].tolist() == [4]
    assert gaps(orders).to_numpy().tolist() == [[2, 2, 5, 2.5, 7.5, 5], [3, 1, 4, 4, 4, 4]]
    with pytest.raises(RetentionError, check=code("unknown_order_number")):
        time_to_order(orders, 1)


@pytest.mark.parametrize("seed", range(3))
def test_gaps_against_sorting(seed: int) -> None:
    orders = random_shop(seed)
    sold = orders[orders["purchase"] & orders["customer"].notna()].assign(
        day=lambda frame: frame["date"].dt.normalize()
    )
    sold = sold.sort_values(["customer", "day"])
    sold["number"] = sold.groupby("customer").cumcount() + 1
    sold["gap"] = sold.groupby("customer")["day"].diff().dt.days
    for row in gaps(orders, up_to=5).itertuples():
        expected = sold.loc[sold["number"] == row.number, "gap"]
        assert row.customers == len(expected)
        quartiles = np.quantile(expected, [0.25, 0.5, 0.75])
        assert [row.lower, row.median, row.upper] == pytest.approx(quartiles.tolist())
        assert row.mean == pytest.approx(expected.mean())


@pytest.mark.parametrize(
    ("every", "orders", "grain", "reason"),
    [
        (5, 60, Grain.WEEK, "typical_gap"),
        (28, 20, Grain.MONTH, "typical_gap"),
        (80, 20, Grain.QUARTER, "typical_gap"),
        (300, 8, Grain.YEAR, "typical_gap"),
        (80, 3, Grain.MONTH, "short_history"),
        (28, 2, Grain.WEEK, "short_history"),
    ],
)
def test_the_grain_follows_the_rhythm(every: int, orders: int, grain: Grain, reason: str) -> None:
    suggestion = suggest_grain(shop(a=[every * n for n in range(orders)]))
    assert (suggestion.grain, suggestion.reason, suggestion.typical_gap) == (grain, reason, every)


def test_each_customer_counts_once_however_often_they_order() -> None:
    """Thirty come back after 50 days, one orders every day."""
    others = {f"c{n}": [0, 50] for n in range(30)}
    found = suggest_grain(shop(a=list(range(100)), **others))
    assert (found.typical_gap, found.gaps) == (50, 99 + 30)


def test_waits_still_open_push_the_typical_gap_up() -> None:
    """Ten order every 10 days, ten came back after 60, and ten have waited for 30 days since their first order."""
    quick = {f"q{n}": list(range(0, 61, 10)) for n in range(10)}
    slow = {f"s{n}": [0, 60] for n in range(10)}
    ended = suggest_grain(shop(**quick, **slow), as_of=dt.date(2024, 3, 1))
    waiting = {f"w{n}": [30] for n in range(10)}
    with_open = suggest_grain(shop(**quick, **slow, **waiting), as_of=dt.date(2024, 3, 1))
    assert (ended.lower, ended.typical_gap, ended.upper) == (10, 10, 60)
    assert (with_open.lower, with_open.typical_gap, with_open.upper) == (10, 60, 60)


def test_where_nobody_came_back_months_are_a_start() -> None:
    suggestion = suggest_grain(shop(a=[0], b=[400]))
    assert (suggestion.grain, suggestion.reason, suggestion.gaps) == (Grain.MONTH, "nobody_came_back", 0)


@pytest.mark.parametrize("days", [1, 2, 150, 200, 201, 3000])
def test_a_long_curve_is_thinned_to_its_ends_and_what_lies_evenly_between(days: int) -> None:
    curve = pd.DataFrame({"days": range(days), "share": 0.5})
    wait = Wait(number=2, customers=100, ordered=50, curve=curve, median=None)
    drawn = wait.thinned(200)["days"].tolist()
    assert (drawn[0], drawn[-1]) == (0, days - 1)
    assert len(drawn) == min(days, 200)


@pytest.mark.parametrize(
    ("days", "usual"),
    [
        *((0, "week"), (59, "week"), (60, "month"), (364, "month"), (365, "quarter")),
        *((20_000, "quarter"), (200_000, "year"), (400_000, "year")),
    ],
)
def test_the_usual_grain_is_the_coarsest_that_shows_a_few_periods(days: int, usual: str) -> None:
    first = dt.date(1700, 1, 1)
    assert usual_grain(first, first + dt.timedelta(days=days)) == usual


def test_no_grain_is_possible_that_makes_more_periods_than_can_be_followed() -> None:
    first = dt.date(1900, 1, 1)
    assert set(possible_grains(first, first)) == set(Grain)
    at_most = first + dt.timedelta(days=7 * MOST_PERIODS)
    assert Grain.WEEK in possible_grains(first, at_most)
    assert Grain.WEEK not in possible_grains(first, at_most + dt.timedelta(days=1))
    assert possible_grains(dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)) == (Grain.YEAR,)
