"""Downloads open in a spreadsheet and run nothing."""

import io

import pandas as pd
import pytest
from openpyxl import load_workbook

from pages.shared import widgets
from retention.ingest.values.texts import harmless, readable

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1+1"]


@pytest.fixture
def table() -> pd.DataFrame:
    cells = [*EVIL, "fine"]
    return pd.DataFrame({"=head": cells, "kind": pd.Categorical(cells), "n": range(-1, len(cells) - 1)})


def test_csv_has_a_byte_order_mark_and_no_formula(table: pd.DataFrame) -> None:
    data = widgets.csv(table)
    assert data.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(io.BytesIO(data), encoding="utf-8-sig")
    assert list(back.columns) == ["'=head", "kind", "n"]
    assert list(back["n"]) == list(table["n"])
    for column in ("'=head", "kind"):
        assert [cell[0] for cell in back[column]] == ["'"] * len(EVIL) + ["f"]


def test_workbook_holds_no_formula(table: pd.DataFrame) -> None:
    sheet = load_workbook(io.BytesIO(widgets.xlsx(table, sheet="rates")))["rates"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert sheet["C2"].value == -1


def test_control_characters_become_their_signs() -> None:
    table = pd.DataFrame({"a\x07": ["x\x1b[31m", "line\nbreak", "\0start"]})
    sheet = load_workbook(io.BytesIO(widgets.xlsx(table, sheet="s")))["s"]
    assert [cell.value for cell in sheet["A"]] == ["a␇", "x␛[31m", "line\nbreak", "'␀start"]
    assert b"\x1b" not in widgets.csv(table)


def test_the_table_itself_stays_as_it_is(table: pd.DataFrame) -> None:
    before = table.copy()
    harmless(table)
    pd.testing.assert_frame_equal(table, before)


def test_a_table_to_read_shows_what_would_steer_the_screen() -> None:
    table = pd.DataFrame({"who\u202e": ["\u202eAnn", "Bob\x1b"], "sum": [1, 2]})
    assert readable(table).to_dict("list") == {"who⟨U+202E⟩": ["⟨U+202E⟩Ann", "Bob␛"], "sum": [1, 2]}
    assert table.columns[0] == "who\u202e"
