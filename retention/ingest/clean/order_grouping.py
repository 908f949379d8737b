"""Which lines belong to one order."""

import numpy as np
import pandas as pd

from retention.ingest.rules import Rules

# Receipt numbers that start again every day or shift are shared by many customers.
_SHARED_IDS_MEAN_DAILY = 0.05
# Lines of one order may be dated apart (midnight, parts sent later), but hardly by more than a week.
_SAME_ORDER_DAYS = 7


def pair(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """One whole number for each pair of values, numbered from 0 in order of appearance."""
    codes, distinct = pd.factorize(right)
    first, _ = pd.factorize(left)
    combined = first.astype("int64") * (len(distinct) + 1) + codes
    return pd.factorize(combined)[0]


def shared_numbers(lines: pd.DataFrame) -> np.ndarray:
    """For each order number, whether several known customers have it: a till that began to count again."""
    order = lines["order"].cat.codes.to_numpy()
    customer = lines["customer"].cat.codes.to_numpy()
    known = (order >= 0) & (customer >= 0)
    if not known.all():
        order, customer = order[known], customer[known]
    size = len(lines["order"].cat.categories)
    first = np.full(size, -1, dtype=customer.dtype)
    first[order[::-1]] = customer[::-1]
    shared = np.zeros(size, dtype=bool)
    shared[order[customer != first[order]]] = True
    return shared


def order_number_ids(lines: pd.DataFrame, shared: np.ndarray | None = None) -> np.ndarray:
    """A whole number per line for its order number, with its customer where the number is shared; -1: no number.

    `shared` are the `shared_numbers` of the lines, where they are known.
    """
    order = lines["order"].cat.codes.to_numpy().astype("int64")
    shared = shared_numbers(lines) if shared is None else shared
    if not shared.any():
        return order
    split = (order >= 0) & shared[np.maximum(order, 0)]
    return np.where(order >= 0, pair(order, np.where(split, lines["customer"].cat.codes.to_numpy(), -1)), -1)


def number_orders(lines: pd.DataFrame, rules: Rules, *, payments: np.ndarray | None = None) -> np.ndarray:
    """A whole number per line, equal for the lines of one order.

    By order number where there is one: with the customer where several have it, with the day where a till counts
    anew each day, and never across a pause of more than a week, because merging two orders loses one while
    splitting one loses nothing; rows that are `payments` of their order may be months apart. Else by customer and
    moment: one order per customer and day, or per time of day when the file has it. `rules` may tell otherwise.
    """
    if rules.lines == "apart":
        return np.arange(len(lines))
    shared = shared_numbers(lines)
    number_ids = order_number_ids(lines, shared)
    day = lines["date"].to_numpy("datetime64[D]").astype("int64")
    order_ids = number_ids if (number_ids >= 0).all() else _numbered(lines, number_ids, rules.numberless)
    if rules.overlaps:
        order_ids = pair(order_ids, lines["file"].cat.codes.to_numpy())
    if len(shared) and shared.mean() > _SHARED_IDS_MEAN_DAILY:
        return pair(order_ids, np.where(number_ids >= 0, day, -1))
    return _split_at_pauses(order_ids, day if payments is None else np.where(payments & (number_ids >= 0), 0, day))


def first_dated(lines: pd.DataFrame, order_ids: np.ndarray, payments: np.ndarray) -> pd.DataFrame:
    """The lines, those that are `payments` of one order dated as its first one; money given back keeps its day."""
    paid = payments & ~((lines["amount"] < 0) | (lines["event"] == "refund")).to_numpy()
    if not paid.any():
        return lines
    first = lines["date"].where(paid).groupby(order_ids).transform("min")
    return lines.assign(date=lines["date"].where(~paid, first))


def _numbered(lines: pd.DataFrame, number_ids: np.ndarray, each: str | None) -> np.ndarray:
    """Keys of all lines, those without an order number (-1) by customer and moment, `day` or `row`."""
    customer = lines["customer"].cat.codes.to_numpy().astype("int64")
    timestamp = lines["date"].to_numpy("datetime64[D]" if each == "day" else "datetime64[s]").astype("int64")
    if each == "row":
        timestamp = np.arange(len(lines))
    return pair(
        np.where(number_ids >= 0, number_ids, number_ids.max(initial=0) + 2 + customer),
        np.where(number_ids >= 0, -1, timestamp),
    )


def _split_at_pauses(order_ids: np.ndarray, day: np.ndarray) -> np.ndarray:
    first = np.zeros(order_ids.max(initial=0) + 1, dtype="int64")
    first[order_ids[::-1]] = day[::-1]
    far = np.abs(day - first[order_ids]) > _SAME_ORDER_DAYS
    if not far.any():
        return order_ids
    lines = np.flatnonzero(np.isin(order_ids, np.unique(order_ids[far])))
    lines = lines[np.lexsort((day[lines], order_ids[lines]))]
    pause = np.diff(day[lines], prepend=day[lines[:1]]) > _SAME_ORDER_DAYS
    part = np.zeros(len(order_ids), dtype="int64")
    part[lines] = np.cumsum(pause)
    return pair(order_ids, part)


def fill_from_order(lines: pd.DataFrame) -> pd.DataFrame:
    """Customer, date and state written on an order's first line only belong to all its lines.

    A number that several customers have tells nothing about lines without a customer: they stay as they are.
    """
    order = lines["order"].cat.codes.to_numpy()
    shared = shared_numbers(lines)
    order = np.where((order >= 0) & ~np.append(shared, False)[order], order, -1)
    if not (order >= 0).any():
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
