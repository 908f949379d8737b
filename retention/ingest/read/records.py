"""Delimited text: how it separates, quotes and escapes its cells, and its records under such a dialect.

A quote left open costs no more than its own line.
"""

import csv
import dataclasses
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from retention.ingest.read import blanks, limits, stray_quotes
from retention.ingest.read.blanks import BLANK, RUN_OF_SPACES
from retention.ingest.read.header_row import cell_type

SEPARATORS = (",", ";", "\t", "|")
# Tried only in texts that have them.
RARE_SEPARATORS = ("^", "~")
SPACES = "  "
# A cell typed over more lines than these is none: its quote was left open.
MOST_LINES = 20
# An open quote takes all that follows, which is then put back and read again: in no real text so many characters,
# or the text so many times. From then on a record has no more than MOST_LINES.
LEAST_PUT_BACK = 16 * limits.MIB
MOST_TIMES_PUT_BACK = 16

SEP_LINE = re.compile(r'"?sep=(.)"?[^\S\r\n]*(?:\r\n|\r|\n)', re.IGNORECASE)
# A pattern of one-cell rows is no evidence for a separator, but better than nothing at all.
SINGLE = 1e-3
MOSTLY = 0.9


@dataclass(frozen=True)
class Dialect:
    """How cells are told apart: separator (two spaces stand for runs of spaces), quote ("" for none), escape.

    `spaced`: a space follows each separator and belongs to no cell. With one blank as separator `cuts` says where
    columns of fixed width begin, () where runs of blanks alone tell them apart.
    """

    separator: str
    quote: str = '"'
    escape: str | None = None
    spaced: bool = False
    cuts: tuple[int, ...] = ()

    @property
    def by_blanks(self) -> bool:
        """Whether nothing but blanks tells cells apart, so that there are no quotes."""
        return self.separator in (SPACES, BLANK)


def records(text: str, dialect: Dialect, *, width: int | None = None) -> Iterator[list[str]]:
    """The records of a text, blank ones included, in file order; any line end, newlines allowed in quotes.

    With the table's `width`, lines whose quotes or separators do not add up are read so that they give as
    many cells: a quote that was opened but never meant to run over line ends (`5" pipe`), one that was not
    doubled, a line with a separator of its own.
    """
    lines = io.StringIO(text, newline="")
    if dialect.separator == SPACES:
        return (RUN_OF_SPACES.split(line.strip()) for line in lines)
    if dialect.separator == BLANK:
        return (blanks.cells(line, dialect.cuts, width) for line in lines)
    csv.field_size_limit(2**31 - 1)
    if width is None:
        return _reader(lines, dialect)
    put_back = max(LEAST_PUT_BACK, MOST_TIMES_PUT_BACK * len(text))
    return _recovered(_Lines(lines, put_back), dialect, width, stray_quotes.Cutter(width, dialect, size=len(text)))


def likely(text: str, dialect: Dialect) -> Iterator[list[str]]:
    """Records to learn the table's width from: where quotes do not add up, what the first line alone would be."""
    if dialect.by_blanks or not dialect.quote:
        yield from records(text, dialect)
        return
    lines = _Lines(io.StringIO(text, newline=""), LEAST_PUT_BACK)
    for record in _reader(lines, dialect):
        taken, lines.taken = lines.taken, []
        if stray_quotes.is_regular("".join(taken), dialect):
            yield record
        else:
            lines.put_back(taken[1:])
            yield stray_quotes.first_close_cells(taken[0], dialect) or record


class _Lines:
    """Lines that remember what was taken since the last look, and can be put back: so many characters in all."""

    def __init__(self, lines: Iterable[str], put_back: int) -> None:
        self._lines = iter(lines)
        self._characters_left = put_back
        self._waiting: list[str] = []
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._characters_left < 0 and len(self.taken) >= MOST_LINES:
            raise StopIteration  # the record ends here; the reader asks again for the next one
        line = self._waiting.pop() if self._waiting else next(self._lines)
        self.taken.append(line)
        return line

    def put_back(self, lines: list[str]) -> None:
        self._waiting += reversed(lines)
        self._characters_left -= sum(map(len, lines))


def _reader(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=dialect.separator,
        quotechar=dialect.quote or None,
        escapechar=dialect.escape,
        skipinitialspace=dialect.spaced,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
    )


def _recovered(lines: _Lines, dialect: Dialect, width: int, cutter: stray_quotes.Cutter) -> Iterator[list[str]]:
    for record in _reader(lines, dialect):
        taken, lines.taken = lines.taken, []
        if len(taken) == 1:
            yield _of_one_line(record, taken[0], dialect, width, cutter)
            continue
        count, better = _of_several_lines(record, taken, dialect, width, cutter)
        lines.put_back(taken[count:])
        yield better


def _of_one_line(record: list[str], line: str, dialect: Dialect, width: int, cutter: stray_quotes.Cutter) -> list[str]:
    """A line's record, read otherwise where its quotes or its number of cells are wrong."""
    if dialect.quote and dialect.quote in line and not stray_quotes.is_regular(line, dialect):
        return cutter.cells(line) or record
    if len(record) < width and line.strip():
        for separator in SEPARATORS:
            found = next(_reader([line], dataclasses.replace(dialect, separator=separator)))
            if separator != dialect.separator and len(found) == width:
                return found
    return record


def _of_several_lines(
    record: list[str], taken: list[str], dialect: Dialect, width: int, cutter: stray_quotes.Cutter
) -> tuple[int, list[str]]:
    """How many of the lines a record took are its own, and its cells."""
    alone = cutter.cells(taken[0])
    fits = len(record) == width
    if alone is not None and (not fits or all(cutter.cells(line) for line in taken[:MOST_LINES])):
        return 1, alone
    if fits:
        return len(taken), record
    for count in range(2, min(len(taken), MOST_LINES) + 1):
        found = cutter.cells("".join(taken[:count]))
        if found is not None:
            return count, found
    others = taken[1:MOST_LINES]
    if sum(len(next(_reader([line], dialect))) == width for line in others) * 2 > len(others):
        return 1, next(_reader([taken[0]], dataclasses.replace(dialect, quote="")), [])
    return len(taken), record


def sep_line(text: str) -> tuple[str, int] | None:
    """The separator that a first line `sep=;` announces and the line's length, None without such a line."""
    match = SEP_LINE.match(text)
    return (match.group(1), match.end()) if match else None


def detect(text: str, *, separator: str | None = None) -> Dialect:
    """The dialect in which the text's first records look most like a table.

    Follows the data consistency measure of van den Burg, Nazábal and Sutton (Data Mining and Knowledge
    Discovery 33, 2019): rows of equal length weigh more than ragged ones, cells that are numbers, dates or
    plain text more than fragments. `separator` leaves only the quoting to be found. Where that gives no column of days,
    columns may be told apart by blanks alone (`blanks`).
    """
    if separator == BLANK:
        return Dialect(BLANK, "", cuts=blanks.find(text) or ())
    sample = text[: limits.SAMPLE_CHARACTERS]
    cut = len(text) > len(sample)
    rare = tuple(sign for sign in RARE_SEPARATORS if sign in sample)
    separators = (separator,) if separator else SEPARATORS + rare
    candidates = [
        Dialect(s, q, e, spaced) for s in separators for spaced in _spacings(sample, s) for q, e in _quotings(sample, s)
    ]
    scored = [(score(sample, dialect, cut=cut), -i) for i, dialect in enumerate(candidates)]
    best, index = max(scored)
    spaces = Dialect(SPACES, "")
    by_spaces = not separator and best < 1.0 and score(sample, spaces, cut=cut) > max(best, 1.0)
    chosen = spaces if by_spaces else candidates[-index]
    if not separator and not _holds_days(sample, chosen):
        cuts = blanks.find(text)
        if cuts is not None:
            return Dialect(BLANK, "", cuts=cuts)
    return chosen


def _holds_days(sample: str, dialect: Dialect) -> bool:
    """Whether half of the records of a sample, or more, have a day in the same place."""
    top = list(itertools.islice(records(sample, dialect), limits.SAMPLE_RECORDS))
    places = Counter(place for record in top for place, cell in enumerate(record) if blanks.is_day(cell.strip()))
    return max(places.values(), default=0) * 2 >= len(top)


def _spacings(sample: str, separator: str) -> tuple[bool, ...]:
    """Whether a space follows each separator (a few stand inside other cells' text), if that is worth trying."""
    return (True, False) if sample.count(separator + " ") > MOSTLY * sample.count(separator) > 0 else (False,)


def _quotings(sample: str, separator: str) -> list[tuple[str, str | None]]:
    """Quote characters and escapes worth trying in this text."""
    found: list[tuple[str, str | None]] = []
    doubles = _opening(separator, '"').search(sample)
    for quote in ('"', "'"):
        opened = len(_opening(separator, quote).findall(sample))
        closed = len(_closing(separator, quote).findall(sample))
        if quote == '"' or (opened and not doubles and opened == closed):
            found.append((quote, None))
            if "\\" + quote in sample:
                found.append((quote, "\\"))
    if sample.count('"') % 2 and not doubles:
        found.append(("", None))
    return found


def _opening(separator: str, quote: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|{re.escape(separator)}){quote}", re.MULTILINE)


def _closing(separator: str, quote: str) -> re.Pattern[str]:
    return re.compile(rf"{quote}(?:{re.escape(separator)}|\r|$)", re.MULTILINE)


def score(sample: str, dialect: Dialect, *, cut: bool = False) -> float:
    """Consistency of a sample under a dialect: pattern of row lengths × share of cells of a known kind."""
    rows = []
    for record in records(sample, dialect):
        rows.append(record)
        if len(rows) >= limits.SAMPLE_RECORDS:
            break
    if cut and len(rows) > 1 and len(rows) < limits.SAMPLE_RECORDS:
        rows.pop()
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return 0.0
    lengths = Counter(map(len, filled))
    pattern = sum(count * max(SINGLE, length - 1) / length for length, count in lengths.items()) / len(lengths)
    return pattern * _known_share(filled)


def _known_share(rows: list[list[str]]) -> float:
    cells = [cell for row in rows for cell in row]
    return max(sum(map(_is_whole, cells)) / len(cells), SINGLE)


def _is_whole(cell: str) -> bool:
    """Whether a cell is something by itself: empty, a number, a date, a contact, or text without loose quotes."""
    if len(cell) > 1 and cell[0] == cell[-1] == "'":
        return False
    if cell_type(cell) != "label":
        return True
    half_quoted = cell.startswith("'") != cell.endswith("'")
    return not half_quoted and '"' not in cell and not any(separator in cell for separator in ";\t|")
