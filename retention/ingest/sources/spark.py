"""Orders in a Spark session or behind Spark Connect."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from retention.errors import SourceError
from retention.ingest.sources.databases import failed, no_connection, public
from retention.ingest.sources.read_only import check_reads

if TYPE_CHECKING:
    from pyspark.sql import DataFrame as SparkFrame

_NO_ANSWER = re.compile(r"(?>(?>\A.*?StatusCode\.).*?details = \")(.*?)\"$", re.DOTALL | re.MULTILINE)
_SCRIPT = re.compile(r"\busing\s+['\"]", re.IGNORECASE)
"""A program that `transform` would start on the cluster; joins have names in brackets here."""
_TRIES = 3  # two seconds; Spark Connect's own patience is ten minutes


def spark_table(place: str, query: str | None) -> "SparkFrame":
    """A table, or the answer to `query`, of the running Spark session (one is started if none runs) or of a server.

    `place`: `table` or `sc://host:15002/table`, with Spark Connect's settings `sc://host:15002/;token=…/table`.
    A query is asked as a part of another one, so that it can only read.
    RetentionError: `unknown_source` (neither table nor query), `query_not_reading` (address), `package_missing`
    (package), `no_connection` and `source_failed` (address, reason).
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise SourceError("package_missing", package="pyspark") from missing
    address = f"spark:{place}"
    server, table = _server_and_table(place)
    if not (table or query):
        raise SourceError("unknown_source", address=public(address))
    _silence_known_warnings()
    try:
        session = (SparkSession.builder.remote(server) if server else SparkSession.builder).getOrCreate()
        with _few_retries(session if server else None):
            frame = session.sql(_as_table(query, address)) if query else session.table(table)
            frame.columns  # noqa: B018 - asking for them makes Spark Connect look for the table at once
            return frame
    except ValueError as port:
        raise no_connection(address, port) from port
    except PySparkException as failure:
        no_answer = _NO_ANSWER.search(str(failure))
        raise (no_connection(address, no_answer[1]) if no_answer else failed(address, failure)) from failure


def _server_and_table(place: str) -> tuple[str, str]:
    """Both parts of a place; no server for a table of the running session."""
    if not place.startswith("sc://"):
        return "", place
    server, slash, table = place.removeprefix("sc://").rpartition("/")
    if not slash or table.startswith(";"):
        return place, ""
    return f"sc://{server}", table


def _as_table(query: str, address: str) -> str:
    """The query inside another, where Spark's grammar lets nothing stand that changes anything.

    `session.sql` would carry out a command at once. RetentionError: `query_not_reading` (address).
    """
    check_reads(query, public(address), plain_quotes=False)
    if _SCRIPT.search(query):
        raise SourceError("query_not_reading", address=public(address))
    return "\n".join(("select * from (", query.rstrip("; \t\r\n"), ")"))


@contextmanager
def _few_retries(session: Any) -> Iterator[None]:  # noqa: ANN401 - of Spark Connect
    """Retry but a few times where a server does not answer, also when Spark closes the session at the program's end."""
    if session is None:
        yield
        return
    from pyspark.errors import PySparkException
    from pyspark.sql.connect.client.retries import DefaultPolicy

    usual = session.client.get_retry_policies()
    session.client.set_retry_policies([DefaultPolicy(max_retries=_TRIES)])
    server_gone = False
    try:
        yield
    except PySparkException as failure:
        server_gone = bool(_NO_ANSWER.search(str(failure)))
        raise
    finally:
        if not server_gone:
            session.client.set_retry_policies(usual)


def _silence_known_warnings() -> None:
    """Silence what Spark logs beside the errors it raises, and its warning about pandas, which is not used here."""
    from pyspark.logger import PySparkLogger

    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
    warnings.filterwarnings("ignore", message=r"\[RETRIES_EXCEEDED\]", category=UserWarning)
    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        PySparkLogger.getLogger(name).setLevel("CRITICAL")
