"""What surrounds every page: the data in hand, the shared settings, the language."""

import streamlit as st

from pages.shared import cached, figures, session, widgets
from pages.shared.texts import N_, _, fill, listed, ngettext, plain
from retention.orders import Orders

GRAINS = {"week": N_("Week"), "month": N_("Month"), "quarter": N_("Quarter"), "year": N_("Year")}
BASES = {
    "previous": N_("Those of the period before"),
    "last_year": N_("Those of a year before"),
    "window:12M": N_("Those of the 12 months before"),
    "ever": N_("Everyone before"),
}
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
    found = cached.overview(orders)
    lines = [
        fill(ngettext("{n} order", "{n} orders", found.orders), n=figures.number(found.orders)),
        fill(ngettext("{n} customer", "{n} customers", found.customers), n=figures.number(found.customers)),
        plain(figures.dates(found.first, found.last)),
    ]
    if found.has_money:
        lines.append(fill(_("Revenue {money}"), money=figures.money(found.revenue, orders.currency)))
    with st.container(border=True):
        st.markdown(listed((source.name for source in orders.sources), at_most=3))
        st.caption("  \n".join(lines))


def view(orders: Orders) -> session.View:
    """The shared settings as controls, and the rates they select."""
    span = cached.overview(orders)
    usual = next(grain for grain, enough in ENOUGH_DAYS.items() if (span.last - span.first).days >= enough)
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
            "Whose return is counted: customers of the period just before, of the same period a year before, "
            "of the last 12 months, or everyone who ever bought."
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
