"""Break-even, trade and sensitivity, each checked by running what it claims."""

from dataclasses import replace

import numpy as np
import pytest

from retention import whatif
from retention.errors import RetentionError
from retention.whatif import Baseline, Scenario
from tests.refusals import code

ASKED = Scenario(crr_change=0.05, margin=0.4, acquisition_cost=6, programme_cost=300, programme_cost_per_customer=0.1)


def npv(shop: Baseline, scenario: Scenario) -> float:
    return whatif.compare(shop, scenario).total("npv", "scenario")


def test_spending_the_break_even_cost_earns_nothing(shop: Baseline) -> None:
    found = whatif.break_even(shop, ASKED)
    assert found.result == pytest.approx(whatif.compare(shop, ASKED).total("npv"))
    assert found.gain - found.programme == pytest.approx(found.result)
    # The gain is spent at the start, but the first cost falls due after one period.
    whole = found.gain * (1 + ASKED.discount_rate) ** (1 / 12)
    spent = replace(ASKED, programme_cost=whole, programme_cost_per_customer=None)
    assert whatif.compare(shop, spent).total("npv") == pytest.approx(0.0, abs=0.01)
    assert found.cost_per_extra * found.extra_returning == pytest.approx(found.gain)


def test_what_other_levers_earn_pays_for_no_returning_customer(shop: Baseline) -> None:
    """Dearer orders make every return worth more, but what they earn by themselves buys none; a discount costs."""
    alone = whatif.break_even(shop, ASKED)
    dearer = whatif.break_even(shop, replace(ASKED, order_value_change=0.5))
    assert dearer.extra_returning == pytest.approx(alone.extra_returning)
    assert dearer.cost_per_extra == pytest.approx(1.5 * alone.cost_per_extra)
    assert whatif.break_even(shop, replace(ASKED, discount=0.05)).gain < alone.gain
    nothing = whatif.break_even(shop, replace(ASKED, crr_change=0.0, order_value_change=0.5))
    assert np.isnan(nothing.cost_per_extra)
    assert nothing.gain == 0.0


def test_the_paying_change_just_pays(shop: Baseline) -> None:
    change = whatif.break_even(shop, ASKED).crr_change
    assert 0 < change < 0.05
    assert whatif.compare(shop, replace(ASKED, crr_change=change)).total("npv") == pytest.approx(0.0, abs=0.1)
    assert whatif.break_even(shop, replace(ASKED, programme_cost=0, programme_cost_per_customer=0)).crr_change == 0.0
    assert np.isnan(whatif.break_even(shop, replace(ASKED, programme_cost=1e9)).crr_change)


def test_as_many_more_new_customers_earn_the_same(shop: Baseline) -> None:
    trade = whatif.equal_profit_trade(shop, ASKED)
    free = replace(ASKED, acquisition_cost=None, programme_cost=None, programme_cost_per_customer=None)
    winning = replace(free.today, new_customers_change=trade.new_customers_change)
    assert npv(shop, winning) == pytest.approx(npv(shop, free))
    assert trade.acquisition == pytest.approx(trade.extra_new * 6)
    assert trade.ratio == pytest.approx(6 / trade.retention_cost_per_extra)


def test_unknown_costs_stay_unknown(shop: Baseline) -> None:
    trade = whatif.equal_profit_trade(shop, Scenario(crr_change=0.05, margin=0.4))
    assert trade.new_customers_change > 0
    assert np.isnan([trade.acquisition, trade.retention_cost_per_extra, trade.ratio]).all()


def test_money_questions_need_a_margin(shop: Baseline) -> None:
    for question in (whatif.break_even, whatif.equal_profit_trade):
        with pytest.raises(RetentionError, check=code("margin_needed")):
            question(shop, Scenario(crr_change=0.05))


def test_sources_add_up_to_the_whole_difference(shop: Baseline) -> None:
    several = replace(ASKED, order_value_change=0.1, new_customers_change=0.2, discount=0.05, margin_change=0.02)
    parts = whatif.sources(shop, several)
    assert set(parts["lever"]) == set(several.levers)
    assert parts["effect"].sum() == pytest.approx(whatif.compare(shop, several).total("npv"))
    assert whatif.sources(shop, replace(several, margin=None, margin_change=0.0))["measure"].unique() == [
        "revenue_total"
    ]


def test_sensitivity_moves_one_lever_at_a_time(shop: Baseline) -> None:
    table = whatif.sensitivity(shop, ASKED).set_index("lever")
    assert list(table["swing"]) == sorted(table["swing"], reverse=True)
    assert set(table.index) == {"crr", "order_value", "order_frequency", "new_customers", "margin", "acquisition_cost"}
    dearer = npv(shop, replace(ASKED, order_value_change=0.1))
    assert table.loc["order_value", "result_high"] == pytest.approx(dearer)
    assert (table.drop("acquisition_cost").eval("result_low < result < result_high")).all()
    assert table.loc["acquisition_cost", "result_high"] < table.loc["acquisition_cost", "result_low"]


def test_sensitivity_says_where_a_limit_was_in_the_way(shop: Baseline) -> None:
    table = whatif.sensitivity(shop, replace(ASKED, crr_change=0.0, reading="fewer_leave")).set_index("lever")
    assert table.loc["crr", "limited"]
    assert table.loc["crr", "result_low"] == pytest.approx(table.loc["crr", "result"])
    assert {"margin", "acquisition_cost"}.isdisjoint(whatif.sensitivity(shop, Scenario())["lever"])


def test_both_ends_of_a_lever_are_told_as_changes_of_the_result(shop: Baseline) -> None:
    table = whatif.sensitivity(shop, ASKED)
    assert (table["result"] + table["change_high"]).tolist() == pytest.approx(table["result_high"].tolist())
    assert (table["result"] + table["change_low"]).tolist() == pytest.approx(table["result_low"].tolist())
