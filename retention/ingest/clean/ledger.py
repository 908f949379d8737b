"""The account of every row: which orders it went into, or why it was left out."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from retention.errors import Example, Issue

EXAMPLES = 5


class Ledger:
    """Keeps, for the rows of one lines table, the first reason each was set aside for.

    `kept` tells row by row what is still in. A row set aside once is never counted again under another
    reason, so the reasons add up to the rows left out.
    """

    def __init__(self, lines: pd.DataFrame) -> None:
        self._lines = lines
        self._amount = lines["amount"].to_numpy()
        self._issues: list[tuple[Issue, np.ndarray | None]] = []
        self._reason = np.full(len(lines), -1, dtype="int16")
        self._codes: list[str] = []

    @property
    def kept(self) -> np.ndarray:
        """True for each row that has not been set aside."""
        return self._reason < 0

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What was found, in the order it was looked for."""
        return tuple(
            issue if rows is None else replace(issue, revenue=_sum(self._amount[rows])) for issue, rows in self._issues
        )

    def recount(self, amount: np.ndarray) -> None:
        """Let the money of every row be another from now on, for what was found before too."""
        self._amount = amount

    @property
    def set_aside_rows(self) -> pd.DataFrame:
        """One row per row left out: `file`, `row` (its number in that file), `reason` (an issue code)."""
        out = ~self.kept
        reasons = pd.Categorical.from_codes(self._reason[out], categories=pd.Index(self._codes, dtype="str"))
        return self._lines.loc[out, ["file", "row"]].assign(reason=reasons).reset_index(drop=True)

    def set_aside(self, where: np.ndarray, code: str, *, values: pd.Series | None = None) -> None:
        """Leave out the rows of a mask that are still in; `values` shows what stood in the guilty cells."""
        found = where & self.kept
        if found.any():
            self._codes.append(code)
            self._reason[found] = len(self._codes) - 1
            self._record(found, code, values=values, set_aside=True, details={})

    def note(
        self,
        where: np.ndarray,
        code: str,
        *,
        values: pd.Series | None = None,
        revenue: float | None = None,
        details: Mapping[str, object] | None = None,
    ) -> None:
        """Mention rows that stay in; `revenue` is the money concerned where it is not that of the rows."""
        if where.any():
            self._record(where, code, values=values, set_aside=False, details=details or {}, revenue=revenue)

    def _record(
        self,
        found: np.ndarray,
        code: str,
        *,
        values: pd.Series | None,
        set_aside: bool,
        details: Mapping[str, object],
        revenue: float | None = None,
    ) -> None:
        places = np.flatnonzero(found)[:EXAMPLES]
        rows = self._lines[["file", "row"]].iloc[places]
        texts = [None] * len(places) if values is None else [_text(cell) for cell in values.iloc[places]]
        several = len(self._lines["file"].cat.categories) > 1
        examples = tuple(
            Example(row=int(row), value=text, file=str(file) if several else None)
            for (file, row), text in zip(rows.itertuples(index=False), texts, strict=True)
        )
        issue = Issue(
            code=code,
            rows=int(found.sum()),
            examples=examples,
            set_aside=set_aside,
            revenue=revenue,
            details=details,
        )
        self._issues.append((issue, found.copy() if revenue is None else None))


def _sum(amounts: np.ndarray) -> float | None:
    """The money of some rows; None where none of them has any."""
    known = amounts[~np.isnan(amounts)]
    return round(float(known.sum()), 6) if len(known) else None


def _text(cell: object) -> str | None:
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return str(cell) if isinstance(cell, str) else None
