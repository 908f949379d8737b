"""Do they come back? The retention rate of one period, where its customers went, and how the rate moved."""

import streamlit as st

from pages.shared import answers, cached, session, widgets
from pages.shared.retention import explanation, periods_table, pictures
from pages.shared.texts import _
from retention.orders import Orders


def show(orders: Orders) -> None:
    """The page for a visitor with data."""
    view = session.view()
    found = answers.bridge(view)
    if found is None:
        st.info(
            _("There was nobody to come back in this period: no customer bought in the one before. Choose another.")
        )
    else:
        show_answer(found, orders)
    if len(view.rates) > 1:
        st.subheader(_("Over time"), anchor=False)
        widgets.figure(pictures.trend(view))
        st.caption(
            _(
                "The shaded band is the 95% interval. Hollow points: periods that are not over. "
                "Pale points: fewer than 30 customers at the start."
            )
        )
    st.subheader(_("All periods"), anchor=False)
    periods_table.show(view, currency=orders.currency, has_money=cached.overview(orders).has_money)


def show_answer(found: answers.Bridge, orders: Orders) -> None:
    """The chosen period: the answer, its caution, where the customers went, and the working."""
    st.header(answers.headline(found), anchor=False)
    compared = answers.comparisons(session.view())
    if compared:
        st.markdown(compared)
    caution = answers.caution(found)
    if caution:
        st.warning(caution, icon=":material/hourglass_top:")
    st.subheader(_("Where the customers went"), anchor=False)
    widgets.figure(pictures.bridge(found))
    st.caption(answers.flow(found))
    explanation.show(found, orders)


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
