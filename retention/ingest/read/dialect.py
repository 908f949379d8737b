"""How a delimited text separates, quotes and escapes its cells."""

import re
from collections import Counter

from retention.ingest.read import limits
from retention.ingest.read.header_row import kind
from retention.ingest.read.records import RARE_SEPARATORS, SEPARATORS, SPACES, Dialect, records

SEP_LINE = re.compile(r'"?sep=(.)"?[^\S\r\n]*(?:\r\n|\r|\n)', re.IGNORECASE)

# A pattern of one-cell rows is no evidence for a separator, but better than nothing at all.
SINGLE = 1e-3
MOSTLY = 0.9


def sep_line(text: str) -> tuple[str, int] | None:
    """The separator that a first line `sep=;` announces and the line's length, None without such a line."""
    match = SEP_LINE.match(text)
    return (match.group(1), match.end()) if match else None


def detect(text: str, *, separator: str | None = None) -> Dialect:
    """The dialect in which the text's first records look most like a table.

    Follows the data consistency measure of van den Burg, Nazábal and Sutton (Data Mining and Knowledge
    Discovery 33, 2019): rows of equal length weigh more than ragged ones, cells that are numbers, dates or
    plain text more than fragments. `separator` leaves only the quoting to be found.
    """
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
    if not separator and best < 1.0 and score(sample, spaces, cut=cut) > max(best, 1.0):
        return spaces
    return candidates[-index]


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
    if kind(cell) != "label":
        return True
    half_quoted = cell.startswith("'") != cell.endswith("'")
    return not half_quoted and '"' not in cell and not any(separator in cell for separator in ";\t|")
