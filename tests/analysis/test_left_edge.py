"""How far the data must reach back before somebody is surely new."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

import retention as rt
from retention.activity import waits
from tests.shops import END_OF_2024, random_shop, worked_example


def regulars(*, wait: int, days: int, customers: int = 40) -> pd.DataFrame:
    """Customers who began on days of their own and come back after as many days each time."""
    begun = np.arange(customers) * days // customers
    rows = [(who, day) for who, first in enumerate(begun) for day in range(first, days, wait)]
    table = pd.DataFrame(rows, columns=["customer", "day"])
    return table.assign(date=pd.Timestamp("2024-01-01") + pd.to_timedelta(table["day"], "D"), amount=1.0)


def test_one_look_back_after_the_first_day_customers_are_surely_new() -> None:
    edge = rt.left_edge(regulars(wait=30, days=400))
    assert (edge.look_back, edge.closed) == (30, False)
    assert edge.sure_from == dt.date(2024, 1, 31)
    assert not edge.sure(dt.date(2024, 1, 1))
    assert edge.sure(dt.date(2024, 2, 1))


def test_waits_are_those_from_one_day_with_orders_to_the_next_on_every_engine() -> None:
    orders = random_shop(3)  # refunds among them, and several orders of a day
    bought = (
        orders[orders["purchase"]]
        .dropna(subset="customer")
        .assign(day=orders["date"].dt.normalize())
        .sort_values("day")
    )
    days = bought.drop_duplicates(["customer", "day"]).groupby("customer")["day"]
    waited, begun = days.diff().dropna().dt.days, (days.min() - bought["day"].min()).dt.days
    for frame in (orders, pl.from_pandas(orders)):
        extent, found = waits(frame)
        assert extent.first == bought["day"].min().date()
        assert found.between.tolist() == np.bincount(waited).tolist()
        assert found.begun.tolist() == np.bincount(begun).tolist()


def test_the_look_back_takes_half_of_the_data_at_most() -> None:
    assert rt.left_edge(regulars(wait=90, days=120, customers=200)).look_back == 59


def test_few_waits_tell_nothing_and_nothing_is_set_aside() -> None:
    edge = rt.left_edge(worked_example(), as_of=END_OF_2024)
    assert edge.look_back is None
    assert edge.sure(dt.date(2024, 1, 1))


def test_a_closed_list_of_customers_is_new_by_definition() -> None:
    orders = regulars(wait=30, days=400)
    first = orders.groupby("customer")["day"].transform("min")
    edge = rt.left_edge(orders[first < 30])
    assert edge.closed
    assert edge.sure(dt.date(2024, 1, 1))


def test_a_channel_that_opened_later_has_no_left_edge(tmp_path: Path) -> None:
    orders = regulars(wait=30, days=400)
    path = tmp_path / "orders.csv"
    channel = np.where(orders.groupby("customer")["day"].transform("min") >= 200, "web", "shop")
    orders.assign(channel=channel)[["customer", "date", "amount", "channel"]].to_csv(path, index=False)
    edge = rt.left_edge(rt.filtered(rt.load(path), only={"channel": "web"}))
    assert edge.sure_from == dt.date(2024, 1, 31)


def test_a_first_month_the_data_begin_in_is_base_of_nothing() -> None:
    orders = regulars(wait=30, days=200)
    late = rt.rates(orders[orders["date"] >= "2024-01-20"])
    assert late["complete"].tolist()[:2] == [False, True]
    assert late["base_complete"].tolist()[:3] == [False, False, True]
    whole = rt.rates(orders)
    assert whole["complete"].tolist()[:2] == [True, True]
    assert whole["base_complete"].tolist()[:3] == [False, True, True]
