"""The retention rate from three totals, in words."""

from retention.analysis.totals import Totals
from retention.benchmarks.published import ECOMMERCE_CRR
from retention.narrate.metrics import TRUST
from retention.narrate.numbers import number, of_hundred, percent
from retention.narrate.texts import Markup, _, fill, ngettext


def answer(totals: Totals) -> Markup:
    """The rate in a sentence, with its interval."""
    back = of_hundred(totals.crr)
    return fill(
        ngettext(
            "Of every 100 customers at the start, {n} came back ({low} to {high}).",
            "Of every 100 customers at the start, {n} came back ({low} to {high}).",
            back,
        ),
        n=back,
        low=of_hundred(totals.low),
        high=of_hundred(totals.high),
    )


def working(totals: Totals) -> Markup:
    """The formula with the numbers filled in."""
    return fill(
        "(E − N) ÷ S = ({active} − {new}) ÷ {start} = **{rate}**",
        active=number(totals.active),
        new=number(totals.new),
        start=number(totals.at_start),
        rate=percent(totals.crr, digits=1),
    )


def benchmark() -> Markup:
    """The published figure beside it, and how far it can be compared."""
    return fill(
        _(
            "Published average for online shops: {rate} ({source}, {trust}: the definition behind it is not stated). "
            "Customers who return after a longer break count as having come back here; only a list of orders can tell "
            "them apart."
        ),
        rate=percent(ECOMMERCE_CRR.value),
        source=ECOMMERCE_CRR.source,
        trust=_(TRUST[ECOMMERCE_CRR.trust]),
    )
