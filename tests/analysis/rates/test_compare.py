"""Two periods side by side, and the customers behind them."""

import datetime as dt

import pandas as pd
import pytest

from retention.analysis.rates import compare, figures, figures_of, members, trend
from retention.analysis.rates.compare import (
    behind,
    compare_periods,
    comparison_of_days,
    first_year,
    latest_known,
    member_counts,
    most_spent_first,
    usual_comparison,
    year_before,
)
from retention.errors import RetentionError
from tests.refusals import code
from tests.shops import END_OF_2024, random_shop, worked_example

THIRD, FOURTH = (dt.date(2024, 7, 1), dt.date(2024, 9, 30)), (dt.date(2024, 10, 1), dt.date(2024, 12, 31))


def shop_of(*shares: tuple[int, int]) -> pd.DataFrame:
    """Months in which of so many customers of the month before so many come back, new ones filling up."""
    rows, people, newest = [], list(range(shares[0][1])), shares[0][1]
    rows += [(who, "2024-01-15") for who in people]
    for month, (back, _) in enumerate(shares, start=2):
        fresh = list(range(newest, newest + shares[min(month - 1, len(shares) - 1)][1] - back))
        newest += len(fresh)
        people = people[:back] + fresh
        rows += [(who, f"2024-{month:02d}-15") for who in people]
    frame = pd.DataFrame(rows, columns=["customer", "date"])
    return frame.assign(date=pd.to_datetime(frame["date"]), amount=1.0)


@pytest.mark.parametrize("base", ["previous", "last_year", "ever", "window:90D", "window:12M"])
def test_a_range_that_is_a_quarter_has_the_quarters_figures(base: str) -> None:
    quarters = figures(worked_example(), grain="quarter", base=base, as_of=END_OF_2024).iloc[2:]
    ranges = figures_of(worked_example(), [THIRD, FOURTH], base=base, as_of=END_OF_2024)
    pd.testing.assert_frame_equal(
        ranges.drop(columns="period"), quarters.drop(columns="period").reset_index(drop=True), check_dtype=False
    )


def test_any_range_with_both_ends_included() -> None:
    days = (dt.date(2024, 7, 2), dt.date(2024, 7, 15))
    row = figures_of(worked_example(), [days], base=(dt.date(2024, 5, 1), dt.date(2024, 5, 20))).iloc[0]
    assert row[["customers_at_start", "active", "new", "retained", "lost"]].tolist() == [2, 2, 1, 1, 1]
    assert row["period"] == "2024-07-02/2024-07-15"


def test_a_range_before_the_first_order_holds_nobody_and_no_rate() -> None:
    early = figures_of(worked_example(), [(dt.date(2023, 1, 1), dt.date(2023, 2, 1))])
    assert early[["customers_at_start", "active", "revenue"]].to_numpy().tolist() == [[0, 0, 0.0]]
    assert early["crr"].isna().all()


def test_the_last_day_may_be_a_timestamp() -> None:
    told = figures(worked_example(), as_of=pd.Timestamp("2024-12-31 18:00"))
    pd.testing.assert_frame_equal(told, figures(worked_example(), as_of=END_OF_2024))


def test_without_any_amount_money_is_unknown_and_not_0() -> None:
    table = figures(worked_example().assign(amount=float("nan")), grain="quarter")
    unknown = [name for name in table if "revenue" in name or name == "average_order_value"]
    assert len(unknown) == 14
    assert table[unknown].isna().all(axis=None)
    assert (
        members(worked_example().assign(amount=None), (dt.date(2024, 4, 1), dt.date(2024, 6, 30)))["revenue"]
        .isna()
        .all()
    )


def test_a_range_still_to_come_is_refused() -> None:
    with pytest.raises(RetentionError, check=code("not_begun")):
        figures_of(worked_example(), [(dt.date(2025, 1, 1), dt.date(2025, 1, 31))])


def test_a_clear_drop_is_called_down_and_a_small_shop_gets_no_verdict_it_cannot_bear() -> None:
    orders = shop_of((60, 100), (30, 100), (3, 100))
    table = figures(orders, as_of=dt.date(2024, 3, 31))
    changes = compare(table.iloc[1], table.iloc[2]).set_index("figure")
    assert changes.loc["crr", ["first", "second", "verdict"]].tolist() == [0.6, 0.3, "down"]
    assert changes.loc["churn", "verdict"] == "up"
    assert not changes.loc["crr", "small"]
    quarters = figures(worked_example(), grain="quarter", as_of=END_OF_2024)
    tiny = compare(quarters.iloc[2], quarters.iloc[3]).set_index("figure")
    assert tiny.loc["crr", ["verdict", "small"]].tolist() == ["no_clear_change", True]
    assert pd.isna(tiny.loc["average_order_value", "verdict"])


def test_an_unfinished_period_gets_no_verdict() -> None:
    quarters = figures(worked_example(), grain="quarter")
    assert compare(quarters.iloc[2], quarters.iloc[3])["verdict"].isna().all()


def test_the_trend_compares_each_row_with_an_earlier_one() -> None:
    table = figures(shop_of((60, 100), (30, 100), (35, 100)), as_of=dt.date(2024, 4, 30))
    changes = trend(table)
    assert changes["before"].tolist()[1:] == ["2024-01", "2024-02", "2024-03"]
    assert changes["verdict"].tolist()[2:] == ["down", "no_clear_change"]
    assert changes["verdict"].isna().tolist()[:2] == [True, True]
    row = compare(table.iloc[1], table.iloc[2]).set_index("figure").loc["crr"]
    assert changes.loc[2, ["change", "low", "high"]].tolist() == row[["change", "low", "high"]].tolist()


def test_customers_behind_the_bridge() -> None:
    table = members(worked_example(), THIRD)
    assert dict(zip(table["customer"], table["status"], strict=True)) == {
        "A": "retained", "B": "reactivated", "D": "lost", "E": "retained", "F": "new", "G": "new",
    }  # fmt: skip
    assert table.set_index("customer").loc["D"].tolist() == ["lost", 0, 0.0, 2, 20.0]


@pytest.mark.parametrize("base", ["previous", "ever", "last_year", "window:45D"])
def test_as_many_customers_as_the_bridge_says(base: str) -> None:
    orders = random_shop(5, rows=400)
    for _, row in figures(orders, grain="quarter", base=base).iterrows():
        table = members(orders, (row["start"], row["end"]), base=base)
        for status in ("retained", "lost", "new", "reactivated"):
            assert (table["status"] == status).sum() == row[status]


class TestTwoPeriods:
    """Two periods put in the order of time, with the verdict on their rates and what is doubtful about it."""

    def test_the_earlier_stands_first(self) -> None:
        table = figures(shop_of((50, 100), (90, 100)), grain="month", as_of=dt.date(2024, 3, 31))
        found = compare_periods(table.iloc[2], table.iloc[1], grains=("month", None))
        assert found.first["period"] < found.second["period"]
        assert found.grains == (None, "month")
        assert not found.same
        assert found.rates == (0.5, 0.9)
        assert found.figures["verdict"]["crr"] is None

    def test_the_verdict_on_customers_alike_is_that_of_the_rate_and_of_churn(self) -> None:
        table = figures(shop_of((50, 100), (90, 100)), grain="month", as_of=dt.date(2024, 3, 31))
        found = compare_periods(table.iloc[1], table.iloc[2], grains=("month", "month"), verdict="up")
        assert (found.figures["verdict"]["crr"], found.figures["verdict"]["churn"]) == ("up", "down")


def test_many_changes_at_once_are_held_to_holm() -> None:
    table = figures(shop_of(*[(50, 100), (36, 100)] * 5), grain="month", as_of=dt.date(2024, 11, 30))
    alone = compare(table.iloc[1], table.iloc[2]).set_index("figure")
    assert alone["verdict"]["crr"] == "down"
    assert set(trend(table)["verdict"].dropna()) == {"no_clear_change"}


def test_the_usual_comparison_is_a_year_before_where_somebody_was_there() -> None:
    rates = pd.DataFrame({"customers_at_start": [0, 5, 5, 5, 5, 5]})
    assert usual_comparison(rates, 5, grain="quarter") == 1
    assert usual_comparison(rates, 4, grain="quarter") == 3  # nobody was there at the start of the first
    assert usual_comparison(rates, 0, grain="quarter") == 1
    assert usual_comparison(rates.head(1), 0, grain="quarter") == 0


def test_a_leap_day_has_the_last_of_february_a_year_before() -> None:
    assert year_before((dt.date(2024, 2, 29), dt.date(2024, 3, 31))) == (dt.date(2023, 2, 28), dt.date(2023, 3, 31))


def test_the_customers_at_the_start_are_those_retained_and_lost() -> None:
    everyone = pd.DataFrame({"customer": list("abcd"), "status": ["lost", "retained", "new", "reactivated"]})
    assert member_counts(everyone) == {
        "lost": 1, "retained": 1, "reactivated": 1, "new": 1, "start": 2, "end": 3,
    }  # fmt: skip
    assert behind(everyone, "start")["customer"].tolist() == ["a", "b"]


def test_the_latest_known_period_is_over_and_had_customers_else_it_is_the_last() -> None:
    table = pd.DataFrame({"complete": [True, True, False], "customers_at_start": [4, 8, 9]})
    assert latest_known(table) == 1
    assert latest_known(table.assign(customers_at_start=0)) == 2


def test_days_are_compared_with_a_year_before_where_the_orders_reach_back_so_far() -> None:
    table = pd.DataFrame({"complete": [True, False], "customers_at_start": [4, 8]})
    days = dt.date(2025, 3, 1), dt.date(2025, 3, 31)
    assert comparison_of_days(days, table, first=dt.date(2024, 3, 1)) == (dt.date(2024, 3, 1), dt.date(2024, 3, 31))
    assert comparison_of_days(days, table, first=dt.date(2024, 3, 2)) == 0


def test_the_first_year_has_365_days() -> None:
    assert first_year(dt.date(2023, 1, 1), dt.date(2025, 1, 1)) == (dt.date(2023, 1, 1), dt.date(2023, 12, 31))


def test_who_spent_most_comes_first_and_equals_come_by_the_base_and_by_name() -> None:
    rows = [("b", 5.0, 1.0), ("a", 5.0, 1.0), ("c", 5.0, 2.0), ("d", 9.0, 0.0)]
    table = pd.DataFrame(rows, columns=["customer", "revenue", "base_revenue"])
    assert most_spent_first(table)["customer"].tolist() == ["d", "c", "a", "b"]
