"""Do they come back? The retention rate of one period, where its customers went, and how the rate moved."""

import streamlit as st

from pages.retention import (
    explanation,
    family,
    groups,
    over_time,
    people,
    periods_table,
    pictures,
    rhythm,
    side_by_side,
)
from pages.shared import answers, cached, session, widgets
from pages.shared.session import View
from pages.shared.widgets import answered, closer
from retention.narrate.texts import _
from retention.orders import Orders


def show(orders: Orders) -> None:
    """The page for a visitor with data."""
    view = session.view()
    show_answer(view, orders)
    closer(_("Why do these numbers disagree?"), ":material/balance:", family.show, view, orders)
    if len(view.rates) > 1:
        st.subheader(_("Over time"), anchor=False)
        st.fragment(over_time.show)(view, orders)
    st.subheader(_("A closer look"), anchor=False)
    closer(_("Two periods side by side"), ":material/compare_arrows:", side_by_side.show, view, orders)
    closer(_("Who comes back more often?"), ":material/call_split:", groups.show, view, orders)
    closer(_("Which length of a period fits?"), ":material/straighten:", rhythm.show, view, orders)
    st.subheader(_("All periods"), anchor=False)
    periods_table.show(view, currency=orders.currency, has_money=cached.overview(orders).has_money)


def show_answer(view: View, orders: Orders) -> None:
    """What was chosen: the answer, its caution, where the customers went, and the working."""
    found = answers.bridge(view)
    if found is None:
        st.info(answers.nobody(view))
        return
    said = answers.headline(found)
    with widgets.steady():
        st.header(said, anchor=False)
        compared = answers.comparisons(view)
        if compared:
            st.markdown(compared)
        caution = answers.caution(found)
        if caution:
            st.warning(caution, icon=":material/hourglass_top:")
    answered(said)
    st.subheader(_("Where the customers went"), anchor=False)
    widgets.figure(pictures.bridge(found), key=people.BRIDGE, clicked=people.open_clicked)
    st.caption(answers.flow(found) + "  \n" + _("Click a bar to see its customers."))
    closer(_("How was this worked out?"), ":material/calculate:", explanation.show, found, orders)
    closer(_("Which customers are these?"), ":material/group:", people.show, view, orders)


def show_promise() -> None:
    """The page for a visitor without data: what would stand here, and where to begin."""
    st.markdown(
        _(
            "Here you will read how many of your customers came back, where the others went, and whether it is "
            "getting better. Bring your orders, or start with a sample."
        )
    )
    st.page_link("pages/data_page.py", label=_("Bring data or try a sample"), icon=":material/upload_file:")


st.title(_("Do they come back?"), anchor=False)
found_orders = session.orders()
if found_orders is None:
    show_promise()
else:
    show(found_orders)
