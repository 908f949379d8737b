"""`pace` as a program and as a person sees it."""

import json

import pytest
from click.testing import CliRunner, Result

from pages.data.samples import path
from retention.cli import main


def run(*arguments: str, shop: str = "roastery") -> Result:
    return CliRunner().invoke(main, ["pace", str(path(shop)), *arguments], catch_exceptions=False)


def test_all_of_it_in_json() -> None:
    told = json.loads(run("--target", "35%", "--json").stdout)["pace"]
    assert (told["start"], told["days_gone"], told["days"]) == ("2026-02-01", 14, 28)
    assert (told["customers_at_start"], told["back"], told["needed"], told["missing"]) == (155, 13, 55, 42)
    assert (told["verdict"], told["few"], told["short"]) == ("behind", False, False)
    assert told["low"] <= told["expected"] <= told["high"]


def test_people_read_how_it_stands_and_what_is_missing() -> None:
    told = run("--target", "35").stdout
    assert told.startswith(
        "Behind the target of 35%: the chance of reaching it is less than 1%.\n42 more customers must"
    )
    assert "13 of 155 customers are back in February 2026 so far, after 14 of 28 days." in told


def test_without_a_target_it_tells_where_the_period_ends() -> None:
    assert "ends at 35% to 46%" in run("--grain", "quarter").stdout


@pytest.mark.parametrize("target", ["0", "135%", "much", "-5", "1e2"])
def test_a_target_that_cannot_be_is_wrong_usage(target: str) -> None:
    found = run(f"--target={target}")
    assert found.exit_code == 2
    assert f"“{target}” cannot be a target" in found.stderr
