"""What orders keep beside their amount: discount, shipping and tax; and whether their lines add up to them."""

from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from retention.ingest.clean.amounts import order_amounts, varies

_CENT = 0.005
# Rounding of each line's amount to a cent.
_ROUNDING = 0.011
# Fewer orders of several lines prove nothing: two lines may cost the same to send.
_FEWEST_ORDERS_AS_PROOF = 3
_SHARE_THAT_MAY_DIFFER = 0.02
OF_ORDERS = ("discount", "shipping", "tax")


class Difference(NamedTuple):
    """Orders whose lines do not add up to them: their keys, and by how much all orders are above all lines."""

    orders: np.ndarray
    money: float


def of_orders(parts: pd.DataFrame, order_ids: np.ndarray, *, repeated: bool) -> dict[str, np.ndarray]:
    """Discount, shipping and tax of each order, indexed by key, as far as files have them; NaN where unknown.

    `parts` are those of the lines that `order_ids` belong to. Money that stands on each line of its orders counts once:
    where the cells show it, or where the orders' amounts are `repeated` so and nothing shows.
    """
    found = {}
    for name in OF_ORDERS:
        if name in parts:
            money = parts[name].to_numpy()
            once = stands_on_each(money, order_ids, repeated=repeated)
            found[name] = order_amounts(money, order_ids, repeated=once)
    if "discount" in found:
        found["discount"] = np.nan_to_num(found["discount"])  # a blank cell is none
    return found


def stands_on_each(money: np.ndarray, order_ids: np.ndarray, *, repeated: bool) -> bool:
    """Whether money of the order stands on each of its lines; `repeated` decides where too few cells tell."""
    known = ~np.isnan(money)
    several = np.bincount(order_ids[known], minlength=1) > 1
    if not several.any():
        return False
    differ = varies(money[known], order_ids[known])
    largest = np.bincount(order_ids[known], weights=np.abs(money[known]))
    telling = several & (largest > _CENT)
    same = telling.any() and differ[telling].mean() <= _SHARE_THAT_MAY_DIFFER
    proved = same and telling.sum() >= _FEWEST_ORDERS_AS_PROOF and len(np.unique(largest[telling])) > 1
    return bool(proved or (same and repeated))


def line_amounts(sales: pd.DataFrame, parts: pd.DataFrame, order_ids: np.ndarray, *, repeated: bool) -> np.ndarray:
    """The money of each line of `sales`; NaN where only the order's is known.

    The amount itself, unless it is the order's: on each line of it (`repeated`), or on one of several. Then the column
    of line amounts, else quantity × price less the discount, unless that is the order's too; and the order's amount
    where there is one line only.
    """
    amount = sales["amount"].to_numpy()
    count = np.bincount(order_ids)
    if not are_of_orders(amount, order_ids, repeated=repeated):
        return amount
    own = parts["line_amount"].to_numpy() if "line_amount" in parts else np.full(len(amount), np.nan)
    of_order = "full" in parts and is_of_orders(parts["discount"].to_numpy(), order_ids, repeated=repeated)
    extended = parts["full"] if of_order else sales["extended"]
    own = np.where(np.isnan(own), extended.to_numpy(), own)
    return np.where(np.isnan(own) & (count[order_ids] == 1), amount, own)


def is_of_orders(money: np.ndarray, order_ids: np.ndarray, *, repeated: bool) -> bool:
    """Whether a column of money beside the amount is the order's, on each of its lines or on one of several."""
    return stands_on_each(money, order_ids, repeated=repeated) or are_of_orders(money, order_ids, repeated=False)


def are_of_orders(amount: np.ndarray, order_ids: np.ndarray, *, repeated: bool) -> bool:
    """Whether amounts are those of orders: `repeated` on each line, or on one of several lines, nearly always."""
    count = np.bincount(order_ids, minlength=1)
    known = np.bincount(order_ids[~np.isnan(amount)], minlength=len(count))
    several = (count > 1) & (known > 0)
    return repeated or bool(several.any() and (known[several] == 1).mean() > 1 - _SHARE_THAT_MAY_DIFFER)


def difference(
    lines: np.ndarray, gross: np.ndarray, order_ids: np.ndarray, of_order: dict[str, np.ndarray]
) -> Difference:
    """Orders whose lines come to something else than the order cost, and no shipping, tax or discount is the reason.

    `lines` is the money of each line, `gross` that of each order; orders with a line of unknown money are left out.
    """
    size = len(gross)
    unknown = np.bincount(order_ids, weights=np.isnan(lines), minlength=size) > 0
    total = np.bincount(order_ids, weights=np.nan_to_num(lines), minlength=size)
    tolerance = _ROUNDING * np.bincount(order_ids, minlength=size)
    over = np.where(unknown | np.isnan(gross), 0.0, gross - total)
    left = over.copy()
    more = [np.nan_to_num(of_order[name]) * (-1 if name == "discount" else 1) for name in of_order]
    for chosen in product((0, 1), repeat=len(more)):
        explained = sum((use * part for use, part in zip(chosen, more, strict=True)), np.zeros(size))
        left = np.where(np.abs(over - explained) < np.abs(left), over - explained, left)
    differ = np.abs(left) > tolerance
    return Difference(np.flatnonzero(differ), round(float(left[differ].sum()), 6))
