"""What another choice would do to the figures, said before it is taken."""

import pandas as pd

from pages.shared import answers, cached
from pages.shared.data.desk import Desk
from pages.shared.figures import money, number, percent
from pages.shared.session import View
from pages.shared.texts import _, fill, ngettext, plain
from retention.errors import RetentionError
from retention.orders import Orders


def of(changed: Desk, *, instead_of: Orders, view: View) -> str:
    """The rate of the chosen period, customers, orders and money under other choices, where they differ."""
    orders = cached.joined(changed).orders
    if orders is None:
        return plain(_("no order would be left."))
    before, after = cached.overview(instead_of), cached.overview(orders)
    parts = [
        _rate(_crr(instead_of, view), _crr(orders, view), view),
        _customers(after.customers - before.customers),
        _orders(after.orders - before.orders),
        _money(after.revenue - before.revenue, instead_of.currency),
    ]
    return "; ".join(filter(None, parts)) or plain(_("the figures of these files stay the same."))


def _crr(orders: Orders, view: View) -> float:
    """The rate of the period in view; NaN where these orders have none."""
    try:
        return float(_row(orders, view)["crr"])
    except RetentionError:
        return float("nan")


def _row(orders: Orders, view: View) -> pd.Series:
    if view.chosen is None:
        return cached.figures_of(orders, view.days, view.base)
    rates = cached.rates(orders, view.grain, view.base, view.year_start)
    same = rates[rates["start"] == view.row["start"]]
    return same.iloc[0] if len(same) else pd.Series({"crr": float("nan")})


def _rate(before: float, after: float, view: View) -> str:
    shown = percent(before, digits=1), percent(after, digits=1)
    if shown[0] == shown[1]:
        return ""
    when = answers.when(view.days, answers.grain_of(view))
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
