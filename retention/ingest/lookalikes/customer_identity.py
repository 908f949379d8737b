"""What an export knows about each record's customer, as keys that are equal for all spellings of one thing."""

import re

import pandas as pd
import pyarrow as pa

from retention.ingest.headers import strengths, tokens
from retention.ingest.mapping import Mapping
from retention.ingest.values import identifiers
from retention.ingest.values.identifiers import plain
from retention.ingest.values.texts import to_arrow

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
