"""Reports in groups: the customer (or the day) stands once, above its orders or on the first of them only."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from retention.ingest.columns.column_profile import Profile, first_rows
from retention.ingest.values import dates

_FEWEST_GROUPS = 2
# Headings are followed by an order, or, in nested groups and with totals below each, every second one is.
_FOLLOWED = 0.4
_HARDLY_ANY = 0.02
# Fewer days in sequence may be so by accident: 6 of a random file are in 2 of 64 cases.
_FEWEST_STEPS = 6
# Customers may have ordered once each; days without any date below the first are many in a report by days only.
_MANY_BLANKS = 0.25
_MOSTLY_BLANK = 0.5


def found_groups(profiles: Sequence[Profile], roles: Mapping[str, str | None]) -> dict[str, Any]:
    """What the mapping says of a report in groups, as its cells show; nothing about other files."""
    named = {column.name: column for column in profiles}
    customer, date = named.get(roles["customer"] or ""), named.get(roles["date"] or "")
    if customer is None or date is None:
        return {}
    if heading_column(profiles, date) is customer:
        return groups_as_chosen("above", profiles, roles)
    return {"fill_down": filled_once(customer, date)}


def groups_as_chosen(groups: str, profiles: Sequence[Profile], roles: Mapping[str, str | None]) -> dict[str, Any]:
    """What the mapping says of a report in which something stands once for several rows: one of `GROUPS`."""
    if groups != "above":
        return {"customer_above": False, "fill_down": (roles[groups],) if groups in roles else ()}
    named = {column.name: column for column in profiles}
    customer, date = named[roles["customer"] or ""], named[roles["date"] or ""]
    return {"customer_above": True, "fill_down": (), "order": roles["order"] or _document(customer, date)}


def _document(customer: Profile, date: Profile) -> str | None:
    """The column of headings itself, where it names the document on the rows between."""
    orders = date.cells.notna().to_numpy() & (customer.cell_ids >= 0)
    return customer.name if orders.any() else None


def heading_column(profiles: Sequence[Profile], date: Profile | None) -> Profile | None:
    """The column whose cells on rows without a date are headings of the orders below; None: no such report.

    On the orders' own rows it is empty, or it names the document, which never repeats.
    """
    if date is None:
        return None
    dated = _days(date) >= 0
    if dated[0] or not dated.any():
        return None
    for column in profiles:
        filled = column.cell_ids[: len(dated)] >= 0
        heads = filled & ~dated
        if column is date or not filled[0] or heads.sum() < _FEWEST_GROUPS:
            continue
        followed = dated[np.minimum(np.flatnonzero(heads) + 1, len(dated) - 1)].mean() >= _FOLLOWED
        documents = column.cell_ids[: len(dated)][filled & dated]
        empty = len(documents) <= _HARDLY_ANY * dated.sum()
        if (
            followed
            and (empty or len(np.unique(documents)) == len(documents))
            and _alone(profiles, date, column, heads)
        ):
            return column
        return None
    return None


def _alone(profiles: Sequence[Profile], date: Profile, heading: Profile, heads: np.ndarray) -> bool:
    """Whether nothing but amounts stands beside the headings."""
    texts = [column for column in profiles if column not in (date, heading) and not column.is_number]
    beside = [(column.cell_ids[: len(heads)][heads] >= 0).mean() for column in texts]
    return all(share <= _HARDLY_ANY + 1 / heads.sum() for share in beside)


def filled_once(customer: Profile, date: Profile) -> tuple[str, ...]:
    """The column of customers or of dates, if it is filled on the first row of each group only.

    Customers: none comes again below, and the days run on within each group but not from group to group.
    Days: each stands once, they run on from top to bottom, and the rows between have a customer.
    """
    days = _days(date)
    dated = days >= 0
    cell_ids, dates_only = customer.cell_ids[: len(days)], date.cell_ids[: len(days)]
    if _stands_once(cell_ids[dated], blanks=_MANY_BLANKS):
        group, days = np.cumsum(cell_ids[dated] >= 0), days[dated]
        inside = np.diff(days)[np.diff(group) == 0]
        enough = np.count_nonzero(inside) >= _FEWEST_STEPS
        return (customer.name,) if enough and _run_on(inside) and not _run_on(np.diff(days)) else ()
    sold = dated | (cell_ids >= 0)
    return (
        (date.name,) if _stands_once(dates_only[sold], blanks=_MOSTLY_BLANK) and _run_on(np.diff(days[dated])) else ()
    )


def _stands_once(cell_ids: np.ndarray, *, blanks: float) -> bool:
    """Whether values stand on the first row and never again, with at least a share of blanks between them."""
    groups = cell_ids[cell_ids >= 0]
    return (
        len(groups) >= _FEWEST_GROUPS
        and cell_ids[0] >= 0
        and (cell_ids < 0).mean() >= blanks
        and len(np.unique(groups)) == len(groups)
    )


def _run_on(steps: np.ndarray) -> bool:
    return bool((steps >= 0).all() or (steps <= 0).all())


def _days(date: Profile) -> np.ndarray:
    """Day of each of the table's first rows as a whole number, -1 where there is none."""
    cells = date.cells.iloc[: first_rows(len(date.cells))]
    timestamps = max((dates.parse(cells, order) for order in ("dmy", "mdy")), key=lambda read: read.notna().sum())
    days = timestamps.to_numpy("datetime64[D]")
    return np.where(np.isnat(days), -1, days.astype("int64"))
