"""Cohorts: the worked example, CDNOW, and a slow re-implementation."""

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from retention.analysis.cohorts import MODES, average, cohort_members, cohorts, every_mode, overall, triangle
from retention.errors import RetentionError
from retention.periods import Calendar
from tests.refusals import code
from tests.shops import END_OF_2024, cdnow, random_shop, worked_example


def rows(table: pd.DataFrame) -> list[list[float | None]]:
    return [[None if pd.isna(cell) else round(float(cell), 4) for cell in row] for row in table.to_numpy(dtype=object)]


def quarters(**options: object) -> pd.DataFrame:
    return cohorts(worked_example(), grain="quarter", as_of=END_OF_2024, **options)


def test_worked_example_by_quarter() -> None:
    cells = quarters()
    assert cells.groupby("cohort")["size"].first().tolist() == [3, 2, 2, 1]
    assert rows(triangle(cells)) == [
        [1, 0.3333, 0.6667, 0],
        [1, 0.5, 0.5, None],
        [1, 0.5, None, None],
        [1, None, None, None],
    ]
    means = average(cells)
    assert means["share"].tolist() == [1, 3 / 7, 3 / 5, 0]
    assert means["at_risk"].tolist() == [8, 7, 5, 3]
    assert means["cohorts"].tolist() == [4, 3, 2, 1]


def test_worked_example_active_then_or_later_and_back_by_then() -> None:
    assert rows(triangle(quarters(mode="on_or_after")))[0] == [1, 0.6667, 0.6667, 0]
    assert rows(triangle(quarters(mode="on_or_before")))[0] == [0, 0.3333, 0.6667, 0.6667]


def test_worked_example_money() -> None:
    first = quarters()
    first = first[first["cohort"] == "2024Q1"]
    assert first["revenue"].tolist() == [30, 10, 20, 0]
    assert first["cumulative_revenue_per_customer"].tolist() == [10, 40 / 3, 20, 20]
    assert first["average_order_value"].fillna(-1).tolist() == [10, 10, 10, -1]
    second = quarters().query("cohort == '2024Q2' and age == 0").iloc[0]
    assert second["orders_per_active_customer"] == 1.5


def test_an_unfinished_quarter_is_not_known_yet() -> None:
    cells = cohorts(worked_example(), grain="quarter")
    assert rows(triangle(cells, "customers"))[0] == [3, 1, 2, None]
    assert rows(triangle(cells, "customers"))[3] == [None, None, None, None]
    assert triangle(cells, "size")[0].tolist() == [3, 2, 2, 1]


def test_cdnow_by_month(lifetimes_data: Callable[[str], Path]) -> None:
    customers = triangle(cohorts(cdnow(lifetimes_data("CDNOW_master.txt"))), "customers")
    assert customers.loc[["1997-01", "1997-02", "1997-03"], [0, 1, 12]].to_numpy().tolist() == [
        [7_846, 1_157, 528],
        [8_476, 1_312, 568],
        [7_248, 1_032, 678],
    ]
    assert customers.loc["1997-04", 0] == 0  # an empty cohort keeps its row
    assert len(customers) == 18


def test_averages_weigh_cohorts_by_their_size() -> None:
    """1,000 → 500 and 500 → 400 is 60%."""
    began = pd.DataFrame({"customer": range(1_500), "date": ["2024-01-10"] * 1_000 + ["2024-02-10"] * 500})
    back = pd.DataFrame(
        {
            "customer": [*range(500), *range(1_000, 1_400)],
            "date": ["2024-02-11"] * 500 + ["2024-03-11"] * 400,
        }
    )
    orders = pd.concat([began, back]).assign(amount=1.0, date=lambda frame: pd.to_datetime(frame["date"]))
    assert average(cohorts(orders, as_of=dt.date(2024, 3, 31)))["share"].tolist()[1] == pytest.approx(0.6)


def slowly(orders: pd.DataFrame, grain: str, days: int | None) -> dict[tuple[str, int], set[str]]:
    """Who of which cohort was active at which age."""
    calendar = Calendar.of(grain)
    sold = orders[orders["purchase"] & orders["customer"].notna()].sort_values("date")
    first = sold.groupby("customer")["date"].first().dt.date
    seen: dict[tuple[str, int], set[str]] = {}
    for customer, date in zip(sold["customer"], sold["date"].dt.date, strict=True):
        began = first[customer]
        periods = calendar.number_of(date) - calendar.number_of(began)
        age = periods if days is None else (date - began).days // days
        seen.setdefault((calendar.at(began).label, age), set()).add(customer)
    return seen


@pytest.mark.parametrize("days", [None, 7, 30, 91, 365])
@pytest.mark.parametrize("grain", ["week", "month", "quarter"])
def test_sets_give_the_same_cells(grain: str, days: int | None) -> None:
    orders = random_shop(4, rows=200)
    as_of = orders["date"].max().date()
    cells = cohorts(orders, grain=grain, ages=days or "calendar", as_of=as_of)
    expected = slowly(orders, grain, days)
    calendar = Calendar.of(grain)
    for cell in cells.itertuples():
        born = calendar.at(cell.start)
        over = (
            calendar.shift(born, cell.age).end if days is None else born.end + dt.timedelta(days * (cell.age + 1) - 1)
        )
        if pd.isna(cell.customers):
            assert over > as_of
        else:
            assert cell.customers == len(expected.get((cell.cohort, cell.age), ()))
    assert cells[cells["age"] == 0]["size"].sum() == orders[orders["purchase"]]["customer"].nunique()


def test_cohorts_by_the_value_on_the_first_order_are_as_old_as_their_customers() -> None:
    orders = random_shop(2, rows=300)
    by_value, by_birth = cohorts(orders, by="channel"), cohorts(orders)
    totals = by_value.groupby("age")[["at_risk", "customers", "orders", "revenue"]].sum()
    expected = by_birth.groupby("age")[["at_risk", "customers", "orders", "revenue"]].sum()
    assert totals.to_numpy(dtype=float) == pytest.approx(expected.loc[totals.index].to_numpy(dtype=float))
    assert {*by_value["cohort"]} == {"shop", "web", "phone"}
    assert by_value.query("age == 0")["size"].sum() == by_birth.query("age == 0")["size"].sum()


@pytest.mark.parametrize("seed", range(3))
def test_laws(seed: int) -> None:
    orders = random_shop(seed, rows=300)
    on, after, before = (cohorts(orders, mode=mode) for mode in ("on", "on_or_after", "on_or_before"))
    known = on["at_risk"].notna()
    assert (on["customers"] <= after["customers"])[known].all()
    later = known & (on["age"] > 0)
    assert (on["customers"] <= before["customers"])[later].all()
    assert on[~known][["customers", "orders", "revenue", "share"]].isna().all(axis=None)
    assert np.allclose(on[on["age"] == 0].dropna()["share"], 1)
    assert (on["share_low"] <= on["share"])[known & (on["size"] > 0)].all()


def test_what_nobody_of_a_group_can_have_reached_is_missing_and_no_part_of_the_average() -> None:
    days = ["2024-01-10", "2024-02-10", "2024-03-10", "2024-03-12"]
    orders = pd.DataFrame({"customer": list("aaab"), "date": pd.to_datetime(days), "amount": 1.0})
    table = cohorts(orders.assign(channel=["old", "old", "old", "new"]), by="channel", as_of=dt.date(2024, 3, 31))
    assert triangle(table, "orders").loc["new"].tolist() == [1, pd.NA, pd.NA]
    assert triangle(table, "at_risk").loc["new"].isna().tolist() == [False, True, True]
    assert average(table)["orders"].tolist() == [2, 1, 1]
    assert average(table)["cohorts"].tolist() == [2, 1, 1]


def test_customers_behind_a_cell() -> None:
    table = cohort_members(worked_example(), "2024Q1", 2, grain="quarter")
    assert table.to_numpy().tolist() == [["A", 1, 10.0], ["B", 1, 10.0]]
    later = cohort_members(worked_example(), "2024Q2", 1, grain="quarter", mode="on_or_after")
    assert later.to_numpy().tolist() == [["E", 2, 20.0]]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("options", [{"grain": "quarter"}, {"by": "channel", "ages": 91}])
def test_a_cell_counts_exactly_the_customers_behind_it(mode: str, options: dict[str, Any]) -> None:
    orders = random_shop(2, rows=300)
    for cell in cohorts(orders, mode=mode, **options).dropna(subset="customers").itertuples():
        assert len(cohort_members(orders, cell.cohort, cell.age, mode=mode, **options)) == cell.customers


@pytest.mark.parametrize("options", [{"grain": "week"}, {"by": "channel"}, {"ages": 30}])
def test_every_mode_at_once_is_each_mode_alone(options: dict[str, Any]) -> None:
    orders = random_shop(3)
    for mode, cells in every_mode(orders, **options).items():
        pd.testing.assert_frame_equal(cells, cohorts(orders, mode=mode, **options))


def test_names_and_numbers_make_no_cohorts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["retention.analysis.cohorts.table"], "MOST_COHORTS", 7)
    with pytest.raises(RetentionError, check=code("too_many_groups")) as refused:
        cohorts(worked_example(), by="customer")
    assert refused.value.details == {"column": "customer", "values": 8, "limit": 7}


def test_without_any_amount_money_is_unknown_and_not_0() -> None:
    cells = cohorts(worked_example().assign(amount=float("nan")), grain="quarter")
    money = [name for name in cells if "revenue" in name or "value" in name]
    assert cells[money].isna().all(axis=None)
    assert average(cells)[money].isna().all(axis=None)


def test_unknown_ages_and_modes_are_refused() -> None:
    with pytest.raises(RetentionError, check=code("unknown_age")):
        quarters(ages=31)
    with pytest.raises(RetentionError, check=code("unknown_mode")):
        quarters(mode="sometimes")
    with pytest.raises(RetentionError, check=code("unknown_mode")):
        cohort_members(worked_example(), "2024Q1", 1, mode="sometimes")


@pytest.mark.parametrize("grain", ["week", "month"])
def test_two_centuries_are_too_many_periods_to_follow(grain: str) -> None:
    """A table of cohorts by age grows with the square of the periods: these weeks would take all memory there is."""
    days = pd.to_datetime([f"{1950 + 2 * number}-03-05" for number in range(100)])
    orders = pd.DataFrame({"customer": [f"c{number % 7}" for number in range(100)], "date": days, "amount": 5.0})
    with pytest.raises(RetentionError, check=code("too_many_periods")):
        cohorts(orders, grain=grain)
    assert len(cohorts(orders, grain="year"))


def test_means_of_counts_leave_out_months_in_which_nobody_began() -> None:
    """Three began in January, one in March, nobody in February: at age 1, three orders of one cohort."""
    days = ["2025-01-05", "2025-01-06", "2025-01-07", "2025-02-01", "2025-02-02", "2025-02-03", "2025-03-09"]
    orders = pd.DataFrame({"customer": [*"abcabcd"], "date": pd.to_datetime(days), "amount": 1.0})
    means = average(cohorts(orders, as_of=dt.date(2025, 3, 31))).set_index("age")
    assert means["cohorts"].tolist() == [2, 1, 1]
    assert overall(means, "orders").tolist() == [2, 3, 0]
