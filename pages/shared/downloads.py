"""Tables as files a spreadsheet opens safely."""

import io
from csv import QUOTE_NONNUMERIC

import pandas as pd

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
"""First characters that make a spreadsheet run a cell's text as a formula."""


def csv(table: pd.DataFrame) -> bytes:
    """The table as UTF-8 CSV with the byte order mark Excel needs; formulas in texts are neutralised."""
    text = harmless(table).to_csv(index=False, quoting=QUOTE_NONNUMERIC, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def xlsx(table: pd.DataFrame, *, sheet: str) -> bytes:
    """The table as a workbook with one sheet; formulas in texts are neutralised."""
    buffer = io.BytesIO()
    harmless(table).to_excel(buffer, sheet_name=sheet, index=False, engine="openpyxl", freeze_panes=(1, 0))
    return buffer.getvalue()


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
