"""Logs of events: only purchases are orders, and a log without any is refused."""

import random

import pytest

from retention.errors import RetentionError
from tests import refusals
from tests.files_of_rows import codes, mapped, orders_of, raw_table, sums

EVENTS = {
    "en": (("view", "add_to_cart", "begin_checkout"), "purchase"),
    "web": (("page_view", "addtocart", "remove_from_cart", "login"), "transaction"),
    "ru": (("просмотр", "добавление в корзину", "вход"), "покупка"),
    "uk": (("перегляд", "додано до кошика", "реєстрація"), "покупка"),
    "ro": (("vizualizare", "adăugat în coș", "căutare"), "cumpărare"),
}
HEADERS = ("event_type", "Action", "Событие", "Ce a făcut")


def log(seed: int, language: str, header: str, *, bought: bool = True) -> tuple[object, tuple[int, int, float]]:
    chance = random.Random(seed)
    looking, purchase = EVENTS[language]
    rows, customers, count = [], set(), 0
    for minute in range(120):
        name = f"u{chance.randint(1, 15)}@mail.test"
        event = purchase if bought and minute % 6 == 5 else chance.choice(looking)
        rows.append([f"2025-0{1 + minute // 30}-11 10:{minute % 60:02d}:00", name, event, "20.00"])
        if event == purchase:
            customers.add(name)
            count += 1
    return raw_table(["event_time", "user_id", header, "price"], rows), (len(customers), count, 20.0 * count)


@pytest.mark.few(10)
@pytest.mark.parametrize("language", EVENTS)
@pytest.mark.parametrize(("seed", "header"), [*enumerate(HEADERS)])
def test_only_purchases_are_orders(language: str, seed: int, header: str) -> None:
    raw, right = log(seed, language, header)
    orders = orders_of(raw)
    assert sums(orders) == right
    assert codes(orders)["no_purchase"] == 100


@pytest.mark.parametrize("language", EVENTS)
def test_a_log_without_purchases_is_refused(language: str) -> None:
    with pytest.raises(RetentionError, check=refusals.code("events_without_purchases")):
        mapped(log(1, language, "event_type", bought=False)[0])


def test_types_of_sales_and_visits_are_no_events() -> None:
    for words in (
        ("Sale", "Refund"),
        ("Visit", "First visit"),
        ("Session", "Consultation"),
        ("Organic search", "Email", "Direct"),
        ("Order", "Gift"),
    ):
        rows = [[f"2025-01-{1 + n % 28:02d}", f"c{n % 9}", words[n % len(words)], "5.00"] for n in range(60)]
        assert "no_purchase" not in codes(orders_of(raw_table(["Date", "Customer", "Type", "Amount"], rows)))


@pytest.mark.parametrize("cells", [("Cart",), ("Sea view flat", "City view loft"), ("Search House", "Garden view")])
def test_names_with_a_word_of_events_in_them_are_no_events(cells: tuple[str, ...]) -> None:
    rows = [[f"2025-01-{1 + n % 28:02d}", f"c{n % 9}", cells[n % len(cells)], "5.00"] for n in range(30)]
    assert len(orders_of(raw_table(["Date", "Customer", "Listing", "Amount"], rows)).purchases) == 30


def test_an_event_can_be_said_to_be_a_purchase() -> None:
    raw, _ = log(1, "en", "event_type", bought=False)
    assert len(orders_of(raw, state=("view=counts",)).purchases) > 0
