"""Workbooks: openpyxl reads back what was put in, typed, formatted, and with nothing that runs."""

import datetime as dt
import io
from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from retention.ingest.values.texts import harmless
from retention.sheets import Column, Kind, Sheet, as_it_is, workbook

module = import_module("retention.sheets.workbook")  # the package has a function of that name
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1+1"]
KINDS = [Kind.TEXT, Kind.COUNT, Kind.SHARE, Kind.DAY, Kind.MONEY, Kind.FLAG]


def read(*sheets: Sheet) -> list[Worksheet]:
    return load_workbook(io.BytesIO(workbook(sheets))).worksheets


def cells(page: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in page.iter_rows()]


@pytest.fixture
def sheet() -> Sheet:
    rows = pd.DataFrame(
        {
            "who": ["Ann & <b>", None, "Bob"],
            "n": [1, 2, 3],
            "rate": [0.4258, np.nan, 0.1],
            "day": [dt.date(2025, 1, 31), None, dt.date(2024, 2, 29)],
            "sum": [1.5, 2.0, np.inf],
            "paid": [True, False, True],
        }
    )
    titles = ("Кто", "N", "Доля", "День", "Сумма", "Оплачено")
    columns = tuple(Column(title=title, kind=kind) for title, kind in zip(titles, KINDS, strict=True))
    return Sheet(title="Таблица", columns=columns, rows=rows)


def test_cells_come_back_with_their_types_and_what_is_missing_stays_empty(sheet: Sheet) -> None:
    [page] = read(sheet)
    assert (page.title, page.dimensions, page.freeze_panes, page.auto_filter.ref) == ("Таблица", "A1:F4", "B2", "A1:F4")
    assert cells(page) == [
        ["Кто", "N", "Доля", "День", "Сумма", "Оплачено"],
        ["Ann & <b>", 1, 0.4258, pd.Timestamp("2025-01-31"), 1.5, True],
        [None, 2, None, None, 2, False],
        ["Bob", 3, 0.1, pd.Timestamp("2024-02-29"), None, True],
    ]
    assert [cell.number_format for cell in page[3]] == ["General", "#,##0", "0.0%", "mm-dd-yy", "#,##0.00", "General"]


def test_columns_are_as_wide_as_what_they_hold(sheet: Sheet) -> None:
    long = Sheet(title="x", columns=sheet.columns[:1], rows=pd.DataFrame({"who": ["a" * 30, "b" * 500]}))
    [page] = read(long)
    assert page.column_dimensions["A"].width == module.WIDEST
    [page] = read(Sheet(title="x", columns=long.columns, rows=long.rows.head(1)))
    assert page.column_dimensions["A"].width == 32


def test_nothing_in_it_is_a_formula() -> None:
    table = pd.DataFrame({"=head": [*EVIL, "fine"], "kind": pd.Categorical([*EVIL, "fine"]), "n": range(-1, 7)})
    before = table.copy()
    [page] = read(as_it_is(table, title="data"))
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s", "n"}
    assert page["C2"].value == -1
    assert [str(cell.value)[0] for cell in page["A"]] == ["'"] * (1 + len(EVIL)) + ["f"]
    harmless(table)
    pd.testing.assert_frame_equal(table, before)


def test_control_characters_become_their_signs() -> None:
    table = pd.DataFrame({"a\x07": ["x\x1b[31m", "line\nbreak", "\0start", "\ufffe"]})
    [page] = read(as_it_is(table, title="s"))
    assert [cell.value for cell in page["A"]] == ["a␇", "x␛[31m", "line\nbreak", "'␀start", "\ufffd"]


def test_a_table_without_rows_has_its_heading(sheet: Sheet) -> None:
    [page] = read(Sheet(title="x", columns=sheet.columns, rows=sheet.rows.iloc[:0]))
    assert cells(page) == [["Кто", "N", "Доля", "День", "Сумма", "Оплачено"]]


def test_rows_beyond_what_a_sheet_holds_go_on_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 2)
    pages = read(as_it_is(pd.DataFrame({"n": [1, 2, 3, 4, 5]}), title="data"))
    assert {page.title: cells(page) for page in pages} == {
        "data": [["n"], [1], [2]],
        "data 2": [["n"], [3], [4]],
        "data 3": [["n"], [5]],
    }


def test_rows_put_together_in_several_steps_are_all_there_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 100)
    table = pd.DataFrame({"who": [f"c{n}" for n in range(250)], "n": range(250), "sum": np.arange(250) / 3})
    [page] = read(as_it_is(table, title="data"))
    assert cells(page)[1:] == [[f"c{n}", n, n / 3] for n in range(250)]
