"""`whatif` as a program and as a person sees it."""

import inspect
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from retention.cli import main
from retention.cli.whatif import LEVERS, NUMBERS
from retention.defaults import HORIZONS
from retention.narrate import whatif_forecast
from retention.whatif import FIELDS, Shop, cautions, estimate
from tests.bg_bb_shop import simulate

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The command on a shop of ten months."""
    path = tmp_path_factory.mktemp("shop") / "orders.csv"
    simulate(5, parameters=(1.2, 3.0, 0.6, 6.0), months=10, new_per_month=40).to_csv(path, index=False)
    always = ["whatif", str(path), "--as-of", "2020-10-31"]
    return lambda *arguments: CliRunner().invoke(main, [*always, *arguments], catch_exceptions=False)


def answer(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def row(told: dict[str, Any], measure: str) -> dict[str, Any]:
    return next(row for row in told["totals"] if row["measure"] == measure)


def test_points_and_relative_are_told_apart(run: Run) -> None:
    told = answer(run("--points", "5", "--json"))
    now, then = told["retention"]["today"]["expected"], told["retention"]["target"]["expected"]
    assert then - now == pytest.approx(0.05, abs=1e-6)
    told = answer(run("--relative", "5", "--json"))
    assert told["retention"]["target"]["expected"] == pytest.approx(1.05 * now, abs=1e-5)


def test_the_reading_assumed_and_the_other_one_are_told(run: Run) -> None:
    told = answer(run("--points", "5", "--json"))["retention"]
    now = told["today"]["expected"]
    assert (told["reading"]["who"], told["reading"]["unit"]) == ("everyone", "points")
    assert told["reading"]["target"] == pytest.approx(now + 0.05, abs=1e-5)
    assert told["other_reading"]["unit"] == "relative"
    assert told["other_reading"]["target"] == pytest.approx(1.05 * now, abs=1e-5)


def test_every_course_has_its_band_and_new_customers_are_told(run: Run) -> None:
    told = answer(run("--json"))
    for measure in ("new", "returning", "buyers", "revenue"):
        found = row(told, measure)
        assert found["today_low"] < found["today"] < found["today_high"]
        assert found["scenario_low"] < found["scenario"] < found["scenario_high"]
    assert {one["measure"] for one in told["back_test_over_horizon"]} == {"new", "returning", "revenue"}
    assert run().output.count("90% band") == 2


def test_the_rate_of_the_last_period_stands_beside_the_starting_one(run: Run) -> None:
    told = answer(run("--json"))["retention"]
    assert told["last_period"]["period"] == "2020-10"
    words = run().output
    assert f"The Retention page shows {100 * told['last_period']['seen']:.1f}% for Oct 2020" in words
    assert f"{100 * told['today']['expected']:.1f}% is what to expect" in words


def test_without_a_margin_nothing_is_called_profit(run: Run) -> None:
    told = answer(run("--json"))
    assert row(told, "revenue_total")["difference_low"] > 0
    assert row(told, "npv")["difference"] is None
    assert told["break_even"] is told["trade"] is None
    assert "margin" in told["costs_not_entered"]


def test_with_costs_it_says_what_each_way_costs(run: Run) -> None:
    costs = ("--margin", ".4", "--acquisition-cost", "2", "--programme-cost", "50", "--horizon", "6")
    told = answer(run(*costs, "--json"))
    assert told["question"]["horizon"] == 6
    gained = row(told, "npv")
    assert gained["difference_low"] <= gained["difference"] <= gained["difference_high"]
    assert told["break_even"]["result"] == pytest.approx(gained["difference"], abs=1e-4)
    assert told["trade"]["ratio"] == pytest.approx(2 / told["trade"]["retention_cost_per_extra"], rel=1e-4)
    assert told["costs_not_entered"] == ["programme_cost_per_customer"]


def test_the_test_on_the_past_comes_first_for_people(run: Run) -> None:
    told = run("--margin", ".4").output
    assert told.startswith("Tested on your own past: the number of returning buyers was missed by")
    assert told.index("Tested on") < told.index("Profit in today's money")
    assert "may cost up to" in told
    assert "What getting there costs has not been entered" in told


def test_cautions_are_sentences_and_refusals_are_in_percent(run: Run) -> None:
    told = run("--margin", ".4").output
    assert "- 10 finished periods are a short past" in told
    assert "short_history" not in told
    refused = run("--points", "90")
    assert re.match(r"Retention cannot become 1\d\d\.\d%: from \d\d\.\d% today", refused.stderr)


def test_what_brings_no_customers_has_no_price(run: Run) -> None:
    told = run("--margin", ".4", "--points", "-5").output
    assert "no additional returning customers" in told
    assert "may cost up to" not in told
    assert "same profit" not in told


def test_every_number_of_a_scenario_has_its_flag() -> None:
    assert {*NUMBERS, "crr_change", "horizon"} == set(FIELDS)
    assert set(LEVERS) == {name for name, one in FIELDS.items() if one.lever and not one.cost} - {"crr_change"}


def test_another_lever_is_a_question_of_its_own(run: Run) -> None:
    told = answer(run("--order-value-change", ".1", "--json"))
    assert told["question"]["order_value_change"] == 0.1
    assert told["retention"]["target"] == told["retention"]["today"]
    assert row(told, "revenue")["relative"] == pytest.approx(0.1, abs=1e-6)
    assert row(told, "returning")["difference"] == 0
    together = answer(run("--order-value-change", ".1", "--points", "5", "--json"))
    assert row(together, "revenue")["relative"] > 0.1


@pytest.mark.parametrize(
    ("lever", "value", "worse"),
    [
        ("order-frequency-change", ".1", False),
        ("new-customers-change", ".2", False),
        ("margin-change", ".05", False),
        ("discount-given", ".1", True),
        ("acquisition-cost-change", ".5", True),
        ("programme-cost-per-customer", "1", True),
    ],
)
def test_every_lever_moves_profit_its_way(run: Run, lever: str, value: str, worse: bool) -> None:
    costs = ("--margin", ".4", "--acquisition-cost", "2", "--points", "0")
    moved = row(answer(run(*costs, f"--{lever}", value, "--json")), "profit")
    assert (moved["difference"] < 0) is worse
    assert moved["difference"] != 0


def test_what_holds_today_as_well_can_be_said(run: Run) -> None:
    usual, few, dear = (
        answer(run("--margin", ".4", *flags, "--json"))
        for flags in ((), ("--new-customers", "10"), ("--discount-rate", ".9"))
    )
    assert row(few, "buyers")["today"] < row(usual, "buyers")["today"]
    assert row(dear, "npv")["today"] < row(usual, "npv")["today"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--relative", "-200"), "--relative has to lie between -100 and 100; -200 does not."),
        (("--points", "1000"), "--points has to lie between -100 and 100; 1,000 does not."),
        (("--order-value-change", "2"), "--order-value-change has to lie between -0.5 and 1; 2 does not."),
        (("--margin", "nan"), "--margin has to lie between 0 and 1; nan does not."),
        (("--margin", ".75", "--margin-change", ".5"), "--margin-change has to lie between -0.75 and 0.25; 0.5 does"),
    ],
)
def test_beyond_its_limits_the_flag_says_what_is_possible(run: Run, wrong: tuple[str, ...], said: str) -> None:
    result = run(*wrong)
    assert result.exit_code == 3
    assert result.stderr.startswith(said)


def test_every_caution_has_its_words() -> None:
    source = inspect.getsource(inspect.getmodule(cautions))
    assert set(whatif_forecast.CAUTIONS) == set(re.findall(r'Caution\("(\w+)"', source))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (("--points", "90"), "target_out_of_range"),
        (("--points", "40", "--reading", "fewer_leave"), "target_above_ceiling"),
        (("--margin", "1.4"), "out_of_range"),
        (("--horizon", "24"), "horizon_beyond_evidence"),
    ],
)
def test_what_cannot_be_is_refused_by_its_code(run: Run, wrong: tuple[str, ...], code: str) -> None:
    result = run(*wrong, "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["error"]["code"] == code


def test_both_units_at_once_are_wrong_usage(run: Run) -> None:
    result = run("--points", "5", "--relative", "5")
    assert result.exit_code == 2
    assert "not both" in result.output


@pytest.mark.parametrize(("grain", "most"), [("month", 12), ("quarter", 8)])
def test_as_far_ahead_as_the_page_looks(tmp_path: Path, grain: str, most: int) -> None:
    orders = simulate(3, parameters=(1.2, 3.0, 0.6, 6.0), months=30, new_per_month=15)
    path = tmp_path / "orders.csv"
    orders.to_csv(path, index=False)
    told = json.loads(CliRunner().invoke(main, ["whatif", str(path), "--grain", grain, "--json"]).stdout)
    shop = Shop(base=estimate(orders, grain=grain), grain=grain, currency=None)
    assert told["question"]["horizon"] == shop.horizon(HORIZONS[grain]) <= most
    tested = {each["ahead"] for each in told["back_test_over_horizon"]}
    assert tested == {min(told["question"]["horizon"], shop.base.tests.farthest)}
