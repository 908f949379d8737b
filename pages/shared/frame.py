"""What surrounds every page: the data in hand, the shared settings, the language."""

import streamlit as st

from pages.shared import cached, figures, session, widgets
from pages.shared.texts import N_, _, fill, ngettext, quoted
from retention.orders import Orders

GRAINS = {"week": N_("Week"), "month": N_("Month"), "quarter": N_("Quarter"), "year": N_("Year")}
BASES = {"previous": N_("Those of the period before"), "ever": N_("Everyone before")}
ENOUGH_DAYS = {"quarter": 365, "month": 60, "week": 0}
"""Days of history from which a grain shows a few periods; the coarsest that does is the default."""


def choose_language() -> None:
    """Let the visitor choose the language; drawn first because everything else is written in it."""
    widgets.setting(
        "lang",
        _("Language"),
        tuple(session.LANGUAGES),
        default=session.default_language(),
        shown=session.LANGUAGES.__getitem__,
    )


def data_card(orders: Orders) -> None:
    """The data in hand, so that no page leaves a doubt about what it speaks of."""
    with st.container(border=True):
        st.markdown(" ".join(quoted(source.name) for source in orders.sources[:3]) or _("Orders"))
        count = len(orders.purchases)
        lines = [
            fill(ngettext("{n} order", "{n} orders", count), n=figures.number(count)),
            fill(ngettext("{n} customer", "{n} customers", orders.customers), n=figures.number(orders.customers)),
            fill("{dates}", dates=figures.dates(orders.first_date, orders.last_date)),
        ]
        if orders.frame["amount"].notna().any():
            lines.append(fill(_("Revenue {money}"), money=figures.money(orders.revenue, orders.currency)))
        st.caption("  \n".join(lines))


def view(orders: Orders) -> session.View:
    """The shared settings as controls, and the rates they select."""
    days = (orders.last_date - orders.first_date).days
    usual = next(grain for grain, enough in ENOUGH_DAYS.items() if days >= enough)
    grain = widgets.setting(
        "grain", _("Length of a period"), tuple(GRAINS), default=usual, shown=lambda name: _(GRAINS[name])
    )
    base = widgets.setting(
        "base",
        _("Customers at the start"),
        tuple(BASES),
        default="previous",
        shown=lambda name: _(BASES[name]),
        help_text=_(
            "Whose return is counted: customers of the period just before, or everyone who ever bought before."
        ),
    )
    rates = cached.rates(orders, grain, base)
    known = rates.index[rates["complete"] & (rates["customers_at_start"] > 0)]
    latest = int(known[-1]) if len(known) else len(rates) - 1
    starts = dict(zip(rates["period"], rates["start"], strict=True))
    period = widgets.setting(
        "period",
        _("Period"),
        tuple(reversed(starts)),
        default=rates["period"].iloc[latest],
        shown=lambda name: figures.period_name(starts[name], grain),
    )
    return session.View(grain=grain, base=base, rates=rates, chosen=list(starts).index(period))
