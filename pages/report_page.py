"""What do I hand over? One story of the period, as slides, workbook and page in the client's colours."""

import streamlit as st

from pages.customers import best
from pages.report.choices import render_choices
from pages.report.documents import render_documents
from pages.report.results import material
from pages.shared import margin, session, widgets
from retention.errors import RetentionError
from retention.narrate import problems
from retention.narrate.texts import _
from retention.orders import Orders


def render_page(orders: Orders) -> None:
    """The page for a visitor with data."""
    chosen = render_choices()
    try:
        found = material(session.view(), orders, best.share(), margin.given())
    except RetentionError as refusal:
        st.warning(problems.error(refusal), icon=":material/error:")
        return
    render_documents(found, chosen)


def render_without_data() -> None:
    """The page for a visitor without data: what would stand here, and where to begin."""
    widgets.render_invitation(
        _(
            "Here you will take away what your shop's last period tells, as slides, a workbook and a page. Bring your "
            "orders, or start with a sample."
        )
    )


found_orders = session.orders()
if found_orders is None:
    render_without_data()
else:
    render_page(found_orders)
