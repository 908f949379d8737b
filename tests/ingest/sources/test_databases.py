"""Orders in a database: asked as typed, brought home whole, and refused without telling a password."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from retention.analysis.rates import rates
from retention.errors import RetentionError, first_line
from retention.ingest.sources.databases import no_connection, public, query_database
from retention.ingest.sources.source import open_source
from tests import refusals
from tests.shops import worked_example

SOME = "select 'a' as customer, '2024-01-05' as date, 5 as amount"


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """A path as both kinds of addresses end with."""
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        orders = worked_example()
        orders.assign(date=orders["date"].dt.strftime("%Y-%m-%d")).to_sql("sales", connection, index=False)
    return f"/{(tmp_path / 'shop.db').as_posix()}"


def refusal(address: str, query: str | None = SOME) -> RetentionError:
    with pytest.raises(RetentionError) as refused:
        open_source(address, query=query)
    return refused.value


@pytest.mark.needs("sqlalchemy")
def test_a_query_is_asked_as_it_was_typed(shop: str) -> None:
    query = """select * from sales where customer like '%' and ':when' <> '{"a":1}'"""
    pd.testing.assert_frame_equal(
        rates(open_source(f"sqlite://{shop}", query=query)), rates(worked_example()), check_dtype=False
    )


@pytest.mark.needs("sqlalchemy")
def test_long_numbers_of_customers_stay_apart_where_some_are_missing() -> None:
    numbers = " union all ".join(f"select {number} as customer" for number in (2**53, 2**53 + 1, "null"))
    answer = query_database("sqlite://", numbers)
    assert answer["customer"].dropna().tolist() == [2**53, 2**53 + 1]


@pytest.mark.needs("sqlalchemy")
def test_a_database_is_left_when_it_has_answered() -> None:
    import sqlalchemy

    left: list[object] = []
    sqlalchemy.event.listen(sqlalchemy.Pool, "close", lambda *which: left.append(which))
    query_database("sqlite://", SOME)
    assert len(left) == 1


@pytest.mark.needs("sqlalchemy")
def test_what_a_database_says_is_told_without_the_query() -> None:
    refused = refusal("sqlite://", "select *\nfrom nowhere")
    assert (refused.code, refused.details["reason"]) == ("source_failed", "no such table: nowhere")


@pytest.mark.needs("sqlalchemy")
def test_columns_of_one_name_are_named(shop: str) -> None:
    refused = refusal(f"sqlite://{shop}", "select a.*, b.customer from sales a, sales b")
    assert (refused.code, refused.details) == ("columns_repeated", {"columns": ("customer",)})


@pytest.mark.needs("sqlalchemy")
def test_a_missing_driver_is_named() -> None:
    for address, driver in (
        ("nowhere://me:secret@host/shop", "nowhere"),
        ("adbc:nowhere://me:secret@host/shop", "adbc_driver_nowhere"),
    ):
        refused = refusal(address)
        assert (refused.code, refused.details["driver"]) == ("driver_missing", driver)
        assert "secret" not in str(refused.details)
    assert refusal("adbc:../x:shop").code == "unknown_source"


@pytest.mark.needs("sqlalchemy")
@pytest.mark.needs("psycopg")
@pytest.mark.parametrize("where", ["me:secret@127.0.0.1:1", "me:sec@ret@127.0.0.1:1", "me:secret@127.0.0.1:port"])
def test_a_database_that_cannot_be_reached_is_told_without_the_password(where: str) -> None:
    refused = refusal(f"postgresql+psycopg://{where}/shop?password=secret")
    assert (refused.code, refused.details["address"]) == (
        "no_connection",
        f"postgresql+psycopg://{where.rpartition('@')[2]}/shop",
    )
    assert not {"sec", "ret"} & set(str(refused.details["reason"]).replace("@", " ").split())


@pytest.mark.needs("sqlalchemy")
@pytest.mark.needs("psycopg")
def test_postgres_is_short_for_postgresql() -> None:
    assert refusal("postgres+psycopg://me@127.0.0.1:1/shop").code == "no_connection"


@pytest.mark.needs("sqlalchemy")
def test_cells_that_hold_several_values_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = [1, ["a", "b"], np.array(["a", "b"]), {"tag": [np.int64(1)]}, None]
    monkeypatch.setattr(pd, "read_sql_query", lambda *_, **__: pd.DataFrame({"tags": pd.Series(cells, dtype=object)}))
    assert query_database("sqlite://", SOME)["tags"].dropna().tolist() == [
        "1",
        '["a", "b"]',
        '["a", "b"]',
        '{"tag": [1]}',
    ]


@pytest.mark.needs("sqlalchemy")
def test_a_column_without_any_value_is_no_trouble() -> None:
    assert query_database("sqlite://", f"{SOME}, null as note")["note"].isna().all()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://me:secret@host:5432/shop", "postgresql://host:5432/shop"),
        ("postgresql://host/shop?user=me&password=secret", "postgresql://host/shop"),
        ("postgresql://host/shop?user=me@firm&password=secret", "postgresql://firm"),
        ("adbc:snowflake:me:secret@firm/shop", "adbc:snowflake:firm/shop"),
        ("spark:sc://host:15002/;token=sec@ret/orders", "spark:sc://host:15002/"),
        ("spark:sc://me:secret@host:15002/orders", "spark:sc://host:15002/orders"),
        ("adbc:postgresql:host=127.0.0.1 password=secret", "adbc:postgresql:"),
        ("sqlite:///orders/shop.db", "sqlite:///orders/shop.db"),
        ("C:/orders.csv", "C:/orders.csv"),
    ],
)
def test_an_address_is_told_without_what_is_private(address: str, told: str) -> None:
    assert public(address) == told


def test_a_reason_repeats_no_token() -> None:
    refused = no_connection("spark:sc://host/;token=c2VjcmV0MQ==/orders", "Parameter 'token=c2VjcmV0MQ==' is no pair")
    assert refused.details["reason"] == "Parameter 'token=…' is no pair"


def test_a_reason_is_the_first_line_that_says_something() -> None:
    assert first_line(ValueError("\n [PARSE] near 'selec' \nat line 1")) == "[PARSE] near 'selec'"
    assert first_line(ValueError()) == "ValueError"


@pytest.mark.needs("adbc_driver_sqlite")
def test_adbc(shop: str) -> None:
    for address in (f"adbc:sqlite://{shop}", f"adbc:sqlite:{shop.removeprefix('/')}"):
        orders = open_source(address, query="select * from sales")
        pd.testing.assert_frame_equal(rates(orders), rates(worked_example()), check_dtype=False)
    with pytest.raises(RetentionError, check=refusals.code("no_purchases")):
        rates(open_source(address, query="select * from sales where false"))
    refused = refusal(address, "select * from nowhere")
    assert (refused.code, "nowhere" in str(refused.details["reason"])) == ("source_failed", True)
    assert refused.details["reason"] == "no such table: nowhere"
    assert refusal("adbc:sqlite:/no/such/folder/shop.db").code == "no_such_file"
    late = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000) "
    assert refusal(address, late + "select iif(i < 1500, 5, 5.5) as amount from n").code == "source_failed"
