"""Kinds of exports that nobody here had seen when they were written: read right, asked about, or told."""

import random
from collections.abc import Callable, Sequence

import pytest

from retention.errors import RetentionError, Undecided
from tests import refusals
from tests.files_of_rows import codes, mapped, orders_of, raw_table, sums

HEADERS = {
    "en": ("Doc", "Date", "Customer", "Total"),
    "ru": ("Номер документа", "Дата", "Клиент", "Сумма"),
    "uk": ("Номер документа", "Дата", "Клієнт", "Сума"),
    "ro": ("Număr document", "Data", "Client", "Valoare"),
}
OPERATIONS = {
    "en": ("Operation type", ("Sale",), ("Recount", "Reclass")),
    "ru": ("Вид операции", ("Реализация",), ("Корректировка", "Пересорт")),
    "uk": ("Вид документа", ("Видаткова накладна",), ("Коригування", "Переоцінка")),
    "ro": ("Tip document", ("Factură",), ("Ajustare", "Reevaluare")),
}


def shop(seed: int, size: int = 60) -> list[tuple[str, str, str, int]]:
    """Number, day, customer and cents of random orders."""
    chance = random.Random(seed)
    days = (f"2025-{1 + n * 6 // size:02d}-{chance.randint(1, 28):02d}" for n in range(size))
    return [
        (f"N-{n}", day, f"client {chance.choice('abcdefgh')}", chance.randint(100, 9999)) for n, day in enumerate(days)
    ]


def right(orders: Sequence[tuple[str, str, str, int]]) -> tuple[int, int, float]:
    return len({each[2] for each in orders}), len(orders), round(sum(each[3] for each in orders) / 100, 2)


@pytest.mark.parametrize(("seed", "language"), [*enumerate(OPERATIONS)])
def test_words_nobody_listed_among_types_of_operations_are_asked_about(seed: int, language: str) -> None:
    header, sold, unknown = OPERATIONS[language]
    number, date, customer, total = HEADERS[language]
    orders, chance = shop(seed), random.Random(seed)
    others = set(chance.sample(range(60), 8))
    rows = [
        [no, day, chance.choice(unknown if n in others else sold), who, f"{cents / 100:.2f}"]
        for n, (no, day, who, cents) in enumerate(orders)
    ]
    raw = raw_table([number, date, header, customer, total], rows)
    with pytest.raises(Undecided) as asked:
        orders_of(raw)
    (question,) = asked.value.questions
    assert (question.code, question.details["column"]) == ("state", header)
    assert set(question.details["words"]) == set(unknown)
    told = orders_of(raw, state=tuple(f"{word}=cancelled" for word in unknown))
    assert sums(told) == right([order for n, order in enumerate(orders) if n not in others])


@pytest.mark.parametrize("words", [("Dine in", "Takeaway"), ("Розница", "Опт"), ("Consultation", "Massage")])
def test_ways_to_sell_and_services_are_no_question(words: tuple[str, str]) -> None:
    rows = [[no, day, words[n % 2], who, f"{cents / 100:.2f}"] for n, (no, day, who, cents) in enumerate(shop(1))]
    assert sums(orders_of(raw_table(["Order", "Date", "Type", "Customer", "Total"], rows))) == right(shop(1))


@pytest.mark.parametrize(
    "hide",
    [
        lambda who, n: f"{who[-1].upper()}*** K***",
        lambda who, n: f"{who[-1]}***@mail.test",
        lambda who, n: f"4441 11** **** {1000 + ord(who[-1])}",
        lambda who, n: f"427638******{1000 + ord(who[-1])}",
    ],
)
def test_customers_hidden_in_part_are_told(hide: Callable[[str, int], str]) -> None:
    rows = [[no, day, hide(who, n), f"{cents / 100:.2f}"] for n, (no, day, who, cents) in enumerate(shop(2))]
    assert codes(orders_of(raw_table(["Order", "Date", "Buyer", "Total"], rows)))["customers_masked"] == 60


def test_a_contact_hidden_in_part_joins_nobody() -> None:
    rows = [[no, day, who, f"{who[-1] < 'e'}***@mail.test", f"{cents / 100:.2f}"] for no, day, who, cents in shop(3)]
    orders = orders_of(raw_table(["Order", "Date", "Customer ID", "Email", "Total"], rows))
    assert sums(orders) == right(shop(3))
    assert "joined" not in codes(orders)


@pytest.mark.parametrize("staff", [("Ann",), ("Ann", "Bob")])
def test_the_user_at_the_till_is_no_customer(staff: tuple[str, ...]) -> None:
    rows = [
        [no, day, staff[n % len(staff)], who, f"{cents / 100:.2f}"] for n, (no, day, who, cents) in enumerate(shop(4))
    ]
    assert sums(orders_of(raw_table(["Receipt", "Date", "User", "Customer", "Total"], rows))) == right(shop(4))


@pytest.mark.parametrize("header", ["Merged into customer", "Объединен с", "Об'єднано з", "Comasat cu"])
def test_an_account_merged_into_another_is_that_one(header: str) -> None:
    orders = shop(5)
    rows = [
        [no, day, f"{who} old" if n % 3 == 0 else who, who if n % 3 == 0 else "", f"{cents / 100:.2f}"]
        for n, (no, day, who, cents) in enumerate(orders)
    ]
    found = orders_of(raw_table(["Order", "Date", "Customer ID", header, "Total"], rows))
    assert sums(found) == right(orders)
    assert codes(found)["accounts_merged"] == 20


def joined(seed: int, paid: bool) -> tuple[list[list[str]], tuple[int, int, float]]:
    """Lines of orders joined with their payments, one row per line and payment, and what is right of them."""
    chance, rows, total = random.Random(seed), [], 0
    for no, day, who, _ in shop(seed):
        lines = [(f"thing {k}", 1 + k, chance.randint(100, 999)) for k in range(chance.randint(1, 3))]
        cost = sum(count * price for _, count, price in lines)
        parts = [cost // 2, cost - cost // 2] if chance.random() < 0.4 else [cost]
        total += cost
        for thing, count, price in lines:
            for k, part in enumerate(parts):
                payment = [f"{no}-P{k}", *([f"{part / 100:.2f}"] if paid else [])]
                rows.append([no, day, who, thing, str(count), f"{price / 100:.2f}", *payment])
    return rows, (len({each[2] for each in shop(seed)}), 60, total / 100)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("paid", [True, False])
def test_lines_joined_with_payments_count_once(seed: int, paid: bool) -> None:
    rows, truth = joined(seed, paid)
    header = ["Order ID", "Date", "Customer", "Product", "Quantity", "Price", "Payment ID"]
    header += ["Payment amount"] if paid else []
    assert sums(orders_of(raw_table(header, rows))) == truth


@pytest.mark.parametrize("header", ["Refunded at", "Дата возврата", "Дата повернення", "Data rambursării"])
def test_a_day_on_which_money_was_given_back_says_that_all_was(header: str) -> None:
    orders = shop(6)
    back = {3, 17, 40}
    rows = [
        [no, day, who, f"{cents / 100:.2f}", "2025-07-01" if n in back else ""]
        for n, (no, day, who, cents) in enumerate(orders)
    ]
    customers, count, gross = right(orders)
    given = sum(orders[n][3] for n in back) / 100
    found = sums(orders_of(raw_table(["Order", "Date", "Customer", "Total", header], rows)))
    assert found == (customers, count, round(gross - given, 2))


def test_of_a_refund_in_part_the_amount_counts_not_its_day() -> None:
    orders = shop(6)
    rows = [
        [no, day, who, f"{cents / 100:.2f}", "2025-07-01" if n == 3 else "", "0.50" if n == 3 else ""]
        for n, (no, day, who, cents) in enumerate(orders)
    ]
    customers, count, gross = right(orders)
    header = ["Order", "Date", "Customer", "Total", "Refunded at", "Refund amount"]
    assert sums(orders_of(raw_table(header, rows))) == (customers, count, round(gross - 0.5, 2))


@pytest.mark.parametrize("header", ["Qty returned", "Возвращено шт", "Повернено шт", "Cantitate returnată"])
def test_pieces_given_back_take_their_price_along(header: str) -> None:
    rows = [[no, day, who, "2", "5.00", "1" if n in (4, 9) else "0"] for n, (no, day, who, _) in enumerate(shop(7))]
    found = orders_of(raw_table(["Order", "Date", "Customer", "Quantity", "Price", header], rows))
    assert sums(found)[1:] == (60, 590)


@pytest.mark.parametrize(
    ("header", "factor", "code"),
    [
        ("Сумма, млн руб.", 1_000_000, "millions"),
        ("Total, mln", 1_000_000, "millions"),
        ("amount (paise)", 0.01, "hundredths"),
    ],
)
def test_the_unit_in_the_header_counts(header: str, factor: float, code: str) -> None:
    rows = [[no, day, who, str(cents)] for no, day, who, cents in shop(8)]
    found = orders_of(raw_table(["Order", "Date", "Customer", header], rows))
    assert found.revenue == pytest.approx(sum(each[3] for each in shop(8)) * factor)
    assert codes(found)[code] == 60


def test_stages_of_deals_that_are_neither_won_nor_lost_are_asked_about() -> None:
    stages = ["Closed won", "Closed won", "Closed lost", "Appointment scheduled"]
    rows = [[no, day, who, stages[n % 4], f"{cents / 100:.2f}"] for n, (no, day, who, cents) in enumerate(shop(9))]
    with pytest.raises(Undecided) as asked:
        orders_of(raw_table(["Deal", "Close date", "Contact", "Deal stage", "Amount"], rows))
    (question,) = asked.value.questions
    assert set(question.details["words"]) == {"Appointment scheduled"}


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (["Response ID", "Submitted at", "Customer", "Score"], "table_is_messages"),
        (["Ticket", "Created at", "Requester", "Priority"], "table_is_messages"),
        (["Обращение", "Дата", "Клиент", "Оценка"], "table_is_messages"),
        (["Tichet", "Data", "Client", "Prioritate"], "table_is_messages"),
    ],
)
def test_answers_and_requests_are_no_orders(columns: list[str], code: str) -> None:
    rows = [[no, day, who, str(cents % 10)] for no, day, who, cents in shop(10)]
    with pytest.raises(RetentionError) as refused:
        orders_of(raw_table(columns, rows))
    assert refused.value.code == code


def test_advertising_by_campaign_is_no_list_of_orders() -> None:
    rows = [[day, who, str(cents), str(cents // 40), f"{cents / 100:.2f}"] for _, day, who, cents in shop(11)]
    with pytest.raises(RetentionError, check=refusals.code("table_is_totals")):
        mapped(raw_table(["Day", "Campaign name", "Impressions", "Clicks", "Amount spent (EUR)"], rows))


def test_the_price_of_a_list_is_not_what_a_customer_paid() -> None:
    rows = [
        [no, day, who, "2", f"{cents / 100:.2f}", "10%", f"{cents * 0.009:.2f}", f"{2 * round(cents * 0.009, 2):.2f}"]
        for no, day, who, cents in shop(12)
    ]
    header = ["Order", "Date", "Customer", "Qty", "List price", "Discount", "Customer price", "Sum"]
    assert sums(orders_of(raw_table(header, rows)))[2] == round(sum(float(row[-1]) for row in rows), 2)


def test_a_fee_alone_is_what_was_paid_and_hours_are_no_money() -> None:
    rows = [
        [day, f"{n % 8 + 9}.25", "0.75", who, f"{cents / 100:.2f}"] for n, (_, day, who, cents) in enumerate(shop(13))
    ]
    orders = orders_of(raw_table(["Date", "Start (h)", "Duration (h)", "Client", "Fee"], rows))
    assert orders.revenue == pytest.approx(right(shop(13))[2])


def test_a_void_in_a_column_of_types_is_no_sale() -> None:
    types = ["Void" if n in (2, 7) else "Sale" for n in range(60)]
    rows = [[no, day, types[n], who, f"{cents / 100:.2f}"] for n, (no, day, who, cents) in enumerate(shop(14))]
    found = orders_of(raw_table(["Txn", "Date", "Transaction type", "Customer", "Amount"], rows))
    assert sums(found) == right([order for n, order in enumerate(shop(14)) if n not in (2, 7)])
    assert codes(found)["cancelled"] == 2


def test_codes_of_movements_are_asked_about() -> None:
    rows = [
        [no, day, ("601", "702")[n % 9 == 0], who, f"{cents}.50"] for n, (no, day, who, cents) in enumerate(shop(15))
    ]
    with pytest.raises(Undecided) as asked:
        orders_of(raw_table(["Document", "Date", "Movement type", "Customer", "Amount"], rows))
    assert set(asked.value.questions[0].details["words"]) == {"601", "702"}


def test_a_credit_note_stands_on_the_other_side_of_an_account() -> None:
    orders, rows = shop(16), []
    for n, (no, day, who, cents) in enumerate(orders):
        rows.append([no, day, who, "Sales", f"{cents / 100:.2f}", ""])
        rows.append([f"R{n}", day, who, "Receipt", "", f"{cents / 100:.2f}"])
        if n in (3, 30):
            rows.append([f"C{n}", day, who, "Credit note", "", f"{cents / 100:.2f}"])
    header = ["Voucher no", "Date", "Customer", "Voucher type", "Debit", "Credit"]
    customers, count, gross = right(orders)
    given = (orders[3][3] + orders[30][3]) / 100
    found = orders_of(raw_table(header, rows), state=("Receipt=cancelled",), table="orders")
    assert sums(found) == (customers, count, round(gross - given, 2))


def test_numbers_that_count_the_sales_are_no_money() -> None:
    rows = [[str(700 + n), day, who, f"{cents / 100:.2f}"] for n, (_, day, who, cents) in enumerate(shop(17))]
    assert orders_of(raw_table(["Sale", "Date", "Client", "Amount"], rows)).revenue == pytest.approx(right(shop(17))[2])


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        (["Added to cart at", "Customer email", "Wishlist item", "Price"], "carts"),
        (["Дата выплаты", "Партнёр", "Основание", "Сумма выплаты"], "account"),
    ],
)
def test_carts_and_payouts_are_asked_about(columns: list[str], kind: str) -> None:
    rows = [[day, f"{who[-1]}@mail.test", "Mug", f"{cents / 100:.2f}"] for _, day, who, cents in shop(18)]
    with pytest.raises(RetentionError) as refused:
        orders_of(raw_table(columns, rows))
    told = isinstance(refused.value, Undecided) and any(kind in each.options for each in refused.value.questions)
    assert told or refused.value.code == f"table_is_{kind}"


@pytest.mark.parametrize("signs", ["+-", "+−"])
def test_a_sign_in_a_column_of_its_own_is_the_moneys(signs: str) -> None:
    orders = shop(19)
    rows = [[no, day, who, signs[0], f"{cents / 100:.2f}"] for no, day, who, cents in orders]
    rows += [[f"R{n}", "2025-07-01", orders[n][2], signs[1], f"{orders[n][3] / 100:.2f}"] for n in (3, 30)]
    customers, count, gross = right(orders)
    given = (orders[3][3] + orders[30][3]) / 100
    header = ["Document", "Date", "Customer", "Sign", "Amount"]
    assert sums(orders_of(raw_table(header, rows))) == (customers, count, round(gross - given, 2))


@pytest.mark.parametrize(("header", "sides"), [("D/C", "DC"), ("S/H", "SH"), ("Дт/Кт", ("Дт", "Кт")), ("Side", "DC")])
def test_the_sides_of_an_account_are_asked_about(header: str, sides: Sequence[str]) -> None:
    rows = [[no, day, who, sides[n % 9 == 0], f"{cents}.50"] for n, (no, day, who, cents) in enumerate(shop(20))]
    with pytest.raises(Undecided) as asked:
        orders_of(raw_table(["Document", "Date", "Customer", header, "Amount"], rows))
    assert set(asked.value.questions[0].details["words"]) == set(sides)


@pytest.mark.parametrize("seed", range(3))
def test_an_orders_own_row_above_its_lines_is_its_total(seed: int) -> None:
    chance, rows, total = random.Random(seed), [], 0
    for no, day, who, _ in shop(seed):
        lines = [chance.randint(100, 999) for _ in range(chance.randint(1, 3))]
        total += sum(lines)
        rows.append([no, day, "Sale", who, "", f"{sum(lines) / 100:.2f}"])
        rows += [[no, day, "Sale line", "", "thing", f"{line / 100:.2f}"] for line in lines]
    header = ["Receipt", "Date", "Line type", "Customer", "Details", "Total"]
    found = orders_of(raw_table(header, rows))
    assert (len(found.purchases), round(found.revenue, 2)) == (60, total / 100)
