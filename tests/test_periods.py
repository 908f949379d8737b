"""Calendar arithmetic checked against the standard library, day by day."""

import datetime as dt

import narwhals as nw
import numpy as np
import pandas as pd
import pytest

from retention.errors import RetentionError
from retention.periods import Calendar, Grain, Window, day_number, is_complete, usual_quiet_stretch
from tests.refusals import code

CALENDARS = [Calendar(grain=grain) for grain in Grain]
CALENDARS += [Calendar(grain=grain, year_start=month) for grain in (Grain.QUARTER, Grain.YEAR) for month in (4, 12)]
CALENDARS += [Calendar.of("week", week_start=day) for day in ("sunday", "saturday")]
RETAIL = ((2, "sunday", "4-5-4"), (1, "monday", "4-4-5"), (3, "saturday", "5-4-4"), (9, "sunday", "4-4-5"))
CALENDARS += [
    Calendar.of(grain, month, day, calendar)
    for grain in ("month", "quarter", "year")
    for month, day, calendar in RETAIL
]


def days(first: str, last: str) -> list[dt.date]:
    return [day.date() for day in pd.date_range(first, last)]


@pytest.mark.parametrize("calendar", CALENDARS, ids=str)
def test_numbers_run_without_gaps_and_every_day_has_one_period(calendar: Calendar) -> None:
    for day in days("2019-12-01", "2025-03-31"):
        period = calendar.at(day)
        assert period.start <= day <= period.end
        assert calendar.shift(period, 1).start == period.end + dt.timedelta(days=1)
        assert calendar.shift(period, -1).end == period.start - dt.timedelta(days=1)


@pytest.mark.few(8)
@pytest.mark.parametrize("calendar", CALENDARS, ids=str)
def test_whole_columns_get_the_numbers_single_dates_get(calendar: Calendar) -> None:
    dates = days("1899-12-20", "1905-01-10") + days("1999-12-01", "2001-01-31")
    frame = nw.from_native(pd.DataFrame({"date": pd.to_datetime(dates)}))
    numbers = frame.select(calendar.number(nw.col("date")).alias("number"))["number"].to_list()
    assert numbers == [calendar.number_of(day) for day in dates]


def test_day_numbers_are_pythons_ordinals_less_one() -> None:
    dates = days("1899-12-01", "2101-03-31")
    frame = nw.from_native(pd.DataFrame({"date": pd.to_datetime(dates)}))
    numbers = frame.select(day_number(nw.col("date")).alias("day"))["day"].to_list()
    assert numbers == [day.toordinal() - 1 for day in dates]


@pytest.mark.parametrize(
    ("grain", "year_start", "day", "label", "start", "end"),
    [
        ("week", 1, "2011-03-01", "2011-W09", "2011-02-28", "2011-03-06"),
        ("week", 1, "2021-01-03", "2020-W53", "2020-12-28", "2021-01-03"),
        ("month", 1, "2011-03-31", "2011-03", "2011-03-01", "2011-03-31"),
        ("month", 1, "2024-02-29", "2024-02", "2024-02-01", "2024-02-29"),
        ("quarter", 1, "2011-03-31", "2011Q1", "2011-01-01", "2011-03-31"),
        ("year", 1, "2011-03-31", "2011", "2011-01-01", "2011-12-31"),
        ("year", 4, "2011-03-31", "2010/11", "2010-04-01", "2011-03-31"),
        ("year", 4, "1999-04-01", "1999/00", "1999-04-01", "2000-03-31"),
        ("quarter", 4, "2011-03-31", "2010/11Q4", "2011-01-01", "2011-03-31"),
        ("quarter", 2, "2011-01-31", "2010/11Q4", "2010-11-01", "2011-01-31"),
    ],
)
def test_labels(grain: str, year_start: int, day: str, label: str, start: str, end: str) -> None:
    period = Calendar(grain=Grain(grain), year_start=year_start).at(dt.date.fromisoformat(day))
    assert (period.label, str(period.start), str(period.end)) == (label, start, end)


# As the National Retail Federation publishes its 4-5-4 calendar: first days of fiscal years, and their weeks.
NRF = {
    2012: ("2012-01-29", 53),
    2013: ("2013-02-03", 52),
    2017: ("2017-01-29", 53),
    2018: ("2018-02-04", 52),
    2022: ("2022-01-30", 52),
    2023: ("2023-01-29", 53),
    2024: ("2024-02-04", 52),
    2025: ("2025-02-02", 52),
}
# Its months of fiscal 2023, the last of which has the 53rd week.
NRF_2023 = {
    "2023-02": ("2023-01-29", "2023-02-25"),
    "2023-03": ("2023-02-26", "2023-04-01"),
    "2023-04": ("2023-04-02", "2023-04-29"),
    "2023-05": ("2023-04-30", "2023-05-27"),
    "2023-06": ("2023-05-28", "2023-07-01"),
    "2023-07": ("2023-07-02", "2023-07-29"),
    "2023-08": ("2023-07-30", "2023-08-26"),
    "2023-09": ("2023-08-27", "2023-09-30"),
    "2023-10": ("2023-10-01", "2023-10-28"),
    "2023-11": ("2023-10-29", "2023-11-25"),
    "2023-12": ("2023-11-26", "2023-12-30"),
    "2024-01": ("2023-12-31", "2024-02-03"),
}


@pytest.mark.parametrize("year", NRF)
def test_the_retail_years_are_those_the_nrf_publishes(year: int) -> None:
    period = Calendar.of("year", calendar="4-5-4").period(year)
    assert (str(period.start), period.days / 7) == NRF[year]


@pytest.mark.parametrize("label", NRF_2023)
def test_the_retail_months_are_those_the_nrf_publishes(label: str) -> None:
    first, last = (dt.date.fromisoformat(day) for day in NRF_2023[label])
    calendar = Calendar.of("month", calendar="4-5-4")
    assert calendar.at(first) == calendar.at(last)
    assert (calendar.at(first).label, calendar.at(first).start, calendar.at(first).end) == (label, first, last)


def test_years_of_weeks_from_january_and_monday_are_those_of_iso_8601() -> None:
    calendar = Calendar.of("year", calendar="4-4-5")
    for day in days("1998-12-01", "2030-01-31"):
        assert calendar.at(day).label == f"{day:%G}"


@pytest.mark.parametrize("pattern", ["4-4-5", "4-5-4", "5-4-4"])
@pytest.mark.parametrize("month", [1, 2, 3, 10])
@pytest.mark.parametrize("start", ["monday", "sunday", "saturday"])
def test_a_year_of_weeks_begins_within_three_days_of_its_month(pattern: str, month: int, start: str) -> None:
    years, months = (Calendar.of(grain, month, start, pattern) for grain in ("year", "month"))
    for year in range(1990, 2040):
        period = years.period(year)
        assert abs((period.start - dt.date(year, month, 1)).days) <= 3
        assert period.start.weekday() == years.week_start
        weeks = [months.period(12 * year + place).days // 7 for place in range(12)]
        usual = [int(count) for count in pattern.split("-")] * 4
        assert weeks == (usual if period.days == 364 else [*usual[:-1], usual[-1] + 1])


@pytest.mark.parametrize("calendar", CALENDARS, ids=str)
def test_a_calendar_is_made_of_its_options(calendar: Calendar) -> None:
    assert Calendar.of(**calendar.options) == calendar


def test_weeks_that_begin_on_another_day_are_called_by_their_first() -> None:
    week = Calendar.of("week", week_start="sunday").at(dt.date(2025, 3, 5))
    assert (week.label, str(week.start), str(week.end)) == ("2025-03-02", "2025-03-02", "2025-03-08")


def test_unknown_calendars_are_refused() -> None:
    with pytest.raises(RetentionError, check=code("unknown_week_start")):
        Calendar.of("week", week_start="someday")
    with pytest.raises(RetentionError, check=code("unknown_calendar")):
        Calendar.of("month", calendar="5-5-5")
    with pytest.raises(RetentionError, check=code("unknown_grain")):
        Calendar.of("fortnight")
    with pytest.raises(RetentionError, check=code("unknown_year_start")):
        Calendar.of("year", 0)


def test_a_shop_closed_on_sundays_is_usually_quiet_for_one_day() -> None:
    open_days = np.array([day for day in range(365) if day % 7 != 6])
    assert usual_quiet_stretch(open_days) == 1


def test_quiet_stretches_are_the_days_between_days_with_sales() -> None:
    assert usual_quiet_stretch(np.array([9, 0, 4, 4])) == pytest.approx(3 + 0.95)  # stretches 3 and 4
    assert usual_quiet_stretch(np.array([1, 2, 3])) == 0
    assert usual_quiet_stretch(np.array([5])) == 0


@pytest.mark.parametrize(
    ("as_of", "last_seen", "quiet", "complete"),
    [
        ("2024-03-31", "2024-03-12", 0, True),  # the data reach the last day, whatever was sold
        ("2024-03-30", "2024-03-30", 1, True),  # closed on Sunday the 31st
        ("2024-03-30", "2024-03-30", 0, False),  # sells every day
        ("2024-03-29", "2024-03-29", 1, False),
        ("2024-03-30", "2024-03-29", 1, False),  # told that the data end on the 30th: no guessing
    ],
)
def test_a_period_is_complete(as_of: str, last_seen: str, quiet: float, complete: bool) -> None:
    march = Calendar().at(dt.date(2024, 3, 1))
    told, seen = dt.date.fromisoformat(as_of), dt.date.fromisoformat(last_seen)
    assert is_complete(march, as_of=told, last_seen=seen, quiet=quiet) is complete


def test_a_window_splits_time_in_before_inside_and_after() -> None:
    window = Window(dt.date(2024, 2, 10), dt.date(2024, 3, 5))
    dates = days("2024-02-08", "2024-03-07")
    frame = nw.from_native(pd.DataFrame({"date": pd.to_datetime(dates)}))
    numbers = frame.select(window.number(nw.col("date")).alias("number"))["number"].to_list()
    assert numbers == [window.number_of(day) for day in dates] == [0] * 2 + [1] * 25 + [2] * 2
    assert (window.period(1).start, window.period(1).end) == (dt.date(2024, 2, 10), dt.date(2024, 3, 5))
    assert (window.period(0).end, window.period(2).start) == (dt.date(2024, 2, 9), dt.date(2024, 3, 6))


def test_a_window_cannot_end_before_it_starts() -> None:
    with pytest.raises(RetentionError, check=code("empty_range")):
        Window(dt.date(2024, 2, 10), dt.date(2024, 2, 9))
