"""Before and after a day: equal lengths, whole weeks, and no more than the data hold."""

import datetime as dt

import pandas as pd
import pytest

from retention.analysis.rates import figures_of
from retention.analysis.rates.around import LONGEST, around, stretches
from tests.shops import random_shop

FIRST, LAST = dt.date(2023, 1, 1), dt.date(2025, 12, 31)


@pytest.mark.parametrize("ago", [1, 20, 100, 400, 900])
def test_both_are_equally_long_and_touch_at_the_day(ago: int) -> None:
    day = LAST - dt.timedelta(days=ago)
    sides = stretches(day, first=FIRST, last=LAST)
    if ago < 13:
        assert sides is None
        return
    assert sides is not None
    (first, eve), (begin, last) = sides
    length = (last - begin).days + 1
    assert (eve - first).days + 1 == length
    assert (eve + dt.timedelta(days=1), begin) == (day, day)
    assert length % 7 == 0
    assert length <= LONGEST
    assert last <= LAST
    assert first - dt.timedelta(days=length) >= FIRST


def test_the_figures_are_those_of_the_days() -> None:
    orders = random_shop(5, rows=600)
    day = dt.date(2023, 6, 1)
    found = around(orders, day, first=dt.date(2022, 11, 20), last=dt.date(2024, 1, 13))
    assert found is not None
    expected = figures_of(orders, found.days)
    pd.testing.assert_series_equal(found.first, expected.iloc[0])
    pd.testing.assert_series_equal(found.second, expected.iloc[1])
    assert found.days[1][0] == day


def test_too_close_to_an_end_there_is_none() -> None:
    orders = random_shop(5)
    assert around(orders, dt.date(2022, 12, 1), first=dt.date(2022, 11, 20), last=dt.date(2024, 1, 13)) is None
