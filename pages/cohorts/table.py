"""The table of cohorts in hand: its cells, what its rows are called, what it shows of them."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pages.cohorts.choices import Asked, Shown
from pages.shared import cached
from retention.analysis.cohorts import overall
from retention.metrics import COHORT_MEASURES
from retention.narrate import cohort_measures
from retention.narrate.numbers import period_name
from retention.narrate.texts import _
from retention.orders import Orders

NOT_STATED = ""
"""Key of the cohort whose first order says nothing in the column."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """Cohorts by period, oldest first, or by a column's value, largest first.

    `cells` are those of `retention.analysis.cohorts`, in the mode asked for, with `cohort` a text in every row;
    `average` is what they are all together.
    """

    cells: pd.DataFrame
    average: pd.DataFrame
    asked: Asked
    shown: Shown
    currency: str | None

    @classmethod
    def of(cls, orders: Orders, asked: Asked, shown: Shown) -> "Table":
        """The table the visitor asks for."""
        counted = orders, asked.grain, asked.year_start, shown.by, asked.ages
        cells, average = cached.cohorts(*counted)[asked.mode], cached.average_cohort(*counted, asked.mode)
        if shown.by is not None:
            keys = cells["cohort"].astype(object).where(cells["cohort"].notna(), NOT_STATED)
            cells = cells.assign(cohort=keys).sort_values(
                ["size", "cohort", "age"], ascending=[False, True, True], kind="stable", ignore_index=True
            )
        return cls(cells=cells, average=average, asked=asked, shown=shown, currency=orders.currency)

    @cached_property
    def starts(self) -> dict[str, dt.date]:
        """First day of each cohort that is a period, by its key."""
        heads = self.cells[(self.cells["age"] == 0) & self.cells["start"].notna()]
        return dict(zip(heads["cohort"], heads["start"], strict=True))

    @cached_property
    def names(self) -> dict[str, str]:
        """What each cohort is called, by its key, as plain text."""
        if self.shown.by is None:
            return {key: period_name(start, self.asked.grain) for key, start in self.starts.items()}
        return {key: key if key != NOT_STATED else _("not stated") for key in self.sizes}

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Customers of each cohort, by its key."""
        heads = self.cells[self.cells["age"] == 0]
        return dict(zip(heads["cohort"], heads["size"].astype(int), strict=True))

    @cached_property
    def known(self) -> pd.DataFrame:
        """The cells that hold something: the age is over, somebody was there, the measure has a `value`."""
        measure = self.shown.measure
        cells = self.cells[
            (self.cells["age"] >= cohort_measures.first_age(measure)) & (self.cells["at_risk"].fillna(0) > 0)
        ]
        return cells.assign(value=cells[measure].astype(float)).dropna(subset="value")

    @cached_property
    def means(self) -> pd.DataFrame:
        """All cohorts together by age, as `average` gives them, with their `value`."""
        values = overall(self.average, self.shown.measure).astype(float)
        fresh = self.average.assign(value=values)
        return fresh[(fresh["age"] >= cohort_measures.first_age(self.shown.measure)) & fresh["value"].notna()]

    @property
    def mode(self) -> str:
        """Who is behind a cell: orders and money are those of the very age, whoever counts as back."""
        return self.asked.mode if COHORT_MEASURES[self.shown.measure].by_mode else "on"

    @property
    def counted(self) -> str:
        """The column that counts the customers behind a cell."""
        return "customers" if COHORT_MEASURES[self.shown.measure].by_mode else "active"

    def full(self, value: float) -> str:
        """A value of the measure as a sentence would write it."""
        return cohort_measures.full(value, self.shown.measure, self.currency)

    def file(self) -> pd.DataFrame:
        """All cells with all measures, and the average below, for a download."""
        every = self.average.assign(cohort="average")
        return pd.concat([self.cells, every], ignore_index=True).dropna(axis="columns", how="all")
