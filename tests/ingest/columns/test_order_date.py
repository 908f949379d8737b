"""Year, month and day in columns of their own."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from retention.ingest.columns import with_joined_date
from retention.ingest.loading import load
from retention.ingest.read import read
from retention.ingest.read.raw import Layout, RawTable
from retention.ingest.session import ImportSession


def read_so(**columns: list[object]) -> pd.DataFrame:
    frame = pd.DataFrame(columns)
    rows = np.arange(2, len(frame) + 2)
    return with_joined_date(RawTable(name="file", frame=frame, rows=rows, layout=Layout(format="csv"))).frame


def joined(**columns: list[object]) -> list[object]:
    found = read_so(**columns).iloc[:, -1].astype("object")
    return found.where(found.notna(), None).tolist()


@pytest.mark.parametrize("names", [("Year", "Month", "Day"), ("Год", "Месяц", "День"), ("An", "Luna", "Zi")])
def test_three_columns_make_one_date(names: tuple[str, str, str]) -> None:
    cells = ([2024, 2025], [12, 3], [31, 5])
    assert joined(**dict(zip(names, cells, strict=True))) == ["2024-12-31", "2025-03-05"]


def test_months_may_be_words_and_columns_stand_in_any_order() -> None:
    found = joined(Day=["5", "6", "7", "8", "9", "x"], Month=["Март", "May", "nov.", "3", "4", "?"], Year=["2025"] * 6)
    assert found == ["2025-03-05", "2025-05-06", "2025-11-07", "2025-03-08", "2025-04-09", "2025 ? x"]


def test_a_file_with_a_date_keeps_it() -> None:
    columns: dict[str, list[object]] = {"Order date": ["2025-01-05"], "Year": [2025], "Month": [1], "Day": [5]}
    assert list(read_so(**columns)) == list(columns)
    assert list(read_so(Year=[25], Month=[1], Day=[5])) == ["Year", "Month", "Day"]


def test_the_joined_column_is_the_date(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    rows = [f"{number},2025,{number % 3 + 1},{number + 10},client {number % 4}x,{number}.50" for number in range(12)]
    file.write_text("\n".join(["Order,Year,Month,Day,Customer,Amount", *rows]), encoding="utf-8")
    assert "Year, Month, Day" not in read(file).frame
    (document,) = ImportSession.read(file).documents
    assert document.raw is not None
    assert document.mapping is not None
    assert document.mapping.date == "Year, Month, Day"
    assert document.raw.frame["Year, Month, Day"].tolist()[:2] == ["2025-01-10", "2025-02-11"]
    assert load(file).frame["date"].min() == pd.Timestamp("2025-01-10")
