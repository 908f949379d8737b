"""Two periods, or groups of customers, held against each other in sentences. Markdown."""

import math
from typing import NamedTuple

import pandas as pd

from retention.analysis.change import Change
from retention.analysis.rates.breakdown import GroupContrast, group_contrast
from retention.analysis.rates.compare import PeriodComparison
from retention.analysis.rates.figures import PROPORTIONS
from retention.defaults import FEW_CUSTOMERS
from retention.narrate import changes, columns, filters, metrics, periods
from retention.narrate.numbers import MISSING, from_to, number, of_hundred, points
from retention.narrate.retention import when
from retention.narrate.texts import N_, Markup, _, fill, ngettext
from retention.sheets import Sheet

COLUMNS = {**filters.COLUMNS, "product": N_("First product"), "category": N_("First category")}


def period_titles(found: PeriodComparison) -> tuple[str, str]:
    """What both periods are called in a list, the earlier first."""
    (first, second), grains = found.days, found.grains
    return periods.name(first, grains[0]), periods.name(second, grains[1])


def two_periods(found: PeriodComparison, moved: Change | None) -> Markup:
    """What became of the retention rate from one period to the other, and of customers alike where that is known."""
    (first_days, second_days), grains = found.days, found.grains
    first_when, second_when = when(first_days, grains[0]), when(second_days, grains[1])
    if any(map(math.isnan, found.rates)):
        without = first_when if math.isnan(found.rates[0]) else second_when
        return fill(_("There is no rate to compare: nobody was there to come back {period}."), period=without)
    before, now = map(of_hundred, found.rates)
    said = fill(
        _("Of every 100 customers at the start, {first} came back {first_period} and {second} {second_period}."),
        first=before,
        first_period=first_when,
        second=now,
        second_period=second_when,
    )
    judged = changes.verdict(moved) if moved is not None else ""
    return Markup(f"{said} {judged}") if judged else said


def two_periods_caption(table: pd.DataFrame, *, complete: bool) -> Markup:
    """How to read the table of changes; `table` are its rows, as `compare` gives them."""
    sentences = [
        _("Differences of shares are in percentage points, with their 95% Newcombe interval."),
        _("The verdict on the retention rate is about customers alike, the others are about chance alone."),
    ]
    if not complete:
        sentences.append(_("There is no verdict while one of the two is not over in your data."))
    if table["small"].any():
        sentences.append(fill(_("Grey: fewer than {n} customers to go by."), n=FEW_CUSTOMERS))
    return Markup(" ".join(sentences))


class FigureChange(NamedTuple):
    """One figure of two periods as a table shows it; `range` is that of the change, empty where there is none."""

    name: str
    first: str
    second: str
    change: str
    range: str
    verdict: str


def change_titles(found: PeriodComparison) -> tuple[str, ...]:
    """The headings of a table of `FigureChange`."""
    return (_("Figure"), *period_titles(found), _("Change"), _("95% interval"), _("Verdict"))


def periods_sheet(
    _table: pd.DataFrame, *, compared: pd.DataFrame, found: PeriodComparison, currency: str | None
) -> Sheet:
    """The table of both periods for a file."""
    return columns.texts(change_titles(found), pd.DataFrame(figure_changes(compared, currency)))


def groups_sheet(table: pd.DataFrame, *, present: bool, grain: str | None, currency: str | None) -> Sheet:
    """The groups of `breakdown` with all their figures for a file; see `group_name` and `columns.sheet`."""
    named = zip(table["group"], table["rest"], strict=True)
    names = [group_name(group, rest=rest, present=present) for group, rest in named]
    titles = {"crr": metrics.title("crr"), "textbook": metrics.title("textbook"), "customers": _("Customers ever")}
    return columns.sheet(table.assign(group=names, rest=False), currency=currency, grain=grain, titles=titles)


def figure_changes(table: pd.DataFrame, currency: str | None) -> list[FigureChange]:
    """The rows of `compare`, indexed by figure, as a table shows them."""
    columns = (table[column] for column in ("first", "second", "change", "low", "high", "verdict"))
    return [
        FigureChange(
            name=metrics.title(figure),
            first=metrics.value(figure, first, currency),
            second=metrics.value(figure, second, currency),
            change=_change(figure, change, currency),
            range=_range(low, high),
            verdict=periods.verdict(verdict),
        )
        for figure, first, second, change, low, high, verdict in zip(table.index, *columns, strict=True)
    ]


def _change(figure: str, amount: float, currency: str | None) -> str:
    if math.isnan(amount):
        return MISSING
    if metrics.is_share(figure):
        return points(amount)
    sign = "−" if amount < 0 else "+"
    return f"{sign}{metrics.value(figure, abs(amount), currency)}"


def _range(low: float, high: float) -> str:
    if math.isnan(low):
        return ""
    return from_to(points(low), points(high))


def grouping(column: str, *, present: bool) -> str:
    """What a way to group customers is called; `present` asks only whether the column holds anything."""
    if present:
        return _("Discount used or not")
    return _(COLUMNS[column]) if column in COLUMNS else column


def group_name(group: object, *, rest: bool, present: bool) -> str:
    """What a group is called; `rest` is all that have no row of their own."""
    if present and not rest:
        return _("With a discount") if group == "1" else _("Without a discount")
    return periods.group(group, rest=rest)


def groups_compared(groups: pd.DataFrame, figure: str) -> Markup:
    """Which groups differ more than chance would make them, or that none does; names only where one can be named.

    `groups` are `ranked_groups` with what is shown of each as `name` and `text`.
    """
    found = group_contrast(groups, figure)
    if found is None:
        return fill(_("Too few groups have {n} customers or more to go by: no comparison holds."), n=FEW_CUSTOMERS)
    if found.testable and found.verdict is None:
        return fill(_("The period is not over, so there is no verdict yet."))
    if found.verdict == "no_clear_difference":
        return fill(
            _("No group clearly stands out: among {n}, differences this large between two arise by chance."),
            n=number(len(found.groups)),
        )
    if not found.testable:
        return _ends(_("Highest: {highest}, {high}. Lowest: {lowest}, {low}."), found)
    said = _ends(
        _("**{highest}** ({high}) clearly above **{lowest}** ({low}): chance alone would hardly explain that."), found
    )
    others = len(found.pairs) - 1
    if not others:
        return said
    more = ngettext("{n} more pair of groups differs as clearly.", "{n} more pairs of groups differ clearly.", others)
    return Markup(f"{said} {fill(more, n=number(others))}")


def _ends(template: str, found: GroupContrast) -> Markup:
    highest, lowest = found.highest, found.lowest
    return fill(template, highest=highest["name"], high=highest["text"], lowest=lowest["name"], low=lowest["text"])


def groups_legend(groups: pd.DataFrame, figure: str, whole: str) -> Markup:
    """How to read the picture of the groups; `whole` is the figure of all customers together, as written."""
    sentences = [
        _("A customer belongs to the group of the first order, for good."),
        fill(_("Dashed: all customers together, {value}."), value=whole),
    ]
    if figure in PROPORTIONS:
        sentences.append(
            _("Bars are 95% intervals; some of many groups lie apart by chance, which the verdict allows for.")
        )
    if groups["few"].any():
        sentences.append(fill(_("Pale: fewer than {n} customers to go by."), n=FEW_CUSTOMERS))
    return Markup(" ".join(sentences))
