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


def test_people_get_a_table(tmp_path: Path) -> None:
    (tmp_path / "worked.csv").write_text(WORKED_EXAMPLE, encoding="utf-8")
    result = CliRunner().invoke(main, ["cohorts", str(tmp_path / "worked.csv"), "--grain", "quarter"])
    assert result.exit_code == 0
    assert "66.7%" in result.output
