"""pandas, Polars and DuckDB give the same answers to every question; Spark: `test_spark`."""

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa
import pytest

from retention.activity import sum_by
from retention.analysis.audit import deciles, next_order_ladder
from retention.analysis.cohorts import average, cohort_members, cohorts
from retention.analysis.money import cohort_value, money_bridge, stacked_revenue
from retention.analysis.pace import pace
from retention.analysis.rates import breakdown, figures, figures_of, members, rates, simple_lifetime_value
from retention.analysis.timing import gaps, suggest_grain, time_to_order
from retention.errors import RetentionError
from tests.refusals import code
from tests.shops import random_shop

RANGE = (dt.date(2023, 5, 3), dt.date(2023, 8, 17))
Question = Callable[[Any], pd.DataFrame]
QUICK: dict[str, Question] = {
    "rates, weeks": lambda orders: rates(orders, grain="week"),
    "rates, retail years": lambda orders: rates(orders, grain="year", calendar="4-5-4"),
    "rates, same quarter last year": lambda orders: rates(orders, grain="quarter", base="last_year"),
    "figures, last 90 days": lambda orders: figures(orders, base="window:90D"),
    "cohorts": lambda orders: cohorts(orders, mode="on_or_after"),
    "cohorts by channel, every 30 days": lambda orders: cohorts(orders, by="channel", ages=30),
}
FURTHER: dict[str, Question] = {
    "rates, ever": lambda orders: rates(orders, base="ever"),
    "figures, previous": lambda orders: figures(orders, grain="quarter"),
    "figures, 12 months": lambda orders: figures(orders, base="window:12M", as_of=dt.date(2023, 12, 20)),
    "rates, months of weeks": lambda orders: rates(orders, calendar="4-5-4"),
    "figures, weeks from Sunday": lambda orders: figures(orders, grain="week", week_start="sunday"),
    "figures, quarters of weeks": lambda orders: figures(orders, grain="quarter", calendar="4-4-5", year_start=9),
    "cohorts, years of weeks": lambda orders: cohorts(orders, grain="year", calendar="5-4-4", week_start="saturday"),
    "figures, fiscal years": lambda orders: figures(orders, grain="year", year_start=4),
    "figures, fixed base": lambda orders: figures(orders, base=RANGE),
    "figures of a range": lambda orders: figures_of(orders, [RANGE], base="last_year"),
    "breakdown": lambda orders: breakdown(orders, "channel", grain="quarter", base="window:60D", top=2),
    "members": lambda orders: members(orders, RANGE),
    "average of cohorts": lambda orders: average(cohorts(orders, grain="week", ages=7, mode="on_or_before")),
    "cohort members": lambda orders: cohort_members(orders, "2022-12", 3),
    "worth": lambda orders: pd.DataFrame([vars(simple_lifetime_value(orders))]),
    "gaps": gaps,
    "time to second order": lambda orders: time_to_order(orders).curve,
    "money bridge": lambda orders: pd.DataFrame([money_bridge(orders, grain="quarter").steps]),
    "value of cohorts": lambda orders: cohort_value(orders, grain="quarter").cells,
    "revenue by cohort": lambda orders: stacked_revenue(orders, cohort_grain="year"),
    "tenths": lambda orders: deciles(orders, RANGE),
    "pace": lambda orders: pd.DataFrame([vars(pace(orders, target=0.5, as_of=dt.date(2023, 11, 9)))]),
    "next-order ladder": lambda orders: next_order_ladder(orders).table,
    "grain": lambda orders: pd.DataFrame([vars(suggest_grain(orders))]),
}
EVERY = QUICK | FURTHER


def same(question: Question, elsewhere: object, orders: pd.DataFrame) -> None:
    expected = of_the_shop(question) if orders is shop() else question(orders)
    pd.testing.assert_frame_equal(question(elsewhere), expected, check_dtype=False)


@functools.cache
def shop() -> pd.DataFrame:
    return random_shop(7, rows=400)


@functools.cache
def of_the_shop(question: Question) -> pd.DataFrame:
    """What pandas answers, asked once for all engines."""
    return question(shop())


@pytest.fixture(scope="module")
def orders() -> pd.DataFrame:
    return shop()


@pytest.mark.few(29)
@pytest.mark.parametrize("question", EVERY.values(), ids=EVERY)
@pytest.mark.parametrize("kind", ["DataFrame", "LazyFrame"])
@pytest.mark.needs("polars")
def test_polars(question: Question, kind: str, orders: pd.DataFrame) -> None:
    import polars as pl

    same(question, getattr(pl, kind)(orders), orders)


@pytest.mark.parametrize("question", EVERY.values(), ids=EVERY)
@pytest.mark.needs("duckdb")
def test_duckdb(question: Question, orders: pd.DataFrame) -> None:
    import duckdb

    with duckdb.connect() as connection:
        same(question, connection.from_df(orders), orders)


@pytest.mark.parametrize("question", QUICK.values(), ids=QUICK)
def test_pyarrow(question: Question, orders: pd.DataFrame) -> None:
    same(question, pa.Table.from_pandas(orders, preserve_index=False), orders)


def elsewhere(orders: pd.DataFrame, connection: Any) -> list[object]:
    """The same orders on other engines."""
    import polars as pl

    return [pl.from_pandas(orders), pl.from_pandas(orders).lazy(), connection.from_df(orders)]


@pytest.mark.needs("polars")
@pytest.mark.needs("duckdb")
def test_yes_and_no_and_missing_dates(orders: pd.DataFrame) -> None:
    import duckdb

    loyal = orders.assign(loyal=orders["channel"] == "web", date=orders["date"].where(orders.index % 9 > 0))
    with duckdb.connect() as connection:
        for there in elsewhere(loyal, connection):
            same(lambda each: breakdown(each, "loyal", grain="quarter"), there, loyal)
            same(lambda each: cohorts(each, by="loyal", grain="quarter"), there, loyal)


@pytest.mark.needs("polars")
@pytest.mark.needs("duckdb")
@pytest.mark.parametrize("nothing", ["no rows", "refunds only"])
def test_without_orders_every_engine_says_so(orders: pd.DataFrame, nothing: str) -> None:
    import duckdb

    empty = orders.head(0) if nothing == "no rows" else orders.assign(purchase=False)
    with duckdb.connect() as connection:
        for there in [empty, *elsewhere(empty, connection)]:
            for question in EVERY.values():
                with pytest.raises(RetentionError, check=code("no_purchases", "nothing_bought")):
                    question(there)


@pytest.mark.few(29)
@pytest.mark.parametrize("customer", ["category", "object"])
@pytest.mark.parametrize("question", EVERY.values(), ids=EVERY)
def test_pandas_of_other_types(question: Question, customer: str, orders: pd.DataFrame) -> None:
    same(question, orders.astype({"customer": customer, "channel": "category"}), orders)


def test_days_without_time_of_day(orders: pd.DataFrame) -> None:
    days = orders.assign(date=orders["date"].dt.normalize())
    for question in (QUICK["rates, weeks"], QUICK["figures, last 90 days"]):
        same(question, days, orders)


def test_the_shops_own_clock_counts(orders: pd.DataFrame) -> None:
    local = orders.assign(date=orders["date"].dt.tz_localize("Asia/Tokyo"))
    for question in (QUICK["rates, weeks"], QUICK["cohorts"], FURTHER["breakdown"]):
        same(question, local, orders)


def test_dates_and_amounts_of_arrow_types(orders: pd.DataFrame) -> None:
    from decimal import Decimal

    cents = [None if pd.isna(amount) else Decimal(f"{amount:.2f}") for amount in orders["amount"]]
    for amount in (pd.array(cents, dtype=pd.ArrowDtype(pa.decimal128(12, 2))), pd.array(cents, dtype=object)):
        typed = orders.assign(date=orders["date"].dt.date.astype("date32[pyarrow]"), amount=amount)
        same(QUICK["figures, last 90 days"], typed, orders)


@pytest.mark.needs("polars")
@pytest.mark.needs("duckdb")
def test_an_infinite_amount_is_unknown(orders: pd.DataFrame) -> None:
    import duckdb

    endless = orders.assign(amount=orders["amount"].mask(orders.index % 50 == 3, float("inf")))
    unknown = orders.assign(amount=orders["amount"].mask(orders.index % 50 == 3))
    with duckdb.connect() as connection:
        for there in [endless, *elsewhere(endless, connection)]:
            same(QUICK["figures, last 90 days"], there, unknown)


@pytest.mark.needs("polars")
@pytest.mark.needs("duckdb")
def test_words_for_amounts_are_refused_everywhere(orders: pd.DataFrame) -> None:
    import duckdb

    words = orders.assign(amount="five")
    with duckdb.connect() as connection:
        for there in [words, *elsewhere(words, connection)]:
            with pytest.raises(RetentionError, check=code("not_a_number", "source_failed")):
                rates(there)


@pytest.mark.parametrize("power", [1, 9], ids=["near each other", "far apart"])
def test_whole_numbers_are_customers_like_any_others(power: int, orders: pd.DataFrame) -> None:
    named = orders.dropna(subset="customer")
    numbered = named.assign(customer=named["customer"].str[1:].astype("int64") ** power)
    for question in ("cohorts by channel, every 30 days", "figures, last 90 days"):
        same(QUICK[question], numbered, named)
    names = sorted(int(name[1:]) ** power for name in members(named, RANGE)["customer"])
    assert members(numbered, RANGE)["customer"].tolist() == names


@pytest.mark.parametrize("spread", [1, 10**6])
def test_sums_lie_by_their_keys_or_are_grouped(spread: int) -> None:
    rows = pd.DataFrame({"key": [2, 0, 2, 5], "orders": [1, 2, 3, 0], "revenue": [0.5, 1.0, 1.5, -1.0]})
    found = sum_by(nw.from_native(rows.assign(key=rows["key"] * spread)).lazy(), "key").sort_values("key")
    expected = {"key": [0, 2 * spread, 5 * spread], "orders": [2, 4, 0], "revenue": [1.0, 2.0, -1.0]}
    pd.testing.assert_frame_equal(found.reset_index(drop=True), pd.DataFrame(expected))
