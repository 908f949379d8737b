"""`model` as a program and a person see it."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from retention.cli import main


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 customers who order at rates of their own over two years and leave when they like."""
    rng = np.random.default_rng(11)
    lines = ["Order,Customer,Date,Total"]
    start = np.datetime64("2024-01-01")
    for n, rate in enumerate(rng.gamma(1.5, 0.02, 200)):
        day, gone = rng.uniform(0, 300), rng.exponential(400)
        end = min(730, day + gone)
        while day < end:
            lines.append(f"{len(lines)},K-{n},{start + int(day)},{rng.gamma(5, 8):.2f}")
            day += 1 + rng.exponential(1 / rate)
    path = tmp_path_factory.mktemp("model") / "orders.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["model", str(path), "--as-of", "2025-12-30", *arguments], catch_exceptions=False)


def test_parameters_errors_and_back_test(orders: Path) -> None:
    result = run(orders, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["model"] in {"pareto_nbd", "mbg_nbd"}
    assert told["parameters"].keys() == told["standard_errors"].keys()
    assert told["log_likelihood"] < 0
    assert told["spend"]["model"] == "gamma_gamma"
    test = told["backtest"]
    assert test["chosen"] == told["model"]
    methods = {row["method"] for row in test["forecasts"]}
    assert methods == {"same_as_before", "own_pace", "pareto_nbd", "mbg_nbd", "bg_nbd"}
    assert sum(row["customers"] for row in test["calibration"]) == test["customers"]


def test_people_get_a_table(orders: Path) -> None:
    result = run(orders)
    assert result.exit_code == 0
    assert "log-likelihood" in result.output
    assert "Simple guess: the same as in the stretch before" in result.output


def test_too_few_repeaters_are_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("Order,Customer,Date,Total\n1,K-1,2025-01-02,10\n2,K-2,2025-12-03,10\n", encoding="utf-8")
    result = run(path, "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["error"]["code"] == "too_few_repeaters"
