"""One order told several times, its states one after the other or its versions as edited: the last one counts."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.ingest.clean.ledger import Ledger
from retention.ingest.clean.lines import Lines
from retention.ingest.clean.order_grouping import order_number_ids, pair
from retention.ingest.columns.column_profile import LIKELY
from retention.ingest.headers import strengths
from retention.ingest.values import dates
from retention.ingest.values.order_states import stages
from retention.ingest.values.texts import Texts

# Orders told several times that are looked at to learn what sets their rows apart.
_SAMPLE = 2000
# Part of these orders that has to tell something again: all but slips, and where rows say when they were changed, most.
_NEARLY_ALL, _MOSTLY = 0.8, 0.5
# What columns may differ by between two states of an order: dates, who worked on it, notes.
_PASSING = frozenset({"date", "time", "other_date", "staff", "other", "status", "changed", "kind", "refund", "fee"})
_CENT = 0.005
_NUMBER = r"(\d+(?:\.\d+)?)"


def last_versions(ledger: Ledger, lines: pd.DataFrame, sources: Sequence[Lines]) -> pd.DataFrame:
    """Leave out earlier states and versions of orders; the lines, dated as their order was first and with its money.

    An order's state or version counts that was changed last: by the column that says so, else by the date, else by how
    far an order in this state has come. Rows of money given back are no version.
    """
    numbers = order_number_ids(lines)
    start, out = 0, np.zeros(len(lines), dtype=bool)
    for source in sources:
        end = start + len(source.frame)
        out[start:end] = _superseded(source, lines.iloc[start:end], numbers[start:end])
        code = "earlier_state" if _tells_states(source, out[start:end]) else "earlier_version"
        here = np.zeros(len(lines), dtype=bool)
        here[start:end] = out[start:end]
        ledger.set_aside(here, code, values=lines["order"])
        start = end
    if not out.any():
        return lines
    same = pair(numbers, lines["file"].cat.codes.to_numpy())
    return _as_first_dated(lines, out, same)


def _tells_states(source: Lines, out: np.ndarray) -> bool:
    """Whether the file says of the rows left out in what state the order was."""
    return any(bool((words.codes[out] >= 0).any()) for words in source.words.values())


def _superseded(source: Lines, lines: pd.DataFrame, numbers: np.ndarray) -> np.ndarray:
    """Rows of one file that tell an earlier state or version of an order."""
    nothing = np.zeros(len(lines), dtype=bool)
    if source.mapping.order is None or source.mapping.payments or not (source.words or source.mapping.changed):
        return nothing
    taken = (numbers >= 0) & ~(lines["amount"].to_numpy() < 0) & ~(lines["event"] == "refund").to_numpy()
    changed = changes(source)
    by_change = _differs(changed, numbers, taken)
    label = _labels(source, changed if by_change.any() else None)
    varied = _differs(label, numbers, taken)
    if not varied.any():
        return nothing
    rows = np.flatnonzero(taken & varied[np.maximum(numbers, 0)])
    if not _tell_again(source, lines, numbers, label, rows, edited=bool(by_change.any())):
        return nothing
    winner = _last_rows(source, lines, numbers, changed, rows)
    last = np.zeros(numbers.max() + 1, dtype=label.dtype)
    last[numbers[winner]] = label[winner]
    nothing[rows] = label[rows] != last[numbers[rows]]
    return nothing


def changes(source: Lines) -> np.ndarray:
    """When each row was changed last, or its version, as a number that grows; -inf where that is not said."""
    column = source.mapping.changed
    nothing = np.full(len(source.frame), -np.inf)
    if column is None:
        return nothing
    cells = source.raw.frame[column]
    moments = dates.parse(cells, source.mapping.date_order)
    if moments.notna().sum() >= LIKELY * max(cells.notna().sum(), 1):
        return np.where(moments.isna(), -np.inf, moments.to_numpy("datetime64[s]").astype("int64"))
    texts = Texts.of(cells, coded=True)
    found = pd.Series(texts.cells.to_pandas(), dtype="str").str.extract(_NUMBER, expand=False).astype("float64")
    return texts.spread(found.fillna(-np.inf).to_numpy(), -np.inf)


def _labels(source: Lines, changed: np.ndarray | None) -> np.ndarray:
    """What tells the versions of an order apart: when they were changed, else their states."""
    if changed is not None:
        return pd.factorize(changed)[0]
    codes = [words.codes for words in source.words.values()]
    label = codes[0].astype("int64") if codes else np.zeros(len(source.frame), dtype="int64")
    for further in codes[1:]:
        label = pair(label, further)
    return label


def _differs(label: np.ndarray, numbers: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """For each order number, whether its rows (`taken`) have several labels."""
    size = int(numbers.max(initial=-1)) + 1
    rows = np.flatnonzero(taken)
    first = np.zeros(size, dtype=label.dtype)
    first[numbers[rows[::-1]]] = label[rows[::-1]]
    found = np.zeros(size, dtype=bool)
    found[numbers[rows[label[rows] != first[numbers[rows]]]]] = True
    return found


def _tell_again(
    source: Lines, lines: pd.DataFrame, numbers: np.ndarray, label: np.ndarray, rows: np.ndarray, *, edited: bool
) -> bool:
    """Whether rows of one order that are labelled otherwise tell the same once more, rather than its other lines.

    They do where, but for what passes (dates, states, notes), nearly all orders have a row that stands in two versions,
    with the same money or, in orders that say when they were changed (`edited`), with any.
    """
    wanted = np.unique(numbers[rows])[:_SAMPLE]
    rows = rows[np.isin(numbers[rows], wanted)]
    same = numbers[rows]
    for column in _lasting(source, rows, edited=edited):
        same = pair(same, pd.factorize(source.raw.frame[column].iloc[rows], use_na_sentinel=False)[0])
    amount = lines["amount"].to_numpy()[rows]
    if not edited:
        same = pair(same, np.rint(np.nan_to_num(_filled(amount, same)) / _CENT))
    versions = pd.Series(label[rows]).groupby(same).transform("nunique").to_numpy() > 1
    again = len(np.unique(numbers[rows[versions]]))
    return again >= (_MOSTLY if edited else _NEARLY_ALL) * len(wanted)


def _filled(amount: np.ndarray, same: np.ndarray) -> np.ndarray:
    """The money of rows, that of an equal row where a row has none or 0."""
    some = pd.Series(np.where(amount == 0, np.nan, amount))
    return some.fillna(some.groupby(same).transform("first")).to_numpy()


def _lasting(source: Lines, rows: np.ndarray, *, edited: bool) -> list[str]:
    """The columns that stay as they are while an order goes through its states; with `edited`, no numbers."""
    mapping = source.mapping
    passing = {mapping.status, *mapping.status_also, mapping.date, mapping.time, mapping.changed, mapping.kind}
    passing |= {mapping.refund, mapping.net, mapping.paid, mapping.cancelled, mapping.returned, mapping.amount}
    found = []
    for name in source.raw.frame.columns:
        cells = source.raw.frame[name].iloc[rows]
        if name in passing or not _PASSING.isdisjoint(strengths(str(name))) or cells.nunique() == len(rows):
            continue
        if edited and (name in (mapping.quantity, mapping.price, mapping.discount) or _are_numbers(cells)):
            continue
        found.append(str(name))
    return [name for name in found if name != mapping.order]


def _are_numbers(cells: pd.Series) -> bool:
    return bool(pd.to_numeric(cells.head(100), errors="coerce").notna().mean() >= LIKELY)


def _last_rows(
    source: Lines, lines: pd.DataFrame, numbers: np.ndarray, changed: np.ndarray, rows: np.ndarray
) -> np.ndarray:
    """The row of each order's last version among some `rows`: changed last, dated last, come furthest."""
    moment = lines["date"].to_numpy("datetime64[s]").astype("int64")[rows]
    reached = stages_of(source)[rows]
    order = rows[np.lexsort((reached, moment, changed[rows], numbers[rows]))]
    return np.asarray(order[np.append(np.diff(numbers[order]) != 0, True)])


def stages_of(source: Lines) -> np.ndarray:
    """How far the order of each row has come, by all columns of states; -1 where none says so."""
    each = [stages(words, source.mapping.states) for words in source.words.values()]
    return np.asarray(np.stack(each).max(axis=0)) if each else np.full(len(source.frame), -1, dtype="int8")


def _as_first_dated(lines: pd.DataFrame, out: np.ndarray, same: np.ndarray) -> pd.DataFrame:
    """Lines with the day on which their order was first told of, and its last known money where the last has none."""
    given_back = (lines["amount"] < 0).to_numpy() | (lines["event"] == "refund").to_numpy()
    touched = np.isin(same, np.unique(same[out])) & ~given_back
    date = lines["date"].where(~touched, lines["date"].groupby(same).transform("min"))
    amount = lines["amount"].to_numpy()
    unknown = pd.Series(np.isnan(amount) | out).groupby(same).transform("all").to_numpy() & touched & ~out
    if unknown.any():
        known = lines["amount"].groupby(same).transform("last").to_numpy()
        first = np.flatnonzero(unknown)[np.unique(same[unknown], return_index=True)[1]]
        amount = amount.copy()
        amount[first] = known[first]
    return lines.assign(date=date, amount=amount)
