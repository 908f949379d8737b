"""Sources are read and stay what they were, whatever the query says."""

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from retention.analysis.rates import rates
from retention.errors import RetentionError
from retention.ingest.sources.read_only import check_reads, refused, sqlite_place
from retention.ingest.sources.source import open_source
from tests import refusals
from tests.shops import worked_example

SQLITE = [
    pytest.param("sqlite:///", marks=pytest.mark.needs("sqlalchemy")),
    pytest.param("adbc:sqlite:", marks=pytest.mark.needs("adbc_driver_sqlite")),
]
WRITES = [
    "insert into sales (customer) values ('b')",
    "update sales set amount = 0",
    "delete from sales",
    "drop table sales",
    "create table other (customer)",
    "create temp table other (customer)",
    "alter table sales add column other",
    "with x as (select 1) insert into sales (customer) values ('b')",
    "with x as (select 1) delete from sales returning *",
    "replace into sales (customer) values ('b')",
    "attach 'other.db' as other",
    "vacuum into 'other.db'",
    "vacuum",
    "pragma writable_schema = on",
    "pragma journal_mode = wal",
    "pragma user_version = 7",
    "begin",
    "commit",
    "-- all of them\n(/* select */ delete from sales)",
    "select * from sales; drop table sales",
    "select * from sales where customer = 'a;b'; drop table sales",
    "select * from sales /* ; */; delete from sales; --",
    "explain select * from sales",
    "",
    ";",
    "-- nothing",
]
DUCKDB = [
    "drop view orders",
    "insert into orders from orders",
    "select * from orders; select 1",
    "copy (select 1) to 'orders.csv' (use_tmp_file false)",
    "copy orders to 'new.csv'",
    "export database 'new'",
    "install httpfs",
    "load httpfs",
    "set memory_limit = '1GB'",
    "set lock_configuration = false",
    "reset enable_external_access",
    "call enable_logging('QueryLog', storage = 'file', storage_config = {'path': 'new'})",
    "create secret (type http)",
    "checkpoint",
    "import database '.'",
    "copy (pivot orders on customer using count(*)) to 'orders.csv' (use_tmp_file false)",
]
BEYOND = [
    "select * from 'secret.csv'",
    "select * from read_csv('{folder}/secret.csv')",
    "select * from read_text('secret.csv')",
    "select * from read_blob('/etc/passwd')",
    "select * from glob('*')",
    "select * from orders, read_csv('orders.csv/../secret.csv')",
    "select * from query('select * from read_text(''secret.csv'')')",
    "select * from read_parquet('https://example.com/orders.parquet')",
    "select * from read_csv('s3://shop/orders.csv')",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    orders = worked_example().assign(date=lambda table: table["date"].dt.strftime("%Y-%m-%d"))
    with closing(sqlite3.connect("shop.db")) as connection:
        orders.to_sql("sales", connection, index=False)
    orders.to_csv("orders.csv", index=False)
    Path("secret.csv").write_text("customer,date,amount\nsecret,2024-01-01,5\n", encoding="utf-8")
    return tmp_path


def held(folder: Path) -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def refusal(address: str, query: str | None) -> str:
    with pytest.raises(RetentionError) as told:
        rates(open_source(address, query=query))
    return told.value.code


@pytest.mark.parametrize("address", SQLITE)
def test_sqlite_is_only_read(folder: Path, address: str) -> None:
    before = held(folder)
    assert {query: refusal(f"{address}shop.db", query) for query in WRITES} == dict.fromkeys(
        WRITES, "query_not_reading"
    )
    assert held(folder) == before
    for query in ("with x as (select * from sales) select * from x", "-- ;\n select *, ';' as mark from sales; -- all"):
        found = rates(open_source(f"{address}shop.db", query=query))
        assert found["active"].sum() == rates(worked_example())["active"].sum()
    assert held(folder) == before


@pytest.mark.parametrize("address", SQLITE)
@pytest.mark.parametrize("name", ["none.db", "inside", "file:none.db?mode=rwc&uri=true", "nowhere/shop.db"])
def test_a_missing_database_is_said_and_not_made(folder: Path, address: str, name: str) -> None:
    Path("inside").mkdir()
    before = held(folder)
    assert refusal(address + name, "select 1 as customer") == "no_such_file"
    assert held(folder) == before


@pytest.mark.parametrize("address", SQLITE)
def test_no_file_is_left_beside_a_database_that_keeps_its_changes_apart(folder: Path, address: str) -> None:
    with closing(sqlite3.connect("shop.db")) as connection:
        connection.execute("pragma journal_mode = wal")
    before = held(folder)
    assert len(open_source(f"{address}shop.db", query="select * from sales")) == len(worked_example())
    assert held(folder) == before


@pytest.mark.parametrize("address", SQLITE)
def test_changes_that_a_running_program_keeps_apart_are_read(folder: Path, address: str) -> None:
    with closing(sqlite3.connect("shop.db")) as shop:
        shop.execute("pragma journal_mode = wal")
        shop.execute("insert into sales (customer, date, amount) values ('new', '2024-01-05', 5)")
        shop.commit()
        files = sorted(os.listdir(folder))
        found = open_source(f"{address}shop.db", query="select * from sales")
        assert len(found) == len(worked_example()) + 1
        assert sorted(os.listdir(folder)) == files
        Path("copy.db").write_bytes(Path("shop.db").read_bytes())
        Path("copy.db-wal").write_bytes(Path("shop.db-wal").read_bytes())
    before = held(folder)
    assert refusal(f"{address}copy.db", "select * from sales") == "database_unfinished"
    assert held(folder) == before


INTERRUPTED = """
import os, sqlite3
shop = sqlite3.connect("shop.db", isolation_level=None)
shop.execute("pragma cache_size = 2")
shop.execute("begin")
shop.execute("create table long (words)")
shop.executemany("insert into long values (?)", [("x" * 2000,)] * 100)
shop.execute("commit")
shop.execute("begin")
shop.execute("update long set words = 'y' || words")
os._exit(0)
"""


@pytest.mark.parametrize("address", SQLITE)
def test_a_change_somebody_did_not_finish_is_left_to_them(folder: Path, address: str) -> None:
    subprocess.run([sys.executable, "-c", INTERRUPTED], check=True)
    before = held(folder)
    assert any(name.endswith("-journal") for name in before)
    assert refusal(f"{address}shop.db", "select * from sales") == "database_unfinished"
    assert held(folder) == before


@pytest.mark.parametrize("name", ["sh op?.db", "sh#op.db", "100%.db", "ça.db"])
def test_any_name_of_a_database_opens(folder: Path, name: str) -> None:
    Path("shop.db").rename(name)
    with closing(sqlite3.connect(sqlite_place(name, "sqlite:"), uri=True)) as connection:
        assert connection.execute("select count(*) from sales").fetchone()[0] == len(worked_example())
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("delete from sales")


@pytest.mark.needs("duckdb")
def test_files_are_only_read(folder: Path) -> None:
    before = held(folder)
    assert {query: refusal("duckdb:orders.csv", query) for query in DUCKDB} == dict.fromkeys(
        DUCKDB, "query_not_reading"
    )
    assert held(folder) == before


@pytest.mark.needs("duckdb")
@pytest.mark.parametrize("query", BEYOND)
def test_a_query_reaches_only_the_files_named(folder: Path, query: str) -> None:
    assert refusal("duckdb:orders.csv", query.format(folder=folder.as_posix())) == "query_beyond_source"


@pytest.mark.needs("duckdb")
@pytest.mark.parametrize(
    "place", ["https://me:key@example.com/a.parquet?sig=key", "s3://me:key@shop/*.csv", "hf://x/y"]
)
def test_nothing_is_fetched(place: str) -> None:
    with pytest.raises(RetentionError, check=refusals.code("source_elsewhere")) as told:
        open_source(f"duckdb:{place}")
    assert "key" not in str(told.value.details)


@pytest.mark.needs("duckdb")
def test_a_duckdb_database_is_only_read(folder: Path) -> None:
    import duckdb

    with duckdb.connect("it's.duckdb") as connection:
        connection.execute("create table sales as from 'orders.csv'")
    before = held(folder)
    address = "duckdb:it's.duckdb"
    for same in (address, f"adbc:{address}"):
        assert len(open_source(same, query="select * from sales").fetchall()) == len(worked_example())
    assert refusal("adbc:duckdb:none.duckdb", "select 1") == "files_not_found"
    assert refusal(address, None) == "query_missing"
    assert refusal(address, "select * from 'orders.csv'") == "query_beyond_source"
    assert refusal(address, "copy sales to 'it''s.duckdb' (use_tmp_file false)") == "query_not_reading"
    changing = "with x as (insert into sales from sales returning *) select * from x"
    assert refusal(address, changing) in {"query_not_reading", "source_failed"}
    assert held(folder) == before


@pytest.mark.parametrize(
    "query",
    [
        "select 1",
        " \n( SELECT 1)",
        "values (1)",
        "table sales;",
        "with x as (select 1) select * from x; -- done",
        "select ';' || \"a;b\" /* ; */ from sales",
    ],
)
def test_reading_queries_are_not_refused(query: str) -> None:
    """Which is no refusal for the sake of a single part: with a second statement behind it each of them is refused."""
    check_reads(query, "", plain_quotes=True)
    with pytest.raises(RetentionError, check=refusals.code("query_not_reading")):
        check_reads(f"{query.removesuffix('-- done')}; drop table sales", "", plain_quotes=True)


@pytest.mark.parametrize(
    "query",
    [
        r"select 'a\'; drop table sales; -- '",
        r"select 'a\'' ; drop table sales; -- '",
        "select 1 # '\n; drop table sales; # '",
        "select $$'$$; drop table sales; -- '",
        "select * from sales into outfile '/tmp/sales'",
        "select * from sales into/**/DUMPFILE '/tmp/sales'",
        "/*! drop table sales */ select 1",
        "exec drop_everything",
        "call drop_everything()",
        "do $$ begin delete from sales; end $$",
    ],
)
def test_a_query_that_could_do_more_elsewhere_is_not_asked(query: str) -> None:
    with pytest.raises(RetentionError, check=refusals.code("query_not_reading")):
        check_reads(query, "", plain_quotes=False)


@pytest.mark.parametrize("beginning", ["/**/", "--\n", "(", "/* ", " ", "-", "/*! "])
def test_a_long_query_is_looked_at_in_no_time(beginning: str) -> None:
    with pytest.raises(RetentionError, check=refusals.code("query_not_reading")):
        check_reads(beginning * 32_000, "", plain_quotes=True)


class Sent(Exception):
    """An error as a driver raises it, with the codes of the server."""

    sqlstate: str | None = None


def test_refusals_of_servers_are_known() -> None:
    by_state = Sent("cannot execute DELETE in a read-only transaction")
    by_state.sqlstate = "25006"
    assert refused(by_state) == "query_not_reading"
    assert refused(Sent(1792, "Cannot execute statement in a READ ONLY transaction.")) == "query_not_reading"
    assert refused(Sent({"C": "25006", "M": "cannot execute DELETE"})) == "query_not_reading"
    assert refused(Sent("no such table")) is None
    assert refused(Sent()) is None


@pytest.mark.needs("duckdb")
def test_what_memory_does_not_hold_waits_where_only_this_user_can_look(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from retention.ingest.sources import duckdb_files

    at_the_end: list[Callable[[], None]] = []
    monkeypatch.setattr(duckdb_files, "atexit", SimpleNamespace(register=at_the_end.append))
    monkeypatch.setattr(duckdb_files, "_MEMORY", "90MB")
    rows = duckdb_files.duckdb_table("orders.csv", "select hash(range) as number from range(5000000) order by number")
    asked = "select current_setting('temp_directory'), count(distinct number) from many"
    place, count = rows.query("many", asked).fetchall()[0]
    assert count == 5_000_000
    if os.name != "nt":
        assert stat.S_IMODE(Path(place).stat().st_mode) == 0o700
    del rows
    at_the_end[0]()
    assert not Path(place).exists()
