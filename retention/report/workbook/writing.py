"""The whole workbook, sheet by sheet: summary, periods, bridge, money, cohorts, customers, what if, rows, method."""

import math

import pandas as pd

from retention.narrate import customers, problems, segments
from retention.narrate.texts import _
from retention.report.look import Look
from retention.report.material import Material
from retention.report.story import Story
from retention.report.workbook.book import COUNT, DAY, LINE, Book
from retention.report.workbook.cohorts import write_cohorts
from retention.report.workbook.money import write_money
from retention.report.workbook.rates import write_rates
from retention.report.workbook.what_if import write_what_if

MOST_CUSTOMERS = 50_000
"""Rows of the sheet of customers, those of most revenue: more than anybody reads, and a file that opens at once."""
LETTERS = 84
"""Letters of a line of the summary: what an upright page can hold."""
COLUMNS = {
    "customer": ("@", 26),
    "segment": ("@", 20),
    "vip": ("@", 8),
    "orders": (COUNT, 9),
    "revenue": ("money", 14),
    "first_order": (DAY, 12),
    "last_order": (DAY, 12),
    "overdue_days": (COUNT, 10),
    "expected_orders": ("0.0", 10),
    "expected_value": ("money", 14),
}
"""Columns of the sheet of customers, how each is written and how wide it is."""


def written(found: Material, story: Story, look: Look) -> bytes:
    """The workbook, in the language of whoever reads just now; it opens in Excel and LibreOffice without a question.

    Formulas carry the value they have, so that readers which do not calculate show it too.
    """
    book = Book(look=look, money=money_format(found.orders.currency))
    _write_summary(book, story)
    write_rates(book, found)
    write_money(book, found)
    write_cohorts(book, found)
    _write_customers(book, found)
    write_what_if(book, found)
    _write_rows(book, found)
    _write_method(book, story)
    return book.closed()


def money_format(currency: str | None) -> str:
    """How Excel writes money of a currency, minus included.

    >>> money_format("RON"), money_format(None)
    ('#,##0.00 "RON"', '#,##0.00')
    """
    return "#,##0.00" + (f' "{currency}"' if currency else "")


def _write_summary(book: Book, story: Story) -> None:
    """The messages, one below the other, each with what it rests on."""
    sheet = book.add(_("Summary"), story.title, landscape=False)
    sheet.at.set_column(0, 0, LETTERS)
    row = 1
    for line in story.about:
        sheet.paragraph(row, line, book.quiet, letters=LETTERS)
        row += 1
    for message in story.messages:
        row += 1
        sheet.paragraph(row, message.title, book.style(bold=True, font_size=12, text_wrap=True), letters=LETTERS - 20)
        for line in message.said:
            row += 1
            sheet.paragraph(row, line, book.style(text_wrap=True), letters=LETTERS)
        for line in message.basis:
            row += 1
            sheet.paragraph(row, line, book.quiet, letters=LETTERS)
        row += 1


def _write_customers(book: Book, found: Material) -> None:
    known = found.customers
    if known is None:
        return
    table = known.table.sort_values(["revenue", "orders"], ascending=False).head(MOST_CUSTOMERS)
    names = [
        name for name in COLUMNS if name in table and (found.has_money or name not in ("revenue", "expected_value"))
    ]
    sheet = book.add(_("Customers"), _("Customers"))
    sheet.heads(2, [customers.column(name, found.orders.currency) for name in names], height=46)
    for place, name in enumerate(names):
        shown, width = COLUMNS[name]
        style = book.style(num_format=book.money if shown == "money" else shown)
        sheet.at.set_column(place, place, width)
        for row, value in enumerate(_values(table[name]), start=3):
            sheet.put(row, place, value, style)
    sheet.at.autofilter(2, 0, 2 + len(table), len(names) - 1)
    sheet.at.freeze_panes(3, 1)


def _values(column: pd.Series) -> list[object]:
    """The cells of a column as they go into a sheet."""
    if column.name == "segment":
        return [segments.name_of(str(name)) for name in column]
    if column.name == "vip":
        return [_("yes") if vip else "" for vip in column]
    if pd.api.types.is_datetime64_any_dtype(column):
        return [None if pd.isna(moment) else moment.date() for moment in column]
    if pd.api.types.is_numeric_dtype(column):
        return [float(value) for value in column]
    return [str(text) for text in column]


def _write_rows(book: Book, found: Material) -> None:
    """What became of the rows of the files, by reason."""
    orders = found.orders
    sheet = book.add(_("Rows"), _("What became of the rows"), landscape=False)
    sheet.put(1, 0, problems.rows(orders, len(orders.purchases)), book.quiet)
    sheet.heads(3, (_("Reason"), _("Rows"), _("Left out")))
    count = book.style(num_format=COUNT)
    for place, issue in enumerate(orders.issues, start=4):
        sheet.put(place, 0, problems.issue(issue))
        sheet.put(place, 1, issue.rows, count)
        sheet.put(place, 2, issue.set_aside, count)
    sheet.at.set_column(0, 0, 80)
    sheet.at.set_column(1, 2, 12)


def _write_method(book: Book, story: Story) -> None:
    """Every figure with its interval and how it is counted, and how far to believe the forecasts."""
    sheet = book.add(_("Method"), _("How each figure is counted"))
    sheet.heads(2, story.figures.head)
    row = 3
    for cells in story.figures.rows:
        sheet.at.set_row(row, LINE * math.ceil(len(cells[-1]) / LETTERS))
        for place, text in enumerate(cells):
            sheet.put(row, place, text, book.style(text_wrap=True))
        row += 1
    for line in story.method:
        row += 1
        sheet.put(row, 0, line)
    sheet.at.set_column(0, 0, 34)
    sheet.at.set_column(1, 2, 18)
    sheet.at.set_column(3, 3, LETTERS)
