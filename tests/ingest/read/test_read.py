"""Reading from end to end, through the child."""

import gzip
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from retention.errors import RetentionError, Undecided
from retention.ingest.read import limits, read
from tests import refusals

TEXT = "Order ID;Дата;Customer;Amount\n007;05.01.2025;Анна;100,00\n008;06.01.2025;Bob;\n\n009;07.01.2025;;5,00\n"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["Order ID", "Date", "Customer", "Paid"], [7, pd.Timestamp("2025-01-05"), "Анна", True]):
        book.active.append(row)
    book.active.append([8.5, pd.Timestamp("2025-01-06 10:30"), None, False])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_text(TEXT, encoding="cp1251")
    raw = read(path)
    assert raw.name == "orders.xlsx"
    assert list(raw.frame.columns) == ["Order ID", "Дата", "Customer", "Amount"]
    assert {str(dtype) for dtype in raw.frame.dtypes} == {"str"}
    assert raw.frame["Order ID"].tolist() == ["007", "008", "009"]
    assert raw.frame["Amount"].isna().tolist() == [False, True, False]
    assert raw.rows.tolist() == [2, 3, 5]
    assert (raw.layout.format, raw.layout.encoding, raw.layout.separator) == ("csv", "cp1251", ";")
    assert (raw.layout.header_row, raw.layout.sheet, raw.layout.sheets) == (1, None, ())


@pytest.mark.parametrize("as_upload", [True, False])
def test_a_workbook(as_upload: bool, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(workbook())
    raw = read(workbook(), name="orders.csv") if as_upload else read(str(path))
    assert raw.name == "orders.csv"
    assert [str(dtype) for dtype in raw.frame.dtypes] == ["float64", "datetime64[us]", "str", "bool"]
    assert raw.frame["Order ID"].tolist() == [7.0, 8.5]
    assert raw.frame["Customer"].isna().tolist() == [False, True]
    assert raw.rows.dtype == np.int64
    assert (raw.layout.format, raw.layout.sheet, raw.layout.sheets) == ("xlsx", "Sheet", ("Sheet",))


def test_choices_reach_the_child() -> None:
    text = "a;b,c\n1;2,3\n4;5,6\n"
    raw = read(text.encode("utf-16-le"), name="x", header_row=0, encoding="utf-16-le", separator=",")
    assert raw.frame["Column A"].tolist() == ["a;b", "1;2", "4;5"]
    assert (raw.layout.header_row, raw.layout.encoding, raw.layout.separator) == (0, "utf-16-le", ",")
    with pytest.raises(RetentionError, check=refusals.code("no_such_sheet")):
        read(workbook(), name="x", sheet="Другой")


def test_issues_come_along() -> None:
    raw = read(b"id,sum\n1,2\n1,2\nid,sum\n3,4\n", name="x.csv")
    (issue,) = raw.issues
    assert (issue.code, issue.rows, issue.examples[0].row) == ("repeated_header", 1, 4)


def test_packed_files() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("orders.csv.gz", gzip.compress(TEXT.encode()))
    raw = read(buffer.getvalue(), name="orders.zip")
    assert raw.frame["Customer"].tolist()[:2] == ["Анна", "Bob"]
    assert [(issue.code, issue.rows) for issue in raw.issues] == [("unpacked", 3)]


def test_questions_and_refusals_carry_the_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Feb")
    for sheet in book:
        sheet.append(["Order ID", "Date", "Customer", "Amount"])
        sheet.append([1, "2025-01-05", "ann", 5])
    book.save(tmp_path / "months.xlsx")
    with pytest.raises(Undecided) as asked:
        read(tmp_path / "months.xlsx")
    assert asked.value.questions[0].options == ("Sheet", "Feb", "*")
    assert asked.value.details == {"name": "months.xlsx"}
    with pytest.raises(RetentionError) as refused:
        read(b"%PDF-1.7", name="orders.csv")
    assert (refused.value.code, refused.value.details) == ("not_a_table", {"found": "pdf", "name": "orders.csv"})


def test_a_missing_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(RetentionError) as refused:
            read(path)
        assert (refused.value.code, refused.value.details) == ("no_such_file", {"name": path.name})


def test_files_too_large_are_not_even_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    with pytest.raises(RetentionError) as refused:
        read(TEXT.encode(), name="x.csv")
    assert refused.value.code == "too_big"


def test_a_bomb_is_refused_by_the_child() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(40 * limits.MIB))
    with pytest.raises(RetentionError) as refused:
        read(buffer.getvalue(), name="bomb.xlsx")
    assert refused.value.details["name"] == "bomb.xlsx"
    assert refused.value.code == "too_big"


def test_parsers_need_neither_pandas_nor_numpy() -> None:
    program = (
        "import sys; from retention.ingest.read import worker; sys.meta_path.insert(0, worker._WithoutTables());"
        "import retention.ingest.read, retention.ingest.read.formats, retention.ingest.read.parquet;"
        "import retention.ingest.read.workbook, retention.ingest.read.markup, retention.ingest.read.open_document;"
        "print(sys.modules.keys() & {'pandas', 'numpy'})"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_archives_in_archives_come_to_an_end() -> None:
    content = b"Customer,Date\nann,2025-01-05\n"
    for _ in range(limits.NESTING - 1):
        content = gzip.compress(content)
    assert len(read(content, name="orders.csv.gz").frame) == 1
    with pytest.raises(RetentionError) as refused:
        read(gzip.compress(content), name="orders.csv.gz")
    assert (refused.value.code, refused.value.details["found"]) == ("not_a_table", "archive")


def test_marks_without_end_on_one_letter_are_cut_where_no_language_needs_them(tmp_path: Path) -> None:
    """Putting a hundred thousand of them in order takes half a minute, a million an hour."""
    marks = "\u0301\u0323" * 50_000
    path = tmp_path / "marks.csv"
    path.write_text(f"Name,Date,Total\nann{marks},2024-01-01,5\nbo\u0301b,2024-01-02,6\n", encoding="utf-8")
    names = read(path).frame["Name"].tolist()
    assert names == ["ann" + marks[:30], "bo\u0301b"]


@pytest.mark.parametrize(("rows", "told"), [(99, False), (100, True), (101, False), (1000, True)])
def test_as_many_rows_as_exports_are_cut_at_are_told(tmp_path: Path, rows: int, told: bool) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("Order,Date,Customer\n" + "".join(f"{row},2024-01-05,c{row}\n" for row in range(rows)))
    found = [issue for issue in read(file).issues if issue.code == "export_limit"]
    assert [issue.rows for issue in found] == ([rows] if told else [])
