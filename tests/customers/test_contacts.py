"""Lists for mailing tools: how to reach somebody, then what a letter should know."""

import datetime as dt

import pandas as pd

from retention.customers import customers
from retention.customers.contacts import contacts


def listed(*names: str) -> pd.DataFrame:
    frame = pd.DataFrame({"customer": names, "order": names, "date": pd.Timestamp("2025-01-02"), "amount": 10.004})
    return contacts(customers(frame).table)


def test_e_mails_have_their_column() -> None:
    table = listed("ann@example.com", "bob@example.com", "17")
    assert list(table["email"].dropna()) == ["ann@example.com", "bob@example.com"]
    assert list(table["customer"]) == ["17", "ann@example.com", "bob@example.com"]
    assert not {"phone", "name"} & set(table.columns)


def test_phones_and_names_have_theirs() -> None:
    assert list(listed("40700000001", "40700000002")["phone"]) == ["40700000001", "40700000002"]
    assert list(listed("Ann Lee", "Bob Ray")["name"]) == ["Ann Lee", "Bob Ray"]
    assert "email" not in listed("Ann Lee", "Bob Ray")


def test_numbers_are_neither() -> None:
    assert list(listed("C1", "C2").columns[:2]) == ["customer", "segment"]


def test_days_are_days_and_money_is_rounded() -> None:
    first = listed("C1", "C2").iloc[0]
    assert first["last_order"] == dt.date(2025, 1, 2)
    assert first["revenue"] == 10.0


def test_what_nobody_has_is_left_out() -> None:
    assert "p_alive" not in listed("C1", "C2")
