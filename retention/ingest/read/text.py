"""Delimited text: bytes → cells."""

import dataclasses
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pyarrow as pa

from retention.errors import Example, FileError, Issue
from retention.ingest.read import cells as parsed
from retention.ingest.read import encoding as encodings
from retention.ingest.read import header_row as headers
from retention.ingest.read import limits, named_columns, records, split_numbers
from retention.ingest.read.cells import Cells
from retention.ingest.read.records import Dialect

CHUNK_RECORDS = 50_000
BLOCK_BYTES = 4 * limits.MIB  # longer than any record; small enough that all processors have some to parse
WIDE = 1000  # columns: more than any real export has


def read(
    data: bytes, *, header_row: int | None = None, encoding: str | None = None, separator: str | None = None
) -> Cells:
    """The table in a text file.

    Rows are numbered as a spreadsheet would show the opened file: one per record, so a record with a line
    end inside quotes counts once; a `sep=` line, which Excel hides, does not count.
    Raises RetentionError `unknown_encoding`, `empty_file`, `header_only`, `too_many_columns`, `table_too_large`.
    """
    try:
        decoded = encodings.decode(data, encoding=encoding)
    except LookupError as error:
        raise FileError("unknown_encoding", encoding=encoding) from error
    text = decoded.text.replace("\ufeff", "").strip("\x00\x1a")  # marks stand inside where exports were glued together
    if "\x00" in text:  # cells filled up to a fixed length, or a field's end in another program's memory
        decoded = dataclasses.replace(decoded, unreadable=decoded.unreadable + text.count("\x00"))
        text = text.replace("\x00", "")
    announced = records.sep_line(text)
    if announced:
        separator, text = separator or announced[0], text[announced[1] :]
    text = text.rstrip("\r\n")
    if not text or text.isspace():  # unlike strip(), looks no further than the first sign and copies nothing
        raise FileError("empty_file")
    dialect = records.detect(text, separator=separator)
    top = _top(text, dialect)
    at = headers.find(top) if header_row is None else named_columns.header_index(header_row, 1)
    table, ragged = _table(text, dialect, top=top, at=at)
    is_cut = any(issue.code == "numbers_joined" for issue in ragged)
    if at is not None and at < len(top) and headers.lacks_first(top, at) and not is_cut:
        table = _moved(table, at)
    issues = (*_unreadable(decoded), *ragged)
    cells = _split(table, header_row) or named_columns.name_columns(
        table, rows=pa.arange(1, table.num_rows + 1), at=at, separator=dialect.separator
    )
    return dataclasses.replace(cells, issues=(*issues, *cells.issues), encoding=decoded.encoding)


def _top(text: str, dialect: Dialect) -> list[list[str]]:
    """The first records, among which the header is looked for."""
    head = text[: limits.TOP_CHARACTERS]
    width = _usual(list(itertools.islice(records.likely(head, dialect), limits.HEADER_SEARCH_ROWS)))
    top = itertools.islice(records.records(head, dialect, width=width), limits.HEADER_SEARCH_ROWS)
    return [record if len(record) <= limits.SHEET_COLUMNS else record[: _filled(record)] for record in top]


def _usual(found: Sequence[Sequence[str]]) -> int:
    """The most frequent number of cells of records that are not blank, the larger one of two."""
    widths = Counter(len(record) for record in found if _filled(record))
    return max(widths, key=lambda width: (widths[width], width), default=1)


def _moved(table: pa.Table, at: int) -> pa.Table:
    """The table, its row at an index one column further right."""
    cells = [None, *(column[at].as_py() for column in table.columns[:-1])]
    row = pa.table([pa.array([cell], parsed.TEXT) for cell in cells], names=table.column_names)
    return pa.concat_tables([table.slice(0, at), row, table.slice(at + 1)])


def _split(table: pa.Table, header_row: int | None) -> Cells | None:
    """The table in a file whose every line is one quoted text, else None."""
    if table.num_columns > 1:
        return None
    return named_columns.of_one_column(table.column(0).to_pylist(), first_row=1, header_row=header_row)


def _unreadable(decoded: encodings.Decoded) -> tuple[Issue, ...]:
    if not decoded.unreadable:
        return ()
    return (Issue("unreadable_characters", decoded.unreadable, details={"encoding": decoded.encoding}),)


def _table(
    text: str, dialect: Dialect, *, top: Sequence[Sequence[str]], at: int | None
) -> tuple[pa.Table, tuple[Issue, ...]]:
    """All records as text columns: Arrow's parser where the file is regular, Python's where it is not."""
    usual = _usual(top)
    _check_width(max(map(len, top), default=0), 1)
    has_header = at is not None and at < len(top)
    cut = _with_numbers_joined(text, dialect, top=top, at=at) if has_header and _filled(top[at or 0]) < usual else None
    if cut is not None:
        return cut
    table = _by_arrow(text, dialect, usual) if _is_regular(text, dialect) else None
    if table is not None:
        return table, ()
    cut = _with_numbers_joined(text, dialect, top=top, at=at) if has_header and _filled(top[at or 0]) >= usual else None
    if cut is not None:
        return cut
    header = len(top[at]) if at is not None and at < len(top) else usual
    width = header if any(len(record) == header for record in top[(at or 0) + 1 :]) else usual
    found = records.records(text, dialect, width=width)
    return _padded(found, shortest=min(usual, header), widest=max(usual, header), at=at)


def _with_numbers_joined(
    text: str, dialect: Dialect, *, top: Sequence[Sequence[str]], at: int | None
) -> tuple[pa.Table, tuple[Issue, ...]] | None:
    """All records with the numbers put together that commas had cut; None where none was cut.

    Raises RetentionError `numbers_cut` where a row can be put together in several ways.
    """
    if dialect.separator != "," or at is None:
        return None
    header = top[at][: _filled(top[at])]

    def found() -> Iterator[Sequence[str]]:
        return records.records(text, dialect, width=len(header))

    try:
        join = split_numbers.joiner(header, found, first=at + 1)
    except split_numbers.Unclear as unclear:
        raise FileError("numbers_cut", row=1 + unclear.row, cells=",".join(unclear.record)) from None
    if join is None:
        return None
    joined: list[tuple[int, Sequence[str]]] = []
    whole = split_numbers.put_together(found(), join, joined, first=at + 1)
    table, ragged = _padded(whole, shortest=len(header), widest=len(header), at=at)
    examples = tuple(Example(1 + row, ",".join(record)[:120]) for row, record in joined[: parsed.EXAMPLES])
    return table, (Issue("numbers_joined", len(joined), examples), *ragged)


def _is_regular(text: str, dialect: Dialect) -> bool:
    """Whether quotes come in pairs and close in front of separators and line ends only."""
    quote = dialect.quote
    if dialect.by_blanks or dialect.spaced:
        return False
    if not quote or quote not in text:
        return True
    return text.count(quote) % 2 == 0 and (bool(dialect.escape) or not _stray(dialect).search(text))


def _stray(dialect: Dialect) -> re.Pattern[str]:
    """A quoted cell that goes on behind its closing quote."""
    q, s = re.escape(dialect.quote), re.escape(dialect.separator)
    return re.compile(rf"(?:^|{s}){q}[^{q}]*+(?:{q}{q}[^{q}]*+)*+{q}(?![{s}\r\n]|\Z)", re.MULTILINE)


def _by_arrow(text: str, dialect: Dialect, width: int) -> pa.Table | None:
    """All records through Arrow's parser, None where it refuses the file or may have joined lines wrongly.

    It refuses ragged and blank rows; a cell with a line end may come from a quote that was left open.
    """
    from pyarrow import csv

    columns = [str(index) for index in range(width)]
    data = text.encode()
    quoted = bool(dialect.quote) and dialect.quote in text
    block = max(limits.MIB, min(len(data), BLOCK_BYTES))
    options = {
        "read_options": csv.ReadOptions(column_names=columns, block_size=block),
        "parse_options": csv.ParseOptions(
            delimiter=dialect.separator,
            quote_char=dialect.quote or False,
            escape_char=dialect.escape or False,
            newlines_in_values=quoted,
            ignore_empty_lines=False,
        ),
        "convert_options": csv.ConvertOptions(
            column_types=dict.fromkeys(columns, parsed.TEXT),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            check_utf8=False,
        ),
    }
    try:
        table = csv.read_csv(pa.BufferReader(data), **options)
    except pa.ArrowInvalid:
        return None
    return table if not quoted or table.num_rows == _line_ends(text) + 1 else None


def _line_ends(text: str) -> int:
    """How many lines end in a text; each count goes through all of it."""
    ends = text.count("\n")
    return ends if "\r" not in text else ends + text.count("\r") - text.count("\r\n")


def _padded(
    found: Iterator[Sequence[str]], *, shortest: int, widest: int, at: int | None
) -> tuple[pa.Table, tuple[Issue, ...]]:
    """Records of any length: the widest decides, shorter ones are padded, and the odd ones are counted."""
    chunks: list[list[pa.Array]] = []
    odd: list[tuple[int, Sequence[str]]] = []
    seen = 0
    first = 0 if at is None else at + 1
    for chunk in iter(lambda: list(itertools.islice(found, CHUNK_RECORDS)), []):
        filled = [_filled(record) for record in chunk]
        _check_width(max(filled), seen)
        chunks.append(parsed.from_records(chunk, max(1, *filled)))
        odd += [
            (number, record)
            for number, (record, cells) in enumerate(zip(chunk, filled, strict=True), start=seen)
            if number >= first and cells and (len(record) < shortest or cells > widest)
        ]
        seen += len(chunk)
    table = _below_each_other(chunks)
    _check_width(table.num_columns, seen)
    examples = tuple(Example(1 + number, " | ".join(record)[:120]) for number, record in odd[: parsed.EXAMPLES])
    return table, (Issue("ragged", len(odd), examples),) if odd else ()


def _below_each_other(chunks: Sequence[Sequence[pa.Array]]) -> pa.Table:
    """Chunks of different widths as one table of texts; of a wide one only the columns that hold anything."""
    width = max(map(len, chunks))
    used = list(range(width))
    if width > WIDE:
        used_somewhere = {
            i for columns in chunks for i, column in enumerate(columns) if column.null_count < len(column)
        }
        used = sorted(used_somewhere or {0})
    tables = []
    for columns in chunks:
        blank = pa.nulls(len(columns[0]), parsed.TEXT)
        texts = [
            blank if index >= len(columns) or pa.types.is_null(columns[index].type) else columns[index]
            for index in used
        ]
        tables.append(pa.table(texts, names=[str(index) for index in used]))
    return pa.concat_tables(tables)


def _check_width(width: int, rows: int) -> None:
    """Refuse what no sheet could hold: a line of separators may be as long as its file."""
    if width > limits.SHEET_COLUMNS:
        raise FileError("too_many_columns", columns=width, limit=limits.SHEET_COLUMNS)
    if width > WIDE and width * rows > limits.TABLE_CELLS:
        raise parsed.table_too_large()


def _filled(record: Sequence[str]) -> int:
    """Number of cells up to the last that holds anything."""
    count = len(record)
    while count and (not record[count - 1] or record[count - 1].isspace()):
        count -= 1
    return count
