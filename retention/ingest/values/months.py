"""Cells that name a month of a year and no day: `2024-03`, `03.2024`, `Март 2024`."""

import re

import pandas as pd

from retention.ingest.values.date_layouts import month_number
from retention.ingest.values.texts import tidy

_YEAR = r"(?:19|20)\d\d"
_NUMBER = r"(?:0?[1-9]|1[0-2])"
_APART = r"[-./ ]"
_WORD = r"(?P<word>[^\W\d_]{3,12})\.?"
_AFTER_YEAR = r"(?: ?(?:г|р|года|року)\b\.?)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}{_APART}{_NUMBER}|{_NUMBER}{_APART}{_YEAR}{_AFTER_YEAR}",
        rf"{_WORD}[-./, ']*(?:{_YEAR}|\d\d){_AFTER_YEAR}",
        rf"{_YEAR}[-./, ]*{_WORD}",
    )
)


def share(cells: pd.Series) -> float:
    """Share of the filled cells that are a month with its year, 0..1; 0 for a column of numbers or real dates."""
    if not isinstance(cells.dtype, pd.StringDtype):
        return 0.0
    counts = cells.dropna().value_counts()
    found = sum(count for text, count in counts.items() if _is_month(tidy(str(text))))
    return found / max(int(counts.sum()), 1)


def _is_month(text: str) -> bool:
    matches = [match for form in _FORMS if (match := form.fullmatch(text))]
    return any(not (word := match.groupdict().get("word")) or month_number(word) is not None for match in matches)
