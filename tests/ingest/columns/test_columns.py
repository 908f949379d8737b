"""Which column is what, on small exports of every kind: recognised at once, asked about, or refused."""

import numpy as np
import pandas as pd
import pytest

from retention.errors import Question, RetentionError, Undecided
from retention.ingest.columns import map_columns
from retention.ingest.mapping import Choices, Mapping
from retention.ingest.read.raw import Layout, RawTable

ROWS = 60
RANDOM = np.random.default_rng(7)
PERSON = RANDOM.integers(1, 15, ROWS)
DAYS = pd.Timestamp(2024, 1, 1) + pd.to_timedelta(np.sort(RANDOM.integers(0, 300, ROWS)), unit="D")
SUMS = RANDOM.uniform(5, 900, ROWS).round(2)

ISO = list(DAYS.strftime("%Y-%m-%d"))
DOTTED = list(DAYS.strftime("%d.%m.%Y %H:%M"))
SLASHED = list(DAYS.strftime("%d/%m/%Y"))
NUMBERS = [str(1001 + row) for row in range(ROWS)]
MAILS = [f"user{person}@example.com" for person in PERSON]
NAMES = [f"Анна {'абвгдежзиклмнопрст'[person]}" for person in PERSON]
POINT = [f"{amount:.2f}" for amount in SUMS]
COMMA = [f"{amount:,.2f} ₽".replace(",", "\u00a0").replace(".", ",") for amount in SUMS]
PIECES = [str(pieces) for pieces in RANDOM.integers(1, 5, ROWS)]
GOODS = [f"Mug {good}" for good in RANDOM.integers(0, 30, ROWS)]


def table(**columns: object) -> RawTable:
    frame = pd.DataFrame({name: pd.Series(cells) for name, cells in columns.items()})
    frame = frame.astype({name: "str" for name in frame if frame[name].dtype == object})
    return RawTable(name="file", frame=frame, rows=np.arange(2, len(frame) + 2), layout=Layout(format="csv"))


def understood(choices: Choices | None = None, **columns: object) -> Mapping:
    return map_columns(table(**columns), choices or Choices())


def asked(choices: Choices | None = None, **columns: object) -> dict[str, Question]:
    with pytest.raises(Undecided) as raised:
        understood(choices, **columns)
    return {question.code: question for question in raised.value.questions}


def refused(choices: Choices | None = None, **columns: object) -> RetentionError:
    with pytest.raises(RetentionError) as raised:
        understood(choices, **columns)
    assert not isinstance(raised.value, Undecided)
    return raised.value


def test_an_invoice_list_of_lines_goes_straight_through() -> None:
    found = understood(
        InvoiceNo=NUMBERS,
        StockCode=["85123A"] * ROWS,
        Description=GOODS,
        Quantity=[float(pieces) for pieces in PIECES],
        InvoiceDate=DAYS.to_numpy(),
        UnitPrice=SUMS,
        CustomerID=PERSON.astype("float64"),
        Country=["Romania"] * ROWS,
    )
    assert found == Mapping(
        customer="CustomerID",
        order="InvoiceNo",
        date="InvoiceDate",
        quantity="Quantity",
        price="UnitPrice",
        sku="StockCode",
        dimensions={"product": "Description", "country": "Country"},
        contacts={"number": ("CustomerID",)},
    )


def test_a_number_and_a_name_of_the_same_people_need_no_question() -> None:
    found = understood(
        Kundennr=[f"K{person}" for person in PERSON], Kunde=NAMES, Datum=ISO, Bestellung=NUMBERS, Betrag=POINT
    )
    assert (found.customer, found.date, found.order, found.amount) == ("Kundennr", "Datum", "Bestellung", "Betrag")


def test_a_russian_shop() -> None:
    found = understood(
        **{
            "№ заказа": NUMBERS,
            "Дата заказа": DOTTED,
            "Менеджер": ["Пётр"] * ROWS,
            "ФИО": NAMES,
            "Сумма, руб.": COMMA,
            "Город": ["Алматы"] * ROWS,
            "Статус": ["Выполнен"] * ROWS,
        }
    )
    assert (found.customer, found.order, found.amount, found.status) == ("ФИО", "№ заказа", "Сумма, руб.", "Статус")
    assert (found.date_order, found.decimal, found.dimensions) == ("dmy", None, {"city": "Город"})


def test_a_ukrainian_shop() -> None:
    found = understood(
        **{"Номер замовлення": NUMBERS, "Дата створення": DOTTED, "Покупець": NAMES, "Сума до сплати": POINT}
    )
    assert (found.customer, found.date, found.amount) == ("Покупець", "Дата створення", "Сума до сплати")


def test_a_romanian_salon_with_prices_in_lei_and_the_time_apart() -> None:
    found = understood(
        Data=[day[:10] for day in DOTTED],
        Ora=["10:30"] * ROWS,
        Client=NAMES,
        Serviciu=GOODS,
        Preț=[f"{amount:.0f} lei" for amount in SUMS],
        Stilist=["Maria"] * ROWS,
    )
    assert (found.customer, found.date, found.time, found.amount) == ("Client", "Data", "Ora", "Preț")
    assert found.price is None


@pytest.mark.parametrize(
    ("columns", "customer"),
    [
        ({"Client": NAMES, "Email": MAILS, "Customer ID": NUMBERS[:15] * 4}, "Customer ID"),
        ({"Client": NAMES, "Телефон": ["+7 912 345-67-89"] * ROWS, "E-mail": MAILS}, "E-mail"),
        ({"ФИО клиента": NAMES, "Телефон": [f"8 912 345-67-{10 + person}" for person in PERSON]}, "Телефон"),
        ({"Кассир": NAMES, "Покупатель": NAMES[::-1]}, "Покупатель"),
        ({"Customer ID": ["0"] * 50 + NUMBERS[:10], "Email": MAILS}, "Email"),
        ({"customer_id": NUMBERS, "customer_unique_id": [f"p{person}" for person in PERSON]}, "customer_unique_id"),
    ],
)  # fmt: skip
def test_customer_id_then_email_then_phone_then_name(columns: dict[str, object], customer: str) -> None:
    assert understood(Date=ISO, Total=POINT, **columns).customer == customer


def test_what_was_paid_is_the_total_less_the_discount() -> None:
    totals = [f"{amount - 1:.2f}" for amount in SUMS]
    found = understood(date=ISO, email=MAILS, gross=POINT, discount=["1.00"] * ROWS, total=totals)
    assert (found.amount, found.discount, found.alternatives["amount"]) == ("total", "discount", ("gross",))


def test_a_bare_id_that_comes_back_is_the_customer() -> None:
    found = understood(date=ISO, id=[str(person) for person in PERSON])
    assert (found.customer, found.order, found.amount) == ("id", None, None)


def test_a_file_without_header_is_told_by_its_cells() -> None:
    found = understood(**{"Column A": NUMBERS, "Column B": ISO, "Column C": MAILS, "Column D": POINT})
    assert (found.order, found.date, found.customer, found.amount) == tuple(f"Column {letter}" for letter in "ABCD")


def test_a_file_in_an_unknown_language_is_told_by_its_cells() -> None:
    found = understood(Pedido=NUMBERS, Fecha=SLASHED, Correo=MAILS, Importe=POINT)
    assert (found.order, found.date, found.customer, found.amount) == ("Pedido", "Fecha", "Correo", "Importe")
    assert found.date_order == "dmy"


def test_two_columns_that_could_both_be_the_customer_are_asked_about() -> None:
    other = [f"b{(7 * person + row) % 20}" for row, person in enumerate(PERSON)]
    question = asked(Date=ISO, Client=[f"a{person}" for person in PERSON], Customer=other, Total=POINT)["customer"]
    assert question.options == ("Client", "Customer")
    assert question.details["examples"]["Customer"][0] == other[0]  # type: ignore[index]


def test_two_columns_that_say_the_same_are_no_question() -> None:
    assert understood(Date=ISO, Client=MAILS, Customer=MAILS, Total=POINT).customer == "Client"


def test_two_dates_are_asked_about_only_if_they_differ() -> None:
    later = list((DAYS + pd.Timedelta(days=3)).strftime("%Y-%m-%d"))
    assert asked(Email=MAILS, **{"Order date": ISO, "Purchase date": later})["date"].options == (
        "Order date",
        "Purchase date",
    )
    assert understood(Email=MAILS, **{"Order date": ISO, "Purchase date": ISO}).date == "Order date"
    assert understood(Email=MAILS, **{"Delivery date": later, "Order date": ISO}).date == "Order date"


def test_gross_or_net_of_fees_is_a_question() -> None:
    net = [f"{amount * 0.97:.2f}" for amount in SUMS]
    assert asked(Date=ISO, Email=MAILS, Gross=POINT, Net=net)["amount"].options == ("Gross", "Net")


AMBIGUOUS = {"Date": ["03/04/2025", "01/02/2025", "02/02/2025"], "Client": ["a", "b", "a"]}


def test_all_questions_come_at_once() -> None:
    questions = asked(**AMBIGUOUS, Amount=["1.234", "5.678", "2.345"])
    assert set(questions) == {"date_order", "decimal"}
    assert questions["decimal"].details["readings"] == {".": 1.234, ",": 1234.0}


def test_answers_are_taken() -> None:
    found = understood(Choices(date_order="mdy", decimal=","), **AMBIGUOUS, Amount=["1.234", "5.678", "2.345"])
    assert (found.date_order, found.decimal) == ("mdy", ",")


def test_another_date_of_the_file_may_tell_the_order() -> None:
    found = understood(**AMBIGUOUS, **{"Delivery date": ["13/04/2025", "14/02/2025", "20/02/2025"]})
    assert (found.date, found.date_order) == ("Date", "dmy")


def test_choices_overrule_the_guess() -> None:
    choices = Choices(customer="Phone", amount="", order="Ref")
    found = understood(choices, Date=ISO, Email=MAILS, Phone=NUMBERS, Ref=NUMBERS, Total=POINT)
    assert (found.customer, found.amount, found.order) == ("Phone", None, "Ref")


def test_a_choice_that_is_no_column_is_refused() -> None:
    error = refused(Choices(customer="Buyer"), Date=ISO, Email=MAILS)
    assert (error.code, error.details) == ("no_such_column", {"column": "Buyer", "columns": ["Date", "Email"]})


@pytest.mark.parametrize(("field", "value"), [("date_order", "myd"), ("decimal", ";")])
def test_a_notation_that_there_is_not_is_refused(field: str, value: str) -> None:
    error = refused(Choices(**{field: value}), Date=ISO, Email=MAILS)
    assert (error.code, error.details["field"], error.details["value"]) == ("unknown_choice", field, value)


def test_orders_and_products_are_no_customers() -> None:
    error = refused(**{"Order ID": NUMBERS, "Date": ISO, "Amount": POINT, "Product": ["Mug"] * ROWS})
    assert error.code == "no_customer_column"
    assert error.details["columns"] == ["Order ID", "Date", "Amount", "Product"]


def test_staff_are_no_customers() -> None:
    assert refused(Дата=ISO, Менеджер=NAMES, Принял=NAMES, Сумма=POINT).code == "no_customer_column"


def test_no_date_is_refused() -> None:
    assert refused(Client=MAILS, Amount=POINT).code == "no_date_column"
    assert refused(Client=MAILS, Amount=POINT, **{"Delivery date": ISO}).code == "no_date_column"


def test_ids_cut_short_by_excel_are_refused_unless_something_else_names_the_customer() -> None:
    cut = ["7,9123E+10"] * ROWS
    error = refused(Date=ISO, **{"Номер карты клиента": cut})
    assert (error.code, error.details) == ("ids_destroyed", {"column": "Номер карты клиента", "value": "7,9123E+10"})
    assert understood(Date=ISO, Email=MAILS, **{"Номер карты клиента": cut}).customer == "Email"


def test_serial_numbers_are_dates_where_the_header_says_so() -> None:
    serials = [str(45662 + row) for row in range(ROWS)]
    assert understood(Date=serials, Client=MAILS, Amount=serials).date == "Date"


@pytest.mark.parametrize("form", ["2024/{:05}", "0{:08}", "20 24 {:05}"])
def test_numbers_that_count_up_are_no_phones(form: str) -> None:
    numbers = [form.format(48_210 + row) for row in range(ROWS)]
    with pytest.raises(RetentionError) as refused:
        understood(Received=numbers, Date=ISO, Total=POINT)
    assert refused.value.code == "no_customer_column"
