"""Which lines belong to one order."""

import numpy as np
import pandas as pd

# Receipt numbers that start again every day or shift are shared by many customers; an order number that
# belongs to one customer is shared only by slips of the pen.
_SHARED_IDS_MEAN_RECYCLED = 0.05


def pair(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """One whole number for each pair of values, numbered from 0 in order of appearance."""
    codes, distinct = pd.factorize(right)
    first, _ = pd.factorize(left)
    combined = first.astype("int64") * (len(distinct) + 1) + codes
    return pd.factorize(combined)[0]


def ids_are_recycled(lines: pd.DataFrame) -> bool:
    """Whether order numbers are used again for other customers (a till that counts from 1 each day)."""
    order = lines["order"].cat.codes.to_numpy()
    customer = lines["customer"].cat.codes.to_numpy()
    known = (order >= 0) & (customer >= 0)
    if not known.any():
        return False
    pairs = pd.DataFrame({"order": order[known], "customer": customer[known]}).drop_duplicates()
    return float((pairs.groupby("order").size() > 1).mean()) > _SHARED_IDS_MEAN_RECYCLED


def order_keys(lines: pd.DataFrame, *, recycled: bool) -> np.ndarray:
    """A whole number per line, equal for the lines of one order.

    By order number where there is one (with customer and day when numbers are recycled), else by customer
    and moment: one order per customer and day, or per time of day when the file has it.
    """
    order = lines["order"].cat.codes.to_numpy().astype("int64")
    by_number = order >= 0
    if by_number.all() and not recycled:
        return order
    customer = lines["customer"].cat.codes.to_numpy().astype("int64")
    moment = lines["date"].to_numpy("datetime64[s]").astype("int64")
    owner = np.where(by_number, order, len(lines["order"].cat.categories) + 1 + customer)
    if recycled:
        day = lines["date"].to_numpy("datetime64[D]").astype("int64")
        return pair(owner, np.where(by_number, pair(customer, day), moment))
    return pair(owner, np.where(by_number, -1, moment))


def fill_from_order(lines: pd.DataFrame, *, recycled: bool) -> pd.DataFrame:
    """Customer, date and state written on an order's first line only belong to all its lines.

    Recycled order numbers tell nothing about lines without a customer, so nothing is filled then.
    """
    order = lines["order"].cat.codes.to_numpy()
    if recycled or not (order >= 0).any():
        return lines
    filled: dict[str, pd.Categorical | np.ndarray] = {}
    for name in ("customer", "state"):
        codes = lines[name].cat.codes.to_numpy()
        if (codes < 0).any() and (codes >= 0).any():
            codes = _first_known(order, codes, missing=codes < 0)
            filled[name] = pd.Categorical.from_codes(codes, categories=lines[name].cat.categories)
    dates = lines["date"].to_numpy()
    if np.isnat(dates).any():
        filled["date"] = _first_known(order, dates, missing=np.isnat(dates))
    return lines.assign(**filled)


def _first_known(order: np.ndarray, values: np.ndarray, *, missing: np.ndarray) -> np.ndarray:
    known = np.flatnonzero(~missing & (order >= 0))[::-1]
    if not len(known):
        return values
    first = np.full(order.max() + 1, -1, dtype="int64")
    first[order[known]] = known
    source = np.where(order >= 0, first[np.maximum(order, 0)], -1)
    fillable = missing & (source >= 0)
    return np.where(fillable, values[np.maximum(source, 0)], values)
