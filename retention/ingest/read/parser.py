"""The workbook parser (fastexcel), its first sheet begun while everything else is still being loaded.

Nothing here needs pyarrow: its import takes as long as parsing a small sheet, and the parser works without
Python's lock, so both go on at the same time.
"""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import fastexcel

from retention.errors import FileError, RetentionError

if TYPE_CHECKING:
    import pyarrow as pa


logging.getLogger("fastexcel").setLevel(
    logging.ERROR
)  # it warns of each column without a cell, of which sheets have many


class Parser:
    """An open workbook, worked on by one thread at a time. Raises RetentionError `damaged` or `password`."""

    def __init__(self, source: str | bytes) -> None:
        try:
            self._reader = fastexcel.read_excel(source)
        except fastexcel.FastExcelError as error:
            raise _refusal(error) from error
        self.names: list[str] = self._reader.sheet_names
        self._pool = ThreadPoolExecutor(1)
        self._begun: dict[str, Future[pa.RecordBatch]] = {}

    def is_visible(self, name: str) -> bool:
        """Whether people see a sheet."""
        return self._reader.load_sheet(name, n_rows=1).visible == "visible"

    def begin(self, name: str) -> None:
        """Start on a sheet before anybody waits for it: with its first used row as the header."""
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
        dtypes: fastexcel.DType | None = None,
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
        except fastexcel.FastExcelError as error:
            raise _refusal(error) from error


def _refusal(error: fastexcel.FastExcelError) -> RetentionError:
    """A code without the parser's own words, which speak of programs and may hold cells."""
    return FileError("password" if "password" in str(error).split("\nContext")[0].lower() else "damaged")
