"""Money given back, taken off its order once: told by its state, in a column, on rows of its own, or by several."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from retention.ingest.clean.amounts import order_amounts

_CENT = 0.005


class Told(NamedTuple):
    """What the cells of orders say of money given back, indexed by the order's key.

    `written`: the amount in a column of refunds, 0 where none. `in_full`: the state says refunded, and no how much.
    """

    written: np.ndarray
    in_full: np.ndarray

    def money(self, gross: np.ndarray) -> np.ndarray:
        """The money given back as the cells alone tell it; `gross` is what each order cost."""
        whole = np.where(self.in_full, np.nan_to_num(gross), 0.0)
        return np.where(self.written > 0, self.written, whole)


def told_in_cells(sales: pd.DataFrame, order_ids: np.ndarray, *, repeated: bool) -> Told:
    """What states and a column of refunds say about each order; `repeated`: its column holds totals on each line."""
    written = np.nan_to_num(order_amounts(sales["returned"].abs().to_numpy(), order_ids, repeated=repeated))
    in_full = np.zeros(len(written), dtype=bool)
    in_full[order_ids[(sales["state"] == "refund").to_numpy()]] = True
    return Told(written, in_full)


def same_refunds(orders: pd.DataFrame, told: Told, refunds: pd.DataFrame, refunded_order: np.ndarray) -> np.ndarray:
    """`refunded_order` with the orders that refunds under another number tell of a second time.

    A refund that carries no order's number is the one told in an order's own cells when customer and money are the
    same and it is not dated before the order; each order explains one such refund.
    """
    money = told.money(orders["gross"].to_numpy())
    candidates, lonely = np.flatnonzero(money > _CENT), np.flatnonzero(refunded_order < 0)
    if not len(candidates) or not len(lonely):
        return refunded_order
    names = pd.api.types.union_categoricals([orders["customer"], refunds["customer"]]).codes
    theirs = _in_order(names[candidates], money[candidates], orders["date"].iloc[candidates], candidates)
    given = _in_order(
        names[len(orders) + lonely], refunds["amount"].abs().to_numpy()[lonely], refunds["date"].iloc[lonely], lonely
    )
    both = given.merge(theirs, on=["customer", "cents", "nth"], suffixes=("", "_order"))
    both = both[both["date"] >= both["date_order"].dt.normalize()]
    found = refunded_order.copy()
    found[both["place"].to_numpy()] = both["place_order"].to_numpy()
    return found


def _in_order(customer: np.ndarray, money: np.ndarray, date: pd.Series, place: np.ndarray) -> pd.DataFrame:
    """The refunds of each customer and amount numbered by time; those of no customer or amount left out."""
    cents = np.rint(np.nan_to_num(money) * 100)
    found = pd.DataFrame({"customer": customer, "cents": cents, "date": date.to_numpy(), "place": place})
    found = found[(found["customer"] >= 0) & (found["cents"] > 0)].sort_values("date", kind="stable")
    return found.assign(nth=found.groupby(["customer", "cents"]).cumcount())


class Returned(NamedTuple):
    """The money given back of each order, by key, and the refund rows that say nothing new about it.

    `again`: told in the order's own cells too. `beyond`: of orders whose refunds come to more than they cost.
    """

    money: np.ndarray
    again: np.ndarray
    beyond: np.ndarray


def given_back(gross: np.ndarray, told: Told, refunds: pd.DataFrame, refunded_order: np.ndarray) -> Returned:
    """What to take off each order: the larger of what its cells and its rows say, never more than it cost.

    `refunded_order` is the key of the order that each refund row belongs to, -1: none. What is written counts before
    a state that says refunded and no how much.
    """
    matched = refunded_order >= 0
    owner = refunded_order[matched]
    on_rows = np.bincount(
        owner, weights=np.nan_to_num(refunds["amount"].abs().to_numpy()[matched]), minlength=len(gross)
    )
    explicit = np.maximum(told.written, on_rows)
    money = np.where(explicit > 0, explicit, told.money(gross))
    over = money > np.nan_to_num(gross, nan=np.inf) + _CENT
    in_cells = told.in_full | (told.written > 0)
    again, beyond = np.zeros(len(refunds), dtype=bool), np.zeros(len(refunds), dtype=bool)
    again[matched] = in_cells[owner]
    beyond[matched] = over[owner] & ~in_cells[owner]
    return Returned(np.fmin(money, np.where(np.isnan(gross), np.inf, gross)), again, beyond)
