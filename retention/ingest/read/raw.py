"""The raw table: what a file holds before anybody decides what its columns mean."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.errors import Issue


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What reading decided about a file, each item correctable by reading again with that choice.

    `header_row` is the row number as the user sees it (first row is 1), 0 when the file has no header.
    `encoding` and `separator` are None for workbooks; `sheet` and `sheets` (visible ones) are empty for text.
    """

    format: str
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    header_row: int = 1


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """One file's records, untouched.

    `frame`: one row per record, one column per header cell, in file order. Column names are the header's
    texts, trimmed, made unique (`Name`, `Name (2)`); a date in three columns has a further, joined one. Columns are
    text (`str`), float64, bool or datetime64; empty cells are missing. `rows[i]` is the file's row number of record i.
    Where sheets, or files of one archive, were joined, `parts` names each with its number of records, in order.
    """

    name: str
    frame: pd.DataFrame
    rows: np.ndarray
    layout: Layout
    issues: tuple[Issue, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()
