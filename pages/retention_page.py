"""Do they come back? The retention rate of one period, where its customers went, and how the rate moved."""

import streamlit as st

from pages.retention.answer import render_answer
from pages.retention.claim import CLAIM, render_claim
from pages.retention.definitions import render_definitions, render_side_by_side
from pages.retention.groups import render_groups
from pages.retention.noting import render_notes
from pages.retention.over_time import render_over_time, render_period_length, render_periods
from pages.shared import cached, session, widgets
from pages.shared.benchmarks import render_others
from pages.shared.widgets import closer
from retention.narrate.texts import _
from retention.orders import Orders


def render_page(orders: Orders) -> None:
    """The page for a visitor with data."""
    view = session.view()
    given = view, orders
    render_answer(view, orders)
    title = _("Why do these numbers disagree?")
    closer(title, ":material/balance:", render_definitions, *given, key="closer-retention-definitions")
    closer(_("Another tool says something else?"), ":material/fact_check:", render_claim, *given, key=CLAIM)
    if len(view.rates["crr"].dropna()) > 1:
        st.subheader(_("Over time"), anchor=False)
        st.fragment(render_over_time)(view, orders)
        render_notes(orders)
    title = _("Two periods side by side")
    closer(title, ":material/compare_arrows:", render_side_by_side, *given, key="closer-retention-side-by-side")
    title = _("Who comes back more often?")
    closer(title, ":material/call_split:", render_groups, *given, key="closer-retention-groups")
    title = _("Which length of a period fits?")
    closer(title, ":material/straighten:", render_period_length, *given, key="closer-retention-period-length")
    render_others()
    title, has_money = _("All periods"), cached.overview(orders).has_money
    closer(title, ":material/table:", render_periods, view, orders.currency, has_money, key="closer-retention-periods")


def render_without_data() -> None:
    """The page for a visitor without data: what would stand here, and where to begin."""
    widgets.render_invitation(
        _(
            "Here you will read how many of your customers came back, where the others went, and whether it is "
            "getting better. Bring your orders, or start with a sample."
        )
    )


found_orders = session.orders()
if found_orders is None:
    render_without_data()
else:
    render_page(found_orders)
