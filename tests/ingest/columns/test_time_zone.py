"""Times in UTC: told, and on the shop's clock where its zone is named; other zones stay as they are."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest

from retention.errors import RetentionError
from retention.ingest.clean import clean
from retention.ingest.columns import map_columns
from retention.ingest.mapping import Choices
from retention.orders import Orders
from tests import refusals
from tests.ingest.clean.test_clean import table

UTC = ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%d %H:%M:%S +0000", "%d.%m.%Y %H:%M GMT", "%s", "%s000")
LOCAL = ("%Y-%m-%dT%H:%M:%S+02:00", "%Y-%m-%d %H:%M PST", "%d.%m.%Y %H:%M МСК", "%Y-%m-%d %H:%M:%S")
ZONES = ("Europe/Chisinau", "America/Los_Angeles", "Asia/Tokyo", "Europe/London")


def moments(seed: str, count: int = 50) -> list[dt.datetime]:
    draw = random.Random(seed)
    first = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    return [first + dt.timedelta(minutes=draw.randrange(400 * 24 * 60)) for _ in range(count)]


def orders_of(cells: list[str], header: str = "Created at", timezone: str | None = None) -> Orders:
    raw = table(f"Order,{header},Email,Total", *(f"{n},{cell},c{n % 9}@mail.test,5" for n, cell in enumerate(cells)))
    return clean([(raw, map_columns(raw, Choices(timezone=timezone)))])


def said(orders: Orders) -> dict[str, int]:
    return {issue.code: issue.rows for issue in orders.issues}


def form(moment: dt.datetime, written: str) -> str:
    return moment.strftime(written.replace("%s", str(int(moment.timestamp()))))


@pytest.mark.parametrize("written", UTC)
def test_times_in_utc_are_said_and_counted_on_the_shops_clock(written: str) -> None:
    told = moments(written)
    cells = [form(moment, written) for moment in told]
    orders = orders_of(cells)
    assert said(orders) == {"times_in_utc": 50}
    assert sorted(orders.frame["date"].dt.date) == sorted(moment.date() for moment in told)
    for zone in ZONES:
        local = [moment.astimezone(ZoneInfo(zone)).date() for moment in told]
        orders = orders_of(cells, timezone=zone)
        assert sorted(orders.frame["date"].dt.date) == sorted(local)
        moved = sum(day != moment.date() for day, moment in zip(local, told, strict=True))
        assert said(orders) == ({"zone_applied": moved} if moved else {})


@pytest.mark.parametrize("written", LOCAL)
def test_times_of_other_zones_are_the_shops_own(written: str) -> None:
    cells = [form(moment, written) for moment in moments(written)]
    orders = orders_of(cells, timezone="Asia/Tokyo")
    assert said(orders) == {}
    assert sorted(orders.frame["date"].dt.date) == sorted(moment.date() for moment in moments(written))


def test_mixed_zones_stay_local() -> None:
    zones = ("PST", "PDT", "EST", "CET", "CEST", "EET", "EEST", "BST", "MSK", "MSD", "GMT", "UTC", "+03:00", "GMT+2")
    cells = [f"2024-05-{n + 1:02} 23:30 {zone}" for n, zone in enumerate(zones)]
    orders = orders_of(cells, timezone="Asia/Tokyo")
    assert sorted(orders.frame["date"].dt.day) == list(range(1, len(zones) + 1))
    assert said(orders) == {}


@pytest.mark.parametrize(("header", "utc"), [("Created (UTC)", True), ("created_at_utc", True), ("Date UTC+3", False)])
def test_a_header_may_say_it(header: str, utc: bool) -> None:
    cells = [moment.strftime("%Y-%m-%d %H:%M") for moment in moments(header)]
    assert ("times_in_utc" in said(orders_of(cells, header))) == utc


@pytest.mark.parametrize("cells", [["2024-05-01T00:00:00Z", "2024-05-02T00:00:00Z"], ["2024-05-01", "2024-05-02"]])
def test_days_without_a_time_are_not_moved(cells: list[str]) -> None:
    orders = orders_of(cells, "Created (UTC)", "America/New_York")
    assert sorted(orders.frame["date"].dt.day) == [1, 2]
    assert said(orders) == {}


def test_a_time_in_its_own_column_is_on_the_same_clock() -> None:
    rows = [f"{n},2024-05-{n:02},23:15,c{n % 3}@mail.test,5" for n in range(1, 9)]
    raw = table("Order,Date (UTC),Time,Email,Total", *rows)
    found = clean([(raw, map_columns(raw, Choices(timezone="Europe/Kyiv")))])
    assert sorted(found.frame["date"].dt.day) == list(range(2, 10))


@pytest.mark.parametrize("zone", ["Mars/Phobos", "", "../../etc/passwd", "Europe", "europe"])
def test_what_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(RetentionError, check=refusals.code("unknown_timezone")):
        orders_of(["2024-05-01T10:00:00Z", "2024-05-02T10:00:00Z"], timezone=zone)
