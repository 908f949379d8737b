"""Yes and no in several languages."""

import pandas as pd
import pytest

from retention.ingest.values.cell_words import say_yes_or_no, yes_or_no


@pytest.mark.parametrize("cell", ["Yes", "ДА", "так", "da", "1", "1.0", "TRUE", "x", "2024-01-05", "out of stock"])
def test_yes(cell: str) -> None:
    assert list(yes_or_no(pd.Series([cell], dtype="str"))) == [True]


@pytest.mark.parametrize("cell", ["No", "нет", "Ні", "NU", "0", "0.0", "False"])
def test_no(cell: str) -> None:
    assert list(yes_or_no(pd.Series([cell], dtype="str"))) == [False]


def test_empty_cells_say_nothing() -> None:
    assert yes_or_no(pd.Series(["yes", None, "", "-"], dtype="str")).isna().tolist() == [False, True, True, True]


def test_numbers_and_truth_values() -> None:
    assert list(yes_or_no(pd.Series([1.0, 0.0]))) == [True, False]
    assert list(yes_or_no(pd.Series([True, False]))) == [True, False]


def test_a_column_of_flags_tells_rows_apart() -> None:
    assert say_yes_or_no(pd.Series(["Yes", "No"], dtype="str"))
    assert say_yes_or_no(pd.Series(["x", None], dtype="str"))
    assert not say_yes_or_no(pd.Series(["0", "0"], dtype="str"))
    assert not say_yes_or_no(pd.Series(["1", None], dtype="str"))
    assert not say_yes_or_no(pd.Series(["Yes", "Later"], dtype="str"))
