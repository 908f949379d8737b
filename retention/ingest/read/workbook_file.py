"""A workbook before its cells are looked at: the parser (fastexcel).

It begins the first sheet while everything else is still being loaded. Nothing here needs pyarrow: its import takes as
long as parsing a small sheet, and the parser works without Python's lock, so both go on at the same time.
"""

import logging
import re
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import fastexcel

from retention.errors import FileError, RetentionError

if TYPE_CHECKING:
    import pyarrow as pa


# It warns of each column without a cell, of which sheets have many.
logging.getLogger("fastexcel").setLevel(logging.ERROR)

# What the parser says of an error it knows, and yet knows no type for: the name of its column.
OF_COLUMN = re.compile(r"could not determine dtype for column (.*)")
MOST_COLUMNS_WITH_ERRORS = 4  # each costs another pass over the sheet


class Parser:
    """An open workbook, worked on by one thread at a time. Raises RetentionError `damaged` or `password`.

    `repaired` makes a copy of a workbook that the parser refuses and Excel may open, or None where it cannot.
    """

    def __init__(self, source: str | bytes, *, repaired: Callable[[], bytes | None] | None = None) -> None:
        try:
            self._reader = fastexcel.read_excel(source)
        except fastexcel.FastExcelError as error:
            raise _refusal(error) from error
        self._repaired = repaired
        self.names: list[str] = self._reader.sheet_names
        self._pool = ThreadPoolExecutor(1)
        self._begun: dict[str, Future[pa.RecordBatch]] = {}

    def is_visible(self, name: str) -> bool:
        """Whether people see a sheet."""
        try:
            return self._reader.load_sheet(name, n_rows=1, dtypes="string").visible == "visible"
        except fastexcel.FastExcelError as error:
            raise _refusal(error) from error

    def begin(self, name: str) -> None:
        """Start parsing a sheet in the background, its first used row as the header."""
        self._begun[name] = self._pool.submit(self._load, name, 0)

    def parse(
        self,
        name: str,
        *,
        header_row: int | None,
        skip_rows: int | None = None,
        n_rows: int | None = None,
        dtypes: fastexcel.DType | None = None,
    ) -> "pa.RecordBatch":
        """One sheet; types come from all its rows, and where fastexcel cannot unite them everything is text."""
        if header_row == 0 and name in self._begun:
            return self._begun.pop(name).result()
        return self._pool.submit(self._load, name, header_row, skip_rows, n_rows, dtypes).result()

    def _load(
        self,
        name: str,
        header_row: int | None,
        skip_rows: int | None = None,
        n_rows: int | None = None,
        dtypes: "fastexcel.DType | dict[str | int, fastexcel.DType] | None" = None,
    ) -> "pa.RecordBatch":
        try:
            return self._reader.load_sheet(
                name,
                header_row=header_row,
                skip_rows=skip_rows,
                n_rows=n_rows,
                dtypes=dtypes,
                schema_sample_rows=None,
                whitespace_as_null=True,
                eager=True,
            )
        except fastexcel.UnsupportedColumnTypeCombinationError:
            return self._load(name, header_row, skip_rows, n_rows, "string")
        except (fastexcel.CalamineError, fastexcel.CalamineCellError) as error:
            if self._repair():
                return self._load(name, header_row, skip_rows, n_rows, dtypes)
            texts = _with_texts(dtypes, error)
            if texts is None:
                raise _refusal(error) from error
            return self._load(name, header_row, skip_rows, n_rows, texts)
        except fastexcel.FastExcelError as error:
            raise _refusal(error) from error

    def _repair(self) -> bool:
        """Whether there is a copy to go on with; there is no second one."""
        repaired, self._repaired = self._repaired, None
        copy = repaired() if repaired is not None else None
        if copy is not None:
            self._reader = fastexcel.read_excel(copy)
        return copy is not None


def _with_texts(
    dtypes: "fastexcel.DType | dict[str | int, fastexcel.DType] | None", error: fastexcel.FastExcelError
) -> "fastexcel.DType | dict[str | int, fastexcel.DType] | None":
    """The types to try next after an error in a cell: its column, or after a few of these everything, as text.

    None where the error is another one, or came up although everything was text.
    """
    column = OF_COLUMN.search(str(error))
    if column is None or isinstance(dtypes, str):
        return None
    known = dtypes or {}
    return "string" if column[1] in known or len(known) >= MOST_COLUMNS_WITH_ERRORS else {**known, column[1]: "string"}


def _refusal(error: fastexcel.FastExcelError) -> RetentionError:
    """A code without the parser's own words, which speak of programs and may hold cells."""
    return FileError("password" if "password" in str(error).split("\nContext")[0].lower() else "damaged")
