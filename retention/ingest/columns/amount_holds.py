"""Whether amounts hold tax and shipping: a platform's description tells, else the header, else other columns."""

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from retention.ingest.columns.column_profile import Profile
from retention.ingest.headers import tokens

_CENT = 0.011
_NEARLY_ALL = 0.95
# Columns tried as the goods' own money.
_MOST_COLUMNS = 30
TAX = r"(?:tax\w*|vat|gst|ндс|налог\w*|пдв|податк\w*|tva|mwst|ust|iva|kdv)\b"
SHIPPING = r"(?:shipping|delivery|postage|freight|доставк\w*|livrar\w*|transport\w*|versand\w*)\b"
WITH = r"\b(?:incl\w*|inc|with|с|со|включая|з|із|cu|inklusive|inkl) (?:the |all )?"
WITHOUT = r"\b(?:excl\w*|ex|without|before|net of|без|до|fara|ohne|exkl\w*) (?:the |any )?"


def _said(words: str, part: str) -> re.Pattern[str]:
    return re.compile(words + part)


_HEADERS: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "tax": {"without": _said(WITHOUT, TAX), "with": _said(WITH, TAX)},
    "shipping": {"without": _said(WITHOUT, SHIPPING), "with": _said(WITH, SHIPPING)},
}


def amount_holds(
    profiles: Sequence[Profile], roles: Mapping[str, str | None], described: tuple[str, ...] | None
) -> dict[str, str | None]:
    """`tax_in` and `shipping_in` of a mapping: `with` or `without`, None where nothing tells.

    `described` names what the amount of a known platform's export holds, None where nothing is known of it.
    """
    if described is not None:
        return {f"{part}_in": "with" if part in described else "without" for part in _HEADERS}
    named = {column.name: column for column in profiles}
    columns = {
        role: named.get(roles.get(role) or "") for role in ("amount", "quantity", "price", "discount", *_HEADERS)
    }
    amount = columns["amount"]
    if amount is None:
        return {"tax_in": None, "shipping_in": None}
    header = " ".join(tokens(amount.name))
    told = {
        part: next((word for word, says in _HEADERS[part].items() if says.search(header)), None) for part in _HEADERS
    }
    tax = told["tax"] or _by_cells("tax", "shipping", columns, profiles)
    shipping = told["shipping"] or _by_cells("shipping", "tax", columns, profiles)
    # A price may hold its tax already: an amount of goods alone does not tell.
    return {"tax_in": None if tax == "without" and told["tax"] is None else tax, "shipping_in": shipping}


def _by_cells(part: str, other: str, columns: Mapping[str, Profile | None], profiles: Sequence[Profile]) -> str | None:
    """Whether the amount is that of the goods and a part, `with`, or of the goods alone, `without`; None: neither."""
    amount, added = columns["amount"], _money(columns[part])
    if amount is None or not (added > 0).any():
        return None
    rows = added > 0
    for goods in _goods(columns, profiles):
        for beside in (goods, goods + _money(columns[other])):
            for word, expected in (("with", beside + added), ("without", beside)):
                if _agree(expected[rows], amount.amounts[rows]):
                    return word
    return None


def _goods(columns: Mapping[str, Profile | None], profiles: Sequence[Profile]) -> Iterator[np.ndarray]:
    """What the goods of each row may have come to: quantity × price, any other column of money, less the discount."""
    known = [column for column in columns.values() if column is not None]
    plain = [
        each for each in profiles if each.is_number and not each.is_date and not each.is_decoy and each not in known
    ]
    found = [column.amounts for column in plain[:_MOST_COLUMNS]]
    quantity, price = columns["quantity"], columns["price"]
    if price is not None:
        found.append(price.amounts * (1 if quantity is None else quantity.amounts))
    for goods in found:
        yield goods
        if columns["discount"] is not None:
            yield goods - np.abs(_money(columns["discount"]))


def _money(column: Profile | None) -> np.ndarray:
    return np.zeros(1) if column is None else np.asarray(np.nan_to_num(column.amounts))


def _agree(one: np.ndarray, other: np.ndarray) -> bool:
    both = ~np.isnan(one) & ~np.isnan(other)
    return bool(both.any() and (np.abs(one - other)[both] < _CENT).mean() >= _NEARLY_ALL)
