"""An order told several times counts once, in its last state or version, whatever the order of rows and files."""

import random

import pytest

from retention.ingest.rules import Rules
from tests.files_of_rows import codes, orders_of, raw_table, sums, written

HEADERS = {
    "en": ("Order ID", "Date", "Customer", "Total", "Status", "Updated at"),
    "ru": ("Номер заказа", "Дата", "Клиент", "Сумма", "Статус", "Дата изменения"),
    "uk": ("Номер замовлення", "Дата", "Клієнт", "Сума", "Статус", "Дата зміни"),
    "ro": ("Număr comandă", "Data", "Client", "Valoare", "Stare", "Data modificării"),
}
COURSES = {
    "en": (("Created", "Paid", "Delivered"), ("Created", "Cancelled"), ("Created", "Paid", "Refunded")),
    "ru": (("Новый", "Оплачен", "Доставлен"), ("Новый", "Отменён"), ("Новый", "Оплачен", "Возврат")),
    "uk": (("Новий", "Оплачено", "Доставлено"), ("Новий", "Скасовано"), ("Новий", "Оплачено", "Повернення")),
    "ro": (("Nouă", "Achitată", "Livrată"), ("Nouă", "Anulată"), ("Nouă", "Achitată", "Rambursată")),
}
LAYOUTS = ("alone", "dated", "changed", "lines")


def history(seed: int, language: str, layout: str) -> tuple[list[str], list[list[str]], tuple[int, int, float]]:
    """Rows of a random shop, one for each state of an order, shuffled; and what is right about it.

    `dated`: the date is that of the state; `changed`: another column is; `lines`: each state is told of each line.
    """
    chance = random.Random(seed)
    rows, customers, count, money = [], set(), 0, 0
    for number in range(40):
        name, ending = f"{chance.choice('abcdefghij')}@mail.test", chance.choice((0, 0, 0, 1, 2))
        day, month, cents = chance.randint(1, 9), 1 + number // 10, chance.randint(100, 99999)
        products = ("Mug", "Cup") if layout == "lines" and number % 3 == 0 else ("Mug",)
        for step, state in enumerate(COURSES[language][ending]):
            date = f"2025-{month:02d}-{day + (step * 9 if layout == 'dated' else 0):02d}"
            for place, product in enumerate(products):
                row = [f"N-{number}", date, name, f"{cents / 100 + place:.2f}", state]
                rows.append(row + [f"{date} 1{step}:00"] * (layout == "changed") + [product] * (layout == "lines"))
        if ending != 1:
            customers.add(name)
            count, money = count + 1, money + (cents * len(products) + 100 * (len(products) - 1)) * (ending == 0)
    header = [*HEADERS[language][: 6 if layout == "changed" else 5], *(["Product"] if layout == "lines" else [])]
    chance.shuffle(rows)
    return header, rows, (len(customers), count, money / 100)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("seed", "language"), [*enumerate(HEADERS)])
def test_an_order_counts_in_its_last_state(seed: int, language: str, layout: str) -> None:
    header, rows, right = history(seed, language, layout)
    assert sums(orders_of(raw_table(header, rows))) == right


def test_an_order_is_dated_when_it_was_first_told_of() -> None:
    header, rows, _ = history(5, "en", "dated")
    orders = orders_of(raw_table(header, rows))
    first = {row[0]: min(other[1] for other in rows if other[0] == row[0]) for row in rows}
    assert all(
        f"{day:%Y-%m-%d}" == first[order]
        for order, day in zip(orders.frame["order"], orders.frame["date"], strict=True)
    )


def test_every_state_may_count() -> None:
    header, rows, _ = history(5, "en", "alone")
    found = orders_of(raw_table(header, rows), rules=Rules(versions=True))
    assert "earlier_state" not in codes(found)


EDITS = """Order ID,Created at,Updated at,Email,Total,Items
    1,2024-01-05,2024-01-28 09:00,nora@mail.test,120.00,Mug
    2,2024-01-09,2024-01-30 12:00,omar@mail.test,55.50,Mug
    2,2024-01-09,2024-01-28 09:00,omar@mail.test,45.50,Mug
    3,2024-01-22,2024-01-28 09:00,pia@mail.test,1250.00,Mug"""


@pytest.mark.parametrize(
    ("header", "old", "new"), [("Updated at", "", ""), ("Revision", "1", "2"), ("Версия", "v9", "v10")]
)
def test_the_last_version_of_an_edited_order_counts(header: str, old: str, new: str) -> None:
    text = EDITS.replace("Updated at", header)
    if new:
        text = text.replace("2024-01-30 12:00", new).replace("2024-01-28 09:00", old)
    orders = orders_of(written(text))
    assert sums(orders) == (3, 3, 1425.5)
    assert codes(orders)["earlier_version"] == 1


def test_lines_that_were_changed_at_different_times_are_all_lines() -> None:
    orders = orders_of(
        written(
            """Order ID,Date,Customer,Product,Amount,Updated at
            1,2024-01-05,ann,Mug,10.00,2024-01-28 09:00
            1,2024-01-05,ann,Cup,20.00,2024-01-29 09:00
            2,2024-01-06,bob,Mug,10.00,2024-01-28 09:00
            2,2024-01-06,bob,Pot,30.00,2024-01-27 09:00
            3,2024-01-07,bob,Pot,30.00,2024-01-27 09:00"""
        )
    )
    assert sums(orders) == (2, 3, 100)


def test_a_cancelled_line_leaves_the_others() -> None:
    orders = orders_of(
        written(
            """Order ID,Date,Customer,Product,Amount,Status
            1,2024-01-05,ann,Mug,10.00,Delivered
            1,2024-01-05,ann,Cup,20.00,Cancelled
            2,2024-01-06,bob,Mug,10.00,Delivered
            2,2024-01-06,bob,Pot,30.00,Delivered
            3,2024-01-07,bob,Pot,30.00,Delivered"""
        )
    )
    assert sums(orders) == (2, 3, 80)
    assert codes(orders) == {"cancelled": 1}


ONE = """order,date,customer,status,total,refunded
    101,2025-01-03,7001,paid,10,0
    102,2025-01-31,7002,{before},20,0"""
OTHER = """order,date,customer,status,total,refunded
    102,2025-01-31,7002,{after},{total},{refunded}
    103,2025-02-28,7001,paid,30,0"""


@pytest.mark.parametrize(
    ("before", "after", "total", "refunded", "right"),
    [
        ("paid", "refunded", 20, 20, (2, 3, 40)),
        ("paid", "cancelled", 20, 0, (1, 2, 40)),
        ("unpaid", "paid", 20, 0, (2, 3, 60)),
        ("paid", "delivered", 25, 0, (2, 3, 65)),
        ("paid", "paid", 20, 5, (2, 3, 55)),
        ("paid", "paid", 20, 0, (2, 3, 60)),
    ],
)
def test_the_later_state_counts_whichever_file_comes_first(
    before: str, after: str, total: int, refunded: int, right: tuple[int, int, float]
) -> None:
    one = written(ONE.format(before=before), "one.csv")
    other = written(OTHER.format(after=after, total=total, refunded=refunded), "other.csv")
    assert sums(orders_of(one, other)) == sums(orders_of(other, one)) == right
