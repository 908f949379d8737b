"""Who bought, on every line: a number, an e-mail and a phone may tell together, and the same contact is one person.

A contact that stands under three different names is nobody's: a shop's own address, a marketplace's, a switchboard.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
import pandas as pd

from retention.ingest.clean.contacts import contact_categories, own_kinds, phone_country
from retention.ingest.clean.ledger import Ledger
from retention.ingest.clean.lines import customers_of, dates_of, file_names
from retention.ingest.clean.names import name_buyers, read_names, under_several
from retention.ingest.clean.numberings import by_system
from retention.ingest.mapping import Mapping as Columns
from retention.ingest.read.raw import RawTable
from retention.ingest.rules import Rules
from retention.ingest.sealed import unsealed

Table = tuple[pd.DataFrame, Columns]
# As many different names as two persons, or one who married, do not have together.
_MANY_NAMES = 3
# Without names: so many addresses, or numbers that come back, behind one contact are several persons'.
_MOST_ADDRESSES = 3
# So many numbers are one person's only in files that give a new number at each purchase.
_MOST_NUMBERS = 10
_COME_BACK = 1.5
# So many purchases of each without the other's contact show that two customers buy apart.
_BUY_APART = 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Persons:
    """Who bought, by line.

    `customer`: the person, a category; `apart`: the same before persons were joined. Masks of lines: `by_contact`,
    whose own column names nobody; `joined`, counted under another of their person's names; `shared`, with a contact
    that is nobody's (`contact`, a category); `tied_once`, the only row of all that would join two customers who buy
    apart, and does not. `together`: how many customers were joined, and how many persons they are.
    `apart_by_system`: rows whose number another file gives to somebody else.
    `renamed`: what somebody said of customers, by the names they have as persons here: who else they are, or nobody.
    """

    customer: pd.Series
    apart: pd.Series
    by_contact: np.ndarray
    joined: np.ndarray
    shared: np.ndarray
    contact: pd.Series
    tied_once: np.ndarray
    apart_by_system: np.ndarray
    together: tuple[int, int] = (0, 0)
    renamed: Mapping[str, str | None] = field(default_factory=dict)


def persons(
    tables: Sequence[Table],
    customer: pd.Series,
    rules: Rules,
    *,
    days: np.ndarray,
    names: Sequence[str] = (),
    filled: Callable[[pd.Series], pd.Series] = lambda found: found,
) -> Persons:
    """Who bought on each row of some tables, of which `customer` (a category) says what the customers' columns say.

    Rows without a customer are those of the number, the e-mail or the phone they have. Customers with the same e-mail
    or phone are one person, unless it stands under several names; `rules.keep_apart` leaves them apart. `days` are the
    days of the rows, as whole numbers; `filled` gives the customer of an order's first row to its others; `names` are
    those of the files. Numbers that several files give to different people are several customers'
    (`rules.one_numbering`: they are not).
    """
    contacts = contact_categories(tables)
    kinds = own_kinds(tables)
    apart = np.zeros(len(customer), dtype=bool)
    if len(tables) > 1 and not rules.one_numbering:
        numbered = by_system(tables, names, customer, contacts, kinds)
        customer, contacts, apart = numbered.customer, numbered.contacts, numbered.apart
    if rules.merged:
        labels = chain.from_iterable(found.cat.categories for found in (customer, *contacts.values()))
        rules = replace(rules, merged=unsealed(rules.merged, labels))
    addressed = np.isin(kinds, ["email", "phone"]).any() and any("name" in columns.contacts for _, columns in tables)
    if not contacts and not addressed:
        nobody = np.zeros(len(customer), dtype=bool)
        none = customer.cat.remove_categories(customer.cat.categories)
        return Persons(
            customer=customer,
            apart=customer,
            by_contact=nobody,
            joined=nobody,
            shared=nobody,
            contact=none,
            tied_once=nobody,
            apart_by_system=apart,
            renamed={**rules.merged, **dict.fromkeys(rules.nobody)},
        )
    rows = np.repeat(kinds, [len(table) for table, _ in tables])
    return _Joining(tables, customer, contacts, rows, days).result(rules, filled, apart)


def customers_of_files(files: Sequence[tuple[RawTable, Columns]], rules: Rules | None = None) -> list[pd.Series]:
    """The customer of each record of each file, a category, as the orders of these files have them."""
    rules = rules or Rules()
    tables = [(raw.frame, mapping) for raw, mapping in files]
    country = phone_country(tables) if len(tables) > 1 else None
    own = [customers_of(table, mapping, rules, country) for table, mapping in tables]
    days = [dates_of(table, mapping).to_numpy("datetime64[D]").astype("int64") for table, mapping in tables]
    united = pd.Series(pd.api.types.union_categoricals(own))
    found = persons(
        tables, united, rules, days=np.concatenate(days), names=file_names([raw for raw, _ in files])
    ).customer
    ends = np.cumsum([len(table) for table, _ in tables])
    return [found.iloc[end - len(table) : end] for (table, _), end in zip(tables, ends, strict=True)]


class _Joining:
    """Rows of several tables, what they say about who bought numbered in one row of labels, and what follows."""

    def __init__(
        self,
        tables: Sequence[Table],
        customer: pd.Series,
        contacts: Mapping[str, pd.Series],
        kinds: np.ndarray,
        days: np.ndarray,
    ) -> None:
        categories = [customer.cat.categories, *(found.cat.categories for found in contacts.values())]
        codes, self.labels = pd.factorize(categories[0].append(categories[1:]))
        ends = np.cumsum([len(each) for each in categories])
        numbered = [
            np.append(part, -1)[found.cat.codes.to_numpy()]
            for part, found in zip(np.split(codes, ends[:-1]), [customer, *contacts.values()], strict=True)
        ]
        self.tables, self.customer, self.kinds, self.days = tables, customer, kinds, days
        self.own, self.contacts = numbered[0], dict(zip(contacts, numbered[1:], strict=True))
        self.addressed = (self.own >= 0) & np.isin(kinds, ["email", "phone"])
        self.tied_once = np.zeros(len(self.own), dtype=bool)

    def result(self, rules: Rules, filled: Callable[[pd.Series], pd.Series], by_system: np.ndarray) -> Persons:
        """Who bought, under some rules; `by_system` are rows with a number that another file gives to somebody else."""
        nobodys = np.zeros(len(self.labels), dtype=bool) if rules.keep_apart else self._shared()
        unknown = self.own < 0
        as_written = self._coalesced(self.own, np.zeros(len(self.labels), dtype=bool))
        apart = self._filled(as_written, filled)
        before, known = apart, as_written
        if nobodys.any():
            dethroned = self.addressed & nobodys[self.own]
            known = self._coalesced(np.where(dethroned, -1, self.own), nobodys)
            known = self._by_name(known, dethroned & (known < 0))
            nobodys = np.append(nobodys, np.zeros(len(self.labels) - len(nobodys), dtype=bool))
            before = self._filled(known, filled)
        person = before if rules.keep_apart else self._joined(before, nobodys)
        moved = person != before
        contact = self._nobodys_contact(nobodys)
        together = pd.DataFrame({"person": person[moved], "customer": before[moved]}).drop_duplicates()
        return Persons(
            customer=self._category(person),
            apart=self._category(apart),
            by_contact=unknown & (as_written >= 0) & (person >= 0),
            joined=moved,
            shared=contact >= 0,
            contact=self._category(contact),
            tied_once=self.tied_once,
            apart_by_system=by_system,
            together=(len(together) + together["person"].nunique(), together["person"].nunique()),
            renamed=self._renamed(before[moved], person[moved], rules),
        )

    def _renamed(self, before: np.ndarray, person: np.ndarray, rules: Rules) -> dict[str, str | None]:
        """What the rules say of customers by name, said of the persons they are."""
        if not rules.merged and not rules.nobody:
            return {}
        names = dict(zip(self.labels[before], self.labels[person], strict=True))
        merged = {names.get(one, one): names.get(other, other) for one, other in rules.merged.items()}
        return merged | dict.fromkeys(names.get(one, one) for one in rules.nobody)

    def _category(self, codes: np.ndarray) -> pd.Series:
        """Labels by row; the customers as they came where nothing else was found of them."""
        if codes is self.own or np.array_equal(codes, self.own):
            return self.customer
        used = np.zeros(len(self.labels) + 1, dtype=bool)
        used[codes] = True
        renumbered = np.where(used, np.cumsum(used) - 1, -1)
        renumbered[-1] = -1
        values = pd.Categorical.from_codes(renumbered[codes], categories=self.labels[used[:-1]].astype("str"))
        return pd.Series(values, index=self.customer.index, name=self.customer.name)

    def _filled(self, codes: np.ndarray, filled: Callable[[pd.Series], pd.Series]) -> np.ndarray:
        """Labels by row, those of an order's first row on its others; only new ones can be missing there."""
        if np.array_equal(codes, self.own):
            return codes
        whole = pd.Categorical.from_codes(codes, categories=self.labels.astype("str"))
        return np.asarray(filled(pd.Series(whole, index=self.customer.index)).cat.codes.to_numpy(), dtype=codes.dtype)

    def _coalesced(self, own: np.ndarray, nobodys: np.ndarray) -> np.ndarray:
        """The label of each row: its own, else its number, e-mail or phone, where that is somebody's."""
        known = own
        for codes in self.contacts.values():
            usable = (known < 0) & (codes >= 0) & ~nobodys[codes]
            known = np.where(usable, codes, known)
        return known

    def _by_name(self, known: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """The labels, those of some rows their names: what is left where the address is nobody's."""
        places = np.flatnonzero(rows)
        names = read_names(self.tables, places)
        named = pd.Index(list(names.shown), dtype="str")
        codes, self.labels = pd.factorize(self.labels.append(named))
        found = known.copy()
        found[places] = np.append(codes[len(codes) - len(named) :], -1)[names.codes]
        return found

    def _shared(self) -> np.ndarray:
        """Which labels are contacts that several persons have, and so nobody's."""
        size = len(self.labels)
        nobodys, spread = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        columns = [np.where(self.addressed, self.own, -1), *self.contacts.values()]
        spread[columns[0][columns[0] >= 0]] = True
        for codes in self.contacts.values():
            spread |= _spread(codes, self.own, size)
        suspects = [np.where((codes >= 0) & spread[codes], codes, -1) for codes in columns]
        rows = np.flatnonzero(np.any([codes >= 0 for codes in suspects], axis=0))
        names = read_names(self.tables, rows)
        named = np.zeros(size, dtype=bool)
        for codes in suspects:
            nobodys |= under_several(codes[rows], names, size, several=_MANY_NAMES)
            named[codes[rows][(names.codes >= 0) & (codes[rows] >= 0)]] = True
        if nobodys.any() and not self._are_buyers(columns):
            nobodys[:], named[:] = False, False
        for codes in self.contacts.values():
            unnamed = np.where((codes >= 0) & ~named[codes] & spread[codes], codes, -1)
            nobodys |= self._of_several(unnamed)
        return nobodys

    def _are_buyers(self, columns: Sequence[np.ndarray]) -> bool:
        """Whether the names in these files are those of buyers."""
        every = np.arange(len(self.own))
        address = columns[0]
        for kind in ("email", "phone"):
            if kind in self.contacts:
                address = np.where(address >= 0, address, self.contacts[kind])
        return name_buyers(address, read_names(self.tables, every), len(self.labels))

    def _of_several(self, contact: np.ndarray) -> np.ndarray:
        """Which contacts without names have customers behind them who are several persons for all that is known.

        Several e-mails or phones are; numbers are where they come back themselves, or where there are many in files
        that do not give a new one each time.
        """
        size = len(self.labels)
        known = (contact >= 0) & (self.own >= 0) & (contact != self.own)
        if not known.any():
            return np.zeros(size, dtype=bool)
        pairs = pd.DataFrame(
            {"contact": contact[known], "own": self.own[known], "day": self.days[known], "by": self.addressed[known]}
        ).drop_duplicates()
        owners = pairs.groupby(["contact", "own"], sort=False).agg(days=("day", "size"), by=("by", "first"))
        owners = owners.reset_index()
        certain = owners["by"] | (owners["days"] > 1)
        several = np.bincount(owners["contact"][certain], minlength=size) >= _MOST_ADDRESSES
        numbers = pd.Series(self.own[self.own >= 0])
        if len(numbers) >= _COME_BACK * numbers.nunique():
            several |= np.bincount(owners["contact"], minlength=size) >= _MOST_NUMBERS
        return np.asarray(several)

    def _joined(self, known: np.ndarray, nobodys: np.ndarray) -> np.ndarray:
        """The person of each row: the first label of all that share contacts."""
        links = self._links(known, nobodys)
        if not len(links):
            return known
        found = _components(links, len(self.labels))
        chained = self._chained(known, found)
        if chained.any():
            several = self._several_names(links, found, chained)
            links = links[~(chained[found[links[:, 0]]] & several[links[:, 1]])]
            found = _components(links, len(self.labels))
        first = np.full(int(found.max()) + 1, len(self.labels), dtype="int64")
        used = np.flatnonzero(np.bincount(known[known >= 0], minlength=len(self.labels)))
        np.minimum.at(first, found[used], used)
        return np.where(known >= 0, first[found[known]], -1)

    def _links(self, known: np.ndarray, nobodys: np.ndarray) -> np.ndarray:
        """Pairs of a customer and a contact, for each contact that ties several customers together."""
        size = len(self.labels)
        customers = np.zeros(size, dtype=bool)
        customers[known[known >= 0]] = True
        tying = {}
        for kind, codes in self.contacts.items():
            ties = _spread(codes, known, size, missing=False) | customers
            rows = (codes >= 0) & (known >= 0) & (codes != known)
            tying[kind] = rows & ties[codes] & ~nobodys[codes] & ~nobodys[known]
        self.tied_once = self._only_tie(known, tying)
        parts = []
        for kind, rows in tying.items():
            used = rows & ~self.tied_once
            pairs = pd.unique(known[used].astype("int64") * size + self.contacts[kind][used])
            parts.append(np.stack([pairs // size, pairs % size], axis=1))
        links = np.concatenate(parts) if parts else np.zeros((0, 2), dtype="int64")
        return links[~self._hubs(known, links)[links[:, 0]]] if len(links) else links

    def _only_tie(self, known: np.ndarray, tying: Mapping[str, np.ndarray]) -> np.ndarray:
        """The one row of all that ties customers together, if both buy apart otherwise, several times in its own file.

        Where a file ties customers again and again, that is how the shop writes. A single row among all may as well be
        a present, a typing error or somebody's neighbour: it is told, and nobody is joined by it.
        """
        none = np.zeros(len(known), dtype=bool)
        if sum(int(rows.sum()) for rows in tying.values()) != 1:
            return none
        kind = next(kind for kind, rows in tying.items() if rows.any())
        codes, place = self.contacts[kind], int(np.flatnonzero(tying[kind])[0])
        same_file = np.repeat(np.arange(len(self.tables)), [len(table) for table, _ in self.tables])
        here = same_file == same_file[place]
        alone = here & (known == codes[place])
        without = here & (known == known[place]) & (codes != codes[place])
        if min(alone.sum(), without.sum()) >= _BUY_APART:
            none[place] = True
        return none

    def _hubs(self, known: np.ndarray, links: np.ndarray) -> np.ndarray:
        """Which customers are no single person themselves: with several names, or a name with several addresses."""
        size = len(self.labels)
        wanted = np.zeros(size, dtype=bool)
        wanted[links[:, 0]] = True
        rows = np.flatnonzero((known >= 0) & wanted[known])
        names = read_names(self.tables, rows)
        hubs = under_several(known[rows], names, size, several=_MANY_NAMES)
        named = np.zeros(size, dtype=bool)
        named[known[(known >= 0) & (self.kinds == "name")]] = True
        return np.asarray(hubs | (named & (np.bincount(links[:, 0], minlength=size) >= _MANY_NAMES)))

    def _chained(self, known: np.ndarray, found: np.ndarray) -> np.ndarray:
        """Which persons joined have several names, chained from contact to contact."""
        sizes = np.bincount(found, minlength=int(found.max()) + 1)
        rows = np.flatnonzero((known >= 0) & (sizes[found[known]] > 2))
        names = read_names(self.tables, rows)
        return under_several(found[known[rows]], names, len(sizes), several=_MANY_NAMES)

    def _several_names(self, links: np.ndarray, found: np.ndarray, chained: np.ndarray) -> np.ndarray:
        """Which contacts of chained persons stand under more than one name."""
        size = len(self.labels)
        wanted = np.zeros(size, dtype=bool)
        wanted[links[chained[found[links[:, 0]]], 1]] = True
        several = np.zeros(size, dtype=bool)
        for codes in (self.own, *self.contacts.values()):
            rows = np.flatnonzero((codes >= 0) & wanted[codes])
            several |= under_several(codes[rows], read_names(self.tables, rows), size, several=2)
        return several

    def _nobodys_contact(self, nobodys: np.ndarray) -> np.ndarray:
        """Of each row the label that is nobody's contact, -1 where none is."""
        found = np.full(len(self.own), -1, dtype="int64")
        for codes in (*self.contacts.values(), np.where(self.addressed, self.own, -1)):
            found = np.where((codes >= 0) & nobodys[codes], codes, found) if nobodys.any() else found
        return found


def tell_persons(ledger: Ledger, found: Persons) -> None:
    """Note who was known by a contact only, who was joined, and which contacts are nobody's."""
    ledger.note(found.by_contact, "known_by_contact", values=found.customer)
    customers, joined = found.together
    ledger.note(found.joined, "joined", values=found.apart, details={"customers": customers, "persons": joined})
    ledger.note(found.shared, "contact_shared", values=found.contact)
    ledger.note(found.tied_once, "tied_once", values=found.apart)
    ledger.note(found.apart_by_system, "numbers_of_two_systems", values=found.apart)
    merged = [name for name, other in found.renamed.items() if other not in (None, name)]
    ledger.note(found.customer.isin(merged).to_numpy(), "merged", values=found.customer)


def _spread(codes: np.ndarray, owners: np.ndarray, size: int, *, missing: bool = True) -> np.ndarray:
    """Which labels stand with several owners; with `missing`, also those that stand with none."""
    found = np.zeros(size, dtype=bool)
    rows = np.flatnonzero((codes >= 0) & (owners >= 0))
    first = np.full(size, -1, dtype="int64")
    first[codes[rows][::-1]] = owners[rows][::-1]
    found[codes[rows][owners[rows] != first[codes[rows]]]] = True
    if missing:
        found[codes[(codes >= 0) & (owners < 0)]] = True
    return found


def _components(links: np.ndarray, size: int) -> np.ndarray:
    """For each label, a number that all tied together share."""
    # Imported here: it takes as long as reading a million rows, and most files tie nobody together.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ties = coo_array((np.ones(len(links), dtype="int8"), (links[:, 0], links[:, 1])), shape=(size, size))
    return np.asarray(connected_components(ties, directed=False)[1])
