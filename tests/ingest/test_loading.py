"""Whatever dialect a shop's orders are written in, they come back as they were, or somebody is asked."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from retention.errors import RetentionError, Undecided
from retention.ingest.loading import load
from tests.exports import Export, halves, text_exports, workbook_exports

# A process is started for each, so these are few.
FEW = settings(
    max_examples=settings.default.max_examples // 5,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# What may remain open in these files: whether 1.234 is a thousand, which of two numbers is the month.
OPEN = {"decimal", "date_order"}


def read_back(folder: Path, *exports: Export) -> dict[str, tuple[str, dt.date, float]] | None:
    """Order number → customer, day, money; None when a question is asked."""
    for place, export in enumerate(exports):
        (folder / f"{place} {export.name}").write_bytes(export.data)
    try:
        orders = load(*(folder / f"{place} {export.name}" for place, export in enumerate(exports)))
    except Undecided as undecided:
        return None if {question.code for question in undecided.questions} <= OPEN else {}
    assert orders.rows_read == orders.rows_used + orders.rows_set_aside
    bought = orders.purchases
    rows = zip(bought["order"], bought["customer"].astype("str"), bought["date"], bought["amount"], strict=True)
    return {order: (customer, date.date(), round(amount, 2)) for order, customer, date, amount in rows}


@FEW
@given(text_exports())
def test_any_text(tmp_path: Path, export: Export) -> None:
    assert read_back(tmp_path, export) in (export.orders, None), export.style


@FEW
@given(workbook_exports())
def test_any_workbook(tmp_path: Path, export: Export) -> None:
    assert read_back(tmp_path, export) in (export.orders, None), export.style


@FEW
@given(halves())
def test_any_two_files_that_overlap(tmp_path: Path, exports: tuple[Export, Export]) -> None:
    assert read_back(tmp_path, *exports) in (exports[0].orders, None), exports[0].style


def test_a_file_that_is_no_table_is_refused_and_named(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"%PDF-1.7 and so on")
    with pytest.raises(RetentionError) as told:
        load(path)
    assert (told.value.code, told.value.details["name"]) == ("not_a_table", "orders.csv")
