"""The table of cohorts in sentences: what it shows, where it is highest, whose cell it is, how long orders take."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from retention.analysis.cohorts import CohortTable, triangle
from retention.analysis.cohorts.reading import NOT_STATED, Extremes
from retention.analysis.timing import Wait
from retention.defaults import FEW_CUSTOMERS
from retention.metrics import COHORT_MEASURES
from retention.narrate import cohort_measures, columns, periods
from retention.narrate.cohort_measures import Short
from retention.narrate.cohorts import first_bought, when
from retention.narrate.numbers import between, during, number, percent, period_name
from retention.narrate.retention import came_back
from retention.narrate.texts import Markup, _, fill, ngettext, plain, quoted
from retention.sheets import Column, Kind, Sheet


def names(table: CohortTable) -> dict[str, str]:
    """What each cohort is called, by its key, as plain text."""
    if table.by is None:
        return {key: period_name(start, table.options.grain) for key, start in table.starts.items()}
    return {key: periods.group(None if key == NOT_STATED else key, rest=False) for key in table.sizes}


def all_cohorts(measure: str) -> str:
    """What the row of all cohorts together is called: totals are averaged, everything else is pooled."""
    return _("Average cohort") if COHORT_MEASURES[measure].is_total else _("All cohorts")


def nothing_known() -> str:
    """What to do where no cell of the table is known."""
    return _("Nothing is known yet: no cohort has been around for a whole period. Choose shorter periods.")


def full(table: CohortTable, value: float, currency: str | None) -> str:
    """A value of the table's measure as a sentence would write it."""
    return cohort_measures.full(value, table.measure, currency)


def legend(table: CohortTable, short: Short, *, by_column: bool) -> Markup:
    """How to read the coloured table; `by_column` says that colours are compared within each age."""
    title = _measured(table, short)
    compared = {
        True: _("The more a cell stands out, the higher the value among cohorts of that age."),
        False: _("The more a cell stands out, the higher the value in the whole table."),
    }
    sentence = cohort_measures.legend(title, table.options.grain, table.options.days)
    return Markup(f"{sentence} {compared[by_column]}")


def _measured(table: CohortTable, short: Short) -> str:
    measure = cohort_measures.title(table.measure)
    return f"{measure}, {short.unit}" if short.unit else measure


def in_a_line(table: CohortTable, short: Short) -> str:
    """What the coloured table holds, and that its cells can be clicked."""
    return _("{measure}. Click a cell to see its customers.").format(measure=_measured(table, short))


def left_out(hidden: int) -> str:
    """What the picture leaves out: so many cohorts, and what is empty, pale or too far right."""
    sentences: list[str] = []
    if hidden:
        sentences.append(
            fill(
                ngettext("{n} more cohort is in the download.", "{n} more cohorts are in the download.", hidden),
                n=number(hidden),
            )
        )
    sentences.append(
        fill(
            _(
                "Empty: not over yet. Pale: fewer than {n} customers, or cohorts that may hold customers from before "
                "your data; the latter are no part of the average. Ages for which the screen is too narrow are in the "
                "download."
            ),
            n=FEW_CUSTOMERS,
        )
    )
    return " ".join(sentences)


def takeaway(
    table: CohortTable, called: Mapping[str, str], shown: list[str], age: int | None, currency: str | None
) -> Markup:
    """Where the table is highest and lowest, few customers aside, at the `age` that is compared or the first known.

    Of groups, which of them come back most and least; else of the cohorts `shown`. `called` are their `names`.
    """
    return _groups(table, called, age) or plain(_values(table, called, shown, age, currency))


def _groups(table: CohortTable, called: Mapping[str, str], age: int | None) -> Markup | None:
    if table.by is None or age is None:
        return None
    found = table.share_extremes(age)
    if found is None:
        return fill(
            _("Came back {when}: no group clearly stands out, differences this large between two arise by chance."),
            when=when(age, table.options),
        )
    most, least = found
    return fill(
        _("Came back {when}: clearly more with {most}, {share} ({range}), than with {least}, {other} ({other_range})."),
        when=when(age, table.options),
        most=quoted(called[most["cohort"]]),
        share=percent(most["share"]),
        range=between(most["share_low"], most["share_high"]),
        least=quoted(called[least["cohort"]]),
        other=percent(least["share"]),
        other_range=between(least["share_low"], least["share_high"]),
    )


def _values(
    table: CohortTable, called: Mapping[str, str], shown: list[str], compared: int | None, currency: str | None
) -> str:
    found = table.value_extremes(shown, compared)
    if found is None:
        return _("Every cohort has too few customers, or such that may not be new, to read a rate from.")
    if found.highest is None or found.lowest is None:
        return _no_extremes(found)
    high, low = (full(table, row["value"], currency) for row in (found.highest, found.lowest))
    if high == low:
        template = _("At age {age}: {value} in every cohort large enough to tell.")
        return template.format(age=found.age, value=high)
    told = {
        True: _("At age {age}: {high} ({high_cohort}) clearly above {low} ({low_cohort})."),
        False: _("At age {age}: highest {high} ({high_cohort}), lowest {low} ({low_cohort})."),
    }
    return told[table.measure == "share"].format(
        age=found.age,
        high=high,
        high_cohort=called[found.highest["cohort"]],
        low=low,
        low_cohort=called[found.lowest["cohort"]],
    )


def _no_extremes(found: Extremes) -> str:
    if found.cohorts == 1:
        return _("At age {age} only one cohort is large enough to tell.").format(age=found.age)
    template = _(
        "At age {age} no cohort clearly stands out: among {n}, differences this large between two arise by chance."
    )
    return template.format(age=found.age, n=number(found.cohorts))


def sheet(_cells: pd.DataFrame, *, table: CohortTable, called: Mapping[str, str], currency: str | None) -> Sheet:
    """The table as it stands on screen, for a file: all cohorts together, then each with its customers, by age."""
    measure = COHORT_MEASURES[table.measure]
    shape = triangle(table.cells, table.measure).loc[:, lambda ages: ages.columns >= table.first_age]
    shape = shape.loc[:, shape.notna().any()]
    every = pd.Series(table.means["value"].to_numpy(), index=table.means["age"])
    rows = pd.concat([every.reindex(shape.columns).to_frame().T, shape.astype("Float64")], ignore_index=True)
    keys = [all_cohorts(table.measure), *(called[NOT_STATED if key != key else key] for key in shape.index)]
    sizes = [table.customers, *(table.sizes[NOT_STATED if key != key else key] for key in shape.index)]
    rows.insert(0, "cohort", keys)
    rows.insert(1, "size", sizes)
    kind = columns.KINDS[measure.unit]
    unit = f", {currency}" if currency and kind is Kind.MONEY else ""
    title = ": ".join((_("Cohort"), f"{cohort_measures.title(table.measure)}{unit}"))
    heads = [Column(title=title, kind=Kind.TEXT), Column(title=_("Customers"), kind=Kind.COUNT)]
    ages = [_("Age {n}").format(n=age) for age in shape.columns]
    return columns.in_words([*heads, *(Column(title=age, kind=kind) for age in ages)], rows)


def when_in_cell(table: CohortTable, age: int) -> Markup:
    """When the customers behind a cell bought, inside a sentence or a list."""
    if not age:
        return Markup(_("at the first order"))
    return when(age, replace(table.options, mode=table.member_mode))


def members(table: CohortTable, called: Mapping[str, str], cohort: str, age: int, count: int) -> Markup:
    """Who the customers of a cell are, in a sentence; `count` of them are behind it."""
    start = table.starts.get(cohort)
    size = table.sizes[cohort]
    if start is None:
        began = fill(
            ngettext("{n} customer began with {value}.", "{n} customers began with {value}.", size),
            n=number(size),
            value=quoted(called[cohort]),
        )
    else:
        began = first_bought(size, during(start, table.options.grain))
    if not age:
        return began
    return Markup(f"{began} {came_back(count, when_in_cell(table, age))}")


def wait_for_order(wait: Wait, order: str) -> Markup:
    """How long until half of the customers have placed an order, named as `order`."""
    if wait.median is None:
        last = wait.curve.iloc[-1]
        template = ngettext(
            "**Half is not reached**: within {n} day, {share} of the customers had placed their {order}.",
            "**Half is not reached**: within {n} days, {share} of the customers had placed their {order}.",
            int(last["days"]),
        )
        return fill(template, n=number(last["days"]), share=percent(last["share"]), order=order)
    template = ngettext(
        "Half of the customers had placed their {order} within **{n} day** of the first.",
        "Half of the customers had placed their {order} within **{n} days** of the first.",
        int(wait.median),
    )
    return fill(template, n=number(wait.median), order=order)


def wait_legend(wait: Wait) -> Markup:
    """How many the curve is about."""
    sentences = [
        fill(
            ngettext(
                "{n} customer began; {reached} got there.",
                "{n} customers began; {reached} got there.",
                wait.customers,
            ),
            n=number(wait.customers),
            reached=number(wait.ordered),
        )
    ]
    if wait.few:
        sentences.append(Markup(_("Few customers: read with care.")))
    return Markup(" ".join(sentences))


def wait_reading() -> str:
    """How to read the curve of those who have ordered again."""
    return _(
        "Those who began lately count for the days they could be watched (Kaplan–Meier). The shaded band is the 95% "
        "interval."
    )
