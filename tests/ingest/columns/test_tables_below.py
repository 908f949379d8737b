"""Tables below one another: each is read by its own column names, whatever their order and language."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from retention.ingest.columns import as_one_table
from retention.ingest.read.raw import RawTable
from tests.files_of_rows import codes, orders_of, raw_table, sums

HEADERS = {
    "en": ("Order ID", "Order Date", "Customer", "Amount", "Country"),
    "ru": ("Номер заказа", "Дата заказа", "Клиент", "Сумма", "Страна"),
    "uk": ("Номер замовлення", "Дата замовлення", "Клієнт", "Сума", "Країна"),
    "ro": ("Număr comandă", "Data comenzii", "Client", "Valoare", "Țara"),
}
OTHERS = {
    "en": ("Invoice no", "Date", "Buyer", "Total paid", "Country"),
    "ru": ("Номер чека", "Дата", "Покупатель", "Сумма чека", "Страна"),
    "uk": ("Номер чека", "Дата", "Покупець", "Сума чека", "Країна"),
    "ro": ("Nr. bon", "Data", "Cumpărător", "Total bon", "Țara"),
}
REFUNDS = {
    "en": ("REFUNDS", ("Refund ID", "Refund Date", "Customer", "Refund Amount")),
    "ru": ("ВОЗВРАТЫ", ("Номер возврата", "Дата возврата", "Клиент", "Сумма возврата")),
    "uk": ("Повернення", ("Номер повернення", "Дата повернення", "Клієнт", "Сума повернення")),
    "ro": ("Retururi", ("Nr. retur", "Data returului", "Client", "Suma rambursată")),
}
NAMES = ("Ann Lee", "Bob Roe", "Eve Poe")
Rows = list[list[str]]


def orders(rng: random.Random, size: int, *, first: int = 100) -> Rows:
    return [
        [
            f"O-{first + n}",
            f"2024-{rng.randint(1, 9):02}-{rng.randint(1, 28):02}",
            rng.choice(NAMES),
            f"{rng.randint(5, 90)}.50",
            "MD",
        ]
        for n in range(size)
    ]


def stacked(header: Sequence[str], *tables: Rows) -> RawTable:
    """A file of rows below a header, each padded to its width."""
    rows = [[*row, *[""] * (len(header) - len(row))] for table in tables for row in table]
    return as_one_table(raw_table(header, rows))


def revenue(*tables: Rows) -> float:
    return round(sum(float(row[3]) for table in tables for row in table), 2)


@pytest.mark.few(6)
@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("named", [HEADERS, OTHERS])
def test_the_same_columns_in_another_order(named: dict[str, tuple[str, ...]], language: str) -> None:
    for seed in range(6):
        rng = random.Random(seed)
        above, below = orders(rng, rng.randint(2, 9)), orders(rng, rng.randint(1, 9), first=500)
        places = rng.sample(range(5), 5)
        moved = [[row[place] for place in places] for row in ([*named[language]], *below)]
        found = orders_of(stacked(HEADERS[language], above, moved))
        people = len({row[2] for row in (*above, *below)})
        assert sums(found) == (people, len(above) + len(below), revenue(above, below))
        assert codes(found)["table_below"] == len(below)


@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("titled", [True, False])
def test_refunds_below_orders_are_money_given_back(language: str, titled: bool) -> None:
    title, header = REFUNDS[language]
    rng = random.Random(1)
    above = orders(rng, 9)
    back = [["R-1", "2024-10-01", above[0][2], above[0][3]], ["R-2", "2024-10-02", above[3][2], above[3][3]]]
    table = stacked(HEADERS[language], above, [[title]] if titled else [], [[*header]], back)
    found = orders_of(table)
    assert sums(found) == (len({row[2] for row in above}), 9, round(revenue(above) - revenue(back), 2))
    assert codes(found)["table_below"] == 2


@pytest.mark.parametrize(
    ("language", "money", "day"),
    [
        ("en", "Refunded", "Refund date"),
        ("ru", "Возврат", "Дата возврата"),
        ("uk", "Повернення", "Дата повернення"),
        ("ro", "Rambursat", "Data rambursării"),
    ],
)
def test_money_named_by_nothing_but_the_word_for_a_refund_is_given_back(language: str, money: str, day: str) -> None:
    above = orders(random.Random(2), 9)
    title, number, person = REFUNDS[language][0], HEADERS[language][0], HEADERS[language][2]
    back = [[row[0], "2024-10-01", row[2], row[3]] for row in above[2:5]]
    found = orders_of(stacked(HEADERS[language], above, [[title]], [[number, day, person, money]], back))
    assert sums(found)[1:] == (9, round(revenue(above) - revenue(back), 2))


def test_a_mark_for_given_back_is_no_money() -> None:
    above = orders(random.Random(3), 6)
    second = [["Order ID", "Refund Date", "Customer", "Amount", "Refunded"]]
    back = [[above[1][0], "2024-10-01", above[1][2], above[1][3], "yes"]]
    found = orders_of(stacked(HEADERS["en"], above, second, back))
    assert sums(found)[1:] == (6, round(revenue(above) - revenue(back), 2))


def test_a_table_without_days_stays_apart() -> None:
    above = orders(random.Random(1), 9)
    found = orders_of(
        stacked(HEADERS["en"], above, [["Payment method", "Amount"], ["Cash", "100.00"], ["Card", "300.00"]])
    )
    assert sums(found)[1:] == (9, revenue(above))


def test_a_refund_column_in_a_second_table_of_orders_makes_no_refunds() -> None:
    header = ("Order ID", "Order Date", "Customer", "Amount", "Refunded Amount")
    above, below = (
        [["1", "2024-01-05", "Ann", "10.00", ""], ["2", "2024-01-06", "Bob", "20.00", ""]],
        [["2024-02-05", "3", "Ann", "", "30.00"], ["2024-02-06", "4", "Bob", "", "40.00"]],
    )
    second = [["Order Date", "Order ID", "Customer", "Refunded Amount", "Amount"]]
    assert sums(orders_of(stacked(header, above, second, below))) == (2, 4, 100.0)


@pytest.mark.parametrize("seed", range(5))
def test_words_among_values_are_no_header(seed: int) -> None:
    rng = random.Random(seed)
    rows = orders(rng, 20)
    for row in rng.sample(rows, 5):
        row[3] = rng.choice(("Free", "paid", "Total", "Date"))
    table = stacked(HEADERS["en"], rows)
    assert len(table.frame) == 20
    assert [issue.code for issue in table.issues] == []


def test_no_row_is_lost_among_very_many_tables() -> None:
    table = [["Date", "Order", "Customer", "Total"], ["2024-02-05", "2", "Bob", "20.00"]]
    found = stacked(("Order", "Date", "Customer", "Total"), [["1", "2024-01-05", "Ann", "10.00"]], *[table] * 60)
    assert len(found.frame) == 1 + 50 + 2 * 10


def test_row_numbers_stay_those_of_the_file() -> None:
    rows = [
        ["1", "2024-01-05", "Ann", "10.00"],
        ["Date", "Order", "Customer", "Total"],
        ["2024-02-05", "2", "Bob", "20.00"],
    ]
    table = stacked(("Order", "Date", "Customer", "Total"), rows)
    assert table.rows.tolist() == [2, 4]
    assert as_one_table(table) is table
    assert (table.issues[0].rows, table.issues[0].examples[0].row) == (1, 3)


def test_numbers_in_a_workbook_tell_rows_that_are_no_header() -> None:
    above = [["1" if n == 0 else f"C{n}", "2024-01-05", "Ann", "1.00", "2.00"] for n in range(1200)]
    below = [["Order", "Date", "Customer", "", "Total"], ["9", "2024-02-05", "Bob", "", "20.00"]]
    raw = raw_table(("Order", "Date", "Customer", "Quantity", "Total"), [*above, *below])
    table = as_one_table(replace(raw, frame=raw.frame.astype({"Quantity": "float64"})))
    assert [(issue.code, issue.rows) for issue in table.issues] == [("table_below", 1)]
    assert len(table.frame) == 1201
