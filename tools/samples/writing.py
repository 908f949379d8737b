"""The sample files as bytes: the same bytes on every run."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from pages.data.samples import SAMPLES, path
from retention.whole_files import whole_file
from tools.samples import roastery, salon, shopify, webshop

Cell = str | int | float | dt.date | None

# The earliest moment a zip archive can hold: a clock in the file would make every run differ.
EPOCH = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    """Writes every sample to `sample_data/`, creating the folder if need be."""
    for sample in SAMPLES:
        target = path(sample.key)
        target.parent.mkdir(exist_ok=True)
        with whole_file(target, replace=True) as file:
            file.write(content(sample.key))


def content(key: str) -> bytes:
    """The whole file of one sample. KeyError for an unknown key."""
    makers: Mapping[str, Callable[[], bytes]] = {
        "roastery": lambda: workbook("Order lines", roastery.HEADER, roastery.rows()),
        "webshop": lambda: text(webshop.HEADER, webshop.rows(), separator=";", encoding="cp1251", line_end="\r\n"),
        "salon": lambda: workbook("Vizite", salon.HEADER, salon.rows(), title=salon.TITLE),
        "shopify": lambda: text(shopify.HEADER, shopify.rows(), separator=",", encoding="utf-8", line_end="\n"),
    }
    return makers[key]()


def text(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, separator: str, encoding: str, line_end: str
) -> bytes:
    """A delimited text file with a header line; a missing cell is empty."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def workbook(sheet: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str | None = None) -> bytes:
    """A workbook of one sheet.

    With a `title`, the header stands in row 3 below the title and an empty row, else in row 1.
    """
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    for letter in "ABCDEFGHI"[: len(header)]:
        page.column_dimensions[letter].width = 18
    page.freeze_panes = "A2" if title is None else "A4"
    if title is not None:
        page.append([title])
        page.append([])
    page.append(header)
    for row in rows:
        page.append(row)
    return _timeless(book)


def _timeless(book: Workbook) -> bytes:
    """The saved workbook without a trace of when or on which system it was saved."""
    book.properties.created = book.properties.modified = dt.datetime(*EPOCH)  # noqa: DTZ001 - stored without
    book.properties.creator = "retention.samples"  # where they were first written: the files stay the same bytes
    draft = io.BytesIO()
    # Not `book.save`, which stamps the time of saving into the document's properties.
    ExcelWriter(book, zipfile.ZipFile(draft, "w")).save()
    final = io.BytesIO()
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(final, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, EPOCH)
            member.create_system = 0
            target.writestr(member, source.read(name), zipfile.ZIP_DEFLATED, compresslevel=9)
    return final.getvalue()
