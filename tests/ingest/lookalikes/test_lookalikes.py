"""Customers who may be one person: proposed with the reason, merged only when accepted."""

import time

import numpy as np
import pandas as pd

from retention.ingest.clean import clean
from retention.ingest.lookalikes import LookAlike, look_alikes, merging
from retention.ingest.mapping import Mapping
from retention.ingest.read.raw import Layout, RawTable
from retention.ingest.rules import Rules

SHOP = Mapping(customer="Customer ID", date="Date", amount="Total")


def shop(
    *rows: tuple[str | None, ...], columns: tuple[str, ...] = ("E-mail", "Phone", "Customer name", "City")
) -> RawTable:
    """One order each for customers 1, 2, 3 … who differ in what is known about them."""
    frame = pd.DataFrame(rows, columns=list(columns), dtype="str")
    numbers = [str(place + 1) for place in range(len(rows))]
    days = [f"2025-01-{place % 28 + 1:02}" for place in range(len(rows))]
    frame = frame.assign(**{"Customer ID": numbers, "Date": days, "Total": "10"})
    return RawTable(name="o.csv", frame=frame, rows=np.arange(2, len(rows) + 2), layout=Layout(format="csv"))


def proposals(raw: RawTable, mapping: Mapping = SHOP) -> list[tuple[str, tuple[str, ...]]]:
    return [(found.reason, found.customers) for found in look_alikes([(raw, mapping)])]


def test_one_mailbox_written_differently() -> None:
    raw = shop(
        ("Ann.B+shop@gmail.com", None, None, None),
        ("annb@googlemail.com", None, None, None),
        ("ann.b@mail.ru", None, None, None),
        ("annb@mail.ru", None, None, None),
    )
    assert proposals(raw) == [("same_email", ("1", "2"))]


def test_a_misspelt_domain_that_nobody_else_has() -> None:
    others = [(f"someone{n}@gmail.com", None, None, None) for n in range(12)]
    raw = shop(("vera@gmail.com", None, None, None), ("vera@gmial.com", None, None, None), *others)
    assert proposals(raw) == [("same_email", ("1", "2"))]


def test_one_phone_in_several_spellings() -> None:
    raw = shop((None, "+7 912 345-67-89", None, None), (None, "8 (912) 345 67 89", None, None))
    assert proposals(raw) == [("same_phone", ("1", "2"))]


def test_names_in_one_place() -> None:
    raw = shop(
        (None, None, "Анна Иванова", "Омск"),
        (None, None, "ИВАНОВА Анна", "омск"),
        (None, None, "Анна Иваннова", "Омск"),
        (None, None, "Анна Иванова", "Томск"),
        (None, None, "Олег Петров", "Омск"),
    )
    assert proposals(raw) == [("same_name", ("1", "2")), ("similar_name", ("1", "3")), ("similar_name", ("2", "3"))]


def test_an_address_goes_before_a_city() -> None:
    columns = ("Customer name", "Billing address", "City")
    raw = shop(("Ann Abbott", "1 High St", "York"), ("Ann Abbot", "2 Low St", "York"), columns=columns)
    assert proposals(raw) == []


def test_a_phone_of_everybody_is_nobodys() -> None:
    raw = shop(*[(None, "+7 912 345-67-89", None, None)] * 9)
    assert proposals(raw) == []


def test_where_the_customer_is_an_email_itself() -> None:
    frame = pd.DataFrame({"Email": ["ann@ya.ru", "ann@yandex.ru"], "Date": "2025-01-01"}, dtype="str")
    raw = RawTable(name="o.csv", frame=frame, rows=np.array([2, 3]), layout=Layout(format="csv"))
    (found,) = look_alikes([(raw, Mapping(customer="Email", date="Date"))])
    assert (found.reason, found.shared, found.customers) == (
        "same_email",
        "ann@yandex.ru",
        ("ann@ya.ru", "ann@yandex.ru"),
    )
    assert [(example.row, example.value, example.file) for example in found.examples] == [
        (2, "ann@ya.ru", "o.csv"),
        (3, "ann@yandex.ru", "o.csv"),
    ]


def group(*customers: str) -> LookAlike:
    return LookAlike(customers=customers, reason="same_phone", shared="", rows=(1,) * len(customers), examples=())


def test_chains_end_at_one_customer() -> None:
    targets = merging([group("a", "b"), group("c", "b"), group("d", "c")])
    assert len({targets.get(name, name) for name in "abcd"}) == 1
    assert merging([]) == {}


def test_accepted_ones_are_counted_as_one_and_said() -> None:
    raw = shop((None, "+7 912 345-67-89", None, None), (None, "89123456789", None, None), (None, None, None, None))
    assert clean([(raw, SHOP)]).customers == 3
    orders = clean([(raw, SHOP)], rules=Rules(merged=merging(look_alikes([(raw, SHOP)]))))
    assert orders.customers == 2
    assert set(orders.frame["customer"]) == {"1", "3"}
    (note,) = [issue for issue in orders.issues if issue.code == "merged"]
    assert (note.rows, note.examples[0].row, note.examples[0].value, note.set_aside) == (1, 3, "2", False)


def test_thousands_of_merges_cost_little() -> None:
    raw = shop(*[(f"c{n}@mail.ru", None, None, None) for n in range(20_000)])
    merged = {str(n): str(n + 1) for n in range(1, 6_000, 2)}

    def seconds(rules: Rules) -> float:
        started = time.process_time()
        assert clean([(raw, SHOP)], rules=rules).customers == 20_000 - len(rules.merged)
        return time.process_time() - started

    seconds(Rules())
    assert seconds(Rules(merged=merged)) < 5 * seconds(Rules())
