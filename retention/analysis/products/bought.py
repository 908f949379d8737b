"""Who bought which product when: the lines of orders, or the product an order names, by customer and time."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.activity import AnyOrders
from retention.errors import ColumnError
from retention.orders import Orders

_EPOCH = dt.date(1970, 1, 1)
_DAY_US = 86_400_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Bought:
    """Orders and their products up to the as-of date, customers and products as whole numbers.

    `orders`: a row per order or lone refund of a known customer, `customer`, `moment` (microseconds since 1970), `day`
    (whole days since 1970), `amount`, `purchase`. `lines`: a row per order and product, each product once: `row` (place
    in `orders`), `product` (place in `products`). `last` is the as-of date as a day; `money`: any amount is known.
    """

    orders: pd.DataFrame
    lines: pd.DataFrame
    products: pd.Index
    last: int
    money: bool

    @property
    def placed(self) -> pd.DataFrame:
        """The rows of `orders` that are orders."""
        return self.orders[self.orders["purchase"]]

    def named(self, products: pd.Index | pd.Series) -> pd.Series:
        """The names of products by their numbers, missing where there is none."""
        numbers = pd.Series(products, index=products if isinstance(products, pd.Index) else products.index)
        return numbers.map(pd.Series(self.products)).astype("str")

    def of(self, rows: pd.Index) -> pd.DataFrame:
        """Which customers bought which products in some rows of `orders`, each pair once: `customer`, `product`."""
        lines = self.lines[self.lines["row"].isin(rows)]
        customer = self.orders["customer"].reindex(lines["row"]).to_numpy()
        pairs = pd.DataFrame({"customer": customer, "product": lines["product"].to_numpy()})
        return pairs.drop_duplicates(ignore_index=True)


def day_of(date: dt.date) -> int:
    """A date as whole days since 1970."""
    return (date - _EPOCH).days


def bought(orders: AnyOrders, *, as_of: dt.date | None = None) -> Bought:
    """Who bought which product when.

    Products are those of the lines by name, else by their code, else the `product` an order names; what was sent back
    (a quantity or an amount below 0) was not bought. RetentionError `no_products` where nothing names a product.
    """
    if not isinstance(orders, Orders):
        raise ColumnError("no_products")
    last = day_of(as_of or orders.as_of)
    frame = orders.frame
    moment = frame["date"].to_numpy(dtype="datetime64[us]").astype(np.int64)
    table = pd.DataFrame(
        {
            "customer": frame["customer"].cat.codes.to_numpy(dtype=np.int64),
            "moment": moment,
            "day": moment // _DAY_US,
            "amount": frame["amount"].to_numpy(dtype=float),
            "purchase": frame["purchase"].to_numpy(dtype=bool),
        }
    )
    table = table[(table["customer"] >= 0) & (table["day"] <= last)]
    row, product, names = _named(orders)
    kept = np.isin(row, table.index[table["purchase"]].to_numpy())
    if not kept.any():
        raise ColumnError("no_products")
    lines = pd.DataFrame({"row": row[kept], "product": product[kept]}).drop_duplicates(ignore_index=True)
    return Bought(orders=table, lines=lines, products=names, last=last, money=bool(table["amount"].notna().any()))


def _named(orders: Orders) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """Rows of the orders and the products in them, numbered in order of the alphabet, with their names."""
    lines = orders.lines
    kept = lines[~(lines["quantity"] < 0) & ~(lines["amount"] < 0)]
    named = kept["product"].astype(object).where(kept["product"].notna(), kept["sku"].astype(object))
    rows = kept.index.to_numpy(dtype=np.int64)
    if not named.notna().any() and "product" in orders.frame:
        named, rows = orders.frame["product"].astype(object), np.arange(len(orders.frame))
    told = named.notna().to_numpy()
    codes, names = pd.factorize(named[told].astype(str), sort=True)
    return rows[told], codes.astype(np.int64), pd.Index(names, dtype="str")
