"""The account of every row: why it was set aside, if it was, and what is noted about how it was read."""

from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import count

import numpy as np
import pandas as pd

from retention.errors import Example, Issue
from retention.ingest.clean.lines import Lines, file_labels, file_names
from retention.ingest.mapping import BEFORE, UNITS, Mapping
from retention.ingest.read.raw import RawTable
from retention.ingest.values import cell_words, dates, identifiers
from retention.ingest.values.calendar_days import SWAPPED
from retention.ingest.values.money import percents
from retention.ingest.values.texts import to_arrow
from retention.orders import Orders

EXAMPLES = 5

_ADDED_COLUMNS = ("file", "row", "reason")
# The codes of `cell_notes`, in the order in which they are mentioned.
NOTE_CODES = (
    *(
        "customer_respelled",
        "filled_down",
        "ids_damaged",
        "customers_masked",
        "accounts_merged",
        "dates_swapped",
        "dates_buddhist",
    ),
    *("times_in_utc", "zone_applied", "hundredths", "thousands", "millions"),
    *("discount_percent", "discount_once", "discount_taken_off", "discount_beside"),
)


class Ledger:
    """Keeps, for the rows of one lines table, the first reason each was set aside for.

    A row set aside once is never counted again under another reason, so the reasons add up to the rows set aside.
    """

    def __init__(self, lines: pd.DataFrame) -> None:
        self._lines = lines
        self._amount = lines["amount"].to_numpy()
        self._issues: list[tuple[Issue, np.ndarray | None]] = []
        self._reason = np.full(len(lines), -1, dtype="int16")
        self._reasons: list[str] = []

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
        reasons = pd.Categorical.from_codes(self._reason[out], categories=pd.Index(self._reasons, dtype="str"))
        return self._lines.loc[out, ["file", "row"]].assign(reason=reasons).reset_index(drop=True)

    def set_aside(self, where: np.ndarray, code: str, *, values: pd.Series | None = None) -> None:
        """Leave out the rows of a mask that are still in; `values` shows what stood in the guilty cells."""
        found = where & self.kept
        if found.any():
            self._reasons.append(code)
            self._reason[found] = len(self._reasons) - 1
            self._record(found, code, values=values, set_aside=True, details={})

    def note(
        self,
        where: np.ndarray,
        code: str,
        *,
        values: pd.Series | None = None,
        revenue: float | None = None,
        details: ReadOnly[str, object] | None = None,
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
        details: ReadOnly[str, object],
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


def rejected(orders: Orders, raws: Sequence[RawTable], *, names: tuple[str, str, str] = _ADDED_COLUMNS) -> pd.DataFrame:
    """One row per row of the files that became part of no order, in file order.

    Columns: `file`, `row` (its number there), `reason` (an issue code), under other `names` if given; then every
    column of the files under its own name (`reason (2)` where a file uses one of these), cells untouched. `raws`
    are the tables the orders were made from, in the same order.
    """
    found = [_of_one_file(orders.set_aside, raw, name, names) for raw, name in zip(raws, file_names(raws), strict=True)]
    return pd.concat(found, ignore_index=True)


def _of_one_file(set_aside: pd.DataFrame, raw: RawTable, name: str, names: tuple[str, str, str]) -> pd.DataFrame:
    places = pd.DataFrame({"file": file_labels(raw, name).astype("str"), "row": raw.rows})
    places["position"] = range(len(places))
    wanted = set_aside.astype({"file": "str", "reason": "str"})
    here = places.merge(wanted, on=["file", "row"], how="inner").sort_values("position")
    cells = raw.frame.iloc[here["position"].to_numpy()].reset_index(drop=True)
    taken = {*names, *cells.columns}
    cells = cells.rename(columns={name: _unused_name(name, taken) for name in names if name in cells.columns})
    first = here[list(_ADDED_COLUMNS)].reset_index(drop=True).set_axis(list(names), axis=1)
    return pd.concat([first, cells], axis=1)


def _unused_name(column: str, taken: Set[str]) -> str:
    return next(name for n in count(2) if (name := f"{column} ({n})") not in taken)


def rows_by_part(orders: Orders, raws: Sequence[RawTable]) -> pd.DataFrame:
    """What became of the rows of each file, sheet and archive member the orders were made of, in their order.

    One row per part: `part` (its name), `read`, `left_out` and, of these, `overlap` (told by another file); counts.
    """
    places = [file_labels(raw, name) for raw, name in zip(raws, file_names(raws), strict=True)]
    read = pd.concat([pd.Series(place).value_counts(sort=False) for place in places])
    left_out = orders.set_aside["file"].astype("str")
    again = left_out[(orders.set_aside["reason"] == "overlap").to_numpy()]
    return pd.DataFrame(
        {
            "part": read.index.astype("str"),
            "read": read.to_numpy(),
            "left_out": left_out.value_counts().reindex(read.index, fill_value=0).to_numpy(),
            "overlap": again.value_counts().reindex(read.index, fill_value=0).to_numpy(),
        }
    )


def reading_issues(raws: Sequence[RawTable]) -> tuple[Issue, ...]:
    """What reading found, one issue per code for all files; where there are several, each example names its own."""
    found: dict[str, list[Issue]] = {}
    for raw, name in zip(raws, file_names(raws), strict=True):
        for issue in raw.issues:
            placed = tuple(_placed(example, name) for example in issue.examples)
            named = replace(issue, examples=placed) if len(raws) > 1 or raw.parts else issue
            found.setdefault(issue.code, []).append(named)
    return tuple(
        replace(
            issues[0],
            rows=sum(issue.rows for issue in issues),
            examples=tuple(example for issue in issues for example in issue.examples)[:EXAMPLES],
        )
        for issues in found.values()
    )


def _placed(example: Example, name: str) -> Example:
    """An example in the terms of several files: file, or file and sheet."""
    return replace(example, file=f"{name} · {example.file}" if example.file else name)


def cell_notes(source: Lines) -> dict[str, tuple[str, np.ndarray]]:
    """By code, the column and the rows it concerns; what concerns no row is left out."""
    table, mapping = source.raw.frame, source.mapping
    found = {"customer_respelled": (mapping.customer, source.respelled), "ids_damaged": _damaged(source)}
    found["customers_masked"] = (mapping.customer, _masked(source))
    if mapping.merged_into is not None:
        found["accounts_merged"] = (mapping.merged_into, table[mapping.merged_into].notna().to_numpy())
    if mapping.platform is None and mapping.fill_down:
        (column,) = mapping.fill_down
        found["filled_down"] = (column, table[column].isna().to_numpy())
    if mapping.date_order in SWAPPED:
        found["dates_swapped"] = (mapping.date, _swapped(table[mapping.date], str(mapping.date_order)))
    if dates.is_buddhist(table[mapping.date]):
        found["dates_buddhist"] = (mapping.date, source.frame["date"].notna().to_numpy())
    if mapping.utc:
        code, rows = _in_utc(source)
        found[code] = (mapping.date, rows)
    if mapping.discount:
        found |= _discount_notes(table[mapping.discount], mapping)
    for unit in UNITS[1:]:
        columns = getattr(mapping, unit)
        if columns:
            found[unit] = (columns[0], table[columns[0]].notna().to_numpy())
    return {code: (column, rows) for code, (column, rows) in found.items() if rows.any()}


def _in_utc(source: Lines) -> tuple[str, np.ndarray]:
    """Rows told in UTC, all with a date; where the shop's zone is known, those that it puts on another day."""
    moments = source.frame["date"]
    if source.mapping.timezone is None:
        return "times_in_utc", moments.notna().to_numpy()
    in_utc = moments.dt.tz_localize(source.mapping.timezone, ambiguous=False, nonexistent="shift_forward")
    moved = in_utc.dt.tz_convert("UTC").dt.tz_localize(None).dt.normalize() != moments.dt.normalize()
    return "zone_applied", (moved & moments.notna()).to_numpy()


def _damaged(source: Lines) -> tuple[str, np.ndarray]:
    """Identifiers Excel cut short: of customers, else of orders. They count as missing, so only those are looked at."""
    mapping = source.mapping
    for column, read in ((mapping.customer, source.frame["customer"]), (mapping.order, source.frame["order"])):
        rows = np.zeros(len(read), dtype=bool)
        if column is not None and source.raw.frame[column].dtype.kind not in "ifbM":
            missing = np.flatnonzero(read.isna() & source.raw.frame[column].notna())
            cells = to_arrow(source.raw.frame[column].iloc[missing])
            rows[missing] = identifiers.damaged(cells)
        if rows.any():
            return column or "", rows
    return mapping.customer, rows


def _masked(source: Lines) -> np.ndarray:
    """Rows whose customer is hidden in part."""
    customers = source.frame["customer"].cat
    found = cell_words.masked(to_arrow(customers.categories.to_series()))
    return np.append(found, False)[customers.codes.to_numpy()]


def _swapped(cells: pd.Series, order: str) -> np.ndarray:
    return (dates.parse(cells, order) != dates.parse(cells, SWAPPED[order])).to_numpy()


def _discount_notes(cells: pd.Series, mapping: Mapping) -> dict[str, tuple[str, np.ndarray]]:
    """By code, the rows whose discount is no money of their own line, or stands beside an amount."""
    column, read_as = str(mapping.discount), mapping.discount_as
    in_percent = percents(cells).to_numpy() > 0
    given = in_percent | cells.astype("str").str.contains("[1-9]", regex=True).fillna(False).to_numpy(dtype=bool)
    if mapping.amount is not None:
        beside = {BEFORE: "discount_taken_off", None: "discount_beside"}
        return {beside[mapping.amount_is]: (column, given)} if mapping.amount_is in beside else {}
    if read_as is None:
        return {"discount_percent": (column, in_percent)}
    return {"discount_once" if read_as == "order" else "discount_percent": (column, given)}
