"""The answer of `cohorts`: a row per cohort, a column per age."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from retention.analysis.cohorts import CohortOptions, Drift
from retention.defaults import FEW_CUSTOMERS
from retention.errors import ColumnError
from retention.metrics import COHORT_MEASURES, Unit
from retention.narrate import cohort_measures, cohort_tables, cohorts, periods, problems
from retention.narrate.numbers import decimal, number, period_name
from retention.narrate.terminal.layout import aligned, paragraphs
from retention.narrate.texts import _, fill, plain

FEW_MARK, EDGE_MARK = "*", "°"


class Contents(NamedTuple):
    """What is shown: a measure, money in `currency`; who counts as back; ages in periods or in stretches of `days`."""

    measure: str
    mode: str
    grain: str
    days: int | None
    currency: str | None


def compared(found: Drift | None, options: CohortOptions, table: pd.DataFrame) -> list[str]:
    """Newer cohorts against older ones at age 1, as the Cohorts page says it first; nothing without such."""
    if found is None:
        return []
    said = cohorts.headline(found, options.calendar, cohorts.when(1, options))
    begin = table["start"].iloc[0]
    cautions = cohorts.cautions(found, 1, options.mode, begin)
    return [said, cohorts.verdict(found, options.mode) or "", *cautions]


def text(
    cells: pd.DataFrame,
    at_risk: pd.DataFrame,
    heads: pd.DataFrame,
    means: Sequence[float],
    contents: Contents,
    said: Sequence[str],
) -> str:
    """The table with its heading, behind what is `said` first; figures of few customers are marked.

    `cells` and `at_risk` are triangles of the same cohorts, `heads` their cells of age 0, `means` all cohorts together
    by age.
    """
    starts = heads["start"].astype(object).where(heads["start"].notna(), None)
    rows = [
        (
            _name(label, start, contents.grain) + ("" if sure else EDGE_MARK),
            number(size),
            *_cells(values, began, contents.measure),
        )
        for label, start, sure, size, values, began in zip(
            heads["cohort"],
            starts,
            heads["sure"],
            heads["size"],
            cells.to_numpy(float),
            at_risk.to_numpy(float),
            strict=True,
        )
    ]
    ages = (_("Cohort"), _("Customers"), *(f"{age} " for age in cells.columns))
    every = cohort_tables.all_cohorts(contents.measure)
    average = (every, "", *(f"{_mean(mean, contents.measure)} " for mean in means))
    marked = any(cell.endswith(FEW_MARK) for row in rows for cell in row[2:])
    return paragraphs(
        said,
        _heading(contents),
        aligned([ages, *rows, average]),
        [_few() if marked else "", "" if heads["sure"].all() else _edge()],
        [_nothing(at_risk) if all(mean != mean for mean in means) else ""],
    )


def _title(contents: Contents) -> str:
    title, unit = cohort_measures.title(contents.measure), COHORT_MEASURES[contents.measure].unit
    return f"{title}, {contents.currency}" if contents.currency and unit is Unit.MONEY else title


def _heading(contents: Contents) -> list[str]:
    sentences = [str(cohort_measures.legend(_title(contents), contents.grain, contents.days))]
    if COHORT_MEASURES[contents.measure].by_mode:
        counted = _("Back is who bought"), _(cohort_measures.MODES[contents.mode])
        sentences.append(f"{': '.join(counted)}.")
    return sentences


def _name(label: object, start: dt.date | None, grain: str) -> str:
    return plain(periods.group(label, rest=False) if start is None else period_name(start, grain))


def _cells(values: Iterable[float], began: Iterable[float], measure: str) -> list[str]:
    return [
        "" if value != value else _written(value, measure) + (FEW_MARK if many < FEW_CUSTOMERS else " ")
        for value, many in zip(values, began, strict=True)
    ]


def _written(value: float, measure: str) -> str:
    """A figure as its whole column is written: money of a cohort without cents, of a customer or an order with them."""
    shown = COHORT_MEASURES[measure]
    if shown.unit is Unit.MONEY:
        return number(value) if shown.is_total else decimal(value)
    return cohort_measures.full(value, measure, None)


def _mean(value: float, measure: str) -> str:
    """A figure of all cohorts; the mean of whole numbers keeps a decimal."""
    if value != value:
        return ""
    return decimal(value, digits=1) if COHORT_MEASURES[measure].unit is Unit.COUNT else _written(value, measure)


def _few() -> str:
    return fill(
        _("{mark}: fewer than {n} customers have come to that age, so the figure says little."),
        mark=FEW_MARK,
        n=FEW_CUSTOMERS,
    )


def _edge() -> str:
    return fill(_("{mark}: may hold customers from before your data, so it is no part of the average."), mark=EDGE_MARK)


def _nothing(at_risk: pd.DataFrame) -> str:
    """Why no cell is known."""
    if (at_risk.to_numpy(float) > 0).any():
        return problems.error(ColumnError("no_amounts"))
    return cohort_tables.nothing_known()
