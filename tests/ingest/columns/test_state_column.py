"""Columns of states are found by headers and by cells; words that nobody knows are asked about, once and for all."""

import random

import pytest

from retention.errors import RetentionError, Undecided
from retention.ingest.mapping import COUNTS_AS
from tests import refusals
from tests.files_of_rows import codes, mapped, orders_of, raw_table, sums, written

HEADERS = {
    "en": ("Order ID", "Date", "Customer", "Total"),
    "ru": ("Номер заказа", "Дата", "Клиент", "Сумма"),
    "uk": ("Номер замовлення", "Дата", "Клієнт", "Сума"),
    "ro": ("Număr comandă", "Data", "Client", "Valoare"),
}
STATES = {
    "en": (("Delivered", "Paid", "Shipped", "Processing", "Completed"), ("Cancelled", "RTO", "Payment failed")),
    "ru": (("Доставлен", "Оплачен", "В обработке", "Выполнен"), ("Отменён", "Не выкуплен", "Недозвон")),
    "uk": (("Доставлено", "Оплачено", "В обробці", "Виконано"), ("Скасовано", "Не викуплено", "Недодзвон")),
    "ro": (("Livrată", "Achitată", "În procesare", "Finalizată"), ("Anulată", "Nelivrată", "Neridicată")),
}
WHATEVER = ("Fulfilment", "Column7", "Mark", "Ergebnis", "Итог работы", "Rezultat")
ORDINARY = {
    "Payment method": ("Card", "Cash", "Transfer"),
    "Channel": ("Online", "Shop", "Phone"),
    "City": ("Lviv", "Odesa", "Kyiv"),
    "Segment": ("New", "Returning"),
    "Group": ("VIP", "Regular", "Lost"),
    "Membership": ("Active", "Cancelled"),
    "Delivery": ("Courier", "Pickup"),
    "Size": ("S", "M", "L"),
    "Gift": ("yes", "no"),
    "Status": ("web", "wholesale"),
    "Тип клиента": ("Новый", "Повторный"),
    "Оплата": ("Карта", "Наличные"),
    "Plată": ("Numerar", "Card"),
}


def shop(seed: int, language: str, header: str, words: tuple[tuple[str, ...], tuple[str, ...]]) -> tuple[object, tuple]:
    """A random shop with a column of states, and what is right about it."""
    chance = random.Random(seed)
    rows, customers, count, money = [], set(), 0, 0
    for number in range(60):
        name, cents = f"{chance.choice('abcdefghij')}@mail.test", chance.randint(100, 99999)
        good = number < 5 or chance.random() < 0.85
        date = f"2025-{1 + number // 10:02d}-{chance.randint(1, 28):02d}"
        rows.append([f"N-{number}", date, name, chance.choice(words[not good]), f"{cents / 100:.2f}"])
        if good:
            customers.add(name)
            count, money = count + 1, money + cents
    order, date, customer, total = HEADERS[language]
    chance.shuffle(rows)
    return raw_table([order, date, customer, header, total], rows), (len(customers), count, money / 100)


@pytest.mark.few(12)
@pytest.mark.parametrize(("seed", "header"), [*enumerate(WHATEVER)])
@pytest.mark.parametrize("language", HEADERS)
def test_states_are_known_by_their_cells_whatever_the_header(language: str, seed: int, header: str) -> None:
    raw, right = shop(seed, language, header, STATES[language])
    assert sums(orders_of(raw)) == right


@pytest.mark.parametrize("header", ORDINARY)
def test_ordinary_words_are_no_states(header: str) -> None:
    chance = random.Random(header)
    rows = []
    theirs = {name: chance.choice(ORDINARY[header]) for name in "abcdefghij"}
    for number in range(60):
        name = chance.choice("abcdefghij")
        word = theirs[name] if header == "Membership" else chance.choice(ORDINARY[header])
        rows.append([f"N-{number}", f"2025-{1 + number // 10:02d}-11", name, word, "10.00"])
    orders = orders_of(raw_table(["Order ID", "Date", "Customer", header, "Total"], rows))
    assert (len(orders.purchases), orders.states.empty) == (60, True)


def test_adding_a_cancelled_orders_rows_changes_nothing() -> None:
    raw, right = shop(1, "en", "Fulfilment", STATES["en"])
    rows = [*raw.frame.to_numpy().tolist(), ["X-1", "2025-03-03", "a@mail.test", "Cancelled", "1000.00"]]
    assert sums(orders_of(raw_table(list(raw.frame.columns), rows))) == right


RTO = """Order ID,Order Date,Email,Order Status,Order Total
    10,2025-01-05,a@mail.test,completed,100.00
    11,2025-01-06,b@mail.test,zapp,100.00
    12,2025-02-05,a@mail.test,Zapp ,100.00
    13,2025-02-28,c@mail.test,completed,80.00"""


def test_words_that_nobody_knows_are_asked_about() -> None:
    with pytest.raises(Undecided) as caught:
        mapped(written(RTO))
    (question,) = caught.value.questions
    assert question.code == "state"
    assert question.options[:4] == tuple(f"zapp={kind}" for kind in COUNTS_AS)
    assert dict(question.details["words"]) == {"zapp": 1, "Zapp": 1}  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("kind", "right"),
    [("counts", (3, 4, 380)), ("cancelled", (2, 2, 180)), ("draft", (2, 2, 180)), ("refund", (3, 4, 180))],
)
def test_what_a_word_counts_as_can_be_said(kind: str, right: tuple[int, int, float]) -> None:
    orders = orders_of(written(RTO), state=(f"ZAPP={kind}",))
    assert sums(orders) == right
    assert dict(zip(orders.states["state"], orders.states["counts_as"], strict=True)) == {
        "completed": "counts",
        "zapp": kind,
        "Zapp": kind,
    }
    assert orders.states["rows"].tolist() == [2, 1, 1]
    assert orders.states["amount"].tolist() == [180, 100, 100]


def test_a_known_word_can_be_said_to_mean_something_else() -> None:
    assert sums(orders_of(written(RTO), state=("zapp=counts", "completed=cancelled"))) == (2, 2, 200)


def test_rare_words_count_and_are_noted() -> None:
    rows = [[f"N-{number}", "2025-01-05", f"c{number % 7}", "completed", "10.00"] for number in range(150)]
    rows[3][3] = "zapp"
    orders = orders_of(raw_table(["Order", "Date", "Customer", "Status", "Total"], rows))
    assert len(orders.purchases) == 150
    assert codes(orders) == {"state_unknown": 1}
    assert orders.issues[0].examples[0].value == "zapp"


def test_a_word_on_every_row_is_no_question() -> None:
    rows = [[f"N-{number}", "2025-01-05", f"c{number % 7}", "zapp", "10.00"] for number in range(20)]
    assert codes(orders_of(raw_table(["Order", "Date", "Customer", "Status", "Total"], rows))) == {"state_unknown": 20}


def test_codes_of_a_program_are_asked_about() -> None:
    rows = [[f"N-{number}", "2025-01-05", f"c{number % 7}", str(number % 3), "10.00"] for number in range(20)]
    with pytest.raises(Undecided) as caught:
        mapped(raw_table(["Order", "Date", "Customer", "Order status", "Total"], rows))
    assert [question.code for question in caught.value.questions] == ["state"]


def test_states_of_customers_under_the_header_of_a_state_are_none() -> None:
    rows = [[f"N-{n}", "2025-01-05", f"c{n % 7}", ("VIP", "Regular")[n % 2], "10.00"] for n in range(20)]
    assert orders_of(raw_table(["Order", "Date", "Customer", "Status", "Total"], rows)).states.empty


def test_an_answer_that_is_none_is_refused() -> None:
    with pytest.raises(RetentionError, check=refusals.code("unknown_choice")):
        mapped(written(RTO), state=("zapp=gone",))


def test_events_that_orders_go_through_are_their_states() -> None:
    orders = orders_of(
        written(
            """Order ID,Created,Customer,Event type,Total
            1,2025-01-03,ann,order created,50
            1,2025-01-03,ann,order paid,50
            2,2025-01-04,bob,order created,40
            2,2025-01-04,bob,order cancelled,40
            3,2025-01-04,cid,order created,30
            3,2025-01-04,cid,order paid,30"""
        )
    )
    assert sums(orders) == (2, 2, 80)
    assert codes(orders) == {"earlier_state": 3, "cancelled": 1}


def test_types_of_payments_are_no_states() -> None:
    lines = [f"{n},2025-01-0{n},c{n},{'Refund' if n > 7 else 'Payment'},10" for n in range(1, 10)]
    orders = orders_of(written("Order,Date,Customer,Type,Amount\n" + "\n".join(lines)))
    assert (len(orders.purchases), orders.revenue) == (7, 50)
