"""Can I trust this? Every figure with its meaning, formula, source and this shop's own value; rules; published ones."""

import pandas as pd
import streamlit as st

from pages.data.rules import RULES
from pages.methods.catalogue import render_methods, render_rules
from pages.shared import cached, session
from pages.shared.settings import SEARCHED
from retention.narrate import methods
from retention.narrate.texts import _
from retention.orders import Orders


def render_page(orders: Orders | None) -> None:
    """The search and all that it leaves; with orders each figure has the value of the period in question."""
    wanted = st.text_input(_("Search"), type="search", max_chars=SEARCHED.longest, key="methods-search")
    row = None if orders is None else _row(orders)
    bridge = None if orders is None else session.view().bridge
    has_money = orders is not None and cached.overview(orders).has_money
    currency = None if orders is None else orders.currency
    st.caption(_(methods.SIGNS))
    sections = {
        _("Figures of a period"): methods.of_periods(row, bridge, has_money=has_money, currency=currency),
        _("Figures of a cohort"): methods.of_cohorts(),
        _("Where the money goes"): methods.of_audit(),
        _("What others publish"): methods.published(row),
    }
    shown = [render_methods(title, found, wanted or "") for title, found in sections.items()]
    if not wanted:
        render_rules(RULES, session.imported().rules)
    elif not any(shown):
        st.info(_("Nothing here speaks of that."))


def _row(orders: Orders) -> pd.Series:
    """All figures of the period in question."""
    view = session.view()
    return view.row if view.chosen is None else cached.figures(orders, view.calendar, view.base).iloc[view.chosen]


render_page(session.orders())
