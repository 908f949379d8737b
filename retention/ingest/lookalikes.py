"""Customers who may be one person: the same e-mail written differently, one phone, nearly one name in one place.

Proposals only. A person accepts them, all or some, and `Rules(merged=merging(accepted))` applies them; nothing is
ever merged unasked.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
import pyarrow as pa

from retention.errors import Example
from retention.ingest.clean.lines import file_labels, file_names
from retention.ingest.clean.names import one_slip
from retention.ingest.clean.persons import customers_of_files
from retention.ingest.headers import strengths, tokens
from retention.ingest.mapping import Mapping
from retention.ingest.read.raw import RawTable
from retention.ingest.rules import Rules
from retention.ingest.sealed import unsealed
from retention.ingest.values import identifiers
from retention.ingest.values.stand_ins import plain
from retention.ingest.values.texts import to_arrow

# What more customers than this share is the shop's own phone or a placeholder, not a person's.
_MOST_TOGETHER = 6
_ADDRESS = frozenset({"address", "street", "адрес", "улица", "адреса", "вулиця", "adresa", "strada"})
_WEAKEST_HEADER = 0.3
_SHORTEST_NAME = 6
_WORD = re.compile(r"\w+")
# Mailboxes one provider gives under several names, and providers that ignore dots.
_SAME_DOMAIN = {
    "googlemail.com": "gmail.com",
    **dict.fromkeys(("ya.ru", "yandex.com", "yandex.ua", "yandex.by", "yandex.kz"), "yandex.ru"),
    **dict.fromkeys(("pm.me", "protonmail.com"), "proton.me"),
}
_WITHOUT_DOTS = frozenset({"gmail.com"})
# A domain that hardly anybody has is a slip of one that so many times as many customers have.
_RARE = 2
_TIMES = 10
_SHORTEST_LOCAL = 4
_MOST_ALIKE = 8
_BASE = np.array([1_000_003], dtype="uint64")
_OF_PLACES = np.array([0x9E37_79B9_7F4A_7C15], dtype="uint64")  # unlike any power of the base
_INVERSE = np.array([pow(1_000_003, -1, 2**64)], dtype="uint64")


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
    persons_of = customers_of_files(files, rules)
    records = pd.concat(
        [
            _known_contacts(raw, mapping, name, customer)
            for (raw, mapping), name, customer in zip(files, names, persons_of, strict=True)
        ]
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
    return chained(group.customers for group in accepted)


def chained(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Customer → the customer to count it as, of groups that are one person each, the first name kept."""
    target: dict[str, str] = {}

    def end(name: str) -> str:
        while name in target:
            name = target[name]
        return name

    for group in groups:
        kept = end(group[0])
        for other in map(end, group[1:]):
            if other != kept:
                target[other] = kept
    return {name: end(name) for name in target}


def recalled(merged: ReadOnly[str, str], found: Sequence[LookAlike]) -> tuple[LookAlike, ...]:
    """The proposals among those `found` that a workspace's merges, its names sealed, say are one person."""
    said = unsealed(merged, {name for group in found for name in group.customers})
    return tuple(group for group in found if len({said.get(name, name) for name in group.customers}) == 1)


def _known_contacts(raw: RawTable, mapping: Mapping, name: str, persons: pd.Series) -> pd.DataFrame:
    """One row per record: `source` (its file), file and row, customer, and the keys of what is known about them."""
    customer = persons.astype("str").array
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


def contacts(table: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """Keys of each record's `email`, `phone`, `name` and `place` (address, else city); missing where unknown.

    A mailbox's key is without tags (`ann+shop@`) and dots that its provider ignores; a name's key has its
    words sorted, without case and marks.
    """
    columns = {role: _column(table, role, mapping) for role in ("email", "phone", "name", "place")}
    empty = pd.Series(None, index=table.index, dtype="str")
    identities = {
        "email": _identities(columns["email"], "email", mailbox),
        "phone": _identities(columns["phone"], "phone", _digits),
        "name": _identities(columns["name"], "name", _sorted_words),
    }
    found = {role: empty if cells is None else cells for role, cells in identities.items()}
    place = columns["place"]
    found["place"] = empty if place is None else _plain(place)
    return pd.DataFrame(found, index=table.index)


def identity_columns(table: pd.DataFrame, mapping: Mapping) -> tuple[str, ...]:
    """Names of the columns that tell who a customer is: the customer's own, then those of the keys."""
    found = (_column(table, role, mapping) for role in ("email", "phone", "name", "place"))
    return tuple(dict.fromkeys((mapping.customer, *(str(cells.name) for cells in found if cells is not None))))


def mailbox(address: str) -> str | None:
    """The mailbox an e-mail address reaches, one spelling for all of its addresses; None if it is none."""
    local, at, domain = address.rpartition("@")
    domain = _SAME_DOMAIN.get(domain, domain)
    local = local.split("+")[0]
    if domain in _WITHOUT_DOTS:
        local = local.replace(".", "")
    return f"{local}@{domain}" if at and local else None


def _digits(number: str) -> str | None:
    return number if number.isdigit() else None


def _sorted_words(name: str) -> str | None:
    words = sorted(_WORD.findall(name))
    return " ".join(words) if len(words) > 1 and sum(map(len, words)) >= _SHORTEST_NAME else None


def _column(table: pd.DataFrame, role: str, mapping: Mapping) -> pd.Series | None:
    """The column that plays a role by its header, or the customer's own where its cells are of that kind."""
    if role == "place":
        return _place(table)
    wanted = "customer_name" if role == "name" else role
    meant = {str(name): strengths(str(name)).get(wanted, 0.0) for name in table.columns}
    best = max(meant, key=lambda name: meant[name])
    if meant[best] >= _WEAKEST_HEADER:
        return table[best]
    own = table[mapping.customer]
    if own.dtype.kind in "ifbM" or identifiers.customer_id_type(own) != role:
        return None
    return own


def _place(table: pd.DataFrame) -> pd.Series | None:
    named = {str(name): (strengths(str(name)), frozenset(tokens(str(name)))) for name in table.columns}
    for name, (means, words) in named.items():
        if words & _ADDRESS and not means.keys() & {"email", "phone"}:
            return table[name]
    cities = [name for name, (means, _) in named.items() if means.get("city", 0.0) >= _WEAKEST_HEADER]
    return table[cities[0]] if cities else None


def _identities(cells: pd.Series | None, id_type: identifiers.CustomerIdType, key: object) -> pd.Series | None:
    if cells is None or not callable(key) or identifiers.ids_destroyed(cells):
        return None
    known = identifiers.customers(cells, id_type)
    spelled = _plain(pd.Series(known.cat.categories)) if id_type == "name" else pd.Series(known.cat.categories)
    by_category = pd.Series([key(text) if isinstance(text, str) else None for text in spelled], dtype="str")
    return by_category.reindex(known.cat.codes.where(known.notna(), -1)).set_axis(cells.index)


def _plain(cells: pd.Series) -> pd.Series:
    """Letters and digits only, without case and marks; missing where nothing is left."""
    written = plain(to_arrow(cells))
    texts = pd.Series(pa.chunked_array([written]).to_pandas(), dtype="str").set_axis(cells.index)
    return texts.where(texts != "")


def near_names(names: Sequence[str], places: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Positions of pairs of names that are one slip apart and in the same place, each pair once.

    Two such texts become equal when one letter is left out of one or both (swapped neighbours too): only
    texts that share such a form are compared.
    """
    if not len(names):
        return
    forms, owners = _forms(names, places)
    order = np.lexsort((owners, forms))
    forms, owners = forms[order], owners[order]
    new = np.append(True, (np.diff(forms) != 0) | (np.diff(owners) != 0))
    forms, owners = forms[new], owners[new]
    starts = np.flatnonzero(np.append(True, np.diff(forms) != 0))
    ends = np.append(starts[1:], len(forms))
    found: set[tuple[int, int]] = set()
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        members = owners[start : min(end, start + _MOST_ALIKE)].tolist()
        for one, other in combinations(members, 2):
            if (one, other) not in found and one_slip(names[one], names[other]):
                found.add((one, other))
                yield one, other


def _forms(names: Sequence[str], places: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Two arrays: a number for each name and for each name with one letter left out, mixed with its place; its owner.

    Equal texts have equal numbers: polynomials in a fixed base, modulo 2**64, so that leaving a letter out is
    arithmetic on sums that are at hand.
    """
    lengths = np.array([len(name) for name in names])
    letters = np.frombuffer("".join(names).encode("utf-32-le"), dtype="uint32").astype("uint64")
    owner = np.repeat(np.arange(len(names)), lengths)
    starts = np.cumsum(lengths) - lengths
    powers = np.cumprod(np.append(np.ones(1, dtype="uint64"), np.full(max(lengths.max(), 1), _BASE)))
    weighted = letters * powers[np.arange(len(letters)) - starts[owner]]
    totals = np.append(np.zeros(1, dtype="uint64"), np.cumsum(weighted))
    whole = totals[starts + lengths] - totals[starts]
    before = totals[:-1] - totals[starts][owner]
    without = before + (whole[owner] - before - weighted) * _INVERSE
    place = np.unique(np.asarray(places, dtype=object).astype(str), return_inverse=True)[1].astype("uint64")
    mixed = place * _OF_PLACES
    return np.append(whole + mixed, without + mixed[owner]), np.append(np.arange(len(names)), owner)


def misspelt_domains(addresses: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Addresses that differ by a slip in the domain: the usual one, and all of them.

    `ann@gmial.com` beside `ann@gmail.com`: the slip is a domain that hardly any other customer has.
    """
    by_local: dict[str, list[str]] = defaultdict(list)
    customers: Counter[str] = Counter()
    for address in addresses:
        local, _, domain = address.rpartition("@")
        by_local[local].append(domain)
        customers[domain] += 1
    for local, domains in by_local.items():
        if len(domains) > 1 and len(local) >= _SHORTEST_LOCAL:
            usual = max(domains, key=lambda domain: (customers[domain], domain))
            slips = [d for d in domains if customers[d] <= _RARE and one_slip(d, usual)]
            if slips and customers[usual] >= _TIMES:
                yield f"{local}@{usual}", [f"{local}@{domain}" for domain in (usual, *slips)]
