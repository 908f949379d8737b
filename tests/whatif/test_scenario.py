"""What can be asked, and what is said about what cannot."""

from dataclasses import replace

import pytest

from retention.errors import RetentionError
from retention.whatif.fields import FIELDS
from retention.whatif.scenario import LEVERS, Scenario
from tests import refusals


@pytest.mark.parametrize("name", list(FIELDS))
def test_limits_are_those_of_the_table(name: str) -> None:
    field = FIELDS[name]
    for value in (field.minimum, field.maximum):
        assert getattr(Scenario(**{name: value}), name) == value
    for value in (field.minimum - field.step, field.maximum * 1.01 + field.step):
        with pytest.raises(RetentionError) as caught:
            Scenario(**{name: value})
        assert caught.value.code == "out_of_range"
        assert caught.value.details == {
            "field": name,
            "value": value,
            "minimum": field.minimum,
            "maximum": field.maximum,
        }


def test_no_number_is_no_limit() -> None:
    with pytest.raises(RetentionError, check=refusals.code("out_of_range")):
        Scenario(crr_change=float("nan"))


def test_a_margin_cannot_be_raised_above_one() -> None:
    with pytest.raises(RetentionError) as caught:
        Scenario(margin=0.8, margin_change=0.3)
    assert caught.value.details["field"] == "margin_change"
    assert caught.value.details["maximum"] == pytest.approx(0.2)


@pytest.mark.parametrize("field", ["crr_unit", "reading"])
def test_an_unknown_choice_names_the_options(field: str) -> None:
    with pytest.raises(RetentionError) as caught:
        Scenario(**{field: "other"})
    assert caught.value.code == "unknown_choice"
    assert "other" not in caught.value.details["options"]


def test_today_keeps_assumptions_and_drops_levers() -> None:
    asked = Scenario(crr_change=0.05, discount=0.1, programme_cost=500, margin=0.4, acquisition_cost=20, horizon=24)
    today = asked.today
    assert today.levers == ()
    assert (today.margin, today.acquisition_cost, today.horizon) == (0.4, 20, 24)
    assert asked.levers == ("crr_change", "discount", "programme_cost")
    assert asked.with_levers(asked.levers) == asked
    assert set(asked.levers) <= set(LEVERS)


def test_costs_nobody_entered_are_missing_not_zero() -> None:
    assert Scenario().missing == ("programme_cost", "programme_cost_per_customer", "margin", "acquisition_cost")
    assert Scenario(programme_cost=0, programme_cost_per_customer=0, margin=0.3, acquisition_cost=0).missing == ()


def test_settings_bring_a_scenario_back() -> None:
    asked = Scenario(crr_change=0.05, crr_unit="relative", reading="just_bought", margin=0.4, horizon=24)
    assert asked.settings() == {
        "crr_change": 0.05,
        "crr_unit": "relative",
        "reading": "just_bought",
        "margin": 0.4,
        "horizon": 24,
    }
    assert Scenario.from_settings(asked.settings()) == asked
    assert replace(asked, margin=None) != asked


def test_settings_of_another_page_are_refused() -> None:
    with pytest.raises(RetentionError) as caught:
        Scenario.from_settings({"grain": "month"})
    assert (caught.value.code, caught.value.details["field"]) == ("unknown_field", "grain")


def test_shares_are_typed_in_percent_and_all_else_as_it_is() -> None:
    assert FIELDS["margin"].in_shown_units(0.4) == 40
    assert FIELDS["margin"].from_shown_units(40) == 0.4
    assert FIELDS["acquisition_cost"].in_shown_units(7.5) == FIELDS["acquisition_cost"].from_shown_units(7.5) == 7.5


def test_a_slider_steps_within_the_limits_of_its_field() -> None:
    assert FIELDS["discount"].steps(down=40, up=2) == [0.0, 0.01, 0.02]
    assert FIELDS["crr_change"].steps(down=1, up=1) == [-0.005, 0.0, 0.005]
