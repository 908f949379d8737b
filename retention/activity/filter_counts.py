"""How much of all orders a filter lets count, and which values there are to choose from."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.activity.customer_periods import overview
from retention.activity.filtering import lines_with
from retention.activity.query_engine import Totals
from retention.activity.tables import AnyOrders, FilteredTable
from retention.orders import Orders


@dataclass(frozen=True, kw_only=True)
class Portion:
    """How much of all a filter lets count: `orders` of `all_orders`, customers and revenue (NaN: none is known)."""

    orders: int
    customers: int
    revenue: float
    all_orders: int
    all_customers: int
    all_revenue: float

    @property
    def orders_left_out(self) -> int:
        """Orders that do not count."""
        return self.all_orders - self.orders

    @property
    def revenue_left_out(self) -> float:
        """Money of what does not count, refunds of their own among it."""
        return self.all_revenue - (0.0 if self.revenue != self.revenue else self.revenue)


def portion(orders: AnyOrders, *, as_of: dt.date | None = None) -> Portion:
    """How much of all orders those are that count, up to the as-of date; `Orders` have no others."""
    if isinstance(orders, Orders):
        part, whole = map(_totals, (orders, orders.whole))
    else:
        part = overview(orders, as_of=as_of)[1]
        whole = overview(orders.whole, as_of=as_of)[1] if isinstance(orders, FilteredTable) and orders.filter else part
    return Portion(
        orders=part.orders,
        customers=part.customers,
        revenue=part.revenue,
        all_orders=whole.orders,
        all_customers=whole.customers,
        all_revenue=whole.revenue,
    )


def _totals(orders: Orders) -> Totals:
    return Totals(
        customers=orders.customers, orders=len(orders.purchases), revenue=orders.revenue, last=orders.last_date
    )


def askable(orders: Orders) -> tuple[str, ...]:
    """The columns by which orders can be chosen: their own, and the article number where files have it on lines."""
    of_lines = any(source.mapping.sku is not None for source in orders.sources) and orders.line_cells is not None
    return (*orders.dimensions, "sku") if of_lines and "sku" not in orders.dimensions else orders.dimensions


def values_of(orders: Orders, column: str, *, purchases: bool = True) -> pd.Series:
    """How many orders hold each value of a column, most first, by the value; "" are those that hold none.

    An order holds what stands on any of its lines. Without `purchases`, refunds that stand alone count too. Only values
    that occur are told.
    """
    rows = orders.frame["purchase"].to_numpy(dtype=bool) if purchases else np.ones(len(orders.frame), dtype=bool)
    codes, names, place = _cells_of(orders, column)
    some = rows[place]
    codes, place = codes[some], place[some]
    each = np.unique(np.column_stack([place, codes]), axis=0)[:, 1] if len(place) > rows.sum() else codes
    counts = np.bincount(each + 1, minlength=len(names) + 1)
    found = pd.Series(counts, index=["", *map(str, names)], name="orders")
    return found[found > 0].sort_values(ascending=False, kind="stable")


def _cells_of(orders: Orders, column: str) -> tuple[np.ndarray, pd.Index, np.ndarray]:
    """What orders hold: numbers of values (-1: nothing), the values, and the position of the order of each."""
    lines = lines_with(orders, column)
    on_orders = orders.frame.get(column, pd.Series([None] * len(orders.frame), dtype="category")).astype("category")
    if lines is None:
        return on_orders.cat.codes.to_numpy().astype(np.int64), on_orders.cat.categories, np.arange(len(on_orders))
    named = lines[column].notna().to_numpy()
    told = lines.index.to_numpy(dtype=np.int64)[named]
    others = np.setdiff1d(np.arange(len(on_orders)), told)
    cells = pd.concat([lines[column][named].astype("str"), on_orders.iloc[others].astype("str")]).astype("category")
    return cells.cat.codes.to_numpy().astype(np.int64), cells.cat.categories, np.concatenate([told, others])
