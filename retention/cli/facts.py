"""`facts`: every figure with its name, definition, interval, days and doubts, for a person's assistant to quote."""

import json
from typing import Any

import click

from retention.cli.inputs import bring, calendar_options, ends_properly, order_options
from retention.cli.report import results


@click.command()
@order_options
@click.option("--mask", is_flag=True, help="Customers under invented names.")
@click.option("--margin", type=click.FloatRange(0, 1, min_open=True), help="Share of revenue left, 0.4 for 40%.")
@click.option("--base", default="previous", show_default=True, help="Also: last_year, ever, window:12M, window:90D.")
@ends_properly
def facts(
    files: tuple[str, ...],
    grain: str,
    base: str,
    margin: float | None,
    mask: bool,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """Every figure of the latest whole period of FILES, each with all that is needed to quote it.

    Made for programs: with or without --json one JSON object is printed, in English. See docs/assistant.md.
    """
    calendar = calendar_options(grain, options)
    orders = bring(files, options)
    from retention.report.facts import facts as of_material

    found = results(orders, calendar, mask=mask, base=base, margin=margin)
    click.echo(json.dumps(of_material(found), ensure_ascii=False, allow_nan=False, indent=None if as_json else 2))
