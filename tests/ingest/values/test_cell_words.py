"""Status and event words as tills, shops and payment services write them; yes and no in several languages."""

import pandas as pd
import pytest

from retention.ingest.values.cell_words import event_type, order_state, say_yes_or_no, states, yes_or_no


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


@pytest.mark.parametrize("cell", ["Yes", "ДА", "так", "da", "1", "1.0", "TRUE", "x", "2024-01-05", "out of stock"])
def test_yes(cell: str) -> None:
    assert list(yes_or_no(pd.Series([cell], dtype="str"))) == [True]


@pytest.mark.parametrize("cell", ["No", "нет", "Ні", "NU", "0", "0.0", "False"])
def test_no(cell: str) -> None:
    assert list(yes_or_no(pd.Series([cell], dtype="str"))) == [False]


def test_empty_cells_say_nothing() -> None:
    assert yes_or_no(pd.Series(["yes", None, "", "-"], dtype="str")).isna().tolist() == [False, True, True, True]


def test_numbers_and_truth_values() -> None:
    assert list(yes_or_no(pd.Series([1.0, 0.0]))) == [True, False]
    assert list(yes_or_no(pd.Series([True, False]))) == [True, False]


def test_a_column_of_flags_tells_rows_apart() -> None:
    assert say_yes_or_no(pd.Series(["Yes", "No"], dtype="str"))
    assert say_yes_or_no(pd.Series(["x", None], dtype="str"))
    assert not say_yes_or_no(pd.Series(["0", "0"], dtype="str"))
    assert not say_yes_or_no(pd.Series(["1", None], dtype="str"))
    assert not say_yes_or_no(pd.Series(["Yes", "Later"], dtype="str"))
