"""Rows that are payments of one order add up; orders' totals, copies and lines stay what they are."""

import random

import pytest

from retention.orders import Orders
from tests.files_of_rows import codes, orders_of, raw_table, sums, written

HEADERS = {
    "en": ("Order ID", "Date", "Customer", "Payment method", "Payment amount"),
    "ru": ("Номер заказа", "Дата", "Клиент", "Способ оплаты", "Сумма платежа"),
    "uk": ("Номер замовлення", "Дата", "Клієнт", "Спосіб оплати", "Сума платежу"),
    "ro": ("Număr comandă", "Data", "Client", "Metoda de plată", "Suma plății"),
}


def shop(seed: int, header: tuple[str, ...], parts: int, *, apart: bool, numbered: bool) -> Orders:
    """A random shop, every second order paid in so many equal parts, on one day or month by month."""
    chance = random.Random(seed)
    rows = []
    for number in range(24):
        name, day, cents = f"{chance.choice('abcdefgh')}@mail.test", chance.randint(1, 28), chance.randint(1, 999) * 60
        count = parts if number % 2 else 1
        for part in range(count):
            date = f"2025-{1 + number // 8 + (part if apart else 0):02d}-{day:02d}"
            row = [f"N-{number}", date, name, "Card", f"{cents / count / 100:.2f}"]
            rows.append(row + ([f"P-{len(rows)}"] if numbered else []))
    chance.shuffle(rows)
    return orders_of(raw_table([*header, *(["Payment ID"] if numbered else [])], rows))


@pytest.mark.parametrize(("seed", "language"), [*enumerate(HEADERS)])
def test_parts_of_a_payment_change_nothing(seed: int, language: str) -> None:
    whole = shop(seed, HEADERS[language], 1, apart=False, numbered=True)
    for parts in (2, 3):
        for apart in (False, True):
            found = shop(seed, HEADERS[language], parts, apart=apart, numbered=apart)
            assert sums(found) == sums(whole)
            assert found.frame["date"].tolist() == whole.frame["date"].tolist()
            assert codes(found)["payments"] == 12 * parts


def test_a_deposit_and_the_rest_are_one_order() -> None:
    orders = orders_of(
        written(
            """Order ID,Payment date,Customer,Instalment,Amount
            1,2025-01-03,ann,1,30.00
            1,2025-03-03,ann,2,70.00
            2,2025-01-04,bob,1,20.00
            2,2025-02-04,bob,2,20.00
            3,2025-01-04,cid,1,20.00"""
        )
    )
    assert sums(orders) == (3, 3, 160)


def test_a_card_and_cash_of_equal_money_are_two_payments() -> None:
    rows = "\n".join(f"{n},2025-01-0{n},c{n},{way},{n}0.00" for n in range(1, 8) for way in ("Card", "Cash"))
    orders = orders_of(written("Order ID,Date,Customer,Payment method,Amount\n" + rows))
    assert sums(orders) == (7, 7, 560)


@pytest.mark.parametrize(
    ("header", "ways"),
    [("Оплата", ("Карта", "Наличные")), ("Оплата", ("Картка", "Готівка")), ("Paid", ("Card", "Cash"))],
)
def test_ways_to_pay_are_known_by_their_cells(header: str, ways: tuple[str, str]) -> None:
    rows = [[f"{n}", f"2025-01-0{n}", f"c{n}", way, f"{n}0.00"] for n in range(1, 8) for way in ways]
    assert sums(orders_of(raw_table(["Order ID", "Date", "Customer", header, "Amount"], rows))) == (7, 7, 560)


def test_the_orders_total_beside_its_payments_counts_once() -> None:
    rows = "\n".join(f"{n},2025-01-0{n},c{n},{way},{n}0.00" for n in range(1, 8) for way in ("Card", "Cash"))
    orders = orders_of(written("Order ID,Date,Customer,Payment method,Order total\n" + rows))
    assert sums(orders) == (7, 7, 280)


def test_a_payment_told_twice_under_one_number_is_a_copy() -> None:
    orders = orders_of(
        written(
            """Order ID,Date,Customer,Payment ID,Payment amount
            1,2025-01-03,ann,P1,50.00
            1,2025-01-03,ann,P2,50.00
            1,2025-01-03,ann,P2,50.00
            2,2025-01-04,bob,P3,20.00"""
        )
    )
    assert sums(orders) == (2, 2, 120)
    assert codes(orders)["duplicate"] == 1


def test_copies_of_orders_are_copies_still() -> None:
    rows = "\n".join(f"{n},2025-01-0{n},c{n},Card,{n}0.00" for n in (1, 2, 2, 3, 3, 4, 5))
    orders = orders_of(written("Order ID,Date,Customer,Payment method,Total\n" + rows))
    assert sums(orders) == (5, 5, 150)
    assert codes(orders) == {"duplicate": 2}


def test_lines_of_an_order_are_no_payments() -> None:
    rows = "\n".join(f"{n},2025-01-0{n},c{n},{what},Card,{n}0.00" for n in range(1, 8) for what in ("Mug", "Cup"))
    orders = orders_of(written("Order ID,Date,Customer,Product,Payment method,Amount paid\n" + rows))
    assert "payments" not in codes(orders)


def test_the_number_of_a_transaction_is_no_order_number_beside_one() -> None:
    orders = orders_of(
        written(
            """Transaction ID,Order ID,Date,Customer,Amount
            T1,1,2025-01-03,ann,50.00
            T2,1,2025-01-03,ann,50.00
            T3,2,2025-01-04,bob,20.00
            T4,2,2025-02-20,bob,30.00"""
        )
    )
    assert sums(orders) == (2, 2, 150)


@pytest.mark.parametrize(
    ("header", "first", "rest"),
    [
        ("Type", "Deposit", "Balance"),
        ("Тип операции", "Аванс", "Доплата"),
        ("Tip operațiune", "Avans", "Rest de plată"),
    ],
)
def test_deposits_of_orders_are_sales(header: str, first: str, rest: str) -> None:
    lines = [
        f"{n},2025-0{month}-11,c{n},{word},{n}0.00" for n in range(1, 7) for month, word in ((1, first), (2, rest))
    ]
    orders = orders_of(written(f"Order ID,Date,Customer,{header},Amount\n" + "\n".join(lines)))
    assert sums(orders) == (6, 6, 420)


def instalments(date: str) -> str:
    """Eight orders, each in two equal parts below `Order total`; `date` says by number and part when each was paid."""
    rows = "\n".join(
        f"{n},{date.format(n=n, part=part)},c{n},{part} of 2,{n}0.00" for n in range(1, 9) for part in (1, 2)
    )
    return "Order ID,Date,Customer,Instalment,Order total\n" + rows


def test_counted_instalments_on_days_of_their_own_add_up_whatever_their_money_is_called() -> None:
    found = orders_of(written(instalments("2025-0{part}-0{n}")))
    assert sums(found) == (8, 8, 720)
    assert codes(found)["payments"] == 16


def test_a_deposit_and_the_balance_add_up_below_order_total() -> None:
    parts = (("Deposit", 1, 3), ("Balance", 2, 7))
    rows = "\n".join(
        f"{n},2025-0{month}-0{n},c{n},{part},{n * tens}.00" for n in range(1, 8) for part, month, tens in parts
    )
    found = orders_of(written("Order ID,Date,Customer,Payment type,Order total\n" + rows))
    assert sums(found) == (7, 7, 280)


def test_the_total_of_an_order_on_one_day_counts_once_beside_its_counted_parts() -> None:
    assert sums(orders_of(written(instalments("2025-01-0{n}")))) == (8, 8, 360)


@pytest.mark.parametrize("header", ["Document", "Документ"])
def test_kinds_of_documents_are_no_order_numbers(header: str) -> None:
    number = {"Document": "Document no.", "Документ": "Номер документа"}[header]
    rows = [[f"A-{n}", f"2025-01-{n:02d}", f"c{n % 4}", "10.00", "Invoice"] for n in range(1, 13)]
    assert sums(orders_of(raw_table([number, "Date", "Customer", "Amount", header], rows))) == (4, 12, 120)
