"""What revenue means in a file: the column or columns it is made of, and whether tax and shipping are in it."""

from collections.abc import Sequence

from retention.ingest.mapping import BEFORE, Mapping
from retention.narrate.texts import N_, Markup, _, fill, listed, plain
from retention.orders import Source

TAX = {
    "with": N_("with tax"),
    "without": N_("without tax"),
    None: N_("with or without tax: the file does not tell"),
}
SHIPPING = {
    "with": N_("with shipping"),
    "without": N_("without shipping"),
    None: N_("with or without shipping: the file does not tell"),
}


def meaning(mapping: Mapping) -> Markup:
    """What the money of one file's orders is; empty where the file has none."""
    if mapping.amount is None and mapping.price is None:
        return Markup("")
    if mapping.amount is None and mapping.quantity is not None:
        parts = [fill(_("Revenue: “{quantity}” × “{price}”"), quantity=mapping.quantity, price=mapping.price)]
    else:
        parts = [fill(_("Revenue: column “{column}”"), column=mapping.amount or mapping.price)]
    if mapping.discount and (mapping.amount is None or mapping.amount_is == BEFORE):
        parts.append(fill(_("less “{column}”"), column=mapping.discount))
    if mapping.tax:
        parts.append(plain(_(TAX[mapping.tax_in])))
    if mapping.shipping:
        parts.append(plain(_(SHIPPING[mapping.shipping_in])))
    return Markup("; ".join(parts))


def meanings(sources: Sequence[Source]) -> list[Markup]:
    """What revenue means in each of several files, each answer once; where there are several, with their files."""
    told: dict[Markup, list[str]] = {}
    for source in sources:
        told.setdefault(meaning(source.mapping), []).append(source.name)
    if len(told) < 2:
        return [each for each in told if each]
    return [
        fill("{files}: {meaning}", files=listed(names, at_most=3), meaning=each) for each, names in told.items() if each
    ]
