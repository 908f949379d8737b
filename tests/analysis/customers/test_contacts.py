"""Lists for mailing tools: how to reach somebody, then what a letter should know."""

import datetime as dt
from pathlib import Path

import pandas as pd

from retention.analysis.customers import customers
from retention.analysis.customers.contacts import contact_details, contacts
from retention.ingest.loading import load
from retention.ingest.read import read
from retention.ingest.session import ImportSession


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


def test_files_say_more_than_orders(tmp_path: Path) -> None:
    """Known by a number, reached by what the last row with it says; nobody is reached by somebody else's."""
    path = tmp_path / "orders.csv"
    rows = [
        "Order,Customer ID,Date,Total,Email,Phone,First name,Last name",
        "1,17,2025-01-02,10,Ann@Example.com,+44 20 7946 0000,Ann,Lee",
        "2,17,2025-02-02,10,ann@new.example,,,",
        "3,18,2025-02-02,10,,,Bob,",
        "4,19,2025-02-05,10,not given,ask him,,",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    known = contact_details(ImportSession.of([read(path)]).tables)
    table = contacts(customers(load(path)).table, known)
    assert list(table.columns[:5]) == ["email", "phone", "first_name", "last_name", "customer"]
    assert table.loc[0, ["email", "phone", "first_name", "last_name"]].tolist() == [
        "ann@new.example",
        "442079460000",
        "Ann",
        "Lee",
    ]
    assert table.loc[1:, ["email", "phone"]].isna().all(axis=None)
    assert table["first_name"].fillna("").tolist() == ["Ann", "Bob", ""]


def test_what_somebody_is_known_by_goes_before_what_files_say() -> None:
    known = pd.DataFrame({"email": ["other@example.com", "bob@example.com"]}, index=["ann@example.com", "Bob Ray"])
    frame = pd.DataFrame(
        {"customer": ["ann@example.com", "Bob Ray"], "order": "12", "date": pd.Timestamp("2025-01-02"), "amount": 1.0}
    )
    table = contacts(customers(frame).table, known).set_index("customer")
    assert table["email"].to_dict() == {"ann@example.com": "ann@example.com", "Bob Ray": "bob@example.com"}
