"""Which rows are totals of the rows above them: by their words, by their sums, or by both."""

import numpy as np
import pandas as pd

from retention.ingest.clean.lines import Lines
from retention.ingest.values import cell_words
from retention.ingest.values.texts import Texts, to_arrow

_CENT = 0.011
# A total without a word for it: of so many rows at least, or of so many blocks of rows that fill the file.
_FEWEST_ABOVE = 6
_FEWEST_BLOCKS = 2
_FEWEST_IN_BLOCK = 2
_MOST_BLOCKS = 5000


def total_rows(source: Lines) -> np.ndarray:
    """Rows that add up others: what a report prints below its table, below each month or each customer.

    Without a date any cell may begin with a word for it. With a date such a word has to be all that stands for the
    customer or the order number, or the amount is the sum of the rows since the last total, or of all orders so far.
    Without any word the amounts have to leave no doubt, under a name that no other row has.
    """
    undated = source.frame["date"].isna().to_numpy()
    alone, worded = _words(source)
    found = alone.copy()
    if undated.any():
        found[undated] |= cell_words.total_rows(source.raw.frame.loc[undated])
    amount = source.frame["amount"].to_numpy()
    doubtful = worded & ~found
    if doubtful.any():
        found |= _adding_up(amount, found, doubtful)
    return np.asarray(found | _unworded(source, amount, found | undated))


def _words(source: Lines) -> tuple[np.ndarray, np.ndarray]:
    """Rows whose customer or order number is a word for a total and nothing else; rows where one holds such a word."""
    alone = np.zeros(len(source.frame), dtype=bool)
    worded = alone.copy()
    for name in ("customer", "order"):
        column = source.frame[name].cat
        texts = to_arrow(pd.Series(column.categories.astype("str")))
        begins = cell_words.may_be_totals(texts)
        whole = begins.copy()
        whole[begins] = [cell_words.is_total(str(column.categories[int(place)])) for place in np.flatnonzero(begins)]
        codes = column.codes.to_numpy()
        alone |= np.append(whole, False)[codes]
        worded |= np.append(begins, False)[codes]
    return alone, np.asarray(worded | _other_texts(source))


def _other_texts(source: Lines) -> np.ndarray:
    """Rows whose first cell, or whose product, holds a word for a total: `Receipt total` below its lines."""
    mapping, table = source.mapping, source.raw.frame
    found = np.zeros(len(table), dtype=bool)
    first = next(iter(table.columns), None)
    known = (mapping.customer, mapping.order, mapping.date)
    for column in {first, mapping.dimensions.get("product")}.difference((*known, None)):
        if isinstance(table[column].dtype, pd.StringDtype):
            different = Texts.of(table[column], coded=True)
            found |= different.spread(cell_words.may_be_totals(different.cells), False)
    return found


def _adding_up(amount: np.ndarray, totals: np.ndarray, doubtful: np.ndarray) -> np.ndarray:
    """Doubtful rows whose amount is the sum of the rows since the total before, or of all orders above."""
    found = np.zeros(len(amount), dtype=bool)
    orders = np.where(totals | doubtful, 0.0, np.nan_to_num(amount))
    sums = np.append(0.0, np.cumsum(orders))
    ends = np.flatnonzero(totals | doubtful)
    for place, row in enumerate(ends):
        if not doubtful[row] or np.isnan(amount[row]):
            continue
        since = ends[place - 1] + 1 if place else 0
        block, whole = sums[row] - sums[since], sums[row]
        slack = _CENT * max(1, row - since) ** 0.5
        found[row] = amount[row] != 0 and min(abs(amount[row] - block), abs(amount[row] - whole)) <= slack
    return found


def _unworded(source: Lines, amount: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Totals without a word: the last row is the sum of all, or sums end blocks of rows that fill the file.

    Nobody else's rows bear the names that stand on them, if any.
    """
    found = np.zeros(len(amount), dtype=bool)
    rows = np.flatnonzero(~others & ~np.isnan(amount))
    if len(rows) <= _FEWEST_ABOVE:
        return found
    cents = np.rint(amount[rows] * 100).astype("int64")
    above = np.append(0, np.cumsum(cents))[:-1]
    if cents[-1] == above[-1]:
        places = np.array([len(rows) - 1])
    elif 2 * cents[-1] == above[-1] or (above[-1] - cents[-1]) in above:
        places = _block_ends(cents, above)
    else:
        return found
    if len(places) and _bear_own_names(source, rows, places):
        found[rows[places]] = True
    return found


def _block_ends(cents: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Places of the sums that end the blocks of rows between them, where these blocks fill the file; else none.

    The last of them may add up all blocks.
    """
    # The sum of a block stands where what is above it, less itself, is what stood above the block.
    less = above - cents
    places = np.argsort(less, kind="stable")
    ordered = less[places]
    ends: list[int] = []
    start, before, whole = 0, 0, 0
    while start < len(cents):
        if start == len(cents) - 1 and len(ends) >= _FEWEST_BLOCKS and cents[start] == whole:
            ends.append(start)
            break
        same = places[np.searchsorted(ordered, before) : np.searchsorted(ordered, before, side="right")]
        further = int(np.searchsorted(same, start + _FEWEST_IN_BLOCK))
        if further == len(same) or len(ends) == _MOST_BLOCKS:
            return np.array([], dtype="int64")
        end = int(same[further])
        ends.append(end)
        start, before, whole = end + 1, int(above[end] + cents[end]), whole + int(cents[end])
    return np.array(ends if len(ends) >= _FEWEST_BLOCKS else [], dtype="int64")


def _bear_own_names(source: Lines, rows: np.ndarray, places: np.ndarray) -> bool:
    """Whether the customers of some rows, if any, are on no other row."""
    codes = source.frame["customer"].cat.codes.to_numpy()[rows]
    theirs = codes[places]
    return not np.isin(np.delete(codes, places), theirs[theirs >= 0]).any()
