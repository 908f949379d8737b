"""The counting rules as flags, the same for every command."""

from collections.abc import Callable
from typing import Any, ParamSpec

import click

from retention.errors import RequestError
from retention.ingest.rules import MODES, SWITCHES, Rules

OWN_FLAGS = ("keep_apart", "refund_days")
"""The rules with a flag of their own: they count nothing more, they count it otherwise."""
COUNT = tuple(name.replace("_", "-") for name, counts in SWITCHES.items() if not counts and name not in OWN_FLAGS)
LEAVE_OUT = tuple(name.replace("_", "-") for name, counts in SWITCHES.items() if counts)
P = ParamSpec("P")


def rule_options(command: Callable[P, None]) -> Callable[P, None]:
    """Add a flag for every counting rule."""
    for option in (
        click.option(
            "--exchange",
            multiple=True,
            metavar="CODE=WORTH",
            help="Worth of one unit of another currency, such as EUR=19.5; repeatable.",
        ),
        click.option(
            "--merge",
            type=click.Path(),
            metavar="FILE",
            help="Customers who are one person, as lookalikes --save writes them.",
        ),
        click.option("--keep-apart", is_flag=True, help="Do not join customers with the same e-mail or phone."),
        click.option(
            "--refund-days",
            is_flag=True,
            help="Count a refund on the day it was made, where a row tells it, not on that of its order.",
        ),
        click.option("--nobody", metavar="CUSTOMER", multiple=True, help="A customer who is nobody; repeatable."),
        click.option(
            "--numberless",
            type=click.Choice(MODES["numberless"]),
            help="One order without a number: all of a customer's day, or each row (default: of a day and time).",
        ),
        click.option(
            "--lines",
            type=click.Choice(MODES["lines"]),
            help="Several lines of one order: add up, repeat the total, or are orders (default: the cells tell).",
        ),
        click.option("--leave-out", type=click.Choice(LEAVE_OUT), multiple=True, help="What not to count; repeatable."),
        click.option("--count", type=click.Choice(COUNT), multiple=True, help="What to count anyway; repeatable."),
    ):
        command = option(command)
    return command


def rules_of(options: dict[str, Any]) -> Rules:
    """The rules the flags make; takes their entries out of the command's `options`.

    Raises RequestError `no_exchange_rate` where what a currency is worth is no number above 0.
    """
    counted = dict.fromkeys(options.pop("count"), True) | dict.fromkeys(options.pop("leave_out"), False)
    switches: dict[str, Any] = {name.replace("-", "_"): counts for name, counts in counted.items()}
    return Rules(
        **switches,
        keep_apart=options.pop("keep_apart"),
        refund_days=options.pop("refund_days"),
        merged=_merged(options.pop("merge")),
        lines=options.pop("lines"),
        numberless=options.pop("numberless"),
        nobody=options.pop("nobody"),
        exchange=dict(map(_exchange, options.pop("exchange"))),
    )


def _merged(path: str | None) -> dict[str, str]:
    """Whom a file of merges says to count as whom."""
    if path is None:
        return {}
    from retention.ingest.merges import read_merges  # here, so that --help does not wait for pandas

    return read_merges(path)


def _exchange(text: str) -> tuple[str, float]:
    """`EUR=19.5`: a currency's code, and what one unit of it is worth in the one that is counted."""
    code, _, rate = text.partition("=")
    try:
        number = float(rate)
    except ValueError:
        number = 0.0
    if not code or not 0 < number < float("inf"):
        raise RequestError("no_exchange_rate", value=text)
    return code, number
