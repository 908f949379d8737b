"""Customers by tenths of revenue, or of orders: how they differ in one period, and who moved between two."""

import datetime as dt
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import AnyOrders, fetch
from retention.analysis.money.two_periods import GROUPS, SECOND, TwoPeriods, customers_of
from retention.analysis.rates.compare import INSIDE, within
from retention.periods import Window
from retention.settings import Days

TENTHS = 10
MOVES = ("up", "same", "down", "lost", "new", "since", "back")
"""What became of a customer's tenth from one period to the next, and who was in only one of them."""


def deciles(orders: AnyOrders, period: Days, *, as_of: dt.date | None = None) -> pd.DataFrame:
    """The customers of a period by tenths of their revenue in it, the best tenth first.

    One row per `decile` from 1 to 10, those without a customer left out: `customers`, `orders`, `orders_share` (of all
    in the period), `revenue` (net), `revenue_share`, `cumulative_share` (of revenue), `revenue_per_customer`,
    `order_value`, and `one_order` (customers with a single order in the period). Customers are ranked by revenue,
    equals by orders, and cut into tenths that differ by one customer at most, so the tenth a customer among equals
    falls in has no meaning. Without amounts they are ranked by orders, `cumulative_share` is that of orders, and all
    that is money is missing.

    RetentionError: `not_begun` (start, as_of), `empty_range` (start, end), those of `activity`.

    Source: Fader, Hardie & Ross, The Customer-Base Audit, 2022, lens 1.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-03-02", "2025-03-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 90.0, 20.0, 50.0],
    ... })
    >>> table = rt.deciles(orders, (dt.date(2025, 1, 1), dt.date(2025, 3, 31)))
    >>> table[["decile", "customers", "orders", "revenue", "revenue_share"]]
       decile  customers  orders  revenue  revenue_share
    0       1          1       2    120.0       0.500000
    1       3          1       1     50.0       0.208333
    2       6          1       1     40.0       0.166667
    3       8          1       2     30.0       0.125000
    """
    done = within(orders, Window(*period), as_of)
    bought = done.table.filter((nw.col("period") == INSIDE) & (nw.col("orders") > 0))
    found = fetch(bought.select("customer", "orders", "revenue"))
    found = found.assign(decile=tenths(found["revenue"], found["orders"]), one_order=found["orders"] == 1)
    sums = found.groupby("decile").agg(
        customers=("orders", "size"),
        orders=("orders", "sum"),
        revenue=("revenue", "sum"),
        one_order=("one_order", "sum"),
    )
    if not done.money:
        sums["revenue"] = np.nan
    total = sums["revenue"].sum()
    shares = sums["revenue"] / total if total > 0 else sums["revenue"] * np.nan
    of_orders = sums["orders"] / sums["orders"].sum()
    sums.insert(2, "orders_share", of_orders)
    return sums.assign(
        revenue_share=shares,
        cumulative_share=(shares if done.money else of_orders).cumsum(),
        revenue_per_customer=sums["revenue"] / sums["customers"],
        order_value=sums["revenue"] / sums["orders"],
    ).reset_index()


def outweighed(table: pd.DataFrame) -> int:
    """How many of the lowest tenths together brought no more than the best one, by revenue or, without it, by orders.

    >>> outweighed(pd.DataFrame({"decile": [1, 4, 7, 10], "revenue_share": [0.5, 0.2, 0.2, 0.1]}))
    3
    """
    shares = table["revenue_share"] if table["revenue_share"].notna().all() else table["orders_share"]
    lower = shares.iloc[:0:-1].cumsum()
    return int((lower <= shares.iloc[0] * (1 + 1e-9)).sum()) if len(shares) else 0


def tenths(revenue: pd.Series, orders: pd.Series) -> np.ndarray:
    """The tenth each customer is in by revenue, equals by orders, 1 the best; by orders where all revenue is 0."""
    order = np.lexsort((-orders.to_numpy(), -revenue.to_numpy()))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank * TENTHS // max(len(order), 1) + 1


@dataclass(frozen=True, kw_only=True, eq=False)
class DecileMoves:
    """Who moved between tenths of revenue, or of orders where no amounts are known, from one period to a later one.

    `table` has a row per tenth in the `first` period and in the `second`: `before`, `after` (1 to 10, 1 the best; 0
    where the customers did not order in it), `move` (one of `MOVES`), `customers`, `revenue_0`, `revenue_1` (missing
    without amounts). Every customer who ordered in either period is in exactly one row. `complete`: the second period
    is over in the data; `money`: amounts are known.
    """

    first: Days
    second: Days
    table: pd.DataFrame
    complete: bool
    money: bool = True

    @property
    def moves(self) -> pd.DataFrame:
        """Customers and their money in both periods by `move`, a row for each of `MOVES`."""
        sums = self.table.groupby("move")[["customers", "revenue_0", "revenue_1"]].sum().reindex(MOVES, fill_value=0)
        return sums if self.money else sums.assign(revenue_0=np.nan, revenue_1=np.nan)

    def best(self) -> pd.Series:
        """What became of the best tenth of the first period: customers by `stayed`, `down` and `lost`, and `all`."""
        top = self.table[self.table["before"] == 1]
        sizes = top.groupby("after")["customers"].sum()
        lost, stayed, every = int(sizes.get(0, 0)), int(sizes.get(1, 0)), int(sizes.sum())
        return pd.Series({"all": every, "stayed": stayed, "down": every - lost - stayed, "lost": lost})

    @property
    def gone(self) -> float:
        """What those of the best tenth of the first period brought in it who did not order in the second."""
        top = self.table[(self.table["before"] == 1) & (self.table["after"] == 0)]
        return float(top["revenue_0"].sum()) if self.money else float("nan")


def decile_moves(orders: AnyOrders, first: Days, second: Days, *, as_of: dt.date | None = None) -> DecileMoves:
    """The customers of two periods by their tenth of revenue in each: who stayed, rose, fell, was lost, came.

    Tenths are made in each period among its own customers, as `deciles` makes them. RetentionError:
    `periods_overlap`, `not_begun` (start, as_of), `empty_range` (start, end), and those of `activity`.

    Source: Fader, Hardie & Ross, The Customer-Base Audit, 2022, lens 2.

    >>> orders = pd.DataFrame({
    ...    "customer": ["ann", "bob", "eve", "ann", "eve", "kim"],
    ...    "date": pd.to_datetime(["2025-01-05", "2025-01-06", "2025-01-31", "2025-02-07", "2025-02-08", "2025-02-09"]),
    ...    "amount": [30.0, 40.0, 10.0, 20.0, 20.0, 50.0],
    ... })
    >>> january, february = (dt.date(2025, 1, 1), dt.date(2025, 1, 31)), (dt.date(2025, 2, 1), dt.date(2025, 2, 28))
    >>> rt.decile_moves(orders, january, february).moves["customers"].to_dict()
    {'up': 0, 'same': 2, 'down': 0, 'lost': 1, 'new': 1, 'since': 0, 'back': 0}
    """
    periods = TwoPeriods(first, second)
    done, customers = customers_of(orders, periods, as_of=as_of)
    found = fetch(customers.filter(nw.col("group") != GROUPS.index("other")))
    for name, place in (("before", 0), ("after", 1)):
        here = found[f"orders_{place}"] > 0
        found[name] = 0
        found.loc[here, name] = tenths(found.loc[here, f"revenue_{place}"], found.loc[here, f"orders_{place}"])
    change = found["after"] - found["before"]
    moved = np.select([change < 0, change > 0], ["up", "down"], "same")
    names = np.array(GROUPS, dtype=object)[found["group"].to_numpy()]
    found["move"] = np.where(names == "both", moved, names)
    keys = ["before", "after", "move"]
    table = found.groupby(keys, as_index=False).agg(
        customers=("group", "size"), revenue_0=("revenue_0", "sum"), revenue_1=("revenue_1", "sum")
    )
    if not done.money:
        table = table.assign(revenue_0=np.nan, revenue_1=np.nan)
    return DecileMoves(first=first, second=second, table=table, complete=done.covered >= SECOND, money=done.money)
