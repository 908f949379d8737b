"""Texts with separators: what Excel opens right with a double click, comma or semicolon, and nothing that runs."""

import datetime as dt
import io

import numpy as np
import pandas as pd
import pytest

from retention.sheets import Column, Kind, Notation, Sheet, as_it_is, separated
from tests.sheets.test_workbook import EVIL


def lines(sheet: Sheet, decimal: str) -> list[str]:
    data = separated(sheet, Notation.of(decimal))
    assert data.startswith(b"\xef\xbb\xbf")
    return data.decode("utf-8-sig").splitlines()


@pytest.fixture
def sheet() -> Sheet:
    rows = pd.DataFrame(
        {
            0: ["Ann; Bob", "Eve, Kim"],
            1: [1200.0, np.nan],
            2: [0.42583, np.nan],
            3: [dt.date(2025, 1, 31), None],
            4: [1234.5, np.inf],
        }
    )
    kinds = (Kind.TEXT, Kind.COUNT, Kind.SHARE, Kind.DAY, Kind.MONEY)
    return Sheet(title="x", columns=tuple(Column(title=str(kind), kind=kind) for kind in kinds), rows=rows)


def test_a_country_with_a_decimal_comma_gets_semicolons(sheet: Sheet) -> None:
    assert lines(sheet, ",") == [
        "text;count;share;day;money",
        '"Ann; Bob";1200;42,58%;2025-01-31;1234,50',
        "Eve, Kim;;;;",
    ]


def test_others_get_commas(sheet: Sheet) -> None:
    assert lines(sheet, ".") == [
        "text,count,share,day,money",
        "Ann; Bob,1200,42.58%,2025-01-31,1234.50",
        '"Eve, Kim",,,,',
    ]


def test_texts_that_would_run_are_neutralised() -> None:
    table = pd.DataFrame({"=head": [*EVIL, "fine"], "n": range(-1, 7)})
    back = pd.read_csv(io.BytesIO(separated(as_it_is(table, title=""), Notation.of("."))), encoding="utf-8-sig")
    assert list(back.columns) == ["'=head", "n"]
    assert list(back["n"]) == list(table["n"])
    assert [cell[0] for cell in back["'=head"]] == ["'"] * len(EVIL) + ["f"]


def test_two_columns_may_be_called_the_same() -> None:
    rows = pd.DataFrame({"a": [1], "b": [2]})
    columns = (Column(title="Came back", kind=Kind.COUNT), Column(title="Came back", kind=Kind.COUNT))
    assert lines(Sheet(title="x", columns=columns, rows=rows), ".") == ["Came back,Came back", "1,2"]
