"""Which rows are set aside, and why: rows that are no orders, copies, and what the rules exclude."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.ingest.clean.amounts import free_lines, unpriced_lines, varies
from retention.ingest.clean.days import check_years, set_aside_by_day
from retention.ingest.clean.ledger import Ledger
from retention.ingest.clean.lines import Lines
from retention.ingest.clean.overlaps import told_elsewhere
from retention.ingest.clean.total_rows import total_rows
from retention.ingest.read.raw import RawTable
from retention.ingest.rules import Rules

# So many orders copied whole, and this share of all orders with several rows, make the few others exceptions.
_COPIES_AS_PROOF = 3
_MOSTLY = 0.8


def set_aside_by_cells(
    ledger: Ledger,
    lines: pd.DataFrame,
    sources: Sequence[Lines],
    rules: Rules,
    *,
    as_of: dt.date | None,
    today: dt.date | None,
) -> None:
    """Leave out rows that are no orders by what stands in their own cells.

    Raises ColumnError `dates_in_no_year` where every date is of a year in which no till wrote orders.
    """
    ledger.set_aside(np.concatenate([total_rows(source) for source in sources]), "total_row")
    if not rules.hidden:
        ledger.set_aside(np.concatenate([_hidden(source.raw) for source in sources]), "hidden")
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
    check_years(lines["date"], sources)
    set_aside_by_day(ledger, lines["date"], rules, as_of, today)
    if not rules.cancelled:
        ledger.set_aside(((lines["state"] == "void") | (lines["event"] == "void")).to_numpy(), "cancelled")
        ledger.set_aside(((lines["state"] == "draft") | (lines["event"] == "draft")).to_numpy(), "draft")
    ledger.set_aside((lines["event"] == "event").to_numpy(), "no_purchase")
    if not rules.transfers:
        ledger.set_aside((lines["event"] == "transfer").to_numpy(), "not_a_sale")


def _hidden(raw: RawTable) -> np.ndarray:
    """Which rows of a table nobody sees in the workbook; sheets that were joined tell their own."""
    found = np.zeros(len(raw.frame), dtype=bool)
    told = [issue for issue in raw.issues if issue.code == "hidden_rows"]
    end = 0
    for sheet, count in raw.parts or ((None, len(found)),):
        start, end = end, end + count
        for issue in told:
            if sheet is None or sheet == issue.examples[0].file:
                first, last = np.array(issue.details["stretches"]).T
                place = np.searchsorted(first, raw.rows[start:end], side="right") - 1
                found[start:end] |= (place >= 0) & (raw.rows[start:end] <= last[place])
    return found


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


def _duplicate_rows(source: Lines, order_ids: np.ndarray) -> np.ndarray:
    """Rows that repeat an earlier one cell by cell in a file that has one row per order.

    A file in which lines of one order differ holds line items, where equal lines (two equal mugs) are
    legitimate; a few such orders among many copied word for word do not make it one.
    Two equal payments of one order are two, unless they have one number. Without order numbers nothing tells a copy
    from a second purchase, so nothing is dropped.
    """
    nothing = np.zeros(len(order_ids), dtype=bool)
    if source.mapping.order is None or (source.mapping.payments and source.mapping.payment_number is None):
        return nothing
    if source.mapping.payments:
        return source.raw.frame.duplicated().to_numpy(dtype=bool)
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
