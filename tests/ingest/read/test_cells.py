"""Names, letters and rows that hold nothing."""

import pyarrow as pa

from retention.ingest.read.cells import Cells, column_letter, names, without_blank_rows, without_empty_columns


def test_letters_above_columns() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_names_are_trimmed_and_unique() -> None:
    assert names([" Name ", "Name", "", None, "Name (2)", "a\n b"]) == [
        "Name",
        "Name (2)",
        "Column C",
        "Column D",
        "Name (2) (2)",
        "a b",
    ]
    assert names([None], columns=[5]) == ["Column F"]


def test_blank_rows_of_any_type() -> None:
    table = pa.table({"a": pa.array(["x", " ", None, None]), "b": pa.array([1.0, None, None, 4.0])})
    cells = without_blank_rows(Cells(table=table, rows=pa.array([2, 3, 4, 5]), header_row=1))
    assert cells.rows.to_pylist() == [2, 5]


def test_only_columns_without_a_name_and_a_value_go() -> None:
    empty = pa.nulls(1, pa.string())
    table = pa.table({"Column A": ["0"], "Note": empty, "Column C": empty, "Column D (2)": empty})
    cells = without_empty_columns(Cells(table=table, rows=pa.array([2]), header_row=1))
    assert cells.table.column_names == ["Column A", "Note"]
