"""Rates: the worked example, published answers, laws, and a slow re-implementation with sets."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.analysis.rates import rates
from retention.analysis.rates.bridge import bridge
from retention.orders import Orders
from retention.periods import Calendar
from tests.shops import END_OF_2024, cdnow, random_shop, worked_example

COUNTS = ["customers_at_start", "active", "new", "retained", "lost", "reactivated"]
QUARTERS, YEARS = Calendar.of("quarter"), Calendar.of("year")
seeds = st.integers(0, 10_000)
grains = st.sampled_from(["week", "month", "quarter", "year"])
bases = st.sampled_from(["previous", "ever"])


def with_sets(orders: pd.DataFrame, table: pd.DataFrame, base: str) -> list[tuple[int, ...]]:
    """The bridge of every period by set operations."""
    sold = orders[orders["purchase"] & orders["customer"].notna()].assign(day=lambda frame: frame["date"].dt.date)
    counts, window = [], set[str]()
    for start, end in zip(table["start"], table["end"], strict=True):
        before = set(sold.loc[sold["day"] < start, "customer"])
        active = set(sold.loc[(sold["day"] >= start) & (sold["day"] <= end), "customer"])
        at_start = before if base == "ever" else window
        retained, new = at_start & active, active - before
        back = active - at_start - new
        counts.append((len(at_start), len(active), len(new), len(retained), len(at_start - active), len(back)))
        window = active
    return counts


def test_worked_example_previous_quarter() -> None:
    table = rates(worked_example(), grain="quarter", as_of=END_OF_2024).set_index("period")
    assert table[COUNTS].to_numpy().tolist() == [
        [0, 3, 3, 0, 0, 0],
        [3, 3, 2, 1, 2, 0],
        [3, 5, 2, 2, 1, 1],
        [5, 3, 1, 2, 3, 0],
    ]
    assert table["crr"].tolist()[1:] == [1 / 3, 2 / 3, 2 / 5]
    assert table["textbook"].tolist()[1:] == [1 / 3, 3 / 3, 2 / 5]
    assert table.loc["2024Q1", ["crr", "crr_low", "crr_high", "textbook"]].isna().all()
    assert table["complete"].all()
    assert table["orders"].tolist() == [3, 4, 5, 3]
    assert table["revenue"].tolist() == [30, 40, 50, 30]
    assert table.loc["2024Q2", ["start", "end"]].tolist() == [dt.date(2024, 4, 1), dt.date(2024, 6, 30)]


def test_worked_example_everyone_before() -> None:
    table = rates(worked_example(), grain="quarter", base="ever", as_of=END_OF_2024)
    assert table["crr"].tolist()[1:] == [1 / 3, 3 / 5, 2 / 7]
    assert (table["reactivated"] == 0).all()


def test_worked_example_without_an_as_of_date() -> None:
    assert rates(worked_example(), grain="quarter")["complete"].tolist() == [True, True, True, False]


def test_cdnow_by_quarter(lifetimes_data: Callable[[str], Path]) -> None:
    orders = cdnow(lifetimes_data("CDNOW_master.txt"))
    table = rates(orders, grain="quarter").set_index("period")
    later = table.loc["1997Q2":]
    assert later["retained"].tolist() == [5_376, 2_289, 2_063, 1_954, 1_760]
    assert later["customers_at_start"].tolist() == [23_570, 5_376, 4_263, 4_221, 3_817]
    assert later["crr"].round(4).tolist() == [0.2281, 0.4258, 0.4839, 0.4629, 0.4611]
    assert later["textbook"].round(3).tolist()[1:] == [0.793, 0.990, 0.904, 0.869]
    assert table["revenue"].sum() == pytest.approx(2_500_315.63)


def test_totals_of_a_year() -> None:
    """9,000 customers at the start, 5,000 in the year, 2,000 of them new: 33.3%."""
    old = pd.DataFrame({"customer": range(9_000), "date": pd.Timestamp("2023-06-01")})
    year = pd.DataFrame({"customer": range(6_000, 11_000), "date": pd.Timestamp("2024-06-01")})
    orders = pd.concat([old, year]).assign(amount=1.0)
    row = rates(orders, grain="year").iloc[-1]
    assert row[COUNTS].tolist() == [9_000, 5_000, 2_000, 3_000, 6_000, 0]
    assert row["crr"] == row["textbook"] == pytest.approx(1 / 3)


def test_a_quiet_month_keeps_its_row() -> None:
    orders = pd.DataFrame({"customer": ["a", "a"], "date": pd.to_datetime(["2024-01-05", "2024-03-05"]), "amount": 1.0})
    table = rates(orders, as_of=dt.date(2024, 4, 30))
    assert table["period"].tolist() == ["2024-01", "2024-02", "2024-03", "2024-04"]
    assert table["crr"].fillna(-1).tolist() == [-1, 0, -1, 0]
    assert table["reactivated"].tolist() == [0, 0, 1, 0]


@given(seed=seeds, grain=grains, base=bases)
def test_sets_give_the_same_bridge(seed: int, grain: str, base: str) -> None:
    orders = random_shop(seed)
    table = rates(orders, grain=grain, base=base)
    assert list(table[COUNTS].itertuples(index=False, name=None)) == with_sets(orders, table, base)


@given(seed=seeds, grain=grains, base=bases)
def test_laws(seed: int, grain: str, base: str) -> None:
    orders = random_shop(seed)
    table = rates(orders, grain=grain, base=base)
    bridge = table["customers_at_start"] - table["lost"] + table["reactivated"] + table["new"]
    assert (bridge == table["active"]).all()
    assert (table[COUNTS] >= 0).all(axis=None)
    defined = table[table["customers_at_start"] > 0]
    assert np.allclose(defined["lost"] / defined["customers_at_start"] + defined["crr"], 1)
    assert (defined["crr_low"] <= defined["crr"]).all()
    assert (defined["crr"] <= defined["crr_high"]).all()
    assert ((defined["crr"] == defined["textbook"]) == (defined["reactivated"] == 0)).all()
    known = orders[orders["customer"].notna()]
    assert table["new"].sum() == known.loc[known["purchase"], "customer"].nunique()
    assert table["orders"].sum() == known["purchase"].sum()


@given(seed=seeds, grain=grains)
@settings(max_examples=settings.default.max_examples // 2)
def test_what_must_not_matter(seed: int, grain: str) -> None:
    orders = random_shop(seed)
    before = orders.copy(deep=True)
    table = rates(orders, grain=grain)
    shuffled = orders.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(rates(shuffled, grain=grain), table)
    renamed = orders.assign(customer="x" + orders["customer"].str[::-1])
    pd.testing.assert_frame_equal(rates(renamed, grain=grain), table)
    categories = orders.assign(customer=orders["customer"].astype("category"))
    pd.testing.assert_frame_equal(rates(categories, grain=grain), table)
    pd.testing.assert_frame_equal(orders, before)


@pytest.mark.parametrize("grain", ["week", "month", "quarter", "year"])
def test_400_years_later_all_is_the_same(grain: str) -> None:
    """The calendar repeats every 400 years, which are whole weeks, months and quarters."""
    orders = random_shop(3)
    later = orders.assign(date=orders["date"] + pd.Timedelta(days=146_097))
    names = ["period", "start", "end"]
    pd.testing.assert_frame_equal(
        rates(later, grain=grain).drop(columns=names), rates(orders, grain=grain).drop(columns=names)
    )


def test_orders_bring_their_own_as_of_date() -> None:
    frame = worked_example().assign(purchase=True, gross=10.0)
    orders = Orders(frame=frame, as_of=END_OF_2024, set_aside=pd.DataFrame(columns=["file", "row", "reason"]))
    pd.testing.assert_frame_equal(rates(orders, grain="quarter"), rates(frame, grain="quarter", as_of=END_OF_2024))


class TestBridgeAsAResult:
    """One row of the table as what a face tells: the counts, the days of the base, the changes and the doubts."""

    def test_it_holds_the_counts_of_its_row_and_closes(self) -> None:
        found = bridge(rates(worked_example(), grain="quarter", as_of=END_OF_2024).iloc[2], calendar=QUARTERS)
        assert (found.customers_at_start, found.lost, found.reactivated, found.new, found.active) == (3, 1, 1, 2, 5)
        assert found.crr == 2 / 3
        assert found.base_days == (dt.date(2024, 4, 1), dt.date(2024, 6, 30))
        assert (found.has_rate, found.few, found.complete) == (True, True, True)

    def test_without_anybody_at_the_start_there_is_no_rate(self) -> None:
        assert not bridge(
            rates(worked_example(), grain="quarter", as_of=END_OF_2024).iloc[0], calendar=QUARTERS
        ).has_rate

    def test_a_base_that_is_not_over_has_no_days(self) -> None:
        base = dt.date(2024, 4, 1), dt.date(2024, 9, 30)
        row = rates(worked_example(), grain="quarter", base=base, as_of=END_OF_2024).iloc[2]
        found = bridge(row, base=base, calendar=QUARTERS)
        assert found.base_days is None
        assert not found.has_rate
