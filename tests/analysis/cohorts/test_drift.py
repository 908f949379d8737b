"""Newer against older cohorts at the same age."""

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pytest

from retention.analysis.cohorts import cohorts, drift
from retention.intervals import newcombe
from tests.shops import END_OF_2024, random_shop, worked_example


def shop(*back: int, size: int = 100) -> pd.DataFrame:
    """Monthly cohorts from January 2022 on, all of one size; so many of each are back a month later."""
    months = pd.date_range("2022-01-01", periods=len(back) + 1, freq="MS")
    rows = [
        (f"{cohort}-{n}", months[cohort + age])
        for cohort, again in enumerate(back)
        for age, many in enumerate((size, again))
        for n in range(many)
    ]
    return pd.DataFrame(rows, columns=["customer", "date"]).assign(amount=1.0)


def months(*back: int, as_of: dt.date | None = None) -> pd.DataFrame:
    end = (pd.Timestamp("2022-01-01") + pd.offsets.MonthEnd(len(back) + 1)).date()
    return cohorts(shop(*back), as_of=as_of or end)


def test_the_later_half_against_the_earlier_one() -> None:
    found = drift(months(90, 40, 40, 20, 20), 1, per_year=12)
    assert found is not None
    assert (found.older.customers, found.older.at_risk, found.older.cohorts) == (80, 200, 2)
    assert (found.newer.customers, found.newer.at_risk, found.newer.share) == (40, 200, 0.2)
    assert (found.older.start, found.older.last) == (dt.date(2022, 2, 1), dt.date(2022, 3, 1))
    assert (found.newer.start, found.newer.last) == (dt.date(2022, 4, 1), dt.date(2022, 5, 1))
    assert (found.change, found.low, found.high) == pytest.approx([float(x) for x in newcombe((80, 200), (40, 200))])
    assert (found.verdict, found.leaning) == (None, "down")  # half a year against the other: it may be the season
    assert found.left_out == 1
    assert not found.whole_years
    assert found.doubts == ("season",)
    assert not found.firm


def made_up(*back: int, size: int = 100, sure: tuple[bool, ...] | None = None) -> pd.DataFrame:
    """Cells at age 1 of cohorts one size, of which nobody says whether they are new, or `sure` does."""
    starts = [dt.date(2022 + month // 12, month % 12 + 1, 1) for month in range(len(back))]
    cells = pd.DataFrame({"start": starts, "age": 1, "customers": back, "at_risk": size})
    return cells if sure is None else cells.assign(sure=sure)


def test_the_middle_cohort_is_older_and_few_cohorts_spare_none() -> None:
    found = drift(made_up(10, 11, 30), 1, per_year=12)
    assert found is not None
    assert (found.older.cohorts, found.newer.cohorts) == (2, 1)
    assert found.left_out == 0


def test_cohorts_that_may_hold_regulars_stand_aside() -> None:
    found = drift(made_up(80, 60, 30, 31, 29, 30, sure=(False, False, True, True, True, True)), 1, per_year=12)
    assert found is not None
    assert (found.left_out, found.older.customers, found.newer.customers) == (2, 61, 59)
    assert found.verdict == "no_clear_change"


def test_without_enough_others_there_is_no_verdict() -> None:
    found = drift(made_up(80, 60, 20, sure=(False, False, True)), 1, per_year=12)
    assert found is not None
    assert (found.verdict, found.doubts) == (None, ("left_edge", "season"))


def test_few_customers_have_no_verdict() -> None:
    found = drift(made_up(20, 19, 1, 2, size=29, sure=(True, True, True, True)).iloc[1:3], 1, per_year=12)
    assert found is not None
    assert (found.few, found.verdict) == (True, None)


def test_cohorts_that_differ_among_each_other_widen_the_interval() -> None:
    calm = drift(made_up(30, 50, 50, 30, 30), 1, per_year=12)
    swinging = drift(made_up(30, 20, 80, 10, 50), 1, per_year=12)
    assert calm is not None
    assert swinging is not None
    assert (calm.change, calm.leaning) == (swinging.change, "down")
    assert swinging.leaning == "no_clear_change"
    assert swinging.low < calm.low < calm.high < swinging.high


def test_two_years_are_compared_season_by_season() -> None:
    year = [10, 20, 30, 40, 50, 60] * 2
    found = drift(months(99, *year, *year), 1, per_year=12)
    assert found is not None
    assert found.whole_years
    assert found.change == 0
    assert found.verdict == "no_clear_change"
    assert (found.older.start, found.newer.start) == (dt.date(2022, 2, 1), dt.date(2023, 2, 1))
    longer = drift(months(99, 99, 99, *year, *year), 1, per_year=12)
    assert longer is not None
    assert (longer.older.cohorts, longer.newer.cohorts, longer.change) == (12, 12, 0)


def test_a_year_that_is_worse_is_called() -> None:
    worse = drift(months(99, *[40] * 12, *[30] * 12), 1, per_year=12)
    assert worse is not None
    assert (worse.verdict, worse.firm) == ("down", True)


def test_both_years_are_looked_back_on_equally_far() -> None:
    """Regulars who come every eleven months are in both years what they look like in the first."""
    regulars = [(f"r{n}", pd.Timestamp("2022-01-01") + pd.DateOffset(months=n % 11 + 11 * turn)) for n in range(550)
                for turn in range(4)]  # fmt: skip
    orders = pd.concat([shop(99, *[40] * 30), pd.DataFrame(regulars, columns=["customer", "date"]).assign(amount=1.0)])
    cells = cohorts(orders, as_of=dt.date(2024, 8, 31))
    row = cells[(cells["age"] == 1) & (cells["start"] == dt.date(2023, 2, 1))].iloc[0]
    assert (row["at_risk"], row["customers"]) == (100, 40)
    assert (row["at_risk_later"], row["customers_later"]) == (
        100 + 50,
        40,
    )  # fifty regulars had come in March 2022, too


def test_a_later_beginning_shows_the_same_on_every_engine() -> None:
    orders = random_shop(4, rows=400, customers=40, days=900)
    for mode in ("on", "on_or_before"):
        columns = ["cohort", "age", "at_risk_later", "customers_later"]
        here, there = (cohorts(frame, mode=mode)[columns] for frame in (orders, pl.from_pandas(orders)))
        assert here["customers_later"].sum() > 100
        pd.testing.assert_frame_equal(here, there)


def test_a_gap_between_cohorts_breaks_the_year() -> None:
    orders = shop(99, *[30] * 25)
    gone = orders["customer"].str.split("-").str[0].isin(["5"])
    found = drift(cohorts(orders[~gone], as_of=dt.date(2024, 3, 31)), 1, per_year=12)
    assert found is not None
    assert found.older.cohorts == found.newer.cohorts == 12
    assert not found.whole_years


def test_only_what_is_over_is_compared() -> None:
    cells = cohorts(worked_example(), grain="quarter", as_of=END_OF_2024)
    found = drift(cells, 1, per_year=4)
    assert found is not None
    assert (found.older.customers, found.older.at_risk) == (2, 5)
    assert (found.newer.customers, found.newer.at_risk) == (1, 2)
    later = drift(cells, 2, per_year=4)
    assert later is not None
    assert (later.older.share, later.newer.share) == (2 / 3, 1 / 2)
    assert drift(cells, 3, per_year=4) is None
    assert drift(cells, 4, per_year=4) is None


@pytest.mark.parametrize("seed", range(5))
def test_sums_of_the_cells(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cells = months(*rng.integers(0, 100, 8))
    found = drift(cells, 1, per_year=12)
    assert found is not None
    known = cells[(cells["age"] == 1) & cells["at_risk"].notna()].iloc[1:]
    assert found.older.customers + found.newer.customers == known["customers"].sum()
    assert found.older.at_risk + found.newer.at_risk == known["at_risk"].sum()
    assert found.low <= found.change <= found.high


def test_moves_that_differ_from_cohort_to_cohort_widen_the_interval() -> None:
    def cells(newer: list[int]) -> pd.DataFrame:
        starts = [dt.date(2023 + month // 12, month % 12 + 1, 1) for month in range(25)]
        back = [30] * 13 + newer
        facts = {"start": starts, "age": 1, "customers": np.array(back, dtype=float), "at_risk": 100, "sure": True}
        every = pd.DataFrame(facts)
        return pd.concat([every.assign(age=0), every], ignore_index=True)

    alike, unlike = (drift(cells(newer), 1, per_year=12) for newer in ([36] * 12, [66] * 2 + [30] * 10))
    assert alike is not None
    assert unlike is not None
    assert alike.change == pytest.approx(unlike.change)
    assert unlike.high - unlike.low > 1.4 * (alike.high - alike.low)
    assert (alike.verdict, unlike.verdict) == ("up", "no_clear_change")
