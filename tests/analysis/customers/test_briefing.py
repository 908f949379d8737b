"""What a shop should know first, counted on a few customers by hand."""

import datetime as dt
from dataclasses import replace

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
    shop = customers(frame.assign(order=[str(n) for n in range(len(rows))]), as_of=AS_OF, vip_share=0.4)
    # Five are too few to prove that the flag says anything; here it is to be seen.
    return replace(shop, table=shop.table.assign(slipping=shop.table["late"]))


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


def test_what_the_best_bring_of_everything(found: Customers) -> None:
    brief = briefing(found)
    a, b, c = (brief.found.table.set_index("customer").loc[name, "revenue"] for name in "abc")
    assert brief.vip_revenue == a + b
    assert brief.revenue == a + b + c + 20
    assert brief.vip_customer_share == 2 / 5
    assert brief.vips_gone == 0  # neither is slipping away
    assert brief.due_by == dt.date(2025, 7, 7)


def test_one_time_buyers_by_what_they_brought_and_whether_they_are_late(found: Customers) -> None:
    brief = briefing(found)
    assert (brief.one_time_share, brief.one_time_revenue) == (2 / 5, 20.0)
    assert (brief.one_time_open, brief.one_time_late) == (1, 1)  # d came yesterday, e in January
    assert (brief.usual_gap, brief.usual_limit) == (10.0, 10.0)


def test_where_nobody_came_back_there_is_no_usual_gap() -> None:
    once = pd.DataFrame(
        {"customer": ["a", "b"], "order": ["1", "2"], "date": pd.Timestamp("2025-06-01"), "amount": 1.0}
    )
    brief = briefing(customers(once, as_of=AS_OF))
    assert pd.isna(brief.usual_gap)
    assert pd.isna(brief.usual_limit)
