"""`lookalikes` lists who may be one person; `--merge` counts those as one whom its file names."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from retention.cli import main

ORDERS = """Order,Date,Customer ID,Email,Customer name,City,Total
1,2024-01-05,7,ann.b@gmail.com,,,10
2,2024-02-05,8,annb+shop@gmail.com,,,10
3,2024-01-06,9,,Maria Popescu,Iasi,10
4,2024-02-28,5,,Popescu Maria,Iasi,10
"""


@pytest.fixture
def orders(tmp_path: Path) -> str:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS)
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def customers(*arguments: str) -> int:
    found: int = json.loads(run("summary", *arguments, "--json").stdout)["customers"]
    return found


def test_groups_are_listed_with_their_reason(orders: str) -> None:
    found = json.loads(run("lookalikes", orders, "--json").stdout)["groups"]
    assert [(group["reason"], group["customers"], group["rows"]) for group in found] == [
        ("same_email", ["7", "8"], [1, 1]),
        ("same_name", ["5", "9"], [1, 1]),
    ]
    shown = run("lookalikes", orders, "--lang", "en").stdout
    assert "Same e-mail, written differently: annb@gmail.com" in shown
    assert "ann.b@gmail.com" in shown


def test_a_saved_list_is_what_merge_takes(orders: str, tmp_path: Path) -> None:
    saved = tmp_path / "one.csv"
    assert run("lookalikes", orders, "--save", str(saved)).exit_code == 0
    assert customers(orders) == 4
    assert customers(orders, "--merge", str(saved)) == 2
    first = saved.read_text().splitlines()[:2]
    saved.write_text("\n".join(first))
    assert customers(orders, "--merge", str(saved)) == 3
    refused = run("lookalikes", orders, "--save", str(saved))
    assert (refused.exit_code, saved.read_text().splitlines()) == (2, first)


@pytest.mark.parametrize("written", ["9;7\n5;9\n", "counted_as,note,customer\n7,who knows,9\n7,,5\n"])
def test_a_list_by_hand_will_do(orders: str, tmp_path: Path, written: str) -> None:
    path = tmp_path / "hand.csv"
    path.write_text(written)
    assert customers(orders, "--merge", str(path)) == 2


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("customer,counted_as\n7,\n", "Row 2"),
        ("a,b\nc\n", "Row 2"),
        ("x,y\n", "None of the customers"),
        (None, "Row 1"),
    ],
)
def test_a_list_that_says_nothing_is_refused(orders: str, tmp_path: Path, written: str | None, said: str) -> None:
    path = tmp_path / "hand.csv"
    if written is not None:
        path.write_text(written)
    refused = run("summary", orders, "--merge", str(path), "--lang", "en")
    assert refused.exit_code == 2
    assert said in refused.output


def test_sources_have_no_look_alikes() -> None:
    assert run("lookalikes", "--source", "duckdb:x.parquet").exit_code == 2


def test_of_orders_that_count_those_who_placed_one(orders: str, tmp_path: Path) -> None:
    saved = tmp_path / "one.csv"
    flags = ("--only", "city=Iasi")
    found = json.loads(run("lookalikes", orders, *flags, "--json", "--save", str(saved)).stdout)
    assert [group["customers"] for group in found["groups"]] == [["5", "9"]]
    assert run("lookalikes", orders, *flags).stdout.startswith("Only city: Iasi.")
    assert (customers(orders, *flags), customers(orders, *flags, "--merge", str(saved))) == (2, 1)


def at_the_till(n: int) -> str:
    """A receipt: a phone as people write it, and on the first ones of five people their address."""
    phone = f"{'+373' if n % 3 else '0'}6912000{n % 8}"
    return f"T{n},{phone},{f'P{n}@mail.com' if n < 5 else ''},2025-0{1 + n % 6}-11,9"


TILL = "\n".join(["Receipt,Phone,E-mail,Date,Total", *map(at_the_till, range(40))])
WEB = "Order,E-mail,Date,Total\n" + "\n".join(f"W{n},p{n % 7}@mail.com,2025-0{1 + n % 6}-21,9" for n in range(35))


def test_till_and_web_shop_of_one_shop(tmp_path: Path) -> None:
    """Eight people at the till by phone; five told the address under which they buy online, as do two others."""
    files = [tmp_path / "till.csv", tmp_path / "web.csv"]
    for path, text in zip(files, (TILL, WEB), strict=True):
        path.write_text(text)
    both = tuple(map(str, files))
    assert customers(*both) == customers(*reversed(both)) == 8 + 2
    assert customers(*both, "--keep-apart") == 8 + 7
    assert customers(*both, "--only", "source=till.csv") == 8
    assert customers(*both, "--only", "ever:source=web.csv") == 7
    shown = run("summary", *both, "--only", "ever:source=web.csv").stdout
    assert "10 customers look like 5 persons" in shown
    assert "--keep-apart leaves them apart." in shown
