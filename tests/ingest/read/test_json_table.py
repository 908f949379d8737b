"""JSON: lists of records wherever they stand, and what is no table."""

import json
from collections.abc import Mapping

import pytest

from retention.errors import RetentionError
from retention.ingest.read import formats, limits
from retention.ingest.read.cells import Cells
from retention.ingest.read.formats import Request
from tests import refusals

RECORDS = [
    {
        "Номер": f"00{n}",
        "Date": f"2025-01-{n:02}",
        "E-mail": f"p{n % 3}@example.com",
        "Amount": 10.125 + n,
        "paid": True,
    }
    for n in range(1, 9)
]


def read(value: object) -> Cells:
    data = value if isinstance(value, bytes) else json.dumps(value, indent=1, ensure_ascii=False).encode()
    found = formats.read(data, Request())
    assert found.format == "json"
    return found.cells


LINES = "\n".join(map(json.dumps, RECORDS)).encode()


@pytest.mark.parametrize(
    "value",
    [
        RECORDS,
        {"orders": RECORDS, "count": 8, "next": None},
        {"data": {"orders": RECORDS, "shop": "A"}, "ok": True},
        LINES,
        LINES.replace(b"\n", b"\r\n") + b"\r\n",
        b"\xef\xbb\xbf" + json.dumps(RECORDS).encode(),
        json.dumps(RECORDS).encode("utf-16"),
    ],
)
def test_records_wherever_they_stand(value: object) -> None:
    cells = read(value)
    assert cells.table.to_pylist() == RECORDS
    assert (cells.rows.to_pylist(), cells.header_row) == ([*range(1, 9)], 0)


def test_lists_of_cells_with_their_header() -> None:
    cells = read([["Order", "Date", "Total"], ["A-1", "2025-01-05", 12.5], ["A-2", None, True]])
    assert cells.table.column_names == ["Order", "Date", "Total"]
    assert cells.table.column("Total").to_pylist() == ["12.5", "true"]


def test_objects_inside_become_columns_and_lists_stay() -> None:
    cells = read(
        [{"id": 1, "customer": {"email": "a@b.c", "address": {"city": "Iași"}}, "items": [{"sku": "X"}], "tags": []}]
    )
    assert cells.table.to_pylist() == [
        {"id": 1.0, "customer.email": "a@b.c", "customer.address.city": "Iași", "items": '[{"sku": "X"}]', "tags": None}
    ]


def test_fields_that_some_records_lack() -> None:
    cells = read([{"a": 1}, {"b": "x", "a": 2}, {"c": None}, {"a": 12345678901234567890}])
    assert cells.table.column("a").to_pylist() == ["1", "2", "12345678901234567890"]
    assert cells.table.column("b").to_pylist() == [None, "x", None]
    assert cells.rows.to_pylist() == [1, 2, 4]


def test_numbers_that_are_none_and_texts_that_are_none() -> None:
    cells = read(b'[{"a": NaN, "b": "\\ud800x"}, {"a": 1, "b": ""}]')
    assert cells.table.to_pylist() == [{"a": None, "b": "?x"}, {"a": 1.0, "b": None}]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"orders": RECORDS, "refunds": RECORDS}, "not_a_table"),
        ({"1001": {"a": 1}, "1002": {"a": 2}}, "not_a_table"),
        (b"[]", "not_a_table"),
        (b'{"orders": []}', "empty_file"),
        (b"[" * 100_000, "not_a_table"),
        (b'{"a":' * 100_000, "not_a_table"),
        (json.dumps(RECORDS).encode()[:-9], "not_a_table"),
        (LINES + b'\n{"Date":', "not_a_table"),
        ([{f"field {n}": 1 for n in range(limits.COLUMNS + 1)}], "too_many_columns"),
    ],
)
def test_what_is_no_table_is_named(value: object, code: str) -> None:
    with pytest.raises(RetentionError, check=refusals.code(code)):
        read(value)


def test_records_that_would_need_more_cells_than_any_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TABLE_CELLS", 99)
    records: list[Mapping[str, int]] = [{str(n): n} for n in range(10)]
    with pytest.raises(RetentionError, check=refusals.code("table_too_large")):
        read(records)
