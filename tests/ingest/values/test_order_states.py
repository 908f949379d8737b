"""Status and event words as tills, shops and payment services write them."""

import pandas as pd
import pytest

from retention.ingest.values.order_states import event_type, order_state, states


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
