"""Orders in a database: the answer to a query, through SQLAlchemy or ADBC."""

import importlib
import json
import re
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from retention.errors import RetentionError, SourceError, first_line, refusal
from retention.ingest.sources.read_only import check_reads, reading_only, refused, sqlite_place

if TYPE_CHECKING:
    import pandas as pd

_SCHEME = re.compile(r"(?<![\w+.-])(adbc:|spark:(?=sc:))?[\w+.-]*+:(//)?")
_SECRET = re.compile(
    r"(?<!\w)(?:(?!pass)\w)*+(?:pass\w*+|(?<=pwd)|(?<=token)|(?<=secret)|(?<=key))=([^?;& /]+)", re.IGNORECASE
)
"""Settings of an address that let somebody in."""
_HIDDEN = "…"
_DRIVER_PREFIX = re.compile(
    r"(?:[A-Z_]+: )?(?:\[\w+\] )?"
    r"(?:(?:Failed to|could not|Execution error)[^:]*+: +)*"
    r"(?:ERROR: +|[A-Z][a-z]+(?: [A-Z][a-z]+)* Error: )?"
)
"""What ADBC, PostgreSQL and DuckDB say of themselves before they say what is wrong."""
_PLAIN_QUOTES = frozenset({"pysqlite", "psycopg"})
"""Drivers that see to it that a query is one statement, so that ours need not be cautious."""


def query_database(address: str, query: str | None) -> "pd.DataFrame":
    """The answer to `query` as a table in memory; whole numbers stay whole where some are missing.

    `address`: SQLAlchemy's, or ADBC's with `adbc:` before it (`adbc:postgresql://…`, `adbc:sqlite:///shop.db`,
    `adbc:flightsql:grpc://…`), for which the package `adbc_driver_…` of that name is asked. A time with a zone comes
    in UTC; days of the shop's own clock take `date at time zone 'Europe/Kyiv' as date` in the query.

    The database is read and stays as it is: see `retention.ingest.sources.read_only`.

    RetentionError: `query_missing` (address; also where what was asked gives no table), `query_not_reading` and
    `database_unfinished` (address), `no_such_file` (name), `package_missing` (package), `driver_missing` (address,
    driver), `no_connection` and `source_failed` (address, reason).
    """
    if query is None:
        raise SourceError("query_missing", address=public(address))
    address = re.sub(r"^(adbc:)?postgres(?=[:+])", r"\1postgresql", address)  # as many providers write it
    answer = _by_adbc(address, query) if address.startswith("adbc:") else _by_sqlalchemy(address, query)
    if not answer.columns.is_unique:
        return answer
    several = (name for name, cells in answer.items() if cells.dtype == object and any(map(_holds_several, cells)))
    return answer.assign(**{str(name): answer[name].map(_as_text, na_action="ignore") for name in several})


def _holds_several(cell: object) -> bool:
    return isinstance(cell, list | dict | np.ndarray)


def _as_text(cell: object) -> str:
    """An array or JSON of a database as text, so that customers can be told apart and grouped by it."""
    return json.dumps(cell, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else str(value)


def _by_sqlalchemy(address: str, query: str) -> "pd.DataFrame":
    try:
        import sqlalchemy
    except ImportError as missing:
        raise SourceError("package_missing", package="SQLAlchemy") from missing
    import pandas as pd

    try:
        engine = sqlalchemy.create_engine(address, poolclass=sqlalchemy.NullPool)
        check_reads(query, public(address), plain_quotes=engine.dialect.driver in _PLAIN_QUOTES)
        sqlalchemy.event.listen(engine, "do_connect", partial(_open_to_read, address))
        connection = engine.connect()
    except sqlalchemy.exc.NoSuchModuleError as unknown:
        raise SourceError("driver_missing", address=public(address), driver=address.partition(":")[0]) from unknown
    except ImportError as missing:
        raise SourceError("driver_missing", address=public(address), driver=missing.name) from missing
    except sqlalchemy.exc.ArgumentError as nonsense:
        raise SourceError("unknown_source", address=public(address)) from nonsense
    except (sqlalchemy.exc.SQLAlchemyError, ValueError) as failure:
        raise no_connection(address, getattr(failure, "orig", None) or failure) from failure
    with connection:  # and leaves it without a commit
        # As it was typed: a colon or a percent sign in it is no placeholder.
        verbatim = connection.execution_options(no_parameters=True)
        try:
            for statement in reading_only(connection.dialect.name):
                verbatim.exec_driver_sql(statement)
            return pd.read_sql_query(query, verbatim, dtype_backend="numpy_nullable")
        except sqlalchemy.exc.ResourceClosedError as nothing:
            raise SourceError("query_missing", address=public(address)) from nothing
        except (sqlalchemy.exc.SQLAlchemyError, pd.errors.DatabaseError) as failure:
            reason = failure.__cause__ if isinstance(failure, pd.errors.DatabaseError) else failure
            raise failed(address, getattr(reason, "orig", None) or reason or failure) from failure


def _open_to_read(address: str, dialect: Any, _: object, places: list[Any], settings: dict[str, Any]) -> None:  # noqa: ANN401 - SQLAlchemy's
    """Called before SQLAlchemy connects: adds the settings under which the driver only reads."""
    if dialect.name == "sqlite" and places:
        places[0] = sqlite_place(str(places[0]), public(address))
        settings["uri"] = True
    elif dialect.driver == "psycopg":
        # A prepared query is one statement, as the server sees to, and its transaction is ours to leave.
        settings |= {"prepare_threshold": 0, "autocommit": False}


def _by_adbc(address: str, query: str) -> "pd.DataFrame":
    scheme, _, rest = address.removeprefix("adbc:").partition(":")
    if not re.fullmatch(r"\w+", scheme):
        raise SourceError("unknown_source", address=public(address))
    check_reads(query, public(address), plain_quotes=scheme in {"sqlite", "postgresql"})
    try:
        driver = importlib.import_module(f"adbc_driver_{scheme}.dbapi")
    except ImportError as missing:
        raise SourceError("driver_missing", address=public(address), driver=f"adbc_driver_{scheme}") from missing
    try:
        connection = driver.connect(_place(scheme, rest, address))
    except driver.Error as failure:
        raise no_connection(address, failure) from failure
    try:
        with closing(connection), closing(connection.cursor()) as cursor:
            for statement in reading_only(scheme):
                cursor.execute(statement)
            cursor.execute(query)
            answer: pd.DataFrame = cursor.fetch_arrow_table().to_pandas(integer_object_nulls=True)
    except (driver.Error, OSError) as failure:  # what arrives while rows are read comes as an error of the stream
        raise failed(address, failure) from failure
    if answer.columns.empty:
        raise SourceError("query_missing", address=public(address))
    return answer.astype(object) if answer.empty else answer  # SQLite tells no types without rows


def _place(scheme: str, rest: str, address: str) -> str:
    """What the driver itself takes: SQLite's a path, PostgreSQL's the whole address, others what follows their name."""
    if scheme == "sqlite":
        return sqlite_place(rest.removeprefix("///"), public(address))
    return f"{scheme}:{rest}" if rest.startswith("//") else rest


def failed(address: str, failure: BaseException) -> RetentionError:
    """What the source answered, without its inner workings; a code of its own where it refused to write."""
    if code := refused(failure):
        return refusal(code, address=public(address))
    return SourceError("source_failed", address=public(address), reason=_public_reason(address, failure))


def no_connection(address: str, failure: BaseException | str) -> RetentionError:
    """Why the source cannot be reached."""
    return SourceError("no_connection", address=public(address), reason=_public_reason(address, failure))


def _public_reason(address: str, failure: BaseException | str) -> str:
    """The reason without what is private; none where an @ inside a password made a part of it look like the host."""
    user, at, _ = _SCHEME.sub("", address, count=1).rpartition("@")
    if at and "@" in user:
        return _HIDDEN
    reason = failure if isinstance(failure, str) else _without_prefix(_message(failure))
    for private in (user.partition(":")[2], *_SECRET.findall(address)):
        reason = reason.replace(private, _HIDDEN) if private else reason
    return reason


def _without_prefix(words: str) -> str:
    """A driver's message, without the words at its start that only name the driver."""
    prefix = _DRIVER_PREFIX.match(words)
    return words[prefix.end() :] if prefix else words


def _message(failure: BaseException) -> str:
    """What an error says; some drivers hand over the server's message in parts (`M`) or behind its number."""
    match failure.args:
        case ({"M": str(message)}, *_) | (int(), str(message), *_):
            return message
    return first_line(failure)


def public(address: str) -> str:
    """An address without user name, password and further settings, which may hold them too."""
    scheme = _SCHEME.match(address)
    start = scheme.end() if scheme else 0
    rest = address[start:].partition(";")[0] if address.startswith("spark:") else address[start:]
    place = re.split("[?;&]", rest.rpartition("@")[2])[0]
    keywords = "=" in place and "//" not in address  # `host=… password=…`, as PostgreSQL's own driver takes them
    return address[:start] + ("" if keywords else place)
