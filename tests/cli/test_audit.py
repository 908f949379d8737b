"""`audit` as a program and as a person sees it: the worked example."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from retention.cli import main
from tests.cli.test_summary import WORKED_EXAMPLE

ALWAYS = ("--grain", "quarter", "--as-of", "2024-12-31")


def answer(tmp_path: Path, *arguments: str) -> str:
    path = tmp_path / "worked.csv"
    head, *rows = WORKED_EXAMPLE.splitlines()
    path.write_text("\n".join([f"{head};amount", *(f"{row};10" for row in rows)]), encoding="utf-8")
    result = CliRunner().invoke(main, ["audit", str(path), *ALWAYS, *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_all_of_it_in_json(tmp_path: Path) -> None:
    told = json.loads(answer(tmp_path, "--json", "--margin", "0.5", "--acquisition-cost", "8"))
    assert told["period"] == {"start": "2024-10-01", "end": "2024-12-31"}
    assert told["compared_with"] == {"start": "2024-07-01", "end": "2024-09-30"}
    bridge = told["bridge"]
    assert (bridge["revenue_0"], bridge["revenue_1"], bridge["lost"], bridge["new"], bridge["back"]) == (
        50,
        30,
        30,
        10,
        0,
    )
    assert bridge["both"] == 0
    assert told["moves"]["best"]["all"] == 1
    assert sum(row["customers"] for row in told["moves"]["moves"]) == 6
    assert [row["revenue"] for row in told["stacked"]] == [30, 10, 30, 20, 10, 20, 10, 10, 10]
    assert told["value"]["cohorts"][0] | {"low": 0, "high": 0} == {
        "cohort": "2024Q1", "start": "2024-01-01", "age": 0, "customers": 3, "value": 5.0, "low": 0, "high": 0,
        "few": True, "sure": True,
    }  # fmt: skip
    assert told["value"]["payback"]["age"] == 2
    assert told["ladder"][0]["customers"] == 8


def test_people_read_sentences_and_tables(tmp_path: Path) -> None:
    told = answer(tmp_path)
    assert told.startswith("Revenue in Q4 2024: 30, 20 less than in Q3 2024 (50).\n")
    assert "The largest step: Lost: bought then, not now, −30 (3 customers)." in told
    lines = told.splitlines()
    assert "Revenue in Q3 2024                     50.00" in lines
    assert "New                                    10.00" in lines
    assert any(line.split()[:2] == ["2", "5"] for line in lines)  # five customers have placed a second order
    assert "That counts revenue" not in told


def test_a_filter_stands_before_the_answer(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = [f"c{n},2024-{month:02d}-05,{10 + n},{'web' if n % 2 else 'shop'}" for month in (1, 2, 3) for n in range(8)]
    path.write_text("\n".join(["customer,date,amount,channel", *rows]), encoding="utf-8")
    arguments = ["audit", str(path), "--only", "channel=web", "--as-of", "2024-03-31"]
    told = CliRunner().invoke(main, arguments, catch_exceptions=False).stdout
    assert told.index("web") < told.index("Revenue in March 2024: 56, as much as in February 2024.")
    found = json.loads(CliRunner().invoke(main, [*arguments, "--json"], catch_exceptions=False).stdout)
    assert found["filter"]["orders_left_out"] == 12
    assert found["bridge"]["revenue_1"] == 56


def test_a_history_too_short_to_compare_is_told_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("customer,date,amount\na,2024-01-05,3\nb,2024-01-09,4\n", encoding="utf-8")
    told = CliRunner().invoke(main, ["audit", str(path), "--as-of", "2024-01-31"], catch_exceptions=False).stdout
    assert told.startswith("Two periods that are over are needed")


@pytest.mark.parametrize(("cost", "words"), [("3", "within the period of the first order"), ("90", "is not back")])
def test_what_a_customer_costs_is_back_at_once_or_not_yet(tmp_path: Path, cost: str, words: str) -> None:
    told = answer(tmp_path, "--acquisition-cost", cost)
    assert words in told
    assert "That counts revenue; with your margin it takes longer." in told


def test_orders_without_amounts_tell_all_but_money(tmp_path: Path) -> None:
    path = tmp_path / "without.csv"
    path.write_text(WORKED_EXAMPLE, encoding="utf-8")
    result = CliRunner().invoke(main, ["audit", str(path), *ALWAYS, "--json"], catch_exceptions=False)
    told, with_amounts = json.loads(result.stdout), json.loads(answer(tmp_path, "--json"))
    assert (told["money"], with_amounts["money"]) == (False, True)
    assert told["bridge"] is None
    assert told["ladder"] == with_amounts["ladder"]
    assert {row["revenue"] for row in told["deciles"] + told["stacked"]} == {None}
    customers = [[row["customers"] for row in each["stacked"]] for each in (told, with_amounts)]
    assert customers[0] == customers[1]
    # A, B and C placed an order each in the first quarter; in the second A one, in the third A and B one each.
    first = [row["value"] for row in told["value"]["cohorts"] if row["cohort"] == "2024Q1"]
    assert (told["value"]["of"], first[0]) == ("orders", 1)
    assert first[2] == pytest.approx(6 / 3)
    text = CliRunner().invoke(main, ["audit", str(path), *ALWAYS], catch_exceptions=False).stdout
    assert text.startswith("Your files hold no amounts, so nothing is told of money")
    assert "of their orders" in text
    assert "Revenue" not in text
