"""Reading: any export's bytes → `RawTable`, in a limited process of its own.

    raw = read("orders.xlsx")          # or read(upload_bytes, name="orders.xlsx")
    raw.frame, raw.layout, raw.issues

What happens in which order:

1. The parent waits for its turn, starts a child and watches over its limits (process, limits).
2. The child (worker) finds out by the bytes what the file is, takes it out of archives and picks the parser (formats,
   archive).
3. Texts: encoding, separator and quotes, records (encoding, records, stray_quotes, text). Workbooks: fastexcel and the
   sheet's XML (workbook_file, workbook). HTML and Excel-2003 XML: markup.
4. All of them look for the header (header_row), name the columns (named_columns), and drop blank rows and repeated
   headers (cells). Of several sheets the one whose headers name most columns of orders is chosen, or a person is asked
   (workbook).
5. The cells go back to the parent and become a `RawTable` (raw).

Nothing is decided here about what columns mean. Where a header's words help to find the header row or the sheet, plain
questions are put to `retention.ingest.headers`.

Importing this package is cheap: pandas is loaded while the child is already parsing.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from retention.errors import FileError, RetentionError

if TYPE_CHECKING:
    from retention.ingest.read.process import Progress
    from retention.ingest.read.raw import RawTable

__all__ = ["read"]


def read(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    progress: "Progress | None" = None,
) -> "RawTable":
    """The table in a file, found by its content and never by its name.

    `source` is a path or the bytes of an upload, which `name` then names. What is not chosen is found out:
    `sheet` (`"*"` joins the sheets with the same header), `header_row` (as the user sees it, 0 for none),
    `encoding` and `separator` (text only). `RawTable.layout` tells what was decided. `progress` tells another thread
    how far this has come, and lets it stop the reading.

    Raises Undecided when several sheets could be meant, and RetentionError: `no_such_file`, `empty_file`,
    `header_only`, `password`, `damaged`, `not_a_table`, `several_files`, `too_big`, `too_many_columns`,
    `too_much_work`, `took_too_long`, `ended_outside`, `formulas_never_calculated`, `no_such_sheet`, `unknown_encoding`,
    `stopped`; each with the file's `name`.
    """
    from retention.ingest.read import limits
    from retention.ingest.read.process import Progress, limited

    path = None if isinstance(source, bytes) else Path(source).absolute()
    name = name or (path.name if path else "")
    choices = {"sheet": sheet, "header_row": header_row, "encoding": encoding, "separator": separator}
    try:
        size = _size(source if isinstance(source, bytes) else Path(source))
        request = {"path": path and str(path), "size": size, "choices": choices}
        upload = source if isinstance(source, bytes) else None
        watched = progress or Progress()
        before = watched.rows
        with limited(request, upload, cpu=limits.cpu_seconds(size), progress=watched) as child:
            from retention.ingest.read.raw import raw_table

            message, (table,) = child.answer()
            watched.rows = before + table.num_rows
            return raw_table(name, message, table)
    except RetentionError as error:
        error.details["name"] = name
        raise


def _size(source: bytes | Path) -> int:
    """Bytes to read. Raises RetentionError `no_such_file` or `too_big`."""
    from retention.ingest.read import limits

    if isinstance(source, Path) and not source.is_file():
        raise FileError("no_such_file")
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > limits.FILE_BYTES:
        raise FileError("too_big", limit=limits.readable(limits.FILE_BYTES))
    return size
