"""`cohorts` as a program sees it: the worked example, cell by cell."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from retention.cli import main
from tests.cli.test_summary import WORKED_EXAMPLE


def answer(tmp_path: Path, *arguments: str) -> dict:
    path = tmp_path / "worked.csv"
    path.write_text(WORKED_EXAMPLE, encoding="utf-8")
    always = ["cohorts", str(path), "--grain", "quarter", "--as-of", "2024-12-31", "--json"]
    result = CliRunner().invoke(main, [*always, *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_cells_not_yet_over_are_null(tmp_path: Path) -> None:
    told = answer(tmp_path, "--measure", "customers")
    assert [(row["cohort"], row["size"], row["cells"]) for row in told["cohorts"]] == [
        ("2024Q1", 3, [3, 1, 2, 0]),
        ("2024Q2", 2, [2, 1, 1, None]),
        ("2024Q3", 2, [2, 1, None, None]),
        ("2024Q4", 1, [1, None, None, None]),
    ]


def test_the_average_divides_totals(tmp_path: Path) -> None:
    told = answer(tmp_path)
    assert told["average"] == [1, pytest.approx(3 / 7, abs=1e-6), 0.6, 0]


def test_coming_back_at_an_age_or_later(tmp_path: Path) -> None:
    told = answer(tmp_path, "--mode", "on_or_after")
    assert told["cohorts"][0]["cells"][1:] == [pytest.approx(2 / 3, abs=1e-6), pytest.approx(2 / 3, abs=1e-6), 0]


def test_elapsed_ages_are_days_since_the_own_first_order(tmp_path: Path) -> None:
    told = answer(tmp_path, "--measure", "customers", "--ages", "elapsed")
    assert told["cohorts"][0]["cells"][:3] == [3, 0, 2]


def table(tmp_path: Path, text: str, *arguments: str) -> list[str]:
    path = tmp_path / "orders.csv"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["cohorts", str(path), *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_people_get_a_table(tmp_path: Path) -> None:
    said = table(tmp_path, WORKED_EXAMPLE, "--grain", "quarter", "--as-of", "2024-12-31")
    assert said[0].startswith("5 customers first bought in ")
    assert said[said.index("") + 1 :] == [
        (
            "Share of the cohort. Rows: cohorts, and how many customers each has. "
            "Columns: age, quarters after that of the first order."
        ),
        "Back is who bought: at that very age.",
        "",
        "Cohort       Customers       0       1       2      3",
        "Q1 2024              3  100.0%*  33.3%*  66.7%*  0.0%*",
        "Q2 2024              2  100.0%*  50.0%*  50.0%*",
        "Q3 2024              2  100.0%*  50.0%*",
        "Q4 2024              1  100.0%*",
        "All cohorts             100.0%   42.9%   60.0%   0.0%",
        "",
        "*: fewer than 30 customers have come to that age, so the figure says little.",
    ]


def test_columns_are_as_wide_as_what_stands_in_them(tmp_path: Path) -> None:
    rows = "ann,2025-01-05,11234567,Russian Federation\nbob,2025-02-05,1234567,Moldova\n"
    lines = table(tmp_path, f"customer,date,amount,country\n{rows}", "--by", "country", "--measure", "revenue")
    assert lines[2:6] == [
        "Cohort              Customers           0   1",
        "Moldova                     1   1,234,567*",
        "Russian Federation          1  11,234,567*  0*",
        "Average cohort                  6,234,567   0",
    ]


def test_money_that_is_unknown_is_said(tmp_path: Path) -> None:
    lines = table(tmp_path, "customer,date\nann,2025-01-05\nbob,2025-02-28\n", "--measure", "revenue")
    assert lines[-1] == "The orders have no amounts, so nothing can be said about money."


def test_cohorts_by_any_column_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("customer,date,Favourite colour\nann,2025-01-05,red\nbob,2025-01-06,blue\nann,2025-02-05,blue\n")
    command = ["cohorts", str(path), "--by", "Favourite colour", "--measure", "customers", "--as-of", "2025-02-28"]
    told = json.loads(CliRunner().invoke(main, [*command, "--json"], catch_exceptions=False).stdout)
    assert [(row["cohort"], row["cells"]) for row in told["cohorts"]] == [("blue", [1, 0]), ("red", [1, 1])]


def test_cohorts_of_which_nothing_is_known_yet_say_so(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("customer,date\nann,2025-01-05\n")
    result = CliRunner().invoke(main, ["cohorts", str(tmp_path / "one.csv")], catch_exceptions=False)
    assert (result.exit_code, "Nothing is known yet" in result.output) == (0, True)


def test_cohorts_from_the_beginning_of_the_data_are_marked_and_no_part_of_the_average(tmp_path: Path) -> None:
    rows = [
        (f"m{born}-{n}", f"2024-{born + age:02d}-0{1 + n % 2}")
        for born in range(1, 9)
        for age in (0, 1)
        for n in range(40 if age == 0 else 30 if born == 1 else 10)
    ]
    lines = "\n".join(["Customer,Date,Amount", *(f"{who},{day},5" for who, day in rows)])
    told = json.loads("\n".join(table(tmp_path, lines, "--as-of", "2024-09-30", "--json")))
    assert [row["sure"] for row in told["cohorts"]] == [False, *[True] * 8]
    assert told["average"][1] == 0.25
    assert (told["drift"]["left_out"], told["drift"]["verdict"]) == (1, "no_clear_change")
    assert told["drift"]["doubts"] == ["season"]
    said = table(tmp_path, lines, "--as-of", "2024-09-30")
    assert any(line.startswith("Jan 2024°") for line in said)
    assert "°: may hold customers from before your data, so it is no part of the average." in said
