"""Totals among the orders are known by their words and sums, dated or not; orders never are."""

import random
from datetime import date, timedelta

import pytest

from tests.files_of_rows import codes, orders_of, raw_table, sums

HEADERS = {
    "en": ("Order ID", "Order Date", "Customer", "Amount"),
    "ru": ("Номер заказа", "Дата заказа", "Клиент", "Сумма"),
    "uk": ("Номер замовлення", "Дата замовлення", "Клієнт", "Сума"),
    "ro": ("Număr comandă", "Data comenzii", "Client", "Valoare"),
}
TOTAL = {"en": "Total", "ru": "Итого", "uk": "Разом", "ro": "Total"}
OF = {"en": "Total for {}", "ru": "Итого за {}", "uk": "Разом за {}", "ro": "Total {}"}
EVERYBODY = {"en": "All customers", "ru": "Все клиенты", "uk": "Усі клієнти", "ro": "Toți clienții"}
NAMES = ("Ann Lee", "Bob Roe", "Eve Poe", "Dan Fox")
Rows = list[tuple[str, str, str, str]]


def groups(rng: random.Random) -> list[list[tuple[str, date, str, int]]]:
    """Orders of a few months: number, day, customer, cents."""
    found = []
    number = 100
    for month in range(1, rng.randint(4, 7)):
        orders = []
        for _ in range(rng.randint(2, 6)):
            number += 1
            day = date(2024, month, rng.randint(1, 28))
            orders.append((f"O-{number}", day, rng.choice(NAMES), rng.randint(100, 90_000)))
        found.append(sorted(orders, key=lambda order: order[1]))
    return found


def money(cents: int) -> str:
    return f"{cents / 100:.2f}"


def with_totals(
    rng: random.Random, language: str, *, worded: bool, below_each: bool, at_end: bool
) -> tuple[Rows, Rows]:
    """The rows of a report, and those of them that are orders."""
    rows: Rows = []
    orders: Rows = []
    months = groups(rng)
    for month in months:
        own = [(number, day.isoformat(), customer, money(cents)) for number, day, customer, cents in month]
        rows += own
        orders += own
        if below_each:
            last = month[-1][1]
            words = (OF[language].format(last.month), "") if worded else ("", EVERYBODY[language])
            rows.append((words[0], (last + timedelta(days=1)).isoformat(), words[1], money(sum(o[3] for o in month))))
    if at_end:
        whole = money(sum(order[3] for month in months for order in month))
        words = (TOTAL[language], EVERYBODY[language]) if worded else ("", "")
        rows.append((words[0], months[-1][-1][1].isoformat(), words[1], whole))
    return rows, orders


@pytest.mark.few(6)
@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("worded", [True, False])
@pytest.mark.parametrize(("below_each", "at_end"), [(True, True), (True, False), (False, True)])
def test_dated_totals_are_no_orders(language: str, worded: bool, below_each: bool, at_end: bool) -> None:
    for seed in range(5):
        rng = random.Random(seed)
        rows, orders = with_totals(rng, language, worded=worded, below_each=below_each, at_end=at_end)
        found = orders_of(raw_table(HEADERS[language], rows))
        true = sum(round(float(row[3]) * 100) for row in orders) / 100
        assert sums(found) == (len({row[2] for row in orders}), len(orders), true)
        assert codes(found)["total_row"] == len(rows) - len(orders)


@pytest.mark.parametrize("language", HEADERS)
def test_orders_of_a_company_called_total_stay(language: str) -> None:
    rows = [(f"O-{place}", f"2024-01-{place + 1:02}", name, f"{10 + place}.50") for place, name in enumerate(NAMES * 2)]
    rows.insert(3, ("O-99", "2024-01-03", f"{TOTAL[language]} Energies", "77.00"))
    found = orders_of(raw_table(HEADERS[language], rows))
    assert sums(found)[:2] == (5, 9)
    assert "total_row" not in codes(found)


@pytest.mark.few(8)
@pytest.mark.parametrize("seed", range(20))
def test_orders_whose_amounts_happen_to_add_up_stay(seed: int) -> None:
    rng = random.Random(seed)
    amounts = [rng.choice((5, 10, 20, 30)) for _ in range(40)]
    rows = [
        (f"O-{n}", f"2024-{1 + n // 20:02}-{1 + n % 20:02}", rng.choice(NAMES), f"{a}.00")
        for n, a in enumerate(amounts)
    ]
    found = orders_of(raw_table(HEADERS["en"], rows))
    assert sums(found)[1:] == (40, sum(amounts))
