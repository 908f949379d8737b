"""Rows that were left out come back as they stood in their files, each with its reason."""

import numpy as np
import pandas as pd

from retention.ingest.clean import clean
from retention.ingest.clean.ledger import rejected
from retention.ingest.mapping import Mapping
from retention.ingest.read.raw import Layout, RawTable

SHOP = Mapping(customer="Who", order="Order", date="Date", amount="Sum")
ROWS = [["1", "ann", "2025-01-05", "10"], ["2", None, "2025-01-06", "20"], ["3", "bob", "soon", "30"]]


def table(name: str, *, parts: tuple[tuple[str, int], ...] = ()) -> RawTable:
    frame = pd.DataFrame(ROWS, columns=["Order", "Who", "Date", "Sum"], dtype="str")
    rows = np.array([2, 3, 2]) if parts else np.array([2, 3, 4])
    return RawTable(name=name, frame=frame, rows=rows, layout=Layout(format="csv"), parts=parts)


def test_every_row_left_out_with_its_own_cells() -> None:
    raw = table("orders.csv")
    found = rejected(clean([(raw, SHOP)]), [raw])
    assert list(found.columns) == ["file", "row", "reason", "Order", "Who", "Date", "Sum"]
    assert found[["row", "reason", "Order"]].to_numpy().tolist() == [
        [3, "unidentified", "2"],
        [4, "date_unreadable", "3"],
    ]


def test_files_of_the_same_name_and_joined_sheets_are_told_apart() -> None:
    raws = [table("orders.xlsx"), table("orders.xlsx", parts=(("January", 2), ("February", 1)))]
    found = rejected(clean([(raw, SHOP) for raw in raws]), raws)
    assert list(zip(found["file"], found["row"], found["Order"], strict=True)) == [
        ("orders.xlsx", 3, "2"),
        ("orders.xlsx", 4, "3"),
        ("orders.xlsx (2) · January", 2, "1"),
        ("orders.xlsx (2) · January", 3, "2"),
        ("orders.xlsx (2) · February", 2, "3"),
    ]


def test_a_column_called_reason_keeps_its_cells() -> None:
    raw = table("orders.csv")
    named = RawTable(**{**vars(raw), "frame": raw.frame.assign(reason="late")})
    found = rejected(clean([(named, SHOP)]), [named])
    assert list(found["reason"]) == ["unidentified", "date_unreadable"]
    assert list(found["reason (2)"]) == ["late", "late"]


def test_other_names_for_file_row_and_reason() -> None:
    raw = table("orders.csv")
    named = RawTable(**{**vars(raw), "frame": raw.frame.assign(**{"Grund": "late", "Grund (2)": "later"})})
    found = rejected(clean([(named, SHOP)]), [named], names=("Datei", "Zeile", "Grund"))
    assert list(found.columns) == ["Datei", "Zeile", "Grund", "Order", "Who", "Date", "Sum", "Grund (3)", "Grund (2)"]
    assert list(found["Grund"]) == ["unidentified", "date_unreadable"]
    assert list(found["Grund (3)"]) == ["late", "late"]


def test_nothing_left_out() -> None:
    raw = table("orders.csv")
    good = RawTable(**{**vars(raw), "frame": raw.frame.iloc[:1], "rows": raw.rows[:1]})
    assert rejected(clean([(good, SHOP)]), [good]).empty
