"""Money that only some exports write: goods given back by the piece, payments that a join has put on several rows."""

import numpy as np
import pandas as pd

from retention.ingest.mapping import Mapping
from retention.ingest.values import money
from retention.ingest.values.identifiers import as_text


def with_pieces_given_back(
    table: pd.DataFrame, mapping: Mapping, returned: np.ndarray, amount: np.ndarray, quantity: np.ndarray
) -> np.ndarray:
    """What was given back on each record, with the pieces that came back at what one of them cost."""
    if mapping.returned_quantity is None:
        return returned
    pieces = money.parse(table[mapping.returned_quantity], mapping.decimal).to_numpy("float64", na_value=np.nan)
    each = np.divide(amount, quantity, out=np.full(len(amount), np.nan), where=np.nan_to_num(quantity) != 0)
    worth = np.abs(pieces) * np.abs(each)
    some = np.nan_to_num(worth) > 0
    return np.where(some & np.isnan(returned), worth, returned)


def repeats(table: pd.DataFrame, mapping: Mapping) -> np.ndarray:
    """Rows whose money stands on an earlier row of the order too: that of the same parcel, or beside each payment."""
    if mapping.order is None:
        return np.zeros(len(table), dtype=bool)
    if mapping.parcel is not None:
        return np.asarray(table.duplicated([mapping.order, mapping.parcel]))
    if mapping.copied_by is None:
        return np.zeros(len(table), dtype=bool)
    payments = as_text(table[mapping.copied_by])
    first = payments.groupby(table[mapping.order], sort=False).transform("first")
    return np.asarray((payments != first) & payments.notna() & first.notna(), dtype=bool)
