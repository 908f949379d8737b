"""How the money of a file is written: discounts beside or in it, cents or thousands, two sides of an account."""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as ReadOnly
from typing import Any

import numpy as np

from retention.errors import Question
from retention.ingest.columns.amount_column import discount_as, discount_off_amount
from retention.ingest.columns.column_profile import Profile
from retention.ingest.columns.discounted_amount import ask_what_discount_is, could_be_percent, read_amount
from retention.ingest.columns.two_sides import two_sides
from retention.ingest.headers import HUNDREDTHS, tokens
from retention.ingest.mapping import AFTER, BEFORE, MONEY, UNITS, Choices

# Beside these the header names both units of amounts written with decimals: `Сумма, руб. коп.`, `lei si bani`.
_WHOLE_UNITS = frozenset(
    [
        *("руб", "рубли", "рублей", "рублях", "р", "грн", "гривень", "гривні", "lei", "leu", "ron", "dollars", "euros"),
        *("pounds", "zl", "zloty", "zlotych"),
    ]
)
_THOUSANDS = frozenset(["thousand", "thousands", "тыс", "тысяч", "тысячи", "тысячах", "тис", "тисяч", "тисячі", "mii"])
_MILLIONS = frozenset(
    ["million", "millions", "mln", "mio", "млн", "миллион", "миллионов", "мільйон", "мільйонів", "milioane", "mil"]
)
# "Suma de bani" is a sum of money.
_OF = frozenset(["de"])


def money_fields(
    profiles: Sequence[Profile], roles: ReadOnly[str, str | None], choices: Choices, *, described: bool
) -> tuple[dict[str, Any], list[Question]]:
    """How the money of a file is to be read, as chosen or as its cells and headers show, and what they leave open.

    Fields of a mapping. In an export `described` by a platform the amount is what was paid.
    """
    named = {column.name: column for column in profiles}
    columns = {role: named.get(roles[role] or "") for role in ("order", *MONEY)}
    amount, discount = columns["amount"], columns["discount"]
    amount_is = choices.amount_is
    questions: list[Question] = []
    if amount_is is None and described:
        amount_is = AFTER
    elif amount_is is None and amount is not None and discount is not None:
        reading = read_amount(amount, discount, profiles, quantity=columns["quantity"], price=columns["price"])
        amount_is, questions = (None, [reading]) if isinstance(reading, Question) else (reading, [])
    sides = two_sides(profiles) if amount is not None else None
    found = {
        "amount_is": amount_is,
        "discount_as": choices.discount_as,
        **_units(columns, choices.money_in),
        "other_side": sides and sides.other(roles["amount"]),
    }
    if choices.discount_as is None and amount_is == BEFORE and amount is not None and discount is not None:
        found["discount_as"] = discount_off_amount(discount, amount, columns["order"])
        if found["discount_as"] is None and could_be_percent(discount, amount):
            questions.append(ask_what_discount_is(discount, amount))
    elif choices.discount_as is None:
        found["discount_as"] = discount_as(discount, columns["price"], columns["order"])
    return found | ({"discount_as": None} if found["discount_as"] == "line" else {}), questions


def _units(columns: ReadOnly[str, Profile | None], chosen: str | None) -> dict[str, tuple[str, ...]]:
    """The columns of money written in hundredths, thousands and millions, as chosen or as their headers say."""
    written = [column for role, column in columns.items() if role not in ("order", "quantity")]
    if chosen is None:
        named = {
            unit: _in_units(written, words) for unit, words in (("thousands", _THOUSANDS), ("millions", _MILLIONS))
        }
        return {"hundredths": in_hundredths(written), **named}
    every = tuple(column.name for column in written if column is not None)
    return {unit: every if unit == chosen else () for unit in UNITS[1:]}


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
    return _says(header, _THOUSANDS)


def _says(header: str, units: frozenset[str]) -> bool:
    words = tokens(header)
    return len(words) > 1 and not units.isdisjoint(words)


def _in_units(columns: Iterable[Profile | None], units: frozenset[str]) -> tuple[str, ...]:
    """Names of the columns of money whose header says one of some words for thousands, or for millions."""
    return tuple(column.name for column in columns if column is not None and _says(column.name, units))


def are_whole(column: Profile) -> bool:
    """Whether all numbers of a column are whole and written without decimals."""
    known = column.amounts[~np.isnan(column.amounts)]
    return bool(len(known)) and not column.is_decimal and bool((known % 1 == 0).all())
