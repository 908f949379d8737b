"""Lines that stayed in → the canonical table: one row per order, then refunds that belong to none."""

import numpy as np
import pandas as pd

from retention.cleaning.amounts import order_amounts, returned_rows, total_repeats
from retention.cleaning.keys import order_keys, pair
from retention.cleaning.ledger import Ledger

_NOT_DIMENSIONS = frozenset(
    "file row customer order date amount extended quantity returned state event currency".split()
)


def order_table(lines: pd.DataFrame, ledger: Ledger, *, recycled: bool) -> pd.DataFrame:
    """The canonical table of `Orders` from the kept lines, sorted by date.

    Refunds are taken off the order whose number they carry; the others become rows of their own
    (`purchase` False) on the customer and day of the refund. Each is noted in the ledger.
    """
    kept = np.flatnonzero(ledger.kept)
    data = lines.iloc[kept]
    back = returned_rows(data, order_keys(data, recycled=recycled))
    sales, refunds = data[~back], data[back]
    keys = pd.factorize(order_keys(sales, recycled=recycled))[0]
    orders = _purchases(sales, keys)
    owner = _order_of_refund(sales, keys, refunds, recycled=recycled)
    money = -refunds["amount"].abs().to_numpy()
    tied = owner >= 0
    np.add.at(orders["amount"].to_numpy(), owner[tied], np.nan_to_num(money[tied]))
    for code, mask in (("refund", tied), ("refund_unmatched", ~tied)):
        where = np.zeros(len(lines), dtype=bool)
        where[kept[back][mask]] = True
        ledger.note(where, code)
    loose = _loose_refunds(refunds[~tied], money[~tied])
    frame = pd.concat([orders, loose], ignore_index=True) if len(loose) else orders
    frame["customer"] = frame["customer"].cat.remove_unused_categories()
    return frame.sort_values("date", kind="stable", ignore_index=True)


def _purchases(sales: pd.DataFrame, keys: np.ndarray) -> pd.DataFrame:
    size = int(keys.max()) + 1 if len(keys) else 0
    first = np.zeros(size, dtype="int64")
    first[keys[::-1]] = np.arange(len(keys))[::-1]
    repeated = total_repeats(sales, keys)
    gross = order_amounts(sales["amount"].to_numpy(), keys, repeated=repeated)
    returned = np.nan_to_num(order_amounts(sales["returned"].abs().to_numpy(), keys, repeated=repeated))
    refunded = np.zeros(size, dtype=bool)
    refunded[keys[(sales["state"] == "refund").to_numpy()]] = True
    returned = np.where(refunded & (returned == 0), np.nan_to_num(gross), returned)
    head = sales.iloc[first]
    number = head["order"].astype("str").fillna(head["row"].astype("str"))
    columns: dict[str, object] = {
        "customer": head["customer"].array,
        "order": number.array,
        "date": head["date"].array,
        "amount": gross - returned,
        "gross": gross,
        "purchase": np.ones(size, dtype=bool),
    }
    for name in sales.columns:
        if name not in _NOT_DIMENSIONS:
            columns[name] = _first_known(sales[name], keys, first)
    return pd.DataFrame(columns)


def _first_known(column: pd.Series, keys: np.ndarray, first: np.ndarray) -> pd.Categorical:
    """Value of a dimension on an order: that of its first line which has one."""
    codes = column.cat.codes.to_numpy()
    known = np.flatnonzero(codes >= 0)[::-1]
    chosen = codes[first] if len(first) else codes[:0]
    chosen[keys[known]] = codes[known]
    return pd.Categorical.from_codes(chosen, dtype=column.dtype)


def _order_of_refund(sales: pd.DataFrame, keys: np.ndarray, refunds: pd.DataFrame, *, recycled: bool) -> np.ndarray:
    """Index of the order each refund belongs to, -1 where its number is no order's."""
    both = pd.concat([sales[["order", "customer"]], refunds[["order", "customer"]]])
    number = both["order"].cat.codes.to_numpy()
    identity = pair(number, both["customer"].cat.codes.to_numpy()) if recycled else number
    sold, given_back = identity[: len(sales)], identity[len(sales) :]
    owner = np.full(identity.max(initial=0) + 1, -1, dtype="int64")
    has_number = number[: len(sales)] >= 0
    owner[sold[has_number]] = keys[has_number]
    return np.where(number[len(sales) :] >= 0, owner[np.maximum(given_back, 0)], -1)


def _loose_refunds(refunds: pd.DataFrame, money: np.ndarray) -> pd.DataFrame:
    """One row per refund that is tied to no order: the lines of one refund number, customer and day together."""
    day = refunds["date"].to_numpy("datetime64[D]").astype("int64")
    number = refunds["order"].cat.codes.to_numpy()
    keys = pair(pair(refunds["customer"].cat.codes.to_numpy(), number), day)
    first = np.unique(keys, return_index=True)[1]
    head = refunds.iloc[first]
    dimensions = {name: head[name].array for name in refunds.columns if name not in _NOT_DIMENSIONS}
    return pd.DataFrame(
        {
            "customer": head["customer"].array,
            "order": head["order"].astype("str").fillna(head["row"].astype("str")).array,
            "date": head["date"].array,
            "amount": order_amounts(money, keys, repeated=False),
            "gross": np.zeros(len(head)),
            "purchase": np.zeros(len(head), dtype=bool),
            **dimensions,
        }
    )
