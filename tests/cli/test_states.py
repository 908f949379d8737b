"""States of orders on the command line: listed, asked about, said by a flag."""

import re
from pathlib import Path

import pytest

from tests.cli.test_summary import answer, run

SHOP = """Order,Date,Customer,Status,Total
1,2025-01-03,ann,completed,50
2,2025-01-04,bob,zapp,20
3,2025-02-07,bob,Cancelled,30
4,2025-02-13,ann,completed,10
"""


@pytest.fixture
def shop(tmp_path: Path) -> str:
    path = tmp_path / "orders.csv"
    path.write_text(SHOP, encoding="utf-8")
    return str(path)


def test_an_unknown_state_is_asked_with_the_flag_that_answers(shop: str) -> None:
    asked = run(shop, "--lang", "en")
    assert asked.exit_code == 4
    assert '--state "zapp=counts|cancelled|refund|draft"  (1 row)' in asked.stderr


def test_states_are_listed_with_rows_money_and_what_they_count_as(shop: str) -> None:
    found = answer(shop, "--state", "Zapp=refund")
    assert (found["customers"], found["orders"], found["revenue"]) == (2, 3, 60)
    assert found["states"] == [
        {"column": "Status", "state": "completed", "rows": 2, "amount": 60.0, "counts_as": "counts"},
        {"column": "Status", "state": "zapp", "rows": 1, "amount": 20.0, "counts_as": "refund"},
        {"column": "Status", "state": "Cancelled", "rows": 1, "amount": 30.0, "counts_as": "cancelled"},
    ]
    text = run(shop, "--lang", "en", "--state", "zapp=draft").stdout
    assert "States of orders in column “Status”" in text
    assert re.search(r"zapp +1 +20\S* +no order: a draft or a cart", text)


def test_what_is_said_of_no_state_is_refused(shop: str) -> None:
    refused = run(shop, "--lang", "en", "--state", "zapp=counts", "--state", "zupp=counts")
    assert refused.exit_code == 3
    assert "zupp" in refused.stderr
    assert "completed, zapp, Cancelled" in refused.stderr
    assert run(shop, "--state", "zapp=gone").exit_code == 2
