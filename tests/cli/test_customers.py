"""`customers` as a program and a person see it."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from retention.cli import main


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """Anna every ten days until June, =Bob every ten days until March, eight who came once."""
    rows = [("Anna", f"2025-{month:02}-{day:02}", 50) for month in range(1, 7) for day in (1, 11, 21)]
    rows += [("=Bob()", f"2025-{month:02}-{day:02}", 30) for month in range(1, 4) for day in (2, 12, 22)]
    rows += [(f"Guest {letter}", "2025-06-20", 10) for letter in "CDEFGHIJ"]
    lines = ["Order,Customer,Date,Total"] + [f"{n},{who},{day},{money}" for n, (who, day, money) in enumerate(rows, 1)]
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def run(orders: Path, *arguments: str) -> Result:
    always = ["customers", str(orders), "--customer", "Customer", "--as-of", "2025-06-30"]
    return CliRunner().invoke(main, [*always, *arguments], catch_exceptions=False)


def answer(orders: Path, *arguments: str) -> dict:
    result = run(orders, "--json", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_counts_and_rows(orders: Path) -> None:
    told = answer(orders)
    assert (told["count"], told["one_time"], told["as_of"]) == (10, 8, "2025-06-30")
    assert told["vip"]["customers"] == 2
    assert told["vip"]["revenue_share"] == pytest.approx((900 + 270) / 1250)
    assert (told["slipping"]["shown"], told["slipping"]["customers"]) == (False, None)
    assert told["slipping"]["no_test"]["code"] == "too_few_flagged"
    assert told["customers"][0]["slipping"] is None
    anna = told["customers"][0]
    assert (anna["customer"], anna["orders"], anna["revenue"], anna["last_order"]) == ("Anna", 18, 900, "2025-06-21")
    assert sum(row["customers"] for row in told["segments"]) == 10


def test_what_is_missing_is_said(orders: Path) -> None:
    forecast = answer(orders)["forecast"]
    assert forecast["model"] is None
    assert "too_few_repeaters" in {reason["code"] for reason in forecast["missing"]}


def test_top_and_segment_shorten_the_list(orders: Path) -> None:
    assert [row["customer"] for row in answer(orders, "--top", "2")["customers"]] == ["Anna", "=Bob()"]
    assert {row["segment"] for row in answer(orders, "--segment", "regulars")["customers"]} == {"regulars"}


def test_an_unknown_segment_is_wrong_usage(orders: Path) -> None:
    result = run(orders, "--segment", "vip")
    assert result.exit_code == 2
    assert "regulars, recent, quiet" in result.output


def test_the_file_for_mailing_tools_runs_nothing(orders: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    assert run(orders, "--csv", str(out)).exit_code == 0
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert len(rows) == 10
    assert rows[1]["customer"] == "'=Bob()"
    assert {"segment", "last_order", "expected_next"} <= rows[0].keys()


def test_the_list_says_how_to_reach_people(tmp_path: Path) -> None:
    path, out = tmp_path / "orders.csv", tmp_path / "list.csv"
    path.write_text(
        "Order,Customer,Date,Total,Email,First name\n1,K1,2025-01-02,10,ann@example.com,Ann\n2,K2,2025-01-03,9,,\n",
        encoding="utf-8",
    )
    assert run(path, "--csv", str(out)).exit_code == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["customer"], row["email"], row["first_name"]) for row in rows] == [
        ("K1", "ann@example.com", "Ann"),
        ("K2", "", ""),
    ]


def test_people_get_a_table(orders: Path) -> None:
    result = run(orders)
    assert result.exit_code == 0
    assert "10 customers. Last day the data covers: June 30, 2025. 8 customers (80%) have bought" in result.output
    assert "Bring a longer export." in result.output
