"""Can I trust this? Every figure with its meaning, formula, source and this shop's own value; rules; published ones."""

import pandas as pd
import streamlit as st

from pages.data.rules import RULES
from pages.methods.catalogue import render_each, render_rules, render_together
from pages.shared import cached, session
from pages.shared.settings import SEARCHED
from retention.narrate import methods
from retention.narrate.texts import _
from retention.orders import Orders

FOR_EXAMPLE = "CRR, Shopify, Wilson …"
"""Words to look for, names in any language."""


def render_page(orders: Orders | None) -> None:
    """The search and all that it leaves; with orders each figure has the value of the period in question."""
    wanted = st.text_input(
        _("Search"), type="search", max_chars=SEARCHED.longest, key="methods-search", placeholder=FOR_EXAMPLE
    )
    row = None if orders is None else _row(orders)
    bridge = None if orders is None else session.view().bridge
    has_money = orders is not None and cached.overview(orders).has_money
    currency = None if orders is None else orders.currency
    st.caption(_(methods.SIGNS))
    of_periods = methods.of_periods(row, bridge, has_money=has_money, currency=currency)
    found_of_periods = render_each(of_periods, wanted or "")
    average = None if orders is None else cached.average_cohort(orders, session.calendar(), None, "calendar", "on")
    found_others = (
        render_together(_("Figures of a cohort"), methods.of_cohorts(average, currency), wanted or ""),
        render_together(_("Where the money goes"), methods.of_audit(), wanted or "", source=methods.audit_source()),
        render_together(_("What others publish"), methods.published(row), wanted or ""),
    )
    if not wanted:
        render_rules(RULES, session.imported().rules)
    elif not (found_of_periods or any(found_others)):
        st.info(_("Nothing here speaks of that."))


def _row(orders: Orders) -> pd.Series:
    """All figures of the period in question."""
    view = session.view()
    return view.row if view.chosen is None else cached.figures(orders, view.calendar, view.base).iloc[view.chosen]


render_page(session.orders())
