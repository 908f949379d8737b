"""After how long each product is usually bought again."""

import datetime as dt

import pandas as pd

from retention.activity import AnyOrders
from retention.analysis.products.bought import Bought, bought
from retention.analysis.waits import usual_wait
from retention.defaults import FEW_CUSTOMERS

FEWEST_REPEATERS = 10
"""Customers who bought a product again below which it has no usual time: a quarter of them would be one or two."""


def refills(orders: AnyOrders, *, as_of: dt.date | None = None) -> pd.DataFrame:
    """The usual refill time of each product: days from buying it to buying it again, that of most repeaters first.

    One row per product: `product`, `customers` who bought it, `repeaters` who bought it on another day again, and of
    those who do so the days by which half (`typical`), a quarter (`lower`) and three quarters (`upper`) have; missing
    below 10 repeaters. `few`: fewer than 30 repeaters. Waits are counted by Kaplan–Meier, those still open too, and
    each customer once, however often they buy (`retention.analysis.waits.usual_wait`). How much of it was bought has no
    part in it. RetentionError: `no_products`.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     export = Path(folder) / "orders.csv"
    ...     days = [f"{n},c{n},2025-01-05,Tea,9\\n{n}b,c{n},2025-02-{n:02d},Tea,9" for n in range(1, 13)]
    ...     written = export.write_text("\\n".join(["Order,Customer,Date,Item,Price", *days]))
    ...     orders = rt.load(export)
    >>> rt.refills(orders)
      product  customers  repeaters  typical  lower  upper   few
    0     Tea         12         12     31.0   29.0   34.0  True
    """
    done = bought(orders, as_of=as_of)
    waits = _waits(done)
    again = waits[~waits["is_open"]].groupby("product")["customer"].nunique()
    table = waits.groupby("product")["customer"].nunique().rename("customers").to_frame()
    table["repeaters"] = again.reindex(table.index, fill_value=0)
    solid = table.index[table["repeaters"] >= FEWEST_REPEATERS]
    parts = waits[waits["product"].isin(solid)].groupby("product")
    usual = {key: usual_wait(part[~part["is_open"]], part[part["is_open"]]) for key, part in parts}
    days = pd.DataFrame(list(usual.values()), index=list(usual), columns=["lower", "typical", "upper"], dtype=float)
    table = table.join(days[["typical", "lower", "upper"]]).assign(few=table["repeaters"] < FEW_CUSTOMERS)
    table.insert(0, "product", done.named(table.index))
    table = table.reset_index(drop=True)
    return table.sort_values(["repeaters", "customers", "product"], ascending=[False, False, True], ignore_index=True)


def _waits(done: Bought) -> pd.DataFrame:
    """Waits of each customer for the same product: `customer`, `product`, `days`, `is_open`, `rows` (their weight)."""
    placed = done.orders.loc[done.lines["row"], ["customer", "day"]].reset_index(drop=True)
    days = placed.assign(product=done.lines["product"]).drop_duplicates()
    days = days.sort_values(["product", "customer", "day"], ignore_index=True)
    same = days["product"].eq(days["product"].shift(-1)) & days["customer"].eq(days["customer"].shift(-1))
    following = days["day"].shift(-1).where(same, done.last)
    size = days.groupby(["product", "customer"])["day"].transform("size")
    return days.assign(days=following - days["day"], is_open=~same, rows=1.0 / size)
