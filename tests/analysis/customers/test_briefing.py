"""What a shop should know first, counted on a few customers by hand."""

import datetime as dt

import pandas as pd
import pytest

from retention.analysis.customers import Customers, customers
from retention.analysis.customers.briefing import briefing

AS_OF = dt.date(2025, 6, 30)


@pytest.fixture(scope="module")
def found() -> Customers:
    """Every ten days until today (a), until five days ago (b), until spring (c); d and e came once."""
    rows = [("a", day, 50.0) for day in pd.date_range("2025-01-01", "2025-06-30", freq="10D")]
    rows += [("b", day, 20.0) for day in pd.date_range("2025-01-06", "2025-06-25", freq="10D")]
    rows += [("c", day, 30.0) for day in pd.date_range("2025-01-02", "2025-03-31", freq="10D")]
    rows += [("d", pd.Timestamp("2025-06-29"), 10.0), ("e", pd.Timestamp("2025-01-03"), 10.0)]
    frame = pd.DataFrame(rows, columns=["customer", "date", "amount"])
    return customers(frame.assign(order=[str(n) for n in range(len(rows))]), as_of=AS_OF, vip_share=0.4)


def test_the_counts(found: Customers) -> None:
    brief = briefing(found)
    assert brief.customers == 5
    assert list(brief.vips["customer"]) == ["a", "b"]
    assert set(brief.slipping["customer"]) == {"c", "e"}
    assert list(brief.one_time["customer"]) == ["d", "e"]


def test_without_a_model_everybody_slipping_is_worth_a_call(found: Customers) -> None:
    brief = briefing(found)
    assert found.forecast.model is None
    assert len(brief.worth_calling) == len(brief.slipping)
    assert brief.at_stake != brief.at_stake


def test_due_looks_so_many_days_ahead(found: Customers) -> None:
    assert list(briefing(found, due_days=3).due["customer"]) == []
    assert list(briefing(found, due_days=9).due["customer"]) == ["b", "d"]
    assert list(briefing(found, due_days=10).due["customer"]) == ["b", "d", "a"]
    assert briefing(found).overdue.empty
