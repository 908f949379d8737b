"""Text cut into records and cells under a dialect; a quote left open costs no more than its own line."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SPACES = "  "
RUN_OF_SPACES = re.compile(r" {2,}")


@dataclass(frozen=True)
class Dialect:
    """A separator (two spaces stand for runs of spaces), a quote character ("" for none) and an escape."""

    separator: str
    quote: str = '"'
    escape: str | None = None


def records(text: str, dialect: Dialect, *, width: int | None = None) -> Iterator[list[str]]:
    """The records of a text, blank ones included, in file order; any line end, newlines allowed in quotes.

    With the table's `width`, a quote that is opened but was never meant to run over line ends (`5" pipe`
    in front of a cell) is read literally: its record would have swallowed whole lines that are records.
    """
    lines = io.StringIO(text, newline="")
    if dialect.separator == SPACES:
        return (RUN_OF_SPACES.split(line.strip()) for line in lines)
    csv.field_size_limit(2**31 - 1)
    if width is None or not dialect.quote or dialect.quote not in text:
        return _reader(lines, dialect)
    return _recovered(_Lines(lines), dialect, width)


class _Lines:
    """Lines that remember what was taken since the last look, and can be put back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._waiting: list[str] = []
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else next(self._lines)
        self.taken.append(line)
        return line

    def put_back(self, lines: list[str]) -> None:
        self._waiting += reversed(lines)


def _reader(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=dialect.separator,
        quotechar=dialect.quote or None,
        escapechar=dialect.escape,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
    )


def _recovered(lines: _Lines, dialect: Dialect, width: int) -> Iterator[list[str]]:
    for record in _reader(lines, dialect):
        taken, lines.taken = lines.taken, []
        if len(taken) > 1:
            literal = [_literal(line, dialect) for line in taken]
            swallowed = len(record) != width or all(len(cells) == width for cells in literal)
            if swallowed and len(literal[0]) == width:
                lines.put_back(taken[1:])
                yield literal[0]
                continue
        yield record


def _literal(line: str, dialect: Dialect) -> list[str]:
    """A line's cells with quotes as ordinary characters, those around whole cells removed."""
    cells = next(_reader([line], Dialect(dialect.separator, "", dialect.escape)), [])
    quote = dialect.quote
    whole = len(quote) * 2
    return [c[1:-1] if len(c) >= whole > 0 and c.startswith(quote) and c.endswith(quote) else c for c in cells]
