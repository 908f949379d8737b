"""A line whose quotes do not add up, cut into as many cells as the table has, with the fewest irregularities."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retention.ingest.read.records import Dialect

# Longer lines, or lines with more separators, are read as they stand: nobody typed them by hand.
LONGEST_LINE = 20_000
MOST_SEPARATORS = 400

# What looking for cuts may cost in one text, in characters looked at: a second or two, and more for long texts.
LEAST_WORK = 300_000_000
WORK_PER_CHARACTER = 60
WORK_PER_OPTION = 60
REMEMBERED = 64  # lines


def is_regular(line: str, dialect: "Dialect") -> bool:
    """Whether every quoted cell of a line ends where its quote closes."""
    return bool(_regular(dialect).fullmatch(line.rstrip("\r\n")))


@lru_cache(maxsize=32)
def _regular(dialect: "Dialect") -> re.Pattern[str]:
    q, s = re.escape(dialect.quote), re.escape(dialect.separator)
    escaped = f"{q}{q}|{re.escape(dialect.escape)}." if dialect.escape else f"{q}{q}"
    plain = f"[^{q}{re.escape(dialect.escape or '')}]"
    cell = f"(?:{q}{plain}*(?:(?:{escaped}){plain}*)*{q}|(?!{q})[^{s}]*)"
    return re.compile(f"{cell}(?:{s}{' ?' if dialect.spaced else ''}{cell})*+", re.DOTALL)


def cells(line: str, width: int, dialect: "Dialect") -> list[str] | None:
    """The cells of a line cut into `width` of them; None where no cut gives so many.

    A quoted cell may close only before a separator or the line's end. What stands out costs: a quote inside
    a bare cell, one inside a quoted cell, a cell that reaches over another's quote, a close that doubling
    would have escaped. The cheapest cut wins.
    """
    return Cutter(width, dialect, size=len(line)).cells(line)


class Cutter:
    """Cuts the lines of one text, of `size` characters, into `width` cells, within a measure of work for all of them.

    Past that measure no cut is looked for any more: a text that needs so much was made to.
    """

    def __init__(self, width: int, dialect: "Dialect", *, size: int) -> None:
        self._width, self._dialect = width, dialect
        self._work_left = LEAST_WORK + WORK_PER_CHARACTER * size
        self._known: dict[str, list[str] | None] = {}  # the same lines are asked for again and again around a quote

    def cells(self, line: str) -> list[str] | None:
        """The cells of a line, as the function of this name finds them."""
        line = line.rstrip("\r\n")
        if line not in self._known:
            if len(self._known) == REMEMBERED:
                self._known.clear()
            self._known[line] = self._cells(line)
        return self._known[line]

    def _cells(self, line: str) -> list[str] | None:
        dialect = self._dialect
        if len(line) > LONGEST_LINE or line.count(dialect.separator) > MOST_SEPARATORS or not dialect.quote:
            return None
        found = first_close_cells(line, dialect)  # nearly always right, and quick
        if found is not None and len(found) == self._width:
            return found
        cut = _Cut(line, dialect, most_work=self._work_left)
        best = cut.best(self._width)
        self._work_left -= cut.work
        return best


def first_close_cells(line: str, dialect: "Dialect") -> list[str] | None:
    """The cells when each quote closes at the first place it may; None where one looks misplaced or stays open."""
    line = line.rstrip("\r\n")
    pattern = _cell_pattern(dialect)
    found: list[str] = []
    place = -len(dialect.separator)
    while place < len(line):
        cell = pattern.match(line, place + len(dialect.separator))
        if cell is None:
            return None
        body, bare = cell.groups()
        if dialect.quote in (bare or "").strip(dialect.quote) or dialect.separator + dialect.quote in (body or ""):
            return None
        found.append(bare if body is None else _unescaped(body, dialect))
        place = cell.end()
    return found


@lru_cache(maxsize=32)
def _cell_pattern(dialect: "Dialect") -> re.Pattern[str]:
    q, s = re.escape(dialect.quote), re.escape(dialect.separator)
    before = f"(?<!{re.escape(dialect.escape)})" if dialect.escape else ""
    space = " ?" if dialect.spaced else ""
    return re.compile(f"{space}(?:{q}(.*?){before}{q}(?={s}|$)|([^{s}]*))", re.DOTALL)


def _unescaped(body: str, dialect: "Dialect") -> str:
    """A quoted cell's text as it was before it was escaped."""
    text = body.replace(dialect.quote * 2, dialect.quote)
    return text.replace(dialect.escape + dialect.quote, dialect.quote) if dialect.escape else text


@dataclass(frozen=True)
class _Cell:
    """A way to read a cell: what it costs, between which places it lies, and whether its quotes are taken off."""

    cost: int
    begin: int
    end: int
    quoted: bool


def _places(text: str, part: str) -> list[int]:
    """Where a part stands in a text, none overlapping."""
    found: list[int] = []
    place = text.find(part)
    while place >= 0:
        found.append(place)
        place = text.find(part, place + len(part))
    return found


class _Cut:
    """The cheapest cut of one line, found from its end. `work` tells about how many characters were looked at.

    Past `most_work` the search is given up.

    Places where a cell may begin are numbered: place k is behind the k-th separator, the last one behind the line.
    """

    def __init__(self, line: str, dialect: "Dialect", *, most_work: int) -> None:
        separator = dialect.separator + " " if dialect.spaced else dialect.separator
        self.line, self.dialect, self.separator, self.quote = line, dialect, separator, dialect.quote
        self.ends = [*_places(line, separator), len(line)]
        self.begins = [0, *(end + len(separator) for end in self.ends)]
        self.closing = self._closing()
        self.work, self._most_work = 0, most_work

    def _closing(self) -> list[int]:
        """The places whose cells end in a quote that may close one."""
        closed = len(self.quote)
        before = len(self.dialect.escape or "")
        return [
            place
            for place, end in enumerate(self.ends)
            if self.line.endswith(self.quote, 0, end)
            and not (before and self.line.endswith(str(self.dialect.escape), 0, end - closed))
        ]

    def best(self, width: int) -> list[str] | None:
        """The cells of the cheapest cut of the whole line into so many cells; None where there is none.

        Every cell takes a separator, so that only `spare` of them can be inside cells: a cell reaches no further,
        and the n-th cell begins at one of so many places.
        """
        spare = len(self.ends) - width
        if spare < 0 or width < 1:
            return None
        options: list[list[_Cell]] = []
        for place in range(len(self.ends)):
            options.append(self._options(place, spare))
            if self.work > self._most_work:
                return None
        cheapest: dict[int, int] = {len(self.ends): 0}
        chosen: list[dict[int, _Cell]] = []
        for left in range(1, width + 1):
            behind, cheapest = cheapest, {}
            cells: dict[int, _Cell] = {}
            for place in range(width - left, width - left + spare + 1):
                self.work += WORK_PER_OPTION * len(options[place])
                if self.work > self._most_work:
                    return None
                possible = [(cell.cost + behind[cell.end], cell) for cell in options[place] if cell.end in behind]
                if possible:
                    cheapest[place], cells[place] = self._cheapest(possible)
            chosen.append(cells)
        return self._along(chosen) if 0 in cheapest else None

    def _options(self, place: int, spare: int) -> list["_Cell"]:
        """Ways to read one cell from a place, nearest ends first."""
        begin, end = self.begins[place], self.ends[place]
        found = [_Cell(self.line.count(self.quote, begin, end), place, place + 1, False)]
        self.work += end - begin
        if not self.line.startswith(self.quote, begin):
            return found
        for last in self.closing[bisect_left(self.closing, place) : bisect_right(self.closing, place + spare)]:
            close = self.ends[last] - len(self.quote)
            if close > begin:
                self.work += close - begin
                cost = self._irregularities(self.line[begin + len(self.quote) : close])
                found.append(_Cell(cost, place, last + 1, True))
        return found

    def _cheapest(self, possible: list[tuple[int, "_Cell"]]) -> tuple[int, "_Cell"]:
        """The cheapest of several cuts; of equal ones that whose first cell's text comes first in the alphabet.

        Of quoted cells from one place that is the nearest: the others' texts begin with its text.
        """
        lowest = min(cost for cost, _ in possible)
        equal = [cell for cost, cell in possible if cost == lowest]
        bare = [cell for cell in equal if not cell.quoted]
        rivals = [*bare, *[cell for cell in equal if cell.quoted][:1]]
        return lowest, rivals[0] if len(rivals) == 1 else min(rivals, key=lambda cell: (self._text(cell), cell.end))

    def _text(self, cell: "_Cell") -> str:
        begin, end = self.begins[cell.begin], self.ends[cell.end - 1]
        self.work += end - begin
        if not cell.quoted:
            return self.line[begin:end]
        return _unescaped(self.line[begin + len(self.quote) : end - len(self.quote)], self.dialect)

    def _along(self, chosen: "list[dict[int, _Cell]]") -> list[str]:
        """The texts of the cells chosen, from the line's first place to its end."""
        texts, place = [], 0
        for cells in reversed(chosen):
            texts.append(self._text(cells[place]))
            place = cells[place].end
        return texts

    def _irregularities(self, body: str) -> int:
        """How many things in a quoted cell's text do not belong there."""
        q, s = self.quote, self.separator
        body = body.replace(self.dialect.escape + q, "") if self.dialect.escape else body
        trailing = len(body) - len(body.rstrip(q))
        lone = body.rstrip(q).replace(q * 2, "").count(q)
        return lone + trailing % 2 + 2 * (body.count(s + q) + body.count(q + s))
