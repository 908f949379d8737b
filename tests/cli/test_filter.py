"""`--only` and `--without` on every command: what counts, what is said of it, and what is refused."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

import retention as rt
from retention.cli import main

LEFT_OUT = 106
COMMANDS = ("summary", "cohorts", "customers", "model", "whatif")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two years of a shop with a till that closed in the second one, and a row without a date."""
    rows = []
    for n in range(600):
        day = pd.Timestamp("2023-01-02") + pd.Timedelta(days=(n * 37) % 700)
        where = "till" if n % 3 == 0 and day.year == 2023 else "online"
        rows.append((f"c{(n * 11) % 90}", n, day.date(), 10 + n % 5, where, ("Tea", "Cup", "")[n % 7 % 3]))
    rows.append(("c1", 600, "", 10, "online", "Tea"))
    path = tmp_path_factory.mktemp("shop") / "orders.csv"
    columns = ["Customer", "Order", "Date", "Total", "Channel", "Gift wrap"]
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def asked(*arguments: str) -> dict:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_counts_a_part_and_says_so(file: str, command: str) -> None:
    told = asked(command, file, "--only", "channel=online", "--grain", "quarter")
    assert told["filter"]["conditions"] == [
        {"column": "channel", "any_of": ["online"], "scope": "order", "leave_out": False}
    ]
    assert told["filter"]["orders_left_out"] == LEFT_OUT
    text = run(command, file, "--only", "channel=online", "--grain", "quarter").stdout
    counted = f"Orders that count: {600 - LEFT_OUT} of 600; customers: 90 of 90; revenue: "
    assert text.startswith(f"Only channel: online.\n{counted}")
    assert "The filter leaves out the others, not the counting rules." in text


def test_orders_without_a_customer_are_those_that_count_too(tmp_path: Path) -> None:
    rows = [
        ("" if n % 4 == 0 else f"c{n % 7}", n, f"2025-0{1 + n % 5}-11", 10, ("web", "till")[n % 8 == 0])
        for n in range(64)
    ]
    path = tmp_path / "orders.csv"
    pd.DataFrame(rows, columns=["Customer", "Order", "Date", "Total", "Channel"]).to_csv(path, index=False)
    assert asked("summary", str(path))["unidentified"] == {"rows": 16, "orders": 16, "revenue": 160.0}
    part = asked("summary", str(path), "--only", "channel=web")
    assert part["unidentified"] == {"rows": 8, "orders": 8, "revenue": 80.0}
    assert part["rows_read"] == part["rows_used"] + part["rows_set_aside"] == 64
    assert "8 orders name no customer (80)" in run("summary", str(path), "--only", "channel=web").stdout
    of_customers = ("summary", str(path), "--only", "ever:channel=web")
    assert asked(*of_customers)["unidentified"]["orders"] == 0
    assert (
        "16 orders name no customer (160); a filter that asks about customers leaves them out"
        in run(*of_customers).stdout
    )


def test_article_numbers_of_lines_choose_orders(tmp_path: Path) -> None:
    rows = [(f"c{n % 9}", n // 2, f"2025-0{1 + n // 2 % 5}-11", "Tea", f"S{n % 3}", 1, 10) for n in range(60)]
    path = tmp_path / "lines.csv"
    columns = ["Customer", "Order", "Date", "Item", "SKU", "Qty", "Price"]
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
    part = asked("summary", str(path), "--only", "sku=S1")
    assert part["orders"] == len({order for _, order, _, _, code, _, _ in rows if code == "S1"})


def test_all_orders_need_no_word(file: str) -> None:
    assert "filter" not in asked("summary", file)
    assert "filter" not in run("summary", file).stdout


def test_rows_stay_those_of_the_file_and_figures_are_those_of_the_part(file: str) -> None:
    every = asked("summary", file)
    part = asked("summary", file, "--only", "channel=till")
    same = ("rows_read", "rows_used", "rows_set_aside", "as_of", "issues")
    assert {name: part[name] for name in same} == {name: every[name] for name in same}
    assert part["rows_read"] == part["rows_used"] + part["rows_set_aside"] == 601
    assert part["orders"] + part["filter"]["orders_left_out"] == every["orders"]
    assert part["revenue"] + part["filter"]["revenue_left_out"] == every["revenue"]
    assert part["last_date"] < "2024" < part["as_of"]
    assert part["periods"][-1]["period"] == every["periods"][-1]["period"]
    assert (
        "Rows read: 601. Of these, 600 make 600 orders; left out: 1."
        in run("summary", file, "--only", "channel=till").stdout
    )


def test_the_flags_are_the_function(file: str) -> None:
    flags = ("--only", "first:channel=till", "--without", "Gift wrap=Tea", "--without", "Gift wrap=Cup")
    told = asked("summary", file, *flags, "--grain", "year")
    orders = rt.load(file, keep=["Gift wrap"])
    found = rt.filtered(orders, only={"first:channel": "till"}, without={"Gift wrap": ["Tea", "Cup"]})
    assert told["orders"] == len(found.purchases)
    crr = rt.rates(found, grain="year")["crr"].iloc[-1]
    assert told["periods"][-1]["crr"] == round(crr, 6)


@pytest.mark.needs("duckdb")
def test_a_source_gives_the_same(file: str, tmp_path: Path) -> None:
    lines = pd.read_csv(file).dropna(subset="Date")
    lines.columns = ["customer", "order", "date", "amount", "channel", "wrap"]
    lines.to_csv(tmp_path / "plain.csv", index=False)
    source = f"duckdb:{tmp_path / 'plain.csv'}"
    flags = ("--grain", "quarter", "--only", "ever:channel=till", "--without", "channel=till", "--as-of", "2024-11-30")
    there, here = asked("summary", "--source", source, *flags), asked("summary", file, *flags)
    assert there["periods"] == here["periods"]
    assert there["filter"] == here["filter"]
    assert run("summary", "--source", source, *flags).stdout.startswith(
        "Without channel: till. Only"
        if False
        else "Only customers who ever ordered channel: till. Without channel: till."
    )


@pytest.mark.parametrize(
    ("flags", "exit_code", "said"),
    [
        (
            ("--only", "chanel=online"),
            3,
            "There is no column “chanel” to choose orders by. Those most like it: Channel",
        ),
        (("--without", "channel=Till"), 3, "“Till” stands nowhere in column “channel”. Those most like it: till."),
        (("--only", "first:Channel=onlin"), 3, "Those most like it: online."),
        (("--only", "channel"), 2, "“channel” says no column and value"),
        (("--only", "=online"), 2, "Write channel=online"),
        (("--only", "channel=till", "--without", "channel=till"), 3, "No order is left"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_with_what_can(file: str, flags: tuple[str, ...], exit_code: int, said: str) -> None:
    result = run("summary", file, *flags)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert said in result.stderr
    assert len(result.stderr) < 900
    told = run("summary", file, *flags, "--json")
    assert exit_code == 2 or len(json.loads(told.stdout)["error"]["message"]) <= 600


def test_a_list_says_which_orders_it_is_about(file: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert run("customers", file, "--only", "channel=till", "--csv", str(path)).exit_code == 0
    table = pd.read_csv(path)
    assert set(table["filter"]) == {"Only channel: till."}
    assert run("customers", file, "--csv", str(path), "--force").exit_code == 0
    assert "filter" not in pd.read_csv(path)
