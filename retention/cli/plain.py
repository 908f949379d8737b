"""Tables and their cells as the plain values that JSON knows."""

import datetime as dt
import math
from typing import Any

import pandas as pd


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table, one object each."""
    return [{str(name): plain(value) for name, value in row.items()} for row in table.to_dict("records")]


def plain(value: object) -> object:
    """Dates in ISO, undefined numbers None, floats to six places."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return round(value, 6) if isinstance(value, float) else value
