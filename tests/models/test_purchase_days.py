"""Customer by day: counted by hand, with refunds, unknown amounts and several orders on a day."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from retention.errors import RetentionError
from retention.models.purchase_days import PurchaseDays, purchase_days

SHOP = pd.DataFrame(
    [
        ("b", "2024-01-01 09:00", 10.0, True),
        ("b", "2024-01-01 18:00", 5.0, True),
        ("a", "2024-01-03", np.nan, True),
        ("a", "2024-01-10", 20.0, True),
        ("b", "2024-01-15", -4.0, False),
        ("c", "2024-01-20", -9.0, False),
        ("a", "2024-01-10", -3.0, False),
    ],
    columns=["customer", "date", "amount", "purchase"],
).astype({"date": "datetime64[us]"})


def rows(days: PurchaseDays) -> list[tuple[str, str, int, float]]:
    names = days.names[days.customer]
    dates = [str(dt.date.fromordinal(day + 1)) for day in days.day.tolist()]
    return list(zip(names, dates, days.orders.tolist(), days.amount.tolist(), strict=True))


def test_by_hand() -> None:
    days = purchase_days(SHOP)
    found = rows(days)
    assert found[0][:3] == ("a", "2024-01-03", 1)
    assert np.isnan(found[0][3])
    assert found[1:] == [("a", "2024-01-10", 1, 17.0), ("b", "2024-01-01", 2, 15.0)]
    assert days.names.tolist() == ["a", "b"]
    assert days.returned.tolist() == [0.0, -4.0]
    assert (days.histories.repeats.tolist(), days.histories.last.tolist()) == ([1, 0], [7, 0])
    assert days.histories.age.tolist() == [17, 19]
    assert days.knows_money


def test_what_was_known_earlier() -> None:
    earlier = purchase_days(SHOP).until(dt.date(2024, 1, 2).toordinal() - 1)
    assert rows(earlier) == [("b", "2024-01-01", 2, 15.0)]
    assert earlier.returned.tolist() == [0.0]
    assert earlier.histories.age.tolist() == [1]


def test_without_amounts() -> None:
    assert not purchase_days(SHOP[SHOP["purchase"]].assign(amount=np.nan)).knows_money


def test_refunds_only_are_no_shop() -> None:
    with pytest.raises(RetentionError) as caught:
        purchase_days(SHOP[~SHOP["purchase"]])
    assert caught.value.code == "no_purchases"
