"""Money that discounts take off lines of quantity × price."""

import numpy as np
import pandas as pd

from retention.ingest.mapping import Mapping
from retention.ingest.values.percents import percents


def reduced(worth: np.ndarray, written: np.ndarray, table: pd.DataFrame, mapping: Mapping) -> np.ndarray:
    """What lines come to after their discounts; `worth` is quantity × price of each, `written` the discounts' numbers.

    A discount is written with or without its minus sign; a blank one is none. Returned goods (negative lines)
    give back what was paid for them.
    """
    if mapping.discount is None:
        return worth
    share = percents(table[mapping.discount]).to_numpy() / 100
    size = np.abs(np.nan_to_num(written))
    if mapping.discount_as in ("percent", "share"):
        share = np.where(np.isnan(share), size / (100 if mapping.discount_as == "percent" else 1), share)
    elif mapping.discount_as == "order" and mapping.order:
        size = _shared_out(size, worth, table[mapping.order])
    left = np.sign(worth) * (np.abs(worth) - size)
    return np.where(np.isnan(share), left, worth * (1 - share))


def _shared_out(size: np.ndarray, worth: np.ndarray, orders: pd.Series) -> np.ndarray:
    """A discount that stands on each line of its order, shared out by what the lines are worth."""
    keys = pd.factorize(orders, use_na_sentinel=False)[0]
    weight = np.abs(np.nan_to_num(worth))
    total = np.bincount(keys, weights=weight)[keys]
    alone = orders.isna().to_numpy() | (total == 0)
    return np.where(alone, size, size * weight / np.where(alone, 1, total))
