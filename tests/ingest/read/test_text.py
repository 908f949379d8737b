"""Text files as tables: nothing lost, every row with its number."""

import pytest

from retention.errors import RetentionError
from retention.ingest.read.cells import Cells
from retention.ingest.read.text import read
from tests import refusals

HEADER = "Order ID,Date,Customer,Amount"
FIRST = "00123,2025-01-05,ann@example.com,100.00"
SECOND = "00124,2025-01-10,bob@example.com,50.50"


def lines(*records: str) -> str:
    return "\n".join(records)


def values(cells: Cells) -> list[list[str | None]]:
    return [list(row.values()) for row in cells.table.to_pylist()]


def test_a_healthy_file_keeps_ids_as_text() -> None:
    cells = read(lines(HEADER, FIRST, SECOND).encode())
    assert cells.table.column_names == ["Order ID", "Date", "Customer", "Amount"]
    assert values(cells)[0] == ["00123", "2025-01-05", "ann@example.com", "100.00"]
    assert cells.rows.to_pylist() == [2, 3]
    assert (cells.header_row, cells.encoding, cells.separator, cells.issues) == (1, "utf-8", ",", ())


def test_blank_rows_and_repeated_headers_go_and_numbers_stay() -> None:
    cells = read(lines(HEADER, FIRST, "", ",,,", HEADER, SECOND, "  ").encode())
    assert cells.rows.to_pylist() == [2, 6]
    assert [(issue.code, issue.rows, issue.examples[0].row) for issue in cells.issues] == [("repeated_header", 1, 5)]


def test_ragged_rows_are_kept_and_counted() -> None:
    long, short = FIRST + ",extra,cells", "00125,2025-01-11,cid@example.com"
    cells = read(lines(HEADER, SECOND, long, short, FIRST, SECOND).encode())
    assert cells.table.column_names == ["Order ID", "Date", "Customer", "Amount", "Column E", "Column F"]
    assert values(cells)[1][4:] == ["extra", "cells"]
    assert values(cells)[2][3] is None
    (issue,) = cells.issues
    assert (issue.code, issue.rows, [example.row for example in issue.examples]) == ("ragged", 2, [3, 4])


def test_row_names_as_r_writes_them_move_no_column() -> None:
    rows = [f'"{number}",{1000 + number},ann,2025-01-{number:02d},5.50' for number in range(1, 13)]
    cells = read("\n".join(['"Order","Customer","Date","Amount"', *rows]).encode())
    assert cells.table.column_names == ["Column A", "Order", "Customer", "Date", "Amount"]
    assert cells.table["Date"].to_pylist()[0] == "2025-01-01"
    notes = [f"{1000 + number},ann,2025-01-{number:02d},5.50,nice" for number in range(1, 13)]
    cells = read("\n".join(["Order,Customer,Date,Amount", *notes]).encode())
    assert cells.table.column_names == ["Order", "Customer", "Date", "Amount", "Column E"]


def test_titles_above_the_header() -> None:
    text = "Shop Ltd\nPeriod: January\n\n" + lines(HEADER, FIRST, SECOND)
    cells = read(text.encode())
    assert (cells.header_row, cells.rows.to_pylist(), cells.issues) == (4, [5, 6], ())


def test_no_header() -> None:
    cells = read(lines(FIRST, SECOND).encode())
    assert cells.table.column_names == ["Column A", "Column B", "Column C", "Column D"]
    assert (cells.header_row, cells.rows.to_pylist()) == (0, [1, 2])


def test_a_chosen_header_row() -> None:
    text = lines(HEADER, "number,day,who,sum", FIRST).encode()
    assert read(text, header_row=2).table.column_names == ["number", "day", "who", "sum"]
    assert read(text, header_row=0).table.num_rows == 3


def test_a_record_over_two_lines_counts_as_one_row() -> None:
    text = 'Order ID,"Customer\n(e-mail)",Note\n1,ann@example.com,"ring\ntwice"\n2,bob@example.com,\n'
    cells = read(text.encode())
    assert cells.table.column_names == ["Order ID", "Customer (e-mail)", "Note"]
    assert cells.rows.to_pylist() == [2, 3]
    assert values(cells)[0][2] == "ring\ntwice"


def test_an_open_quote_loses_no_row() -> None:
    text = lines(HEADER, '1,2025-01-05,"5 inch pipe,1.00', FIRST, SECOND, SECOND)
    assert read(text.encode()).rows.to_pylist() == [2, 3, 4, 5]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_hint_for_excel_and_any_line_end(end: str) -> None:
    text = end.join(["sep=;", "Order;Customer;Amount", "1;Ann;100,00", "2;Bob;50,50"])
    cells = read(text.encode("utf-16"))
    assert (cells.separator, cells.header_row, cells.rows.to_pylist()) == (";", 1, [2, 3])


def test_duplicate_and_missing_names() -> None:
    cells = read(b",Name,Sum,Name,Sum_1\n0,a,1,b,2\n1,c,3,d,4\n")
    assert cells.table.column_names == ["Column A", "Name", "Sum", "Name (2)", "Sum_1"]


def test_lines_quoted_as_a_whole_are_split() -> None:
    text = "\n".join(f'"{line}"' for line in [HEADER, FIRST, SECOND])
    cells = read(text.encode())
    assert cells.table.column_names == HEADER.split(",")
    assert [issue.code for issue in cells.issues] == ["one_column_split"]


def test_files_glued_together_have_marks_inside() -> None:
    month = "\ufeff" + lines(HEADER, FIRST)
    assert read(f"{month}\n{month}".encode()).rows.to_pylist() == [2, 4]


def test_large_files_take_the_careful_way_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retention.ingest.read.text.CHUNK_RECORDS", 2)
    cells = read(lines(HEADER, FIRST, "", "", "", SECOND, FIRST + ",late", SECOND).encode())
    assert cells.rows.to_pylist() == [2, 6, 7, 8]
    assert cells.table.column_names[-1] == "Column E"
    assert cells.issues[0].examples[0].row == 7


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"sep=;\r\n\r\n", "empty_file"), (HEADER.encode(), "header_only"), (f"{HEADER}\n,,,\n".encode(), "header_only")],
)
def test_refusals(data: bytes, code: str) -> None:
    with pytest.raises(RetentionError, check=refusals.code(code)):
        read(data)


def test_an_unknown_encoding() -> None:
    with pytest.raises(RetentionError) as refused:
        read(b"a,b\n1,2", encoding="nonsense")
    assert (refused.value.code, refused.value.details) == ("unknown_encoding", {"encoding": "nonsense"})


def test_unreadable_characters_are_counted() -> None:
    cells = read(("Имя,Сумма\n" + "Анна,1\n" * 20).encode() + b"\xd0,2\n")
    assert [(issue.code, issue.rows) for issue in cells.issues] == [("unreadable_characters", 1)]


def test_a_header_of_two_rows_and_its_row_numbers() -> None:
    units = "number,yyyy-mm-dd,e-mail,USD"
    cells = read(lines(HEADER, units, *[FIRST, SECOND] * 3).encode())
    assert cells.table.column_names == ["Order ID number", "Date yyyy-mm-dd", "Customer e-mail", "Amount USD"]
    assert (cells.header_row, cells.rows.to_pylist()) == (1, [3, 4, 5, 6, 7, 8])


def test_rows_over_several_lines_are_not_taken_apart() -> None:
    note = '"ring\ntwice, ""now"""'
    cells = read(lines(HEADER + ",Note", *(f"{record},{note}" for record in [FIRST, SECOND] * 5)).encode())
    assert (cells.table.num_rows, cells.table.num_columns, cells.issues) == (10, 5, ())


def test_quotes_nobody_doubled_change_no_other_cell() -> None:
    cells = read(lines(HEADER + ",Item", *(f'{FIRST},"pipe, 5" wide"' for _ in range(6))).encode())
    assert values(cells)[3] == [*FIRST.split(","), 'pipe, 5" wide']
