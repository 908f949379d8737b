"""One row per customer: by hand, by law, on every engine, and whatever a shop may look like."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from retention.analysis.customers import Customers, customers, history, slipping, vip_moves
from retention.analysis.customers.table import (
    in_order_of,
    move_counts,
    moved_customers,
    named_like,
    order_sizes,
    ranked,
    revalue,
)
from retention.analysis.customers.totals import better_naive_forecast, value_totals
from retention.errors import RetentionError
from tests import refusals
from tests.buyers import busy_shop, cdnow_sample
from tests.shops import END_OF_2024, random_shop, worked_example

FACTS = ["orders", "order_days", "revenue", "days_since_last", "typical_gap", "overdue_days"]


@pytest.fixture(scope="module")
def cdnow(lifetimes_data: Callable[[str], Path]) -> Customers:
    return customers(cdnow_sample(lifetimes_data("CDNOW_sample.txt")), margin=0.3)


def test_facts_of_the_worked_example() -> None:
    table = customers(worked_example(), as_of=END_OF_2024).table.set_index("customer")
    assert table.index.tolist() == list("ABCDEFGH")
    assert table.loc["A", FACTS].tolist() == [3, 3, 30, 164, 96, 164 - 96]
    assert table.loc["A", ["first_order", "last_order"]].tolist() == [
        pd.Timestamp("2024-01-10"),
        pd.Timestamp("2024-07-20"),
    ]
    assert table.loc["A", "expected_next"] == pd.Timestamp("2024-10-24")
    assert table.loc["E", ["typical_gap", "own_rhythm", "expected_next"]].tolist() == [
        81,
        True,
        pd.Timestamp("2024-12-30"),
    ]
    assert table.loc["C", "own_rhythm"] is np.False_
    # Of waits, open ones counted, 64% have ended by the longest; half of these by day 100 (Kaplan–Meier by hand).
    assert table.loc["C", "rhythm"] == 100
    assert set(table["segment"]) <= {"regulars", "recent", "quiet"}
    assert table["r"].tolist() == [2, 4, 1, 2, 5, 4, 3, 5]
    assert table["p_alive"].isna().all()


def test_a_shop_that_can_be_forecast(cdnow: Customers) -> None:
    table = cdnow.table
    assert cdnow.forecast.model is not None
    assert cdnow.forecast.backtest is not None
    assert cdnow.forecast.model.name == cdnow.forecast.backtest.chosen
    assert table["p_alive"].between(0, 1).all()
    assert (table["expected_revenue"] == table["expected_orders"] * table["expected_spend"]).all()
    assert (table["expected_value"] == table["expected_revenue"] * 0.3).all()
    assert table["historic_value"].sum() == pytest.approx(table["revenue"].sum() * 0.3)
    assert (table["residual_value"] >= table["expected_value"] * 0.9).all()
    assert (table["expected_next"] > table["last_order"]).all()


def test_every_customer_has_an_interval(cdnow: Customers) -> None:
    table = cdnow.table
    for name in ("expected_orders", "expected_value"):
        assert (table[f"{name}_low"] <= table[name]).all()
        assert (table[name] <= table[f"{name}_high"]).all()
        assert (table[f"{name}_high"] > table[f"{name}_low"]).mean() > 0.9


def test_chances_are_calibrated(cdnow: Customers) -> None:
    """Of the 353 whom the model gave 15%, 36% ordered in the hidden stretches: they are given more."""
    forecast = cdnow.forecast
    assert forecast.alive is not None
    lowest = forecast.alive.table.iloc[0]
    assert lowest["ordered"] > 2 * lowest["predicted"]
    assert lowest["calibrated"] >= lowest["ordered"]
    assert cdnow.table["p_alive"].to_numpy() == pytest.approx(forecast.alive(cdnow.table["p_alive_model"].to_numpy()))


def test_one_order_of_a_million_does_not_lift_the_forecast() -> None:
    shop = busy_shop(3)
    rich = shop.assign(amount=shop["amount"].where(shop.index != 40, 1e6))
    plain, lifted = customers(shop), customers(rich)
    expected = [found.table["expected_value"].sum() for found in (plain, lifted)]
    assert expected[1] == pytest.approx(expected[0], rel=0.05)
    limit = lifted.forecast.limit
    assert (limit.days, limit.largest) == (1, 1e6)
    assert limit.largest_share == pytest.approx(1e6 / rich["amount"].sum())
    assert lifted.table["revenue"].sum() == pytest.approx(rich["amount"].sum())  # facts are not cut
    assert plain.forecast.limit.days == 0


def test_vips_bring_most_of_the_money(cdnow: Customers) -> None:
    table = cdnow.table
    assert table["vip"].sum() == 354  # 15% of 2,357, rounded up
    assert cdnow.vip_revenue_share == pytest.approx(table.loc[table["vip"], "revenue"].sum() / table["revenue"].sum())
    assert table.loc[table["vip"], "revenue"].min() >= table.loc[~table["vip"], "revenue"].max()


def test_segments_add_up_to_the_shop(cdnow: Customers) -> None:
    found = cdnow.segments
    assert found["customers"].sum() == len(cdnow.table)
    assert found["revenue"].sum() == pytest.approx(cdnow.table["revenue"].sum())
    assert found["revenue_share"].sum() == pytest.approx(1)


def test_nobody_is_at_risk_who_is_not_slipping_away(cdnow: Customers) -> None:
    """Segments and the list of those slipping away say the same, whatever recency is worth among all customers."""
    silent = {"cannot_lose", "at_risk", "sleeping_spenders", "lost"}
    assert (cdnow.table["segment"].isin(silent) == cdnow.table["slipping"]).all()


def test_the_most_worthwhile_call_comes_first(cdnow: Customers) -> None:
    calls = slipping(cdnow)
    assert (calls["days_since_last"] > calls["slips_after"]).all()
    assert calls["call_worth"].is_monotonic_decreasing
    assert len(calls) == cdnow.table["slipping"].sum()
    first = calls.iloc[0]
    assert first["value_at_stake"] == pytest.approx(first["expected_value"] / first["p_alive"] * first["p_gone"])
    assert first["call_worth"] == pytest.approx(first["value_at_stake"] * first["p_alive"])


def test_history_of_one_customer() -> None:
    frame = worked_example().assign(purchase=True)
    refund = pd.DataFrame(
        {"customer": ["A"], "date": pd.to_datetime(["2024-06-01"]), "amount": [-4.0], "purchase": False}
    )
    found = history(customers(pd.concat([frame, refund]), as_of=END_OF_2024), "A")
    assert [day.date() for day in found["date"]] == [dt.date(2024, *day) for day in ((1, 10), (4, 5), (6, 1), (7, 20))]
    assert found["orders"].tolist() == [1, 1, 0, 1]
    assert found["amount"].tolist() == [10, 10, -4, 10]
    assert found["gap"].fillna(-1).tolist() == [-1, 86, -1, 106]
    with pytest.raises(RetentionError) as caught:
        history(customers(frame), "nobody")
    assert caught.value.code == "no_such_customer"


@pytest.mark.parametrize("seed", range(3))
def test_row_order_and_names_do_not_matter(seed: int) -> None:
    orders = random_shop(seed, rows=300)
    table = customers(orders).table
    turned = customers(orders.sample(frac=1, random_state=seed)).table
    pd.testing.assert_frame_equal(turned, table)
    renamed = customers(orders.assign(customer="x" + orders["customer"])).table
    pd.testing.assert_frame_equal(renamed.drop(columns="customer"), table.drop(columns="customer"))
    coded = customers(orders.astype({"customer": "category"})).table
    pd.testing.assert_frame_equal(coded, table, check_dtype=False)


@pytest.mark.needs("polars")
def test_polars_agrees() -> None:
    import polars as pl

    orders = random_shop(4, rows=400)
    elsewhere = customers(pl.DataFrame(orders)).table
    pd.testing.assert_frame_equal(elsewhere, customers(orders).table, check_dtype=False)


@pytest.mark.needs("duckdb")
def test_duckdb_agrees() -> None:
    import duckdb

    orders = random_shop(4, rows=400)
    with duckdb.connect() as connection:
        elsewhere = customers(connection.from_df(orders)).table
    pd.testing.assert_frame_equal(elsewhere, customers(orders).table, check_dtype=False)


def test_money_has_no_unit() -> None:
    orders = busy_shop(5)
    small, large = customers(orders), customers(orders.assign(amount=orders["amount"] * 1000))
    money = ["revenue", "expected_revenue", "residual_value", "call_worth"]
    pd.testing.assert_frame_equal(large.table[money] / 1000, small.table[money], rtol=1e-4)
    rest = ["segment", "vip", "p_alive", "expected_orders"]
    pd.testing.assert_frame_equal(large.table[rest], small.table[rest])


def frame(customer: list[str], day: list[int], amount: Any = 10.0) -> pd.DataFrame:
    dates = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.array(day), unit="D")
    return pd.DataFrame({"customer": customer, "date": dates, "amount": amount})


def test_without_amounts_everything_but_money_works() -> None:
    found = customers(busy_shop(6).assign(amount=np.nan))
    table = found.table
    assert table[["revenue", "expected_revenue", "residual_value", "historic_value", "m"]].isna().all(axis=None)
    assert table[["p_alive", "expected_orders", "r", "f", "segment"]].notna().all(axis=None)
    assert set(table["value_note"]) == {"no_amounts"}
    assert not table["vip"].any()
    assert np.isnan(found.vip_revenue_share)
    assert found.forecast.no_spend is not None
    assert found.forecast.no_spend.code == "no_amounts"
    assert len(slipping(found)) == table["slipping"].sum() > 0


def test_one_order_each() -> None:
    found = customers(frame([f"c{n}" for n in range(500)], [n % 300 for n in range(500)]))
    assert found.forecast.model is None
    assert found.forecast.no_model is not None
    assert (found.forecast.no_model.code, found.forecast.no_model.details["have"]) == ("too_few_repeaters", 0)
    assert found.table["segment"].notna().all()
    assert not found.table["slipping"].any()
    assert slipping(found).empty


def test_one_customer() -> None:
    found = customers(frame(["a"], [0]))
    assert found.table.loc[0, ["orders", "revenue", "vip"]].tolist() == [1, 10.0, True]
    assert found.forecast.no_model is not None


def test_all_refunds() -> None:
    with pytest.raises(RetentionError) as caught:
        customers(frame(["a", "b"], [0, 5], amount=-10.0))
    assert caught.value.code == "no_purchases"


def test_a_hundred_thousand_customers_without_a_repeat() -> None:
    rng = np.random.default_rng(1)
    found = customers(frame([f"c{n:06d}" for n in range(100_000)], rng.integers(0, 700, 100_000).tolist()))
    assert len(found.table) == 100_000
    assert found.forecast.no_model is not None
    assert found.forecast.no_model.code == "too_few_repeaters"
    assert found.table["f"].eq(1).all()


def test_refunds_cannot_make_a_forecast_negative() -> None:
    orders = busy_shop(7).assign(purchase=True)
    some = orders["customer"].unique()[:20]
    back = orders[orders["customer"].isin(some)].assign(purchase=False)
    back = back.assign(amount=-back["amount"] * 1.2, date=back["date"] + pd.Timedelta(days=1))
    table = customers(pd.concat([orders, back])).table.set_index("customer")
    assert (table[["expected_spend", "expected_revenue", "residual_value"]] >= 0).all(axis=None)
    assert (table.loc[some, "revenue"] < 0).all()
    assert (table.loc[some, "value_note"] == "refunded").all()
    assert (table.loc[some, "expected_revenue"] == 0).all()
    assert table.loc[table["revenue"] > 0, "value_note"].isna().all()


def test_unknown_amounts_are_not_zero() -> None:
    orders = busy_shop(8)
    full = customers(orders).table.set_index("customer")
    name = full["orders"].idxmax()
    hidden = orders.assign(amount=orders["amount"].where(orders["customer"] != name))
    row = customers(hidden).table.set_index("customer").loc[name]
    assert row["value_note"] == "amounts_unknown"
    assert row["expected_spend"] == pytest.approx(full["expected_spend"].mean(), rel=0.2)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"margin": 1.2}, "margin_out_of_range"),
        ({"discount": 0.0}, "discount_out_of_range"),
        ({"vip_share": 2.0}, "share_out_of_range"),
    ],
)
def test_options_out_of_range(options: dict[str, float], code: str) -> None:
    with pytest.raises(RetentionError) as caught:
        customers(frame(["a"], [0]), **options)
    assert caught.value.code == code


def shop() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    rows = rng.integers(0, 60, 400)
    return pd.DataFrame(
        {
            "customer": [f"c{n:02}" for n in rows],
            "order": [str(n) for n in range(400)],
            "date": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 800, 400), unit="D"),
            "amount": rng.gamma(4, 10, 400).round(2),
        }
    )


def test_as_if_computed_anew() -> None:
    again = revalue(customers(shop()), vip_share=0.3, margin=0.4)
    fresh = customers(shop(), vip_share=0.3, margin=0.4)
    pd.testing.assert_frame_equal(again.table, fresh.table)
    assert again.vip_revenue_share == fresh.vip_revenue_share
    assert again.simple.value == pytest.approx(fresh.simple.value, nan_ok=True)
    assert (again.vip_share, again.simple.margin) == (0.3, 0.4)


def test_terms_out_of_range() -> None:
    found = customers(shop())
    with pytest.raises(RetentionError, check=refusals.code("share_out_of_range")):
        revalue(found, vip_share=0)
    with pytest.raises(RetentionError, check=refusals.code("margin_out_of_range")):
        revalue(found, margin=2)


def four_steady_years() -> pd.DataFrame:
    """Sixty customers, each on two days running of every other month for four years: the same as before is spot on.

    Pairs of days are no rhythm that a model knows.
    """
    days = pd.date_range("2021-01-01", periods=24, freq="2MS").repeat(2) + pd.to_timedelta([0, 1] * 24, unit="D")
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"customer": np.repeat([f"c{n:03}" for n in range(60)], 48), "date": np.tile(days, 60)})
    frame["date"] += pd.to_timedelta(np.repeat(rng.integers(0, 27, 60), 48), unit="D")
    return frame.assign(amount=rng.gamma(4, 10, len(frame)))


@pytest.fixture(scope="module")
def steady() -> Customers:
    return customers(four_steady_years())


def test_where_a_guess_was_nearest_the_figures_follow_it(steady: Customers) -> None:
    """Each of the sixty ordered twelve times in the last year, and is expected to do so again."""
    lead = steady.forecast.lead
    assert lead is not None
    assert lead.naive
    assert better_naive_forecast(steady) is None
    assert steady.table["expected_orders"].sum() == pytest.approx(720, rel=0.03)
    assert (steady.table["residual_value"] >= steady.table["expected_value"] * 0.95).all()


def led_by_its_model(found: Customers) -> Customers:
    """As if the model had been nearest by groups, so that it leads in spite of both guesses."""
    lead = found.forecast.lead
    assert lead is not None
    led = replace(lead, method=lead.model, parts=(lead.model,))
    return replace(found, forecast=replace(found.forecast, lead=led))


def test_the_nearest_guess_by_hand(steady: Customers) -> None:
    guess, lead = better_naive_forecast(led_by_its_model(steady)), steady.forecast.lead
    assert guess is not None
    assert lead is not None
    misses = lead.scores.set_index("method")["total_miss"]
    assert guess.method == misses[["same_as_before", "own_pace"]].idxmin()
    assert guess.miss == misses[guess.method] < guess.model_miss == misses[lead.model]
    assert guess.orders == pytest.approx(720, rel=0.03)
    assert guess.value == pytest.approx(720 * 40, rel=0.05)


def test_it_is_worth_what_a_margin_leaves(steady: Customers) -> None:
    whole, part = (better_naive_forecast(led_by_its_model(found)) for found in (steady, revalue(steady, margin=0.25)))
    assert whole is not None
    assert part is not None
    assert (part.orders, part.value) == (whole.orders, pytest.approx(whole.value / 4))


def test_none_where_the_model_was_nearer_or_nothing_was_tested(lifetimes_data: Callable[[str], Path]) -> None:
    """On CDNOW both simple guesses are further off."""
    found = customers(cdnow_sample(lifetimes_data("CDNOW_sample.txt")))
    assert found.forecast.lead is not None
    assert found.forecast.lead.beats_guesses
    assert better_naive_forecast(found) is None
    assert better_naive_forecast(replace(found, forecast=replace(found.forecast, lead=None))) is None


def test_ranked_customers_know_their_chance_of_being_gone(cdnow: Customers) -> None:
    rows = ranked(cdnow, "revenue")
    assert rows["revenue"].is_monotonic_decreasing
    assert (rows["p_gone"] + rows["p_alive"]).round(12).eq(1).all()


def test_customers_who_moved_keep_the_order_of_their_moves(cdnow: Customers) -> None:
    moves = vip_moves(cdnow)
    rows = moved_customers(cdnow, moves)
    assert rows["customer"].tolist() == moves["customer"].tolist()
    assert rows["rank"].tolist() == moves["rank"].tolist()


def test_totals_are_means_of_all_customers(cdnow: Customers) -> None:
    found = value_totals(cdnow)
    assert found.low < found.total["expected_value"] < found.high
    assert found.orders_low < cdnow.table["expected_orders"].sum() < found.orders_high
    assert found.mean["expected_value"] * len(cdnow.table) == pytest.approx(found.total["expected_value"])
    assert found.total["historic_value"] == pytest.approx(cdnow.table["historic_value"].sum())
    notes = cdnow.table["value_note"].value_counts()
    assert (found.refunded, found.amounts_unknown) == (notes.get("refunded", 0), notes.get("amounts_unknown", 0))


def test_the_largest_segment_is_one_that_holds_customers(cdnow: Customers) -> None:
    assert (cdnow.segments_present["customers"] > 0).all()
    assert cdnow.largest_segment["customers"] == cdnow.segments["customers"].max()


def test_a_list_is_sorted_as_its_column_is_read_and_equals_stay_as_they_come() -> None:
    rows = pd.DataFrame({"customer": ["b", "a", "c"], "revenue": [5.0, 9.0, 5.0]})
    assert in_order_of(rows, "customer")["customer"].tolist() == ["a", "b", "c"]
    assert in_order_of(rows, "revenue")["customer"].tolist() == ["a", "b", "c"]


def test_a_list_is_searched_by_a_part_of_the_name_as_it_is_typed() -> None:
    rows = pd.DataFrame({"customer": ["Ann (1)", "BOB", "eve"]})
    assert named_like(rows, " bo ")["customer"].tolist() == ["BOB"]
    assert named_like(rows, "(1)")["customer"].tolist() == ["Ann (1)"]
    assert len(named_like(rows, " ")) == 3


def test_a_day_of_orders_is_as_large_as_its_money_and_without_any_as_its_orders() -> None:
    days = pd.DataFrame({"orders": [1, 2], "amount": [np.nan, 7.0]})
    assert order_sizes(days).tolist() == [0.0, 7.0]
    assert order_sizes(days.assign(amount=np.nan)).tolist() == [1, 2]


def test_moves_are_counted_by_their_kind() -> None:
    assert move_counts(pd.DataFrame({"move": ["joined", "fell_out", "fell_out"]})) == {"fell_out": 2, "joined": 1}
