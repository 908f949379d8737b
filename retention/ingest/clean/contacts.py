"""Numbers, e-mails and phones in columns beside the customer's own, row by row."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.errors import ColumnError
from retention.ingest.clean.lines import phone_cells
from retention.ingest.mapping import Mapping
from retention.ingest.values import identifiers
from retention.ingest.values.identifiers import CustomerIdType

CONTACTS: dict[str, CustomerIdType] = {"number": "id", "email": "email", "phone": "phone"}
"""What tells who bought where the customer's own column does not, the surest first, and what its cells are."""
_SHORTEST_PHONE = 7
_SAMPLE_ROWS = 5000


def contact_categories(tables: Sequence[tuple[pd.DataFrame, Mapping]]) -> dict[str, pd.Series]:
    """The number, e-mail and phone of each row of some tables, a category each; kinds that no table has are left out.

    A column that is the customer's own is no further evidence.
    """
    found = {}
    country = phone_country(tables) if len(tables) > 1 else None
    for kind in CONTACTS:
        columns = [_column(mapping, kind) for _, mapping in tables]
        if any(columns):
            parts = [
                _category(table, mapping, column, kind, country)
                for (table, mapping), column in zip(tables, columns, strict=True)
            ]
            found[kind] = pd.Series(pd.api.types.union_categoricals(parts))
    return found


def _column(mapping: Mapping, kind: str) -> str | None:
    column = next(iter(mapping.contacts.get(kind, ())), None)
    return None if column == mapping.customer else column


def _category(
    table: pd.DataFrame, mapping: Mapping, column: str | None, kind: str, country: str | None
) -> pd.Categorical:
    nothing = pd.Categorical.from_codes(np.full(len(table), -1, dtype="int8"), categories=pd.Index([], dtype="str"))
    if column is None:
        return nothing
    try:
        cells = phone_cells(table, mapping, table[column]) if kind == "phone" else table[column]
        found = identifiers.customers(cells, CONTACTS[kind], country=country)
    except ColumnError:  # cut short by a spreadsheet: they tell nobody from another
        return nothing
    labels = found.cat.categories
    return pd.Categorical(found.cat.remove_categories(labels[~_fits(labels.to_series(), kind).to_numpy(dtype=bool)]))


def _fits(labels: pd.Series, kind: str) -> pd.Series:
    """Which labels look like what their column is said to hold; others are notes."""
    if kind == "email":
        return labels.str.contains("@", regex=False)
    return labels.str.isdigit() & (labels.str.len() >= _SHORTEST_PHONE) if kind == "phone" else labels != ""


def own_kinds(tables: Sequence[tuple[pd.DataFrame, Mapping]]) -> np.ndarray:
    """What the customer's own column of each table holds: `number`, `email`, `phone` or `name`."""
    return np.array([_own_kind(table, mapping) for table, mapping in tables], dtype=object)


def _own_kind(table: pd.DataFrame, mapping: Mapping) -> str:
    named = (kind for kind in ("email", "phone", "name") if mapping.contacts.get(kind, ())[:1] == (mapping.customer,))
    kinds = {"id": "number", "email": "email", "phone": "phone", "name": "name"}
    return next(named, None) or kinds[identifiers.customer_id_type(table[mapping.customer].head(_SAMPLE_ROWS))]


def phone_country(tables: Sequence[tuple[pd.DataFrame, Mapping]]) -> str | None:
    """The country that the phones of several tables name, for those of tables that name none."""
    for table, mapping in tables:
        for column in mapping.contacts.get("phone", ()):
            found = identifiers.phone_country(table[column])
            if found is not None:
                return found
    return None
