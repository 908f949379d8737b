"""Orders behind Spark Connect: its address, and a server that is not there."""

import subprocess
import sys

import pytest

from retention.errors import RetentionError
from retention.ingest.sources.spark import _as_table, _server_and_table, spark_table
from tests.refusals import code


@pytest.mark.parametrize(
    ("place", "server", "table"),
    [
        ("orders", "", "orders"),
        ("sc://host:15002/shop.orders", "sc://host:15002", "shop.orders"),
        ("sc://host:15002/;token=a/orders", "sc://host:15002/;token=a", "orders"),
        ("sc://host:15002/;token=a", "sc://host:15002/;token=a", ""),
        ("sc://host:15002", "sc://host:15002", ""),
    ],
)
def test_a_place_is_a_server_and_a_table(place: str, server: str, table: str) -> None:
    assert _server_and_table(place) == (server, table)


@pytest.mark.needs("pyspark")
def test_without_a_table_there_is_nothing_to_ask() -> None:
    with pytest.raises(RetentionError, check=code("unknown_source")) as refused:
        spark_table("sc://host:15002/;token=secret", None)
    assert refused.value.details == {"address": "spark:sc://host:15002/"}


@pytest.mark.needs("pyspark")
@pytest.mark.parametrize("port", ["1", "port"])
def test_a_server_that_is_not_there_is_one_sentence_at_once(port: str) -> None:
    asked = ["-m", "retention", "summary", "--source", f"spark:sc://127.0.0.1:{port}/;user_id=secret/orders"]
    told = subprocess.run(
        [sys.executable, *asked], check=False, capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert (told.returncode, told.stdout) == (3, "")
    assert told.stderr.startswith(f"“spark:sc://127.0.0.1:{port}/” cannot be reached (")
    assert told.stderr.count("\n") == 1


def test_a_query_is_asked_inside_another_which_can_only_read() -> None:
    assert _as_table("select * from orders; \n", "spark:x") == "select * from (\nselect * from orders\n)"
    assert _as_table("from orders select * -- all", "spark:x").endswith("-- all\n)")


@pytest.mark.parametrize(
    "query",
    [
        "drop table orders",
        "insert overwrite directory 'out' using csv select * from orders",
        "select 1; drop table orders",
        "select transform(customer) using 'touch out' as (customer) from orders",
        "set spark.sql.shuffle.partitions = 1",
        "cache table orders",
    ],
)
def test_a_command_is_not_asked(query: str) -> None:
    with pytest.raises(RetentionError, check=code("query_not_reading")):
        _as_table(query, "spark:x")
