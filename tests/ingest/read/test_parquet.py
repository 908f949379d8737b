"""Parquet: its types become those of a raw table."""

import datetime as dt
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from retention.errors import RetentionError
from retention.ingest.read import formats, limits, read
from retention.ingest.read.formats import Found, Request
from tests import refusals

DAY = dt.datetime.fromisoformat("2025-03-01")


def written(**columns: pa.Array) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def found(data: bytes) -> Found:
    return formats.read(data, Request())


def values(array: pa.Array) -> list[object]:
    """One column as it is read back, beside another one that is always filled."""
    return found(written(x=array, y=pa.array(["."] * len(array)))).cells.table.column("x").to_pylist()


@pytest.mark.parametrize(
    ("array", "read_as"),
    [
        (pa.array([1, None], pa.int32()), [1.0, None]),
        (pa.array([2**60, 2**60 + 1]), [str(2**60), str(2**60 + 1)]),
        (pa.array([1, 2]).cast(pa.decimal128(21, 2)), [1.0, 2.0]),
        (pa.array(["a", "b"]).dictionary_encode(), ["a", "b"]),
        (pa.array([b"a", None], pa.binary()), ["a", None]),
        (pa.array([DAY.date(), None]), [DAY, None]),
        (pa.array([DAY], pa.timestamp("ns")), [DAY]),
        (pa.array([DAY], pa.timestamp("us", "Europe/Chisinau")), ["2025-03-01T00:00:00Z"]),
        (pa.array([True, False]), [True, False]),
        (pa.array([[1, 2], None]), ["[1, 2]", None]),
        (pa.array([dt.time(10, 30)]), ["10:30:00.000000"]),
    ],
)
def test_types(array: pa.Array, read_as: list[object]) -> None:
    assert values(array) == read_as


def test_fields_inside_become_columns_and_row_numbers_of_pandas_none() -> None:
    data = written(order=pa.array(["A"]), customer=pa.array([{"email": "a@b.c"}]), __index_level_0__=pa.array([7]))
    table = found(data).cells.table
    assert table.to_pylist() == [{"order": "A", "customer.email": "a@b.c"}]


def test_the_whole_way_in_a_process_of_its_own() -> None:
    data = written(order=pa.array(["A", "B"]), day=pa.array([DAY, DAY]))
    raw = read(data, name="orders.parquet")
    assert (raw.layout.format, raw.rows.tolist(), list(raw.frame)) == ("parquet", [1, 2], ["order", "day"])


def test_damaged_empty_and_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    data = written(order=pa.array(["A", "B"]))
    with pytest.raises(RetentionError, check=refusals.code("damaged")):
        found(data[:-30] + b"PAR1")
    with pytest.raises(RetentionError, check=refusals.code("header_only")):
        found(written(order=pa.array([], pa.string())))
    monkeypatch.setattr(limits, "TABLE_CELLS", 1)
    with pytest.raises(RetentionError, check=refusals.code("table_too_large")):
        found(data)
