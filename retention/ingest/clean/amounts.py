"""From the money on lines to the money of orders: one currency, totals once, lines summed, refunds taken off."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from retention.errors import NoOrdersError, Question, Undecided
from retention.ingest.clean.ledger import Ledger

# Fewer orders of several lines prove nothing: two equal mugs on one receipt look like a repeated total.
_FEWEST_ORDERS_AS_PROOF = 3
_SHARE_THAT_MAY_DIFFER = 0.02
_MOSTLY_ON_DAYS_OF_THEIR_OWN = 0.5
_CENT = 0.005

# Below this share of rows the most frequent currency is not taken for granted: a person chooses.
_CLEAR_MAJORITY = 0.8


def total_repeats(lines: pd.DataFrame, order_ids: np.ndarray) -> bool:
    """Whether the amount column holds the order's total, repeated on each of its lines.

    Quantity × price tells where the file has both: the sum over an order's lines equals the total or the
    sum of the line amounts. Without them: the amount is the same on all lines of (nearly) every order of
    several lines, there are enough of those, and they do not all cost the same. Lines that stand on days of their own
    are charges of those days, such as nights of one price.
    """
    amount = lines["amount"].to_numpy()
    known = ~np.isnan(amount)
    amount, order_ids, days = amount[known], order_ids[known], lines["date"].to_numpy("datetime64[D]")[known]
    several = np.bincount(order_ids) > 1
    if several.sum() < _FEWEST_ORDERS_AS_PROOF or varies(amount, order_ids)[several].mean() > _SHARE_THAT_MAY_DIFFER:
        return False
    if varies(days.astype("int64").astype("float64"), order_ids)[several].mean() > _MOSTLY_ON_DAYS_OF_THEIR_OWN:
        return False
    line_sums, totals = np.bincount(order_ids, weights=amount), order_amounts(amount, order_ids, repeated=True)
    extended = lines["extended"].to_numpy()[known]
    if not np.isnan(extended).all():
        expected = np.bincount(order_ids, weights=np.nan_to_num(extended))
        return bool(np.abs(expected - totals)[several].sum() < np.abs(expected - line_sums)[several].sum())
    return len(np.unique(totals[several])) > 1


def varies(amount: np.ndarray, order_ids: np.ndarray) -> np.ndarray:
    """For each order, by key, whether its lines show more than one (known) amount."""
    first = order_amounts(amount, order_ids, repeated=True)
    found = np.zeros(len(first), dtype=bool)
    found[order_ids[np.abs(amount - first[order_ids]) > _CENT]] = True
    return found


def order_amounts(amount: np.ndarray, order_ids: np.ndarray, *, repeated: bool) -> np.ndarray:
    """Money per order, indexed by key: the sum of its lines or, where totals repeat, the total once.

    NaN where no line of the order has a readable amount.
    """
    size = int(order_ids.max()) + 1 if len(order_ids) else 0
    known = ~np.isnan(amount)
    if not known.all():
        amount, order_ids = amount[known], order_ids[known]
    totals = np.full(size, np.nan)
    if repeated:
        totals[order_ids[::-1]] = amount[::-1]  # written backwards, so that the first line stays
        return totals
    sums = np.bincount(order_ids, weights=amount, minlength=size)
    return np.where(np.bincount(order_ids, minlength=size) > 0, sums, totals)


def returned_rows(lines: pd.DataFrame, order_ids: np.ndarray) -> np.ndarray:
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
    timestamp = pd.factorize(
        order_ids.astype("int64") * 2**40 + lines["date"].to_numpy("datetime64[s]").astype("int64")
    )[0]
    paid = np.bincount(timestamp[~negative], weights=np.nan_to_num(amount[~negative]), minlength=timestamp.max() + 1)
    discount = plain & (-amount < paid[timestamp] - _CENT)
    return negative & ~discount


def unpriced_lines(lines: pd.DataFrame, order_ids: np.ndarray) -> np.ndarray:
    """Lines of orders none of whose lines has a readable amount."""
    known = np.bincount(order_ids, weights=lines["amount"].notna())
    return np.asarray(known[order_ids] == 0)


def free_lines(lines: pd.DataFrame, order_ids: np.ndarray) -> np.ndarray:
    """Lines of orders that cost nothing at all; an unknown amount is not nothing."""
    amount = lines["amount"].to_numpy()
    paid = np.bincount(order_ids, weights=np.abs(np.nan_to_num(amount, nan=1.0)))
    return np.asarray(paid[order_ids] == 0)


def settle_currency(
    lines: pd.DataFrame, ledger: Ledger, chosen: str | None, exchange: Mapping[str, float]
) -> tuple[pd.DataFrame, str | None, np.ndarray | None]:
    """The lines with money in any other currency exchanged or made unknown, that currency, and each line's rate.

    The rates are what money was multiplied by, None where all of it is in one currency.

    Rows that name no currency are in the shop's own. `exchange` holds what one unit of a currency is worth in the
    chosen one; money in a currency it does not name stays unknown and is noted. Raises `Undecided` when no currency has
    a clear majority and none is `chosen`.
    """
    kept = lines["currency"][ledger.kept]
    rows = kept.value_counts()
    rows = rows[rows > 0]
    options = tuple(str(code) for code in rows.index)
    if not options or (len(options) == 1 and chosen in (None, *options)):
        return lines, chosen or next(iter(options), None), None
    if chosen is None:
        left = [code for code in options if code not in exchange]
        if len(left) != 1 and (rows.iloc[0] + kept.isna().sum()) / len(kept) < _CLEAR_MAJORITY:
            counted = {str(code): int(count) for code, count in rows.items()}
            raise Undecided((Question("currency", options, {"rows": counted}),))
        chosen = left[0] if len(left) == 1 else options[0]
    elif chosen not in options:
        raise NoOrdersError("no_such_currency", currency=chosen, currencies=options)
    exchanged, units = _exchanged(lines, ledger, chosen, {chosen: 1.0, **exchange})
    return exchanged, chosen, units


def _exchanged(
    lines: pd.DataFrame, ledger: Ledger, chosen: str, rates: Mapping[str, float]
) -> tuple[pd.DataFrame, np.ndarray]:
    """The lines with all money in one currency, and the rate of each; unknown where that is."""
    currency = lines["currency"]
    foreign = currency.notna().to_numpy() & (currency != chosen).to_numpy()
    units = np.append([rates.get(str(code), np.nan) for code in currency.cat.categories], 1.0)
    rate = units[currency.cat.codes.to_numpy()]
    money = {name: lines[name].to_numpy() * rate for name in ("amount", "returned", "extended")}
    ledger.recount(money["amount"])
    for code, rows in (("other_currency", np.isnan(rate)), ("exchanged", foreign & ~np.isnan(rate))):
        found = rows & ledger.kept
        others = tuple(map(str, currency[found].unique()))
        ledger.note(found, code, values=currency, details={"currency": chosen, "others": others})
    return lines.assign(**money), rate
