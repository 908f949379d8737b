"""Spark gives the same answers as pandas, on a cluster of two workers that all tests share."""

from collections.abc import Iterator
from typing import Any

import narwhals as nw
import pandas as pd
import pytest

from retention.activity import filtered, without_customer
from retention.analysis.rates import rates
from retention.errors import RetentionError
from retention.ingest.sources.source import open_source
from retention.ingest.sources.time_zone import in_zone
from retention.periods import Calendar
from tests.refusals import code
from tests.shops import random_shop
from tests.test_engines import QUICK, same
from tests.test_examples import example

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
"""Of programs that end soon Java compiles and checks little; otherwise that takes longer than the work."""


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Spark cluster on this machine: a driver and two worker processes."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",  # programs for a few hundred rows, each asked once
        "spark.driver.extraJavaOptions": SHORT_LIVED,
        "spark.executor.extraJavaOptions": SHORT_LIVED,
    }
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("engines")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def orders() -> pd.DataFrame:
    return random_shop(7, rows=400)


@pytest.fixture(scope="module")
def there(spark: Any, orders: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The orders on the cluster, in two parts."""
    folder = tmp_path_factory.mktemp("orders")
    orders.iloc[:200].to_parquet(folder / "1.parquet")
    orders.iloc[200:].to_parquet(folder / "2.parquet")
    frame = spark.read.parquet(str(folder)).repartition(2)
    assert frame.rdd.getNumPartitions() == 2
    frame.createOrReplaceTempView("orders")
    return frame


@pytest.mark.parametrize("question", QUICK.values(), ids=QUICK)
def test_two_workers_give_the_answers_of_pandas(question: Any, there: Any, orders: pd.DataFrame) -> None:
    same(question, there, orders)
    assert there.sparkSession.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1 == 2


@pytest.mark.parametrize("name", ["channel", "first:channel", "ever:channel"])
def test_a_filter_leaves_what_it_leaves_in_pandas(name: str, there: Any, orders: pd.DataFrame) -> None:
    same(lambda each: rates(filtered(each, only={name: "web"}), grain="quarter"), there, orders)


@pytest.mark.parametrize(("grain", "pattern", "day"), [("week", None, "sunday"), ("month", "4-4-5", "saturday")])
def test_weeks_and_months_of_weeks_are_those_of_pandas(
    grain: str, pattern: str | None, day: str | None, there: Any, orders: pd.DataFrame
) -> None:
    calendar = Calendar.of(grain, None, day, pattern)
    numbers = nw.from_native(there).select("order", period=calendar.number(nw.col("date")))
    found = numbers.collect("pyarrow").to_pandas().set_index("order")["period"]
    assert found[orders["order"]].tolist() == [calendar.number_of(moment.date()) for moment in orders["date"]]


@pytest.mark.parametrize("wanted", [{}, {"only": {"channel": "web"}}], ids=str)
def test_orders_without_a_customer_are_those_of_pandas(wanted: Any, there: Any, orders: pd.DataFrame) -> None:
    from pyspark.sql import functions

    lost = there.withColumn("customer", functions.expr("if(order like '%7', null, customer)"))
    here = orders.assign(customer=orders["customer"].where(~orders["order"].str.endswith("7"), None))
    assert without_customer(filtered(lost, **wanted)) == without_customer(filtered(here, **wanted))


def test_times_are_moved_to_the_shops_clock(there: Any) -> None:
    from pyspark.sql import functions

    moved = in_zone(there, "Europe/Chisinau")
    hours = functions.expr("(unix_seconds(cast(moved as timestamp)) - unix_seconds(cast(date as timestamp))) / 3600")
    both = there.select("order", "date").join(moved.selectExpr("order", "date as moved"), "order")
    assert {row[0] for row in both.select(hours).distinct().collect()} == {2.0, 3.0}


@pytest.mark.parametrize("query", [None, "select * from orders"])
@pytest.mark.usefixtures("there")
def test_a_table_and_a_query_are_sources(query: str | None, orders: pd.DataFrame) -> None:
    frame = open_source("spark:any" if query else "spark:orders", query=query)
    assert list(frame.columns) == list(orders.columns)
    found = [row["order"] for row in frame.select("order").collect()]
    assert sorted(found) == sorted(orders["order"])


@pytest.mark.parametrize(
    ("place", "query"),
    [
        ("spark:nowhere", None),
        ("spark:any", "with x as (select 1) insert into orders select * from x"),
        ("spark:any", "from orders insert into orders select *"),
    ],
)
@pytest.mark.usefixtures("there")
def test_what_is_not_there_and_what_writes_is_refused(place: str, query: str | None) -> None:
    with pytest.raises(RetentionError, check=code("source_failed")):
        open_source(place, query=query)


@pytest.mark.usefixtures("spark")
def test_the_example_of_a_data_scientist() -> None:
    scientist = example("data_scientist")
    pd.testing.assert_frame_equal(scientist.main("spark"), scientist.main(), check_dtype=False)
