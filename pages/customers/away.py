"""Slipping away: by their own rhythm, sorted by what a call is worth."""

import streamlit as st

from pages.customers import basis, lists
from pages.shared import session
from pages.shared.settings import SETTINGS
from retention.analysis.customers import Customers
from retention.analysis.customers.briefing import Briefing
from retention.narrate.numbers import number
from retention.narrate.texts import _, fill, ngettext

COLUMNS = (
    *("customer", "segment", "vip", "value_at_stake", "p_gone", "overdue_days", "rhythm", "own_rhythm"),
    *("last_order", "orders", "revenue"),
)
LIKELY = "likely"
"""The setting that leaves out those who have probably left."""


def show(found: Customers, brief: Briefing, *, currency: str | None) -> None:
    """How many, what the order rests on, and the list for calls."""
    if brief.slipping.empty:
        st.info(_("Nobody has been away for longer than usual."))
        return
    basis.remind(found)
    st.markdown(_account(found, brief))
    everybody = len(brief.slipping) == len(brief.worth_calling)
    only = not everybody and _only_likely()
    rows = brief.worth_calling if only else brief.slipping
    name = "slipping_away" if only else "slipping_away_all"
    lists.show(rows, found, name=name, among=COLUMNS, order=_order(found), currency=currency)


def _only_likely() -> bool:
    """A switch that leaves out those who have probably left."""
    key = f"setting-{LIKELY}"
    st.session_state[key] = session.setting(LIKELY, "on") == "on"
    st.toggle(
        _(SETTINGS[LIKELY].label),
        key=key,
        on_change=lambda: session.choose(LIKELY, "on" if st.session_state[key] else "off"),
    )
    return bool(st.session_state[key])


def _account(found: Customers, brief: Briefing) -> str:
    template = ngettext(
        "{n} customer has been away longer than nine of ten earlier waits like theirs.",
        "{n} customers have been away longer than nine of ten earlier waits like theirs.",
        len(brief.slipping),
    )
    told = [fill(template, n=number(len(brief.slipping)))]
    if found.sees_leaving:
        likely = _("More likely still customers than gone: {likely}. The others have probably left already.")
        told.append(fill(likely, likely=number(len(brief.worth_calling))))
    return " ".join(told)


def _order(found: Customers) -> str:
    if found.sees_leaving:
        return _("What a call is worth")
    return _("At stake, a year") if basis.has_money(found.forecast) else _("Revenue, most first")
