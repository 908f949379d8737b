"""A source's times on the shop's own clock, and days after the one on which it is read."""

import json
from pathlib import Path

import narwhals as nw
import pandas as pd
import pytest
from click.testing import CliRunner

from retention.cli import main
from retention.errors import RetentionError
from retention.ingest.sources.source import open_source
from retention.ingest.sources.time_zone import in_zone
from tests.refusals import code

MOMENTS = pd.to_datetime(["2024-01-31 22:30", "2024-02-10 10:00", "2024-07-31 21:00", None])
ON_THE_CLOCK = ["2024-02-01 00:30:00", "2024-02-10 12:00:00", "2024-08-01 00:00:00", None]
"""The same in Chisinau, two hours ahead in winter and three in summer."""


def orders(moments: pd.DatetimeIndex = MOMENTS) -> pd.DataFrame:
    return pd.DataFrame({"customer": ["a", "b", "a", "c"], "order": list("1234"), "date": moments, "amount": 2.0})


def times(native: object) -> list[str | None]:
    rows = nw.from_native(native).lazy().collect("pandas").to_native().sort_values("order")
    return [None if moment is pd.NaT else str(moment) for moment in rows["date"]]


@pytest.mark.parametrize("moments", [MOMENTS, MOMENTS.tz_localize("UTC"), MOMENTS.tz_localize("UTC").astype(object)])
def test_in_pandas(moments: pd.DatetimeIndex) -> None:
    assert times(in_zone(orders(moments), "Europe/Chisinau")) == ON_THE_CLOCK


@pytest.mark.needs("duckdb")
@pytest.mark.parametrize("zone", [None, "UTC"])
def test_in_duckdb(tmp_path: Path, zone: str | None) -> None:
    orders(MOMENTS.tz_localize(zone)).to_parquet(tmp_path / "orders.parquet")
    found = open_source(f"duckdb:{tmp_path.as_posix()}", timezone="Europe/Chisinau")
    assert times(found) == ON_THE_CLOCK


@pytest.mark.parametrize("days", [MOMENTS.date, ["2024-01-31", "2024-02-01", "2024-02-02", None]], ids=["date", "text"])
def test_days_without_a_time_cannot_be_moved(days: list[object]) -> None:
    with pytest.raises(RetentionError, check=code("days_without_time")):
        in_zone(orders().assign(date=days), "Europe/Chisinau")


@pytest.mark.needs("duckdb")
@pytest.mark.parametrize("kind", ["date", "timestamp"])
def test_nor_in_duckdb(tmp_path: Path, kind: str) -> None:
    query = f"select customer, date::date::{kind} as date, amount from orders"
    orders().to_parquet(tmp_path / "orders.parquet")
    with pytest.raises(RetentionError, check=code("days_without_time")):
        open_source(f"duckdb:{tmp_path.as_posix()}", query=query, timezone="Europe/Chisinau")


def test_no_zone_is_refused() -> None:
    with pytest.raises(RetentionError, check=code("unknown_timezone")):
        in_zone(orders(), "Chisinau' or 'x")


def summary(folder: Path, *flags: str) -> dict:
    found = CliRunner().invoke(main, ["summary", "--source", f"duckdb:{folder.as_posix()}", "--json", *flags])
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Orders of which one is of a day to come, and two name no customer."""
    days = pd.date_range("2024-01-05 22:30", periods=60, freq="9D", tz="UTC")
    rows = pd.DataFrame(
        {
            "customer": [None if n in {10, 20} else f"c{n % 7}" for n in range(61)],
            "date": [*days, pd.Timestamp("2149-01-01 10:00", tz="UTC")],
            "amount": 10.0,
            "channel": ["web" if n % 10 else "till" for n in range(61)],
        }
    )
    rows.to_parquet(tmp_path / "orders.parquet")
    return tmp_path


@pytest.mark.needs("duckdb")
def test_days_to_come_are_left_out_and_said(shop: Path) -> None:
    told = summary(shop)
    assert [(issue["code"], issue["rows"], issue["revenue"]) for issue in told["issues"]] == [
        ("after_today", 1, 10.0),
        ("times_in_utc", 58, None),
    ]
    assert (told["orders"], told["last_date"], told["unidentified"]) == (
        58,
        "2025-06-19",
        {"rows": 2, "orders": 2, "revenue": 20.0},
    )
    assert summary(shop, "--only", "channel=till")["unidentified"]["orders"] == 2
    counted = summary(shop, "--count", "future-dates", "--grain", "year")
    assert (counted["orders"], counted["last_date"]) == (59, "2149-01-01")


@pytest.mark.needs("duckdb")
def test_days_of_the_shop_are_counted_where_its_zone_is_named(shop: Path) -> None:
    told = summary(shop, "--timezone", "Europe/Chisinau")
    assert told["last_date"] == "2025-06-20"
    assert [issue["code"] for issue in told["issues"]] == ["after_today"]
    shown = CliRunner().invoke(main, ["summary", "--source", f"duckdb:{shop.as_posix()}"]).stdout
    assert "2 orders name no customer" in shown
    assert "After the day on which" in shown
