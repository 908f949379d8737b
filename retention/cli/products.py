"""`products`: what customers begin with and what it leads to, and after how long each product is bought again."""

from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import answer, bring, calendar_options, currency_of, ends_properly, order_options

if TYPE_CHECKING:
    import pandas as pd

    from retention.analysis.products import FirstProducts


@click.command()
@order_options
@click.option(
    "--within", type=int, metavar="DAYS", help="Days that first buyers are followed (default: 365, 180 or 90)."
)
@ends_properly
def products(
    files: tuple[str, ...],
    grain: str,
    within: int | None,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """What first buyers in FILES begin with, what that leads to, and the usual refill time of each product.

    For each product of first orders: who came back, what each brought, and what most bought next, within so many days
    of the first order. A product is said to stand out only where the difference to all others survives the correction
    for all comparisons. Needs files whose orders name products. --json holds all products and their intervals.
    """
    as_of = options["as_of"]
    calendar_options(grain, options)
    orders = bring(files, options)
    from retention.analysis.products import first_products, refills

    found, again = first_products(orders, within=within, as_of=as_of), refills(orders, as_of=as_of)

    def in_words() -> str:
        from retention.narrate.terminal import products as words

        return words.text(found, again, currency_of(orders))

    answer(lambda: _in_json(found, again), in_words, of=orders, as_of=as_of, as_json=as_json)


def _in_json(found: "FirstProducts", again: "pd.DataFrame") -> dict[str, Any]:
    from retention.cli.plain import plain, records

    figures = ("within", "customers", "followed", "returned_share", "value", "compared", "unsure", "money")
    return {
        **{name: plain(getattr(found, name)) for name in figures},
        "first_products": records(found.table),
        "refills": records(again),
    }
