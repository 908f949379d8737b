"""Columns told apart by blanks: as statistics programs write them, with and without a header; names stay whole."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import retention as rt
from retention.ingest.read.blanks import BLANK, cells, find
from retention.ingest.read.records import SPACES, detect, records
from retention.ingest.read.text import read


def visits(seed: int, rows: int = 60) -> list[tuple[str, str, int, float]]:
    """Made-up customers of 2024, each on some days, with discs and dollars."""
    rng = np.random.default_rng(seed)
    who = np.sort(rng.integers(1, 20, rows))
    days = np.datetime64("2024-01-01") + rng.integers(0, 366, rows)
    paid = rng.integers(500, 13_000, rows) / 100
    found = zip(who, days, rng.integers(1, 13, rows), paid, strict=True)
    return [(f"{n:05d}", str(day).replace("-", ""), int(discs), float(sum_)) for n, day, discs, sum_ in found]


def master(rows: list[tuple[str, str, int, float]], header: str = "") -> bytes:
    """Customer, day, discs, dollars, filled up with blanks; one or two between columns."""
    lines = [f" {who} {day} {discs:2d} {paid:7.2f}" for who, day, discs, paid in rows]
    return "\r\n".join([*([header] if header else []), *lines, ""]).encode()


def sample(rows: list[tuple[str, str, int, float]]) -> bytes:
    """The same with a second number of each customer, and no header."""
    return "\r\n".join(f" {who} {who[1:]} {day} {discs:2d} {paid:7.2f}" for who, day, discs, paid in rows).encode()


@pytest.mark.parametrize("form", ["header", "no header", "two numbers"])
def test_the_orders_of_a_text_of_blanks_are_read_without_a_question(form: str, tmp_path: Path) -> None:
    rows = visits(len(form))
    data = {
        "header": lambda: master(rows, " customer_id  date number_of_cds  dollar_value"),
        "no header": lambda: master(rows),
        "two numbers": lambda: sample(rows),
    }[form]()
    path = tmp_path / "visits.txt"
    path.write_bytes(data)
    orders = rt.load(path)
    assert orders.rows_read == orders.rows_used == len(rows)
    assert orders.customers == len({who for who, *_ in rows})
    assert len(orders.purchases) == len({(who, day) for who, day, *_ in rows})
    assert orders.revenue == pytest.approx(sum(paid for *_, paid in rows))


@pytest.mark.parametrize(("name", "customers", "lines"), [("master", 23_570, 69_659), ("sample", 2_357, 6_919)])
def test_the_published_data_open_as_they_come(
    name: str, customers: int, lines: int, lifetimes_data: Callable[[str], Path]
) -> None:
    """CDNOW: 23,570 customers and 2,500,315.63 dollars, and the tenth of them that most papers use."""
    orders = rt.load(lifetimes_data(f"CDNOW_{name}.txt"))
    assert (orders.customers, orders.rows_read, orders.rows_used) == (customers, lines, lines)
    if name == "master":
        assert orders.revenue == pytest.approx(2_500_315.63, abs=0.005)


LEDGER = """\
Customer          Day        Item          Sum
Ann Smith         2024-01-05 Green tea   12.00
Bo                2024-01-06             14.50
Christopher Marks 2024-02-07 Mug 300 ml  20.00
Ann Smith         2024-03-01 Tea          8.00
Eve Of The Hill   2024-03-09 Green tea   12.00
"""


def test_columns_of_fixed_width_keep_names_whole_and_cells_blank() -> None:
    table = read(LEDGER.encode())
    assert table.table.column_names[:4] == ["Customer", "Day", "Item", "Sum"]
    columns = table.table.to_pydict()
    assert columns["Customer"] == ["Ann Smith", "Bo", "Christopher Marks", "Ann Smith", "Eve Of The Hill"]
    assert columns["Item"] == ["Green tea", None, "Mug 300 ml", "Tea", "Green tea"]
    assert columns["Sum"][2] == "20.00"


def test_two_words_in_every_line_are_one_name() -> None:
    """Ann and Bob have three letters: the same place is blank in every line, and the name is one cell all the same."""
    text = "\n".join(
        f"{who} Smith 2024-0{n}-05 1{n}.00" for n, who in enumerate(["Ann", "Bob", "Eve", "Kim", "Tom"], 1)
    )
    dialect = detect(text)
    assert dialect.separator == BLANK
    assert next(records(text, dialect)) == ["Ann Smith", "2024-01-05", "11.00"]


def test_lines_that_are_not_aligned_are_cut_at_their_blanks() -> None:
    text = "who when sum\nann 2024-01-05 3\nbartholomew 2024-01-06 14\nann 2024-02-01 7 8"
    assert find(text) is None  # the last line has a cell more
    even = text.removesuffix(" 8")
    assert find(even) == ()
    assert list(records(even, detect(even)))[2] == ["bartholomew", "2024-01-06", "14"]
    timed = "\n".join(f"c{n} 2024-01-0{n} 10:3{n} {n}.50" for n in range(1, 8))
    assert cells(timed.splitlines()[0], find(timed) or ())[-1] == "1.50"


def test_numbers_of_different_widths_with_one_blank_between_are_two_cells() -> None:
    lines = [
        f"00{n} 2024010{n} {count} {paid}" for n, count, paid in [(1, 5, "12.34"), (2, 12, "7.50"), (3, 1, "8.00")]
    ]
    text = "\n".join([*lines, "004 20240104 112 7.50", "005 20240105 2 19.99", "006 20240106 3 1.00"])
    found = list(records(text, detect(text)))
    assert found[1] == ["002", "20240102", "12", "7.50"]
    assert {len(record) for record in found} == {4}


@pytest.mark.parametrize(
    "text",
    [
        "id,day,sum\n1,2024-01-05,3\n2,2024-01-06,4\n3,2024-01-07,5\n",
        "day        who          sum\n2024-01-05  Ann Abbott  3\n2024-01-06  Bo Cox      4\n",
        "Thank you for your order of 2024-01-05 over 30 pounds.\nIt will be sent on 2024-01-07.\nYours, the shop\n",
        "1 2 3\n4 5 6\n7 8 9\n1 2 3\n4 5 6\n",
        "id;note\n1;paid 2024-01-05 12\n2;paid 2024-01-06 13\n3;paid 2024-01-07 14\n",
    ],
)
def test_what_is_told_apart_otherwise_or_is_no_table_is_not_cut_at_blanks(text: str) -> None:
    assert detect(text).separator != BLANK or find(text) is not None
    assert detect(text).separator in (",", ";", SPACES, "\t", "|")


def test_a_person_may_choose_blanks() -> None:
    table = read(b"ann 2024-01-05 3\nbo 2024-01-06 4\n", separator=" ")
    assert table.table.num_columns == 3
    assert table.separator == BLANK
