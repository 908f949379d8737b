"""What a column of discounts says: money off a line, a share of it, or money off a whole order."""

import re

import numpy as np

from retention.ingest.columns.column_profile import Facts
from retention.ingest.values import money
from retention.ingest.values.percents import percents

_LIKELY = 0.5
# Words in a header that tell what the numbers below it are, or that the price has been reduced already.
_SAYS_PERCENT = re.compile(r"%|percent|\bpct\b|\brate\b|процент|відсот|procent", re.IGNORECASE)
_SAYS_ORDER = re.compile(r"\b(?:order|cart|заказ|замовлен|comand|comenz|co[sș]ul)", re.IGNORECASE)
_SAYS_REDUCED = re.compile(r"discount|скидк|знижк|redus|reducere", re.IGNORECASE)
# Discounts of a fraction of one unit of money are no money where things cost so many times more.
_MUCH_DEARER = 10
_WHOLE = 100
# Fewer orders of several lines prove nothing: two lines may happen to be reduced alike.
_FEWEST_ORDERS_AS_PROOF = 3
_NEARLY_ALL = 0.98


def is_percentage(column: Facts) -> bool:
    """Whether most filled cells carry a percent sign."""
    return bool(percents(column.cells[column.codes >= 0]).notna().mean() >= _LIKELY)


def is_reduced(price: Facts) -> bool:
    """Whether a price's header says that the discount is taken off already (`Цена со скидкой`)."""
    return bool(_SAYS_REDUCED.search(price.name))


def discount_as(discount: Facts | None, price: Facts | None, order: Facts | None) -> str | None:
    """How to take a discount off: `percent`, `share` (0.1 is a tenth), `order`, None: money of each line's own.

    `order` is money off the whole order that stands on each of its lines.
    """
    if discount is None:
        return None
    if is_percentage(discount):
        return "percent"
    sizes = _sizes(discount)
    given = sizes[sizes > 0]
    if not len(given):
        return None
    if _SAYS_PERCENT.search(discount.name):
        return "share" if _are_shares(given) else "percent" if given.max() <= _WHOLE else None
    if _are_shares(given) and _dear(price):
        return "share"
    return "order" if order is not None and _repeats(discount, sizes, order) else None


def _are_shares(given: np.ndarray) -> bool:
    """Whether discounts are parts of one; a column of nothing but 1.00 takes one unit off, not everything."""
    return bool(given.max() <= 1 and (given < 1).mean() >= _LIKELY)


def _sizes(column: Facts) -> np.ndarray:
    mark = money.decimal_evidence(column.cells).decimal or "."
    return np.asarray(np.abs(np.nan_to_num(money.parse(column.cells, mark).to_numpy("float64"))))


def _dear(price: Facts | None) -> bool:
    if price is None:
        return False
    paid = _sizes(price)
    return bool((paid > 0).any() and np.median(paid[paid > 0]) >= _MUCH_DEARER)


def _repeats(discount: Facts, sizes: np.ndarray, order: Facts) -> bool:
    """Whether all lines of an order show one discount, which differs between orders (or whose header says "order")."""
    known = order.codes >= 0
    codes, sizes = order.codes[known], sizes[known]
    lines = np.bincount(codes)
    largest = np.zeros(len(lines))
    np.maximum.at(largest, codes, sizes)
    several = (lines > 1) & (largest > 0)
    differs = np.bincount(codes, weights=np.abs(sizes - largest[codes]) > 0) > 0
    if not several.any() or (~differs[several]).mean() < _NEARLY_ALL:
        return False
    if _SAYS_ORDER.search(discount.name):
        return True
    return bool(several.sum() >= _FEWEST_ORDERS_AS_PROOF and len(np.unique(largest[several])) > 1)
