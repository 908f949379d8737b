"""Which rows are set aside, and why: rows that are no orders, copies, and what the rules exclude."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.ingest.clean.amounts import free_lines, unpriced_lines, varies
from retention.ingest.clean.ledger import Ledger
from retention.ingest.clean.lines import Lines
from retention.ingest.clean.overlaps import told_elsewhere
from retention.ingest.rules import Rules
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


def set_aside_by_cells(
    ledger: Ledger, lines: pd.DataFrame, sources: Sequence[Lines], rules: Rules, as_of: dt.date | None
) -> None:
    """Leave out rows that are no orders by what stands in their own cells."""
    ledger.set_aside(np.concatenate([_total_rows(source) for source in sources]), "total_row")
    undated = lines["date"].isna().to_numpy()
    if undated.any():
        headings = [
            source.raw.frame[source.mapping.customer].notna().to_numpy() & source.mapping.customer_above
            for source in sources
        ]
        ledger.set_aside(undated & np.concatenate(headings), "group_heading")
        cells = pd.concat([source.raw.frame[source.mapping.date].astype("str") for source in sources])
        cells = cells.reset_index(drop=True)
        ledger.set_aside(undated & cells.isna().to_numpy(), "date_missing")
        ledger.set_aside(undated, "date_unreadable", values=cells)
    far = _out_of_range(lines["date"])
    if rules.far_dates:
        ledger.set_aside(_too_far(lines["date"], far), "date_too_far", values=lines["date"])
    else:
        ledger.set_aside(far, "date_out_of_range", values=lines["date"])
    if as_of:
        late = lines["date"] >= pd.Timestamp(as_of) + pd.Timedelta(days=1)
        ledger.set_aside(late.to_numpy(), "after_as_of", values=lines["date"])
    if not rules.cancelled:
        ledger.set_aside((lines["state"] == "void").to_numpy(), "cancelled")
        ledger.set_aside(((lines["state"] == "draft") | (lines["event"] == "draft")).to_numpy(), "draft")
    ledger.set_aside((lines["event"] == "event").to_numpy(), "no_purchase")
    if not rules.transfers:
        ledger.set_aside((lines["event"] == "transfer").to_numpy(), "not_a_sale")


def set_aside_by_rules(ledger: Ledger, lines: pd.DataFrame, order_ids: np.ndarray, rules: Rules) -> np.ndarray:
    """Set aside rows without a customer, then those the rules exclude; returns the rows without a customer."""
    nobody = np.asarray(lines["customer"].isna().to_numpy() & ledger.kept)
    ledger.set_aside(nobody, "unidentified")
    if not rules.free:
        ledger.set_aside(free_lines(lines, order_ids), "free")
    if not rules.unpriced:
        ledger.set_aside(unpriced_lines(lines, order_ids), "unpriced")
    return nobody


def set_aside_copies(
    ledger: Ledger, lines: pd.DataFrame, sources: Sequence[Lines], rules: Rules, order_ids: np.ndarray
) -> None:
    """Leave out rows that stand in the data twice: in one file, or in two that overlap."""
    if not rules.duplicates:
        starts = np.cumsum([0] + [len(source.frame) for source in sources])
        copies = [
            _duplicate_rows(source, pd.factorize(order_ids[start:end])[0])
            for source, start, end in zip(sources, starts, starts[1:], strict=False)
        ]
        ledger.set_aside(np.concatenate(copies), "duplicate", values=lines["order"])
    if len(lines["file"].cat.categories) > 1 and not rules.overlaps:
        ledger.set_aside(told_elsewhere(lines, sources, order_ids), "overlap", values=lines["order"])


def _total_rows(source: Lines) -> np.ndarray:
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


def _out_of_range(dates: pd.Series) -> np.ndarray:
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


def _too_far(dates: pd.Series, far: np.ndarray) -> np.ndarray:
    """Which of the dates far outside the rest (`far`) can in no case be counted with it: periods without end."""
    years = dates.dt.year.to_numpy()
    usual = years[~far & dates.notna().to_numpy()]
    if not len(usual):
        return far
    apart = np.maximum(usual.min() - years, years - usual.max())
    return np.asarray(far & (apart > _COUNTABLE_YEARS))


def _duplicate_rows(source: Lines, order_ids: np.ndarray) -> np.ndarray:
    """Rows that repeat an earlier one cell by cell in a file that has one row per order.

    A file in which lines of one order differ holds line items, where equal lines (two equal mugs) are
    legitimate; a few such orders among many copied word for word do not make it one.
    Without order numbers nothing tells a copy from a second purchase, so nothing is dropped.
    """
    nothing = np.zeros(len(order_ids), dtype=bool)
    if source.mapping.order is None:
        return nothing
    numbered = source.frame["order"].cat.codes.to_numpy() >= 0
    sizes = np.bincount(order_ids, minlength=len(order_ids))
    several = numbered & (sizes[order_ids] > 1)
    if not several.any() or _mostly_differ(source.frame["amount"].to_numpy()[several], order_ids[several]):
        return nothing
    copies = source.raw.frame.loc[several].duplicated().to_numpy()
    distinct = np.bincount(order_ids[several], weights=~copies, minlength=len(order_ids))
    copied = (distinct == 1)[order_ids[several]]
    orders = len(np.unique(order_ids[several]))
    pure = len(np.unique(order_ids[several][copied]))
    if pure < orders and (pure < _COPIES_AS_PROOF or pure < _MOSTLY * orders):
        return nothing
    nothing[several] = copies & copied
    return nothing


def _mostly_differ(amount: np.ndarray, order_ids: np.ndarray) -> bool:
    """Whether lines of one order mostly show several amounts; refunds standing beside their order do not count."""
    paid = amount >= 0
    differ = varies(amount[paid], order_ids[paid])[np.bincount(order_ids[paid]) > 0]
    return bool(len(differ) and differ.mean() > 1 - _MOSTLY)
