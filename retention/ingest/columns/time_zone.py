"""Whether a file's times are in UTC, by its cells or, where those say nothing, by its headers."""

import re
from collections.abc import Sequence

import pandas as pd

from retention.ingest.columns.column_profile import Profile
from retention.ingest.values import dates

# `Created (UTC)`, `created_at_utc`, but not `Date (UTC+3)`.
_IN_UTC = re.compile(r"(?<![^\W_])(?:utc|gmt)(?![^\W_])(?!\s?[+\-−]\s?0?[1-9])", re.IGNORECASE)


def times_in_utc(table: pd.DataFrame, date: str, time: str | None, profiles: Sequence[Profile]) -> bool:
    """Whether the moments of all rows are told in UTC; never where they are days without a time of day."""
    headers = [header for header in (date, time) if header is not None]
    sampled = next((column.cells for column in profiles if column.name == headers[-1]), None)
    return sampled is not None and _is_utc(sampled, headers) and _is_utc(table[headers[-1]], headers)


def _is_utc(cells: pd.Series, headers: Sequence[str]) -> bool:
    """Whether cells with the time, or headers of day and time where the cells say nothing, speak of UTC."""
    clock = dates.written_zone(cells)
    return clock == "utc" or (clock is None and any(_IN_UTC.search(header) is not None for header in headers))
