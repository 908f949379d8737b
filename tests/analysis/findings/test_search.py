"""What stands out: the stories of the sample shops unasked, one truth with the pages, and silence where nothing is."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

import retention as rt
from bench import findings as bench
from pages.data.samples import path
from retention.analysis.findings.finding import Counted, Finding
from retention.analysis.findings.known import Known
from retention.analysis.findings.search import _told_once, standing_out
from retention.intervals import holm
from retention.periods import Calendar
from tests.shops import worked_example

MONTH = Calendar.of("month")


@pytest.fixture(scope="module")
def webshop() -> rt.Orders:
    return rt.load(path("webshop"))


def story(orders: rt.Orders, kind: str) -> Finding:
    found = standing_out(orders, calendar=MONTH)
    assert not found.nothing
    return next(each for each in found.certain if each.kind == kind)


def test_the_roastery_raised_its_prices_and_customers_left() -> None:
    found = story(rt.load(path("roastery")), "price")
    assert found.day == dt.date(2025, 4, 1)
    assert found.effect == pytest.approx(0.18, abs=0.01)
    assert found.change is not None
    assert found.change.verdict == "down"
    assert found.money < -10_000  # a year of the customers who no longer come back, not the dearer prices


def test_the_web_shop_has_a_code_whose_buyers_do_not_come_back(webshop: rt.Orders) -> None:
    found = story(webshop, "began")
    assert (found.column, found.value) == ("code", "ПЯТНИЦА50")
    assert found.here.share < 0.1
    assert found.there is not None
    assert found.there.share > 0.5
    assert standing_out(webshop, calendar=MONTH).certain[0].kind == "began"  # what costs stands before what brings


def test_the_salon_loses_regulars() -> None:
    found = story(rt.load(path("salon")), "change")
    assert found.grain == "quarter"
    assert found.effect < 0


def test_the_export_of_shopify_has_a_channel_that_brings_one_timers() -> None:
    found = story(rt.load(path("shopify")), "began")
    assert (found.column, found.value) == ("channel", "instagram")


def test_a_group_is_counted_as_the_pages_count_it(webshop: rt.Orders) -> None:
    found = story(webshop, "began")
    cells = rt.cohorts(webshop, by="code", grain="month", ages=30, mode="on_or_before")
    row = cells[(cells["cohort"] == found.value) & (cells["age"] == 5)].iloc[0]
    assert (found.here.part, found.here.whole) == (row["customers"], row["at_risk"])
    assert found.settings | {"grain": "month", "cohorts": "code", "mode": "on_or_before"} == found.settings


def test_money_is_what_the_working_says(webshop: rt.Orders) -> None:
    found = story(webshop, "began")
    numbers = found.numbers
    assert found.money == pytest.approx(found.effect * numbers["customers"] * numbers["brings"] * numbers["times"])


def test_the_order_of_rows_does_not_matter(webshop: rt.Orders) -> None:
    rows = webshop.purchases[["customer", "date", "amount", "code"]].astype({"customer": str})
    told = [
        standing_out(table, calendar=MONTH, columns=("code",)) for table in (rows, rows.sample(frac=1, random_state=7))
    ]
    first, second = ([(each.kind, each.value, each.held) for each in found.certain] for found in told)
    assert first == second


def test_without_amounts_findings_stand_without_money(webshop: rt.Orders) -> None:
    rows = webshop.purchases[["customer", "date", "amount", "code"]].astype({"customer": str}).assign(amount=np.nan)
    found = standing_out(rows, calendar=MONTH, columns=("code",))
    assert {each.kind for each in found.certain} >= {"began"}
    assert all(math.isnan(each.money) for each in found.ranked)


def test_more_looks_ask_for_more(webshop: rt.Orders) -> None:
    rng = np.random.default_rng(3)
    rows = webshop.purchases[["customer", "date", "amount", "code"]].astype({"customer": str})
    lots = {f"lot{place}": rng.integers(0, 9, len(rows)).astype(str) for place in range(3)}
    few, many = (
        standing_out(rows.assign(**lots), calendar=MONTH, columns=columns) for columns in (("code",), ("code", *lots))
    )
    assert many.looks > few.looks
    change = [next(each for each in found.certain if each.kind == "change") for found in (few, many)]
    assert change[0].chance == change[1].chance
    assert change[0].held < change[1].held
    assert not {each.column for each in many.certain} & set(lots)


def test_a_shop_of_eight_customers_has_nothing_to_tell() -> None:
    found = rt.findings(worked_example())
    assert (found.nothing, found.ranked) == (True, ())


def test_orders_without_a_customer_are_a_fact() -> None:
    rows = [(None if number % 3 else f"c{number % 7}", f"2025-{1 + number % 6:02d}-10", 10.0) for number in range(60)]
    orders = pd.DataFrame(rows, columns=["customer", "date", "amount"])
    found = rt.findings(orders.assign(date=pd.to_datetime(orders["date"])))
    [fact] = [each for each in found.facts if each.kind == "unidentified"]
    assert fact.here == Counted(part=40, whole=60)
    assert fact.money == pytest.approx(-400.0)
    assert not fact.tested


def test_a_few_customers_carry_a_shop() -> None:
    days = pd.date_range("2025-01-02", periods=300, freq="D")
    table = pd.DataFrame({"date": days, "customer": [f"c{number % 50}" for number in range(300)]})
    table["amount"] = np.where(table["customer"].isin(["c3", "c4"]), 500.0, 10.0)
    [fact] = [each for each in rt.findings(table).facts if each.kind == "concentration"]
    assert fact.numbers["customers"] == 2
    assert fact.here.part == 2 * 6 * 500


def test_one_story_is_told_once() -> None:
    known = Known(worked_example(), calendar=MONTH, as_of=None, columns=None)
    lower = group("code", "SALE", -0.4, money=-900.0)
    told = _told_once(known, [lower, group("code", None, 0.4, money=2_000.0), group("branch", "1", -0.2)])
    assert [(each.column, each.value) for each in told] == [("code", "SALE"), ("branch", "1")]


def group(column: str, value: str | None, effect: float, *, money: float = -1.0) -> Finding:
    here, there = Counted(part=10, whole=100), Counted(part=50, whole=100)
    return Finding(
        kind="began", column=column, value=value, here=here, there=there, effect=effect, money=money, chance=1e-6
    )


def test_chances_are_those_of_holm(webshop: rt.Orders) -> None:
    found = standing_out(webshop, calendar=MONTH)
    smallest = min(found.certain, key=lambda each: each.chance)
    assert smallest.held == pytest.approx(holm(np.r_[smallest.chance, np.ones(found.looks - 1)])[0])


@pytest.mark.parametrize("seed", [1])
def test_shops_without_a_story_have_none(seed: int) -> None:
    assert bench.false_alarm(seed) == ()


@pytest.mark.parametrize("name", ["code", "branch"])
def test_a_planted_story_is_among_the_first_three(name: str) -> None:
    assert bench.told(name, 3)
