"""Status and event words as tills, shops and payment services write them."""

import pandas as pd
import pytest

from retention.ingest.values.order_states import event_type, is_of_orders, known_state, order_state, stage, states


@pytest.mark.parametrize(
    "text",
    [
        "cancelled", "Canceled", "CANCELLED_BY_BUYER", "voided", "Failed", "payment declined", "Unpaid", "expired",
        "Pending payment", "Отменен", "Отменён", "Отказ", "Не оплачен", "неоплачен", "Закрыто и не реализовано",
        "Сделка провалена", "Ожидает оплаты", "Скасовано", "Відхилено", "Не оплачено", "Анульовано", "Anulat",
        "Anulată", "Neplătit", "Respinsă", "În așteptarea plății", "No-show", "Payment error", "Ошибка оплаты",
        "Не выкуплен", "Клиент не пришёл", "Скасування", "Відмінено", "Помилка оплати", "Не прийшов", "Видалено",
        "Eroare plată", "Neprezentat", "Storniert", "Nicht bezahlt", "Annulée", "Échoué", "Impayé", "Anulowane",
        "Nieopłacone", "İptal edildi", "Ödenmedi", "Cancelado", "Rechazado", "Annullato", "Non pagato",
    ],
)  # fmt: skip
def test_orders_that_never_happened(text: str) -> None:
    assert order_state(text) == "void"


@pytest.mark.parametrize(
    "text",
    [
        "paid", "Completed", "fulfilled", "pending", "processing", "on-hold", "partially_refunded", "Выполнен",
        "Завершен", "Успешно реализовано", "Оплачен", "Доставлен", "Частичный возврат", "Виконано", "Оплачено",
        "Livrat", "Finalizată", "Plătit", "În procesare", "", "Не отменен", "not cancelled", "Без отмены", "Ramburs",
        "Refund declined", "Возврат отменен", "Returning", "New", "Bezahlt", "Livré", "Wysłane", "Teslim edildi",
        "Completado", "Evaso",
    ],
)  # fmt: skip
def test_orders_that_count(text: str) -> None:
    assert order_state(text) == "sale"


@pytest.mark.parametrize(
    "text",
    [
        "refunded", "Returned", "chargeback", "Возврат", "Возвращён", "Повернення", "Rambursat", "Returnată", "Stornat",
        "Rückerstattet", "Remboursé", "Zwrot", "İade edildi", "Reembolsado", "Rimborsato",
    ],
)  # fmt: skip
def test_orders_whose_money_went_back(text: str) -> None:
    assert order_state(text) == "refund"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Payment", "sale"),
        ("Express Checkout Payment", "sale"),
        ("Refund", "refund"),
        ("Payment Refund", "refund"),
        ("General Withdrawal", "transfer"),
        ("Bank Deposit", "transfer"),
        ("Комиссия", "transfer"),
        ("Вывод средств", "transfer"),
        ("Comision", "transfer"),
    ],
)
def test_events(text: str, kind: str) -> None:
    assert event_type(text) == kind


def test_a_transfer_beside_cards_is_a_way_to_pay() -> None:
    assert list(states(pd.Series(["Transfer", "Card"]), events=True)) == ["sale", "sale"]
    assert list(states(pd.Series(["Transfer", "Payment"]), events=True)) == ["transfer", "sale"]


def test_a_blank_status_says_nothing() -> None:
    read = states(pd.Series(["paid", None, "void"]))
    assert pd.Series(read).tolist()[::2] == ["sale", "void"]
    assert read.codes[1] == -1


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("No answer", "void"), ("RTO", "void"), ("Fraud", "void"), ("Duplicate", "void"), ("Недозвон", "void"),
        ("Не відповідає", "void"), ("Nu răspunde", "void"), ("wc-checkout-draft", "draft"),
        ("Брошенная корзина", "draft"), ("Одобрено", "sale"), ("Схвалено", "sale"),
        ("În coș", "draft"), ("Despatched", "sale"), ("Самовывоз", "sale"), ("Preluată", "sale"), ("zapp", None),
        ("VIP", None), ("Переговоры", None),
    ],
)  # fmt: skip
def test_known_words(text: str, meaning: str | None) -> None:
    assert known_state(text) == meaning


def test_how_far_an_order_has_come() -> None:
    course = ["Payment failed", "Created", "Paid", "Cancelled", "Refunded"]
    assert [stage(word) for word in course] == [0, 1, 2, 3, 4]


def test_columns_of_states_and_of_ordinary_words() -> None:
    assert is_of_orders({"Delivered": 9, "Cancelled": 1})
    assert is_of_orders({"Cancelled": 2})
    assert not is_of_orders({"New": 5, "Returning": 5})
    assert not is_of_orders({"Delivered": 5, "Shipped": 5})
    assert not is_of_orders({"Card": 5, "Cash": 4, "Refund": 1})
    assert not is_of_orders({})
