"""Currencies that only number formats name, hidden rows and columns: in every kind of workbook that tells them."""

import datetime as dt
import io
import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest

from retention.ingest.clean import clean
from retention.ingest.columns import map_columns
from retention.ingest.loading import load
from retention.ingest.read import formats, limits, workbook_marks
from retention.ingest.read import read as read_file
from retention.ingest.read.cells import Cells
from retention.ingest.read.formats import Request
from retention.ingest.rules import Rules
from tests.old_workbooks import Shown, xls, xlsb
from tests.open_documents import Hidden, Money, fods, ods

HEADER = ["Order ID", "Date", "E-mail", "Amount", "Tax"]
CODES = {
    "EUR": ("#,##0.00 [$€-407]", "[$€-1] 0.00", '0.00\\ "€"'),
    "USD": ("[$$-409]#,##0.00", '"$"#,##0', "$0.00"),
    "RON": ('#,##0.00 "lei"', "[$RON] 0.00"),
    "UAH": ("#,##0.00\\ [$грн.-422]",),
    None: ("General", "#,##0.00", '0 "шт."'),
}
FIRST, AMOUNT, TAX = 1, 3, 4  # row and columns from 0


@dataclass(frozen=True)
class Book:
    """A table with the currency of each amount (row by row), and what is hidden, all from 0."""

    currencies: tuple[str | None, ...]
    taxes: tuple[str | None, ...] = ()
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def rows(self) -> list[list[object]]:
        day = dt.datetime.fromisoformat("2025-01-01")
        count = range(len(self.currencies))
        rows = [[f"A-{n}", day + dt.timedelta(days=n), f"p{n % 3}@example.com", 10.5 + n, 1.25 + n] for n in count]
        return [HEADER, *rows]


def made(seed: int, *, codes: Collection[str | None]) -> Book:
    """A random table."""
    draw = random.Random(seed)
    size = draw.randint(6, 40)
    currencies = tuple(draw.choice(list(codes)) for _ in range(size))
    taxes = currencies if draw.random() < 0.5 else (None,) * size
    written = {
        (FIRST + n, column): draw.choice(CODES[code])
        for column, column_codes in ((AMOUNT, currencies), (TAX, taxes))
        for n, code in enumerate(column_codes)
    }
    hidden = [n for n in range(FIRST, size + FIRST) if draw.random() < 0.2]
    return Book(currencies, taxes, hidden, draw.choice([(), (2,), (1, 2)]), written)


def as_xlsx(book: Book, *, filtered: bool = False) -> bytes:
    target = openpyxl.Workbook()
    page = target.active
    for row in book.rows:
        page.append(row)
    for (row, column), code in book.formats.items():
        page.cell(row + 1, column + 1).number_format = code
    for row in book.hidden_rows:
        page.row_dimensions[row + 1].hidden = True
    for column in book.hidden_columns:
        page.column_dimensions["ABCDE"[column]].hidden = True
    if filtered:
        page.auto_filter.ref = page.dimensions
    buffer = io.BytesIO()
    target.save(buffer)
    return buffer.getvalue()


def as_xlsb(book: Book) -> bytes:
    return xlsb(book.rows, shown=Shown(book.formats, book.hidden_rows, book.hidden_columns))  # type: ignore[arg-type]


def as_xls(book: Book) -> bytes:
    shown = Shown(book.formats, book.hidden_rows, book.hidden_columns)
    return xls({"Orders": book.rows}, shown=shown)  # type: ignore[dict-item]


def as_open_document(book: Book, write: Callable[..., bytes] = ods) -> bytes:
    rows: list[object] = []
    for place, row in enumerate(book.rows):
        code = book.currencies[place - FIRST] if place else None
        cells = [*row[:AMOUNT], Money(row[AMOUNT], code) if code else row[AMOUNT], row[TAX]]
        rows.append(Hidden(cells) if place in book.hidden_rows else cells)
    return write({"Orders": rows})


def read(data: bytes) -> Cells:
    return formats.read(data, Request()).cells


def currencies(cells: Cells, column: str = "Amount (currency)") -> tuple[str | None, ...] | None:
    return tuple(cells.table.column(column).to_pylist()) if column in cells.table.column_names else None


def issue(cells: Cells, code: str) -> int:
    return next((issue.rows for issue in cells.issues if issue.code == code), 0)


KINDS: dict[str, Callable[[Book], bytes]] = {
    "xlsx": as_xlsx,
    "xlsb": as_xlsb,
    "xls": as_xls,
    "ods": as_open_document,
    "fods": lambda book: as_open_document(book, fods),
}


@pytest.mark.parametrize("kind", KINDS)
def test_several_currencies_and_hidden_rows(kind: str) -> None:
    for seed in range(15):
        book = made(seed, codes=("EUR", "USD", "RON", "UAH", None))
        cells = read(KINDS[kind](book))
        assert currencies(cells) == book.currencies, seed
        assert issue(cells, "hidden_rows") == len(book.hidden_rows)
        assert cells.table.num_rows == len(book.currencies)
        if kind in ("xlsx", "xlsb", "xls"):
            assert currencies(cells, "Tax (currency)") == (book.taxes if any(book.taxes) else None)
            told = next((each.details["columns"] for each in cells.issues if each.code == "hidden_columns"), [])
            assert told == [HEADER[column] for column in book.hidden_columns]
            assert issue(cells, "hidden_columns") == len(book.hidden_columns)


@pytest.mark.parametrize("kind", KINDS)
def test_hidden_rows_are_left_out_where_somebody_says_so(kind: str, tmp_path: Path) -> None:
    book = made(3, codes=("EUR",))
    path = tmp_path / f"book.{kind}"
    path.write_bytes(KINDS[kind](book))
    raw = read_file(path)
    mapping = map_columns(raw)
    assert len(clean([(raw, mapping)]).frame) == len(book.currencies)
    seen = clean([(raw, mapping)], rules=Rules(hidden=False))
    assert seen.set_aside["row"].tolist() == [row + 1 for row in book.hidden_rows] != []
    assert seen.rows_read == seen.rows_used + seen.rows_set_aside == len(book.currencies)


def test_hidden_rows_of_sheets_that_were_joined(tmp_path: Path) -> None:
    target = openpyxl.Workbook()
    for place, (name, hidden) in enumerate({"May": (3, 4), "June": (2,)}.items()):
        page = target.active if not place else target.create_sheet()
        page.title = name
        page.append(["Order", "Date", "Customer", "Amount"])
        for n in range(5):
            page.append([f"{name}{n}", f"2025-0{5 + place}-0{n + 1}", f"p{n}@example.com", 10])
        for row in hidden:
            page.row_dimensions[row].hidden = True
    target.save(tmp_path / "months.xlsx")
    orders = load(tmp_path / "months.xlsx", sheet="*", rules=Rules(hidden=False))
    assert sorted(orders.frame["order"]) == ["June1", "June2", "June3", "June4", "May0", "May3", "May4"]


@pytest.mark.parametrize("kind", KINDS)
def test_plain_workbooks_say_nothing(kind: str) -> None:
    cells = read(KINDS[kind](Book((None,) * 8)))
    assert (cells.table.column_names, cells.issues) == (HEADER, ())


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "xls"])
def test_one_cell_with_a_currency_says_nothing_of_the_others(kind: str) -> None:
    book = Book((None,) * 8, formats={(8, AMOUNT): '"$"0.00'})
    assert currencies(read(KINDS[kind](book))) is None


@pytest.mark.parametrize("indent", [(1, 0), (0, 2), (3, 1)])
def test_a_table_further_down_and_right(indent: tuple[int, int]) -> None:
    down, right = indent
    target = openpyxl.Workbook()
    for n, row in enumerate(Book(("EUR",) * 5).rows):
        for m, value in enumerate(row):
            cell = target.active.cell(n + 1 + down, m + 1 + right, value)
            if n and m == AMOUNT:
                cell.number_format = "0.00 [$€-1]" if n % 2 else "[$$-409]0.00"
    target.active.row_dimensions[3 + down].hidden = True
    buffer = io.BytesIO()
    target.save(buffer)
    cells = read(buffer.getvalue())
    assert currencies(cells) == ("EUR", "USD", "EUR", "USD", "EUR")
    assert [each.row for found in cells.issues for each in found.examples if found.code == "hidden_rows"] == [3 + down]


def test_a_table_further_down_and_right_in_a_workbook_of_excel_97() -> None:
    book = Book(("EUR",) * 5)
    rows = [[], *([None, None, *row] for row in book.rows)]
    shown = Shown({(row, AMOUNT + 2): "[$€-1] 0.00" if row % 2 else '"$"0' for row in range(2, 7)}, hidden_rows=[4])
    cells = read(xls({"Orders": rows}, shown=shown))  # type: ignore[dict-item]
    assert currencies(cells) == ("USD", "EUR", "USD", "EUR", "USD")
    assert [each.row for found in cells.issues for each in found.examples if found.code == "hidden_rows"] == [5]


@pytest.mark.parametrize("most", [1 << 20, 1000])
def test_an_xls_in_which_nobody_can_look_says_so(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Larger than is looked at twice, or with formats of cells cut short, which the parser does not mind."""
    book = made(3, codes=("EUR",))
    data = as_xls(book)
    monkeypatch.setattr(limits, "OLD_WORKBOOK_BYTES", most)
    cells = read(data if most < len(data) else data.replace(b"\xe0\x00\x14\x00", b"\xe0\x00\x04\x00", 1))
    assert issue(cells, "marks_unseen") == cells.table.num_rows == len(book.currencies)


def test_a_large_sheet_is_gone_through_only_where_it_may_tell_something(monkeypatch: pytest.MonkeyPatch) -> None:
    several = made(1, codes=("EUR", "USD"))
    one = Book(("RON",) * 60, formats={(n, AMOUNT): '0.00 "lei"' for n in range(1, 61)})
    monkeypatch.setattr(limits, "SHEET_XML_BYTES", 100)
    monkeypatch.setattr(workbook_marks, "PIECE_BYTES", 500)
    monkeypatch.setattr(workbook_marks, "LONGEST_TAG", 200)
    assert currencies(read(as_xlsx(several))) == several.currencies
    monkeypatch.setattr(workbook_marks, "PIECE_BYTES", 2000)
    assert currencies(read(as_xlsx(one))) == one.currencies
    hidden = Book((None,) * 60, hidden_rows=[50, 55])
    assert issue(read(as_xlsx(hidden)), "hidden_rows") == 0
    assert issue(read(as_xlsx(hidden, filtered=True)), "hidden_rows") == 2


def test_an_open_document_that_claims_more_cells_than_any_table_has() -> None:
    data = fods({"Orders": [HEADER, ["A-1", dt.datetime.fromisoformat("2025-01-01"), "a@b.c", Money(5.0, "EUR"), 1.0]]})
    far = b'<table:table-cell office:currency="EUR" table:number-columns-repeated="16000"/>'
    row = b'<table:table-row table:number-rows-repeated="1000000">' + far + b"</table:table-row>"
    cells = read(data.replace(b"</table:table>", row + b"</table:table>"))
    assert (currencies(cells), cells.table.num_rows) == (None, 1)
