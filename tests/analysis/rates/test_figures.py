"""The family of figures against the worked example and a slow re-implementation with sets."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from retention.analysis.rates import figures, rates
from retention.analysis.rates.bases import Base
from retention.periods import Calendar
from tests.shops import END_OF_2024, random_shop, worked_example

BASES = ["previous", "last_year", "ever", "window:12M", "window:2M", "window:90D", "window:14D",
         (dt.date(2022, 12, 5), dt.date(2023, 3, 20))]  # fmt: skip


def slowly(orders: pd.DataFrame, period: pd.Series, span: tuple[dt.date, dt.date] | None) -> dict[str, float]:
    """The counts behind one period's figures, with sets and loops."""
    known = orders[orders["customer"].notna()].fillna({"amount": 0}).assign(day=lambda frame: frame["date"].dt.date)
    sold = known[known["purchase"]]
    low, high = span or (dt.date.max, dt.date.min)
    inside, base = (part["day"].between(*days) for part, days in ((sold, period), (sold, (low, high))))
    orders_in, at_start = sold[inside], {*sold.loc[base, "customer"]}
    active, before = {*orders_in["customer"]}, {*sold.loc[sold["day"] < period.iloc[0], "customer"]}
    paid = known[known["day"].between(*period)].groupby("customer")["amount"].sum()
    paid_before = known[known["day"].between(low, high)].groupby("customer")["amount"].sum()
    in_all, to_date = (
        sold["customer"].value_counts(),
        sold.loc[sold["day"] <= period.iloc[1], "customer"].value_counts(),
    )
    return {
        "customers_at_start": len(at_start),
        "active": len(active),
        "new": len(active - before),
        "retained": len(at_start & active),
        "lost": len(at_start - active),
        "reactivated": len((active & before) - at_start),
        "returning": len(active & before),
        "repeaters": (orders_in["customer"].value_counts() >= 2).sum(),
        "ever_repeaters": sum(in_all[customer] >= 2 for customer in active),
        "customers_to_date": len(to_date),
        "repeaters_to_date": (to_date >= 2).sum(),
        "orders": len(orders_in),
        "revenue": paid.sum(),
        "revenue_at_start": sum(paid_before.get(customer, 0) for customer in at_start),
        "positive_revenue_at_start": sum(max(0, paid_before.get(customer, 0)) for customer in at_start),
        "retained_revenue": sum(paid.get(customer, 0) for customer in at_start),
        "kept_revenue": sum(max(0, min(paid.get(who, 0), paid_before.get(who, 0))) for who in at_start),
        "returning_revenue": sum(paid.get(customer, 0) for customer in before),
    }


@pytest.mark.few(6)
@pytest.mark.parametrize("base", BASES, ids=str)
@pytest.mark.parametrize("grain", ["week", "month", "quarter", "year"])
def test_sets_give_the_same_counts(grain: str, base: str | tuple[dt.date, dt.date]) -> None:
    orders = random_shop(len(grain), rows=150 if grain == "week" else 300)
    calendar = Calendar.of(grain)
    table = figures(orders, grain=grain, base=base)
    for _, row in table.iterrows():
        expected = slowly(orders, row[["start", "end"]], Base.of(base).span(calendar.at(row["start"]), calendar))
        assert row[[*expected]].tolist() == pytest.approx([*expected.values()])
        assert not row["gross_revenue_retention"] > 1
    bridge = rates(orders, grain=grain, base=base)
    pd.testing.assert_frame_equal(bridge, table[bridge.columns])


def test_worked_example() -> None:
    table = figures(worked_example(), grain="quarter", as_of=END_OF_2024).set_index("period")
    assert table["returning_share"].tolist() == [0, 1 / 3, 3 / 5, 2 / 3]
    assert table.loc["2024Q2", "repeat_purchase_rate"] == 1 / 3  # D came twice
    assert table["lifetime_repeat_rate"].tolist() == [0, 2 / 5, 4 / 7, 5 / 8]
    assert table.loc["2024Q4", "shopify_returning_rate"] == 2 / 3
    assert table.loc["2024Q3", "net_revenue_retention"] == 20 / 40
    assert table.loc["2024Q3", "gross_revenue_retention"] == 20 / 40
    assert table.loc["2024Q3", "returning_revenue_share"] == 30 / 50
    assert table.loc["2024Q2", ["purchase_frequency", "average_order_value"]].tolist() == [4 / 3, 10]
    assert table["small"].all()


def test_growing_customers_lift_net_but_not_gross_retention() -> None:
    dates = pd.to_datetime(["2024-01-05", "2024-01-06", "2024-02-05"])
    orders = pd.DataFrame({"customer": ["a", "b", "a"], "date": dates, "amount": [10.0, 10.0, 30.0]})
    february = figures(orders).iloc[1]
    assert february["net_revenue_retention"] == 1.5
    assert february["gross_revenue_retention"] == 0.5


def test_who_got_back_more_than_they_spent_has_no_revenue_to_keep() -> None:
    """b bought for 10 and got 40 back in January: gross retention asks for the 20 that a spent."""
    dates = pd.to_datetime(["2024-01-05", "2024-01-06", "2024-01-07", "2024-02-05", "2024-02-06"])
    orders = pd.DataFrame({"customer": [*"abbab"], "date": dates, "amount": [20.0, 10.0, -40.0, 15.0, 5.0]})
    february = figures(orders).iloc[1]
    assert (february["revenue_at_start"], february["positive_revenue_at_start"]) == (-10, 20)
    assert math.isnan(february["net_revenue_retention"])
    assert february["gross_revenue_retention"] == 15 / 20


@pytest.mark.parametrize("base", ["previous", "window:2M", "ever"])
def test_revenue_retention_has_the_interval_that_resampling_customers_gives(base: str) -> None:
    rng = np.random.default_rng(7)
    who, month = np.repeat(np.arange(600), 4), np.tile(np.arange(4), 600)
    worth = rng.lognormal(3, 0.4, 600)[who] * rng.lognormal(0, 0.4, len(who))
    days = pd.to_datetime([f"2024-0{1 + n}-05" for n in month])
    orders = pd.DataFrame({"customer": [f"c{n}" for n in who], "date": days, "amount": worth})
    orders = orders[rng.random(len(orders)) < 0.6]
    april = figures(orders, base=base).iloc[3]
    spent = orders.pivot_table(index="customer", columns="date", values="amount", aggfunc="sum", fill_value=0)
    before = spent.iloc[:, {"previous": slice(2, 3), "window:2M": slice(1, 3), "ever": slice(3)}[base]].sum(axis=1)
    here, there = spent.iloc[:, 3].to_numpy()[before > 0], before[before > 0].to_numpy()
    times = rng.multinomial(len(there), np.full(len(there), 1 / len(there)), 2000)
    for name, part in (("net", here), ("gross", np.minimum(here, there))):
        low, high = np.quantile(times @ part / (times @ there), [0.025, 0.975])
        assert april[f"{name}_revenue_retention"] == pytest.approx(part.sum() / there.sum())
        assert april[f"{name}_revenue_retention_low"] == pytest.approx(low, abs=(high - low) / 10)
        assert april[f"{name}_revenue_retention_high"] == pytest.approx(high, abs=(high - low) / 10)


@pytest.mark.parametrize("seed", range(3))
def test_laws(seed: int) -> None:
    table = figures(random_shop(seed, rows=400), base="window:3M")
    defined = table[table["customers_at_start"] > 0]
    assert np.allclose(defined["churn"] + defined["crr"], 1)
    assert np.allclose(defined["churn_low"], 1 - defined["crr_high"])
    assert (defined["crr"] <= defined["textbook"]).all()
    assert ((table["returning_share"] == 1) == (table["new"] == 0)).all()
    assert table["lifetime_repeat_rate"].is_monotonic_increasing or table["new"].sum() > 0
    assert (table["repeaters_to_date"] == table["turned_repeaters"].cumsum()).all()


def test_fiscal_years_begin_in_any_month() -> None:
    table = figures(worked_example(), grain="year", year_start=4, as_of=END_OF_2024)
    assert table["period"].tolist() == ["2023/24", "2024/25"]
    assert table["retained"].tolist() == [0, 2]
    assert table["complete"].tolist() == [False, False]  # the first began in April 2023, its orders in January


def test_nobody_to_ask_about_is_no_number() -> None:
    first = figures(worked_example(), grain="quarter").iloc[0]
    unknown = ["crr", "churn", "textbook", "net_revenue_retention", "gross_revenue_retention"]
    assert all(math.isnan(first[name]) for name in unknown)
