"""Revenue by the cohort that brought it adds up to all revenue."""

import pandas as pd
import pytest

from retention.analysis.money import stacked_revenue
from retention.analysis.rates import figures
from retention.errors import RetentionError
from retention.periods import Calendar
from tests.refusals import code
from tests.shops import END_OF_2024, random_shop, worked_example


def test_worked_example() -> None:
    table = stacked_revenue(worked_example(), grain="quarter", as_of=END_OF_2024)
    stack = table.pivot_table(index="period", columns="cohort", values="revenue", fill_value=0)
    assert stack.to_numpy().tolist() == [[30, 0, 0, 0], [10, 30, 0, 0], [20, 10, 20, 0], [0, 10, 10, 10]]
    halves = stacked_revenue(worked_example(), grain="quarter", cohort_grain="year", as_of=END_OF_2024)
    assert halves["revenue"].tolist() == [30, 40, 50, 30]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("grain", "longer"), [("week", "quarter"), ("month", None), ("month", "year")])
def test_a_stack_is_as_high_as_the_revenue_of_its_period(seed: int, grain: str, longer: str | None) -> None:
    orders = random_shop(seed, rows=500)
    table = stacked_revenue(orders, grain=grain, cohort_grain=longer)
    known = orders[orders["customer"].notna()].fillna({"amount": 0.0})
    assert table["revenue"].sum() == pytest.approx(known["amount"].sum(), abs=0.001)
    every = figures(orders, grain=grain).set_index("period")
    sums = table.groupby("period")[["revenue", "orders", "customers"]].sum()
    late = sums.index[1:]  # money of before the first order stands in the first period here, and in none there
    assert sums.loc[late, "revenue"].to_numpy() == pytest.approx(every.loc[late, "revenue"].to_numpy(), abs=0.001)
    assert sums["customers"].tolist() == every.loc[sums.index, "active"].tolist()
    begun = table[table["cohort"].notna()]
    assert (pd.to_datetime(begun["cohort_start"]) <= pd.to_datetime(begun["end"])).all()


def test_money_of_people_without_an_order_has_no_cohort_and_comes_last() -> None:
    rows = [("a", "2025-01-05", 10.0), ("ghost", "2025-01-06", -4.0)]
    table = stacked_revenue(
        pd.DataFrame(rows, columns=["customer", "date", "amount"]).astype({"date": "datetime64[us]"})
    )
    assert table["cohort"].isna().tolist() == [False, True]
    assert table["revenue"].tolist() == [10, -4]
    assert table["start"].tolist() == [Calendar.of("month").at(table["start"][0]).start] * 2


def test_cohorts_shorter_than_periods_are_refused() -> None:
    with pytest.raises(RetentionError, check=code("unknown_choice")):
        stacked_revenue(worked_example(), grain="quarter", cohort_grain="month")
    without = stacked_revenue(worked_example().assign(amount=float("nan")))
    assert without["revenue"].isna().all()
    assert without["customers"].tolist() == stacked_revenue(worked_example())["customers"].tolist()
