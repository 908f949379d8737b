"""Why no column says who bought, when, or how much: the refusal names what comes nearest, and one of its cells."""

import re
from collections.abc import Mapping, Sequence, Set

import pandas as pd

from retention.errors import ColumnError, RetentionError
from retention.ingest.columns.column_profile import LIKELY, SURE_HEADER, Profile
from retention.ingest.columns.customer_column import customer_column
from retention.ingest.columns.order_date import date_column, month_column
from retention.ingest.columns.ranking import is_state
from retention.ingest.headers import strengths, tokens
from retention.ingest.other_exports import OtherExport
from retention.ingest.platforms import Platform
from retention.ingest.values import dates

NO_COLUMN = {"customer": "no_customer_column", "date": "no_date_column"}
_TAKEN = {"customer": "customer_column_taken", "date": "date_column_taken"}
_UNREADABLE = {"customer": "customers_unreadable", "date": "dates_unreadable"}
_EMPTY = {"customer": "customers_empty", "date": "dates_empty"}
_MEANS = {"customer": ("customer_id", "email", "phone", "customer_name", "customer"), "date": ("date",)}
_LETTER = r"[^\W\d_]"
_PAYING = re.compile(r"\b(?:pay|paid|оплат|платеж|платіж|сплач|plat|zahl|paiement|odeme|pago)")
# Cells that say that nothing is known; formulas that failed begin with #.
_NOTHING = frozenset(["n/a", "na", "nan", "null", "none", "nil", "нет", "немає", "nu", "-"])


def missing_column(
    role: str,
    table: pd.DataFrame,
    profiles: Sequence[Profile],
    given: Set[str],
    *,
    platform: Platform | None,
    export: OtherExport | None,
) -> RetentionError:
    """The refusal of a table of which no column can be the customer or the date.

    The column there is was given to another role, tells but the month, cannot be read or is empty; or the export is
    known to have none (`export` then says which one has); or the file has none.
    """
    found = date_column(profiles) if role == "date" else customer_column(profiles, None)
    if isinstance(found, Profile) and found.name in given:
        return ColumnError(_TAKEN[role], column=found.name)
    if export is not None:
        return export.refusal
    free = [column for column in profiles if column.name not in given]
    month = month_column(free) if role == "date" else None
    if month is not None:
        return ColumnError("days_missing", column=month)
    name = platform.name if platform is not None else None
    if platform is None or platform.columns.get(role) != ():
        nearest = _unreadable(role, free)
        if nearest is not None:
            return ColumnError(_UNREADABLE[role], column=nearest.name, cell=_odd_cell(role, nearest), platform=name)
        filled = {column.name for column in profiles}
        empty = next((str(each) for each in table if each not in filled and _names(role, str(each))), None)
        if empty is not None:
            return ColumnError(_EMPTY[role], column=empty, platform=name)
    return ColumnError(NO_COLUMN[role], columns=[column.name for column in profiles], platform=name)


def refuse_unreadable(
    table: pd.DataFrame,
    roles: Mapping[str, str | None],
    profiles: Sequence[Profile],
    *,
    platform: Platform | None,
    known: Set[str],
) -> None:
    """Refuse a column of dates in which no cell is one, and a table whose only column of amounts holds no number.

    The dates' column is that which a platform describes or a person chose. Of amounts nothing is refused where there is
    another amount or price, where one (or none) is `known`, because a person chose it or is asked for it, and where the
    cells are states, or ways to pay. Raises ColumnError `dates_unreadable` or `amounts_unreadable`.
    """
    own = next((each for each in profiles if each.name == roles["date"]), None)
    if own is not None and own.dates == own.bare_dates == 0 and not _has_dates(table[own.name]):
        name = platform.name if platform is not None else None
        raise ColumnError(_UNREADABLE["date"], column=own.name, cell=_odd_cell("date", own), platform=name)
    if platform is not None or known & {"amount", "price"} or roles["amount"] or roles["price"]:
        return
    free = [column for column in profiles if column.name not in roles.values() and not column.is_decoy]
    named = [column for column in free if column.means.get("amount", 0.0) >= SURE_HEADER and _is_text(column)]
    if named:
        nearest = max(named, key=lambda each: (each.means["amount"], each.filled))
        raise ColumnError("amounts_unreadable", column=nearest.name, cell=_odd_cell("amount", nearest))


def _has_dates(cells: pd.Series) -> bool:
    return any(dates.parse(cells, order).notna().any() for order in ("dmy", "mdy", "ymd"))


def _is_text(column: Profile) -> bool:
    """Whether cells are texts, none of them numbers, under a header that says no more than that they are money."""
    cells = column.cells.dropna().astype(str)
    other = {"payment", "paid", "status", "kind", "returned"} & column.means.keys() or _are_ways_to_pay(column)
    said = cells.str.contains(_LETTER) & ~cells.str.casefold().isin(_NOTHING)
    return not (other or column.is_date or column.is_number or column.is_flag) and bool(said.mean() >= LIKELY)


def _are_ways_to_pay(column: Profile) -> bool:
    """Whether cells are a few words without a digit below `Payment` or `Оплата`."""
    said = _PAYING.search(" ".join(tokens(column.name))) is not None
    return said and is_state(column) and not column.cells.dropna().astype(str).str.contains(r"\d").any()


def _unreadable(role: str, profiles: Sequence[Profile]) -> Profile | None:
    """The column whose header says most clearly that it has the role, though its cells do not."""
    named = [column for column in profiles if _strength(role, column.means) >= SURE_HEADER and not column.is_decoy]
    return max(named, key=lambda column: _strength(role, column.means), default=None)


def _names(role: str, header: str) -> bool:
    return _strength(role, strengths(header)) >= SURE_HEADER


def _strength(role: str, means: Mapping[str, float]) -> float:
    return max((means.get(each, 0.0) for each in _MEANS[role]), default=0.0)


def _odd_cell(role: str, column: Profile) -> str:
    """The first cell that cannot be read, or simply the first."""
    cells = column.cells.dropna().drop_duplicates()
    odd = cells[dates.parse(cells, "dmy").isna()] if role == "date" else cells
    return str((odd if len(odd) else cells).iloc[0])
