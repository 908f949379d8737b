"""Columns that could play a role: by header first, and only where the cells agree."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import pandas as pd

from retention.errors import Question
from retention.ingest.columns.column_profile import LIKELY, SURE_HEADER, WEAKEST_HEADER, Profile
from retention.ingest.headers import tokens
from retention.ingest.values import dates, identifiers, money

_FEW_STATES = 40
_FEW_CODES = 12
_LONGEST_STATE = 60
_SOME_DATES = 0.25
_DATES = frozenset({"date", "service_date", "other_date"})
# Words of a header that say that its cells are numbers of something, whatever they look like.
_OF_NUMBERS = frozenset(
    [
        *("no", "nr", "num", "number", "id", "code", "key", "ref", "reference", "номер", "код", "ид", "идентификатор"),
        *("ідентифікатор", "numar", "numarul", "cod", "nummer", "numero", "n"),
    ]
)


def _is_amount(column: Profile) -> bool:
    return column.is_number and "%" not in column.name


def is_state(column: Profile) -> bool:
    """Whether the cells can be states: few different short words."""
    return (
        not column.is_date
        and not column.is_number
        and column.distinct <= _FEW_STATES
        and column.length <= _LONGEST_STATE
    )


def _is_code(column: Profile) -> bool:
    """Whether a column that is called a state holds a few whole numbers: a program's own codes."""
    named = column.means.get("status", 0.0) >= SURE_HEADER
    return named and column.is_number and column.is_whole and 1 < column.distinct <= _FEW_CODES


def _is_code_of_operations(column: Profile) -> bool:
    """Whether a column called `Movement type` holds a few whole numbers; under `Type` alone they may be anything."""
    named = column.means.get("kind", 0.0) >= SURE_HEADER and len(tokens(column.name)) > 1
    return named and column.is_number and column.is_whole and 1 < column.distinct <= _FEW_CODES


def _is_label(column: Profile) -> bool:
    return not column.is_date and (not column.is_decimal or column.is_whole)


def _is_date_among_totals(column: Profile) -> bool:
    """Whether a column called a date has some among other texts: `Total for 05.01.2025` below each day."""
    return column.means.get("date", 0.0) >= SURE_HEADER and column.dates >= _SOME_DATES


def _is_mark(column: Profile) -> bool:
    """Words on a few rows only: the reason why, a tick."""
    return not column.is_number and column.filled < LIKELY


def _has_dates(column: Profile) -> bool:
    return column.is_date or column.bare_dates >= LIKELY or _is_date_among_totals(column)


def is_order_number(column: Profile) -> bool:
    """Whether dates in a column are order numbers that look so: `25-01-02`, or whatever is headed `Order no`."""
    if column.means.get("order", 0.0) < SURE_HEADER or not _DATES.isdisjoint(column.means):
        return False
    return not _OF_NUMBERS.isdisjoint(tokens(column.name)) or dates.written_short(column.cells)


# What cells must look like for a header to be believed.
_CELLS_FIT: Mapping[str, Callable[[Profile], bool]] = MappingProxyType(
    {
        "order": lambda column: (_is_label(column) or is_order_number(column)) and not column.is_constant,
        "date": _has_dates,
        "service_date": _has_dates,
        "time": lambda column: column.times >= LIKELY or column.is_date,
        "amount": _is_amount,
        "quantity": _is_amount,
        "price": _is_amount,
        "returned_quantity": _is_amount,
        "shipping": _is_amount,
        "tax": _is_amount,
        "goods_cost": _is_amount,
        "line_amount": _is_amount,
        "discount": lambda column: column.is_number or column.is_percentage,
        "refund": _is_amount,
        "status": lambda column: is_state(column) or _is_code(column),
        "kind": lambda column: is_state(column) or _is_code_of_operations(column),
        "cancelled": lambda column: column.is_date or column.is_flag or _is_mark(column),
        "paid": lambda column: column.is_flag,
        "returned": lambda column: column.is_flag or (column.is_date and column.filled < LIKELY),
        "changed": lambda column: column.is_date or column.is_number or column.distinct <= _FEW_STATES,
        "currency": lambda column: not column.is_number and not column.is_date,
    }
)
DIMENSIONS = (
    *("product", "category", "channel", "country", "city"),
    *("code", "campaign", "payment", "branch"),
)


def ranked(profiles: Sequence[Profile], role: str) -> list[Profile]:
    """Columns whose header can mean the role and whose cells fit it, the strongest header first.

    Of equally strong ones the better filled comes first, then the one with longer words (a product's name
    before its code), then the earlier.
    """
    fits = _CELLS_FIT.get(role, _is_label)
    found = [column for column in profiles if column.means.get(role, 0.0) >= WEAKEST_HEADER and fits(column)]
    return sorted(
        found, key=lambda column: (-round(column.means[role], 2), -round(column.filled, 1), -_wordiness(column))
    )


def ask_which(role: str, columns: Sequence[Profile], *, or_none: bool = False) -> Question:
    """The question which column plays a role, with a few cells of each; `or_none` offers "no such column"."""
    options = tuple(column.name for column in columns)
    examples = {column.name: column.examples for column in columns}
    return Question(role, (*options, "") if or_none else options, {"examples": examples})


def with_meaning(table: pd.DataFrame, question: Question) -> Question:
    """A question about which column plays a role, with what the file would come to under each answer (`means`).

    The number of customers or of orders, the first and the last day (ISO), the sum of the amounts; nothing where the
    cells of a column can be read in two ways. Any other question stays as it is.
    """
    meaning = _MEANINGS.get(question.code)
    if meaning is None:
        return question
    found = {option: meaning(table[option]) for option in question.options if option}
    told = {option: means for option, means in found.items() if means is not None}
    return replace(question, details={**question.details, "means": told})


def _customers(cells: pd.Series) -> int:
    return int(identifiers.customers(cells).nunique())


def _orders(cells: pd.Series) -> int:
    return int(cells.nunique())


def _days(cells: pd.Series) -> tuple[str, str] | None:
    reading = dates.evidence(cells)
    if reading.needs_order and reading.order is None:
        return None
    days = dates.parse(cells, reading.order or "dmy").dropna()
    return (str(days.min().date()), str(days.max().date())) if len(days) else None


def _sum(cells: pd.Series) -> float | None:
    reading = money.decimal_evidence(cells)
    if reading.ambiguous and reading.decimal is None:
        return None
    return float(money.parse(cells, reading.decimal or ".").sum())


_MEANINGS: Mapping[str, Callable[[pd.Series], object]] = MappingProxyType(
    {"customer": _customers, "order": _orders, "date": _days, "amount": _sum}
)


def _wordiness(column: Profile) -> float:
    return round(column.words * column.length, 1)


def best(profiles: Sequence[Profile], role: str, *, taken: Sequence[Profile | None] = ()) -> Profile | None:
    """The first of `ranked` that no other role has taken."""
    return next((column for column in ranked(profiles, role) if column not in taken), None)
