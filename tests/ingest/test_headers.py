"""What a header means: in four languages, in any spelling, and what it does not mean."""

import pytest

from retention.ingest.headers import strengths, tokens


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("InvoiceNo", "order"),
        ("CustomerID", "customer_id"),
        ("UnitPrice", "price"),
        ("order_created_at", "date"),
        ("Customer\u00a0 E-mail", "email"),
        ("№ заказа", "order"),
        ("Дата и время заказа", "date"),
        ("Сумма, руб.", "amount"),
        ("ФИО покупателя", "customer_name"),
        ("Контакт: Рабочий телефон", "phone"),
        ("КодКлиента", "customer_id"),
        ("Номер замовлення", "order"),
        ("Сума до сплати", "amount"),
        ("Покупець", "customer"),
        ("Dată", "date"),
        ("Preț unitar", "price"),
        ("Număr comandă", "order"),
        ("Тапсырыс нөмірі", "order"),
        ("Total (incl. VAT)", "amount"),
        ("Amount (2)", "amount"),
        ("Принят в обработку", "date"),
    ],
)
def test_a_header_means_its_role(header: str, role: str) -> None:
    assert role in strengths(header)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Менеджер", "customer"),
        ("Email менеджера", "email"),
        ("Оформил", "customer"),
        ("Vânzător", "customer"),
        ("Sales agent name", "customer_name"),
        ("Поставщик", "customer"),
        ("Delivery date", "date"),
        ("Дата изменения статуса", "date"),
        ("Data scadenței", "date"),
        ("Updated at", "date"),
        ("Sales tax", "amount"),
        ("Стоимость доставки", "amount"),
        ("Valoare TVA", "amount"),
        ("Card processing fees", "amount"),
        ("Себестоимость", "amount"),
        ("Customer note", "customer"),
        ("Отзыв покупателя", "customer"),
        ("Time zone", "time"),
    ],
)
def test_decoys_mean_something_else(header: str, role: str) -> None:
    assert role not in strengths(header)


def test_the_whole_header_is_stronger_than_a_part_of_it() -> None:
    assert strengths("Order total")["amount"] > strengths("Adjusted order total")["amount"]


def test_what_was_paid_comes_before_parts_of_it() -> None:
    ranked = ["Order total", "Amount", "Subtotal", "Total of the first week"]
    found = [strengths(header)["amount"] for header in ranked]
    assert found == sorted(found, reverse=True)


def test_unknown_words_mean_nothing() -> None:
    assert not strengths("Blorb")


def test_spelling_makes_no_difference() -> None:
    assert tokens("Customer_ID") == tokens("customer id") == tokens("CustomerID") == ("customer", "id")
