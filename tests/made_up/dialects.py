"""From cells to bytes: how a program writes money, dates and texts, and into what kind of file."""

import csv
import datetime as dt
import html
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import openpyxl
from openpyxl.cell import Cell as SheetCell

from tests.made_up.words import WORDS


@dataclass(frozen=True)
class Money:
    """An amount in cents. `form` may put words or a sign around it in texts, `format` a number format in workbooks."""

    cents: int
    form: str = "{}"
    format: str = "General"


Cell = str | int | float | Money | dt.date | dt.datetime | None

# Separators, marks of money (decimal, group), layouts of dates and encodings that are usual in each language.
_USUAL: dict[str, tuple[str, tuple[tuple[str, str], ...], tuple[str, ...], tuple[str, ...]]] = {
    "en": (
        ",,;\t",
        ((".", ""), (".", ","), (".", "")),
        ("iso", "iso time", "mm/dd/yyyy", "dd/mm/yyyy", "dd-Mon-yy", "Mon d, yyyy", "mm/dd/yy am", "iso offset"),
        ("utf-8", "utf-8-sig", "cp1252", "utf-16"),
    ),
    "ru": (
        ";;,\t",
        ((",", ""), (",", " "), (",", "\xa0"), (".", "")),
        ("dd.mm.yyyy", "dd.mm.yyyy time", "dd.mm.yy", "iso", "iso time", "words"),
        ("utf-8", "utf-8-sig", "cp1251", "utf-16"),
    ),
    "uk": (
        ";;,\t",
        ((",", ""), (",", " "), (",", "\xa0"), (".", "")),
        ("dd.mm.yyyy", "dd.mm.yyyy time", "iso", "iso time", "words", "dd.mm.yy"),
        ("utf-8", "utf-8-sig", "cp1251", "utf-16"),
    ),
    "ro": (
        ";;,\t",
        ((",", ""), (",", "."), (".", "")),
        ("dd.mm.yyyy", "dd/mm/yyyy", "dd-mm-yyyy", "iso", "iso time", "words", "dd.mm.yyyy time"),
        ("utf-8", "utf-8-sig", "cp1250", "utf-16"),
    ),
}
WITH_TIME = frozenset({"iso time", "iso offset", "mm/dd/yy am", "dd.mm.yyyy time"})
"""Layouts of dates that tell the time of day."""


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How cells are written. `container`: csv, xlsx (cells typed or all text) or html (a page named .xls)."""

    language: str
    container: str
    separator: str
    decimal: str
    group: str
    date: str
    encoding: str
    typed: bool
    quote_all: bool

    @property
    def is_typed(self) -> bool:
        """Whether dates and amounts are a workbook's own, not texts."""
        return self.container == "xlsx" and self.typed

    @property
    def answers(self) -> dict[str, str]:
        """What a person who knows the file says when asked how it is written."""
        first = self.date.split()[0][:2].lower()
        return {"date_order": {"mm": "mdy", "is": "ymd"}.get(first, "dmy"), "decimal": self.decimal}

    def money(self, amount: Money) -> str:
        """An amount as text."""
        whole, rest = divmod(abs(amount.cents), 100)
        text = f"{whole:,}".replace(",", self.group) + f"{self.decimal}{rest:02}"
        return amount.form.format(f"-{text}" if amount.cents < 0 else text)

    def day(self, moment: dt.date) -> str:
        """A date, or a moment, as text."""
        at = moment if isinstance(moment, dt.datetime) else dt.datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
        words = WORDS[self.language].months[at.month - 1]
        english = WORDS["en"].months[at.month - 1]
        return {
            "iso": f"{at:%Y-%m-%d}",
            "iso time": f"{at:%Y-%m-%d %H:%M:%S}",
            "iso offset": f"{at:%Y-%m-%dT%H:%M:%S}+02:00",
            "mm/dd/yyyy": f"{at:%m/%d/%Y}",
            "mm/dd/yy am": f"{at:%m/%d/%y %I:%M %p}",
            "dd/mm/yyyy": f"{at:%d/%m/%Y}",
            "dd-mm-yyyy": f"{at:%d-%m-%Y}",
            "dd.mm.yyyy": f"{at:%d.%m.%Y}",
            "dd.mm.yyyy time": f"{at:%d.%m.%Y %H:%M}",
            "dd.mm.yy": f"{at:%d.%m.%y}",
            "dd-Mon-yy": f"{at.day:02}-{english[:3]}-{at:%y}",
            "Mon d, yyyy": f"{english[:3]} {at.day}, {at.year}",
            "words": f"{at.day} {words} {at.year}",
        }[self.date]

    def text(self, cell: Cell) -> str:
        """Any cell as text."""
        if cell is None:
            return ""
        if isinstance(cell, Money):
            return self.money(cell)
        return self.day(cell) if isinstance(cell, dt.date) else str(cell)

    def write(self, rows: Sequence[Sequence[Cell]], sheets: dict[str, Sequence[Sequence[Cell]]] | None = None) -> bytes:
        """A file of some rows, or a workbook of several sheets."""
        if self.container == "xlsx":
            return self._workbook(sheets or {"Sheet1": rows})
        return self._page(rows) if self.container == "html" else self._delimited(rows)

    def _delimited(self, rows: Sequence[Sequence[Cell]]) -> bytes:
        buffer = io.StringIO(newline="")
        quoting = csv.QUOTE_ALL if self.quote_all else csv.QUOTE_MINIMAL
        writer = csv.writer(buffer, delimiter=self.separator, quoting=quoting, lineterminator="\r\n")
        writer.writerows([self.text(cell) for cell in row] for row in rows)
        return encoded(buffer.getvalue(), self.encoding)

    def _page(self, rows: Sequence[Sequence[Cell]]) -> bytes:
        lines = ("".join(f"<td>{html.escape(self.text(cell))}</td>" for cell in row) for row in rows)
        table = "\n".join(f"<tr>{line}</tr>" for line in lines)
        return f"<html><head><meta charset=utf-8></head><body><table border=1>{table}</table></body></html>".encode()

    def _workbook(self, sheets: dict[str, Sequence[Sequence[Cell]]]) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            page = book.create_sheet(name)
            for i, row in enumerate(rows, start=1):
                for j, cell in enumerate(row, start=1):
                    place = page.cell(i, j)
                    assert isinstance(place, SheetCell)
                    self._put(place, cell)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    def _put(self, place: SheetCell, cell: Cell) -> None:
        if not self.typed:
            place.value = self.text(cell) or None
        elif isinstance(cell, Money):
            place.value = float(Decimal(cell.cents) / 100) if cell.form == "{}" else self.money(cell)
            place.number_format = cell.format
        else:
            place.value = None if cell == "" else cell


def encoded(text: str, encoding: str) -> bytes:
    """A text in an encoding; in UTF-8 when that encoding lacks one of its letters."""
    if encoding == "cp1250":  # Windows wrote Romanian with cedillas
        text = text.translate(str.maketrans("șțȘȚ", "şţŞŢ"))
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8")


def random_dialect(draw: random.Random, language: str, *, container: str | None = None) -> Dialect:
    """A dialect that is usual where the language is spoken."""
    separators, marks, dates, encodings = _USUAL[language]
    decimal, group = draw.choice(marks)
    return Dialect(
        language=language,
        container=container or draw.choice(("csv", "csv", "csv", "xlsx", "xlsx", "html")),
        separator=draw.choice(separators),
        decimal=decimal,
        group=group,
        date=draw.choice(dates),
        encoding=draw.choice(encodings),
        typed=draw.random() < 0.75,
        quote_all=draw.random() < 0.25,
    )
