"""What deserves mention about how a file's cells were read, each with its column and rows."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from retention.errors import Example, Issue
from retention.ingest.clean.ledger import EXAMPLES
from retention.ingest.clean.lines import Lines, file_names
from retention.ingest.read.raw import RawTable
from retention.ingest.values import dates, identifiers
from retention.ingest.values.calendar_days import SWAPPED
from retention.ingest.values.money import percents
from retention.ingest.values.texts import to_arrow

CODES = ("customer_respelled", "filled_down", "ids_damaged", "dates_swapped", "discount_percent", "discount_once")


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
    if mapping.platform is None and mapping.fill_down:
        (column,) = mapping.fill_down
        found["filled_down"] = (column, table[column].isna().to_numpy())
    if mapping.date_order in SWAPPED:
        found["dates_swapped"] = (mapping.date, _swapped(table[mapping.date], str(mapping.date_order)))
    if mapping.discount and mapping.amount is None:
        code, rows = _discounted(table[mapping.discount], mapping.discount_as)
        found[code] = (mapping.discount, rows)
    return {code: (column, rows) for code, (column, rows) in found.items() if rows.any()}


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


def _swapped(cells: pd.Series, order: str) -> np.ndarray:
    return (dates.parse(cells, order) != dates.parse(cells, SWAPPED[order])).to_numpy()


def _discounted(cells: pd.Series, read_as: str | None) -> tuple[str, np.ndarray]:
    """Rows with a discount that is no money of their own line."""
    in_percent = percents(cells).to_numpy() > 0
    if read_as is None:
        return "discount_percent", in_percent
    given = in_percent | cells.astype("str").str.contains("[1-9]", regex=True).fillna(False).to_numpy(dtype=bool)
    return "discount_once" if read_as == "order" else "discount_percent", given
