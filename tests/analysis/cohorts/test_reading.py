"""What is read off cohorts: one age, one measure, the highest and lowest that hold, and who is behind a cell."""

import datetime as dt
from dataclasses import replace

import pandas as pd

from retention.analysis.cohorts import CohortOptions, CohortTable, average, cohorts, drift
from retention.analysis.cohorts.reading import around, at_age, known_ages, pooled
from retention.periods import Calendar

MONTHLY = CohortOptions(calendar=Calendar(), mode="on", ages="calendar")
FIRST = [dt.date(2025, month, 1) for month in (1, 2, 3)]


def orders() -> pd.DataFrame:
    """Forty customers begin in January, ten are back in February; ten begin then, five are back in March."""
    rows = [(f"j{n}", "2025-01-10") for n in range(40)] + [(f"j{n}", "2025-02-10") for n in range(10)]
    rows += [(f"f{n}", "2025-02-11") for n in range(10)] + [(f"f{n}", "2025-03-11") for n in range(5)]
    frame = pd.DataFrame(rows, columns=["customer", "date"]).assign(amount=10.0)
    return frame.assign(date=pd.to_datetime(frame["date"]), channel=frame["customer"].str[0])


def cells(**options: object) -> pd.DataFrame:
    return cohorts(orders(), as_of=dt.date(2025, 3, 31), **options)


def table(measure: str = "share", *, by: str | None = None, options: CohortOptions = MONTHLY) -> CohortTable:
    found = cells(by=by, mode=options.mode)
    return CohortTable.of(found, average(found), measure=measure, options=options, by=by)


def test_an_age_is_known_once_it_is_over_for_some_cohort() -> None:
    assert known_ages(cells()) == (1, 2)
    assert known_ages(cells()[lambda found: found["age"] == 0].assign(at_risk=pd.NA)) == ()


def test_one_age_across_all_cohorts_few_of_them_marked() -> None:
    found = at_age(cells(), 1)
    assert found["share"].tolist() == [0.25, 0.5]
    assert found["few"].tolist() == [False, True]
    assert pooled(cells(), 1)[["customers", "at_risk"]].tolist() == [15, 50]


def test_cohorts_lie_above_or_below_the_share_of_their_side() -> None:
    known = pd.DataFrame({"start": FIRST, "age": 1, "customers": [20.0, 40.0, 60.0], "at_risk": 100})
    found = drift(known, 1, per_year=12)
    assert found is not None
    sides = around(replace(found.newer, start=FIRST[0]), at_age(known.assign(share=known["customers"] / 100), 1))
    assert sides["above"].tolist() == [False, False, False]  # 20%, 40% and 60% of a side of 60%
    assert sides["farthest"].tolist() == [True, False, False]


def test_an_age_in_days_spans_a_stretch_after_the_first_order() -> None:
    days = replace(MONTHLY, ages=30)
    assert days.elapsed(2) == (60, 89)
    assert replace(days, mode="on_or_before").elapsed(2) == (30, 89)
    assert replace(days, mode="on_or_after").elapsed(2) == (60, None)
    assert MONTHLY.days is None


def test_shares_begin_at_the_first_age_and_sums_at_the_order_itself() -> None:
    assert table().known["age"].min() == 1
    assert table("revenue").known["age"].min() == 0
    assert table().customers == 50
    assert set(table().first_ages(1, ["2025-01"])["age"]) == {1}


def test_groups_come_largest_first_and_those_not_stated_have_a_key() -> None:
    nobody = orders().assign(channel=lambda frame: frame["channel"].where(frame["channel"] == "j"))
    found = cohorts(nobody, by="channel", as_of=dt.date(2025, 3, 31))
    shown = CohortTable.of(found, average(found), measure="share", options=MONTHLY, by="channel")
    assert list(shown.sizes.items()) == [("j", 40), ("", 10)]


def test_few_customers_make_no_extreme() -> None:
    found = table("revenue_per_customer").value_extremes(["2025-01", "2025-02"], 1)
    assert found is not None
    assert found.highest is not None
    assert found.lowest is not None
    assert (found.age, found.cohorts) == (1, 1)
    assert found.highest["cohort"] == found.lowest["cohort"] == "2025-01"
    assert table().value_extremes(["2025-02"], 1) is None
    assert table(by="channel").share_extremes(1) is None  # only one group has thirty customers


def test_shares_name_the_cohorts_that_clearly_differ_and_no_others() -> None:
    found = cells()
    third = found[found["cohort"] == "2025-01"].assign(cohort="2024-12", start=dt.date(2024, 12, 1))
    for back, named in ((15, False), (36, True)):
        both = pd.concat([third.assign(customers=back, share=back / 40), found], ignore_index=True)
        shown = CohortTable.of(both, average(both), measure="share", options=MONTHLY, by=None)
        ends = shown.value_extremes(["2024-12", "2025-01"], 1)
        assert ends is not None
        assert ends.cohorts == 2
        assert (ends.highest is not None) == named


def test_money_of_a_cell_is_that_of_its_very_age_whoever_counts_as_back() -> None:
    later = replace(MONTHLY, mode="on_or_after")
    assert table(options=later).member_mode == "on_or_after"
    assert table("revenue", options=later).member_mode == "on"
    assert (table().counted, table("revenue").counted) == ("customers", "active")


def test_few_customers_are_a_doubt_about_a_drift() -> None:
    found = drift(cells(), 1, per_year=12)
    assert found is not None
    assert found.few
    assert found.doubts == ("few", "season")
