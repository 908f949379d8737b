"""A file's records read with its mapping: the same few columns whatever the export."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.mapping import Mapping
from retention.reading.raw import RawTable
from retention.values import dates, identifiers, money, statuses


@dataclass(frozen=True, kw_only=True)
class Lines:
    """One row per record of one file.

    `frame`: `file` and `row` (where the user finds it), `customer` and `order` (category), `date`
    (datetime64, the shop's local time), `amount`, `returned` (money given back, written on the order),
    `quantity`, `void`, `refund`, `transfer` (bool), `currency` (category, missing where not said), and
    one category column per dimension. `raw` is the table the lines came from.
    """

    frame: pd.DataFrame
    raw: RawTable
    mapping: Mapping


def read_lines(raw: RawTable, mapping: Mapping) -> Lines:
    """Read every mapped column of a raw table; what cannot be read is missing, nothing is dropped yet."""
    table = raw.frame
    columns: dict[str, object] = {"file": pd.Categorical([raw.name]).repeat(len(table)), "row": raw.rows}
    columns["customer"] = identifiers.customers(table[mapping.customer]).to_numpy(copy=False)
    columns["order"] = _category(table, mapping.order)
    columns["date"] = _dates(table, mapping)
    columns |= _money(table, mapping)
    columns |= _states(table, mapping)
    columns["currency"] = _currency(table, mapping)
    for name, column in mapping.dimensions.items():
        columns[name] = _category(table, column)
    return Lines(frame=pd.DataFrame(columns), raw=raw, mapping=mapping)


def _category(table: pd.DataFrame, column: str | None) -> pd.Categorical:
    if column is None:
        return pd.Categorical.from_codes(np.full(len(table), -1, dtype="int8"), categories=pd.Index([], dtype="str"))
    return pd.Categorical(identifiers.as_text(table[column]))
