"""The reasons for which a row is left out, one mask each."""

import re

import numpy as np
import pandas as pd

from retention.cleaning.amounts import varies
from retention.cleaning.lines import Lines

# Labels of total rows, matched against the whole start of a cell in a row that has no date of its own.
_TOTAL = re.compile(
    r"^\W*(?:(?:grand|sub)?[ -]?totals?|sum|итого|всего|итог|общий итог|оборот|разом|усього|всього|підсумок"
    r"|total(?:ul)? (?:general|facturi|comenzi)|subtotal|барлығы|жиыны)\b",
    re.IGNORECASE,
)
# A year this many empty years away from the others, holding at most this share of rows, is a slip or a default.
_EMPTY_YEARS = 5
_FEW_ROWS = 0.1


def total_rows(source: Lines) -> np.ndarray:
    """Rows that carry no date but a word for a total: what a report prints below its table."""
    undated = source.frame["date"].isna().to_numpy()
    found = np.zeros(len(undated), dtype=bool)
    if not undated.any():
        return found
    texts = source.raw.frame.loc[undated].select_dtypes(include=["object", "string"])
    is_total = np.zeros(len(texts), dtype=bool)
    for name in texts.columns:
        is_total |= texts[name].astype("str").str.match(_TOTAL).fillna(False).to_numpy(dtype=bool)
    found[undated] = is_total
    return found


def out_of_range(dates: pd.Series) -> np.ndarray:
    """Dates whose year lies far outside the rest, such as 1970 or 2099 among orders of 2024."""
    if not dates.max() - dates.min() > _EMPTY_YEARS * pd.Timedelta(days=365):
        return np.zeros(len(dates), dtype=bool)
    years = dates.dt.year.to_numpy()
    counts = pd.Series(years).value_counts().sort_index()
    blocks = (counts.index.to_series().diff() > _EMPTY_YEARS).cumsum()
    rows = counts.groupby(blocks.to_numpy()).sum()
    stray = rows[(rows <= _FEW_ROWS * counts.sum()) & (rows.index != rows.idxmax())].index
    odd_years = counts.index[blocks.isin(stray).to_numpy()]
    return np.asarray(np.isin(years, odd_years))


def duplicate_rows(source: Lines, keys: np.ndarray) -> np.ndarray:
    """Rows that repeat an earlier one cell by cell in a file that has one row per order.

    A file in which lines of one order differ holds line items, where equal lines (two equal mugs) are
    legitimate. Without order numbers nothing tells a copy from a second purchase, so nothing is dropped.
    """
    nothing = np.zeros(len(keys), dtype=bool)
    if source.mapping.order is None:
        return nothing
    numbered = source.frame["order"].cat.codes.to_numpy() >= 0
    sizes = np.bincount(keys, minlength=len(keys))
    several = numbered & (sizes[keys] > 1)
    if not several.any() or _differ(source.frame["amount"].to_numpy()[several], keys[several]):
        return nothing
    copies = source.raw.frame.loc[several].duplicated().to_numpy()
    distinct = np.bincount(keys[several], weights=~copies, minlength=len(keys))
    if (distinct > 1).any():
        return nothing
    nothing[several] = copies
    return nothing


def _differ(amount: np.ndarray, keys: np.ndarray) -> bool:
    """Whether lines of one order show more than one amount; refunds standing beside their order do not count."""
    paid = amount >= 0
    return bool(varies(amount[paid], keys[paid]).any())
