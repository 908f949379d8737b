"""Orders at an address: files, databases, and clear refusals."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from retention.analysis.rates import rates
from retention.errors import RetentionError
from retention.ingest.sources.source import open_source
from tests import refusals
from tests.shops import worked_example

COLUMNS = {"customer": "client", "date": "when"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    orders = worked_example().rename(columns={"customer": "client", "date": "when"})
    orders.iloc[:7].to_parquet(tmp_path / "january.parquet")
    orders.iloc[7:].to_parquet(tmp_path / "july.parquet")
    orders.to_csv(tmp_path / "orders.csv", index=False)
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        orders.assign(when=orders["when"].dt.strftime("%Y-%m-%d")).to_sql("sales", connection, index=False)
    return tmp_path


@pytest.mark.needs("duckdb")
@pytest.mark.parametrize("pattern", ["*.parquet", "*.csv"])
def test_a_folder_of_files(folder: Path, pattern: str) -> None:
    orders = open_source(f"duckdb:{folder.as_posix()}/{pattern}", columns=COLUMNS)
    pd.testing.assert_frame_equal(rates(orders), rates(worked_example()))


@pytest.mark.needs("duckdb")
@pytest.mark.parametrize("query", [None, "select customer, date::date as date, amount from orders"])
@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot change its time zone while it runs")
def test_times_with_a_zone_count_in_utc_wherever_the_machine_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str | None
) -> None:
    moments = pd.to_datetime(["2024-01-31 22:00", "2024-02-10 10:00"], utc=True)
    orders = pd.DataFrame({"customer": "a", "order": ["1", "2"], "date": moments, "amount": 1.0})
    orders.to_parquet(tmp_path / "orders.parquet")
    try:
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("TZ", "Asia/Almaty")
            time.tzset()
            found = rates(open_source(f"duckdb:{tmp_path.as_posix()}/*.parquet", query=query))
    finally:
        time.tzset()
    assert found["active"].tolist() == rates(orders)["active"].tolist() == [1, 1]


@pytest.mark.needs("duckdb")
def test_a_query_over_files(folder: Path) -> None:
    query = "select client as customer, \"when\" as date, amount from orders where client <> 'A'"
    orders = open_source(f"duckdb:{folder.as_posix()}/*.parquet", query=query)
    pd.testing.assert_frame_equal(rates(orders), rates(worked_example().query("customer != 'A'")))


@pytest.mark.needs("sqlalchemy")
def test_a_database(folder: Path) -> None:
    address = f"sqlite:///{folder.as_posix()}/shop.db"
    orders = open_source(address, query="select * from sales", columns=COLUMNS)
    pd.testing.assert_frame_equal(rates(orders), rates(worked_example()))


def refusal(address: str, **options: object) -> RetentionError:
    with pytest.raises(RetentionError) as refused:
        open_source(address, **options)
    return refused.value


@pytest.mark.parametrize("address", ["orders.csv", "duckdb:", "C:/orders.csv"])
def test_what_is_no_address_is_refused(address: str) -> None:
    assert refusal(address).code == "unknown_source"


@pytest.mark.needs("sqlalchemy")
def test_an_address_no_database_has_is_refused() -> None:
    assert refusal("://shop", query="select 1").code == "unknown_source"


@pytest.mark.needs("duckdb")
def test_missing_files_and_columns_are_named(folder: Path) -> None:
    missing = f"duckdb:{folder.as_posix()}/*.csv.gz"
    assert refusal(missing).code == "files_not_found"
    refused = refusal(f"duckdb:{folder.as_posix()}/*.parquet", columns={"customer": "client"})
    assert (refused.code, refused.details["columns"]) == ("missing_columns", ("date",))
    assert "when" in refused.details["present"]


@pytest.mark.needs("duckdb")
@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty_file"), ("імя,дата\nя,1".encode("cp1251"), "csv_not_plain")]
)
def test_a_file_that_is_no_plain_table_is_said(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "orders.csv").write_bytes(content)
    assert refusal(f"duckdb:{tmp_path.as_posix()}/orders.csv").code == code


@pytest.mark.needs("duckdb")
def test_a_failing_query_says_why(folder: Path) -> None:
    refused = refusal(f"duckdb:{folder.as_posix()}/*.parquet", query="select nothing from orders")
    assert refused.code == "source_failed"
    assert "nothing" in str(refused.details["reason"])


@pytest.mark.needs("sqlalchemy")
def test_a_databases_password_is_never_repeated(folder: Path) -> None:
    refused = refusal("sqlite://me:secret@host/shop.db")
    assert (refused.code, refused.details) == ("query_missing", {"address": "sqlite://host/shop.db"})
    broken = refusal(f"sqlite:///{folder.as_posix()}/shop.db", query="select * from nowhere")
    assert broken.code == "source_failed"


@pytest.mark.needs("duckdb")
@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_folder_stands_for_the_files_in_it_at_any_depth(folder: Path, kind: str) -> None:
    orders = worked_example()
    for part, rows in (("year=1", orders.iloc[:7]), ("year=2", orders.iloc[7:])):
        (folder / kind / part).mkdir(parents=True)
        if kind == "csv":  # columns go together by name, not by place
            rows[sorted(rows, reverse=part == "year=1")].to_csv(folder / kind / part / "part.CSV".lower(), index=False)
        else:
            rows.to_parquet(folder / kind / part / "part.parquet")
    pd.testing.assert_frame_equal(
        rates(open_source(f"duckdb:{(folder / kind).as_posix()}")), rates(orders), check_dtype=False
    )


@pytest.mark.needs("duckdb")
def test_dates_written_as_text_are_read(tmp_path: Path) -> None:
    orders = worked_example().assign(date=lambda table: table["date"].astype("str"))
    orders.to_parquet(tmp_path / "orders.PARQUET")
    pd.testing.assert_frame_equal(
        rates(open_source(f"duckdb:{tmp_path.as_posix()}/orders.PARQUET")), rates(worked_example())
    )


@pytest.mark.needs("duckdb")
@pytest.mark.parametrize("cell", ["2024-02-31,5", "2024-02-01,10 EUR"])
def test_a_cell_that_is_no_date_or_number_is_said_when_it_is_met(tmp_path: Path, cell: str) -> None:
    good = "".join(f"c{n},2024-01-01,5\n" for n in range(30_000))  # longer than what is looked at to tell types
    (tmp_path / "orders.csv").write_text(f"customer,date,amount\n{good}c,{cell}\n")
    with pytest.raises(RetentionError, check=refusals.code("source_failed")) as refused:
        rates(open_source(f"duckdb:{tmp_path.as_posix()}/orders.csv"))
    assert "30002" in str(refused.value.details["reason"])


@pytest.mark.needs("sqlalchemy")
@pytest.mark.parametrize(("row", "code"), [("'soon', 5", "not_a_date"), ("'2024-01-05', 'five'", "not_a_number")])
def test_words_from_a_database_are_no_dates_and_no_numbers(row: str, code: str) -> None:
    query = f"select 'a' as customer, '2024-01-05' as date, 5 as amount union all select 'b', {row}"
    with pytest.raises(RetentionError, check=refusals.code(code)):
        rates(open_source("sqlite://", query=query))
