"""Known exports: recognised by their headers, read as their data files say, without a line of code each."""

import json
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from retention.errors import RetentionError
from retention.ingest.columns import map_columns
from retention.ingest.mapping import Choices, Mapping
from retention.ingest.platforms import find, recognise
from retention.ingest.read.raw import Layout, RawTable
from retention.ingest.values.order_states import STATES

DESCRIBED = {
    file.name: json.loads(file.read_text(encoding="utf-8"))
    for file in files("retention.ingest.platforms").iterdir()
    if file.name.endswith(".json")
}
ROWS = 12
CELLS = {
    "customer": [f"user{row % 5}@example.com" for row in range(ROWS)],
    "order": [f"A-{row}" for row in range(ROWS)],
    "parcel": [f"A-{row}-1" for row in range(ROWS)],
    "date": [f"{13 + row}.01.2025" for row in range(ROWS)],
    "time": ["10:30:00"] * ROWS,
    "cancelled": [None] * ROWS,
}
MONEY = [f"{10 + row}.50" for row in range(ROWS)]
WORDS = ["Paid"] * ROWS


def export(columns: dict[str, list[str]], *further: str) -> RawTable:
    """An export with the first column of each role filled as the role needs it, and further columns."""
    first = {role: names[0] for role, names in columns.items() if names}
    frame = dict.fromkeys(further, WORDS)
    money = {"amount", "quantity", "price", "discount", "refund", "net"}
    for role, name in reversed(first.items()):
        frame[name] = CELLS.get(role, MONEY if role in money else WORDS)  # type: ignore[assignment]
    table = pd.DataFrame(frame, dtype="str")
    return RawTable(name="export", frame=table, rows=np.arange(2, ROWS + 2), layout=Layout(format="csv"))


def described(name: str) -> Mapping:
    said = DESCRIBED[name]
    return map_columns(export(said["columns"], *said["signature"][0]))


@pytest.mark.parametrize("name", DESCRIBED)
def test_every_signature_is_recognised_whatever_its_case(name: str) -> None:
    for signature in DESCRIBED[name]["signature"]:
        found = recognise([*(header.upper() for header in signature), "Something else"])
        assert found is not None
        assert found.name == DESCRIBED[name]["name"]


@pytest.mark.parametrize("name", DESCRIBED)
def test_columns_are_taken_as_described(name: str) -> None:
    said = DESCRIBED[name]
    if not said["columns"]["customer"]:
        with pytest.raises(RetentionError) as refused:
            described(name)
        assert refused.value.code == "other_export"
        assert said["name"].startswith(str(refused.value.details["platform"]))
        return
    found = described(name)
    for role in ("customer", "order", "date", "amount"):
        assert getattr(found, role) == said["columns"][role][0]
    assert found.platform == said["name"]
    assert found.totals == said.get("totals")


@pytest.mark.parametrize("name", DESCRIBED)
def test_descriptions_use_known_words_only(name: str) -> None:
    said = DESCRIBED[name]
    assert set(said["columns"]) <= {*vars(Choices()), "net", "parcel"}
    assert said.get("totals") in {"order", "line", None}
    assert set(said.get("states", {}).values()) <= set(STATES)
    assert all(state == state.casefold() for state in said.get("states", {}))


def test_unknown_headers_are_no_platform() -> None:
    assert recognise(["Order ID", "Date", "Customer", "Amount"]) is None


def test_the_second_column_is_taken_where_the_first_names_nobody() -> None:
    raw = export({"order": ["order_number"], "date": ["order_date"], "amount": ["order_total"]}, "status")
    guests = raw.frame.assign(customer_id="0", billing_email=CELLS["customer"], order_id=CELLS["order"])
    found = map_columns(RawTable(name="woo", frame=guests, rows=raw.rows, layout=raw.layout))
    assert (found.platform, found.customer) == ("WooCommerce", "billing_email")


def test_another_choice_of_amount_takes_its_rules_away() -> None:
    said = DESCRIBED["etsy_sold_orders.json"]
    raw = export(said["columns"], *said["signature"][0])
    raw.frame["Order Value"] = MONEY
    assert map_columns(raw).net == "Adjusted Order Total"
    other = map_columns(raw, Choices(amount="Order Value"))
    assert (other.net, other.totals, other.amount) == (None, None, "Order Value")


def test_an_order_number_in_parts_holds_the_customer() -> None:
    found = described("ozon_postings.json")
    assert (found.customer, found.customer_before, found.parcel) == ("Номер заказа", "-", "Номер отправления")


def test_find_keeps_the_files_own_spelling() -> None:
    assert find(["E-mail", "Phone"], ["PHONE ", "e-mail"]) == ("e-mail", "PHONE ")
