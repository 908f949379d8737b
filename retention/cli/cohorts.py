"""`cohorts`: customers who began together, by age."""

import json
from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import bring, ends_properly, order_options
from retention.cli.terminal import shown

if TYPE_CHECKING:
    import pandas as pd

# The command line's names of measures → columns of `cohorts`.
MEASURES = {
    "customers": "customers",
    "share": "share",
    "orders": "orders",
    "revenue": "revenue",
    "revenue_per_customer": "revenue_per_customer",
    "cumulative_revenue_per_customer": "cumulative_revenue_per_customer",
    "order_value": "average_order_value",
    "orders_per_active": "orders_per_active_customer",
}
TOTALS = ("customers", "orders", "revenue")


@click.command()
@order_options
@click.option("--measure", type=click.Choice(list(MEASURES)), default="share", show_default=True)
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
    money it is the mean per cohort.
    """
    as_of = options["as_of"] and options["as_of"].date()
    orders = bring(files, options, by=by)
    from retention.cohorts import ELAPSED_DAYS
    from retention.cohorts import cohorts as of_orders

    age_kind = ELAPSED_DAYS[grain] if ages == "elapsed" else "calendar"
    table = of_orders(orders, grain=grain, by=by, ages=age_kind, mode=mode, as_of=as_of)
    answer = {"grain": grain, "measure": measure, "mode": mode, "ages": ages, "by": by, **_answer(table, measure)}
    click.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False) if as_json else shown(_as_text(answer)))


def _answer(table: "pd.DataFrame", measure: str) -> dict[str, Any]:
    from retention.cli.plain import plain
    from retention.cohorts import average, triangle

    column = MEASURES[measure]
    cells = triangle(table, column)
    sizes = table[table["age"] == 0]["size"]
    rows = [
        {"cohort": None if label != label else label, "size": int(size), "cells": [plain(cell) for cell in row]}
        for label, size, row in zip(cells.index, sizes, cells.to_numpy(dtype=object), strict=True)
    ]
    means = average(table).set_index("age")[column]
    if measure in TOTALS:
        means = means / table.dropna(subset="at_risk").groupby("age").size()
    return {"cohorts": rows, "average": [plain(means.get(age)) for age in cells.columns]}


def _as_text(answer: dict[str, Any]) -> str:
    count = max(len(row["cells"]) for row in answer["cohorts"])
    lines = [f"{'cohort':<12}{'size':>8}" + "".join(f"{age:>9}" for age in range(count))]
    lines += [
        f"{row['cohort'] or '–':<12}{row['size']:>8,}" + _cells_line(row["cells"], answer["measure"])
        for row in answer["cohorts"]
    ]
    lines.append(f"{'average':<20}" + _cells_line(answer["average"], answer["measure"]))
    if all(cell is None for cell in answer["average"]):
        lines += [
            "",
            "No cell is known yet: no cohort's first period is over by the as-of date.",
        ]
    return "\n".join(line.rstrip() for line in lines)


def _cells_line(cells: list[float | None], measure: str) -> str:
    form = "{:>9.1%}" if measure == "share" else "{:>9,.0f}" if measure in TOTALS else "{:>9,.2f}"
    return "".join(" " * 9 if cell is None else form.format(cell) for cell in cells)
