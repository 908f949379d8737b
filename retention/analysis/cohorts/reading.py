"""What is read off cohorts: one age across all of them, one measure of all, and the highest and lowest that hold."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from retention.analysis.cohorts.drift import Side, known_at
from retention.analysis.cohorts.table import LATER, average, overall
from retention.analysis.contrasts import clear_pairs
from retention.defaults import FEW_CUSTOMERS
from retention.metrics import COHORT_MEASURES
from retention.periods import Calendar

NOT_STATED = ""
"""Key of the cohort whose first order says nothing in the column."""


@dataclass(frozen=True, kw_only=True)
class CohortOptions:
    """How customers are followed: the periods they first bought in, who counts as back (`mode`), how ages are counted.

    `ages` is `calendar`, or the length of an age in days; see `cohorts`.
    """

    calendar: Calendar
    mode: str
    ages: str | int

    @property
    def grain(self) -> str:
        """How long the periods are."""
        return str(self.calendar.grain)

    @property
    def days(self) -> int | None:
        """Length of an age in days; None where ages are calendar periods."""
        return self.ages if isinstance(self.ages, int) else None

    def elapsed(self, age: int) -> tuple[int, int | None]:
        """First and last day after the first order that an age spans; no last one where later ages count too.

        >>> CohortOptions(calendar=Calendar.of("month"), mode="on", ages=30).elapsed(2)
        (60, 89)
        """
        length = self.days or 0
        first = length if self.mode == "on_or_before" else age * length
        return first, None if self.mode == "on_or_after" else (age + 1) * length - 1


def known_ages(cells: pd.DataFrame) -> tuple[int, ...]:
    """The ages from 1 on that are over for some cohort; none while no cohort is a period old."""
    over = cells.loc[cells["at_risk"].fillna(0) > 0, "age"]
    return tuple(range(1, int(over.max()) + 1)) if len(over) else ()


def at_age(cells: pd.DataFrame, age: int) -> pd.DataFrame:
    """The cohorts for which an age is over, one row each.

    `few`: fewer than 30 customers to go by; `pale`: few, or not surely new (`sure` False).
    """
    return _with_few(known_at(cells, age))


def pooled(cells: pd.DataFrame, age: int) -> pd.Series:
    """All cohorts together at one age: the row of `average`."""
    means = average(cells)
    return means[means["age"] == age].iloc[0]


def best_first(members: pd.DataFrame) -> pd.DataFrame:
    """The customers of `cohort_members`, those who spent most first."""
    return members.sort_values("revenue", ascending=False, kind="stable", ignore_index=True)


def around(side: Side, known: pd.DataFrame) -> pd.DataFrame:
    """The cohorts of `at_age` that belong to a side of a `drift`, held against its share.

    Index as in `known`; `above`: whether the cohort's share is higher, `farthest`: whether none lies farther away.
    """
    inside = known[known["start"].between(side.start, side.last)]
    beyond = inside["share"].astype(float) - side.share
    return pd.DataFrame({"above": beyond > 0, "farthest": beyond.index == beyond.abs().idxmax()}, index=inside.index)


class Extremes(NamedTuple):
    """The `highest` and `lowest` of so many `cohorts` at an `age`; both None where none clearly stands out."""

    age: int
    cohorts: int
    highest: pd.Series | None
    lowest: pd.Series | None


@dataclass(frozen=True, kw_only=True, eq=False)
class CohortTable:
    """One measure of cohorts by period, oldest first, or by a column's value, largest first.

    `cells` are those of `cohorts` in one mode, with `cohort` a text in every row; `average` is what they are all
    together; `by` is the column, None for periods.
    """

    cells: pd.DataFrame
    average: pd.DataFrame
    measure: str
    options: CohortOptions
    by: str | None

    @classmethod
    def of(
        cls, cells: pd.DataFrame, average: pd.DataFrame, *, measure: str, options: CohortOptions, by: str | None
    ) -> "CohortTable":
        """The table of a measure, groups in the order of their size."""
        if by is not None:
            keys = cells["cohort"].astype(object).where(cells["cohort"].notna(), NOT_STATED)
            cells = cells.assign(cohort=keys).sort_values(
                ["size", "cohort", "age"], ascending=[False, True, True], kind="stable", ignore_index=True
            )
        return cls(cells=cells, average=average, measure=measure, options=options, by=by)

    @cached_property
    def starts(self) -> dict[str, dt.date]:
        """First day of each cohort that is a period, by its key."""
        heads = self.cells[(self.cells["age"] == 0) & self.cells["start"].notna()]
        return dict(zip(heads["cohort"], heads["start"], strict=True))

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Customers of each cohort, by its key."""
        heads = self.cells[self.cells["age"] == 0]
        return dict(zip(heads["cohort"], heads["size"].astype(int), strict=True))

    @property
    def customers(self) -> int:
        """Customers of all cohorts."""
        return sum(self.sizes.values())

    @property
    def first_age(self) -> int:
        """The first age worth showing: everybody is there at age 0."""
        return 1 if COHORT_MEASURES[self.measure].by_mode else 0

    @cached_property
    def known(self) -> pd.DataFrame:
        """The cells that hold something, with `value` and `few`: the age is over, somebody was there."""
        cells = self.cells[(self.cells["age"] >= self.first_age) & (self.cells["at_risk"].fillna(0) > 0)]
        return _with_few(cells.assign(value=cells[self.measure].astype(float)).dropna(subset="value"))

    @cached_property
    def means(self) -> pd.DataFrame:
        """All cohorts together by age, as `average` gives them, with `value` and `few`."""
        values = overall(self.average, self.measure).astype(float)
        fresh = self.average.assign(value=values)
        return _with_few(fresh[(fresh["age"] >= self.first_age) & fresh["value"].notna()])

    @property
    def member_mode(self) -> str:
        """Who is behind a cell: orders and money are those of the very age, whoever counts as back."""
        return self.options.mode if COHORT_MEASURES[self.measure].by_mode else "on"

    @property
    def counted(self) -> str:
        """The column that counts the customers behind a cell."""
        return "customers" if COHORT_MEASURES[self.measure].by_mode else "active"

    @property
    def peopled(self) -> pd.DataFrame:
        """The cells with customers behind them."""
        return self.known[self.known[self.counted].fillna(0) > 0]

    def first_ages(self, count: int, cohorts: list[str]) -> pd.DataFrame:
        """The average and some cohorts over so many ages."""
        every = pd.concat([self.means, self.known[self.known["cohort"].isin(cohorts)]])
        return every[every["age"] < self.first_age + count]

    def share_extremes(self, age: int) -> tuple[pd.Series, pd.Series] | None:
        """The two groups that differ most clearly in how many came back at an age; None where none stands out.

        Few ones stand aside; the others are asked together first, then each pair is held to Holm (`clear_pairs`).
        """
        solid = at_age(self.cells, age)
        return _clear_ends(solid[~solid["pale"]])

    def value_extremes(self, cohorts: list[str], age: int | None) -> Extremes | None:
        """The highest and the lowest of some cohorts, at an `age`, or at the first where it is unknown.

        Those with few customers or not surely new ones stand aside. Of shares, the two that differ most clearly, and
        none where chance alone would make such differences. None where every cohort stands aside.
        """
        solid = self.known[~self.known["pale"] & self.known["cohort"].isin(cohorts)]
        if solid.empty:
            return None
        at = age if age is not None and (solid["age"] == age).any() else int(solid["age"].min())
        there = solid[solid["age"] == at]
        tested = self.measure == "share" and there["value"].min() < there["value"].max()
        ends = _clear_ends(there) if tested else _ends(there, "value")
        return Extremes(at, len(there), *(ends or (None, None)))

    def file(self) -> pd.DataFrame:
        """All cells with all measures, and the average below, for a download."""
        every = self.average.assign(cohort="average")
        table = pd.concat([self.cells, every], ignore_index=True)
        return table.drop(columns=[*LATER], errors="ignore").dropna(axis="columns", how="all")


def _with_few(cells: pd.DataFrame) -> pd.DataFrame:
    few = (cells["at_risk"] < FEW_CUSTOMERS).astype(bool)
    sure = cells["sure"].astype(bool) if "sure" in cells else pd.Series(True, index=cells.index)
    return cells.assign(few=few, sure=sure, pale=few | ~sure)


def _clear_ends(cells: pd.DataFrame) -> tuple[pd.Series, pd.Series] | None:
    """The two cells whose shares differ most clearly; None where chance alone would make such differences."""
    back, customers = (cells[name].to_numpy(dtype=np.int64) for name in ("customers", "at_risk"))
    pairs = clear_pairs(back, customers)
    return (cells.iloc[pairs[0][0]], cells.iloc[pairs[0][1]]) if pairs else None


def _ends(cells: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series]:
    return cells.iloc[int(cells[column].argmax())], cells.iloc[int(cells[column].argmin())]
