"""A shop's past in a few rows: nothing counted twice, nothing lost, every earlier day a selection."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from retention import whatif
from retention.analysis.rates import rates
from retention.errors import RetentionError
from retention.periods import Calendar
from retention.whatif.history import history
from tests import refusals
from tests.bg_bb_shop import last_day, simulate
from tests.shops import END_OF_2024, random_shop, worked_example

MONTHS = Calendar.of("month")


def slow_groups(orders: pd.DataFrame, last: int) -> dict[tuple[int, int, int], int]:
    """(x, t_x, n) of every customer, one at a time."""
    month = orders["date"].dt.year * 12 + orders["date"].dt.month - 1
    counted: dict[tuple[int, int, int], int] = {}
    for _, seen in month[month <= last].groupby(orders["customer"]):
        active = np.unique(seen)
        key = (len(active) - 1, int(active[-1] - active[0]), int(last - active[0]))
        counted[key] = counted.get(key, 0) + 1
    return counted


def test_groups_of_the_worked_example_counted_by_hand() -> None:
    past = history(worked_example(), calendar=Calendar.of("quarter"), as_of=END_OF_2024)
    found = past.groups()
    rows = set(zip(found.x.tolist(), found.t_x.tolist(), found.n.tolist(), found.customers.tolist(), strict=True))
    # A 1 2 3 · B 1 3 · C 1 · D 2 · E 2 3 4 · F 3 4 · G 3 · H 4
    assert rows == {
        (2, 2, 3, 1),
        (1, 2, 3, 1),
        (0, 0, 3, 1),
        (0, 0, 2, 1),
        (2, 2, 2, 1),
        (1, 1, 1, 1),
        (0, 0, 1, 1),
        (0, 0, 0, 1),
    }
    assert past.column("new").tolist() == [3, 2, 2, 1]
    assert past.column("returning").tolist() == [0, 1, 3, 2]


@pytest.mark.parametrize("seed", [1, 2])
def test_any_earlier_date_counts_what_was_known_then(seed: int) -> None:
    orders = random_shop(seed, rows=300)
    sales = orders[orders["purchase"] & orders["customer"].notna()]
    past = history(orders, calendar=MONTHS)
    for period in range(past.first + 3, past.last + 1):
        found = past.until(period).groups()
        rows = zip(found.x.tolist(), found.t_x.tolist(), found.n.tolist(), strict=True)
        assert dict(zip(rows, found.customers.tolist(), strict=True)) == slow_groups(sales, period)


def test_counts_are_those_of_rates() -> None:
    orders = random_shop(3, rows=400)
    past, table = history(orders, calendar=MONTHS), rates(orders, grain="month")
    # The first month began before the data do, so its rate is of no use; who bought in it counts all the same.
    table = table[table["complete"] | (table.index == 0)]
    assert past.column("new").tolist() == table["new"].tolist()
    assert (past.column("new") + past.column("returning")).tolist() == table["active"].tolist()
    money = past.column("new_revenue") + past.column("returning_revenue")
    assert np.allclose(money, table["revenue"])


def test_the_order_of_rows_does_not_matter() -> None:
    orders = random_shop(4)
    mixed = orders.sample(frac=1, random_state=1)
    a, b = (history(frame, calendar=MONTHS) for frame in (orders, mixed))
    pd.testing.assert_frame_equal(a.spells, b.spells)


@pytest.mark.needs("polars")
def test_polars_gives_the_same() -> None:
    import polars as pl

    orders = random_shop(5)
    a, b = (history(frame, calendar=MONTHS) for frame in (orders, pl.from_pandas(orders)))
    pd.testing.assert_frame_equal(a.spells, b.spells)
    pd.testing.assert_frame_equal(a.by_period, b.by_period)


def test_too_short_a_past_is_said() -> None:
    with pytest.raises(RetentionError) as caught:
        history(worked_example(), calendar=Calendar.of("year"), as_of=dt.date(2024, 12, 31))
    assert (caught.value.code, caught.value.details) == ("too_little_history", {"periods": 1, "needed": 4})


def test_nobody_coming_back_is_said() -> None:
    days = pd.to_datetime([f"2024-{month:02d}-10" for month in range(1, 7)])
    once = pd.DataFrame({"customer": list("abcdef"), "date": days, "amount": 5.0})
    with pytest.raises(RetentionError, check=refusals.code("no_repeat_buyers")):
        history(once, calendar=MONTHS, as_of=dt.date(2024, 6, 30))


def test_without_amounts_money_is_unknown_not_0() -> None:
    orders = simulate(1, parameters=(1.2, 3.0, 0.6, 6.0), months=8, new_per_month=30).assign(amount=np.nan)
    shop = whatif.estimate(orders, as_of=last_day(8).date(), draws=20)
    totals = whatif.compare(shop, whatif.Scenario(crr_change=0.05, margin=0.4, horizon=3)).totals.set_index("measure")
    assert totals.loc[["revenue", "profit", "npv", "revenue_total"], "today"].isna().all()
    assert totals.loc["orders", "difference"] > 0
    with pytest.raises(RetentionError, check=refusals.code("no_amounts")):
        whatif.break_even(shop, whatif.Scenario(crr_change=0.05, margin=0.4))
