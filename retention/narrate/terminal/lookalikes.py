"""Customers who may be one person, a paragraph per group."""

from collections.abc import Sequence

from retention.ingest.lookalikes import LookAlike
from retention.messages import LOOK_ALIKES
from retention.narrate.numbers import number
from retention.narrate.terminal.layout import aligned, paragraphs
from retention.narrate.texts import _, fill, ngettext, plain


def text(found: Sequence[LookAlike]) -> str:
    """Each group: why it is one, and its customers with their rows and what one of these says about them."""
    if not found:
        return str(plain(_("No two customers share an e-mail, a phone, or nearly a name in the same place.")))
    proposed = ngettext(
        "{n} group of customers looks like one person. Nothing is merged until you say so.",
        "{n} groups of customers look like one person each. Nothing is merged until you say so.",
        len(found),
    )
    return paragraphs([fill(proposed, n=number(len(found)))], *map(_group, found))


def _group(group: LookAlike) -> list[str]:
    cells = [
        (customer, fill(ngettext("{n} row", "{n} rows", rows), n=number(rows)), str(example.value or ""))
        for customer, rows, example in zip(group.customers, group.rows, group.examples, strict=True)
    ]
    reason = _(LOOK_ALIKES[group.reason])
    return [f"{reason}: {group.shared}", *(f"  {line}" for line in aligned(cells, left=(0, 2)))]
