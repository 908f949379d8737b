"""A list of customers beside the orders they placed."""

from pathlib import Path

import pytest

from retention.errors import RetentionError
from retention.ingest.read.raw import RawTable
from retention.ingest.session import ImportSession
from tests import refusals
from tests.files_of_rows import mapped, orders_of, raw_table

WHO = [f"c{place}@mail.com" for place in range(8)]
ORDERS = raw_table(
    ["Order", "Customer email", "Date", "Total"],
    [[f"{place}", WHO[place % 7], f"2025-01-{place + 1:02}", "10.00"] for place in range(21)],
)
CREATED = [["Ann", who, f"2024-12-{place + 1:02}"] for place, who in enumerate(WHO)]
CUSTOMERS = raw_table(["Name", "Email", "Created"], CREATED, "customers.csv")


@pytest.mark.parametrize("files", [(ORDERS, CUSTOMERS), (CUSTOMERS, ORDERS)])
def test_it_is_refused_by_its_name_whichever_came_first(files: tuple[RawTable, ...]) -> None:
    with pytest.raises(RetentionError, check=refusals.code("customers_beside_orders")) as told:
        mapped(*files)
    assert "customers.csv" in str(told.value)
    assert len(mapped(*files, table="orders")) == 2


def test_alone_it_may_be_orders() -> None:
    assert len(mapped(CUSTOMERS)) == 1


@pytest.mark.parametrize("addition", [["Order no"], ["Total"], ["Status"]])
def test_with_numbers_money_or_states_it_is_of_orders(addition: list[str]) -> None:
    cells = {"Order no": "A-{}", "Total": "{}.50", "Status": "paid"}
    rows = [[*row, *(cells[name].format(place) for name in addition)] for place, row in enumerate(CREATED)]
    raw = raw_table(["Name", "Email", "Created", *addition], rows, "more.csv")
    assert len(orders_of(ORDERS, raw).purchases) >= 28


def test_of_strangers_it_may_be_orders() -> None:
    strangers = [["Ann", f"z{place}@mail.com", f"2025-02-{place + 1:02}"] for place in range(8)]
    assert orders_of(ORDERS, raw_table(["Name", "Email", "Created"], strangers, "more.csv")).customers == 15


def test_in_a_session_the_other_file_counts(tmp_path: Path) -> None:
    for raw in (ORDERS, CUSTOMERS):
        raw.frame.to_csv(tmp_path / raw.name, index=False)
    session = ImportSession.read(tmp_path / "orders.csv", tmp_path / "customers.csv")
    assert session.orders is not None
    assert (session.orders.customers, len(session.orders.purchases)) == (7, 21)
    assert [each.problem.code for each in session.documents if each.problem] == ["customers_beside_orders"]
