"""The value on a customer's first order."""

import datetime as dt

import pandas as pd
import pytest

from retention.activity import fetch, first_values
from retention.errors import RetentionError
from tests.refusals import code

LATER = dt.date(2030, 1, 1)


def values(frame: pd.DataFrame, **options: bool) -> list[object]:
    found = first_values(frame.astype({"customer": "category"}), "channel", as_of=LATER, **options)
    return fetch(found).sort_values("customer")["group"].astype("object").fillna("missing").tolist()


def shop(*rows: tuple[str, str, str | None, bool]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer", "date", "channel", "purchase"])
    return frame.assign(date=pd.to_datetime(frame["date"], format="ISO8601"), amount=1.0)


def test_the_first_order_decides_whatever_the_order_of_rows() -> None:
    rows = shop(
        ("ann", "2024-02-01", "web", True),
        ("ann", "2024-01-01 09:00", "shop", True),
        ("bob", "2024-01-03", None, True),
        ("bob", "2024-02-03", "web", True),
    )
    assert values(rows) == values(rows.iloc[::-1]) == ["shop", "missing"]
    assert values(rows.astype({"channel": "category"})) == ["shop", "missing"]


def test_a_refund_is_no_first_order() -> None:
    assert values(shop(("ann", "2024-01-01", "shop", False), ("ann", "2024-02-01", "web", True))) == ["web"]


def test_of_orders_at_the_same_time_the_first_value_by_alphabet_counts() -> None:
    rows = shop(("ann", "2024-01-01", "web", True), ("ann", "2024-01-01", "shop", True))
    assert values(rows) == values(rows.iloc[::-1]) == ["shop"]


def test_present_tells_whether_there_is_something() -> None:
    texts = shop(("ann", "2024-01-01", "WELCOME", True), ("bob", "2024-01-01", None, True))
    assert values(texts, present=True) == ["1", "0"]
    numbers = texts.assign(channel=[5.0, 0.0])
    assert values(numbers, present=True) == ["1", "0"]


def test_yes_and_no_are_words() -> None:
    rows = shop(("ann", "2024-01-01", None, True), ("bob", "2024-01-01", None, True))
    assert values(rows.assign(channel=[True, False])) == ["true", "false"]


def test_an_unknown_column_is_refused() -> None:
    rows = shop(("ann", "2024-01-01", "web", True)).drop(columns="channel")
    with pytest.raises(RetentionError, check=code("no_such_column")):
        values(rows)
