"""`pace`: how the running or next period stands beside a target."""

import re
from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import answer, bring, calendar_options, ends_properly, order_options
from retention.errors import RequestError

if TYPE_CHECKING:
    from retention.analysis.pace import Pace

TARGET = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s?(%?)")


def as_target(text: str) -> float:
    """A target as people write it: 35%, 35 or 0.35. RequestError `no_target` (target) for anything else.

    >>> as_target("35%"), as_target("0.35"), as_target("12,5 %"), as_target("100")
    (0.35, 0.35, 0.125, 1.0)
    """
    found = TARGET.fullmatch(text.strip())
    number = float(found[1].replace(",", ".")) if found else 0.0
    share = number / 100 if found and (found[2] or number > 1) else number
    if not 0 < share <= 1:
        raise RequestError("no_target", target=text)
    return share


@click.command()
@order_options
@click.option("--base", default="previous", show_default=True, help="Also: last_year, ever, window:12M, window:90D.")
@click.option("--target", metavar="SHARE", help="The retention rate to reach, such as 35%.")
@ends_properly
def pace(
    files: tuple[str, ...],
    grain: str,
    base: str,
    target: str | None,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """How the period that is not over in FILES or a source, or the next one, stands beside a target.

    Tells who is back so far, where the period ends, the chance of reaching the target, and how many more must come
    back by when; too early is an answer too.
    """
    aim = None if target is None else as_target(target)
    as_of, calendar = options["as_of"], calendar_options(grain, options)
    orders = bring(files, options)
    from retention.analysis.pace import pace as of_orders

    found = of_orders(orders, target=aim, base=base, as_of=as_of, **calendar)

    def in_words() -> str:
        from retention.narrate.terminal import pace as words

        return words.text(found, grain)

    answer(lambda: {"pace": _in_json(found)}, in_words, of=orders, as_of=as_of, as_json=as_json)


def _in_json(found: "Pace | None") -> dict[str, Any] | None:
    """The result, or None where nobody can come back."""
    if found is None:
        return None
    from dataclasses import asdict

    from retention.cli.plain import plain

    asked = {"needed": found.needed, "missing": found.missing, "due_by_now": found.due_by_now}
    doubts = {"few": found.few, "short": found.short}
    return {name: plain(value) for name, value in (asdict(found) | asked | doubts).items()}
