"""Amounts as files write them: before their discount, in cents, on one side of an account; made up at random.

Each file is made from a truth (what every order cost) in a random language and layout. It gives the truth, or asks.
"""

import random
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest

from retention.errors import Undecided
from retention.ingest.clean import clean
from retention.ingest.columns import map_columns
from retention.ingest.mapping import Choices
from retention.ingest.read.raw import Layout, RawTable
from retention.orders import Orders

HEADERS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "order": {"en": ["Order ID"], "ru": ["Номер заказа"], "uk": ["Номер замовлення"], "ro": ["Nr. comanda"]},
    "date": {"en": ["Order date"], "ru": ["Дата заказа"], "uk": ["Дата замовлення"], "ro": ["Data comenzii"]},
    "customer": {"en": ["Email"], "ru": ["E-mail"], "uk": ["Email"], "ro": ["Email"]},
    "before": {
        "en": ["Subtotal", "Sub-total", "Amount before discount", "order_subtotal"],
        "ru": ["Сумма без скидки", "Подытог", "Сумма до скидки"],
        "uk": ["Сума без знижки", "Проміжна сума"],
        "ro": ["Subtotal", "Valoare fara discount", "Total fără reducere"],
    },
    "after": {
        "en": ["Total", "Amount paid", "To pay", "Net"],
        "ru": ["Итого", "К оплате", "Сумма со скидкой"],
        "uk": ["Разом", "До сплати", "Сума зі знижкою"],
        "ro": ["Total", "De plata", "Suma cu discount"],
    },
    "unknown": {"en": ["Z2"], "ru": ["Я2"], "uk": ["Ї2"], "ro": ["Q2"]},
    "percent": {
        "en": ["Discount %", "Discount percent"],
        "ru": ["Скидка, %", "Процент скидки"],
        "uk": ["Знижка %", "Відсоток знижки"],
        "ro": ["Discount %", "Procent reducere"],
    },
    "money": {
        "en": ["Discount", "Discount amount"],
        "ru": ["Скидка", "Сумма скидки"],
        "uk": ["Знижка", "Сума знижки"],
        "ro": ["Reducere", "Valoare discount"],
    },
    "cents": {
        "en": ["amount_cents", "Total (cents)", "amountInCents", "total_minor"],
        "ru": ["Сумма (коп.)", "Сумма заказа в копейках"],
        "uk": ["Сума (коп.)", "Сума в копійках"],
        "ro": ["Total (bani)", "suma_bani"],
    },
}
LANGUAGES = ("en", "ru", "uk", "ro")


def header(draw: random.Random, meaning: str, language: str) -> str:
    return draw.choice(HEADERS[meaning][language])


def truth(draw: random.Random) -> pd.DataFrame:
    """Orders of a few customers: price before the discount (`full`), discount in percent and money, what was `paid`."""
    size = draw.randint(12, 40)
    full = [draw.randrange(1000, 50000) / 100 for _ in range(size)]
    percent = [draw.choice((0, 0, 5, 10, 12, 25)) for _ in range(size - 2)] + [10, 12]
    off = [round(one * share / 100, 2) for one, share in zip(full, percent, strict=True)]
    return pd.DataFrame(
        {
            "order": [f"A-{1000 + place}" for place in range(size)],
            "date": [f"2024-{1 + place // 28:02}-{1 + place % 28:02}" for place in range(size)],
            "customer": [f"buyer{draw.randrange(size // 2)}@mail.test" for _ in range(size)],
            "full": full,
            "percent": percent,
            "off": off,
            "paid": [round(one - less, 2) for one, less in zip(full, off, strict=True)],
        }
    )


def raw(columns: Mapping[str, Sequence[object]]) -> RawTable:
    frame = pd.DataFrame({name: [None if c is None else str(c) for c in cells] for name, cells in columns.items()})
    frame = frame.astype("str")
    return RawTable(name="f", frame=frame, rows=np.arange(2, len(frame) + 2), layout=Layout(format="csv"))


def orders_of(table: RawTable, **choices: str) -> Orders:
    return clean([(table, map_columns(table, Choices(**choices)))])


def heads(draw: random.Random, known: pd.DataFrame, language: str) -> dict[str, list[object]]:
    return {header(draw, name, language): list(known[name]) for name in ("order", "date", "customer")}


def money(values: Sequence[float], draw: random.Random) -> list[str]:
    mark = draw.choice((".", ","))
    return [f"{value:.2f}".replace(".", mark) for value in values]


@pytest.mark.few(15)
@pytest.mark.parametrize("seed", range(60))
def test_a_discount_beside_an_amount_before_it_is_taken_off_once(seed: int) -> None:
    draw = random.Random(seed)
    known, language = truth(draw), draw.choice(LANGUAGES)
    columns = heads(draw, known, language)
    columns[header(draw, "before", language)] = money(known["full"], draw)
    if draw.random() < 0.5:
        signed = [f"{share}%" for share in known["percent"]]
        columns[header(draw, "percent", language)] = draw.choice((signed, list(known["percent"])))
    else:
        columns[header(draw, "money", language)] = money(known["off"], draw)
    if draw.random() < 0.4:
        columns[header(draw, draw.choice(("after", "unknown")), language)] = money(known["paid"], draw)
    names = list(columns)
    draw.shuffle(names)
    found = orders_of(raw({name: columns[name] for name in names}))
    assert found.revenue == pytest.approx(known["paid"].sum(), abs=0.01 * len(known)), names


@pytest.mark.few(10)
@pytest.mark.parametrize("seed", range(30))
def test_what_was_paid_stays_as_it_is_with_a_discount_beside_it(seed: int) -> None:
    draw = random.Random(seed)
    known, language = truth(draw), draw.choice(LANGUAGES)
    columns = heads(draw, known, language)
    columns[header(draw, "after", language)] = money(known["paid"], draw)
    columns[header(draw, "money", language)] = money(known["off"], draw)
    found = orders_of(raw(columns))
    assert found.revenue == pytest.approx(known["paid"].sum())
    assert not {issue.code for issue in found.issues} & {"discount_taken_off", "discount_beside"}


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize("kind", ["percent", "money"])
def test_an_amount_before_its_discount_on_several_lines_of_an_order(kind: str, repeated: bool) -> None:
    known = truth(random.Random(5))
    lines = known.loc[known.index.repeat(2)].reset_index(drop=True)
    first = np.arange(len(lines)) % 2 == 0
    columns: dict[str, Sequence[object]] = {
        "Order ID": lines["order"],
        "Date": lines["date"],
        "Email": lines["customer"],
        "Item": ["Cup" if one else "Tea" for one in first],
        "Subtotal": [cell if repeated or one else None for cell, one in zip(lines["full"], first, strict=True)],
    }
    name, cells = ("Discount %", lines["percent"]) if kind == "percent" else ("Discount", lines["off"])
    columns[name] = [cell if repeated or one else None for cell, one in zip(cells, first, strict=True)]
    assert orders_of(raw(columns)).revenue == pytest.approx(known["paid"].sum(), abs=0.01 * len(known))


def test_a_plain_amount_beside_a_discount_is_left_and_said() -> None:
    known = truth(random.Random(1))
    columns = heads(random.Random(1), known, "en") | {"Amount": list(known["full"]), "Discount": list(known["off"])}
    found = orders_of(raw(columns))
    assert (found.revenue, found.issues[-1].code) == (pytest.approx(known["full"].sum()), "discount_beside")
    assert orders_of(raw(columns), amount_is="before_discount").revenue == pytest.approx(known["paid"].sum())
    assert "discount_beside" not in {each.code for each in orders_of(raw(columns), amount_is="after_discount").issues}


@pytest.mark.parametrize("name", ["Gross sales", "Amount"])
def test_an_amount_that_seems_to_lack_its_discount_is_asked_about(name: str) -> None:
    known = truth(random.Random(2))
    columns = heads(random.Random(2), known, "en") | {name: list(known["full"]), "Discount": list(known["off"])}
    if name == "Amount":
        columns |= {"Quantity": ["1"] * len(known), "Price": list(known["full"])}
    with pytest.raises(Undecided) as asked:
        orders_of(raw(columns))
    assert [question.code for question in asked.value.questions] == ["amount_is"]
    assert orders_of(raw(columns), amount_is="before_discount").revenue == pytest.approx(known["paid"].sum())


def test_round_discounts_without_a_sign_are_percent_or_money() -> None:
    known = truth(random.Random(3))
    round_ones = [10, 0, 5] * len(known)
    columns = heads(random.Random(3), known, "en") | {"Subtotal": list(known["full"])}
    columns["Discount"] = list(round_ones[: len(known)])
    with pytest.raises(Undecided) as asked:
        orders_of(raw(columns))
    assert [(question.code, question.options) for question in asked.value.questions] == [
        ("discount_as", ("percent", "line"))
    ]
    off = np.array(round_ones[: len(known)])
    assert orders_of(raw(columns), discount_as="line").revenue == pytest.approx((known["full"] - off).sum())
    percent = (known["full"] * (1 - off / 100)).sum()
    assert orders_of(raw(columns), discount_as="percent").revenue == pytest.approx(percent)


@pytest.mark.few(8)
@pytest.mark.parametrize("seed", range(24))
def test_whole_amounts_in_cents_by_their_header_are_counted_in_units(seed: int) -> None:
    draw = random.Random(seed)
    known, language = truth(draw), draw.choice(LANGUAGES)
    cents = [round(value * 100) for value in known["full"]]
    columns = heads(draw, known, language) | {header(draw, "cents", language): cents}
    found = orders_of(raw(columns))
    assert found.revenue == pytest.approx(known["full"].sum())
    assert [(issue.code, issue.rows) for issue in found.issues] == [("hundredths", len(known))]
    assert orders_of(raw(columns), money_in="units").revenue == pytest.approx(sum(cents))


@pytest.mark.parametrize("name", ["Total, thousand EUR", "Сумма, тыс. тенге", "Сума (тис. грн)", "Total (mii lei)"])
def test_amounts_in_thousands_by_their_header_are_counted_in_units(name: str) -> None:
    draw = random.Random(name)
    known = truth(draw)
    columns = heads(draw, known, "en") | {name: [f"{value:.2f}" for value in known["full"]]}
    found = orders_of(raw(columns))
    assert found.revenue == pytest.approx(1000 * known["full"].round(2).sum())
    assert [(issue.code, issue.rows) for issue in found.issues] == [("thousands", len(known))]
    assert orders_of(raw(columns), money_in="units").revenue == pytest.approx(known["full"].round(2).sum())


@pytest.mark.parametrize(
    "name", ["Сумма, руб. коп.", "Total (lei, bani)", "Suma de bani", "Amount", "Total (cents)", "Сумма (коп.)"]
)
def test_amounts_with_decimals_or_both_units_are_no_cents(name: str) -> None:
    known = truth(random.Random(4))
    found = orders_of(raw(heads(random.Random(4), known, "en") | {name: list(known["full"])}))
    assert (found.revenue, found.issues) == (pytest.approx(known["full"].sum()), ())


SIDES = {
    "en": ("Debit", "Credit", "Invoice", "Payment"),
    "ru": ("Дебет", "Кредит", "Реализация", "Оплата"),
    "uk": ("Дебет", "Кредит", "Видаткова накладна", "Оплата"),
    "ro": ("Debit", "Credit", "Factura", "Plata"),
}


def account(language: str, known: pd.DataFrame, *, text: bool) -> RawTable:
    """A ledger of customers: an invoice on the debit side of each order, its payment on the credit side."""
    debit, credit, invoice, payment = SIDES[language]
    twice = pd.concat([known, known], ignore_index=True)
    sold = np.arange(len(twice)) < len(known)
    columns: dict[str, Sequence[object]] = {"Date": twice["date"], "Customer": twice["customer"]}
    if text:
        columns["Document"] = [
            f"{invoice if one else payment} {n}" for one, n in zip(sold, twice["order"], strict=True)
        ]
    columns[debit] = [paid if one else None for one, paid in zip(sold, twice["full"], strict=True)]
    columns[credit] = [None if one else paid for one, paid in zip(sold, twice["full"], strict=True)]
    return raw(columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_ledger_invoices_are_orders_and_their_payments_are_not(language: str) -> None:
    known = truth(random.Random(6))
    found = orders_of(account(language, known, text=True))
    assert len(found.purchases) == len(known)
    assert found.revenue == pytest.approx(known["full"].sum())
    assert found.rows_used + found.rows_set_aside == found.rows_read == 2 * len(known)


def test_two_sides_without_words_are_asked_about() -> None:
    known = truth(random.Random(7))
    table = account("en", known, text=False)
    with pytest.raises(Undecided) as asked:
        orders_of(table)
    assert [(question.code, question.options) for question in asked.value.questions] == [
        ("amount", ("Credit", "Debit"))
    ]
    chosen = orders_of(table, amount="Credit")
    assert len(chosen.purchases) == len(known)
    assert chosen.revenue == pytest.approx(known["full"].sum())


def test_on_a_bank_account_payments_of_customers_are_on_the_credit_side() -> None:
    known = truth(random.Random(8))
    columns = {
        "Date": [*known["date"], "2024-01-20", "2024-01-21"],
        "Customer": [*known["customer"], "Landlord", "Supplier"],
        "Details": [*(f"Payment for {number}" for number in known["order"]), "Rent", "Goods"],
        "Debit": [*[None] * len(known), "900.00", "400.00"],
        "Credit": [*known["paid"], None, None],
    }
    found = orders_of(raw(columns))
    assert found.revenue == pytest.approx(known["paid"].sum())
    assert (found.rows_set_aside, found.customers) == (2, known["customer"].nunique())


def test_amount_beside_a_price_is_how_many_where_it_is_less_than_one_costs() -> None:
    known = truth(random.Random(9))
    pieces = [1 + place % 3 for place in range(len(known))]
    columns = heads(random.Random(9), known, "en") | {"Amount": pieces, "Price": list(known["full"])}
    assert orders_of(raw(columns)).revenue == pytest.approx((known["full"] * pieces).sum())
    paid = heads(random.Random(9), known, "en") | {
        "Amount": list(known["full"].round() + 60),
        "Price": [9.5] * len(known),
    }
    assert orders_of(raw(paid)).revenue == pytest.approx((known["full"].round() + 60).sum())


@pytest.mark.parametrize("name", ["Cur.", "Вал.", "Z"])
def test_a_column_of_nothing_but_currencies_keeps_amounts_apart(name: str) -> None:
    known = truth(random.Random(10))
    codes = ["EUR" if place % 2 else "RON" for place in range(len(known))]
    table = raw(heads(random.Random(10), known, "en") | {"Total": list(known["full"]), name: codes})
    with pytest.raises(Undecided) as asked:
        orders_of(table)
    assert [question.code for question in asked.value.questions] == ["currency"]
    euros = known["full"][[code == "EUR" for code in codes]].sum()
    assert clean([(table, map_columns(table))], currency="EUR").revenue == pytest.approx(euros)


@pytest.mark.parametrize(
    ("header", "tax_in", "shipping_in"),
    [
        ("Total incl. VAT", "with", None),
        ("Сумма без НДС", "without", None),
        ("Total cu TVA", "with", None),
        ("Сума з ПДВ", "with", None),
        ("Total", None, None),
    ],
)
def test_the_header_tells_whether_tax_is_in_the_amount(
    header: str, tax_in: str | None, shipping_in: str | None
) -> None:
    known = truth(random.Random(11))
    columns = heads(random.Random(11), known, "en") | {header: list(known["full"]), "VAT": list(known["off"])}
    found = map_columns(raw(columns))
    assert (found.amount, found.tax_in, found.shipping_in) == (header, tax_in, shipping_in)


def test_other_columns_tell_whether_tax_and_shipping_are_in_the_amount() -> None:
    known = truth(random.Random(12))
    tax, shipping = (known["full"] * 0.19).round(2), [place % 3 * 2.5 for place in range(len(known))]
    columns = heads(random.Random(12), known, "en") | {"Subtotal": known["full"], "Tax": tax, "Shipping": shipping}
    whole = raw(columns | {"Total": (known["full"] + tax + shipping).round(2)})
    goods = raw(columns | {"Total": (known["full"] + tax).round(2)})
    assert [(each.tax_in, each.shipping_in) for each in map(map_columns, (whole, goods))] == [
        ("with", "with"),
        ("with", "without"),
    ]
