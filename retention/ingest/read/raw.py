"""The raw table: what a file holds before its columns are understood, and how it is made of the child's answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from retention.errors import Example, Issue


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
    texts, trimmed, made unique (`Name`, `Name (2)`). Columns are
    text (`str`), float64, bool or datetime64; empty cells are missing. `rows[i]` is the file's row number of record i.
    Where sheets, or files of one archive, were joined, `parts` names each with its number of records, in order.
    """

    name: str
    frame: pd.DataFrame
    rows: np.ndarray
    layout: Layout
    issues: tuple[Issue, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()


EXPORT_LIMITS = frozenset({100, 250, 1_000, 5_000, 10_000, 50_000, 65_535, 1_048_575})
"""Rows below the column names at which shops and spreadsheets cut an export, without a word in the file."""

TEXT = {arrow: pd.StringDtype("pyarrow", na_value=np.nan) for arrow in (pa.string(), pa.large_string())}
"""How Arrow's texts become pandas': for `types_mapper`."""


def raw_table(name: str, message: Mapping[str, Any], table: pa.Table) -> RawTable:
    """The raw table of a child's answer: its message, and its cells with the row numbers in the last column.

    Texts and numbers without gaps keep Arrow's memory, nothing is copied.
    """
    rows = table.column(table.num_columns - 1).to_numpy()
    cells = table.select(range(table.num_columns - 1))
    frame = cells.to_pandas(types_mapper=TEXT.get, split_blocks=True)
    layout = Layout(**{**message["layout"], "sheets": tuple(message["layout"]["sheets"])})
    issues = tuple(
        Issue(
            issue["code"],
            issue["rows"],
            tuple(Example(**example) for example in issue["examples"]),
            details=issue["details"],
        )
        for issue in message["issues"]
    )
    parts = tuple((part, count) for part, count in message["parts"])
    issues += _at_export_limit(parts or (("", len(frame)),))
    return RawTable(name=name, frame=frame, rows=rows, layout=layout, issues=issues, parts=parts)


def _at_export_limit(parts: Sequence[tuple[str, int]]) -> tuple[Issue, ...]:
    """The issue that a file, or a part of it, has exactly as many rows as exports are cut at."""
    full = [(part, count) for part, count in parts if count in EXPORT_LIMITS]
    if not full:
        return ()
    examples = tuple(Example(count + 1, file=part or None) for part, count in full[:1])
    return (Issue("export_limit", sum(count for _, count in full), examples),)
