"""Products: what customers begin with and what comes of it, and after how long each product is bought again."""

from functools import partial

import streamlit as st

from pages.shared import cached, widgets
from pages.shared.widgets import closer
from retention import charts
from retention.errors import RetentionError
from retention.narrate import columns as words
from retention.narrate import problems, products
from retention.narrate.texts import _
from retention.orders import Orders

NAMES = ("product", "sku")
"""Columns that name products."""


def render_products(orders: Orders) -> None:
    """Both questions, where the orders name several products."""
    if not set(NAMES).intersection(cached.filter_columns(orders.whole)):
        return
    title = _("What do they begin with, and what comes of it?")
    closer(title, ":material/shopping_basket:", render_first, orders, key="closer-cohorts-first-products")
    title = _("When is a product bought again?")
    closer(title, ":material/autorenew:", render_refills, orders, key="closer-cohorts-refills")


def render_first(orders: Orders) -> None:
    """What most begin with, which product stands out, who came back by first product, and what each led to."""
    try:
        with st.spinner(_("Following first buyers by what they bought …")):
            found = cached.first_products(orders)
    except RetentionError as refusal:
        st.info(problems.error(refusal))
        return
    st.markdown(products.beginnings(found))
    for difference in products.apart(found, orders.currency):
        st.markdown(difference)
    drawn = products.drawn(found)
    if len(drawn):
        titles = {"name": _("Began with"), "value": _("Came back"), "range": _("95% interval"), "note": _("Note")}
        widgets.figure(
            charts.ranges(drawn, titles=titles, number_format="%", alt_text=_("Came back, by first product"))
        )
    columns = products.first_columns(found, orders.currency)
    _render_table(columns, alt=_("What first products lead to"))
    st.caption(" ".join(filter(None, [products.first_note(found), products.few_note(columns)])))
    brought = ("value", "later") if found.money else ()
    only = ("product", "customers", "returned_share", "low", "high", *brought, "next_product", "next_share")
    began = {"product": _("Began with"), "value": _("Brought")}
    shown = partial(words.sheet, currency=orders.currency, titles=began, only=only)
    widgets.table_downloads(found.table, name="first_products", key="first-products", shown=shown)


def render_refills(orders: Orders) -> None:
    """The usual days from buying a product to buying it again."""
    try:
        with st.spinner(_("Measuring the time between orders …")):
            found = cached.refills(orders)
    except RetentionError as refusal:
        st.info(problems.error(refusal))
        return
    st.markdown(products.refill(found))
    columns = products.refill_columns(found)
    if any(columns.values()):
        _render_table(columns, alt=_("When is a product bought again?"))
        note = products.few_note(columns)
        if note:
            st.caption(note)
    shown = partial(words.sheet, only=("product", "customers", "repeaters", "typical", "lower", "upper"))
    widgets.table_downloads(found, name="refill_times", key="refills", shown=shown)


def _render_table(columns: dict[str, list[str]], *, alt: str) -> None:
    """Words to the left, figures to the right."""
    first, *others = columns
    last = _("Then most often")
    st.dataframe(
        columns,
        hide_index=True,
        height="content",
        column_config={
            first: st.column_config.Column(pinned=True),
            **{name: st.column_config.Column(alignment="left" if name == last else "right") for name in others},
        },
        alt=alt,
    )
