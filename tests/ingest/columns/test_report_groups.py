"""Reports in groups, as book-keeping programs print them: the customer stands once for several orders."""

import numpy as np
import pandas as pd
import pytest

from retention.errors import Undecided
from retention.ingest.clean import clean
from retention.ingest.columns import map_columns
from retention.ingest.mapping import Choices
from retention.ingest.read.raw import Layout, RawTable
from retention.orders import Orders

PEOPLE = ("Anna Kim", "Oleg Petrov", "Romashka Ltd")
DAYS = ("03.01.2024", "14.02.2024", "25.03.2024")
Rows = list[tuple[str | None, ...]]


def raw_table(columns: tuple[str, ...], rows: Rows) -> RawTable:
    frame = pd.DataFrame(rows, columns=columns, dtype="str")
    return RawTable(name="f", frame=frame, rows=np.arange(2, len(rows) + 2), layout=Layout(format="csv"))


def counted(raw: RawTable, choices: Choices | None = None) -> Orders:
    return clean([(raw, map_columns(raw, choices or Choices()))])


def reasons(orders: Orders) -> dict[str, int]:
    return {issue.code: issue.rows for issue in orders.issues}


def documents_below_customers() -> RawTable:
    rows: Rows = []
    for place, person in enumerate(PEOPLE):
        rows.append((person, None, "30,00"))
        rows += [(f"Реализация {place}{n} от {day}", day, "10,00") for n, day in enumerate(DAYS)]
    return raw_table(("Контрагент", "Дата", "Сумма"), [*rows, ("Итого", None, "90,00")])


def test_customers_above_their_documents() -> None:
    orders = counted(documents_below_customers())
    assert (orders.customers, len(orders.purchases), orders.revenue) == (3, 9, 90)
    assert sorted(orders.frame["customer"].cat.categories) == sorted(PEOPLE)
    assert reasons(orders) == {"total_row": 1, "group_heading": 3}


def invoices_below_names() -> RawTable:
    rows: Rows = []
    for place, person in enumerate(PEOPLE):
        rows.append((person, None, None, None))
        rows += [(None, day, f"{place}{n}", "10.00") for n, day in enumerate(DAYS)]
        rows.append((f"Total for {person}", None, None, "30.00"))
    return raw_table(("Column A", "Transaction date", "Num", "Amount"), rows)


def test_headings_without_a_name_are_asked_about() -> None:
    with pytest.raises(Undecided) as asked:
        map_columns(invoices_below_names())
    (question,) = asked.value.questions
    assert (question.code, question.options) == ("customer", ("Column A", ""))
    assert question.details["examples"]["Column A"][0] == "Anna Kim"  # type: ignore[index]
    orders = counted(invoices_below_names(), Choices(customer="Column A"))
    assert (orders.customers, len(orders.purchases), orders.revenue) == (3, 9, 90)
    assert reasons(orders) == {"total_row": 3, "group_heading": 3}


def test_customers_on_the_first_row_of_their_group_only() -> None:
    rows = [
        (p if n == 0 else None, f"{place}{n}", day, "10")
        for place, p in enumerate(PEOPLE)
        for n, day in enumerate(DAYS)
    ]
    orders = counted(raw_table(("Client", "Order", "Date", "Total"), rows))
    assert (orders.customers, len(orders.purchases), reasons(orders)) == (3, 9, {"filled_down": 6})


def test_days_on_the_first_row_of_their_group_only() -> None:
    rows: Rows = [(day if n == 0 else None, f"{day}{n}", p, "10") for day in DAYS for n, p in enumerate(PEOPLE)]
    rows.insert(3, ("03.01.2024 всего", None, None, "30"))
    orders = counted(raw_table(("Учётный день", "Чек", "Гость", "Сумма"), rows))
    assert (orders.customers, len(orders.purchases), orders.revenue) == (3, 9, 90)
    assert orders.frame["date"].nunique() == 3


def test_guests_between_customers_stay_nobody() -> None:
    names = [None if n % 3 else f"client {n}x" for n in range(12)]
    rows: Rows = [(name, str(n), f"2024-01-{n + 1:02}", "10") for n, name in enumerate(["client zero", *names[1:]])]
    orders = counted(raw_table(("Client", "Order", "Date", "Total"), rows))
    assert reasons(orders) == {"unidentified": 8}


def blanks_below() -> RawTable:
    """Two orders whose second row names nobody: too few to prove that the first row's customer is meant."""
    rows: Rows = [("Anna Kim", "03.01.2024", "10"), (None, "14.02.2024", "20"), ("Oleg Petrov", "20.01.2024", "30")]
    return raw_table(("Client", "Date", "Sum"), rows)


def test_a_person_may_say_that_the_customer_stands_once() -> None:
    raw = blanks_below()
    assert reasons(counted(raw)) == {"unidentified": 1}
    orders = counted(raw, Choices(groups="customer"))
    assert orders.frame.groupby("customer", observed=True)["amount"].sum().to_dict() == {
        "Anna Kim": 30,
        "Oleg Petrov": 30,
    }
    assert reasons(orders) == {"filled_down": 1}


def test_a_person_may_say_that_the_date_stands_once() -> None:
    raw = raw_table(("Client", "Date", "Sum"), [("Anna", "13.01.2024", "10"), ("Oleg", None, "20")])
    assert counted(raw, Choices(groups="date")).customers == 2


def test_a_person_may_say_that_every_row_is_complete() -> None:
    raw = documents_below_customers()
    assert map_columns(raw).groups == "above"
    mapping = map_columns(raw, Choices(groups="none", customer="Контрагент"))
    assert mapping.groups == "none"
    assert (mapping.customer_above, mapping.fill_down) == (False, ())


def test_a_person_may_say_that_the_customer_stands_above() -> None:
    rows: Rows = [("Anna Kim", None, None), ("Note 1", "03.01.2024", "10"), ("Note 2", "14.02.2024", "20")]
    mapping = map_columns(raw_table(("Client", "Date", "Sum"), rows), Choices(groups="above", customer="Client"))
    assert mapping.groups == "above"
    orders = counted(raw_table(("Client", "Date", "Sum"), rows), Choices(groups="above", customer="Client"))
    assert (orders.customers, len(orders.purchases)) == (1, 2)
