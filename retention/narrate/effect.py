"""What another choice about the files would do to the figures, in words."""

from retention.analysis.effect import Effect
from retention.analysis.rates.bridge import Bridge
from retention.messages import ISSUES
from retention.narrate import retention
from retention.narrate.numbers import money, number, percent
from retention.narrate.texts import _, fill, ngettext, plain

SMALLEST_MONEY = 0.005
"""Half of the smallest coin: less is no change."""


def nothing_left() -> str:
    """What is said of a choice that leaves no order."""
    return plain(_("no order would be left."))


def effect(found: Effect, period: Bridge, *, currency: str | None) -> str:
    """The rate of a period, customers, orders and money under another choice, where they differ."""
    parts = [
        _rate(found.before.crr, found.after.crr, period),
        _customers(found.customers),
        _orders(found.orders),
        _money(found.revenue, currency),
    ]
    unfinished = [plain(_(ISSUES[code])) for code in found.unfinished]
    return "; ".join([*filter(None, parts), *unfinished]) or plain(_("the figures of these files stay the same."))


def _rate(before: float, after: float, period: Bridge) -> str:
    shown = percent(before, digits=1), percent(after, digits=1)
    if shown[0] == shown[1]:
        return ""
    when = retention.when_active(period)
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
    if not abs(change) >= SMALLEST_MONEY:
        return ""
    return fill(_("revenue {change}"), change=f"{'+' if change > 0 else '−'}{money(abs(change), currency)}")
