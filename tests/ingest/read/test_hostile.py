"""Hostile files end in orders, a question or a refusal, within time and memory; `bench/hostile.py` tries more."""

import random
import sys
import time
from pathlib import Path

import pytest

from bench.hostile import ending
from retention.errors import RetentionError
from retention.ingest.read import cells, encoding, formats, markup, stray_quotes
from retention.ingest.read.formats import Request
from retention.ingest.read.records import Dialect, records
from tests.hostile_files import HEADER, KINDS, hostile, inline, lines, sheet_rows, spreadsheetml, text, xlsx, xml_rows

COMMA = Dialect(",")


@pytest.mark.skipif(sys.platform == "win32", reason="processor time of children is not told there")
@pytest.mark.parametrize("seed", range(len(KINDS)), ids=list(KINDS))
def test_every_kind_of_hostile_file_ends(seed: int, tmp_path: Path) -> None:
    _, data = hostile(seed)
    (tmp_path / "file").write_bytes(data)
    assert ending(tmp_path / "file").fault is None


def seconds(began: float) -> float:
    return time.process_time() - began


def test_thirty_comments_are_no_riddle() -> None:
    began = time.process_time()
    assert formats.read(b"<!-- a -->" * 6000 + b"x,y\n1,2", Request()).format == "csv"
    assert formats.read(b"<!-- a -->\n" * 30 + b"<table><tr><td>a<tr><td>1</table>", Request()).format == "html"
    assert seconds(began) < 2


@pytest.mark.parametrize(("columns", "count"), [(80, 20), (300, 3)])
def test_inch_marks_in_wide_lines(columns: int, count: int) -> None:
    row = [f'"6" x 4", wood {n}"' if n % 4 == 0 else str(n) for n in range(columns)]
    began = time.process_time()
    found = list(records(text([HEADER, *[row] * count]), COMMA, width=columns))
    assert [len(record) for record in found[1:]] == [columns] * count
    assert seconds(began) < 2


def test_a_text_of_nothing_but_riddles_is_given_up() -> None:
    began = time.process_time()
    line = ",".join(['"a"b" c'] * 390)
    cutter = stray_quotes.Cutter(200, COMMA, size=0)
    for n in range(50):
        cutter.cells(f"{line}{n}")
    assert seconds(began) < 10


def test_quotes_that_every_line_opens_anew() -> None:
    began = time.process_time()
    assert len(list(records("a,b\n" + '"a","\n' * 60_000, COMMA, width=2))) > 2000
    assert seconds(began) < 10


def test_repeated_headers_are_named_in_no_time() -> None:
    began = time.process_time()
    named = cells.names(["Sum"] * 20_000)
    assert (named[1], named[-1], len(set(named))) == ("Sum (2)", "Sum (20000)", 20_000)
    assert seconds(began) < 1


def test_a_stray_cell_in_the_last_column() -> None:
    began = time.process_time()
    data = xlsx(sheet_rows(orders_of(5)) + f'<row r="60">{inline("XFD60", "x")}</row>')
    assert formats.read(data, Request()).cells.table.column_names == [*HEADER, "Column XFD"]
    assert seconds(began) < 8
    data = spreadsheetml(xml_rows(orders_of(5)).replace("</Row>", '<Cell ss:Index="16384"/></Row>', 1))
    assert formats.read(data, Request()).cells.table.column_names == HEADER


def test_a_stray_cell_in_the_last_row() -> None:
    stray = '<Row ss:Index="1048576"><Cell><Data ss:Type="String">x</Data></Cell></Row>'
    found = formats.read(spreadsheetml(xml_rows(orders_of(5)) + stray), Request()).cells
    assert found.rows.to_pylist() == [2, 3, 4, 5, 6, 1_048_576]


def test_a_stray_cell_far_right_in_a_text() -> None:
    rows = orders_of(50)
    rows[30] = [*rows[30], *[""] * 5000, "x"]
    found = formats.read(text(rows).encode(), Request()).cells
    assert found.table.column_names == [*HEADER, f"Column {cells.column_letter(5004)}"]
    with pytest.raises(RetentionError) as refused:
        formats.read(text([*rows, ["x", *[""] * 20_000, "x"]]).encode(), Request())
    assert refused.value.code == "too_many_columns"


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr>" + "<td rowspan=16384 colspan=16384>x</td>" * 9 + "</tr>" + "<tr><td>1</td></tr>" * 900,
        "<table><tr><td>" * 250 + "x" * 500_000,
    ],
)
def test_spans_and_tables_in_tables_have_an_end(page: str) -> None:
    with pytest.raises(RetentionError) as refused:
        markup.html_table(page)
    assert refused.value.code == "table_too_large"


def test_rows_left_out_count_together() -> None:
    rows = "".join(xml_rows([row], row=f'ss:Index="{n * 400_000}"') for n, row in enumerate(orders_of(5), start=1))
    with pytest.raises(RetentionError) as refused:
        formats.read(spreadsheetml(rows), Request())
    assert refused.value.code == "table_too_large"


@pytest.mark.parametrize("row", ["\0{},{},{},{}\n", "{},{}\0,{},{}\n", "{},{},{},{}\0\n"])
@pytest.mark.parametrize("name", ["utf-8", "cp1251"])
def test_zeros_in_every_row_are_no_utf_16(row: str, name: str) -> None:
    rows = [["Номер", "Дата", "Клиент", "Сумма"], *([f"{n:04}", "2024-01-05", "Анна", "9.50"] for n in range(200))]
    data = "".join(row.format(*each) for each in rows).encode(name)
    found = formats.read(data, Request()).cells
    assert found.encoding == name
    assert found.table.column_names == rows[0]
    assert [issue.code for issue in found.issues] == ["unreadable_characters"]


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("word", ["Anna", "Анна", "Ștefănescu", "張三豐", "アンナ", "안나", "Άννα", "€ 5"])
def test_utf_16_without_a_mark_is_still_seen(name: str, word: str) -> None:
    data = "".join(f"{n},2024-01-05,{word} {n},9.50\n" for n in range(50)).encode(name)
    assert encoding.decode(data).encoding == name


def orders_of(count: int) -> list[list[str]]:
    return [HEADER, *lines(random.Random(1), count)]
