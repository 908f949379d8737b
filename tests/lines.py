"""Orders with lines, made by hand: what tests of products share."""

import dataclasses
import datetime as dt
import zlib
from collections.abc import Iterable

import numpy as np
import pandas as pd

from retention.orders import LINES, Orders
from tests.pages.screen import as_orders

Sold = tuple[str, str, str, float]
"""A customer, the day or moment, the products with "+" between them, and the amount of the order."""


@dataclasses.dataclass(frozen=True)
class Lines:
    """The products of each order, by its row, as lines without quantity or amount."""

    products: tuple[tuple[str, ...], ...]

    @property
    def checksum(self) -> int:
        return zlib.crc32(repr(self.products).encode())

    def __call__(self, numbers: pd.Series) -> pd.DataFrame:
        rows = [row for row, names in enumerate(self.products) for _name in names]
        names = [name for names in self.products for name in names]
        table = pd.DataFrame(dict.fromkeys(LINES, np.nan), index=pd.Index(rows, dtype="int64"))
        return table.assign(order=numbers.to_numpy()[rows], product=pd.Categorical(names))


def sold(rows: Iterable[Sold], *, as_of: dt.date) -> Orders:
    """Orders of these rows, each with a line per product."""
    rows = list(rows)
    frame = pd.DataFrame(rows, columns=["customer", "date", "products", "amount"])
    frame = frame.assign(date=pd.to_datetime(frame["date"]), order=[str(n) for n in range(len(frame))])
    products = tuple(tuple(filter(None, names.split("+"))) for names in frame["products"])
    first = pd.Categorical([names[0] if names else None for names in products])
    return dataclasses.replace(
        as_orders(frame.drop(columns="products").assign(product=first), as_of=as_of), line_cells=Lines(products)
    )
