"""`claim`: a figure of another tool, and which way to count gives it."""

import sys
from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import answer, bring, calendar_options, currency_of, ends_properly, order_options

if TYPE_CHECKING:
    from retention.analysis.claims import ClaimCheck


@click.command()
@order_options
@click.argument("stated", metavar="CLAIM")
@click.option("--tool", metavar="NAME", help="Whose figure it is: shopify, metrilo, stripe …")
@click.option("--base", default="previous", show_default=True, help="Also: last_year, ever, window:12M, window:90D.")
@ends_properly
def claim(
    files: tuple[str, ...],
    stated: str,
    tool: str | None,
    base: str,
    grain: str,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """Which definition, period and way of counting gives CLAIM, a figure such as 38% or "Shopify: 38.4%".

    Tries every share of the catalogue over the latest weeks, months, quarters, years and stretches of days, several
    bases, and orders counted otherwise, and tells the most plausible that agree with the digits given, or the nearest.
    With hundreds of figures some agree by chance; how many that would be is told too.
    """
    as_of, calendar = options["as_of"], calendar_options(grain, options)
    orders = bring(files, options)
    from retention.analysis.claims import claim_check

    with click.progressbar(length=100, file=sys.stderr, hidden=as_json or not sys.stderr.isatty()) as bar:
        found = claim_check(
            orders,
            stated,
            tool=tool,
            base=base,
            as_of=as_of,
            progress=lambda share: bar.update(int(100 * share) - bar.pos),
            **calendar,
        )

    def in_words() -> str:
        from retention.narrate.terminal import claims as words

        return words.text(found, currency_of(orders))

    answer(lambda: _in_json(found), in_words, of=orders, as_of=as_of, as_json=as_json)


def _in_json(found: "ClaimCheck") -> dict[str, Any]:
    """The claim, how many figures were tried, and the ways worth telling."""
    from retention.cli.plain import plain, records

    names = ["definition", "start", "end", "grain", "base", "counting", "value", "part", "whole", "complete", "agrees"]
    return {
        "claim": {"value": found.claim.value, "step": found.claim.step, "tool": found.claim.tool},
        "tried": len(found.tried),
        "matches": len(found.matches),
        "by_chance": plain(found.by_chance),
        "ways": records(found.shown[names]),
    }
