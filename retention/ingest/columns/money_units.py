"""Columns of money in cents, kopecks, bani: their header says so, and their cells are whole numbers."""

from collections.abc import Iterable

import numpy as np

from retention.ingest.columns.column_profile import Profile
from retention.ingest.headers import HUNDREDTHS, tokens

# Beside these the header names both units of amounts written with decimals: `Сумма, руб. коп.`, `lei si bani`.
_WHOLE_UNITS = frozenset(
    [
        *("руб", "рубли", "рублей", "рублях", "р", "грн", "гривень", "гривні", "lei", "leu", "ron", "dollars", "euros"),
        *("pounds", "zl", "zloty", "zlotych"),
    ]
)
_THOUSANDS = frozenset(["thousand", "thousands", "тыс", "тысяч", "тысячи", "тысячах", "тис", "тисяч", "тисячі", "mii"])
# "Suma de bani" is a sum of money.
_OF = frozenset(["de"])


def says_hundredths(header: str) -> bool:
    """Whether a header says that its money is in hundredths of the currency's unit.

    >>> says_hundredths("amount_cents"), says_hundredths("Сумма (коп.)"), says_hundredths("Сумма, руб. коп.")
    (True, True, False)
    """
    words = tokens(header)
    if not _WHOLE_UNITS.isdisjoint(words) or len(words) < 2:
        return False
    return any(word in HUNDREDTHS and (place == 0 or words[place - 1] not in _OF) for place, word in enumerate(words))


def in_hundredths(columns: Iterable[Profile | None]) -> tuple[str, ...]:
    """Names of the columns of money whose header says hundredths and whose cells are whole numbers, as those are."""
    found = (column for column in columns if column is not None and says_hundredths(column.name))
    return tuple(column.name for column in found if are_whole(column))


def says_thousands(header: str) -> bool:
    """Whether a header says that its money is in thousands of the currency's unit.

    >>> says_thousands("Revenue, thousand EUR"), says_thousands("Сумма, тыс. руб."), says_thousands("Miile")
    (True, True, False)
    """
    words = tokens(header)
    return len(words) > 1 and not _THOUSANDS.isdisjoint(words)


def in_thousands(columns: Iterable[Profile | None]) -> tuple[str, ...]:
    """Names of the columns of money whose header says thousands."""
    return tuple(column.name for column in columns if column is not None and says_thousands(column.name))


def are_whole(column: Profile) -> bool:
    """Whether all numbers of a column are whole and written without decimals."""
    known = column.amounts[~np.isnan(column.amounts)]
    return bool(len(known)) and not column.is_decimal and bool((known % 1 == 0).all())
