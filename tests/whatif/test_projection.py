"""Laws every projection obeys: nothing changes when nothing is changed, customers are conserved, money scales."""

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from retention import whatif
from retention.errors import RetentionError
from retention.whatif import Baseline, Reading, Scenario
from retention.whatif.base import Response
from retention.whatif.projection import course
from tests.bg_bb_shop import last_day, simulate

ASKED = Scenario(crr_change=0.05, margin=0.4, acquisition_cost=4, horizon=12)


def profit(shop: Baseline, scenario: Scenario) -> float:
    return whatif.compare(shop, scenario).total("npv", "scenario")


@pytest.mark.parametrize("reading", list(Reading))
@pytest.mark.parametrize("unit", ["points", "relative"])
def test_a_change_of_nothing_changes_nothing(shop: Baseline, reading: Reading, unit: str) -> None:
    same = whatif.compare(shop, replace(ASKED, crr_change=0.0, reading=reading, crr_unit=unit))
    assert np.array_equal(same.today.returning, same.changed.returning)
    assert np.array_equal(same.today.profit, same.changed.profit)


@pytest.mark.parametrize("reading", list(Reading))
def test_customers_are_conserved_period_by_period(shop: Baseline, reading: Reading) -> None:
    table = whatif.project(shop, replace(ASKED, crr_change=0.01, reading=reading, new_customers_change=0.2))
    before = table["customers"].shift().iloc[1:]
    assert np.allclose(before + table["new"].iloc[1:] - table["left"].iloc[1:], table["customers"].iloc[1:])
    assert (table["left"] >= 0).all()
    assert np.allclose(table["buyers"], table["new"] + table["returning"])
    assert (table["returning"].iloc[1:] <= before * shop.factor[1:12] + 1e-9).all() or reading is Reading.JUST_BOUGHT


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("crr_change", 0.0, 0.05),
        ("margin", 0.3, 0.4),
        ("new_customers_change", 0.0, 0.3),
        ("order_value_change", 0.0, 0.1),
        ("order_frequency_change", 0.0, 0.1),
        ("margin_change", 0.0, 0.05),
        ("programme_cost", 500.0, 100.0),
        ("programme_cost_per_customer", 0.3, 0.1),
        ("discount", 0.1, 0.0),
        ("acquisition_cost", 9.0, 4.0),
        ("acquisition_cost_change", 0.2, 0.0),
        ("discount_rate", 0.3, 0.1),
    ],
)
def test_profit_rises_with_what_earns_and_falls_with_what_costs(
    shop: Baseline, name: str, low: float, high: float
) -> None:
    assert profit(shop, replace(ASKED, **{name: low})) < profit(shop, replace(ASKED, **{name: high}))


def test_ten_times_the_money_is_ten_times_the_profit() -> None:
    orders = simulate(3, parameters=(1.2, 3.0, 0.6, 6.0), months=12, new_per_month=30)
    one, ten = (
        whatif.estimate(orders.assign(amount=orders["amount"] * factor), as_of=last_day(12).date(), draws=20)
        for factor in (1, 10)
    )
    dear = replace(ASKED, acquisition_cost=40.0)
    assert np.allclose(course(one, ASKED).profit * 10, course(ten, dear).profit)


def test_points_and_relative_are_the_same_question_in_other_words(shop: Baseline) -> None:
    crr = float(shop.crr[0])
    points = whatif.compare(shop, replace(ASKED, crr_change=0.05))
    relative = whatif.compare(shop, replace(ASKED, crr_change=0.05 / crr, crr_unit="relative"))
    assert points.target[0] == pytest.approx(relative.target[0])
    assert points.total("npv") == pytest.approx(relative.total("npv"))
    table = whatif.readings(shop, 0.05)
    assert table["target"].tolist() == pytest.approx([crr + 0.05, crr * 1.05])


def test_only_those_who_just_bought_add_their_share(shop: Baseline) -> None:
    """buyers'(t + 1) = buyers(t + 1) + Δ · buyers'(t), by hand."""
    asked = replace(ASKED, reading="just_bought")
    today, changed = (course(shop, one).expected[0] for one in (asked.today, asked))
    new, bought = course(shop, asked).new[0], shop.buyers
    for period in range(12):
        assert changed[period] == pytest.approx(today[period] + 0.05 * bought)
        bought = changed[period] + new[period]


def test_the_cautious_reading_brings_less(shop: Baseline) -> None:
    extra = [
        whatif.compare(shop, replace(ASKED, reading=one)).total("returning") for one in ("just_bought", "everyone")
    ]
    assert 0 < extra[0] < extra[1]


def test_without_a_margin_there_is_revenue_but_no_profit(shop: Baseline) -> None:
    answer = whatif.compare(shop, replace(ASKED, margin=None))
    assert np.isnan(answer.total("profit"))
    assert np.isnan(answer.total("npv"))
    assert answer.total("revenue") > 0
    assert "margin" in answer.missing


def test_expected_values_lie_in_their_bands(shop: Baseline) -> None:
    table = whatif.project(shop, ASKED)
    for name in ("returning", "buyers", "revenue", "profit", "npv"):
        assert (table[f"{name}_low"] < table[name]).all()
        assert (table[name] < table[f"{name}_high"]).all()


def test_the_same_question_gets_the_same_answer(shop: Baseline) -> None:
    pd.testing.assert_frame_equal(whatif.compare(shop, ASKED).totals, whatif.compare(shop, ASKED).totals)


def test_a_number_of_new_customers_can_be_given(shop: Baseline) -> None:
    table = whatif.project(shop, replace(ASKED.today, new_customers=100.0))
    assert table["new"].mean() == pytest.approx(100.0)


def said(shop: Baseline, scenario: Scenario) -> RetentionError:
    with pytest.raises(RetentionError) as caught:
        whatif.compare(shop, scenario)
    return caught.value


def test_more_than_everybody_cannot_come_back(shop: Baseline) -> None:
    error = said(shop, replace(ASKED, crr_change=0.9))
    assert error.code == "target_out_of_range"
    assert error.details["highest"] == pytest.approx(1 - shop.crr[0])
    assert said(shop, replace(ASKED, crr_change=-0.9)).details["lowest"] == pytest.approx(-shop.crr[0])


def test_fewer_leaving_has_a_ceiling_that_is_named(shop: Baseline) -> None:
    table = whatif.ceilings(shop).set_index("reading")
    error = said(shop, replace(ASKED, crr_change=0.3, reading="fewer_leave"))
    assert error.code == "target_above_ceiling"
    assert error.details["ceiling"] == pytest.approx(table.loc["fewer_leave", "ceiling"])
    reachable = replace(ASKED, crr_change=error.details["highest"], reading="fewer_leave")
    assert whatif.compare(shop, reachable).total("returning") > 0
    assert said(shop, replace(ASKED, crr_change=-0.05, reading="fewer_leave")).code == "cannot_fall"


def test_a_horizon_beyond_the_evidence_is_refused(shop: Baseline) -> None:
    error = said(shop, replace(ASKED, horizon=25))
    assert (error.code, error.details["longest"]) == ("horizon_beyond_evidence", 24)


def test_a_slider_answers_at_once() -> None:
    """500 draws, 36 periods, two scenarios within 150 ms of processor time."""
    orders = simulate(7, parameters=(1.2, 3.0, 0.6, 6.0), months=36, new_per_month=40)
    base = whatif.estimate(orders, as_of=last_day(36).date())
    whatif.compare(base, replace(ASKED, horizon=36))
    times = []
    for change in (0.03, 0.04, 0.05):
        began = time.thread_time()
        whatif.compare(base, replace(ASKED, crr_change=change, horizon=36)).totals  # noqa: B018 - timed
        times.append(time.thread_time() - began)
    assert min(times) < 0.15


def test_induced_purchases_vary_as_single_events_and_those_of_people_kept_together(shop: Baseline) -> None:
    many = np.full((shop.sets, 12), 25.0)
    ones = np.ones(shop.sets)
    induced, kept = (
        shop.extra_noise(many, response)[1:].sum(axis=1).std()
        for response in (Response(odds=ones), Response(leaving=ones))
    )
    halved, unlike = np.sqrt(12 * 25 / 2), 0.03 * 12 * 25  # chance, of which half counts; people unlike the model's
    assert induced == pytest.approx(np.hypot(halved, unlike), rel=0.15)
    assert kept > 1.3 * induced
