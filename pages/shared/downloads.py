"""Tables as files a spreadsheet opens safely."""

import io
from csv import QUOTE_NONNUMERIC

import pandas as pd

from retention.ingest.values.formulas import harmless


def csv(table: pd.DataFrame) -> bytes:
    """The table as UTF-8 CSV with the byte order mark Excel needs; formulas in texts are neutralised."""
    text = harmless(table).to_csv(index=False, quoting=QUOTE_NONNUMERIC, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def xlsx(table: pd.DataFrame, *, sheet: str) -> bytes:
    """The table as a workbook with one sheet; formulas in texts are neutralised."""
    buffer = io.BytesIO()
    harmless(table).to_excel(buffer, sheet_name=sheet, index=False, engine="openpyxl", freeze_panes=(1, 0))
    return buffer.getvalue()
