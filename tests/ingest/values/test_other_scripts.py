"""Digits, halves of the day and names of months as other countries write them."""

import pandas as pd
import pytest

from retention.ingest.values import dates, money
from retention.ingest.values.cell_words import masked
from retention.ingest.values.texts import to_arrow


def cells(*texts: str) -> pd.Series:
    return pd.Series(texts, dtype="str", name="Date")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("٠٩/٠١/٢٠٢٤", "2024-01-09"),
        ("۲۰۲۴-۰۱-۰۹", "2024-01-09"),
        ("०९.०१.२०२४", "2024-01-09"),
        ("9/1/2024 3:22 μμ", "2024-01-09 15:22"),
        ("9/1/2024 9:22 π.μ.", "2024-01-09 09:22"),
        ("09/01/2024 3:22 م", "2024-01-09 15:22"),
        ("2024年1月9日 下午3:22", "2024-01-09 15:22"),
        ("2024年1月9日(火) 15:22", "2024-01-09 15:22"),
        ("2024년 1월 9일 오전 9:22", "2024-01-09 09:22"),
        ("mar. 09/01/2024 9h22", "2024-01-09 09:22"),
        ("9 de janeiro de 2024, 19:16", "2024-01-09 19:16"),
    ],
)
def test_a_moment_written_elsewhere_is_that_moment(text: str, moment: str) -> None:
    assert dates.parse(cells(text), "dmy")[0] == pd.Timestamp(moment)


def test_money_in_other_digits_is_that_money() -> None:
    assert money.parse(cells("١٬٢٥٠٫٥٠", "۱۲٫۰۰"), ".").tolist() == [1250.5, 12.0]


@pytest.mark.parametrize(
    "text", ["A*** K***", "a***@mail.test", "4441 11** **** 1037", "427638XXXXXX1037", "+7 9** ***-**-12"]
)
def test_what_is_hidden_in_part_is_known(text: str) -> None:
    assert masked(to_arrow(cells(text))).tolist() == [True]


@pytest.mark.parametrize("text", ["Ann * Bob", "XXL", "Max Maxx", "x@mail.test", "5* hotel"])
def test_what_is_whole_is_not_hidden(text: str) -> None:
    assert masked(to_arrow(cells(text))).tolist() == [False]
