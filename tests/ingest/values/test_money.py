"""Amounts as shops write them, each read back to the sum that was meant, or asked about."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.errors import Undecided
from retention.ingest.values import money


def column(*cells: object, name: str = "Amount") -> pd.Series:
    return pd.Series(list(cells), name=name, dtype="str")


@pytest.mark.parametrize(
    ("written", "amount", "code"),
    [
        ("1 234,50 ₽", 1234.5, "RUB"),
        ("1\u00a0234,50\u202f₽", 1234.5, "RUB"),
        ("1.234,50 €", 1234.5, "EUR"),
        ("1,234.50", 1234.5, None),
        ("1'234.50", 1234.5, None),
        ("١٬٢٣٤٫٥٠", 1234.5, None),
        ("۱۲۳۴٫۵۰ €", 1234.5, "EUR"),
        ("१२३४.५०", 1234.5, None),
        ("1’234.50 CHF", 1234.5, "CHF"),
        ("1,23,456.78", 123456.78, None),
        ("(60.00)", -60.0, None),
        ("60.00-", -60.0, None),
        ("−60", -60.0, None),
        ("-$60.00", -60.0, "USD"),
        ("$-60.00", -60.0, "USD"),
        ("($60.00)", -60.0, "USD"),
        ("12,5 Lei", 12.5, "RON"),
        ("300 руб.", 300.0, "RUB"),
        ("12 руб. 34 коп.", 12.34, "RUB"),
        ("1 234 грн 05 копійок", 1234.05, "UAH"),
        ("12 lei 50 bani", 12.5, "RON"),
        ("1_234.50", 1234.5, None),
        ("300 р.", 300.0, "RUB"),
        ("£5", 5.0, "GBP"),
        ("50 грн", 50.0, "UAH"),
        ("₴50", 50.0, "UAH"),
        ("1 000 ₸", 1000.0, "KZT"),
        ("5000 тг", 5000.0, "KZT"),
        ("USD 12", 12.0, "USD"),
        (".5", 0.5, None),
        ("1.234.567", 1234567.0, None),
        ("0,125", 0.125, None),
        ("2 шт", 2.0, None),
        ("60,-", 60.0, None),
        ("1.250,– €", 1250.0, "EUR"),
        ("-60,- Kč", -60.0, "CZK"),
        ("1 234,50 kr", 1234.5, None),
        ("NT$12.50", 12.5, "TWD"),
        ("'60.50", 60.5, None),
        ('="60.50"', 60.5, None),
        ("1.5e3", 1500.0, None),
        ("12345678901234567890", 12345678901234567890.0, None),
    ],
)
def test_one_amount_many_hands(written: str, amount: float, code: str | None) -> None:
    cell = column(written)
    assert money.parse(cell).tolist() == [amount]
    assert money.currencies(cell).astype("object").where(money.currencies(cell).notna(), None).tolist() == [code]


@pytest.mark.parametrize(
    "written",
    ["#N/A", "n/a", "-", "", "abc", "12 abc", "05.01.2025", "+7 900 000-00-02", "10%", "1 2345", "5-6", "1e999"],
)
def test_what_is_no_number_is_missing(written: str) -> None:
    assert money.parse(column(written)).isna().all()


def test_the_column_decides_the_decimal_mark() -> None:
    assert money.parse(column("1.234", "5,5")).tolist() == [1234.0, 5.5]
    assert money.parse(column("1.234", "5.5")).tolist() == [1.234, 5.5]
    assert money.parse(column("1,234", "1,234,567")).tolist() == [1234.0, 1234567.0]


def test_a_plain_thousand_proves_that_marks_do_not_group() -> None:
    assert money.parse(column("1.234", "5000")).tolist() == [1.234, 5000.0]


def test_another_column_of_the_file_may_decide() -> None:
    assert money.decimal_mark(column("1,000", "2,000"), column("12,50")) == ","


def test_whole_numbers_need_no_decision() -> None:
    assert money.decimal_mark(column("100", "1 234"), pd.Series([1.5])) is None


def test_nothing_decides_so_both_readings_are_shown() -> None:
    with pytest.raises(Undecided) as asked:
        money.decimal_mark(column("500", "1.234", name="Sum"))
    (question,) = asked.value.questions
    assert question.code == "decimal"
    assert question.options == (".", ",")
    assert question.details == {"column": "Sum", "value": "1.234", "readings": {".": 1.234, ",": 1234.0}}


def test_the_answer_settles_it() -> None:
    assert money.parse(column("1.234"), ".").tolist() == [1.234]
    assert money.parse(column("1.234"), ",").tolist() == [1234.0]


def test_minus_zero_is_zero() -> None:
    assert str(money.parse(column("-$0.00")).iloc[0]) == "0.0"


def test_numbers_pass_and_dates_do_not() -> None:
    assert money.parse(pd.Series([1.5, np.nan])).tolist()[0] == 1.5
    assert money.parse(pd.Series(pd.to_datetime(["2025-01-05"]))).isna().all()


def test_each_row_tells_its_currency() -> None:
    found = money.currencies(column("$1", "€2", "3", "usd", "лей"))
    assert found.astype("object").where(found.notna(), None).tolist() == ["USD", "EUR", None, "USD", None]


def test_currencies_go_by_long_names_too() -> None:
    names = column("Доллар США", "Российский рубль", "Белорусский рубль", "US Dollar", "leu moldovenesc", "Новый дом")
    found = money.currencies(names)
    assert found.astype("object").where(found.notna(), None).tolist() == ["USD", "RUB", "BYN", "USD", "MDL", None]


def written(cents: int, style: str) -> str:
    group, decimal, frame = style[0], style[1], style[2:]
    text = f"{abs(cents) / 100:,.2f}".replace(",", "g").replace(".", decimal).replace("g", group.replace("_", ""))
    return ("-" if cents < 0 else "") + frame.replace("#", text)


@given(
    cents=st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=20),
    style=st.sampled_from(["_.#", "_,#", ",.#", ".,#", " ,# ₽", "'.#", ".,# €", "\u00a0,# руб.", ",.$#", " .# грн"]),
)
def test_what_is_written_is_read_back_to_the_cent(cents: list[int], style: str) -> None:
    assert money.parse(column(*(written(cent, style) for cent in cents))).tolist() == [cent / 100 for cent in cents]
