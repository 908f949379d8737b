"""An action by hand: who responds, who would have come anyway, what is left."""

from dataclasses import replace

import numpy as np
import pytest

from retention import whatif
from retention.errors import RetentionError
from retention.whatif import Programme
from tests.refusals import code

BASE = whatif.bucket(at_start=1000, active=800, new=500, order_value=50.0, grain="month")  # CRR 30%, 800 buyers
ACTION = Programme(reach=400, cost_fixed=100.0, cost_per_customer=0.5, discount=0.1, response=0.05)


def test_an_action_counted_by_hand() -> None:
    found = whatif.outcome(BASE, ACTION, margin=0.4)
    assert (found.extra, found.anyway) == (pytest.approx(20), pytest.approx(120))
    assert found.gained == pytest.approx(20 * 50 * 0.3)
    assert found.given_away == pytest.approx(120 * 50 * 0.1)
    assert found.cost == pytest.approx(100 + 400 * 0.5)
    assert found.result == pytest.approx(300 - 600 - 300)
    assert found.crr_after == pytest.approx(0.3 + 20 / 800)


def test_at_the_break_even_response_nothing_is_lost() -> None:
    share = whatif.outcome(BASE, ACTION, margin=0.4).break_even
    table = whatif.by_response(BASE, ACTION, np.array([0.0, share, 2 * share]), margin=0.4)
    assert table["result"].tolist() == pytest.approx([-900.0, 0.0, 900.0])


def test_what_would_have_to_be_true_for_five_points() -> None:
    found = whatif.outcome(BASE, ACTION, margin=0.4, points=0.05)
    assert found.needed_response == pytest.approx(0.05 * 800 / 400)
    assert found.needed_reach == pytest.approx(800)
    assert found.possible
    assert not whatif.outcome(BASE, Programme(reach=50), margin=0.4).possible


def test_nobody_responds_who_would_have_come_anyway() -> None:
    loyal = Programme(reach=100, response=0.5, buys_anyway=0.9)
    assert whatif.outcome(BASE, loyal, margin=0.4).extra == pytest.approx(10)


def test_a_discount_above_the_margin_never_pays() -> None:
    assert np.isnan(whatif.outcome(BASE, ACTION, margin=0.05).break_even)


@pytest.mark.parametrize("name", list(whatif.PRESETS))
def test_presets_start_in_the_shops_own_money(name: str) -> None:
    action = whatif.preset(BASE, name, reach=200)
    assert action.reach == 200
    assert action.cost_per_customer == pytest.approx(whatif.PRESETS[name].cost_share * 50)
    assert 0 < action.response < 0.2


def test_bad_input_is_named() -> None:
    with pytest.raises(RetentionError) as caught:
        Programme(reach=10, response=1.5)
    assert caught.value.details["field"] == "response"
    with pytest.raises(RetentionError, check=code("unknown_choice")):
        whatif.preset(BASE, "magic", reach=10)
    with pytest.raises(RetentionError, check=code("out_of_range")):
        whatif.outcome(BASE, ACTION, margin=1.5)


def test_a_preset_addresses_the_shops_own_customers() -> None:
    reached = {whom: whatif.customers_reached(BASE, whom, customers=2000) for whom in whatif.Reach}
    assert reached == {"last_buyers": 800, "all_customers": 2000, "best_customers": 300}
    assert whatif.customers_reached(BASE, whatif.Reach.ALL_CUSTOMERS, customers=None) == 800


def test_what_is_typed_in_percent_is_the_same_action() -> None:
    assert Programme.in_percent(**ACTION.as_percent()) == ACTION


def test_without_a_rise_asked_for_the_usual_one_is_aimed_at() -> None:
    assert whatif.points_aimed_at(0.02) == 0.02
    assert whatif.points_aimed_at(-0.02) == whatif.points_aimed_at(0.0) == 0.05


def test_the_curve_goes_round_the_response_entered_and_the_one_that_pays() -> None:
    action = replace(ACTION, response=0.06)
    found = whatif.outcome(BASE, action, margin=0.4)
    curve = whatif.response_curve(BASE, action, found, margin=0.4)
    assert curve["response"].iloc[0] == 0
    assert curve["response"].iloc[-1] == pytest.approx(2 * found.break_even)
    assert curve.loc[curve["chosen"], "response"].tolist() == pytest.approx([0.06])


def test_more_have_to_be_addressed_only_where_the_list_is_too_short() -> None:
    found = whatif.outcome(BASE, ACTION, margin=0.4, points=0.05)  # needs 800 at the response entered
    assert found.needs_more_reach(ACTION)
    assert not found.needs_more_reach(Programme(reach=800))
    assert not whatif.outcome(BASE, Programme(reach=400), margin=0.4).needs_more_reach(Programme(reach=400))
