"""Several columns of dates: the one that says when it was ordered, whatever their order, else a question."""

import itertools
import random
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from retention.errors import Undecided
from retention.ingest.clean import clean
from retention.ingest.columns import map_columns
from retention.ingest.mapping import Choices
from retention.ingest.read.raw import Layout, RawTable

# Header of each kind of date: ordered, created, paid, sent, delivered, happening, over.
LANGUAGES = {
    "en": {
        "ordered": ("Order date", "Booked on", "Reservation made", "Purchased at", "Date ordered", "Booking created"),
        "created": ("Created at", "Created", "Date", "Date created"),
        "paid": ("Paid at", "Payment date"),
        "sent": ("Shipped at", "Dispatch date", "Shipped"),
        "delivered": ("Delivered at", "Delivery date", "Delivered on"),
        "happening": ("Check-in", "Arrival date", "Stay date", "Event date", "Appointment date", "Visit date"),
        "over": ("Check-out", "Stay until"),
        "other": ("Email", "Total"),
    },
    "ru": {
        "ordered": ("Дата заказа", "Забронировано", "Дата покупки", "Дата создания брони", "Заказан"),
        "created": ("Дата создания", "Создан", "Дата"),
        "paid": ("Дата оплаты", "Дата платежа"),
        "sent": ("Дата отгрузки", "Дата отправки"),
        "delivered": ("Дата доставки", "Доставлен"),
        "happening": ("Дата заезда", "Дата мероприятия", "Дата визита", "Дата приема"),
        "over": ("Дата выезда", "Выезд"),
        "other": ("Покупатель", "Сумма"),
    },
    "uk": {
        "ordered": ("Дата замовлення", "Заброньовано", "Дата купівлі"),
        "created": ("Дата створення", "Створено", "Дата"),
        "paid": ("Дата оплати",),
        "sent": ("Дата відправки", "Дата відвантаження"),
        "delivered": ("Дата доставки", "Доставлено"),
        "happening": ("Дата заїзду", "Дата події", "Дата візиту"),
        "over": ("Дата виїзду",),
        "other": ("Покупець", "Сума"),
    },
    "ro": {
        "ordered": ("Data comenzii", "Rezervat la", "Data achiziției", "Comandat la"),
        "created": ("Data creării", "Creat la", "Data"),
        "paid": ("Data plății", "Plătit la"),
        "sent": ("Data expedierii", "Expediat la"),
        "delivered": ("Data livrării", "Livrat la"),
        "happening": ("Data sosirii", "Data evenimentului", "Data programării", "Data vizitei"),
        "over": ("Data plecării",),
        "other": ("Client", "Suma"),
    },
}
# Days after the order on which each happens.
AFTER = {"ordered": 0, "created": 0, "paid": 3, "sent": 8, "delivered": 12, "happening": 40, "over": 43}
FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%d %b %Y")


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> RawTable:
    frame = pd.DataFrame(rows, columns=list(header), dtype="str")
    return RawTable(name="orders.csv", frame=frame, rows=np.arange(2, len(rows) + 2), layout=Layout(format="csv"))


def written(
    kinds: tuple[str, ...], headers: dict[str, tuple[str, ...]], draw: random.Random
) -> tuple[RawTable, dict[str, str]]:
    """Forty orders with dates of some kinds, columns in random order; and the header of each kind."""
    names = {kind: draw.choice(headers[kind]) for kind in kinds}
    order = [*kinds, "who", "money"]
    draw.shuffle(order)
    form, customer, money = draw.choice(FORMS), *headers["other"]
    rows = []
    for _ in range(40):
        day = date(2025, 1, 1) + timedelta(days=draw.randrange(200))
        cells = {kind: (day + timedelta(days=AFTER[kind] + draw.randrange(2))).strftime(form) for kind in kinds}
        cells |= {"who": f"c{draw.randrange(9)}@mail.test", "money": f"{draw.randrange(1000, 9999) / 100:.2f}"}
        rows.append([cells[name] for name in order])
    return table([{**names, "who": customer, "money": money}[name] for name in order], rows), names


@pytest.mark.parametrize("language", LANGUAGES)
def test_when_it_was_ordered_whatever_else_the_file_says(language: str) -> None:
    draw = random.Random(f"which date {language}")
    kinds = ("paid", "sent", "delivered", "happening", "over")
    for first, size in itertools.product(("ordered", "created"), range(4)):
        others = tuple(draw.sample(kinds, size))
        raw, names = written((first, *others), LANGUAGES[language], draw)
        assert map_columns(raw).date == names[first], names


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_happens_later_counts_where_nothing_else_is_said(language: str) -> None:
    draw = random.Random(f"only a service {language}")
    for others in ((), ("over",), ("sent",)):
        raw, names = written(("happening", *others), LANGUAGES[language], draw)
        assert map_columns(raw).date == names["happening"], names


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("known", ["paid", "happening"])
def test_an_unknown_word_beside_a_weak_one_is_asked(language: str, known: str) -> None:
    draw = random.Random(f"unknown {language} {known}")
    headers = {**LANGUAGES[language], "ordered": ("Blorb",)}
    raw, names = written((known, "ordered"), headers, draw)
    with pytest.raises(Undecided) as caught:
        map_columns(raw)
    (question,) = caught.value.questions
    assert (question.code, {*question.options}) == ("date", {*names.values()})
    assert map_columns(raw, Choices(date="Blorb")).date == "Blorb"


def test_of_an_order_and_an_invoice_the_order_tells() -> None:
    draw = random.Random("invoice")
    headers = {**LANGUAGES["en"], "paid": ("Invoice date", "Transaction date"), "ordered": ("Order date",)}
    raw, names = written(("paid", "ordered"), headers, draw)
    assert map_columns(raw).date == names["ordered"]


def test_a_booking_date_beside_another_is_asked() -> None:
    """It may be the day on which it was booked, or the day for which."""
    draw = random.Random("booking")
    headers = {**LANGUAGES["en"], "happening": ("Booking date",), "created": ("Created at",)}
    raw, _ = written(("happening", "created"), headers, draw)
    with pytest.raises(Undecided):
        map_columns(raw)


NUMBERS = ("%y-%m-{n:02}", "{n:02}.%m.%y", "%y/%m/{n:02}", "%Y-%m-{n:02}")


@pytest.mark.few(8)
@pytest.mark.parametrize("form", NUMBERS)
@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("Order no", "Date"),
        ("Invoice number", "Invoice date"),
        ("Номер заказа", "Дата"),
        ("№ чека", "Дата чека"),
        ("Номер замовлення", "Дата замовлення"),
        ("Nr. comandă", "Data comenzii"),
    ],
)
def test_order_numbers_that_look_like_dates_are_order_numbers(number: str, day: str, form: str) -> None:
    draw = random.Random(f"{form} {number}")
    rows, months = [], dict.fromkeys(range(1, 13), 0)
    for _ in range(60):
        when = date(2025, draw.randrange(1, 13), draw.randrange(1, 29))
        months[when.month] += 1
        written_number = when.strftime(form).format(n=months[when.month])
        rows.append([written_number, when.isoformat(), f"C-{draw.randrange(9)}", "10.50"])
    for columns in ((0, 1, 2, 3), (1, 0, 3, 2)):
        head = (number, day, "Customer", "Total")
        raw = table([head[place] for place in columns], [[row[place] for place in columns] for row in rows])
        mapping = map_columns(raw)
        assert (mapping.order, mapping.date) == (number, day)
        assert len(clean([(raw, mapping)]).purchases) == 60


def test_a_column_headed_order_may_still_be_the_date() -> None:
    rows = [[f"2025-0{n % 9 + 1}-1{n % 7}", f"c{n % 4}@mail.test", "5.00"] for n in range(20)]
    assert map_columns(table(["Order", "Email", "Total"], rows)).date == "Order"


def test_order_numbers_alone_are_no_date_without_asking() -> None:
    rows = [[f"25-0{n % 9 + 1}-0{n % 7 + 1}", f"c{n % 4}@mail.test", "5.00"] for n in range(20)]
    with pytest.raises(Undecided) as caught:
        map_columns(table(["Order no", "Email", "Total"], rows))
    assert [(each.code, each.options) for each in caught.value.questions if each.code == "date"] == [
        ("date", ("Order no", ""))
    ]
