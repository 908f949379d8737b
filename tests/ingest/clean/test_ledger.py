"""The account of every row: which were left out, with their cells, and what is noted about those that stay."""

import numpy as np
import pandas as pd

from retention.errors import Issue
from retention.ingest.clean import clean
from retention.ingest.clean.ledger import rejected
from retention.ingest.columns import map_columns
from retention.ingest.mapping import Mapping
from retention.ingest.read.raw import Layout, RawTable
from retention.orders import Orders

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


def counted(columns: dict[str, list[str]]) -> Orders:
    frame = pd.DataFrame(columns, dtype="str")
    raw = RawTable(name="f", frame=frame, rows=np.arange(2, len(frame) + 2), layout=Layout(format="csv"))
    return clean([(raw, map_columns(raw))])


def remark(orders: Orders, code: str) -> Issue:
    (issue,) = [issue for issue in orders.issues if issue.code == code]
    return issue


def test_a_few_customer_numbers_cut_short_are_nobodys_and_said() -> None:
    phones = [f"7912345670{n % 3}" for n in range(8)] + ["7.9123E+10", "7,9123E+10"]
    days = [f"2024-01-{n + 1:02}" for n in range(10)]
    orders = counted({"Phone": phones, "Date": days, "Total": ["10"] * 10})
    assert (orders.customers, len(orders.purchases), orders.unidentified.orders) == (3, 8, 2)
    issue = remark(orders, "ids_damaged")
    assert (issue.rows, [(one.row, one.value) for one in issue.examples]) == (
        2,
        [(10, "7.9123E+10"), (11, "7,9123E+10")],
    )


def test_order_numbers_cut_short_join_nothing() -> None:
    numbers = [*[f"10000000000{n}" for n in range(4)], "1,00E+11", "1,00E+11"]
    days = [f"2024-01-{n + 1:02}" for n in range(6)]
    orders = counted({"Order": numbers, "Date": days, "Client": ["ann a", "bob b"] * 3, "Total": ["10"] * 6})
    assert (len(orders.purchases), remark(orders, "ids_damaged").rows) == (6, 2)


def test_somebody_may_be_called_4e10() -> None:
    columns = {"Customer ID": ["4E10", "B3", "4E10", "A7"], "Total": ["1"] * 4}
    orders = counted({"Date": [f"2024-01-{n + 1:02}" for n in range(4)], "Order": [*"1234"], **columns})
    assert (orders.customers, orders.issues) == (3, ())


def test_dates_put_right_are_said() -> None:
    real = [f"2024-{n:02}-02 00:00:00" for n in range(1, 8)]
    left = [f"{n}.02.2024" for n in range(13, 20)]
    orders = counted(
        {"Order": [str(n) for n in range(14)], "Date": real + left, "Client": ["a a", "b b"] * 7, "Total": ["1"] * 14}
    )
    assert (orders.first_date.isoformat(), orders.last_date.isoformat()) == ("2024-02-01", "2024-02-19")
    assert remark(orders, "dates_swapped").rows == 6
