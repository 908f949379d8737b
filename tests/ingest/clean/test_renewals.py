"""Payments at equal steps for the same money are told apart from orders that somebody chose each time."""

import random
from datetime import date, timedelta

import pytest

from tests.files_of_rows import codes, orders_of, raw_table

PEOPLE = [f"user{n}@mail.test" for n in range(8)]
HEADERS = {
    "en": ("Created", "Email", "Amount", "Plan"),
    "ru": ("Дата", "Email", "Сумма", "Тариф"),
    "uk": ("Дата", "Email", "Сума", "Підписка"),
    "ro": ("Data", "Email", "Suma", "Abonament"),
}


def payments(rng: random.Random, *, step: int, slips: float) -> list[list[str]]:
    rows = []
    for person in PEOPLE:
        day, price = date(2023, 1, 1) + timedelta(days=rng.randrange(28)), rng.choice(("9.00", "19.00"))
        for _ in range(6):
            rows.append([day.isoformat(), person, price, "Gold"])
            day += timedelta(days=step if rng.random() >= slips else rng.randint(40, 80))
    return rows


@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("step", [7, 30, 91])
def test_renewals_are_told(language: str, step: int) -> None:
    found = orders_of(raw_table(HEADERS[language], payments(random.Random(step), step=step, slips=0.05)))
    assert codes(found)["renewals"] == found.rows_read


def test_orders_that_come_when_they_come_are_no_renewals() -> None:
    rng = random.Random(3)
    rows = [
        [f"2023-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}", rng.choice(PEOPLE), "9.00", "x"] for _ in range(90)
    ]
    assert "renewals" not in codes(orders_of(raw_table(("Date", "Email", "Amount", "Plan"), rows)))
    steady = payments(rng, step=30, slips=0.1)
    assert "renewals" not in codes(orders_of(raw_table(("Date", "Email", "Amount", "Product"), steady)))


def test_months_without_a_slip_tell_it_without_a_word() -> None:
    rows = payments(random.Random(1), step=30, slips=0)
    assert "renewals" in codes(orders_of(raw_table(("Date", "Email", "Amount", "Product"), rows)))
    fortnights = payments(random.Random(1), step=14, slips=0)
    assert "renewals" not in codes(orders_of(raw_table(("Date", "Email", "Amount", "Product"), fortnights)))


@pytest.mark.parametrize(
    ("header", "renews", "other"),
    [
        ("Order type", "Renewal", "One-time"),
        ("Type", "Recurring", "Initial"),
        ("Вид", "Автопродление", "Разовая"),
        ("Recurring", "true", "false"),
        ("Renewal", "yes", "no"),
    ],
)
def test_what_says_that_it_renews_is_told(header: str, renews: str, other: str) -> None:
    rows = [
        [f"2025-01-{place + 1:02}", PEOPLE[place % 5], f"{place + 3}.00", renews if place % 3 else other]
        for place in range(21)
    ]
    assert codes(orders_of(raw_table(("Date", "Email", "Amount", header), rows)))["renewals"] == 14
    never = [[*row[:3], other] for row in rows]
    assert "renewals" not in codes(orders_of(raw_table(("Date", "Email", "Amount", header), never)))
