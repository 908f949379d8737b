"""A whole CSV in column A."""

from retention.ingest.read.named_columns import of_one_column

HEADER = "Order ID;Customer;Amount"


def test_records_are_cut_and_keep_their_rows() -> None:
    cells = of_one_column(["Report", None, HEADER, '1;"ann;\nsmith";10', "2;bob;20"], first_row=4)
    assert cells is not None
    assert cells.table.to_pydict() == {
        "Order ID": ["1", "2"],
        "Customer": ["ann;\nsmith", "bob"],
        "Amount": ["10", "20"],
    }
    assert (cells.header_row, cells.rows.to_pylist(), cells.separator) == (6, [7, 8], ";")
    assert [(issue.code, issue.rows) for issue in cells.issues] == [("one_column_split", 2)]


def test_stray_line_ends_and_open_quotes_stay_in_their_row() -> None:
    cells = of_one_column([HEADER, '1;"ann;10', "2;bob\r;20", "3;cid;30"], first_row=1)
    assert cells is not None
    assert cells.rows.to_pylist() == [2, 3, 4]


def test_a_true_column_is_left_alone() -> None:
    assert of_one_column(["E-mail", "ann@example.com", "bob@example.com", "cid@example.com"], first_row=1) is None
    assert of_one_column(["Name", "Smith, Ann", "Bob", "Cid", "Dan"], first_row=1) is None
