"""JSON with one record after the other: a list of objects, objects line by line, or a list inside one object.

Fields of objects inside a record become columns of their own (`customer.email`); lists inside it stay JSON, one text.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from retention.errors import FileError
from retention.ingest.read import cells as parsed
from retention.ingest.read import encoding as encodings
from retention.ingest.read import limits, named_columns
from retention.ingest.read.cells import TEXT, Cells, as_text

# A number of more digits is an identifier, which a float would round.
MOST_EXACT_DIGITS = 15
# Objects inside objects up to so deep become columns: an order's customer's address.
DEEPEST = 4
APART = re.compile(r"[\s,]*")

Record = dict[str, object]


def read(data: bytes) -> Cells:
    """The cells of the one list of records in some JSON; its rows are numbered from 1, and it has no header row.

    Raises RetentionError `not_a_table` where there is no such list or more than one, `empty_file`, `too_many_columns`.
    """
    values = list(_values(encodings.decode(data).text))
    value = values[0] if len(values) == 1 else values
    found = _records(value)
    if found is None:
        raise FileError("not_a_table", found="json")
    records = [_flat(each) for each in found if isinstance(each, dict)]
    if not records:
        return named_columns.of_records([[_text(cell) for cell in each] for each in found])
    names = _names(records)
    columns = [_column([record.get(name) for record in records]) for name in names]
    table = pa.table(columns, names=parsed.names([_writable(name) for name in names]))
    cells = Cells(table=table, rows=pa.arange(1, len(records) + 1), header_row=0)
    cells = parsed.without_empty_columns(parsed.without_blank_rows(cells))
    if not cells.table.num_rows:
        raise FileError("empty_file")
    return cells


def _values(text: str) -> Iterator[object]:
    """The values that stand one after the other, each on its line or not."""
    decoder = json.JSONDecoder(parse_int=_whole, parse_constant=lambda _: None)
    place = _behind(text, 0)
    while place < len(text):
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            raise FileError("not_a_table", found="json") from error
        yield value
        place = _behind(text, place)


def _behind(text: str, place: int) -> int:
    blank = APART.match(text, place)
    return blank.end() if blank else place


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= MOST_EXACT_DIGITS else digits


def _records(value: object, *, depth: int = DEEPEST) -> Sequence[Record | list[object]] | None:
    """The only list of objects, or of lists, in a value: itself, or one inside its objects.

    An object without any is one record, unless all it holds is further objects.
    """
    if isinstance(value, list):
        return value if _are_rows(value) else None
    if not isinstance(value, dict) or not depth:
        return None
    lists = [each for each in value.values() if isinstance(each, list) and _are_rows(each)]
    if len(lists) == 1:
        return lists[0]
    inside = [each for each in value.values() if isinstance(each, dict)]
    deeper = [found for each in inside if (found := _records(each, depth=depth - 1)) is not None and len(found) > 1]
    if not lists and len(deeper) == 1:
        return deeper[0]
    return [value] if not lists and not deeper and len(inside) < len(value) else None


def _are_rows(values: Sequence[object]) -> bool:
    """Whether values are all objects, or all lists, and not all of them empty."""
    return any(values) and (
        all(isinstance(value, dict) for value in values) or all(isinstance(value, list) for value in values)
    )


def _flat(record: Mapping[str, object], *, before: str = "", depth: int = DEEPEST) -> Record:
    """A record whose objects are fields of its own, their names behind a point."""
    found: Record = {}
    for name, value in record.items():
        if isinstance(value, dict) and depth:
            found |= _flat(value, before=f"{before}{name}.", depth=depth - 1)
        else:
            found[f"{before}{name}"] = value
    return found


def _names(records: Sequence[Record]) -> list[str]:
    """The fields of all records, in the order in which they come up."""
    names: dict[str, None] = {}
    for record in records:
        if record.keys() - names.keys():
            names |= dict.fromkeys(record)
        if len(names) > limits.COLUMNS:
            raise FileError("too_many_columns", columns=len(names), limit=limits.COLUMNS)
    if len(names) * len(records) > limits.TABLE_CELLS:
        raise parsed.table_too_large()
    return list(names)


def _column(values: Sequence[object]) -> pa.Array:
    """One field of all records: numbers or yes/no where it holds nothing else, texts otherwise."""
    kinds = {type(value) for value in values} - {type(None)}
    if kinds and kinds <= {int, float}:
        return pa.array(values, pa.float64())
    if kinds == {bool} and None not in values:
        return pa.array(values, pa.bool_())
    return pa.array(map(_text, values), TEXT)


def _text(value: object) -> str | None:
    """A value as a cell's text; lists as they were, nothing for an empty text."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else None
    if isinstance(value, bool):
        return "true" if value else "false"
    return _writable(value) or None if isinstance(value, str) else as_text(value)


def _writable(text: str) -> str:
    """A text without halves of surrogate pairs, which JSON can write and nothing else can."""
    return text if text.isascii() else text.encode("utf-8", errors="replace").decode()
