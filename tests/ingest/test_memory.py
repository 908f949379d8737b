"""What is remembered, where, and that nothing of a customer is in it."""

from pathlib import Path

import pytest

from retention.ingest import memory
from retention.ingest.mapping import Choices

HEADER = ["Order ID", "Date", "E-mail", "Total"]
CHOICES = Choices(customer="E-mail", date_order="dmy", order="")


def test_the_next_file_with_this_header_gets_the_choices(tmp_path: Path) -> None:
    path = memory.remember(HEADER, CHOICES, within=tmp_path)
    assert path.parent == tmp_path
    assert memory.recall(HEADER, within=tmp_path) == CHOICES
    assert memory.recall([*HEADER, "Note"], within=tmp_path) is None


def test_order_and_case_of_the_header_do_not_matter(tmp_path: Path) -> None:
    memory.remember(HEADER, CHOICES, within=tmp_path)
    found = memory.recall(["total", "e-mail", "date", "order  id"], within=tmp_path)
    assert found == Choices(customer="e-mail", date_order="dmy", order="")


def test_how_cells_are_written_is_no_column(tmp_path: Path) -> None:
    columns = ["Order", "Customer", "Share", "Date"]
    kept = Choices(customer="Customer", groups="customer", discount_as="order")
    memory.remember(columns, kept, within=tmp_path)
    assert memory.recall(columns, within=tmp_path) == kept


def test_list_forget_and_erase(tmp_path: Path) -> None:
    place = tmp_path / "data"
    memory.remember(HEADER, CHOICES, within=place)
    memory.remember(["a", "b"], Choices(date="a"), within=place)
    assert set(memory.remembered(within=place)) == {memory.signature(HEADER), memory.signature(["b", "A"])}
    memory.forget(memory.signature(HEADER), within=place)
    assert memory.recall(HEADER, within=place) is None
    assert memory.recall(["a", "b"], within=place) == Choices(date="a")
    memory.erase(within=place)
    assert not place.exists()
    memory.erase(within=place)


def test_open_choices_forget(tmp_path: Path) -> None:
    memory.remember(HEADER, CHOICES, within=tmp_path)
    memory.remember(HEADER, Choices(), within=tmp_path)
    assert dict(memory.remembered(within=tmp_path)) == {}


def test_only_the_digest_and_the_choices_are_written(tmp_path: Path) -> None:
    written = memory.remember(HEADER, CHOICES, within=tmp_path).read_text(encoding="utf-8")
    assert "E-mail" in written
    assert "Order ID" not in written


@pytest.mark.parametrize("damage", ["", "{", "[]", "[" * 100_000, '{"x": 1}', '{"x": {"customer": 5, "unknown": "y"}}'])
def test_a_damaged_file_is_no_memory(tmp_path: Path, damage: str) -> None:
    path = memory.remember(HEADER, CHOICES, within=tmp_path)
    path.write_text(damage, encoding="utf-8")
    assert memory.recall(HEADER, within=tmp_path) is None
    memory.remember(HEADER, CHOICES, within=tmp_path)
    assert memory.recall(HEADER, within=tmp_path) == CHOICES


def test_the_folder_is_the_users_own_and_nothing_is_written_unasked() -> None:
    assert memory.folder().is_absolute()
    assert memory.folder().name == "retention"


def test_columns_that_go_together_are_remembered(tmp_path: Path) -> None:
    chosen = Choices(customer="Name", customer_also=("Surname",), status_also=())
    memory.remember(["Name", "Surname"], chosen, within=tmp_path)
    found = memory.recall(["SURNAME", "NAME"], within=tmp_path)
    assert found == Choices(customer="NAME", customer_also=("SURNAME",), status_also=())


def test_a_layout_nobody_could_have_chosen_is_left_out() -> None:
    assert memory.as_choices({"header_row": "third", "sheet": "*"}) == Choices(sheet="*")
    assert memory.as_choices({"header_row": "3"}).layout == {"header_row": 3}
    assert memory.as_choices({"separator": "\ud800", "header_row": "9" * 4000, "decimal": "٫"}) == Choices()
