"""`lookalikes`: customers who may be one person, and a file of them for `--merge`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import answer, bring, calendar_options, ends_properly, order_options, tables
from retention.cli.output import check_output, output
from retention.errors import RequestError

if TYPE_CHECKING:
    from retention.activity import AnyOrders
    from retention.ingest.lookalikes import LookAlike


@click.command()
@order_options
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write them as a table for --merge; leave out by hand who is not one person.",
)
@click.option("--force", is_flag=True, help="Let --save replace a file that is there.")
@ends_properly
def lookalikes(
    files: tuple[str, ...],
    grain: str,
    save: Path | None,
    force: bool,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """Customers in FILES who may be one person: one mailbox written differently, nearly one name in one place.

    Nothing is merged unasked: --save writes them as a table, and --merge of any command counts those left in it as one.
    Customers with the very same e-mail or phone are one person already (--keep-apart leaves them apart). With --only
    and --without those are listed of whom at least one has an order that counts.
    """
    if not files:
        raise RequestError("flags_of_source", flags=["lookalikes"])
    if save is not None:
        check_output(save, files, force=force)
    as_of, _calendar = options["as_of"], calendar_options(grain, options)
    orders = bring(files, options)
    from retention.ingest.lookalikes import look_alikes
    from retention.ingest.merges import written

    found = _who_count(look_alikes(tables(files, **options), options["rules"]), orders)
    if save is not None:
        with output(save, force=force) as file:
            file.write(written(found))

    def in_words() -> str:
        from retention.narrate.terminal import lookalikes as words

        return words.text(found)

    answer(lambda: {"groups": _in_json(found)}, in_words, of=orders, as_of=as_of, as_json=as_json)


def _who_count(found: "Sequence[LookAlike]", orders: "AnyOrders") -> "Sequence[LookAlike]":
    """Those of whom at least one has an order that counts."""
    from retention.activity import filter_of, native

    if not filter_of(orders):
        return found
    customers = set(native(orders)["customer"])  # type: ignore[index]  # orders of files, in pandas
    return [group for group in found if not customers.isdisjoint(group.customers)]


def _in_json(found: "Sequence[LookAlike]") -> list[dict[str, Any]]:
    return [
        {
            "customers": list(group.customers),
            "reason": group.reason,
            "shared": group.shared,
            "rows": list(group.rows),
        }
        for group in found
    ]
