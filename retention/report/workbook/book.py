"""The workbook being written: its formats, and how cells come in so that no text is ever taken for a formula."""

import datetime as dt
import io
import math
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from retention.report.look import INK, QUIET, Look

SHARE, COUNT, DAY = "0.0%", "#,##0", "yyyy-mm-dd"
"""How Excel writes figures; it shows them in the conventions of whoever opens the file."""
LINE = 15.5
"""Points of a line of text."""
LONGEST_NAME = 31
"""Characters Excel allows for the name of a sheet."""
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass
class Book:
    """A workbook in memory, with the formats its sheets share."""

    look: Look
    money: str
    stream: io.BytesIO = field(default_factory=io.BytesIO)
    formats: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def __post_init__(self) -> None:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
        self.made = xlsxwriter.Workbook(self.stream, options)

    def style(self, **parts: object) -> Format:
        """A format of these properties, one for each set of them."""
        key = tuple(sorted({"font_color": INK, "valign": "top", **parts}.items()))
        if key not in self.formats:
            self.formats[key] = self.made.add_format(dict(key))
        return self.formats[key]

    @property
    def heading(self) -> Format:
        """The format of the heads of columns."""
        return self.style(bold=True, font_color="#FFFFFF", bg_color=self.look.colour, text_wrap=True, valign="vcenter")

    @property
    def quiet(self) -> Format:
        """The format of explanations."""
        return self.style(font_color=QUIET, text_wrap=True)

    def entered(self, number_format: str) -> Format:
        """The format of cells to play with."""
        return self.style(num_format=number_format, bg_color="#FFF7DB", border=1, border_color="#D8D3C8")

    def add(self, name: str, title: str, *, landscape: bool = True) -> "Sheet":
        """A sheet with a title, set up for printing on one page's width."""
        sheet = self.made.add_worksheet(name.translate(FORBIDDEN)[:LONGEST_NAME])
        sheet.hide_gridlines(2)
        sheet.set_landscape() if landscape else sheet.set_portrait()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.set_row(0, 24)
        sheet.write_string(0, 0, title, self.style(bold=True, font_size=16, font_color=self.look.colour))
        return Sheet(self, sheet)

    def closed(self) -> bytes:
        """The finished file."""
        self.made.close()
        return self.stream.getvalue()


@dataclass
class Sheet:
    """One sheet of a book."""

    book: Book
    at: Worksheet

    @property
    def name(self) -> str:
        """What the sheet is called, quoted for formulas."""
        return f"'{self.at.get_name()}'"

    def put(self, row: int, column: int, value: object, shown: Format | None = None) -> None:
        """One value: text always as text, a missing one as an empty cell."""
        shown = shown or self.book.style()
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            self.at.write_blank(row, column, None, shown)
        elif isinstance(value, dt.date):
            self.at.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), shown)  # noqa: DTZ001
        elif isinstance(value, str):
            self.at.write_string(row, column, value, shown)
        else:
            self.at.write_number(row, column, float(value), shown)  # type: ignore[arg-type]

    def paragraph(self, row: int, text: str, shown: Format, *, letters: int) -> None:
        """Text that runs over lines of so many letters, in a row as high as it needs: not every reader finds out."""
        self.at.set_row(row, LINE * math.ceil(max(len(text), 1) / letters))
        self.put(row, 0, text, shown)

    def formula(self, row: int, column: int, text: str, value: object, shown: Format) -> None:
        """A formula with the value it has now, for readers that do not calculate; `value` None: nothing yet."""
        missing = value is None or (isinstance(value, float) and not math.isfinite(value))
        self.at.write_formula(row, column, text, shown, "" if missing else value)

    def heads(self, row: int, titles: Any, *, height: float = 32) -> None:  # noqa: ANN401 - any sequence of texts
        """The heads of columns."""
        self.at.set_row(row, height)
        for column, title in enumerate(titles):
            self.put(row, column, title, self.book.heading)


def cell(row: int, column: int, *, fixed: bool = False) -> str:
    """A place in A1 terms.

    >>> cell(3, 1), cell(3, 1, fixed=True)
    ('B4', '$B$4')
    """
    return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))
