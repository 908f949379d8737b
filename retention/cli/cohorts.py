"""`cohorts`: customers who began together, by age."""

import json
from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import bring, ends_properly, order_options
from retention.metrics import COHORT_MEASURES
from retention.narrate.terminal.layout import shown

if TYPE_CHECKING:
    import pandas as pd

BY_FLAG = {measure.flag: name for name, measure in COHORT_MEASURES.items()}
"""The command line's names of measures, and the columns of `cohorts`."""
FORMS = {"share": ".1%", "customers": ",.0f", "orders": ",.0f", "revenue": ",.0f"}
FORMS_OF_MEANS = FORMS | {"customers": ",.1f", "orders": ",.1f"}
FORM = ",.2f"
WHO_COUNTS = {"on": "at that very age", "on_or_after": "at that age or later", "on_or_before": "by that age"}
FEW_MARK = "*"


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
    With --by, a cell speaks of those customers who have come to that age (at_risk in JSON).
    """
    as_of = options["as_of"] and options["as_of"].date()
    orders = bring(files, options, by=by)
    from retention.analysis.cohorts import ELAPSED_DAYS
    from retention.analysis.cohorts import cohorts as of_orders

    days = ELAPSED_DAYS[grain] if ages == "elapsed" else None
    table = of_orders(orders, grain=grain, by=by, ages=days or "calendar", mode=mode, as_of=as_of)
    answer = {"grain": grain, "measure": measure, "mode": mode, "ages": ages, "by": by, **_answer(table, measure)}
    click.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False) if as_json else shown(_as_text(answer, days)))


def _answer(table: "pd.DataFrame", measure: str) -> dict[str, Any]:
    from retention.analysis.cohorts import average, overall, triangle
    from retention.cli.plain import plain

    column = BY_FLAG[measure]
    cells, at_risk = triangle(table, column), triangle(table, "at_risk")
    sizes = table[table["age"] == 0]["size"]
    rows = [
        {
            "cohort": None if label != label else label,
            "size": int(size),
            "cells": [plain(cell) for cell in row],
            "at_risk": [plain(many) for many in began],
        }
        for label, size, row, began in zip(
            cells.index, sizes, cells.to_numpy(dtype=object), at_risk.to_numpy(dtype=object), strict=True
        )
    ]
    means = average(table).set_index("age")
    values = overall(means, column)
    return {"cohorts": rows, "average": [plain(values.get(age)) for age in cells.columns]}


def _as_text(answer: dict[str, Any], days: int | None) -> str:
    from retention.defaults import FEW_CUSTOMERS

    form, form_of_means = (forms.get(answer["measure"], FORM) for forms in (FORMS, FORMS_OF_MEANS))
    rows = [(row["cohort"] or "none", f"{row['size']:,}", _cells(row, form)) for row in answer["cohorts"]]
    rows.append(("average", "", [f"{_written(mean, form_of_means)} " for mean in answer["average"]]))
    ages = [f"{age} " for age in range(len(answer["average"]))]
    label, size, cell = (max(map(len, texts)) + 2 for texts in _columns([("cohort", "size", ages), *rows]))
    lines = [_heading(answer, days), ""]
    lines += [
        f"{name:<{label}}{many:>{size}}" + "".join(f"{text:>{cell}}" for text in texts)
        for name, many, texts in [("cohort", "size", ages), *rows]
    ]
    if any(text.endswith(FEW_MARK) for _, _, texts in rows for text in texts):
        lines += [
            "",
            f"{FEW_MARK} fewer than {FEW_CUSTOMERS} customers have come to that age, so that the figure says little.",
        ]
    if all(value is None for value in answer["average"]):
        lines += ["", _why_nothing(answer)]
    return "\n".join(line.rstrip() for line in lines)


def _columns(rows: list[tuple[str, str, list[str]]]) -> tuple[list[str], list[str], list[str]]:
    names, sizes, cells = zip(*rows, strict=True)
    return list(names), list(sizes), [text for texts in cells for text in texts]


def _heading(answer: dict[str, Any], days: int | None) -> str:
    measure = COHORT_MEASURES[BY_FLAG[answer["measure"]]]
    since = f"stretches of {days} days since each customer's own first order"
    ages = since if days else f"calendar {answer['grain']}s since the first order's"
    counted = f" {WHO_COUNTS[answer['mode']]}" if measure.by_mode else ""
    return f"{measure.title}{counted}. Ages: {ages}."


def _why_nothing(answer: dict[str, Any]) -> str:
    if any(many for row in answer["cohorts"] for many in row["at_risk"]):
        return "The orders have no amounts, so nothing can be said about money: choose another --measure."
    return "No cell is known yet: no cohort's first period is over by the as-of date."


def _cells(row: dict[str, Any], form: str) -> list[str]:
    from retention.defaults import FEW_CUSTOMERS

    return [
        _written(cell, form) + (FEW_MARK if began < FEW_CUSTOMERS else " ") if cell is not None else ""
        for cell, began in zip(row["cells"], row["at_risk"], strict=True)
    ]


def _written(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)
