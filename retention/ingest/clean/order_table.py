"""Lines that stayed in → the canonical table: one row per order, then refunds that belong to none."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from retention.ingest.clean.amounts import order_amounts, returned_rows, total_repeats
from retention.ingest.clean.ledger import Ledger
from retention.ingest.clean.order_grouping import order_number_ids, pair
from retention.ingest.clean.order_parts import are_of_orders, difference, line_amounts, of_orders
from retention.ingest.clean.refunds import Returned, given_back, same_refunds, told_in_cells
from retention.ingest.values.identifiers import as_category
from retention.orders import OWN

# What an order is made of: copying the other columns is what costs time.
_NEEDED = [
    *("row", "customer", "order", "date", "amount", "quantity", "extended", "returned"),
    *("unparsed", "state", "event"),
]
_TELL_REFUNDS = ["amount", "quantity", "event", "date"]
_CENT = 0.005


class OrderTable(NamedTuple):
    """One row per order (`frame`), and what its lines are made from.

    `places` holds for each line the position of its order in `frame`, -1 where it is part of none; `repeated`: the
    amount is the order's total on each of its lines.
    """

    frame: pd.DataFrame
    places: np.ndarray
    repeated: bool


class SalesAndRefunds(NamedTuple):
    """The kept lines, apart: `sales` with the number of the order each belongs to (`order_ids`), and `refunds`.

    `sale_rows` and `refund_rows` are their positions among all lines; `repeated`: amounts are the order's total on each
    of its lines.
    """

    sales: pd.DataFrame
    order_ids: np.ndarray
    sale_rows: np.ndarray
    refunds: pd.DataFrame
    refund_rows: np.ndarray
    repeated: bool


def sales_and_refunds(
    lines: pd.DataFrame, ledger: Ledger, order_ids: np.ndarray, repeated: bool | None
) -> SalesAndRefunds:
    """Sales and refunds apart; `repeated` None leaves it to the amounts whether they are totals."""
    kept = np.flatnonzero(ledger.kept)
    returned = returned_rows(_taken(lines[_TELL_REFUNDS], kept), order_ids[kept])
    sale_rows, refund_rows = kept[~returned], kept[returned]
    sales = _taken(lines[_NEEDED], sale_rows)
    numbers = pd.factorize(order_ids[sale_rows])[0]
    if repeated is None:
        repeated = bool(sales["order"].notna().any()) and total_repeats(sales, numbers)
    return SalesAndRefunds(sales, numbers, sale_rows, lines[_NEEDED].iloc[refund_rows], refund_rows, repeated)


def _taken(lines: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    """Some lines, in the order they have; all of them without a copy."""
    return lines if len(rows) == len(lines) else lines.iloc[rows]


def fully_refunded(lines: pd.DataFrame, ledger: Ledger, order_ids: np.ndarray, *, repeated: bool | None) -> np.ndarray:
    """Which lines belong to orders all of whose money was given back, their refunds included."""
    found = sales_and_refunds(lines, ledger, order_ids, repeated)
    orders = _purchases(found.sales, found.order_ids, repeated=found.repeated)
    refunded_order, _ = _taken_off(orders, found)
    matched = refunded_order >= 0
    without_money = ((orders["gross"] > 0) & (orders["amount"] < _CENT)).to_numpy()
    sales = found.sale_rows[without_money[found.order_ids]]
    refunds = found.refund_rows[matched][without_money[refunded_order[matched]]]
    return _mask_of(len(lines), np.concatenate([sales, refunds]))


def without_refunds(lines: pd.DataFrame, ledger: Ledger, order_ids: np.ndarray) -> pd.DataFrame:
    """The lines as if nothing had been given back: rows of refunds set aside, orders with all their money."""
    kept = np.flatnonzero(ledger.kept)
    refund_rows = returned_rows(lines.iloc[kept], order_ids[kept])
    ledger.set_aside(_mask_of(len(lines), kept[refund_rows]), "refund_ignored")
    ledger.note(ledger.kept & _says_refund(lines), "refund_ignored")
    state = lines["state"].where(lines["state"] != "refund")
    return lines.assign(returned=np.nan, state=state)


def order_table(
    lines: pd.DataFrame,
    parts: pd.DataFrame,
    dimensions: pd.DataFrame,
    ledger: Ledger,
    order_ids: np.ndarray,
    *,
    repeated: bool | None = None,
    refund_days: bool = False,
) -> OrderTable:
    """The canonical table of `Orders` from the kept lines, sorted by date.

    `parts`, `dimensions` and `order_ids` (equal for the lines of one order) belong to `lines` row by row. `repeated`:
    amounts are the order's total on each of its lines; None leaves that to the amounts. Refunds are
    taken off the order whose number they carry; the others become rows of their own (`purchase` False) on
    the customer and day of the refund, and with `refund_days` so do all that have a day. Each is noted in the ledger.
    """
    found = sales_and_refunds(lines, ledger, order_ids, repeated)
    sales, order_ids, sale_rows, refunds, refund_rows, repeated = found
    orders = _purchases(sales, order_ids, repeated=repeated)
    own = _parts_of_orders(orders, parts.iloc[sale_rows], found, ledger)
    orders = orders.assign(**own, **values_of_orders(dimensions, sale_rows, order_ids))
    if repeated:
        first = _first_lines(order_ids, np.arange(len(order_ids)))
        repeats = np.setdiff1d(np.flatnonzero(sales["amount"].notna()), first)
        ledger.note(_mask_of(len(lines), sale_rows[repeats]), "total_repeated")
    refunded_order, returned = _taken_off(orders, found)
    reduced = np.flatnonzero((orders["gross"] - orders["amount"] > 0).to_numpy()[order_ids] & _says_refund(sales))
    ledger.note(
        _mask_of(len(lines), sale_rows[reduced]),
        "refunded",
        revenue=float((orders["amount"] - orders["gross"]).iloc[np.unique(order_ids[reduced])].sum()),
    )
    _note_unparsed(ledger, lines, sale_rows[_known_in_part(sales, order_ids, orders, repeated=repeated)], refund_rows)
    moved = _on_their_day(orders, refunds, refunded_order) if refund_days else np.zeros(len(refunds), dtype=bool)
    _note_refunds(ledger, refund_rows, refunded_order, returned, moved)
    alone = (refunded_order < 0) | moved
    buyers = _buyers(orders, refunds, np.where(moved, refunded_order, -1))
    unmatched = _unmatched_refunds(refunds.assign(customer=buyers)[alone], dimensions, refund_rows[alone])
    frame = _above_refunds(orders, unmatched.assign(**dict.fromkeys(own, np.nan))) if len(unmatched) else orders
    frame["customer"] = frame["customer"].cat.remove_unused_categories()
    given_back = frame["gross"] - frame["amount"]
    if (given_back > _CENT).any():
        frame["refund"] = given_back
    frame = frame.sort_values("date", kind="stable")
    position = np.empty(len(frame), dtype="int32")
    position[frame.index.to_numpy()] = np.arange(len(frame))
    places = np.full(len(lines), -1, dtype="int32")
    places[sale_rows] = position[order_ids]
    names = [name for name in (*OWN, *frame.columns) if name in frame]
    return OrderTable(frame[list(dict.fromkeys(names))].reset_index(drop=True), places, repeated)


def _parts_of_orders(
    orders: pd.DataFrame, parts: pd.DataFrame, found: SalesAndRefunds, ledger: Ledger
) -> dict[str, np.ndarray]:
    """Discount, shipping and tax of each order; notes orders whose lines come to something else.

    `parts` are those of the lines of sales.
    """
    own = of_orders(parts, found.order_ids, repeated=found.repeated)
    if are_of_orders(found.sales["amount"].to_numpy(), found.order_ids, repeated=found.repeated):
        lines = line_amounts(found.sales, parts, found.order_ids, repeated=found.repeated)
        apart = difference(lines, orders["gross"].to_numpy(), found.order_ids, own)
        where = _mask_of(len(ledger.kept), found.sale_rows[np.isin(found.order_ids, apart.orders)])
        ledger.note(where, "lines_differ", revenue=apart.money, details={"orders": len(apart.orders)})
    return own


def _taken_off(orders: pd.DataFrame, found: SalesAndRefunds) -> tuple[np.ndarray, Returned]:
    """Take off what was given back, in the orders' own `amount`; returns the order of each refund, -1: none."""
    told = told_in_cells(found.sales, found.order_ids, repeated=found.repeated)
    refunded_order = _order_of_refund(found.sales, found.order_ids, found.refunds)
    refunded_order = same_refunds(orders, told, found.refunds, refunded_order)
    returned = given_back(orders["gross"].to_numpy(), told, found.refunds, refunded_order)
    orders["amount"] = orders["gross"] - returned.money
    return refunded_order, returned


def _on_their_day(orders: pd.DataFrame, refunds: pd.DataFrame, refunded_order: np.ndarray) -> np.ndarray:
    """Give orders back the money of refunds that have a day of their own; returns which refunds these are.

    Left on their order are those without a day or an amount, and all of an order whose refunds come to more than it
    cost: what is taken off it is less than they say.
    """
    money = np.nan_to_num(refunds["amount"].abs().to_numpy())
    able = (refunded_order >= 0) & refunds["date"].notna().to_numpy() & (money > 0)
    sums = np.bincount(refunded_order[able], weights=money[able], minlength=len(orders))
    taken = (orders["gross"] - orders["amount"]).to_numpy()
    fits = sums <= np.nan_to_num(taken, nan=-1.0) + _CENT
    orders["amount"] += np.where(fits, sums, 0.0)
    return np.asarray(able & fits[refunded_order])


def _buyers(orders: pd.DataFrame, refunds: pd.DataFrame, refunded_order: np.ndarray) -> pd.Series:
    """The customer of each refund: that of its order, its own where there is none."""
    theirs: pd.Series = orders["customer"].iloc[np.maximum(refunded_order, 0)].set_axis(refunds.index)
    return theirs.where(refunded_order >= 0, refunds["customer"])


def _note_refunds(
    ledger: Ledger, rows: np.ndarray, refunded_order: np.ndarray, returned: Returned, moved: np.ndarray
) -> None:
    """Note what became of each refund; `rows` are their positions among all lines."""
    matched = (refunded_order >= 0) & ~moved
    for code, mask in (
        ("refund_on_its_day", moved),
        ("refund", matched & ~returned.again & ~returned.beyond),
        ("refund_told_twice", matched & returned.again),
        ("refund_beyond_order", matched & returned.beyond),
        ("refund_unmatched", refunded_order < 0),
    ):
        ledger.note(_mask_of(len(ledger.kept), rows[mask]), code)


def _known_in_part(sales: pd.DataFrame, order_ids: np.ndarray, orders: pd.DataFrame, *, repeated: bool) -> np.ndarray:
    """Lines with money that could not be read in orders of which other money could; a total that repeats is whole."""
    unparsed = np.asarray(sales["unparsed"].notna().to_numpy() & orders["gross"].notna().to_numpy()[order_ids])
    return np.asarray(unparsed & sales["amount"].notna().to_numpy()) if repeated else unparsed


def _note_unparsed(ledger: Ledger, lines: pd.DataFrame, sale_rows: np.ndarray, refund_rows: np.ndarray) -> None:
    """Note lines of orders (`sale_rows`), and those of `refund_rows` whose money could not be read."""
    unparsed = refund_rows[lines["unparsed"].notna().to_numpy()[refund_rows]]
    where = _mask_of(len(lines), np.concatenate([sale_rows, unparsed]))
    ledger.note(where, "amount_partly_unknown", values=lines["unparsed"])


def _above_refunds(orders: pd.DataFrame, refunds: pd.DataFrame) -> pd.DataFrame:
    """Orders above refunds, the categories of their columns united."""
    columns = {}
    for name in orders.columns:
        both = [orders[name], refunds[name]]
        if isinstance(orders[name].dtype, pd.CategoricalDtype):
            columns[name] = pd.Series(pd.api.types.union_categoricals(both))
        else:
            columns[name] = pd.concat(both, ignore_index=True)
    return pd.DataFrame(columns)


def _mask_of(size: int, rows: np.ndarray) -> np.ndarray:
    """A mask of `size` lines that is true at the given positions."""
    where = np.zeros(size, dtype=bool)
    where[rows] = True
    return where


def _says_refund(sales: pd.DataFrame) -> np.ndarray:
    """Lines whose own cells show money given back: by their status, or in a column of refunds."""
    return ((sales["state"] == "refund") | (sales["returned"].abs() > 0)).to_numpy(dtype=bool)


def _purchases(sales: pd.DataFrame, order_ids: np.ndarray, *, repeated: bool) -> pd.DataFrame:
    first = _first_lines(order_ids, np.arange(len(order_ids)))
    gross = order_amounts(sales["amount"].to_numpy(), order_ids, repeated=repeated)
    head = sales.iloc[first]
    number = head["order"].astype("str").fillna(head["row"].astype("str"))
    return pd.DataFrame(
        {
            "customer": head["customer"].array,
            "order": number.array,
            "date": head["date"].array,
            "amount": gross,
            "gross": gross,
            "purchase": np.ones(len(first), dtype=bool),
        }
    )


def _first_lines(order_ids: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Position of each order's first line among some of its `lines`, indexed by key; -1 where there is none."""
    first = np.full(int(order_ids.max()) + 1 if len(order_ids) else 0, -1, dtype="int64")
    first[order_ids[lines[::-1]]] = lines[::-1]  # written backwards, so that the first line stays
    return first


def values_of_orders(dimensions: pd.DataFrame, places: np.ndarray, order_ids: np.ndarray) -> dict[str, pd.Categorical]:
    """Value of each dimension on each order: that of its first line which has one.

    `places` are the positions in `dimensions` of the lines that `order_ids` belong to: only the cells needed are
    taken, because copying text columns whole is what costs time.
    """
    first = _first_lines(order_ids, np.arange(len(order_ids)))
    values = {}
    for name, cells in dimensions.items():
        chosen = first
        known = cells.notna().to_numpy()[places]
        if not known[first].all():
            filled = np.append(_first_lines(order_ids, np.flatnonzero(known)), np.full(len(first), -1))[: len(first)]
            chosen = np.where(filled >= 0, filled, first)
        values[str(name)] = as_category(cells.iloc[places[chosen]]).array
    return values


def _order_of_refund(sales: pd.DataFrame, order_ids: np.ndarray, refunds: pd.DataFrame) -> np.ndarray:
    """Index of the order each refund belongs to, -1 where its number is no order's.

    Where a number was used more than once, the last order up to the refund's day is meant, else the first.
    """
    if not len(refunds):
        return np.array([], dtype="int64")
    columns = ["order", "customer", "date"]
    numbers = refunds["order"].cat.codes.to_numpy()
    refunded = np.append(np.bincount(numbers[numbers >= 0], minlength=len(refunds["order"].cat.categories)) > 0, False)
    same = refunded[sales["order"].cat.codes.to_numpy()]
    sales, order_ids = sales.loc[same, columns], order_ids[same]
    both = pd.concat([sales, refunds[columns]], ignore_index=True)
    number_ids = order_number_ids(both)
    timestamp = pair(number_ids, np.full(len(both), 0)) * 2**40 + both["date"].to_numpy("datetime64[s]").astype("int64")
    sale_rows = np.flatnonzero(number_ids[: len(sales)] >= 0)
    if not len(sale_rows):
        return np.full(len(refunds), -1)
    sale_rows = sale_rows[np.argsort(timestamp[sale_rows], kind="stable")]
    place = np.searchsorted(timestamp[sale_rows], timestamp[len(sales) :], side="right")
    before, after = sale_rows[np.maximum(place - 1, 0)], sale_rows[np.minimum(place, len(sale_rows) - 1)]
    wanted = number_ids[len(sales) :]
    found = np.where(
        number_ids[before] == wanted, order_ids[before], np.where(number_ids[after] == wanted, order_ids[after], -1)
    )
    return np.where(wanted >= 0, found, -1)


def _unmatched_refunds(refunds: pd.DataFrame, dimensions: pd.DataFrame, places: np.ndarray) -> pd.DataFrame:
    """One row per refund that stands alone: the lines of one refund number, customer and day together."""
    day = refunds["date"].to_numpy("datetime64[D]").astype("int64")
    number = refunds["order"].cat.codes.to_numpy()
    order_ids = pair(pair(refunds["customer"].cat.codes.to_numpy(), number), day)
    first = np.unique(order_ids, return_index=True)[1]
    head = refunds.iloc[first]
    return pd.DataFrame(
        {
            "customer": head["customer"].array,
            "order": head["order"].astype("str").fillna(head["row"].astype("str")).array,
            "date": head["date"].array,
            "amount": order_amounts(-refunds["amount"].abs().to_numpy(), order_ids, repeated=False),
            "gross": np.zeros(len(head)),
            "purchase": np.zeros(len(head), dtype=bool),
            **{name: as_category(cells.iloc[places[first]]).array for name, cells in dimensions.items()},
        }
    )
