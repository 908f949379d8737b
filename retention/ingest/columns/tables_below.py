"""Tables below one another in one file: the same columns in another order, under other names, refunds under orders."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from retention.errors import Example, Issue
from retention.ingest.columns.order_date import with_joined_date
from retention.ingest.headers import caseless, names_a_date, strengths, tokens
from retention.ingest.read.header_row import cell_type
from retention.ingest.values.order_states import order_state

if TYPE_CHECKING:
    from retention.ingest.read.raw import RawTable

_PERSON = frozenset({"customer", "customer_id", "customer_name", "email", "phone"})
_VALUES = ("number", "date")
# Rows looked at to learn which columns hold values, columns of values and rows among them looked at for a header.
_TOP, _COLUMNS, _CANDIDATES = 50, 3, 1000
_MOST_TABLES = 50
_FEWEST_NAMES = 2
_KNOWN_ENOUGH = 0.6
_EXAMPLES = 5
_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)


@dataclass(frozen=True, kw_only=True)
class _Below:
    """A table from position `start` on up to `end`, without its header: its names by position, whether of refunds."""

    start: int
    end: int
    names: Mapping[int, str]
    refunds: bool


def as_one_table(raw: "RawTable") -> "RawTable":
    """The table with what stands apart put together: further tables below it, dates in three columns."""
    return with_joined_date(with_tables_below(raw))


def with_tables_below(raw: "RawTable") -> "RawTable":
    """The table with the rows of others below it under its own column names, told by the issue `table_below`.

    A name is looked for among the first table's, then what it means; refunds get a minus sign. A column that the first
    table lacks is added. What has no column for a day stays apart in columns of its own: it is no list of orders.
    """
    found = [] if raw.parts else list(_tables_below(raw.frame))
    if not found:
        return raw
    frame = raw.frame.astype(_TEXT)
    parts = [frame.iloc[: found[0].start - 1], *(_renamed(frame, below) for below in found)]
    joined = pd.concat(parts, ignore_index=True).astype(_TEXT)
    kept = np.concatenate(
        [np.arange(found[0].start - 1), *(np.arange(below.start, below.end) for below in found)]
    ).astype("int64")
    below_rows = raw.rows[kept[found[0].start - 1 :]]
    examples = tuple(
        Example(int(raw.rows[below.start - 1]), " | ".join(below.names.values())[:120]) for below in found[:_EXAMPLES]
    )
    issue = Issue("table_below", len(below_rows), examples)
    return replace(raw, frame=joined, rows=raw.rows[kept], issues=(*raw.issues, issue))


def _tables_below(frame: pd.DataFrame) -> Iterator[_Below]:
    """The further tables, by the rows that can only be their headers."""
    known = {caseless(str(name)) for name in frame.columns}
    head = _next_header(frame, 0)
    for left in reversed(range(_MOST_TABLES)):
        if head is None:
            return
        row, names = head
        head = _next_header(frame, row + 1) if left else None
        title = _alone(frame, row - 1)
        further = [name for name in names.values() if caseless(name) not in known]
        refunds = any(map(_is_of_refund, further)) or (title is not None and _says_refund(title))
        yield _Below(start=row + 1, end=len(frame) if head is None else head[0], names=names, refunds=refunds)


def _next_header(frame: pd.DataFrame, start: int) -> tuple[int, dict[int, str]] | None:
    """The first header among the rows behind position `start`, with its names.

    Only rows with a word in a column of numbers or dates are looked at, and of these so many.
    """
    found = np.zeros(max(len(frame) - start, 0), dtype=bool)
    texts = [cells.iloc[start:] for _, cells in frame.items() if isinstance(cells.dtype, pd.StringDtype)]
    values = [cells for cells in texts if _begins_with_value(cells.iloc[:_TOP])]
    for cells in sorted(values, key=lambda cells: -_values_in(cells.iloc[:_TOP]))[:_COLUMNS]:
        first = pc.utf8_slice_codeunits(cells.array.__arrow_array__(), 0, 1)  # as it is, in chunks: nothing is copied
        found |= pc.fill_null(pc.utf8_is_alpha(first), False).to_numpy(zero_copy_only=False)
    if found.any():
        found &= _without_values(frame.iloc[start:])
    rows = [int(row) for row in start + np.flatnonzero(found)[:_CANDIDATES] if row]
    together = frame.iloc[rows].astype(object).to_numpy()  # taken one by one, each row costs as much as all
    headers = ((row, _header_names(frame, row, _filled(own))) for row, own in zip(rows, together, strict=True))
    return next(((row, names) for row, names in headers if names), None)


def _without_values(frame: pd.DataFrame) -> np.ndarray:
    """Rows on which no column of numbers or days has any: above such a value stands no header, nor is it one."""
    found = np.ones(len(frame), dtype=bool)
    for name, dtype in frame.dtypes.items():
        if dtype.kind in "ifM":
            found &= frame[name].isna().to_numpy()
    return found


def _begins_with_value(cells: pd.Series) -> bool:
    filled = cells.dropna()
    return len(filled) > 0 and cell_type(str(filled.iloc[0])) in _VALUES


def _values_in(cells: pd.Series) -> int:
    return sum(cell_type(str(cell)) in _VALUES for cell in cells.dropna())


def _header_names(frame: pd.DataFrame, row: int, cells: dict[int, str]) -> dict[int, str] | None:
    """The names in a row (`cells`) by position, if nothing else can be meant: words for columns above values."""
    names = [caseless(cell) for cell in cells.values()]
    if len(names) < _FEWEST_NAMES or len(set(names)) < len(names) or row + 1 >= len(frame):
        return None
    if any(cell_type(cell) != "label" for cell in cells.values()):
        return None
    below = _filled(frame.iloc[row + 1])
    if not any(cell_type(cell) in _VALUES for place, cell in below.items() if place in cells):
        return None
    known = {caseless(str(name)) for name in frame.columns}
    repeated = known.issuperset(names) and 2 * len(names) >= len(known)
    told = sum(bool(strengths(cell)) for cell in cells.values())
    dated = any(names_a_date(_without_refund(cell)) for cell in cells.values())
    return cells if repeated or (dated and told >= max(_FEWEST_NAMES, _KNOWN_ENOUGH * len(names))) else None


def _filled(cells: Iterable[Any]) -> dict[int, str]:
    """The cells of a row that hold anything, by position."""
    return {place: str(cell).strip() for place, cell in enumerate(cells) if not pd.isna(cell) and str(cell).strip()}


def _alone(frame: pd.DataFrame, row: int) -> str | None:
    """The only cell of a row: a title; None where it has more."""
    cells = [*_filled(frame.iloc[row]).values()]
    return cells[0] if len(cells) == 1 else None


def _says_refund(text: str) -> bool:
    return order_state(text) == "refund"


def _is_of_refund(name: str) -> bool:
    """Whether a name says when, how much or under which number money was given back."""
    left = _without_refund(name)
    return _says_refund(name) and (names_a_date(left) or not _meanings(left).isdisjoint({"amount", "order"}))


def _without_refund(name: str) -> str:
    """A name without its word for a refund, which leaves what is meant: `Refund Date`, `Сумма возврата`."""
    return " ".join(word for word in tokens(name) if not _says_refund(word))


def _renamed(frame: pd.DataFrame, below: _Below) -> pd.DataFrame:
    """The rows of a further table under the first one's names where they mean the same."""
    rows = frame.iloc[below.start : below.end]
    first = [str(name) for name in frame.columns]
    targets = _targets(first, below, rows)
    taken = {*first}
    columns: dict[str, pd.Series] = {}
    for place, cells in enumerate(frame.columns):
        name = targets.get(place) or _unused(below.names.get(place, str(cells)), taken)
        if name not in first and rows.iloc[:, place].isna().all():
            continue
        taken.add(name)
        values = rows.iloc[:, place]
        columns[name] = _negative(values) if below.refunds and "amount" in _meanings(name) else values
    return pd.DataFrame(columns, dtype=_TEXT)


def _targets(first: Sequence[str], below: _Below, rows: pd.DataFrame) -> dict[int, str]:
    """By position in a further table, the column of the first one it belongs to; none where no day is among them."""
    spelled = {caseless(name): name for name in reversed(first)}
    found = {place: spelled[caseless(name)] for place, name in below.names.items() if caseless(name) in spelled}
    for place, name in below.names.items():
        if place in found:
            continue
        meant = _meant(name, rows.iloc[:, place], refunds=below.refunds)
        free = [each for each in first if each not in found.values()]
        alike = [each for each in free if _same(meant, _meanings(each))]
        if len(alike) == 1:
            found[place] = alike[0]
    return found if any(names_a_date(name) for name in found.values()) else {}


def _meant(name: str, cells: pd.Series, *, refunds: bool) -> frozenset[str]:
    """What a name means in its own table: above numbers in one of refunds, `Refunded` alone is the money given back."""
    if not refunds:
        return _meanings(name)
    left = _without_refund(name)
    filled = cells.dropna()
    bare = not left and len(filled) > 0 and cell_type(str(filled.iloc[0])) == "number"
    return frozenset({"amount"}) if bare else _meanings(left)


def _meanings(name: str) -> frozenset[str]:
    """What a header means best; any word for a person is one."""
    means = strengths(name)
    best = max(means.values(), default=0.0)
    return frozenset("person" if role in _PERSON else role for role, strength in means.items() if strength == best)


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one.isdisjoint(other)


def _unused(name: str, taken: set[str]) -> str:
    number = 1
    found = name
    while found in taken:
        number += 1
        found = f"{name} ({number})"
    return found


def _negative(cells: pd.Series) -> pd.Series:
    """Money given back, with a minus sign where it has none."""
    texts = cells.str.strip()
    return ("-" + texts).where(~texts.str.startswith(("-", "−", "(")).fillna(True), texts)
