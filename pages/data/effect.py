"""What another choice would do to the figures, said before it is taken."""

from pages.shared import cached
from pages.shared.session import View
from retention.ingest.session import ImportSession
from retention.messages import ISSUES
from retention.narrate import retention
from retention.narrate.numbers import money, number, percent
from retention.narrate.texts import _, fill, ngettext, plain
from retention.orders import Orders


def of(changed: ImportSession, *, instead_of: Orders, view: View) -> str:
    """The rate of the chosen period, customers, orders and money under other choices, where they differ."""
    asked = cached.Asked(view.grain, view.base, view.year_start, view.days, view.chosen is None)
    before, after = cached.outcome_of(instead_of, asked), cached.outcome(changed, asked)
    if after is None:
        return plain(_("no order would be left."))
    parts = [
        _rate(before.crr, after.crr, view),
        _customers(after.customers - before.customers),
        _orders(after.orders - before.orders),
        _money(after.revenue - before.revenue, instead_of.currency),
    ]
    limits = [plain(_(ISSUES[code])) for code in sorted(after.limits - before.limits)]
    return "; ".join([*filter(None, parts), *limits]) or plain(_("the figures of these files stay the same."))


def _rate(before: float, after: float, view: View) -> str:
    shown = percent(before, digits=1), percent(after, digits=1)
    if shown[0] == shown[1]:
        return ""
    when = retention.when_active(view.bridge)
    return fill(_("retention {when}: {before} → {after}"), when=when, before=shown[0], after=shown[1])


def _customers(change: int) -> str:
    more = ngettext("{n} more customer", "{n} more customers", abs(change))
    fewer = ngettext("{n} customer fewer", "{n} customers fewer", abs(change))
    return fill(more if change > 0 else fewer, n=number(abs(change))) if change else ""


def _orders(change: int) -> str:
    more = ngettext("{n} more order", "{n} more orders", abs(change))
    fewer = ngettext("{n} order fewer", "{n} orders fewer", abs(change))
    return fill(more if change > 0 else fewer, n=number(abs(change))) if change else ""


def _money(change: float, currency: str | None) -> str:
    if not abs(change) >= 0.005:
        return ""
    return fill(_("revenue {change}"), change=f"{'+' if change > 0 else '−'}{money(abs(change), currency)}")
