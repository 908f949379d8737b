"""Downloads in the reader's words: headings, states, periods and notations of four languages, read back."""

import datetime as dt
import io

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

import retention as rt
from retention.analysis.cohorts import CohortOptions, CohortTable, average, every_mode
from retention.filters import Filter
from retention.metrics import METRICS
from retention.narrate import cohort_tables, columns, comparisons
from retention.narrate.reader import LANGUAGES, Reader, reading_as
from retention.periods import Calendar
from retention.sheets import Kind, as_it_is, separated, workbook

BOUGHT = {
    "ann": ("2025-01-05", "2025-02-07"),
    "bob": ("2025-01-06",),
    "eve": ("2025-01-31", "2025-03-02"),
    "kim": ("2025-03-09",),
}
HEADINGS = {
    "en": ["Customer", "What became of them", "Orders", "Revenue, EUR", "Orders before", "Revenue before, EUR"],
    "ru": ["Клиент", None, "Заказы", None, None, None],
    "uk": ["Клієнт", None, "Замовлення", None, None, None],
    "ro": ["Client", None, "Comenzi", None, None, None],
}


@pytest.fixture(scope="module")
def orders() -> pd.DataFrame:
    rows = [(who, day, 10.5) for who, days in BOUGHT.items() for day in days]
    return pd.DataFrame(rows, columns=["customer", "date", "amount"]).assign(date=lambda t: pd.to_datetime(t["date"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_customers_reads_back_in_every_language(orders: pd.DataFrame, language: str) -> None:
    february = rt.members(orders, (dt.date(2025, 2, 1), dt.date(2025, 2, 28)))
    with reading_as(Reader(language=language)):
        shown = columns.sheet(february, currency="EUR")
        text = separated(shown, columns.notation()).decode("utf-8-sig").splitlines()
        book = load_workbook(io.BytesIO(workbook([shown, as_it_is(february, title=columns.DATA)])))
    first, data = book.worksheets
    assert [cell.value for cell in data[1]] == list(february.columns)
    assert data.title == "data"
    titles = [cell.value for cell in first[1]]
    assert all(wanted in (None, found) for wanted, found in zip(HEADINGS[language], titles, strict=True))
    assert [cell.value for cell in first["A"]][1:] == ["ann", "bob", "eve"]
    assert [cell.value for cell in first["D"]][1:] == [10.5, 0, 0]
    mark, decimal = (",", ".") if language == "en" else (";", ",")
    assert text[1].split(mark)[0] == "ann"
    assert text[1].split(mark)[3:] == [f"10{decimal}50", "1", f"10{decimal}50"]


def test_all_periods_are_those_of_the_screen_newest_first_with_names(orders: pd.DataFrame) -> None:
    shown = columns.of_periods(rt.rates(orders, grain="month"), grain="month", currency="EUR")
    titles = [column.title for column in shown.columns]
    assert titles[:5] == ["Period", "First day", "Last day", "Came back", "From"]
    assert shown.rows.iloc[:, 0].tolist() == ["Mar 2025", "Feb 2025", "Jan 2025"]
    assert shown.columns[3].kind is Kind.SHARE
    assert titles[-1] == "Note"


def test_every_figure_of_a_group_has_its_heading(orders: pd.DataFrame) -> None:
    table = rt.breakdown(orders.assign(channel=["a", "a", "b", "a", "a", "b"][: len(orders)]), "channel", grain="month")
    shown = comparisons.groups_sheet(table, present=False, grain="month", currency=None)
    titles = [column.title for column in shown.columns]
    assert {metric.title for metric in METRICS.values()} <= set(titles)
    assert "Net revenue retention, from" in titles
    assert not {"complete", "small", "rest", "retained_revenue"} & set(titles)


def test_cohorts_are_a_triangle_with_all_together_first(orders: pd.DataFrame) -> None:
    calendar = Calendar.of("month")
    cells = every_mode(orders, grain="month")["on"]
    table = CohortTable.of(
        cells,
        average(cells),
        measure="share",
        options=CohortOptions(calendar=calendar, mode="on", ages="calendar"),
        by=None,
    )
    called = cohort_tables.names(table)
    shown = cohort_tables.sheet(cells, table=table, called=called, currency="EUR")
    assert [column.title for column in shown.columns] == ["Cohort: Share of the cohort", "Customers", "Age 1", "Age 2"]
    assert shown.rows.iloc[:, 0].tolist() == ["All cohorts", *called.values()]
    assert shown.rows.iloc[1, 1:].astype(float).round(3).tolist() == [3, 0.333, 0.333]
    assert shown.rows.iloc[3, 2:].isna().all()


def test_yes_and_no_and_days_are_written_for_people() -> None:
    table = pd.DataFrame({"customer": ["ann"], "vip": [True], "last_order": [dt.date(2025, 1, 5)], "p_alive": [0.5]})
    with reading_as(Reader(language="ro")):
        shown = columns.sheet(table)
    assert shown.rows.iloc[0, 1] == "da"
    assert [str(column.kind) for column in shown.columns] == ["text", "text", "day", "share"]


def test_courses_of_what_if_have_headings_of_their_own() -> None:
    table = pd.DataFrame({"ahead": [1], "revenue_scenario_low": [1.0], "buyers_today": [2.0]})
    shown = columns.sheet(table, currency="EUR")
    assert [column.title for column in shown.columns] == [
        "Periods ahead",
        "Revenue: With the change, from, EUR",
        "Buyers: As today",
    ]


def test_a_filter_stands_on_every_row_or_in_the_heading_of_none() -> None:
    by = Filter.of({"channel": "web"})
    shown = columns.sheet(pd.DataFrame({"customer": ["ann", "bob"], "orders": [1, np.nan]}))
    told = columns.with_filter(shown, by)
    assert told.columns[0].title == "Filter"
    assert told.rows.iloc[:, 0].tolist() == ["Only channel: web."] * 2
    empty = columns.with_filter(columns.sheet(pd.DataFrame({"customer": []})), by)
    assert empty.columns[0].title == "Filter: Only channel: web."
    assert columns.with_filter(shown, Filter()) is shown


def test_cells_of_a_file_stay_under_their_own_headings() -> None:
    shown = columns.as_read(pd.DataFrame({"Строка": [2], "Дата": ["never"]}))
    assert [column.title for column in shown.columns] == ["Строка", "Дата"]
