"""A date whose year, month and day stand in columns of their own, joined to one column of dates."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from retention.ingest.headers import roles, tokens
from retention.ingest.values.date_layouts import month_number

_NAMES = {
    "year": "year год рік an anul",
    "month": "month месяц місяць luna",
    "day": "day день число zi ziua",
}
_PARTS = {tokens(name): part for part, names in _NAMES.items() for name in names.split()}
# Words before them that change nothing: Order Year.
_OF_ORDER = frozenset(["order", "sale", "заказа", "продажи"])
_LIMITS = {"year": (1950, 2150), "month": (1, 12), "day": (1, 31)}
_NEARLY_ALL = 0.8
_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)


def with_date(frame: pd.DataFrame) -> pd.DataFrame:
    """The table and a further column `Year, Month, Day` (named as the file names them) of texts such as `2025-03-31`.

    Unchanged where a part is missing or there twice, another header speaks of a date, or the cells are something
    else. A row whose parts make no date shows them as they are written.
    """
    named = parts(frame.columns)
    others = [str(name) for name in frame.columns if _part(str(name)) is None]
    twice = len(frame.columns) - len(others) > len(_LIMITS)
    if len(named) < len(_LIMITS) or twice or any("date" in roles(other) for other in others):
        return frame
    numbers = {part: _numbers(frame[named[part]], part) for part in _LIMITS}
    whole = pd.DataFrame(numbers).notna().all(axis=1)
    if not len(frame) or whole.mean() < _NEARLY_ALL:
        return frame
    cells = pd.DataFrame({part: frame[named[part]].astype("str").fillna("") for part in _LIMITS})
    written = cells["year"] + " " + cells["month"] + " " + cells["day"]
    year, month, day = (numbers[part].fillna(0).astype("int64").astype("str") for part in _LIMITS)
    joined = (year + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)).where(whole, written.str.strip())
    joined = joined.mask(joined == "")
    return frame.assign(**{", ".join(str(named[part]) for part in _LIMITS): joined.astype(_TEXT)})


def parts(headers: Iterable[str]) -> dict[str, str]:
    """The headers that name the `year`, `month` or `day` of an order, by part."""
    found = {_part(str(header)): header for header in headers}
    return {part: header for part, header in found.items() if part is not None}


def _part(header: str) -> str | None:
    words = tokens(header)
    return _PARTS.get(words[1:] if words and words[0] in _OF_ORDER else words)


def _numbers(cells: pd.Series, part: str) -> pd.Series:
    """Whole numbers within the part's limits, months from their names too; missing where a cell is none."""
    numbers = pd.to_numeric(cells, errors="coerce").astype("float64")
    if part == "month" and cells.dtype.kind not in "ifb":
        names = {text: month_number(text.strip().casefold().rstrip(".")) for text in cells.dropna().unique()}
        numbers = numbers.fillna(cells.map(names).astype("float64"))
    least, most = _LIMITS[part]
    return numbers.where(numbers.between(least, most) & (numbers % 1 == 0))
