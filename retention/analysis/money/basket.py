"""Why an order brings more or less than before: units, prices, assortment, discounts."""

from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from retention.activity import AnyOrders, fetch
from retention.analysis.money.two_periods import GROUPS, TwoPeriods
from retention.defaults import LINES_NEEDED
from retention.orders import Orders

CENTS = 2


@dataclass(frozen=True, kw_only=True)
class Basket:
    """What changed in the orders of customers of both periods, as money over all those orders.

    `units` (more or fewer per order), `price` (of the products sold in both periods), `assortment` (dearer or cheaper
    products bought; None where no line names its product, and `price` holds both), `discount` (what was taken off), and
    `rest` (shipping, tax, refunds, and orders whose lines do not tell). Together they are `how_much` of the bridge.
    """

    units: float
    price: float
    assortment: float | None
    discount: float
    rest: float = 0.0

    @property
    def parts(self) -> dict[str, float]:
        """The parts by name, those unknown left out."""
        parts = {name: getattr(self, name) for name in ("units", "price", "assortment", "discount", "rest")}
        return {name: money for name, money in parts.items() if money is not None}

    def closed(self, how_much: float) -> "Basket":
        """This basket in cents, its parts adding up to `how_much`; the largest takes the cent that rounding leaves."""
        parts = self.parts
        parts["rest"] = how_much - sum(money for name, money in parts.items() if name != "rest")
        rounded = {name: round(money, CENTS) or 0.0 for name, money in parts.items()}
        largest = max(rounded, key=lambda name: abs(rounded[name]))
        rounded[largest] = round(rounded[largest] + how_much - sum(rounded.values()), CENTS) or 0.0
        return replace(self, **rounded)


def basket(orders: AnyOrders, customers: nw.LazyFrame[Any], periods: TwoPeriods) -> Basket | None:
    """What changed in the orders of customers of both periods; None unless lines tell nearly all of their revenue.

    Per order: units × price before discounts − discount. Changes of a product of two are split at their midpoint; the
    mean price changes by each product's own price, at its mean share of units, and by the shares, at its mean price (a
    product sold in one period only has no change of price).
    """
    if not isinstance(orders, Orders) or orders.line_cells is None:
        return None
    mine = fetch(customers.filter(nw.col("group") == GROUPS.index("both")).select("customer"))["customer"]
    frame = orders.purchases
    frame = frame[frame["customer"].cat.codes.isin(mine)]
    day = frame["date"].dt.normalize()
    lines = _told(orders.lines)
    sides = []
    for start, end in (periods.first, periods.second):
        inside = frame[(day >= pd.Timestamp(start)) & (day <= pd.Timestamp(end))]
        side = _Side.of(inside, lines)
        if side is None:
            return None
        sides.append(side)
    return _compared(*sides)


def _told(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines whose quantity and money are known, with `list` (money before discount), `off` (discount) and `product`."""
    lines = lines[lines["quantity"].notna() & lines["amount"].notna()]
    off = lines["discount"].fillna(0.0)
    listed = (lines["price"] * lines["quantity"]).fillna(lines["amount"] + off)
    names = lines["sku"].astype(object).where(lines["sku"].notna(), lines["product"].astype(object))
    return lines.assign(list=listed, off=listed - lines["amount"], product=names)[
        ["quantity", "list", "off", "product"]
    ]


@dataclass(frozen=True, kw_only=True)
class _Side:
    """One period: `orders` in all, `told` of them with lines, units and money per order told, and products."""

    orders: int
    told: int
    units: float
    off: float
    products: pd.DataFrame
    named: bool

    @classmethod
    def of(cls, orders: pd.DataFrame, lines: pd.DataFrame) -> "_Side | None":
        """None where orders with lines hold too little of the revenue, or no unit was sold."""
        mine = lines[lines.index.isin(orders.index)]
        with_lines = orders[orders.index.isin(mine.index)]
        units = float(mine["quantity"].sum())
        covered = with_lines["amount"].sum() >= LINES_NEEDED * orders["amount"].sum()
        if with_lines.empty or not covered or units <= 0:
            return None
        named = mine["product"].notna().all()
        products = mine.groupby(mine["product"].astype(str))[["quantity", "list"]].sum()
        return cls(
            orders=len(orders),
            told=len(with_lines),
            units=units / len(with_lines),
            off=float(mine["off"].sum()) / len(with_lines),
            products=products[products["quantity"] > 0],
            named=bool(named),
        )

    @property
    def price(self) -> float:
        """Mean price of a unit before discounts."""
        return float(self.products["list"].sum() / self.products["quantity"].sum())


def _compared(before: _Side, now: _Side) -> Basket:
    orders = (before.orders + now.orders) / 2
    units = (now.units - before.units) * (before.price + now.price) / 2
    per_unit = (before.units + now.units) / 2
    price, assortment = _mean_price(before.products, now.products)
    known = before.named and now.named
    return Basket(
        units=units * orders,
        price=per_unit * orders * (price if known else price + assortment),
        assortment=per_unit * orders * assortment if known else None,
        discount=(before.off - now.off) * orders,
    )


def _mean_price(before: pd.DataFrame, now: pd.DataFrame) -> tuple[float, float]:
    """What changed the mean price of a unit: prices of products, and which products were bought."""
    both = before.add_suffix("_0").join(now.add_suffix("_1"), how="outer").astype(float)
    share = [(both[name] / both[name].sum()).fillna(0.0).to_numpy() for name in ("quantity_0", "quantity_1")]
    each = [(both[f"list_{place}"] / both[f"quantity_{place}"]).to_numpy() for place in (0, 1)]
    first, second = (np.where(np.isnan(own), other, own) for own, other in (each, each[::-1]))
    price = float(np.sum((share[0] + share[1]) / 2 * (second - first)))
    assortment = float(np.sum((first + second) / 2 * (share[1] - share[0])))
    return price, assortment
