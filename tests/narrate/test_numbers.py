"""Numbers and money as the reader's country writes them."""

import datetime as dt

import pytest

from retention.narrate import numbers
from retention.narrate.reader import Reader, reading_as


def test_a_language_keeps_its_own_conventions_in_a_browser_of_another() -> None:
    with reading_as(Reader(language="ru", region="en-US")):
        assert numbers.number(1234567) == "1\xa0234\xa0567"
        assert numbers.percent(0.4256, digits=1) == "42,6\xa0%"
        assert numbers.money(8911407.9, "GBP") == "8\xa0911\xa0408\xa0£"


@pytest.mark.parametrize(
    ("language", "month", "quarter"),
    [("en", "in February 2023", "in Q1 2023/24"), ("ru", "в феврале 2023 года", "в I квартале 2023/24 года")],
)
def test_months_of_whole_weeks_are_called_by_the_month_they_stand_for(language: str, month: str, quarter: str) -> None:
    with reading_as(Reader(language=language, calendar="4-5-4")):
        start = dt.date(2023, 1, 29)
        assert numbers.during(start, "month").rstrip(".") == month
        assert numbers.during(start, "quarter") == quarter
        assert "2023" in numbers.period_name(start, "month")
    with reading_as(Reader(calendar="4-4-5")):
        first = dt.date(2024, 12, 30)
        assert [numbers.period_name(first, grain) for grain in ("month", "quarter", "year")] == [
            "Jan 2025",
            "Q1 2025",
            "2025",
        ]


def test_english_writes_the_sign_of_a_currency_first() -> None:
    with reading_as(Reader(language="en")):
        assert numbers.money(12.5, "USD") == "$12.50"
        assert numbers.money(float("nan"), "USD") == numbers.MISSING
