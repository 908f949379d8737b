"""Texts that tell columns apart by blanks alone: columns of fixed width, or single blanks between numbers and dates.

Such texts come from statistics programs and old tills (the CDNOW data of the literature are ones), with a header or
without. Names with blanks in them are never torn: words in a row are one cell.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from retention.ingest.read import limits
from retention.ingest.read.header_row import cell_type

BLANK = " "
RUN_OF_SPACES = re.compile(r" {2,}")
TOKEN = re.compile(r"[^ \r\n]+")
DAY = re.compile(
    r"\d{1,4}([-./])\d{1,2}\1\d{1,4}(?:[T ,] ?\d{1,2}:\d{2}[\d:.+ APMZapm-]*)?"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)
CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
# A table by blanks is believed from so few columns and lines on: by chance alone some lines agree in their blanks.
FEWEST_COLUMNS = 3
FEWEST_LINES = 3
FEWEST_ALIGNED = 5


def find(text: str) -> tuple[int, ...] | None:
    """Where columns of fixed width begin, () where runs of blanks alone tell them apart; None where neither is a table.

    It is one where every line gives as many cells, one column holds nothing but days, and another nothing but numbers;
    the first line may be a header of as many names.
    """
    head = text[: limits.SAMPLE_CHARACTERS]
    whole = head if len(head) == len(text) else head[: head.rfind("\n") + 1]
    sample = list(islice(_lines(whole), limits.SAMPLE_RECORDS))
    if len(sample) < FEWEST_LINES:
        return None
    if len(sample) >= FEWEST_ALIGNED:
        for skipped in (0, 1):  # names of a header need not stand over their columns
            if not _is_table(_sliced(sample[skipped:], _cuts(sample[skipped:]))):
                continue
            cuts = _cuts(list(_lines(text))[skipped:])
            rows = _sliced(sample[skipped:], cuts)
            if _is_table(rows) and _fits(sample[0], cuts, len(cuts)):
                return cuts
    rows = [_words_joined(line) for line in sample[1:]]
    return () if _is_table(rows) and _fits(sample[0], (), len(rows[0])) else None


def cells(line: str, cuts: tuple[int, ...], width: int | None = None) -> list[str]:
    """The cells of a line, cut where columns begin, else at blanks; a header is read so that it has `width` names."""
    line = line.rstrip("\r\n")
    if not line.strip():
        return []
    if cuts and all(line[cut : cut + 1] in ("", BLANK) for cut in cuts[1:]):
        return _slices(line, cuts)
    readings = (_words_joined(line), RUN_OF_SPACES.split(line.strip()), line.split())
    return next((reading for reading in readings if len(reading) == (width or len(cuts))), readings[0])


def is_day(cell: str) -> bool:
    """Whether a cell is a date in numbers, with a time of day or without, or eight digits that are one."""
    return bool(DAY.fullmatch(cell))


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line.strip())


def _words_joined(line: str) -> list[str]:
    """Cells between blanks: words with one blank between them are one, as are a day and its time."""
    found: list[str] = []
    end = None
    for token in TOKEN.finditer(line):
        word = token[0]
        if end == token.start() - 1 and found and _belong_together(found[-1], word):
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
        end = token.end()
    return found


def _belong_together(before: str, word: str) -> bool:
    if CLOCK.fullmatch(word):
        return is_day(before)
    return cell_type(before) == cell_type(word) == "label"


def _cuts(lines: Sequence[str]) -> tuple[int, ...]:
    """Where columns begin: the last of the places that are blank in every line, before each column but the first."""
    blank = set(range(max(map(len, lines))))
    filled = 0
    for line in lines:
        blank = {place for place in blank if line[place : place + 1] in ("", BLANK)}
        filled = max(filled, len(line.rstrip()))
    edges = [place for place in sorted(blank) if place + 1 not in blank and place < filled - 1]
    begins = min(len(line) - len(line.lstrip()) for line in lines)
    cuts = [0, *(place for place in edges if place >= begins)]
    return _without_torn_words(lines, cuts, blank)


def _without_torn_words(lines: Sequence[str], cuts: list[int], blank: set[int]) -> tuple[int, ...]:
    """The cuts but those at a single blank between two columns of words, which may be one of names."""
    rows = [_slices(line, tuple(cuts)) for line in lines[: limits.SAMPLE_RECORDS]]
    kept = [0]
    for place, cut in enumerate(cuts[1:], start=1):
        wide = cut - 1 in blank
        words = all(cell_type(row[side]) in ("label", "empty") for row in rows for side in (place - 1, place))
        if wide or not words:
            kept.append(cut)
    return tuple(kept)


def _slices(line: str, cuts: tuple[int, ...]) -> list[str]:
    return [line[start:end].strip() for start, end in pairwise((*cuts, len(line) + 1))]


def _sliced(lines: Sequence[str], cuts: tuple[int, ...]) -> list[list[str]]:
    return [_slices(line, cuts) for line in lines]


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether all rows have as many cells, a column of days and another of numbers; a first row of names aside.

    Two numbers in one cell show that columns of different widths have been cut as if they were of one.
    """
    width = len(rows[0])
    if width < FEWEST_COLUMNS or any(len(row) != width or any(map(_is_two_numbers, row)) for row in rows):
        return False
    columns = list(zip(*(rows[1:] if len(rows) > FEWEST_LINES else rows), strict=True))
    days = [all(map(is_day, column)) for column in columns]
    numbers = [all(cell_type(cell) == "number" for cell in column) for column in columns]
    return any(days) and any(number and not day for number, day in zip(numbers, days, strict=True))


def _is_two_numbers(cell: str) -> bool:
    words = cell.split()
    return len(words) > 1 and all(word.replace(".", "").replace(",", "").isdigit() for word in words)


def _fits(line: str, cuts: tuple[int, ...], width: int) -> bool:
    return len(cells(line, cuts, width)) == width
