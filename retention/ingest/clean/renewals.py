"""Payments that renew something at equal steps: what a contract brings, not a customer's choice."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.ingest.columns.table_signs import is_sign
from retention.ingest.read.raw import RawTable

# Days between two payments for a week, two or four weeks, a month, a quarter, a year.
_STEPS = np.array([7, 14, *range(28, 32), *range(89, 93), 365, 366])
_MONTHS = np.arange(28, 32)
# Where a column speaks of a subscription, and where nothing but the days and the money do.
_FEWEST_STEPS, _FEWEST_CUSTOMERS = (12, 40), (3, 8)
_CUSTOMERS_LOOKED_AT = 2000
_MOSTLY, _NEARLY_ALL = 0.8, 0.98


def come_by_contract(orders: pd.DataFrame, raws: Sequence[RawTable]) -> bool:
    """Whether nearly every order follows the customer's last one at a step of a subscription, for the same money.

    A column that speaks of a subscription makes most orders enough; without one all have to come month by month.
    """
    first = orders["customer"].cat.codes.to_numpy() < _CUSTOMERS_LOOKED_AT
    bought = orders.loc[first & orders["purchase"].to_numpy(), ["customer", "date", "amount"]]
    customer = bought["customer"].cat.codes.to_numpy()
    day = bought["date"].to_numpy("datetime64[D]").astype("int64")
    order = np.lexsort((day, customer))
    customer, day, amount = customer[order], day[order], bought["amount"].to_numpy()[order]
    again = np.diff(customer) == 0
    said = any(is_sign(str(name), "subscription") for raw in raws for name in raw.frame.columns)
    fewest = _FEWEST_STEPS[not said], _FEWEST_CUSTOMERS[not said]
    if again.sum() < fewest[0] or len(np.unique(customer[1:][again])) < fewest[1]:
        return False
    regular = np.isin(np.diff(day), _STEPS if said else _MONTHS) & ~(np.abs(np.diff(amount)) > 0)
    return bool(regular[again].mean() >= (_MOSTLY if said else _NEARLY_ALL))
