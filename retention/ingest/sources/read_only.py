"""What keeps a database as it was: only reading queries are asked, and only of connections that read.

No single guard covers every database: the query is looked at first, SQLite's file is opened for reading only, others
are asked for a transaction that reads, and nothing is ever committed.
"""

import re
import sqlite3
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode

from retention.errors import FileError, SourceError

_OPENING = re.compile(r"(?>\s++|\(|--[^\n]*+|/\*(?!!).*?\*/)*+(?P<word>\w*+)", re.DOTALL)
"""Everything before the first word. `/*! … */` is not passed over: it looks like a comment, and MySQL runs it."""
_BLANK = re.compile(r"(?>\s++|--[^\n]*+|/\*.*?\*/)*+", re.DOTALL)
_READING = frozenset({"select", "with", "values", "table", "from"})
_INTO_FILES = re.compile(r"\b(?:outfile|dumpfile)\b", re.IGNORECASE)
# What makes a connection read only, as far as each kind of database can be told so. Session and transaction: an address
# may ask for a transaction of its own for each statement.
_READING_ONLY = {
    "cockroachdb": ("set session characteristics as transaction read only", "set transaction read only"),
    "mariadb": ("set session transaction read only", "rollback"),  # which counts from the next transaction on
    "mysql": ("set session transaction read only", "rollback"),
    "oracle": ("set transaction read only",),
    "postgresql": ("set session characteristics as transaction read only", "set transaction read only"),
    "sqlite": ("pragma temp_store = memory", "pragma query_only = on"),
}
_WRITING = frozenset({"25006", "1792"})
"""Codes of a write in such a transaction: the state of the SQL standard, and MySQL's number."""
_READ_ONLY_FILE = "attempt to write a readonly database"
_WAL = b"\x02\x02"
"""Bytes 19 and 20 of an SQLite file whose changes are kept beside it."""


def check_reads(query: str, address: str, *, plain_quotes: bool) -> None:
    """RetentionError `query_not_reading` (address) unless the query is one statement that begins as a reading one.

    `plain_quotes`: text ends where standard SQL ends it; elsewhere a backslash, `#` or `$` may hide a semicolon's
    meaning, and every one but the last counts as the end of a statement.
    """
    opening = _OPENING.match(query)
    word = opening["word"].lower() if opening else ""
    if word not in _READING or _INTO_FILES.search(query) or _several(query, plain_quotes=plain_quotes):
        raise SourceError("query_not_reading", address=address)


def _several(query: str, *, plain_quotes: bool) -> bool:
    ends = [place.end() for place in re.finditer(";", query)]
    further = [end for end in ends if not _BLANK.fullmatch(query, end)]
    if not plain_quotes and re.search(r"[\\#$]", query):
        return bool(further)
    return any(sqlite3.complete_statement(query[:end]) for end in further)


def reading_only(dialect: str) -> tuple[str, ...]:
    """The statements that make a connection to this kind of database read only; none where there are none."""
    return _READING_ONLY.get(dialect, ())


def refused(failure: BaseException) -> str | None:
    """The code of a refusal to write: `query_not_reading`, or `database_unfinished` where SQLite would have to write
    before it can read, since a program ended in the midst of a change. None for any other failure."""
    first = next(iter(failure.args), None)
    answer = first.get("C") if isinstance(first, dict) else first  # pg8000 hands over what PostgreSQL sent, as it came
    codes = (getattr(failure, "sqlstate", None), getattr(failure, "pgcode", None), answer)
    if any(str(code) in _WRITING for code in codes):
        return "query_not_reading"
    if _READ_ONLY_FILE not in str(failure):
        return None
    name = getattr(failure, "sqlite_errorname", "")
    before = name == "SQLITE_READONLY_ROLLBACK" or f"prepare query: {_READ_ONLY_FILE}" in str(failure)
    return "database_unfinished" if before else "query_not_reading"


def sqlite_place(place: str, address: str) -> str:
    """An SQLite database as a URI that opens it for reading and leaves no file beside it.

    `place`: a path, or a URI whose further settings are kept; a database in memory stays what it is.
    RetentionError: `no_such_file` (name), `database_unfinished` (address).
    """
    path, given = _parts(place)
    if path.name in {"", ":memory:"} or given.get("mode") == "memory":
        return place
    if not path.is_file():
        raise FileError("no_such_file", name=str(path))
    kept = {key: value for key, value in given.items() if key not in {"mode", "immutable", "nolock"}}
    settings = kept | {"mode": "ro"} | _settings_to_open(path, address)
    return f"file:{quote(path.absolute().as_posix())}?{urlencode(settings)}"


def files_of_sqlite(place: str) -> list[str]:
    """The file of an SQLite database and those SQLite keeps beside it, there or not.

    `place`: as an address ends, a path or a URI, with further settings or without.
    """
    paths = (_parts(place)[0], _parts(place.partition("?")[0])[0])
    return [f"{path}{ending}" for path in paths for ending in ("", "-wal", "-shm", "-journal")]


def _parts(place: str) -> tuple[Path, dict[str, str]]:
    """The path of a database and the settings of a URI."""
    if not place.startswith("file:"):
        return Path(place), {}
    name, _, settings = place.removeprefix("file:").partition("?")
    return Path(unquote(re.sub("^//[^/]*", "", name))), dict(parse_qsl(settings, keep_blank_values=True))


def _settings_to_open(path: Path, address: str) -> dict[str, str]:
    """The settings under which SQLite opens a database and makes no file beside it.

    Where changes are kept apart (WAL), reading would make these files anew. Without them, nobody has the database open
    and nothing else holds a part of it: it can be read as if it could not change.
    """
    with path.open("rb") as file:
        has_wal = file.read(20)[18:] == _WAL
    changes, index = (path.with_name(path.name + ending) for ending in ("-wal", "-shm"))
    if not has_wal:
        return {}
    if index.exists() and changes.exists():
        return {"readonly_shm": "1"}
    if changes.exists() and changes.stat().st_size:
        raise SourceError("database_unfinished", address=address)
    return {"immutable": "1"}
