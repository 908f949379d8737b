"""What is no list of orders is named, in every language and layout; what is one is never taken for something else."""

import datetime as dt
import random
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pytest

from retention.errors import ColumnError, FileError, Undecided
from retention.file_refusals import OTHER_TABLE, TABLES
from retention.ingest.columns import map_columns
from retention.ingest.columns.table_kind import refuse_other_tables
from retention.ingest.mapping import OTHER_TABLES, Choices
from retention.ingest.read.raw import Layout, RawTable

SEEDS = range(2)
LANGUAGES = ("en", "ru", "uk", "ro")
Headers = dict[str, Sequence[str]]
Rows = Callable[[random.Random, int], Sequence[object]]


def days(rng: random.Random, size: int, *, step: int = 1) -> list[str]:
    first = dt.date(2024, 1, 1) + dt.timedelta(days=rng.randrange(300))
    return [(first + dt.timedelta(days=step * row)).isoformat() for row in range(size)]


def counts(rng: random.Random, size: int) -> list[str]:
    return [str(rng.randint(3, 40)) for _ in range(size)]


def money(rng: random.Random, size: int) -> list[str]:
    return [f"{rng.uniform(5, 900):.2f}" for _ in range(size)]


def numbered(prefix: str) -> Rows:
    return lambda _rng, size: [f"{prefix}{100 + row}" for row in range(size)]


def mails(_rng: random.Random, size: int) -> list[str]:
    return [f"user{row}@mail.test" for row in range(size)]


def some(*words: str) -> Rows:
    return lambda rng, size: [rng.choice(words) for _ in range(size)]


def any_day(rng: random.Random, size: int) -> list[str]:
    return sorted((dt.date(2023, 1, 1) + dt.timedelta(days=rng.randrange(500))).isoformat() for _ in range(size))


def raw(headers: Sequence[str], rows: Sequence[Rows], rng: random.Random, size: int) -> RawTable:
    columns = list(zip(headers, (make(rng, size) for make in rows), strict=True))
    rng.shuffle(columns)
    frame = pd.DataFrame(dict(columns), dtype="str")
    return RawTable(name="export", frame=frame, rows=np.arange(2, size + 2), layout=Layout(format="csv"))


# Kind, what each column holds, and its headers in four languages.
KINDS: list[tuple[str, tuple[Rows, ...], Headers]] = [
    (
        "totals",
        (days, counts, counts, money),
        {
            "en": ("Date", "Customers", "Orders", "Revenue"),
            "ru": ("Дата", "Покупателей", "Чеков", "Выручка"),
            "uk": ("Дата", "Покупців", "Чеків", "Виручка"),
            "ro": ("Data", "Clienți", "Comenzi", "Valoare"),
        },
    ),
    (
        "totals",
        (lambda rng, size: days(rng, size, step=7), counts, money),
        {
            "en": ("Week starting", "New customers", "Net sales"),
            "ru": ("Дата", "Клиенты", "Сумма"),
            "uk": ("День", "Кількість покупців", "Сума"),
            "ro": ("Ziua", "Număr clienți", "Total"),
        },
    ),
    (
        "customers",
        (numbered(""), mails, any_day, counts, money, any_day),
        {
            "en": ("Customer ID", "Email", "Registered", "Orders", "Total spent", "Last order date"),
            "ru": ("ID клиента", "Email", "Дата регистрации", "Количество заказов", "Сумма покупок", "Последний заказ"),
            "uk": ("ID клієнта", "Email", "Дата реєстрації", "Кількість замовлень", "Сума покупок", "Остання покупка"),
            "ro": ("ID client", "Email", "Data înregistrării", "Nr. comenzi", "Total cheltuit", "Ultima comandă"),
        },
    ),
    (
        "customers",
        (numbered("K-"), counts, counts, money),
        {
            "en": ("customer_id", "recency", "frequency", "monetary"),
            "ru": ("Код клиента", "Давность", "Частота", "Всего потрачено"),
            "uk": ("Код клієнта", "Давність", "Частота", "Всього витрачено"),
            "ro": ("Cod client", "Recența", "Frecvența", "Total cheltuit"),
        },
    ),
    (
        "products",
        (numbered("SKU-"), some("Mug", "Tea", "Lamp"), money, counts, any_day),
        {
            "en": ("SKU", "Name", "Price", "Stock", "Updated at"),
            "ru": ("Артикул", "Наименование", "Цена", "Остаток", "Дата изменения"),
            "uk": ("Артикул", "Найменування", "Ціна", "Залишок", "Дата зміни"),
            "ro": ("Cod produs", "Denumire", "Preț", "Stoc", "Data modificării"),
        },
    ),
    (
        "measurements",
        (days, some("North", "South"), money, money),
        {
            "en": ("Date", "Station", "Water level", "Temperature"),
            "ru": ("Дата", "Станция", "Уровень воды", "Температура"),
            "uk": ("Дата", "Станція", "Рівень води", "Температура"),
            "ro": ("Data", "Stație", "Nivelul apei", "Temperatura"),
        },
    ),
    (
        "contracts",
        (numbered("C-"), some("Dykon", "TDG", "Coact"), any_day, any_day, money),
        {
            "en": ("Contract ID", "Contractor", "Start Date", "End Date", "Contract value"),
            "ru": ("Номер договора", "Подрядчик", "Дата начала", "Дата окончания", "Сумма договора"),
            "uk": ("Номер договору", "Підрядник", "Дата початку", "Дата закінчення", "Сума договору"),
            "ro": ("Nr. contract", "Contractant", "Data început", "Data expirării", "Valoare contract"),
        },
    ),
    (
        "account",
        (any_day, some("Payment received", "Fee", "Card"), money, money, money),
        {
            "en": ("Date", "Description", "Debit", "Credit", "Balance"),
            "ru": ("Дата операции", "Назначение платежа", "Дебет", "Кредит", "Сальдо"),
            "uk": ("Дата операції", "Призначення платежу", "Дебет", "Кредит", "Сальдо"),
            "ro": ("Data", "Explicații", "Debit", "Credit", "Sold"),
        },
    ),
    (
        "subscriptions",
        (numbered("sub_"), mails, some("Gold", "Basic"), any_day, money),
        {
            "en": ("Subscription ID", "Email", "Plan", "Next billing date", "MRR"),
            "ru": ("Номер подписки", "Email", "Тариф", "Дата продления", "Сумма"),
            "uk": ("Номер підписки", "Email", "Тариф", "Дата подовження", "Сума"),
            "ro": ("ID abonament", "Email", "Plan tarifar", "Data reînnoirii", "Suma"),
        },
    ),
    (
        "calls",
        (
            any_day,
            lambda rng, size: [f"+3732244{rng.randint(10, 19)}55" for _ in range(size)],
            some("in", "out"),
            counts,
        ),
        {
            "en": ("Call time", "Phone number", "Direction", "Duration, s"),
            "ru": ("Дата звонка", "Номер телефона", "Направление", "Длительность разговора"),
            "uk": ("Дата дзвінка", "Номер телефону", "Напрямок", "Тривалість"),
            "ro": ("Data apelului", "Telefon", "Direcție", "Durata apelului"),
        },
    ),
    (
        "totals",
        (days, counts, counts, money),
        {
            "en": ("Date", "Clients", "Order count", "Sales"),
            "ru": ("Дата", "Клиенты", "Кол-во заказов", "Выручка"),
            "uk": ("Дата", "Клієнти", "Замовлення", "Виручка"),
            "ro": ("Data", "Clienți", "Nr. comenzi", "Vânzări"),
        },
    ),
    (
        "periods_across",
        (some("North", "South", "East"), money, money, money, money),
        {
            "en": ("Region", "Jan 2024", "Feb 2024", "Mar 2024", "Apr 2024"),
            "ru": ("Регион", "январь 2024", "февраль 2024", "март 2024", "апрель 2024"),
            "uk": ("Регіон", "січень", "лютий", "березень", "квітень"),
            "ro": ("Regiune", "2024-01", "2024-02", "2024-03", "2024-04"),
        },
    ),
]


def outcome(table: RawTable) -> str:
    """`orders`, `asked`, or the kind the table was refused as."""
    try:
        map_columns(table)
    except Undecided as undecided:
        return "asked" if any(question.code == "table" for question in undecided.questions) else "another question"
    except ColumnError as refused:
        return refused.code.removeprefix(OTHER_TABLE)
    return "orders"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "rows", "headers"), KINDS, ids=[f"{kind} {i}" for i, (kind, *_) in enumerate(KINDS)])
def test_other_tables_are_named_for_what_they_are(
    kind: str, rows: tuple[Rows, ...], headers: Headers, language: str
) -> None:
    for seed in SEEDS:
        rng = random.Random(seed)
        assert outcome(raw(headers[language], rows, rng, rng.randint(8, 60))) == kind


ORDERS: list[tuple[tuple[Rows, ...], Headers]] = [
    (  # everybody bought once, and each row tells how much the customer has spent so far
        (numbered("O-"), any_day, mails, money, money, any_day),
        {
            "en": ("Order ID", "Order date", "Email", "Total", "Total spent", "Customer since"),
            "ru": ("Номер заказа", "Дата заказа", "Email", "Сумма заказа", "Всего потрачено", "Дата регистрации"),
            "uk": ("Номер замовлення", "Дата замовлення", "Email", "Сума", "Всього витрачено", "Дата реєстрації"),
            "ro": ("Număr comandă", "Data comenzii", "Email", "Total comandă", "Total cheltuit", "Data înregistrării"),
        },
    ),
    (  # everybody bought once, without order numbers
        (any_day, mails, money),
        {
            "en": ("Date", "Email", "Total"),
            "ru": ("Дата", "Почта", "Сумма"),
            "uk": ("Дата", "Пошта", "Сума"),
            "ro": ("Data", "Email", "Valoare"),
        },
    ),
    (  # sales under contracts, one each day
        (numbered("S-"), days, some("Ann", "Bob", "Eve"), some("Main contract", "Further"), money, some("K-1", "K-2")),
        {
            "en": ("Invoice no", "Date", "Customer", "Contract type", "Amount", "Contract"),
            "ru": ("Номер", "Дата", "Контрагент", "Тип договора", "Сумма", "Договор"),
            "uk": ("Номер", "Дата", "Контрагент", "Тип договору", "Сума", "Договір"),
            "ro": ("Nr. factura", "Data", "Client", "Tip contract", "Valoare", "Contract"),
        },
    ),
    (  # numbers of customers, one order a day
        (days, lambda rng, size: [str(rng.randint(1, 16)) for _ in range(size)], money),
        {
            "en": ("Date", "Customer", "Amount"),
            "ru": ("Дата", "Клиент", "Сумма"),
            "uk": ("Дата", "Клієнт", "Сума"),
            "ro": ("Data", "Client", "Suma"),
        },
    ),
    (  # the same few customers at the same steps
        (
            lambda rng, size: sorted(days(rng, (size + 2) // 3, step=7) * 3)[:size],
            lambda _rng, size: (["Ann Lee", "Bob Roe", "Eve Poe"] * size)[:size],
            money,
            some("Mug", "Tea"),
            counts,
        ),
        {
            "en": ("Date", "Customer", "Total", "Product", "Stock"),
            "ru": ("Дата", "Покупатель", "Сумма", "Товар", "Остаток"),
            "uk": ("Дата", "Покупець", "Сума", "Товар", "Залишок"),
            "ro": ("Data", "Cumpărător", "Suma", "Produs", "Stoc"),
        },
    ),
    (  # payments for subscriptions
        (
            any_day,
            lambda rng, size: [f"u{rng.randint(1, 4)}@mail.test" for _ in range(size)],
            money,
            some("Gold", "Tin"),
        ),
        {
            "en": ("Created", "Customer email", "Amount", "Plan"),
            "ru": ("Дата оплаты", "Email клиента", "Сумма", "Тариф"),
            "uk": ("Дата оплати", "Email клієнта", "Сума", "Тариф"),
            "ro": ("Data plății", "Email client", "Suma", "Abonament"),
        },
    ),
]


@pytest.mark.few(12)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("rows", "headers"), ORDERS)
def test_lists_of_orders_are_none_of_these(rows: tuple[Rows, ...], headers: Headers, language: str) -> None:
    for seed in SEEDS:
        rng = random.Random(seed)
        assert outcome(raw(headers[language], rows, rng, rng.randint(8, 60))) == "orders"


def customer_list(*headers: str, size: int = 12) -> RawTable:
    return raw(headers, (mails, any_day, money)[: len(headers)], random.Random(1), size)


def test_a_doubt_is_asked_and_either_answer_stands() -> None:
    table = customer_list("Email", "Registered", "Total")
    with pytest.raises(Undecided) as asked:
        map_columns(table)
    (question,) = asked.value.questions
    assert (question.code, question.options) == ("table", ("orders", "customers"))
    assert map_columns(table, Choices(table="orders")).customer == "Email"
    with pytest.raises(ColumnError) as refused:
        map_columns(table, Choices(table="customers"))
    assert refused.value.code == "table_is_customers"


@pytest.mark.parametrize("newest_first", [False, True])
def test_sums_that_run_up_to_a_balance_are_an_account(newest_first: bool) -> None:
    moved = [120.0, -35.5, 60.0, -14.25, 80.0, -9.0, 33.0, -70.0]
    rows = [(f"2025-01-{n + 1:02}", f"Payment {n}", m, 500 + sum(moved[: n + 1])) for n, m in enumerate(moved)]
    table = pd.DataFrame(rows[::-1] if newest_first else rows, columns=["Date", "Description", "Amount", "Balance"])
    table = table.astype("str")
    numbers = np.arange(2, len(table) + 2)
    with pytest.raises(ColumnError) as refused:
        map_columns(RawTable(name="bank.csv", frame=table, rows=numbers, layout=Layout(format="csv")))
    assert refused.value.code == "table_is_account"


def test_somebody_who_says_that_rows_are_orders_is_believed() -> None:
    table = raw(KINDS[2][2]["en"], KINDS[2][1], random.Random(1), 12)
    assert outcome(table) == "customers"
    assert map_columns(table, Choices(table="orders")).customer == "Customer ID"
    assert map_columns(table, Choices(customer="Email", date="Last order date")).date == "Last order date"


def test_a_recognised_platform_is_named_with_its_way_to_the_orders() -> None:
    headers = ("First Name", "Last Name", "Email", "Total Spent", "Total Orders")
    with pytest.raises(ColumnError) as refused:
        map_columns(raw(headers, (mails, mails, mails, money, counts), random.Random(1), 12))
    assert "Shopify: Orders → Export" in refused.value.hint


def test_refusals_stay_short_whatever_the_columns_are_called() -> None:
    headers = [f"Contract {'long name ' * 20}{place}" for place in range(40)]
    with pytest.raises(ColumnError) as refused:
        map_columns(raw(headers, (money,) * 40, random.Random(1), 12))
    assert len(str(refused.value)) <= 600


def test_every_kind_has_its_refusal() -> None:
    assert {OTHER_TABLE + kind for kind in OTHER_TABLES} == set(TABLES)
    assert refuse_other_tables((), {"customer": None, "date": None}, Choices()) == []


def test_very_many_columns_without_orders_are_refused_in_short() -> None:
    headers = ["id", *map(str, range(100_000, 100_500))]
    with pytest.raises(FileError) as refused:
        map_columns(raw(headers, (money,) * 501, random.Random(1), 3))
    assert refused.value.code == "too_many_columns"
    assert len(str(refused.value)) < 250
