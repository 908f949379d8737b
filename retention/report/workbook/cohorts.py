"""The sheet of cohorts: counts as a triangle, and the shares that follow from them, in colours."""

import numpy as np
import pandas as pd

from retention.narrate import cohort_tables
from retention.narrate.numbers import period_name
from retention.narrate.texts import _
from retention.report.look import QUIET
from retention.report.material import Material
from retention.report.workbook.book import COUNT, Book, Sheet, cell

FIRST = 4
MOST = 60
"""Cohorts of a sheet, the latest ones: five years of months."""


def write_cohorts(book: Book, found: Material) -> None:
    """Customers of each cohort by age, below them the shares as formulas, and all cohorts together."""
    cells = found.cohorts
    counts = cells.pivot_table(index="cohort", columns="age", values="active", sort=True, dropna=False, observed=True)
    if counts.empty:
        return
    first = cells.drop_duplicates("cohort").set_index("cohort")
    counts = counts.tail(MOST)
    counts = counts.loc[:, counts.notna().any()]
    starts = first["start"].reindex(counts.index)
    sheet = book.add(_("Cohorts"), _("Every cohort as it ages"))
    sheet.put(1, 0, _("A cohort: everyone whose first order falls into the period."), book.style(font_color=QUIET))
    names = [period_name(start, found.grain) for start in starts]
    _write_counts(sheet, counts, names)
    _write_shares(sheet, counts, names)
    sheet.at.set_column(0, 0, 18)
    sheet.at.set_column(1, counts.shape[1] + 1, 8)
    sheet.at.freeze_panes(0, 1)


def _write_counts(sheet: Sheet, counts: pd.DataFrame, names: list[str]) -> None:
    sheet.heads(FIRST - 1, (_("Cohort"), *map(str, counts.columns)), height=18)
    number = sheet.book.style(num_format=COUNT)
    for place, name in enumerate(names):
        sheet.put(FIRST + place, 0, name)
        for column, value in enumerate(counts.iloc[place]):
            sheet.put(FIRST + place, 1 + column, None if pd.isna(value) else int(value), number)


def _write_shares(sheet: Sheet, counts: pd.DataFrame, names: list[str]) -> None:
    """Share of the cohort by age; all together: the active of the cohorts old enough, over all their customers."""
    top = FIRST + len(names) + 2
    sheet.put(top - 1, 0, _("Share of the cohort"), sheet.book.style(bold=True))
    sheet.heads(top, (_("Cohort"), *map(str, counts.columns)), height=18)
    share = sheet.book.style(num_format="0%")
    active = counts.to_numpy(dtype=float)
    for place, name in enumerate(names):
        sheet.put(top + 1 + place, 0, name)
        for column, value in enumerate(active[place]):
            if np.isnan(value):
                continue
            of, part = cell(FIRST + place, 1), cell(FIRST + place, 1 + column)
            known = value / active[place, 0] if active[place, 0] else None
            sheet.formula(top + 1 + place, 1 + column, f'=IF(${of}=0,"",{part}/${of})', known, share)
    end = top + 1 + len(names)
    sheet.put(end, 0, cohort_tables.all_cohorts("share"), sheet.book.style(bold=True, top=1))
    _write_all_together(sheet, active, end)
    if counts.shape[1] > 1:
        scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": sheet.book.look.colour}
        sheet.at.conditional_format(top + 1, 2, end - 1, counts.shape[1], scale)


def _write_all_together(sheet: Sheet, active: np.ndarray, row: int) -> None:
    """At each age the customers active, over all customers of the cohorts that are old enough."""
    last, shown = FIRST + len(active) - 1, sheet.book.style(bold=True, num_format="0%", top=1)
    sizes = f"{cell(FIRST, 1, fixed=True)}:{cell(last, 1, fixed=True)}"
    for column in range(active.shape[1]):
        old_enough = ~np.isnan(active[:, column])
        of = float(active[old_enough, 0].sum())
        value = float(np.nansum(active[:, column])) / of if of else None
        parts = f"{cell(FIRST, 1 + column)}:{cell(last, 1 + column)}"
        text = f'=IF(SUMIF({parts},"<>",{sizes})=0,"",SUM({parts})/SUMIF({parts},"<>",{sizes}))'
        sheet.formula(row, 1 + column, text, value, shown)
