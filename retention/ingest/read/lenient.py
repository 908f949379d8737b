"""A line whose quotes do not add up, cut into as many cells as the table has, with the fewest irregularities."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retention.ingest.read.records import Dialect

# Longer lines, or lines with more separators, are read as they stand: nobody typed them by hand.
LONGEST_LINE = 20_000
MOST_SEPARATORS = 400


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
    line = line.rstrip("\r\n")
    if len(line) > LONGEST_LINE or line.count(dialect.separator) > MOST_SEPARATORS or not dialect.quote:
        return None
    found = natural(line, dialect)  # nearly always right, and quick
    return found if found is not None and len(found) == width else _cheapest(line, width, dialect)


def natural(line: str, dialect: "Dialect") -> list[str] | None:
    """The cells when each quote closes at the first chance; None where a quote stays open or looks misplaced."""
    line = line.rstrip("\r\n")
    pattern = _first_chance(dialect)
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
def _first_chance(dialect: "Dialect") -> re.Pattern[str]:
    q, s = re.escape(dialect.quote), re.escape(dialect.separator)
    before = f"(?<!{re.escape(dialect.escape)})" if dialect.escape else ""
    space = " ?" if dialect.spaced else ""
    return re.compile(f"{space}(?:{q}(.*?){before}{q}(?={s}|$)|([^{s}]*))", re.DOTALL)


def _unescaped(body: str, dialect: "Dialect") -> str:
    """A quoted cell's text as it was before it was escaped."""
    text = body.replace(dialect.quote * 2, dialect.quote)
    return text.replace(dialect.escape + dialect.quote, dialect.quote) if dialect.escape else text


def _cheapest(line: str, width: int, dialect: "Dialect") -> list[str] | None:
    found = _Cut(line, dialect).best(width)
    return None if found is None else found[1]


class _Cut:
    """The cheapest cuts of one line, found from its end, each remembered."""

    def __init__(self, line: str, dialect: "Dialect") -> None:
        separator = dialect.separator + " " if dialect.spaced else dialect.separator
        quote, escape = dialect.quote, dialect.escape
        self.line, self.dialect, self.separator, self.quote, self.escape = line, dialect, separator, quote, escape
        end = rf"(?={re.escape(separator)}|$)"
        before = rf"(?<!{re.escape(escape)})" if escape else ""
        self.closes = [found.start() for found in re.finditer(before + re.escape(quote) + end, line)]
        self.ends = [*(found.start() for found in re.finditer(re.escape(separator), line)), len(line)]

    def best(self, width: int) -> tuple[int, list[str]] | None:
        """Cost and cells of the cheapest cut of the whole line."""
        reachable: dict[int, tuple[int, list[str]]] = {len(self.line) + len(self.separator): (0, [])}
        starts = [0, *(end + len(self.separator) for end in self.ends[:-1])]
        for left in range(1, width + 1):
            reached = reachable
            reachable = {}
            for start in starts if left < width else [0]:
                options = [
                    (cost + reached[end][0], text, end)
                    for cost, text, stop in self._cells_from(start)
                    if (end := stop + len(self.separator)) in reached
                ]
                if options:
                    cost, text, end = min(options)
                    reachable[start] = (cost, [text, *reached[end][1]])
        return reachable.get(0)

    def _cells_from(self, start: int) -> list[tuple[int, str, int]]:
        """Ways to read one cell from `start`: its cost, its text and where it ends."""
        stop = next(end for end in self.ends if end >= start)
        bare = self.line[start:stop]
        found = [(bare.count(self.quote), bare, stop)]
        if not self.line.startswith(self.quote, start):
            return found
        for close in self.closes:
            if close > start:
                body = self.line[start + 1 : close]
                found.append((self._irregularities(body), _unescaped(body, self.dialect), close + 1))
        return found

    def _irregularities(self, body: str) -> int:
        """How many things in a quoted cell's text do not belong there."""
        q, s = self.quote, self.separator
        body = body.replace(self.escape + q, "") if self.escape else body
        trailing = len(body) - len(body.rstrip(q))
        lone = body.rstrip(q).replace(q * 2, "").count(q)
        return lone + trailing % 2 + 2 * (body.count(s + q) + body.count(q + s))
