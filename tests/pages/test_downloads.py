"""Downloads are what the screen shows, and behind it what it is made of; both say which orders they are about."""

import io

import pandas as pd
from openpyxl import load_workbook

from pages.shared import widgets
from retention.filters import EVERY_ORDER, Filter
from retention.ingest.values.texts import readable
from retention.narrate import columns

TABLE = pd.DataFrame({"customer": ["ann", "=1+1"], "orders": [1, 2], "filter": ["a", "b"]})
WEB = Filter.of({"channel": "web"})


def test_a_workbook_says_on_both_sheets_which_orders_it_is_about() -> None:
    made = widgets.as_xlsx(TABLE, columns.sheet(TABLE), WEB)
    shown, data = load_workbook(io.BytesIO(made)).worksheets
    assert [cell.value for cell in shown[1]] == ["Filter", "Customer", "Orders", "filter"]
    assert [cell.value for cell in data[1]] == ["filter_", "customer", "orders", "filter"]
    assert {cell.value for page in (shown, data) for cell in page["A"][1:]} == {"Only channel: web."}
    assert shown["B3"].value == "'=1+1"
    whole = load_workbook(io.BytesIO(widgets.as_xlsx(TABLE, columns.sheet(TABLE), EVERY_ORDER)))
    assert [cell.value for cell in whole.worksheets[0][1]] == ["Customer", "Orders", "filter"]


def test_a_csv_holds_what_is_shown() -> None:
    made = widgets.as_csv(TABLE, columns.sheet(TABLE), WEB)
    back = pd.read_csv(io.BytesIO(made), encoding="utf-8-sig")
    assert back.columns.tolist() == ["Filter", "Customer", "Orders", "filter"]
    assert set(back["Filter"]) == {"Only channel: web."}


def test_a_table_to_read_shows_what_would_steer_the_screen() -> None:
    table = pd.DataFrame({"who\u202e": ["\u202eAnn", "Bob\x1b"], "sum": [1, 2]})
    assert readable(table).to_dict("list") == {"who⟨U+202E⟩": ["⟨U+202E⟩Ann", "Bob␛"], "sum": [1, 2]}
    assert table.columns[0] == "who\u202e"
