"""Columns that orders and lines keep beside those figures are made of: tax, shipping, codes and costs of goods."""

import re
from collections.abc import Mapping, Sequence, Set
from types import MappingProxyType

from retention.ingest.columns.column_profile import Profile
from retention.ingest.columns.ranking import ranked
from retention.ingest.headers import tokens

# What the dictionary of headers calls each of them.
_MEANINGS: Mapping[str, str] = MappingProxyType(
    {"shipping": "shipping", "tax": "tax", "sku": "sku", "cost": "goods_cost", "line_amount": "line_amount"}
)
_MONEY = frozenset({"shipping", "tax", "cost", "line_amount"})
# Numbers beside money: a rate of tax, the house number or the phone of a delivery.
_NO_MONEY = re.compile(
    r"%|\b(?:rates?|percent\w*|id|no|nr|number|code|zip\w*|post\w*|phone|tel\w*|weight|days?|hours?|method|name|house)\b"
    r"|\b(?:ставка|процент|номер|код|индекс|телефон|вес|вага|способ|спосіб|відсоток|дом|квартира|індекс)\b"
    r"|\b(?:cota|procent|numar|cod|telefon|greutate|metoda)\b"
)
# What a header says of a cost that is one piece's.
_OF_A_PIECE = re.compile(r"\b(?:unit|per|each|price|цена|ціна|pret|unitar\w*|за (?:ед|шт|од)\w*)\b")


def detail_columns(profiles: Sequence[Profile], used: Set[str | None]) -> dict[str, str | None]:
    """The column of each detail by role, None where the file has none.

    Columns `used` for something else are left alone; the code of a product may be its name as well.
    """
    free = [column for column in profiles if column.name not in used]
    found: dict[str, str | None] = {}
    for role, meaning in _MEANINGS.items():
        columns = [column for column in ranked(free, meaning) if role not in _MONEY or _is_money(column)]
        taken = set(found.values())
        found[role] = next((column.name for column in columns if column.name not in taken), None)
    return found


def is_of_a_piece(header: str) -> bool:
    """Whether a cost is that of one piece, by its header; else it is that of the line.

    >>> is_of_a_piece("Cost price"), is_of_a_piece("COGS")
    (True, False)
    """
    return bool(_OF_A_PIECE.search(" ".join(tokens(header))))


def _is_money(column: Profile) -> bool:
    plain = column.is_number and not column.is_date and not column.is_percentage and "%" not in column.name
    return plain and not _NO_MONEY.search(" ".join(tokens(column.name)))
