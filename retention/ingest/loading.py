"""From files to orders in one call: read, find the columns, clean."""

import datetime as dt
import warnings
from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retention.errors import ColumnError, RequestError, Undecided, warnings_of
from retention.ingest.mapping import Choices, Mapping
from retention.ingest.read import read
from retention.ingest.today import latest_day

if TYPE_CHECKING:
    from retention.ingest.read.raw import RawTable
    from retention.ingest.rules import Rules
    from retention.orders import Orders

# Files parsed at the same time, each in a process of its own with its own memory limit.
_AT_ONCE = 2


def load(
    *files: str | Path,
    sheet: str | None = None,
    as_of: dt.date | None = None,
    today: dt.date | None = None,
    currency: str | None = None,
    currency_column: str | None = None,
    keep: Collection[str] = (),
    rules: "Rules | None" = None,
    **choices: str | tuple[str, ...] | None,
) -> "Orders":
    """Orders of one or several exports of the same shop.

    `sheet` names the workbook sheet (`"*"`: all sheets joined), `currency` the code to count when there are
    several, `currency_column` the column that says which; `keep` names further columns to break figures down by, as the
    files call them; orders dated after `today` are set aside (default: the day the computer's clock tells). `choices`
    are the other fields of `Choices` (`customer="E-mail"`, `encoding="cp1251"` …).
    What is not given is found out.
    Raises `RetentionError` when a file cannot be used (`no_such_column` for a column to keep that none has) and
    `Undecided`, with all questions at once, when only a person can tell how to read it. Warns (`RetentionWarning`) of
    what changes the meaning of figures, such as many rows without a date; `Orders.issues` lists all that was found.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     export = Path(folder) / "orders.csv"
    ...     written = export.write_text("Customer;Order date;Total\\nann;2025-01-31;9,50\\nbob;2025-02-01;20,00\\n")
    ...     orders = rt.load(export, currency="EUR")
    >>> orders.frame[["customer", "date", "amount"]]
      customer       date  amount
    0      ann 2025-01-31     9.5
    1      bob 2025-02-01    20.0

    Rows that cannot be used are no error, but many of them are worth a warning:

    >>> import warnings
    >>> with TemporaryDirectory() as folder, warnings.catch_warnings(record=True, action="always") as caught:
    ...     export = Path(folder) / "orders.csv"
    ...     written = export.write_text("Customer,Order date,Total\\nann,2025-01-31,9.50\\nbob,,20.00\\n")
    ...     orders = rt.load(export)
    >>> [(type(each.message).__name__, str(each.message)) for each in caught]
    [('DatesWarning', 'No date: 1 of 2 rows (50.0%).')]
    """
    if not files:
        raise TypeError("load() needs at least one file")
    if any(day is not None and not isinstance(day, dt.date) for day in (as_of, today)):
        raise TypeError("as_of and today are of datetime.date")
    chosen = Choices(sheet=sheet, currency=currency_column, **dict[str, Any](choices))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        parsing = [pool.submit(read, file, **chosen.layout) for file in files]
        from retention.ingest.clean import clean  # imports take a while: the parsers are at work meanwhile
        from retention.ingest.session import ImportSession
        from retention.ingest.values.ahead import working_ahead

        raws = _parsed(files, parsing)
    with working_ahead():
        tables = ImportSession.of(raws, chosen, keep=keep).tables
        _check_kept(keep, tables)
        orders = clean(tables, rules=rules, as_of=as_of, today=today or latest_day(), currency=currency)
    _check_states(chosen, orders)
    for found in warnings_of(orders.issues, orders.rows_read):
        warnings.warn(found, stacklevel=2)
    return orders


def _parsed(files: Sequence[str | Path], parsing: "Sequence[Future[RawTable]]") -> "list[RawTable]":
    """The cells of each file; what stays open about one of several names it (`of_files`)."""
    raws = []
    for file, parsed in zip(files, parsing, strict=True):
        try:
            raws.append(parsed.result())
        except Undecided as asked:
            names = [Path(file).name] if len(files) > 1 else []
            about = (replace(each, details={**each.details, "of_files": names}) for each in asked.questions)
            raise Undecided(tuple(about)) from None
    return raws


def _check_states(chosen: Choices, orders: "Orders") -> None:
    """Refuse what was said about a word that is no state of any order."""
    present = [str(word) for word in dict.fromkeys(orders.states["state"])]
    known = {word.casefold() for word in present}
    for word in chosen.states:
        if word not in known:
            raise RequestError("no_such_state", state=word, states=present)


def _check_kept(keep: Collection[str], tables: "Sequence[tuple[RawTable, Mapping]]") -> None:
    """Refuse a column to keep that no file has, under the name the file or the dimension has."""
    from retention.orders import OWN  # here, so that reading does not wait for pandas

    made = {"source"} if len(tables) > 1 else set()
    made |= {"sku"} if any(mapping.sku for _, mapping in tables) else set()
    known = {*OWN, *made, *(name for _, mapping in tables for name in mapping.dimensions)}
    for column in keep:
        if column not in known:
            present = list(dict.fromkeys(str(name) for raw, _ in tables for name in raw.frame.columns))
            raise ColumnError("no_such_column", column=column, columns=present)
