"""Customers who may be one person: the same e-mail written differently, one phone, nearly one name in one place.

Proposals only. A person accepts them, all or some, and `Rules(merged=merging(accepted))` applies them; nothing is
ever merged unasked.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.errors import Example
from retention.ingest.clean.lines import customers_of, file_labels, file_names
from retention.ingest.lookalikes.customer_identity import contacts, identity_columns
from retention.ingest.lookalikes.typos import misspelt_domains, near_names
from retention.ingest.mapping import Mapping
from retention.ingest.read.raw import RawTable
from retention.ingest.rules import Rules

# What more customers than this share is the shop's own phone or a placeholder, not a person's.
_MOST_TOGETHER = 6


@dataclass(frozen=True, kw_only=True)
class LookAlike:
    """Customers that look like one.

    `customers` are names as in `Orders.frame`, the one with the most rows first; `rows` are their numbers of rows.
    `reason` is `same_email`, `same_phone`, `same_name` (its words in any order) or `similar_name` (one slip of
    the pen apart; both in the same place), and `shared` what they have in common. `examples` show
    a row of each with what it says about them (e-mail, phone, name, place), as written.
    """

    customers: tuple[str, ...]
    reason: str
    shared: str
    rows: tuple[int, ...]
    examples: tuple[Example, ...]


def look_alikes(files: Sequence[tuple[RawTable, Mapping]], rules: Rules | None = None) -> tuple[LookAlike, ...]:
    """Groups of customers of some files that could be merged, the surest reason first, each group once.

    Reads every column that holds an e-mail, a phone, a name, an address or a city, whichever of them is the
    customer. `rules` are those of the orders, whose customers these are. Raises what `ingest.clean.clean` raises for
    the same files.
    """
    names = file_names([raw for raw, _ in files])
    records = pd.concat(
        [_known_contacts(raw, mapping, name, rules) for (raw, mapping), name in zip(files, names, strict=True)]
    )
    records = records.reset_index(names="at").query("customer.notna()").reset_index(drop=True)
    customers = records["customer"].tolist()
    rows = Counter(customers)
    groups: dict[frozenset[str], tuple[str, str, list[int]]] = {}
    for reason, shared, persons in _groups(records):
        ordered = sorted(persons, key=lambda person: (-rows[customers[person]], customers[person]))
        groups.setdefault(frozenset(customers[person] for person in persons), (reason, shared, ordered))
    shown = _examples(files, names, records.take([person for _, _, persons in groups.values() for person in persons]))
    return tuple(
        LookAlike(
            customers=tuple(customers[person] for person in persons),
            reason=reason,
            shared=shared,
            rows=tuple(rows[customers[person]] for person in persons),
            examples=tuple(shown[person] for person in persons),
        )
        for reason, shared, persons in groups.values()
    )


def merging(accepted: Iterable[LookAlike]) -> dict[str, str]:
    """Customer → the customer to count it as, for `Rules.merged`; chains end at one customer."""
    target: dict[str, str] = {}

    def end(name: str) -> str:
        while name in target:
            name = target[name]
        return name

    for group in accepted:
        kept = end(group.customers[0])
        for other in map(end, group.customers[1:]):
            if other != kept:
                target[other] = kept
    return {name: end(name) for name in target}


def _known_contacts(raw: RawTable, mapping: Mapping, name: str, rules: Rules | None) -> pd.DataFrame:
    """One row per record: `source` (its file), file and row, customer, and the keys of what is known about them."""
    customer = customers_of(raw.frame, mapping, rules).astype("str")
    where = file_labels(raw, name).astype("str")
    return contacts(raw.frame, mapping).assign(source=name, file=where, row=raw.rows, customer=customer)


def _examples(
    files: Sequence[tuple[RawTable, Mapping]], names: Sequence[str], records: pd.DataFrame
) -> dict[int, Example]:
    """Of each person (by index): where a row of theirs stands, and what it says about them, as written."""
    found: dict[int, Example] = {}
    for (raw, mapping), name in zip(files, names, strict=True):
        here = records[records["source"] == name]
        cells = raw.frame[list(identity_columns(raw.frame, mapping))].take(here["at"].to_numpy())
        for person, row, file, written in zip(
            here.index, here["row"], here["file"], cells.itertuples(index=False), strict=True
        ):
            known = (str(cell).strip() for cell in written if not pd.isna(cell))
            found[person] = Example(int(row), " · ".join(filter(None, known)), file)
    return found


def _groups(records: pd.DataFrame) -> Iterable[tuple[str, str, list[int]]]:
    """Reason, what is shared, and one row (its place in `records`) of each customer of every group."""
    for reason, column in (("same_email", "email"), ("same_phone", "phone")):
        yield from _sharing(records, column, reason)
    emails = records[["customer", "email"]].dropna().drop_duplicates()
    for shared, addresses in misspelt_domains(emails["email"].unique().tolist()):
        together = emails[emails["email"].isin(addresses)].drop_duplicates("customer")
        if 1 < len(together) <= _MOST_TOGETHER:
            yield "same_email", shared, together.index.tolist()
    placed = records[["customer", "name", "place"]].dropna().drop_duplicates()
    yield from _sharing(placed.assign(both=placed["name"] + ", " + placed["place"]), "both", "same_name")
    customers, towns = placed["customer"].tolist(), placed["place"].tolist()
    for one, other in near_names(placed["name"].tolist(), towns):
        if customers[one] != customers[other]:
            yield "similar_name", towns[one], placed.index[[one, other]].tolist()


def _sharing(records: pd.DataFrame, column: str, reason: str) -> Iterable[tuple[str, str, list[int]]]:
    """Groups of customers with the same key in a column."""
    pairs = records[["customer", column]].dropna().drop_duplicates()
    codes, values = pd.factorize(pairs[column])
    together = np.bincount(codes, minlength=len(values))
    several = (together > 1) & (together <= _MOST_TOGETHER)
    for key, group in pairs[several[codes]].groupby(column, sort=False):
        yield reason, str(key), group.index.tolist()
