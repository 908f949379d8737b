"""`findings`: what stands out in a shop, ranked by money."""

from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import answer, bring, calendar_options, currency_of, ends_properly, order_options

if TYPE_CHECKING:
    from retention.analysis.findings import Counted, Finding, Findings


@click.command()
@order_options
@ends_properly
def findings(
    files: tuple[str, ...],
    grain: str,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """What stands out in FILES or a source, the most money first; that nothing does is an answer too.

    Looks at the rate of customers alike, groups by every column kept, prices and who left after they rose, newer
    customers against older ones, weekdays, who slips away, on how few customers the revenue rests, and what the file
    does not tell. What is told as certain survives the correction for all comparisons made; money is worth a year.
    """
    as_of, calendar = options["as_of"], calendar_options(grain, options)
    orders = bring(files, options)
    from retention.analysis.findings import findings as of_orders

    found = of_orders(orders, as_of=as_of, **calendar)

    def in_words() -> str:
        from retention.narrate.terminal import findings as words

        return words.text(found, currency_of(orders))

    answer(lambda: _in_json(found), in_words, of=orders, as_of=as_of, as_json=as_json)


def _in_json(found: "Findings") -> dict[str, Any]:
    return {
        "looks": found.looks,
        "nothing_stands_out": found.nothing,
        "findings": [_finding(each) for each in found.ranked],
    }


def _finding(each: "Finding") -> dict[str, Any]:
    from retention.cli.plain import plain

    figures = ("effect", "low", "high", "chance", "held", "money")
    return {
        "kind": each.kind,
        "certain": each.certain,
        "column": each.column,
        "value": each.value,
        "here": _side(each.here),
        "there": None if each.there is None else _side(each.there),
        **{name: plain(getattr(each, name)) for name in figures},
        "day": plain(each.day),
        "numbers": {name: plain(value) for name, value in each.numbers.items()},
        "doubts": list(each.doubts),
        "page": each.page,
        "settings": dict(each.settings),
    }


def _side(side: "Counted") -> dict[str, Any]:
    from retention.cli.plain import plain

    days = None if side.days is None else [day.isoformat() for day in side.days]
    return {"part": plain(side.part), "whole": plain(side.whole), "share": plain(side.share), "days": days}
