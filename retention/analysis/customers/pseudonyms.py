"""Customers under invented names, for showing results to people who may not see who the customers are."""

import dataclasses

import numpy as np
import pandas as pd

from retention.orders import Orders

HIDDEN = "•••"
"""What stands for words of a file that may name a customer."""


def pseudonymised(orders: Orders) -> Orders:
    """The orders, of customers called #1, #2 … by the time of their first row.

    The names hold nothing of the real ones, and stay the same when later orders are added. Everything computed from
    these orders has them too, downloads included. Missing customers stay missing.
    """
    frame = orders.frame
    return dataclasses.replace(orders, frame=frame.assign(customer=_renamed(frame["customer"], frame["date"])))


def _renamed(customer: pd.Series, date: pd.Series) -> pd.Series:
    codes = customer.cat.codes.to_numpy()[np.argsort(date.to_numpy(), kind="stable")]
    known = pd.unique(codes[codes >= 0])
    unused = np.setdiff1d(np.arange(len(customer.cat.categories)), known)
    names = np.empty(len(known) + len(unused), dtype=object)
    names[np.r_[known, unused]] = [f"#{number}" for number in range(1, len(names) + 1)]
    return customer.cat.rename_categories(names.tolist())
