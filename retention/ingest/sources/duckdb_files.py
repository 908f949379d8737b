"""Orders in Parquet or CSV files, or in a database of DuckDB's own, by a DuckDB that reads them and can do no more."""

import atexit
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from retention.errors import FileError, SourceError
from retention.ingest.sources.databases import failed, public

if TYPE_CHECKING:
    import duckdb

# What DuckDB may hold in memory; the rest waits on disk until the query is done. Leaves room, within 4 GB, for its
# reading and sorting buffers and for Python.
_MEMORY = "2500MB"
_PARQUET = (".parquet", ".pq")
_ELSEWHERE = re.compile(r"(?!file:)\w[\w+.-]+://", re.IGNORECASE)
_SIGNATURE = b"DUCK"  # from the ninth byte of a database on


def duckdb_table(place: str, query: str | None) -> "duckdb.DuckDBPyRelation":
    """The rows of all files at a place, or the answer to `query`, worked out when they are asked for.

    `place`: a file, a pattern (`orders/*.parquet`), a folder, which stands for the Parquet, else the CSV files in it,
    or a DuckDB database, whose tables need a `query`. In the query, files are the table `orders`.

    Nothing but the files named is read, and nothing is written, fetched or installed, whatever the query says. What
    memory does not hold waits in a temporary folder only this user can open, removed with the program's end.

    RetentionError: `package_missing` (package), `source_elsewhere` (address), `files_not_found` (pattern),
    `empty_file` (name), `csv_not_plain`, `query_missing`, `query_not_reading` and `query_beyond_source` (address),
    `source_failed` (address, reason).
    """
    files = named_files(place)
    import duckdb

    address = f"duckdb:{place}"
    if not files:
        raise SourceError("files_not_found", pattern=place)
    try:
        connection = _connection(files)
        if query:
            _check_reads(connection, query, address)
        if _is_database(files[0]):
            if not query:
                raise SourceError("query_missing", address=address)
            return connection.sql(query)
        rows = _rows(connection, files, address)
        return rows.query("orders", query) if query else rows
    except duckdb.PermissionException as beyond:
        raise SourceError("query_beyond_source", address=address) from beyond
    except duckdb.Error as failure:
        raise failed(address, failure) from failure


def _rows(connection: "duckdb.DuckDBPyConnection", files: list[str], address: str) -> "duckdb.DuckDBPyRelation":
    import duckdb

    if Path(files[0]).suffix.lower() in _PARQUET:
        return connection.read_parquet(files, union_by_name=True)
    if not any(Path(file).stat().st_size for file in files):
        raise FileError("empty_file", name=address.partition(":")[2])
    try:
        return connection.read_csv(files, union_by_name=True)
    except duckdb.InvalidInputException as layout:
        raise SourceError("csv_not_plain", address=address) from layout


def named_files(place: str) -> list[str]:
    """The files a place stands for; none where nothing matches.

    RetentionError: `package_missing` (package), `source_elsewhere` (address).
    """
    try:
        import duckdb
    except ImportError as missing:
        raise SourceError("package_missing", package="duckdb") from missing
    if _ELSEWHERE.match(place):
        raise SourceError("source_elsewhere", address=public(place))
    if Path(place).is_file():  # whatever signs its name holds
        return [place]
    if Path(place).is_dir():
        return _inside(Path(place))
    with duckdb.connect(config={"autoload_known_extensions": False}) as connection:
        found = connection.execute("select file from glob($place) order by file", {"place": place}).fetchall()
    return [file for (file,) in found]


def _inside(folder: Path) -> list[str]:
    """The files of a folder with the first of these endings that any of them has: Parquet before CSV."""
    by_ending = (sorted(folder.glob(f"**/*{ending}")) for ending in (*_PARQUET, ".csv", ".csv.gz"))
    files = ([str(file) for file in paths if file.is_file()] for paths in by_ending)
    return next(filter(None, files), [])


def _is_database(file: str) -> bool:
    try:
        with Path(file).open("rb") as opened:
            return opened.read(8 + len(_SIGNATURE))[8:] == _SIGNATURE
    except OSError:  # which DuckDB says in its turn
        return False


def _connection(files: list[str]) -> "duckdb.DuckDBPyConnection":
    """A DuckDB that can reach these files only, and cannot be talked into anything else.

    The order matters: paths can be allowed while others still are, and nothing can be set once the settings are
    locked. Allowed paths could also be written to: see `_check_reads`.
    """
    import duckdb

    waiting = tempfile.TemporaryDirectory(prefix="retention-", ignore_cleanup_errors=True)
    atexit.register(waiting.cleanup)  # the rows are read long after this function has ended
    connection = duckdb.connect(
        config={
            "memory_limit": _MEMORY,
            "temp_directory": waiting.name,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "allow_persistent_secrets": False,
            "python_enable_replacements": False,  # variables of the program are no tables
        }
    )
    connection.execute("set TimeZone = 'UTC'")  # as pandas and Polars read times with a zone
    if _is_database(files[0]):
        path = files[0].replace("'", "''")
        connection.execute(f"attach '{path}' as shop (read_only)")
        connection.execute("use shop")
    else:
        connection.execute("set allowed_paths = $files", {"files": files})
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def _check_reads(connection: "duckdb.DuckDBPyConnection", query: str, address: str) -> None:
    """RetentionError `query_not_reading` (address) unless the query is one SELECT, by DuckDB's own parser.

    COPY could overwrite the very files that are allowed to be read.
    """
    import duckdb

    types = [statement.type for statement in connection.extract_statements(query)]
    if types != [duckdb.StatementType.SELECT]:
        raise SourceError("query_not_reading", address=address)
