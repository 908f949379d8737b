"""From the money on lines to the money of orders: totals once, lines summed, refunds taken off."""

import numpy as np
import pandas as pd

# Fewer orders of several lines prove nothing: two equal mugs on one receipt look like a repeated total.
_FEWEST_ORDERS_AS_PROOF = 3
_SHARE_THAT_MAY_DIFFER = 0.02
_CENT = 0.005


def total_repeats(lines: pd.DataFrame, keys: np.ndarray) -> bool:
    """Whether the amount column holds the order's total, repeated on each of its lines.

    Quantity × price tells where the file has both: the sum over an order's lines equals the total or the
    sum of the line amounts. Without them: the amount is the same on all lines of (nearly) every order of
    several lines, there are enough of those, and they do not all cost the same.
    """
    amount = lines["amount"].to_numpy()
    known = ~np.isnan(amount)
    amount, keys = amount[known], keys[known]
    several = np.bincount(keys) > 1
    if several.sum() < _FEWEST_ORDERS_AS_PROOF or varies(amount, keys)[several].mean() > _SHARE_THAT_MAY_DIFFER:
        return False
    sums, totals = np.bincount(keys, weights=amount), order_amounts(amount, keys, repeated=True)
    extended = lines["extended"].to_numpy()[known]
    if not np.isnan(extended).all():
        expected = np.bincount(keys, weights=np.nan_to_num(extended))
        return bool(np.abs(expected - totals)[several].sum() < np.abs(expected - sums)[several].sum())
    return len(np.unique(totals[several])) > 1


def varies(amount: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """For each order, by key, whether its lines show more than one (known) amount."""
    differs = np.abs(amount - order_amounts(amount, keys, repeated=True)[keys]) > _CENT
    return np.bincount(keys, weights=differs) > 0


def order_amounts(amount: np.ndarray, keys: np.ndarray, *, repeated: bool) -> np.ndarray:
    """Money per order, indexed by key: the sum of its lines or, where totals repeat, the total once.

    NaN where no line of the order has a readable amount.
    """
    known = ~np.isnan(amount)
    size = int(keys.max()) + 1 if len(keys) else 0
    counts = np.bincount(keys[known], minlength=size)
    totals = np.bincount(keys[known], weights=amount[known], minlength=size)
    if repeated:
        order = np.flatnonzero(known)[::-1]
        totals[keys[order]] = amount[order]
    return np.where(counts > 0, totals, np.nan)


def returned_rows(lines: pd.DataFrame, keys: np.ndarray) -> np.ndarray:
    """Rows that give money back: refunds and negative rows, except discounts inside a purchase.

    A negative line at the very moment of an order's purchase lines, smaller than what they come to and
    without a negative quantity or a refund's name, is a discount: part of what the order cost.
    """
    amount = lines["amount"].to_numpy()
    quantity = lines["quantity"].to_numpy()
    refund = (lines["event"] == "refund").to_numpy()
    negative = (amount < 0) | (quantity < 0) | refund
    plain = negative & ~refund & ~(quantity < 0)
    if not plain.any():
        return negative
    moment = pd.factorize(keys.astype("int64") * 2**40 + lines["date"].to_numpy("datetime64[s]").astype("int64"))[0]
    paid = np.bincount(moment[~negative], weights=np.nan_to_num(amount[~negative]), minlength=moment.max() + 1)
    discount = plain & (-amount < paid[moment] - _CENT)
    return negative & ~discount


def unpriced_lines(lines: pd.DataFrame, keys: np.ndarray) -> np.ndarray:
    """Lines of orders none of whose lines has a readable amount."""
    known = np.bincount(keys, weights=lines["amount"].notna())
    return np.asarray(known[keys] == 0)


def free_lines(lines: pd.DataFrame, keys: np.ndarray) -> np.ndarray:
    """Lines of orders that cost nothing at all; an unknown amount is not nothing."""
    amount = lines["amount"].to_numpy()
    paid = np.bincount(keys, weights=np.abs(np.nan_to_num(amount, nan=1.0)))
    return np.asarray(paid[keys] == 0)
