"""A report as a workbook: formulas whose values are the story's, and text that stays text."""

import dataclasses
import io

import openpyxl
import pytest

from retention.analysis.customers.contacts import pseudonymised
from retention.narrate.reader import LANGUAGES, Reader, reading_as
from retention.report import workbook
from retention.report.look import Look
from retention.report.material import Material, gather
from retention.report.story import tell


def opened(found: Material, *, values: bool) -> openpyxl.Workbook:
    content = workbook.written(found, tell(found), Look())
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


@pytest.fixture(scope="module")
def values(salon: Material) -> openpyxl.Workbook:
    return opened(salon, values=True)


@pytest.fixture(scope="module")
def formulas(salon: Material) -> openpyxl.Workbook:
    return opened(salon, values=False)


def test_rates_are_formulas_over_counts(values: openpyxl.Workbook, formulas: openpyxl.Workbook) -> None:
    row = next(cells[0].row for cells in values["All periods"].iter_rows() if cells[0].value == "Q4 2025")
    counts = [values["All periods"].cell(row, column).value for column in range(4, 10)]
    assert counts == [50, 33, 17, 5, 3, 41]
    assert formulas["All periods"].cell(row, 10).value == f'=IF(D{row}=0,"",E{row}/D{row})'
    shares = [values["All periods"].cell(row, column).value for column in range(10, 13)]
    assert shares == pytest.approx([0.66, 0.5215, 0.7756], abs=1e-4)


def test_the_bridge_is_read_from_the_chosen_period(values: openpyxl.Workbook, formulas: openpyxl.Workbook) -> None:
    assert [values["Bridge"].cell(row, 2).value for row in (3, 6, 7, 8, 9, 10)] == ["Q4 2025", 50, -17, 5, 3, 41]
    assert "MATCH($B$3" in formulas["Bridge"]["B6"].value
    assert [str(each.sqref) for each in formulas["Bridge"].data_validations.dataValidation] == ["B3"]


def test_the_money_bridge_adds_up(salon: Material, values: openpyxl.Workbook, formulas: openpyxl.Workbook) -> None:
    assert salon.money is not None
    sheet = values["Money"]
    last = 4 + len(salon.money.steps)
    parts = [sheet.cell(row, 2).value for row in range(5, last)]
    assert formulas["Money"].cell(last, 2).value == f"=SUM(B5:B{last - 1})"
    assert sum(parts) == pytest.approx(sheet.cell(last, 2).value) == pytest.approx(salon.money.revenue_1)


def test_what_if_is_the_cautious_reading(salon: Material, values: openpyxl.Workbook) -> None:
    assert salon.cautious is not None
    sheet = values["What if"]
    assert sheet["B10"].value == pytest.approx(salon.cautious.total("npv", "difference"))
    points, now, before = sheet["B4"].value, 0.0, float(salon.cautious.base.buyers)
    for row in range(14, 14 + len(salon.cautious.periods)):
        today, then = sheet.cell(row, 2).value, sheet.cell(row, 3).value
        assert then == pytest.approx(today + points * before)
        before, now = then, now + sheet.cell(row, 8).value
    assert now == pytest.approx(sheet["B10"].value)


def test_cohorts_are_a_triangle_with_shares(salon: Material, values: openpyxl.Workbook) -> None:
    sheet = values["Cohorts"]
    first = salon.cohorts[salon.cohorts["age"] == 0].iloc[0]
    assert sheet["B5"].value == int(first["active"])
    shares = next(row for row in range(1, 60) if sheet.cell(row, 1).value == "Share of the cohort")
    assert sheet.cell(shares + 2, 2).value == 1


def test_every_customer_is_there_and_masked_when_masked(salon: Material, values: openpyxl.Workbook) -> None:
    names = {str(name) for name in salon.orders.purchases["customer"].cat.categories}
    shown = {values["Customers"].cell(row, 1).value for row in range(4, values["Customers"].max_row + 1)}
    assert shown == names
    masked = gather(pseudonymised(salon.orders), calendar=salon.calendar)
    cells = {
        str(cell) for sheet in opened(masked, values=True) for row in sheet.iter_rows(values_only=True) for cell in row
    }
    assert not names & cells


def test_text_that_looks_like_a_formula_stays_text(salon: Material) -> None:
    story = dataclasses.replace(tell(salon), title="=1+1", method=("=HYPERLINK(1)", "@SUM(1)"))
    book = openpyxl.load_workbook(io.BytesIO(workbook.written(salon, story, Look())))
    assert book["Summary"]["A1"].data_type == "s"
    assert {cell.data_type for row in book["Method"].iter_rows() for cell in row if cell.value} == {"s"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_written_in_every_language(salon: Material, language: str) -> None:
    with reading_as(Reader(language=language)):
        book = opened(salon, values=True)
    assert len(book.sheetnames) == 9
    assert all(len(name) <= 31 for name in book.sheetnames)
