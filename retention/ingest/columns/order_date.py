"""Which column says when the order was placed, and how its dates are written."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.errors import Question, Undecided
from retention.ingest.columns.column_profile import Facts
from retention.ingest.columns.date_parts import parts
from retention.ingest.columns.ranking import ranked, which
from retention.ingest.values import dates, months

_TIE = 0.05
_SAME = 0.95
_LOOKS_LIKE = 0.8
_FILLED_ENOUGH = 0.5


def date_column(facts: Sequence[Facts]) -> Facts | Question | None:
    """The column of the order's date, a question when two could be meant and their days differ, None if none is."""
    candidates = ranked(facts, "date")
    if not candidates:
        candidates = [column for column in facts if column.dates >= _LOOKS_LIKE and not column.is_decoy]
    if not candidates:
        return None
    best_filled = max(column.filled for column in candidates)
    filled = [column for column in candidates if column.filled >= _FILLED_ENOUGH * best_filled]
    best = filled[0]
    strength = best.means.get("date", 0.0)
    rivals = [column for column in filled[1:] if strength - column.means.get("date", 0.0) < _TIE]
    differing = [column for column in rivals if not _same_days(best, column)]
    return which("date", (best, *differing)) if differing else best


def month_column(facts: Sequence[Facts]) -> str | None:
    """The column, or the two, by which only the month of an order is known; None if there is none."""
    found = next((column.name for column in facts if months.share(column.cells) >= _LOOKS_LIKE), None)
    named = parts([column.name for column in facts])
    apart = ", ".join(named[part] for part in ("year", "month") if part in named)
    return found or (apart if "month" in named else None)


def time_column(facts: Sequence[Facts], date: Facts) -> Facts | None:
    """The column of the time of day, where the date's own cells have none."""
    moments = dates.parse(date.cells, "dmy").dropna()
    if (moments != moments.dt.normalize()).any():
        return None
    return next((column for column in ranked(facts, "time") if column is not date), None)


def written_order(table: pd.DataFrame, date: str, facts: Sequence[Facts]) -> str | Question | None:
    """`dmy` or `mdy` where the date column's cells need it, else None; a question if nothing decides.

    Where the column itself proves nothing, other dates of the same file do: they were written alike.
    """
    try:
        return dates.date_order(table[date])
    except Undecided as undecided:
        question = undecided.questions[0]
    others = [column.name for column in facts if column.is_date and column.name != date]
    proofs = [dates.evidence(table[name]).order for name in others]
    decided = {order for order in proofs if order is not None}
    return decided.pop() if len(decided) == 1 else question


def _same_days(left: Facts, right: Facts) -> bool:
    one, other = (dates.parse(column.cells, "dmy").dt.normalize().to_numpy() for column in (left, right))
    both = ~np.isnat(one) & ~np.isnat(other)
    return bool(both.any() and (one[both] == other[both]).mean() >= _SAME)
