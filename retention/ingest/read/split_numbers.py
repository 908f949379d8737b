"""Numbers that the comma between cells has cut in two: `120,00` or `1,250.00` without quotes in a comma-separated text.

Rows then have more cells than the header. A number is put together where its column says money and every row of the
file allows one reading; rows with a further cell for another reason are none of this.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from retention.ingest.headers import strengths

_MONEY = frozenset({"amount", "price", "discount", "refund", "tax", "shipping", "fee"})
_NO_MONEY = frozenset({"order", "date", "time", "customer", "customer_id", "email", "phone", "quantity", "currency"})
_SIGN = r"[-+−(]?[^\W\d_]{0,3}[$€£¥₽₴₸]?\s?[-−]?"
_UNIT = r"\s?(?:[^\W\d_]{1,4}\.?|[$€£¥₽₴₸])?\)?"
_GROUPS = r"\d{1,3}(?:[ \u00a0\u202f\u2009'’.]\d{3})+"
_WHOLE = re.compile(rf"(?:{_SIGN}(?:{_GROUPS}|\d+)(?:\.\d+)?{_UNIT})?")
# One number cut in two or three: what the cells joined by commas look like.
_STYLES = (
    re.compile(rf"{_SIGN}\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?{_UNIT}"),
    re.compile(rf"{_SIGN}(?:{_GROUPS}|\d+),\d\d{_UNIT}"),
    re.compile(rf"{_SIGN}(?:{_GROUPS}|\d+),\d{{1,2}}{_UNIT}"),
)
_MOST_PARTS = 3
_MOST_COLUMNS = 8
_LONGEST_NUMBER = 40
_SHOWN = 5
_REMEMBERED = 10_000
_ONES = str.maketrans("23456789", "11111111")

Spans = tuple[int, ...]
"""How many cells each column takes, from the first to the last of money."""
Shapes = tuple[str, ...]
"""Cells with their digits alike."""


class Unclear(Exception):
    """A row that can be put together in more than one way; `row` is its position among the records."""

    def __init__(self, row: int, record: Sequence[str]) -> None:
        super().__init__(row)
        self.row = row
        self.record = record


def joiner(
    header: Sequence[str], records: Callable[[], Iterable[Sequence[str]]], *, first: int
) -> Callable[[Sequence[str]], Sequence[str]] | None:
    """What puts a record together; None where rows have no further cells, or have them for another reason.

    `records` gives all records of the file each time; those before position `first` are left as they are.
    Raises `Unclear` where every row could be put together, but one of them in several ways.
    """
    columns = _money_columns(header)
    if not columns or len(columns) > _MOST_COLUMNS:
        return None
    windows = [_Window(columns, len(header), style) for style in _STYLES]
    possible = list(windows)
    unclear: dict[int, Unclear] = {}
    seen: set[Shapes | None] = set()
    for row, record in _with_further_cells(records(), len(header), first=first):
        shapes = windows[0].shapes(record)
        if shapes in seen:
            continue
        if len(seen) < _REMEMBERED:
            seen.add(shapes)
        possible = [window for window in possible if window.ways(shapes)]
        if not possible:
            return None
        for window in possible:
            if len(window.ways(shapes)) > 1:
                unclear.setdefault(id(window), Unclear(row, record))
    if not seen:
        return None
    clear = [window for window in possible if id(window) not in unclear]
    if not clear:
        raise unclear[id(possible[0])]
    return clear[0].joined


def _with_further_cells(
    records: Iterable[Sequence[str]], width: int, *, first: int
) -> Iterator[tuple[int, Sequence[str]]]:
    """The records from position `first` on with more cells than `width`, and their positions."""
    for row, record in enumerate(records):
        if row >= first and len(record) > width and any(cell.strip() for cell in record[width:]):
            yield row, record


def _money_columns(header: Sequence[str]) -> tuple[int, ...]:
    """Columns whose header says money; where none does, all that do not say something else."""
    meanings = [strengths(name) for name in header]
    named = tuple(place for place, means in enumerate(meanings) if not _MONEY.isdisjoint(means))
    others = tuple(place for place, means in enumerate(meanings) if _NO_MONEY.isdisjoint(means))
    return named or others


class _Window:
    """The columns from the first to the last of money, and the ways to share out the cells of a record among them."""

    def __init__(self, columns: tuple[int, ...], width: int, style: re.Pattern[str]) -> None:
        self._first, self._last = columns[0], columns[-1]
        self._money = frozenset(columns)
        self._width = width
        self._style = style
        self._known = lru_cache(maxsize=4096)(self._search)

    def shapes(self, record: Sequence[str]) -> Shapes | None:
        """What the cells of a record that may belong to money look like; None where it has too many."""
        further = len(record) - self._width
        if further > (_MOST_PARTS - 1) * len(self._money):
            return None
        return tuple(map(_shape, record[self._first : self._last + 1 + further]))

    def ways(self, shapes: Shapes | None) -> tuple[Spans, ...]:
        """The ways to read a record of such cells, two at most."""
        return () if shapes is None else self._known(shapes)

    def joined(self, record: Sequence[str]) -> Sequence[str]:
        """A record with its numbers put together; one that needs it not, or allows it not, as it is."""
        if len(record) <= self._width:
            return record
        if not any(cell.strip() for cell in record[self._width :]) and self._last == self._width - 1:
            return record  # a comma at the end of the line
        ways = self.ways(self.shapes(record))
        if len(ways) != 1:
            return record
        cells, place = [*record[: self._first]], self._first
        for span in ways[0]:
            cells.append(",".join(part.strip() for part in record[place : place + span]))
            place += span
        return [*cells, *record[place:]]

    def _search(self, shapes: Shapes) -> tuple[Spans, ...]:
        found: list[Spans] = []
        self._extend((), shapes, found)
        return tuple(found)

    def _extend(self, spans: Spans, left: tuple[str, ...], found: list[Spans]) -> None:
        """Share out the cells that are left among the columns behind those that have theirs."""
        column = self._first + len(spans)
        if column > self._last:
            if not left:
                found.append(spans)
            return
        most = _MOST_PARTS if column in self._money else 1
        for span in range(1, min(most, len(left) - (self._last - column)) + 1):
            if len(found) < 2 and self._fits(left[:span], money=column in self._money):
                self._extend((*spans, span), left[span:], found)

    def _fits(self, cells: tuple[str, ...], *, money: bool) -> bool:
        if len(cells) > 1:
            return self._style.fullmatch(",".join(cells)) is not None
        return not money or (_WHOLE.fullmatch(cells[0]) is not None and not _is_rest(cells[0]))


def _is_rest(cell: str) -> bool:
    """Whether a cell is the second half of a number: `00`, `05`, `050`."""
    return len(cell) > 1 and cell[0] == "0" and cell.isdigit()


def _shape(cell: str) -> str:
    """A cell with its digits alike but for zeros: cells of one shape are read alike."""
    text = cell.strip()
    return text.translate(_ONES) if len(text) <= _LONGEST_NUMBER else "no number"


def put_together(
    records: Iterable[Sequence[str]],
    join: Callable[[Sequence[str]], Sequence[str]],
    joined: list[tuple[int, Sequence[str]]],
    *,
    first: int,
) -> Iterator[Sequence[str]]:
    """The records with numbers put together from position `first` on.

    `joined` receives the position of each changed record, and what the first few were.
    """
    for row, record in enumerate(records):
        better = join(record) if row >= first else record
        if better is not record:
            joined.append((row, record if len(joined) < _SHOWN else ()))
        yield better
