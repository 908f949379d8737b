"""Texts that a spreadsheet would run as a formula instead of showing them."""

import pandas as pd

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
"""First characters that make a spreadsheet run a cell's text."""


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before every text, header or cell, that a spreadsheet would execute."""
    safe = table.rename(columns=_neutral)
    for position, dtype in enumerate(safe.dtypes):
        if pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_datetime64_any_dtype(dtype):
            continue
        safe.isetitem(position, safe.iloc[:, position].astype(object).map(_neutral).array)
    return safe


def _neutral(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell
