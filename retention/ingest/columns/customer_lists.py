"""A list of customers brought beside the orders they placed: no row of it is an order."""

from collections.abc import Sequence

from retention.errors import ColumnError
from retention.ingest.mapping import Choices, Mapping
from retention.ingest.read.raw import RawTable

File = tuple[RawTable, Choices, Mapping]
# Rows that are looked at, the part of them that name somebody else each, and the part of the customers of the orders
# that a list of customers has to know.
_SAMPLE_ROWS, _UNIQUE, _KNOWN = 5000, 0.98, 0.5
_FEWEST = 3
_MOST_EVIDENCE = 4


def lists_beside_orders(files: Sequence[File | None]) -> list[ColumnError | None]:
    """For each of several files of a shop, the refusal where it lists the customers of another one, else None.

    Such a list has a row per customer with a day (registered, born), no order numbers and no money, and knows most of
    the customers whose orders with their money another file holds. None stands for a file that is not understood; a
    person's word that each row is an order (`Choices.table`) is believed.
    """
    return [
        _refusal(file, [each for other, each in enumerate(files) if each is not None and other != place])
        if file is not None
        else None
        for place, file in enumerate(files)
    ]


def _refusal(file: File, others: Sequence[File]) -> ColumnError | None:
    raw, choices, mapping = file
    priced = [each for each in others if each[2].amount or each[2].price]
    if choices.table is not None or _has_orders(mapping) or not priced:
        return None
    named = raw.frame[mapping.customer].head(_SAMPLE_ROWS).dropna()
    if len(named) < _FEWEST or named.nunique() < _UNIQUE * len(named):
        return None
    listed = [_texts(raw, column) for column in dict.fromkeys((mapping.customer, *_contacts(mapping)))]
    known = any(_knows(listed, _texts(other, each.customer)) for other, _, each in priced)
    evidence = [str(name) for name in raw.frame.columns[:_MOST_EVIDENCE]]
    return ColumnError("customers_beside_orders", columns=evidence, of_file=raw.name) if known else None


def _has_orders(mapping: Mapping) -> bool:
    return any((mapping.amount, mapping.price, mapping.quantity, mapping.order, mapping.refund, mapping.status))


def _contacts(mapping: Mapping) -> list[str]:
    return [column for columns in mapping.contacts.values() for column in columns]


def _texts(raw: RawTable, column: str) -> frozenset[str]:
    cells = raw.frame[column].head(_SAMPLE_ROWS).dropna().astype("str")
    return frozenset(cells.str.strip().str.casefold())


def _knows(listed: Sequence[frozenset[str]], customers: frozenset[str]) -> bool:
    return any(len(customers & column) >= max(_FEWEST, _KNOWN * len(customers)) for column in listed)
