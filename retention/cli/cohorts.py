"""`cohorts`: customers who began together, by age."""

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from retention.cli.inputs import answer, bring, calendar_options, currency_of, ends_properly, order_options
from retention.metrics import COHORT_MEASURES

if TYPE_CHECKING:
    import pandas as pd

    from retention.analysis.cohorts import Drift

BY_FLAG = {measure.flag: name for name, measure in COHORT_MEASURES.items()}
"""The command line's names of measures, and the columns of `cohorts`."""


@click.command()
@order_options
@click.option("--measure", type=click.Choice(list(BY_FLAG)), default="share", show_default=True)
@click.option("--mode", type=click.Choice(["on", "on_or_after", "on_or_before"]), default="on", show_default=True)
@click.option("--ages", type=click.Choice(["calendar", "elapsed"]), default="calendar", show_default=True)
@click.option("--by", metavar="COLUMN", help="Cohorts by what this column says on the first order.")
@ends_properly
def cohorts(
    files: tuple[str, ...],
    grain: str,
    measure: str,
    mode: str,
    ages: str,
    by: str | None,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """Every cohort of customers at every age, in FILES or a source.

    Ages are calendar periods, or stretches of 7, 30, 91 or 365 days (week, month, quarter, year) since each
    customer's own first order. The average row divides the totals of all cohorts old enough; of counts and
    money it is the mean per cohort. --mode is for customers and share: orders and money are those of the very age.
    With --by, a cell speaks of those customers who have come to that age (at_risk in JSON). Cohorts that may hold
    customers from before the data (sure in JSON) are no part of the average, nor of the comparison of newer cohorts
    with older ones at age 1 (drift in JSON).
    """
    as_of, calendar = options["as_of"], calendar_options(grain, options)
    orders = bring(files, options, by=by)
    from retention.analysis.cohorts import ELAPSED_DAYS
    from retention.analysis.cohorts import cohorts as of_orders

    days = ELAPSED_DAYS[grain] if ages == "elapsed" else None
    table = of_orders(orders, by=by, ages=days or "calendar", mode=mode, as_of=as_of, **calendar)
    found = _Found.of(table, BY_FLAG[measure])
    compared = _drift(table, calendar) if by is None else None
    settings = {"grain": grain, "measure": measure, "mode": mode, "ages": ages, "by": by}

    def in_words() -> str:
        from retention.analysis.cohorts import CohortOptions
        from retention.narrate.terminal import cohorts as words
        from retention.periods import Calendar

        chosen = words.Contents(BY_FLAG[measure], mode, grain, days, currency_of(orders))
        cut = Calendar.of(**calendar)
        options = CohortOptions(calendar=cut, mode=mode, ages=days or "calendar")
        return words.text(*found, chosen, words.compared(compared, options, table))

    def in_json() -> dict[str, Any]:
        return settings | found.in_json() | ({} if by else {"drift": _drift_in_json(compared)})

    answer(in_json, in_words, of=orders, as_of=as_of, as_json=as_json)


def _drift(table: "pd.DataFrame", calendar: dict[str, Any]) -> "Drift | None":
    """Newer cohorts against older ones at age 1."""
    from retention.analysis.cohorts import drift
    from retention.periods import Calendar

    return drift(table, 1, per_year=Calendar.of(**calendar).per_year)


def _drift_in_json(found: "Drift | None") -> dict[str, Any] | None:
    from retention.cli.plain import plain

    if found is None:
        return None
    sides = {
        name: {key: plain(getattr(side, key)) for key in ("start", "last", "cohorts", "customers", "at_risk", "share")}
        for name, side in (("older", found.older), ("newer", found.newer))
    }
    figures = {
        key: plain(getattr(found, key)) for key in ("change", "low", "high", "verdict", "leaning", "firm", "left_out")
    }
    return {"age": 1, **sides, **figures, "doubts": list(found.doubts)}


class _Found(NamedTuple):
    """A measure as a triangle, with the customers who have come to each age, the cells of age 0, and the average."""

    cells: "pd.DataFrame"
    at_risk: "pd.DataFrame"
    heads: "pd.DataFrame"
    means: list[float]

    @classmethod
    def of(cls, table: "pd.DataFrame", column: str) -> "_Found":
        """What is told of the cohorts in `table`."""
        from retention.analysis.cohorts import average, overall, triangle

        cells = triangle(table, column)
        means = overall(average(table).set_index("age"), column).reindex(cells.columns)
        return cls(cells, triangle(table, "at_risk"), table[table["age"] == 0], means.astype(float).tolist())

    def in_json(self) -> dict[str, Any]:
        """Rows and average as the values JSON knows."""
        from retention.cli.plain import plain

        rows = [
            {
                "cohort": None if label != label else label,
                "size": int(size),
                "sure": bool(sure),
                "cells": [plain(cell) for cell in row],
                "at_risk": [plain(many) for many in began],
            }
            for label, size, sure, row, began in zip(
                self.cells.index,
                self.heads["size"],
                self.heads["sure"],
                self.cells.to_numpy(dtype=object),
                self.at_risk.to_numpy(dtype=object),
                strict=True,
            )
        ]
        return {"cohorts": rows, "average": [plain(mean) for mean in self.means]}
