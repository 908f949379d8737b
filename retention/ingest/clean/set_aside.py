"""The reasons for which a row is left out, one mask each."""

import numpy as np
import pandas as pd

from retention.ingest.clean.amounts import varies
from retention.ingest.clean.lines import Lines
from retention.ingest.values import cell_words

# No till wrote orders outside these years: what is dated so is a default such as 1900-01-01 or 9999-12-31.
_YEARS = (1950, 2150)
# A stretch of years is a slip when it lies this far from the others and holds at most this share of rows (or one).
_STRAY = ((2, 0.02), (10, 0.1))
# Years between the rest and what may be counted with it: weekly cohorts of twenty years take a gigabyte, of fifty four.
_COUNTABLE_YEARS = 15
# So many orders copied whole, and this share of all orders with several rows, make the few others exceptions.
_COPIES_AS_PROOF = 3
_MOSTLY = 0.8


def total_rows(source: Lines) -> np.ndarray:
    """Rows with a word for a total: what a report prints below its table.

    Without a date any cell may begin with it; with a date it has to be all that stands for the customer.
    """
    undated = source.frame["date"].isna().to_numpy()
    customer = source.frame["customer"].cat
    words = np.array([cell_words.is_total(str(name)) for name in customer.categories], dtype=bool)
    found = np.append(words, False)[customer.codes.to_numpy()]
    if not undated.any():
        return found
    found[undated] |= cell_words.total_rows(source.raw.frame.loc[undated])
    return found


def out_of_range(dates: pd.Series) -> np.ndarray:
    """Dates whose year lies far outside the rest, such as 1970 or 2099 among orders of 2024."""
    if not dates.max() - dates.min() > pd.Timedelta(days=365) and _YEARS[0] <= dates.max().year <= _YEARS[1]:
        return np.zeros(len(dates), dtype=bool)
    years = dates.dt.year.to_numpy()
    impossible = (years < _YEARS[0]) | (years > _YEARS[1])
    counts = pd.Series(years[~impossible]).value_counts().sort_index()
    if counts.empty:
        return np.asarray(impossible)
    stray: list[float] = []
    for apart, few in _STRAY:
        block = (counts.index.to_series().diff() > apart).cumsum()
        rows = counts.groupby(block.to_numpy()).sum()
        odd: pd.Index[int] = rows[(rows <= max(1, few * counts.sum())) & (rows.index != rows.idxmax())].index
        stray += list(counts.index[block.isin(odd).to_numpy()])
    return np.asarray(impossible | np.isin(years, stray))


def too_far(dates: pd.Series, far: np.ndarray) -> np.ndarray:
    """Which of the dates far outside the rest (`far`) can in no case be counted with it: periods without end."""
    years = dates.dt.year.to_numpy()
    usual = years[~far & dates.notna().to_numpy()]
    if not len(usual):
        return far
    apart = np.maximum(usual.min() - years, years - usual.max())
    return np.asarray(far & (apart > _COUNTABLE_YEARS))


def duplicate_rows(source: Lines, keys: np.ndarray) -> np.ndarray:
    """Rows that repeat an earlier one cell by cell in a file that has one row per order.

    A file in which lines of one order differ holds line items, where equal lines (two equal mugs) are
    legitimate; a few such orders among many copied word for word do not make it one.
    Without order numbers nothing tells a copy from a second purchase, so nothing is dropped.
    """
    nothing = np.zeros(len(keys), dtype=bool)
    if source.mapping.order is None:
        return nothing
    numbered = source.frame["order"].cat.codes.to_numpy() >= 0
    sizes = np.bincount(keys, minlength=len(keys))
    several = numbered & (sizes[keys] > 1)
    if not several.any() or _mostly_differ(source.frame["amount"].to_numpy()[several], keys[several]):
        return nothing
    copies = source.raw.frame.loc[several].duplicated().to_numpy()
    distinct = np.bincount(keys[several], weights=~copies, minlength=len(keys))
    copied = (distinct == 1)[keys[several]]
    orders = len(np.unique(keys[several]))
    pure = len(np.unique(keys[several][copied]))
    if pure < orders and (pure < _COPIES_AS_PROOF or pure < _MOSTLY * orders):
        return nothing
    nothing[several] = copies & copied
    return nothing


def _mostly_differ(amount: np.ndarray, keys: np.ndarray) -> bool:
    """Whether lines of one order mostly show several amounts; refunds standing beside their order do not count."""
    paid = amount >= 0
    differ = varies(amount[paid], keys[paid])[np.bincount(keys[paid]) > 0]
    return bool(len(differ) and differ.mean() > 1 - _MOSTLY)
