"""Which days a base holds."""

import datetime as dt

import pandas as pd
import pytest

from retention.analysis.rates.bases import Base, months_before
from retention.errors import RetentionError
from retention.periods import Calendar, Window
from tests.refusals import code


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def span(base: str, grain: str, date: str) -> list[str]:
    calendar = Calendar.of(grain)
    days = Base.of(base).span(calendar.at(day(date)), calendar)
    return [str(end) for end in days or ()]


@pytest.mark.parametrize(
    ("base", "grain", "date", "first", "last"),
    [
        ("previous", "month", "2024-03-15", "2024-02-01", "2024-02-29"),
        ("previous", "week", "2024-01-03", "2023-12-25", "2023-12-31"),
        ("last_year", "quarter", "2024-03-15", "2023-01-01", "2023-03-31"),
        ("last_year", "week", "2024-01-03", "2023-01-02", "2023-01-08"),
        ("window:12M", "month", "2024-03-15", "2023-03-01", "2024-02-29"),
        ("window:1M", "week", "2024-04-02", "2024-03-01", "2024-03-31"),
        ("window:90D", "month", "2024-03-15", "2023-12-02", "2024-02-29"),
        ("ever", "year", "2024-03-15", "0001-01-01", "2023-12-31"),
    ],
)
def test_bases_of_calendar_periods(base: str, grain: str, date: str, first: str, last: str) -> None:
    assert span(base, grain, date) == [first, last]


@pytest.mark.parametrize(
    ("base", "start", "end", "first", "last"),
    [
        ("previous", "2024-03-01", "2024-03-31", "2024-02-01", "2024-02-29"),
        ("previous", "2024-03-01", "2024-04-30", "2024-01-01", "2024-02-29"),
        ("previous", "2024-03-10", "2024-03-19", "2024-02-29", "2024-03-09"),
        ("last_year", "2024-02-01", "2024-02-29", "2023-02-01", "2023-02-28"),
        ("last_year", "2024-03-10", "2024-03-19", "2023-03-10", "2023-03-19"),
        ("last_year", "2024-01-01", "2024-01-07", "2023-01-02", "2023-01-08"),
    ],
)
def test_bases_of_custom_ranges(base: str, start: str, end: str, first: str, last: str) -> None:
    window = Window(day(start), day(end))
    assert Base.of(base).span(window.period(1), window) == (day(first), day(last))


def test_a_fixed_range_is_a_base_for_later_periods_only() -> None:
    calendar, base = Calendar.of("month"), Base.of((day("2024-01-10"), day("2024-02-05")))
    assert base.span(calendar.at(day("2024-02-01")), calendar) is None
    assert base.span(calendar.at(day("2024-03-01")), calendar) == (day("2024-01-10"), day("2024-02-05"))


def test_months_back_end_where_a_month_is_shorter() -> None:
    assert months_before(day("2024-03-31"), 1) == day("2024-02-29")


@pytest.mark.parametrize("base", ["yesterday", "window:", "window:0M", "window:12", "window:12m", ""])
def test_unknown_bases_are_refused(base: str) -> None:
    with pytest.raises(RetentionError, check=code("unknown_base")):
        Base.of(base)


def test_moments_stand_for_their_days_and_words_for_none() -> None:
    days = (dt.date(2024, 1, 1), dt.date(2024, 3, 31))
    moments = (pd.Timestamp("2024-01-01 10:00"), pd.Timestamp("2024-03-31 23:00"))
    assert Base.of(moments) == Base.of(days)
    for base in (("2024-01-01", "2024-03-31"), days[:1], None, ["previous"]):
        with pytest.raises(RetentionError, check=code("unknown_base")):
            Base.of(base)  # type: ignore[arg-type]
