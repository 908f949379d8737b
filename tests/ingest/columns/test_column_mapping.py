"""What a mapping says beside plain roles: names in parts, states, refusals; and files that answer for each other."""

import numpy as np
import pandas as pd
import pytest

from retention.errors import RetentionError, Undecided
from retention.ingest.clean import clean
from retention.ingest.columns import map_columns, map_files
from retention.ingest.currencies import CURRENCY_OF
from retention.ingest.mapping import Choices, Mapping
from retention.ingest.read.raw import Layout, RawTable
from retention.orders import Orders
from tests import refusals

DAYS = [f"2024-01-{day:02d}" for day in range(1, 13)]
NUMBERS = [str(100 + row) for row in range(12)]
WHO = [f"client {row % 4}x" for row in range(12)]
PAID = [f"{10 + row}.50" for row in range(12)]
EVERY_THIRD = [row % 3 == 0 for row in range(12)]


def table(columns: dict[str, object]) -> RawTable:
    frame = pd.DataFrame({name: pd.Series(cells) for name, cells in columns.items()})
    frame = frame.astype({name: "str" for name in frame if frame[name].dtype == object})
    return RawTable(name="file", frame=frame, rows=np.arange(2, len(frame) + 2), layout=Layout(format="csv"))


def understood(choices: Choices | None = None, **columns: object) -> Mapping:
    return map_columns(table({"Date": DAYS, "Total": PAID} | columns), choices or Choices())


def counted(**columns: object) -> Orders:
    raw = table({"Order": NUMBERS, "Date": DAYS, "Client": WHO, "Total": PAID} | columns)
    return clean([(raw, map_columns(raw))])


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("First Name", "Last Name"),
        ("Customer First Name", "Customer Last Name"),
        ("Имя", "Фамилия"),
        ("Ім'я", "Прізвище"),
        ("Prenume", "Nume"),
        ("Name", "Surname"),
    ],
)
def test_first_and_last_name_are_one_customer(given: str, family: str) -> None:
    columns = {given: ["Anna", "Oleg"] * 6, family: ["Kim", "Kim", "Petrov", "Petrov"] * 3}
    assert understood(**columns).customer_also == (family,)
    raw = table({"Date": DAYS, "Total": PAID} | columns)
    orders = clean([(raw, map_columns(raw))])
    assert sorted(orders.frame["customer"].cat.categories) == ["Anna Kim", "Anna Petrov", "Oleg Kim", "Oleg Petrov"]


def test_a_phone_goes_before_a_name_in_two_columns() -> None:
    phones = [f"+4072200000{row % 4}" for row in range(12)]
    found = understood(**{"First name": ["Ann", "Bob"] * 6, "Last name": ["Kim"] * 12, "Phone": phones})
    assert (found.customer, found.customer_also) == ("Phone", ())


def test_a_person_may_take_one_part_of_the_name_alone() -> None:
    columns = {"First name": ["Ann", "Bob"] * 6, "Last name": WHO}
    assert understood(Choices(customer="Last name"), **columns).customer_also == ()


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("Cancelled", "Yes", "No"),
        ("is_canceled", "1", "0"),
        ("Отменён", "да", "нет"),
        ("Скасовано", "так", "ні"),
        ("Anulat", "Da", "Nu"),
        ("Cancelled", True, False),
        ("Cancelled", 1.0, 0.0),
        ("Cancelled", "2024-01-20", None),
        ("Cancelled", "out of stock", None),
    ],
)
def test_cancelled_orders_are_told_by_yes_and_no(header: str, yes: object, no: object) -> None:
    orders = counted(**{header: [yes if third else no for third in EVERY_THIRD]})
    assert (orders.sources[0].mapping.cancelled, len(orders.purchases)) == (header, 8)


def test_an_order_that_is_not_paid_is_none() -> None:
    orders = counted(Paid=["No" if third else "Yes" for third in EVERY_THIRD])
    assert (orders.sources[0].mapping.paid, orders.sources[0].mapping.amount) == ("Paid", "Total")
    assert len(orders.purchases) == 8


def test_a_returned_order_stays_an_order_without_money() -> None:
    orders = counted(Returned=["Yes" if third else "No" for third in EVERY_THIRD])
    kept = sum(10.5 + row for row in range(12) if row % 3)
    assert (len(orders.purchases), orders.revenue) == (12, kept)


def test_two_columns_of_states_are_read_together() -> None:
    orders = counted(
        **{
            "Status": ["Cancelled"] + ["Completed"] * 11,
            "Payment status": ["Paid", "Refunded", "Unpaid"] + ["Paid"] * 9,
        }
    )
    assert orders.sources[0].mapping.status_also
    assert (len(orders.purchases), orders.revenue) == (10, sum(10.5 + row for row in range(3, 12)))


def test_order_numbers_with_a_point_and_a_zero_are_order_numbers() -> None:
    found = understood(order_id=[f"{1001 + row // 2}.0" for row in range(12)], Client=WHO)
    assert found.order == "order_id"


@pytest.mark.parametrize(
    "header",
    ["Date CET", "Дата МСК", "Дата док.", "Date sold", "Дата проведения документа", "Visit", "Date x", "Datum"],
)
def test_the_only_dates_are_the_date_whatever_their_header(header: str) -> None:
    assert map_columns(table({"Order": NUMBERS, "Client": WHO, header: DAYS, "Total": PAID})).date == header


@pytest.mark.parametrize("header", ["Total VAT incl", "Sum total", "Total X", "Ticket", "Amount (VAT included)"])
def test_the_only_money_is_the_amount_whatever_its_header(header: str) -> None:
    assert map_columns(table({"Order": NUMBERS, "Client": WHO, "Date": DAYS, header: PAID})).amount == header


@pytest.mark.parametrize(
    "header",
    ["Пациент ФИО", "Card holder", "Deținător card", "Bonus card", "Номер карты", "Contact Person", "Person"],
)
def test_people_under_rare_headers(header: str) -> None:
    assert understood(**{"Order": NUMBERS, header: WHO}).customer == header


def test_who_comes_back_under_an_unknown_header_is_asked_about() -> None:
    with pytest.raises(Undecided) as raised:
        understood(Order=NUMBERS, Huurder=[f"client {row % 6}x" for row in range(12)])
    (question,) = raised.value.questions
    assert (question.code, question.options) == ("customer", ("Huurder", ""))


def test_what_the_shop_paid_is_no_amount_beside_one() -> None:
    costs = [f"{row}.25" for row in range(12)]
    assert map_columns(table({"Client": WHO, "Date": DAYS, "Amount": PAID, "Cost": costs})).amount == "Amount"
    assert map_columns(table({"Client": WHO, "Date": DAYS, "Cost": PAID})).amount == "Cost"


def test_a_person_may_put_the_parts_of_a_name_together_or_apart() -> None:
    columns = {"Ref 1": ["Ann", "Bob"] * 6, "Ref 2": ["Kim", "Kim", "Petrov"] * 4, "Client": WHO}
    together = understood(Choices(customer="Ref 1", customer_also=("Ref 2",)), **columns)
    assert (together.customer, together.customer_also) == ("Ref 1", ("Ref 2",))
    named = {"First name": ["Ann", "Bob"] * 6, "Last name": WHO}
    assert understood(Choices(customer_also=()), **named).customer_also == ()


def test_a_person_may_say_which_columns_tell_paid_and_returned() -> None:
    marks = {"Mark a": ["yes", "no"] * 6, "Mark b": ["no"] * 11 + ["yes"], "State": ["done"] * 12}
    found = understood(Choices(paid="Mark a", returned="Mark b", status_also=("State",)), Client=WHO, **marks)
    assert (found.paid, found.returned, found.status_also) == ("Mark a", "Mark b", ("State",))
    assert not {"Mark a", "Mark b", "State"} & set(found.dimensions.values())
    assert understood(Choices(paid=""), Client=WHO, Paid=["yes", "no"] * 6).paid is None


@pytest.mark.parametrize("cells", ["2024-03", "03.2024", "3/2024", "Март 2024 г.", "Mar-24", "2024 martie"])
def test_a_month_is_no_day_and_the_refusal_says_so(cells: str) -> None:
    orders = {"Client": WHO, "Total": [f"{row}.50" for row in range(len(WHO))]}
    months = pd.DataFrame({**orders, "Period": [cells] * len(WHO)}, dtype="str")
    raw = RawTable(name="file", frame=months, rows=np.arange(len(months)) + 2, layout=Layout(format="csv"))
    for choices in (Choices(), Choices(date="Period")):
        with pytest.raises(RetentionError) as refused:
            map_columns(raw, choices)
        assert (refused.value.code, refused.value.details) == ("days_missing", {"column": "Period"})


def test_a_year_and_a_month_in_columns_of_their_own_lack_the_day() -> None:
    columns = {"Client": WHO, "Год": ["2024"] * len(WHO), "Месяц": ["Май"] * len(WHO)}
    frame = pd.DataFrame(columns, dtype="str")
    raw = RawTable(name="file", frame=frame, rows=np.arange(len(frame)) + 2, layout=Layout(format="csv"))
    with pytest.raises(RetentionError) as refused:
        map_columns(raw)
    assert (refused.value.code, refused.value.details) == ("days_missing", {"column": "Год, Месяц"})


@pytest.mark.parametrize("cells", [["Итого", None, None], [None, None, "Total"], [None, "Всього:", "0"]])
def test_a_total_below_the_header_is_no_order(cells: list[str | None]) -> None:
    frame = pd.DataFrame([cells], columns=["Client", "Date", "Total"], dtype="str")
    raw = RawTable(name="file", frame=frame, rows=np.array([2]), layout=Layout(format="csv"))
    with pytest.raises(RetentionError) as refused:
        map_columns(raw)
    assert (refused.value.code, refused.value.details["name"]) == ("header_only", "file")


@pytest.mark.parametrize(
    ("choices", "code", "column"),
    [
        (Choices(order="Client"), "customer_column_taken", "Client"),
        (Choices(customer="Total", status_also=("Date",)), "date_column_taken", "Date"),
        (Choices(time="Date"), "date_column_taken", "Date"),
    ],
)
def test_a_column_given_away_is_named(choices: Choices, code: str, column: str) -> None:
    with pytest.raises(RetentionError) as refused:
        understood(choices, Client=WHO)
    assert (refused.value.code, refused.value.details) == (code, {"column": column})


def test_a_person_may_keep_any_column_to_break_figures_down_by() -> None:
    """Also one that has a meaning already, which stays; there must be such a column."""
    found = understood(Choices(further=("Fruit", "Total")), Client=WHO, Fruit=["fig", "kiwi"] * 6)
    assert found.further == ("Fruit", "Total")
    assert found.dimensions == {"Fruit": "Fruit", "Total": "Total"}
    assert found.amount == "Total"
    with pytest.raises(RetentionError, check=refusals.code("no_such_column")):
        understood(Choices(further=("Vegetable",)), Client=WHO)


EARLY = ["01/02/2024", "03/02/2024", "02/02/2024"]
DAY_FIRST = ["21/01/2024", "03/02/2024", "02/02/2024"]
MONTH_FIRST = ["01/21/2024", "03/02/2024", "02/02/2024"]


def shop(days: list[str], *, amounts: tuple[str, str, str] = ("1", "2", "3"), paid: str = "Total") -> RawTable:
    columns = {"Order": ["1", "2", "3"], "Date": days, "Client": ["ann a", "bob b", "ann a"], paid: amounts}
    frame = pd.DataFrame(columns, dtype="str")
    return RawTable(name="f", frame=frame, rows=np.arange(2, 5), layout=Layout(format="csv"))


def orders_of_days(*files: RawTable, chosen: str | None = None) -> list[str | None]:
    found = map_files([(raw, Choices(date_order=chosen)) for raw in files])
    return [each.date_order if isinstance(each, Mapping) else "ask" for each in found]


def test_one_file_tells_how_the_other_writes_its_dates() -> None:
    assert orders_of_days(shop(EARLY), shop(DAY_FIRST)) == ["dmy", "dmy"]
    assert orders_of_days(shop(MONTH_FIRST), shop(EARLY)) == ["mdy", "mdy"]


def test_a_file_with_other_columns_tells_nothing() -> None:
    assert orders_of_days(shop(EARLY), shop(DAY_FIRST, paid="Amount")) == ["ask", "dmy"]


def test_files_that_contradict_each_other_leave_the_third_to_a_person() -> None:
    files = shop(DAY_FIRST), shop(MONTH_FIRST), shop(EARLY)
    assert orders_of_days(*files) == ["dmy", "mdy", "ask"]
    assert orders_of_days(*files, chosen="dmy") == ["dmy", "mdy", "dmy"]


def test_a_choice_holds_where_a_file_stands_alone() -> None:
    assert orders_of_days(shop(MONTH_FIRST), chosen="dmy") == ["dmy"]


def test_one_file_tells_the_decimal_mark_of_the_other() -> None:
    sure, unsure = shop(DAY_FIRST, amounts=("1.234,50", "2", "3")), shop(DAY_FIRST, amounts=("1.234", "2.500", "3.100"))
    found = map_files([(unsure, Choices()), (sure, Choices())])
    assert [each.decimal for each in found if isinstance(each, Mapping)] == [",", None]


def test_other_questions_stay_open() -> None:
    columns = {"Order": ["1", "2"], "Date": ["2024-01-02", "2024-02-03"], "Client": ["a a", "b b"]}
    frame = pd.DataFrame(columns | {"Total": ["5", "6"], "Amount": ["50", "61"]}, dtype="str")
    raw = RawTable(name="f", frame=frame, rows=np.arange(2, 4), layout=Layout(format="csv"))
    (found,) = map_files([(raw, Choices())])
    assert isinstance(found, Undecided)
    assert [question.code for question in found.questions] == ["amount"]


@pytest.mark.parametrize("chosen", ["dmy", "mdy"])
def test_a_choice_answers_what_no_file_tells(chosen: str) -> None:
    assert orders_of_days(shop(EARLY), shop(EARLY), chosen=chosen) == [chosen, chosen]


@pytest.mark.parametrize("amount", ["Total", "Сумма", "Suma"])
def test_currencies_of_number_formats_belong_to_the_money_they_stand_beside(amount: str) -> None:
    codes = ["EUR", "USD"] * (len(PAID) // 2)
    raw = table({"Date": DAYS, "Client": WHO, amount: PAID, CURRENCY_OF.format(amount): codes})
    mapping = map_columns(raw)
    assert (mapping.amount, mapping.currency, dict(mapping.dimensions)) == (amount, CURRENCY_OF.format(amount), {})
    with pytest.raises(Undecided) as asked:
        clean([(raw, mapping)])
    assert [question.code for question in asked.value.questions] == ["currency"]
    assert map_columns(raw, Choices(currency="")).currency is None
    own = table(
        {"Date": DAYS, "Client": WHO, amount: PAID, CURRENCY_OF.format(amount): codes, "Currency": ["RON"] * len(PAID)}
    )
    assert map_columns(own).currency == "Currency"
