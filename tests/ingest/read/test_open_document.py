"""OpenDocument sheets, indented, flat, with comments: the cells that LibreOffice shows."""

import datetime as dt

import pytest

from retention.ingest.read import formats
from retention.ingest.read.formats import Found, Request
from tests.open_documents import Cell, fods, ods

HEADER: list[Cell] = ["Номер", "Дата", "Клиент", "Сумма"]
FIRST: list[Cell] = ["00123", dt.datetime.fromisoformat("2025-01-05"), "Анна & Ион", 100.0]
SECOND: list[Cell] = ["00124", dt.datetime.fromisoformat("2025-01-06T10:30:00"), "Bob", 50.5]
SHEETS = {"Orders": [["Report"], [], HEADER, FIRST, SECOND]}
RECORDS = [dict(zip(map(str, HEADER), row, strict=True)) for row in (FIRST, SECOND)]


def read(data: bytes) -> Found:
    return formats.read(data, Request())


@pytest.mark.parametrize("indent", ["", "\n", "\r\n\t", "\n        "])
def test_blanks_between_tags_are_no_cells(indent: str) -> None:
    for data, kind in ((ods(SHEETS, indent=indent), "ods"), (fods(SHEETS, indent=indent), "fods")):
        found = read(data)
        assert (found.format, found.sheet, found.cells.header_row) == (kind, "Orders", 3)
        assert found.cells.table.to_pylist() == RECORDS
        assert found.cells.rows.to_pylist() == [4, 5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_a_flat_file_in_the_encoding_it_says(encoding: str) -> None:
    assert read(fods(SHEETS, encoding=encoding)).cells.table.to_pylist() == RECORDS


def test_comments_and_notes_are_not_read() -> None:
    data = fods(SHEETS).replace(b"<table:table-row>", b"<!-- > a row < --><table:table-row>")
    data = data.replace(b"<text:p>Bob", b"<office:annotation>\n<text:p>late</text:p></office:annotation>\n<text:p>Bob")
    assert read(data).cells.table.to_pylist() == RECORDS


def test_blanks_inside_a_text_are_kept() -> None:
    spans = b"<text:span>Bob</text:span> <text:span>Lee</text:span>"
    found = read(fods(SHEETS).replace(b"Bob", spans)).cells.table.to_pylist()
    assert found[1]["Клиент"] == "Bob Lee"


def test_a_file_without_the_list_of_its_parts() -> None:
    assert read(ods(SHEETS, manifest=False)).cells.table.to_pylist() == RECORDS
