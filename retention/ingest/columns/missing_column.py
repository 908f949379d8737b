"""Why no column says who bought or when: the refusal names what comes nearest, and one of its cells."""

from collections.abc import Mapping, Sequence, Set

import pandas as pd

from retention.errors import ColumnError, RetentionError
from retention.ingest.columns.column_profile import SURE_HEADER, Profile
from retention.ingest.columns.customer_column import customer_column
from retention.ingest.columns.order_date import date_column, month_column
from retention.ingest.headers import strengths
from retention.ingest.other_exports import OtherExport
from retention.ingest.platforms import Platform
from retention.ingest.values import dates

NO_COLUMN = {"customer": "no_customer_column", "date": "no_date_column"}
_TAKEN = {"customer": "customer_column_taken", "date": "date_column_taken"}
_UNREADABLE = {"customer": "customers_unreadable", "date": "dates_unreadable"}
_EMPTY = {"customer": "customers_empty", "date": "dates_empty"}
_MEANS = {"customer": ("customer_id", "email", "phone", "customer_name", "customer"), "date": ("date",)}


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


def refuse_unreadable_dates(
    table: pd.DataFrame, column: str | None, profiles: Sequence[Profile], *, platform: Platform | None
) -> None:
    """Refuse a column of dates, as a platform describes it or a person chose it, in which no cell is one."""
    own = next((each for each in profiles if each.name == column), None)
    if own is None or own.dates > 0 or own.bare_dates > 0:
        return
    if all(dates.parse(table[own.name], order).isna().all() for order in ("dmy", "mdy", "ymd")):
        name = platform.name if platform is not None else None
        raise ColumnError(_UNREADABLE["date"], column=own.name, cell=_odd_cell("date", own), platform=name)


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
