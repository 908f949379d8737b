"""Payments of invoices and uses of gift cards are no refunds; what says that it is one stays one."""

import random

import pytest

from tests.files_of_rows import codes, orders_of, raw_table, sums

HEADERS = {
    "en": ("Document no.", "Date", "Customer", "Amount", "Document"),
    "ru": ("Номер документа", "Дата", "Клиент", "Сумма", "Документ"),
    "uk": ("Номер документа", "Дата", "Клієнт", "Сума", "Документ"),
    "ro": ("Nr. document", "Data", "Client", "Sumă", "Document"),
}
WORDS = {
    "en": ("Invoice", "Payment", "Redemption", "Payment refund"),
    "ru": ("Реализация", "Оплата", "Погашение", "Возврат оплаты"),
    "uk": ("Реалізація", "Оплата", "Погашення", "Повернення оплати"),
    "ro": ("Factură", "Plată", "Utilizare", "Rambursare plată"),
}
Rows = list[list[str]]


def account(seed: int, sold: str, settled: str, *, number: str) -> tuple[Rows, float]:
    """Sales of a random shop, most of them settled on a later day in full or in part; and what was sold for."""
    chance = random.Random(seed)
    rows, revenue = [], 0.0
    for place in range(30):
        money, person, day = chance.randint(100, 90_000) / 100, f"c{chance.randint(1, 9)}", chance.randint(1, 20)
        rows.append([f"{place}", f"2025-0{1 + place // 10}-{day:02d}", person, f"{money:.2f}", sold])
        revenue += money
        if chance.random() < 0.8:
            part = money / chance.choice((1, 2))
            later = f"2025-0{1 + place // 10}-{day + 5:02d}"
            rows.append([number.format(place), later, person, f"-{part:.2f}", settled])
    return rows, round(revenue, 2)


@pytest.mark.few(8)
@pytest.mark.parametrize("number", ["P-{}", "{}"])
@pytest.mark.parametrize("word", [1, 2])
@pytest.mark.parametrize(("seed", "language"), [*enumerate(HEADERS)])
def test_what_settles_a_sale_is_no_refund(seed: int, language: str, word: int, number: str) -> None:
    rows, revenue = account(seed, WORDS[language][0], WORDS[language][word], number=number)
    found = orders_of(raw_table(HEADERS[language], rows))
    assert sums(found)[1:] == (30, revenue)
    assert codes(found) == {"not_a_sale": len(rows) - 30}


@pytest.mark.parametrize(("seed", "language"), [*enumerate(HEADERS)])
def test_what_says_that_it_is_a_refund_is_taken_off(seed: int, language: str) -> None:
    rows, _ = account(seed, WORDS[language][0], WORDS[language][3], number="R-{}")
    found = orders_of(raw_table(HEADERS[language], rows))
    assert found.revenue == pytest.approx(sum(float(row[3]) for row in rows))


def test_negative_payments_in_a_list_of_payments_are_money_given_back() -> None:
    rows = [[f"{n}", f"2025-01-{n:02d}", f"c{n % 4}", "10.00", "Card"] for n in range(1, 11)]
    rows += [[f"R{n}", f"2025-02-{n:02d}", f"c{n % 4}", "-10.00", "Payment"] for n in range(1, 4)]
    found = orders_of(raw_table(("Number", "Date", "Customer", "Amount", "Type"), rows))
    assert round(found.revenue, 2) == 70


def test_payments_with_money_of_both_signs_stay_what_they_were() -> None:
    rows = [[f"{n}", f"2025-01-{n:02d}", f"c{n % 4}", "10.00", "Sale" if n % 2 else "Payment"] for n in range(1, 11)]
    rows.append(["R1", "2025-02-01", "c1", "-10.00", "Payment"])
    found = orders_of(raw_table(("Number", "Date", "Customer", "Amount", "Type"), rows))
    assert sums(found)[1:] == (10, 90)
