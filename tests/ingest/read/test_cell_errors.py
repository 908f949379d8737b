"""One error in a cell, of any name, in any column, in any kind of workbook: that cell is missing, all others read."""

import datetime as dt
import io
import random

import openpyxl
import pytest

from retention.ingest.read import formats
from retention.ingest.read.formats import Request
from tests import open_documents
from tests.old_workbooks import BinaryFault, xls, xlsb
from tests.open_documents import Fault

NAMES = (
    *("#NAME?", "#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NUM!", "#NULL!"),
    *("#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!"),
)
CODES = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
HEADER = ["Order ID", "Date", "E-mail", "Amount", "Note"]
ROWS = [
    [f"A-{n}", dt.datetime(2025, 1, 1) + dt.timedelta(days=n), f"p{n % 3}@example.com", 10.5 + n, "ok"]  # noqa: DTZ001
    for n in range(12)
]


def with_faults(faults: dict[tuple[int, int], object]) -> list[list[object]]:
    """The table with errors at some places, its header first."""
    return [HEADER, *([faults.get((i, j), cell) for j, cell in enumerate(row)] for i, row in enumerate(ROWS))]


def xlsx(faults: dict[tuple[int, int], object], *, titles: int = 0) -> bytes:
    book = openpyxl.Workbook()
    for _ in range(titles):
        book.active.append(["Report"])
    for row in with_faults({}):
        book.active.append(row)
    for (i, j), name in faults.items():
        cell = book.active.cell(i + 2 + titles, j + 1, "=FOO()")
        cell.value, cell.data_type = name, "e"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def assert_only_those_missing(
    data: bytes, places: set[tuple[int, int]], *, as_text: frozenset[int] = frozenset()
) -> None:
    """Every cell is what it was, those at the places are missing; some columns may have become texts."""
    found = [list(row.values()) for row in formats.read(data, Request()).cells.table.to_pylist()]
    for i, row in enumerate(ROWS):
        for j, cell in enumerate(row):
            wanted = None if (i, j) in places else cell
            shown = f"{wanted:.15g}" if isinstance(wanted, float) else str(wanted)
            assert found[i][j] == wanted or (j in as_text and found[i][j] == shown), (i, j)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("column", range(len(HEADER)))
def test_an_error_in_any_column(name: str, column: int) -> None:
    assert_only_those_missing(xlsx({(4, column): name}), {(4, column)})


def test_errors_here_and_there_below_titles() -> None:
    for seed in range(20):
        draw = random.Random(seed)
        faults = {(draw.randrange(12), draw.randrange(5)): draw.choice(NAMES) for _ in range(draw.randint(1, 6))}
        assert_only_those_missing(xlsx(faults, titles=draw.randrange(3)), set(faults))


@pytest.mark.parametrize("name", [*NAMES[:7], "Err:508"])
@pytest.mark.parametrize("as_number", [False, True])
def test_an_error_in_an_open_document(name: str, as_number: bool) -> None:
    for column in range(len(HEADER)):
        sheets = {"Orders": with_faults({(4, column): Fault(name, as_number=as_number)})}
        assert_only_those_missing(open_documents.ods(sheets), {(4, column)})
        assert_only_those_missing(open_documents.fods(sheets), {(4, column)})


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("column", range(len(HEADER)))
def test_an_error_in_a_binary_workbook(code: int, column: int) -> None:
    rows = with_faults({(4, column): BinaryFault(code)})
    for data in (xls({"Orders": rows}), xlsb(rows)):
        assert_only_those_missing(data, {(4, column)}, as_text=frozenset({column}))


def test_a_workbook_full_of_unknown_errors_is_read_as_text() -> None:
    faults = {(j, j): BinaryFault(0x1D) for j in range(len(HEADER))}
    rows = with_faults(faults)
    assert_only_those_missing(xls({"Orders": rows}), set(faults), as_text=frozenset(range(len(HEADER))))
