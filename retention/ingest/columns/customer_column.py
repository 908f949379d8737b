"""Which column says who bought, the several columns of one name among them."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.errors import ColumnError, Question
from retention.ingest.columns.column_profile import (
    LIKELY,
    TIE,
    WEAKEST_HEADER,
    Profile,
    constant_within,
    mostly_explained,
    one_to_one,
)
from retention.ingest.columns.ranking import ask_which
from retention.ingest.headers import tokens
from retention.ingest.values import dates, identifiers

NAME_PARTS = ("given_name", "middle_name", "family_name")

# Preference: customer id, e-mail, phone, name. A weaker header costs as much as a step down.
_NAMES = ("customer_name", *NAME_PARTS)
_STEPS = {"customer_id": 0.0, "email": 1.0, "phone": 2.0} | dict.fromkeys(_NAMES, 3.0)
_BY_CELLS = {"id": 0.0, "email": 1.0, "phone": 2.0, "name": 3.0}
_COST_OF_WEAKNESS = 4.0
_COST_OF_NEVER_REPEATING = 3.5
_COST_OF_NAMING_FEW = 10.0
# A preferred column must name somebody on at least this share of the rows on which the best one does.
_IDENTIFIED_ENOUGH = 0.5
_ENOUGH_ROWS = 30
# Values of a person's column come back on other days; those of an order's do not.
_COMES_BACK = 0.2
_LOOKS_LIKE = 0.8
# A column called "Name" is no person's name where its cells are numbers (Shopify's orders are named #1001).
_SOME_WORDS = 0.3
_VARIOUS_ENOUGH = 0.15
_FEWEST_CUSTOMERS = 5
_FEW_BESIDE = 1 / 3
# So few values say so only where each stands on so many rows.
_ROWS_OF_FEW = 4
# Document numbers count up in most of their steps; so many cells and digits tell.
_COUNTING, _SEEN_COUNTING, _LONGEST_COUNT = 0.8, 1000, 15
_SAYS_MERGED = re.compile(
    r"\b(?:merged? (?:in)?to|merged with|duplicate of"
    r"|(?:master|main|primary|parent|surviving) (?:customer|account|client|id)"
    r"|(?:объедин\w*|слит\w*) с|дубл\w* (?:для|от)|основн\w+ (?:клиент|клієнт|аккаунт|акаунт)|(?:обєднан\w*|об єднан\w*"
    r"|злит\w*) (?:з|із)|(?:comasat|unit|fuzionat) cu|(?:client|cont) principal|duplicat al)"
)
_NO_DIGIT = re.compile(r"\D+")


def name_parts(profiles: Sequence[Profile]) -> tuple[Profile, ...]:
    """The columns of first, middle and last name, in file order; none unless there are a first and a last name."""
    given, middle, family = (_best(profiles, role) for role in NAME_PARTS)
    if given is None or family is None or given is family:
        return ()
    return tuple(column for column in profiles if column in (given, middle, family))


def _best(profiles: Sequence[Profile], role: str) -> Profile | None:
    named = [
        column
        for column in profiles
        if column.means.get(role, 0.0) >= WEAKEST_HEADER and column.words >= _SOME_WORDS and not column.is_date
    ]
    return max(named, key=lambda column: (round(column.means[role], 2), round(column.filled, 1)), default=None)


def customer_candidates(profiles: Sequence[Profile]) -> list[tuple[float, Profile]]:
    """Columns whose header says they hold the customer, cheapest (best) first. Staff and suppliers never do.

    Of a name in several columns only the first one is a candidate, and stands for all of it.
    """
    found = [(cost, column) for column in profiles if (cost := _cost(column)) is not None]
    first, *others = name_parts(profiles) or (None,)
    whole = min((cost for cost, column in found if column in (first, *others)), default=0.0)
    found = [(whole if column is first else cost, column) for cost, column in found if column not in others]
    if not found:
        return []
    most = max(column.identified for _, column in found)
    various = max(column.distinct for _, column in found)
    repeats = any(not column.is_unique for _, column in found if column.identified >= _IDENTIFIED_ENOUGH * most)
    priced = [
        (
            cost
            + _never_repeats(column, repeats)
            + _COST_OF_NAMING_FEW * (column.identified < _IDENTIFIED_ENOUGH * most)
            + _COST_OF_NAMING_FEW * (column.masked >= LIKELY or _is_one_of_few_beside(column, various)),
            column,
        )
        for cost, column in found
    ]
    return sorted(priced, key=lambda pair: pair[0])


def customer_column(profiles: Sequence[Profile], date: Profile | None) -> Profile | Question | None:
    """The column of customers, a question when two could be meant and nothing decides, None when there is none.

    Raises `ColumnError("ids_destroyed", column=…)` when Excel cut short the only one there is.
    """
    ranked = customer_candidates(profiles)
    usable = [(cost, column) for cost, column in ranked if not identifiers.ids_destroyed(column.cells)]
    if ranked and not usable:
        destroyed = ranked[0][1]
        raise ColumnError("ids_destroyed", column=destroyed.name, value=identifiers.destroyed_example(destroyed.cells))
    if usable:
        return _best_or_question(usable)
    return _by_cells(profiles, date)


def merged_into(profiles: Sequence[Profile], customer: Profile | None) -> Profile | None:
    """The column that names the account into which a customer's was merged, most of them customers of the file."""
    if customer is None:
        return None
    known = set(identifiers.as_text(customer.cells).dropna())
    named = [column for column in profiles if column is not customer and _SAYS_MERGED.search(_plain(column))]
    for column in named:
        accounts = identifiers.as_text(column.cells).dropna().drop_duplicates()
        if not column.is_date and len(accounts) and accounts.isin(known).mean() >= _LOOKS_LIKE:
            return column
    return None


def _plain(column: Profile) -> str:
    return " ".join(tokens(column.name))


def preferred_customer(columns: Sequence[Profile]) -> Profile | None:
    """The first of a platform's customer columns that names a customer on enough rows."""
    most = max((column.identified for column in columns), default=0.0)
    return next((column for column in columns if 0 < column.identified >= _IDENTIFIED_ENOUGH * most), None)


def _cost(column: Profile) -> float | None:
    if column.is_date or (column.is_decimal and not _is_id(column)):
        return None
    costs = []
    for role, step in _STEPS.items():
        strength = column.means.get(role, 0.0)
        if strength >= WEAKEST_HEADER and (strength == 1 or role not in _NAMES or column.words >= _SOME_WORDS):
            costs.append(step + (1 - strength) * _COST_OF_WEAKNESS)
    strength = column.means.get("customer", 0.0)
    if strength >= WEAKEST_HEADER:
        costs.append(_BY_CELLS[identifiers.customer_id_type(column.cells)] + (1 - strength) * _COST_OF_WEAKNESS)
    return min(costs, default=None)


def _is_id(column: Profile) -> bool:
    """Whether what looks like decimals is `17850.0`, or a number Excel cut short."""
    return column.is_whole or identifiers.ids_destroyed(column.cells)


def _is_one_of_few_beside(column: Profile, various: int) -> bool:
    """Whether so few stand on all rows, beside so many others, that they are those who sold: `User` at a till."""
    return _is_one_of_few(column) and column.distinct <= _FEW_BESIDE * various


def _never_repeats(column: Profile, others_repeat: bool) -> float:
    filled = int((column.cell_ids >= 0).sum())
    return _COST_OF_NEVER_REPEATING if others_repeat and column.is_unique and filled >= _ENOUGH_ROWS else 0.0


def _best_or_question(ranked: list[tuple[float, Profile]]) -> Profile | Question:
    cost, best = ranked[0]
    rivals = [
        column for other, column in ranked[1:] if other - cost < TIE and column.filled >= _LOOKS_LIKE * best.filled
    ]
    if all(one_to_one(best, rival) for rival in rivals):
        return best
    return ask_which("customer", (best, *rivals))


def _by_cells(profiles: Sequence[Profile], date: Profile | None) -> Profile | Question | None:
    """The customer where no header says so: e-mails, phones, or values that come back on other days."""
    unknown = [column for column in profiles if column.is_unexplained and column is not date]
    for share in ("emails", "phones"):
        found = [
            column
            for column in unknown
            if getattr(column, share) >= _LOOKS_LIKE and not (column.is_decimal or column.is_date or _is_own(column))
        ]
        found = [column for column in found if share == "emails" or not _counts_up(column)]
        if found:
            return found[0]
    bare_ids = [column for column in profiles if 0 < column.means.get("order", 0.0) < 1 and _comes_back(column, date)]
    if bare_ids:
        return bare_ids[0]
    returning = [column for column in unknown if _may_be_person(column) and _comes_back(column, date)]
    returning = [column for column in returning if not _is_one_of_few(column)]
    if not returning:
        return None
    if mostly_explained(profiles):
        several = [column for column in returning if column.distinct >= _FEWEST_CUSTOMERS]
        return ask_which("customer", several, or_none=True) if several else None
    return _likeliest(returning, profiles, date)


def _counts_up(column: Profile) -> bool:
    """Whether nearly each value is the one before plus one: numbers of documents, such as 2024/00017, and no phones."""
    cells = column.cells.dropna().head(_SEEN_COUNTING).drop_duplicates()
    last_digits = [_NO_DIGIT.sub("", str(cell))[-_LONGEST_COUNT:] for cell in cells]
    digits = pd.to_numeric(pd.Series(last_digits, dtype="str"), errors="coerce")
    steps = np.diff(np.sort(digits.dropna().to_numpy("float64")))
    return len(steps) >= _ENOUGH_ROWS and bool((steps == 1).mean() >= _COUNTING)


def _is_own(column: Profile) -> bool:
    """Whether one address or phone stands on each of many rows: the shop's own."""
    return column.is_constant and int((column.cell_ids >= 0).sum()) >= _ENOUGH_ROWS


def _is_one_of_few(column: Profile) -> bool:
    """Whether many rows share a few values: channels, branches, goods, and no customers."""
    return column.distinct < min(_FEWEST_CUSTOMERS, int((column.cell_ids >= 0).sum()) / _ROWS_OF_FEW)


def _likeliest(returning: list[Profile], profiles: Sequence[Profile], date: Profile | None) -> Profile | Question:
    """Of columns whose values come back: those that are the same on all lines of an order, and various enough."""
    orders = [column for column in profiles if column is not date and is_order(column, date) and not column.is_unique]
    steady = [c for c in returning if all(constant_within(c, order) >= _LOOKS_LIKE for order in orders)] or returning
    various = max(column.distinct for column in steady)
    various_enough = [column for column in steady if column.distinct >= _VARIOUS_ENOUGH * various]
    various_enough = [column for column in various_enough if _fills_up_with_zeros(column)] or various_enough
    alike = all(
        one_to_one(various_enough[0], other) for other in various_enough[1:]
    )  # a number and the name that goes with it
    return various_enough[0] if alike else ask_which("customer", various_enough)


def _fills_up_with_zeros(column: Profile) -> bool:
    """Whether some cells are numbers with zeros in front, as ids are written and counts are not."""
    return any(str(cell)[:1] == "0" and len(str(cell)) > 1 and str(cell).isdigit() for cell in column.cells.dropna())


def is_order(column: Profile, date: Profile | None) -> bool:
    """Whether a column without a telling header looks like order numbers: many, and each on one day only."""
    various = column.distinct >= _VARIOUS_ENOUGH * int((column.cell_ids >= 0).sum())
    return _may_be_person(column) and various and _days_per_value(column, date) <= 1


def _may_be_person(column: Profile) -> bool:
    barred = column.is_date or column.is_decimal or column.is_decoy or column.is_measured
    return not barred and column.distinct > 1


def _comes_back(column: Profile, date: Profile | None) -> bool:
    """Whether a fair share of the column's values occurs on more than one day."""
    return _days_per_value(column, date, share=_COMES_BACK) > 1


def _days_per_value(column: Profile, date: Profile | None, *, share: float = 0.0) -> float:
    """Days on which a value occurs: of the value that occurs on most, leaving out a `share` of all values."""
    if date is None:
        return 1.0 if column.is_unique else 2.0
    days = dates.parse(date.cells, "dmy").dt.normalize()
    pairs = pd.DataFrame({"value": column.cell_ids, "day": days})[column.cell_ids >= 0].drop_duplicates().dropna()
    counts = pairs["value"].value_counts()
    return float(counts.quantile(1 - share)) if len(counts) else 0.0
