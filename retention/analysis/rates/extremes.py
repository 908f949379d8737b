"""The highest and the lowest of a figure, over periods or groups, among those with enough customers to go by."""

from dataclasses import dataclass

import pandas as pd

from retention.analysis.rates.compare import compare
from retention.analysis.rates.figures import PROPORTIONS
from retention.defaults import FEW_CUSTOMERS
from retention.metrics import METRICS


def few_at_risk(table: pd.DataFrame, figure: str) -> pd.Series:
    """Which rows of `figures` or `breakdown` have fewer than 30 customers to go by for a figure.

    >>> few_at_risk(pd.DataFrame({"customers_at_start": [29, 30]}), "crr").tolist()
    [True, False]
    """
    return table[METRICS[figure].at_risk] < FEW_CUSTOMERS


@dataclass(frozen=True, kw_only=True, eq=False)
class TrendRange:
    """Between which periods a figure moved: rows of `figures`, the `lowest`, the `highest`, and the `latest`."""

    lowest: pd.Series
    highest: pd.Series
    latest: pd.Series


def trend_range(table: pd.DataFrame, figure: str) -> TrendRange | None:
    """The lowest, the highest and the latest period that is over; None where none is.

    `table` are rows of `figures` that have the figure. Periods with few customers, whose figures swing, make no
    extreme unless there are no others.
    """
    complete = table[table["complete"]]
    if complete.empty:
        return None
    few = few_at_risk(complete, figure)
    solid = complete if few.all() else complete[~few]
    return TrendRange(
        lowest=solid.iloc[int(solid[figure].argmin())],
        highest=solid.iloc[int(solid[figure].argmax())],
        latest=complete.iloc[-1],
    )


def ranked_groups(table: pd.DataFrame, start: object, figure: str) -> pd.DataFrame:
    """The groups of a `breakdown` that have a figure in the period that begins on `start`, the highest first.

    Columns as in `breakdown`, and `few`: fewer than 30 customers to go by.
    """
    rows = table[(table["start"] == start) & table[figure].notna()].sort_values(figure, ascending=False)
    return rows.assign(few=few_at_risk(rows, figure)).reset_index(drop=True)


@dataclass(frozen=True, kw_only=True, eq=False)
class GroupContrast:
    """The `highest` and the `lowest` group that are large enough: rows of `ranked_groups`.

    `verdict` of the lowest against the highest, as in `compare`: None while the period is not over. Only shares of
    customers can have one; for other figures `testable` is False.
    """

    highest: pd.Series
    lowest: pd.Series
    testable: bool
    verdict: str | None


def group_contrast(groups: pd.DataFrame, figure: str) -> GroupContrast | None:
    """The highest against the lowest of `ranked_groups`, few ones aside; None where fewer than two are left."""
    solid = groups[~groups["few"]]
    if len(solid) < 2:
        return None
    highest, lowest = solid.iloc[0], solid.iloc[-1]
    testable = figure in PROPORTIONS
    word = compare(lowest, highest).set_index("figure")["verdict"][figure] if testable else None
    return GroupContrast(
        highest=highest, lowest=lowest, testable=testable, verdict=word if isinstance(word, str) else None
    )
